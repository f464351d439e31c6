"""保全 of a note that no case took in: set by a supervisor, released by two people (DOMAIN §10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.notes import NoteLine
from desktop.ui.context import Context
from desktop.ui.disposal.hold_dialogs import REVIEW_DAYS, KeepingDialog
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row


class NoteHolding(QWidget):
    """What the person may do about the hold of the chosen note; nothing else is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("note_holding")
        self._context = context
        self._note = ""
        self.told = label("", "small", tone="hold", name="notes_held")
        self.hold = Button(self.tr("保全する"), name="notes_hold", small=True)
        self.release = Button(
            self.tr("保全の解除を申し出る"), name="notes_hold_release", small=True
        )
        self.confirm = Button(
            self.tr("保全の解除を確認する"), name="notes_hold_confirm", small=True
        )
        self.hold.clicked.connect(self._ask)
        self.release.clicked.connect(self._propose)
        self.confirm.clicked.connect(self._confirm)
        self.setLayout(
            column(
                None,
                row(self.told, self.hold, self.release, self.confirm, spacing=8),
                6,
                spacing=0,
            )
        )

    def show_note(self, line: NoteLine | None) -> bool:
        """Whether anything is to be shown of it."""
        may, me = self._context.may, self._context.signed_in.person_id
        free = line is not None and line.case_id is None and not line.destroyed
        held, asked = (line.held, line.release_by) if line is not None else ("", "")
        own = line is not None and line.holds > 0
        self._note = line.id if line is not None and free else ""
        self.told.setText(self.tr("保全中（{0}）").format(held) if held else "")
        shown = {
            self.told: bool(held),
            self.hold: free and may(Capability.SET_HOLD),
            self.release: own and not asked and may(Capability.RELEASE_HOLD),
            self.confirm: own
            and bool(asked)
            and asked != me
            and may(Capability.CONFIRM_HOLD_RELEASE),
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
        return any(shown.values())

    def _ask(self) -> None:
        NoteHoldDialog(self, self._context, self._note).open()

    def _propose(self) -> None:
        holds, note = self._context.desk.disposal.holds, self._note
        self._change(
            self.release,
            lambda act: holds.propose_note_release(act, note),
            self.tr("保全の解除を申し出ました。別の人が確認すると解除されます。"),
        )

    def _confirm(self) -> None:
        holds, note = self._context.desk.disposal.holds, self._note
        self._change(
            self.confirm,
            lambda act: holds.confirm_note_release(act, note),
            self.tr("保全を解除しました。"),
        )

    def _change(self, button: Button, function: Callable[[Act], None], said: str) -> None:
        act, self._said = self._context.act(), said
        self._pressed = button
        button.setEnabled(False)
        task = self._context.tasks.store(lambda: function(act))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _result: object, _tag: object) -> None:
        self._pressed.setEnabled(True)
        self._context.notify(self._said)
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._pressed.setEnabled(True)
        self._context.show_error(error, self)


class NoteHoldDialog(KeepingDialog):
    """Nothing of the note is destroyed until two people have released it."""

    def __init__(self, parent: QWidget, context: Context, note_id: str) -> None:
        super().__init__(
            parent,
            context,
            self.tr("この記録を保全しますか"),
            self.tr("保全する"),
            name="note_hold",
            reasons=HOLD_LABELS,
            reason="",
            day_words=self.tr("見直す日"),
            day_key="review_on",
            day=context.today() + timedelta(days=REVIEW_DAYS),
        )
        self._note = note_id
        told = self.tr(
            "保全の間は、この記録を廃棄しません。申請中や承認済みの一覧からも外れます。"
            "解除は責任者が申し出て、別の人が確認します。"
        )
        self.add(label(told, wrap=True), self.fields)

    def carry_out(self, reason: str, day: date) -> tuple[Callable[[Act], object], str]:
        holds, note = self._context.desk.disposal.holds, self._note
        return lambda act: holds.hold_note(act, note, reason, day), self.tr("記録を保全しました。")
