"""What can be done with the ticked cases at once: give them to one person, confirmed in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.services.assignment import AssignReport
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

_TOLD = 6  # refused cases named one by one


class BulkBar(QFrame):
    """First the person, then the same button asks once more with number and name in words."""

    untick_requested = Signal()
    assigned = Signal()  # the ticks have served

    def __init__(self, context: Context, banners: BannerArea) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("cases_bulk")
        self._context, self._told = context, banners
        self._ids: tuple[str, ...] = ()
        self.count = label("", "strong", name="cases_bulk_count")
        self.person = Select((), name="cases_bulk_person", accessible=self.tr("新しい担当"))
        self.person.setFixedWidth(theme.px(170))
        self.assign = Button(
            self.tr("担当を替える"), "primary", key="Ctrl+Enter", name="cases_bulk_assign"
        )
        self.leave = Button(self.tr("選択を外す"), name="cases_bulk_leave")
        self.question = label("", "strong", name="cases_bulk_question")
        self.setLayout(
            row(
                self.count,
                self.person,
                self.question,
                None,
                self.assign,
                self.leave,
                spacing=12,
                margins=(14, 8, 10, 8),
            )
        )
        self._asking = False
        self.assign.clicked.connect(self._on_assign)
        self.leave.clicked.connect(self._on_leave)
        self.person.currentIndexChanged.connect(self._ask_anew)
        self.hide()

    def set_people(self, people: Sequence[PersonView]) -> None:
        self.person.set_options([(one.id, one.name) for one in people], self.person.key())

    def set_ticked(self, ids: tuple[str, ...]) -> None:
        if ids != self._ids:
            self._ids = ids
            self._ask_anew()
        self.setVisible(bool(ids))

    def _ask_anew(self) -> None:
        self._asking = False
        self._arrange()

    def _arrange(self) -> None:
        number = f"{len(self._ids):,}"
        self.count.setText(self.tr("{0}件を選択").format(number))
        self.count.setVisible(not self._asking)
        self.person.setVisible(not self._asking)
        self.question.setVisible(self._asking)
        self.question.setText(
            self.tr("{0}件の担当を {1} に替えます。").format(number, self.person.currentText())
        )
        self.assign.set_text(
            self.tr("この内容で替える") if self._asking else self.tr("担当を替える")
        )
        self.leave.set_text(self.tr("やめる") if self._asking else self.tr("選択を外す"))

    def _on_assign(self) -> None:
        if not self._asking:
            self._asking = True
            self._arrange()
            self.assign.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk, act = self._context.desk, self._context.act()
        ids, person = self._ids, self.person.key()
        self.assign.setEnabled(False)
        task = self._context.tasks.store(partial(desk.assignment.assign, act, ids, person))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_leave(self) -> None:
        if self._asking:
            self._ask_anew()
        else:
            self.untick_requested.emit()

    def _on_done(self, report: object, _tag: object) -> None:
        self.assign.setEnabled(True)
        self._ask_anew()
        if not isinstance(report, AssignReport):
            return
        if report.done:
            self._context.notify(self.tr("{0}件の担当を替えました。").format(report.done))
        if report.refused:
            named = "、".join(f"{one.number}（{one.why}）" for one in report.refused[:_TOLD])
            more = len(report.refused) - _TOLD
            rest = self.tr(" ほか{0}件").format(more) if more > 0 else ""
            self._told.show_banner(
                Banner(
                    "warn",
                    self.tr("{0}件は替えませんでした").format(len(report.refused)),
                    named + rest,
                    closable=True,
                    name="cases_bulk_refused",
                )
            )
        self.assigned.emit()
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.assign.setEnabled(True)
        self._ask_anew()
        self._context.show_error(error, self)
