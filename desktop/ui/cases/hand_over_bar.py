"""引継ぎ: all open cases of somebody who leaves or is away, to another, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop.services.assignment import HAND_OVER_LABELS, HandOverReason
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class HandOverBar(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("hand_over")
        self._context = context
        self.giver = Select((), name="hand_over_from", accessible=self.tr("これまでの担当"))
        self.taker = Select((), name="hand_over_to", accessible=self.tr("引継ぎ先"))
        self.reason = Select(
            [
                ("", self.tr("選んでください")),
                *((one.value, words) for one, words in HAND_OVER_LABELS.items()),
            ],
            name="hand_over_reason",
            accessible=self.tr("理由"),
        )
        self._fields: list[FormField] = []
        for words, choice, key in (
            (self.tr("これまでの担当"), self.giver, "from_person"),
            (self.tr("引継ぎ先"), self.taker, "to_person"),
            (self.tr("理由"), self.reason, "reason"),
        ):
            field = FormField(words, choice, key=key, name=choice.objectName())
            field.setFixedWidth(theme.px(190))
            choice.currentIndexChanged.connect(field.clear_error)
            self._fields.append(field)
        self.act = Button(
            self.tr("進行中の案件をすべて引き継ぐ"),
            "primary",
            key="Ctrl+Enter",
            name="hand_over_act",
        )
        self.leave = Button(self.tr("やめる"), key="Esc", name="hand_over_leave")
        self.setLayout(
            row(
                *self._fields,
                None,
                column(None, row(self.act, self.leave)),
                spacing=12,
                margins=(14, 10, 10, 12),
            )
        )
        self.act.clicked.connect(self._hand_over)
        self.leave.clicked.connect(self.hide)
        self.hide()

    def set_people(self, everybody: Sequence[PersonView], active: Sequence[PersonView]) -> None:
        # Nobody is chosen by chance: it moves all cases at once.
        choose = ("", self.tr("選んでください"))
        givers = ((one.id, one.name) for one in everybody)
        self.giver.set_options([choose, *givers], self.giver.key())
        self.taker.set_options([choose, *((one.id, one.name) for one in active)], self.taker.key())

    def open(self) -> None:
        self.show()
        self.giver.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_over(self) -> None:
        for field, choice in zip(self._fields, (self.giver, self.taker, self.reason), strict=True):
            if not choice.key():
                field.set_error(self.tr("選んでください。"))
                choice.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        desk, act = self._context.desk, self._context.act()
        reason = HandOverReason(self.reason.key())
        self.act.setEnabled(False)
        task = self._context.tasks.store(
            partial(desk.assignment.hand_over, act, self.giver.key(), self.taker.key(), reason)
        )
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, number: object, _tag: object) -> None:
        self.act.setEnabled(True)
        self._context.notify(
            self.tr("{0}件を {1} から {2} に引き継ぎました。").format(
                number, self.giver.currentText(), self.taker.currentText()
            )
        )
        self.hide()
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self._context.show_error(error, self)
