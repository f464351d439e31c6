"""The buttons below the three-way check: which stand there, and what the first one does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject

from desktop.ui.widgets.buttons import Button


class Deed(StrEnum):
    """What the primary button does: the first wish of the proposal."""

    NONE = ""
    CONFIRM = "CONFIRM"
    ASK_SECOND = "ASK_SECOND"
    AGREE = "AGREE"
    CORRECTION = "CORRECTION"
    PICK = "PICK"


@dataclass(frozen=True, slots=True)
class CheckSituation:
    """What decides the buttons. `proposal` as in `ThreeWayView`."""

    proposal: str
    candidates: int
    picked: bool
    may_check: bool
    may_second: bool
    second_wanted: bool
    asked_by_me: bool
    writing_note: bool
    may_refuse: bool = False  # a correction was asked for before

    @property
    def deed(self) -> Deed:
        if self.second_wanted:
            return Deed.AGREE if self.may_second and not self.asked_by_me else Deed.NONE
        if not self.may_check:
            return Deed.NONE
        if self.writing_note:
            return Deed.ASK_SECOND
        if self.proposal == "NO_CANDIDATE":
            return Deed.PICK if self.candidates else Deed.CORRECTION
        return {"PASS": Deed.CONFIRM, "SECOND_CLERK": Deed.ASK_SECOND}.get(
            self.proposal, Deed.CORRECTION
        )


class CheckButtons(QObject):
    """Keys are bound by the panel, since they hold while a button is not shown as well."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.primary = Button("", "primary", key="Ctrl+Enter", name="check_primary")
        self.edit = Button(
            translate("CheckButtons", "読みを直す"), key="F2", bind=False, name="check_edit"
        )
        self.pick = Button(
            translate("CheckButtons", "候補を替える"), key="F4", bind=False, name="check_pick"
        )
        self.correct = Button(translate("CheckButtons", "補正依頼を作る"), name="check_correction")
        self.refuse = Button(translate("CheckButtons", "不開示を起案する"), name="check_refuse")
        self.disagree = Button(
            translate("CheckButtons", "一致しないと記録する"), name="check_disagree"
        )
        self.second = Button(
            translate("CheckButtons", "第二確認者へ回す"), key="F8", bind=False, name="check_second"
        )
        self._words = {
            Deed.NONE: "",
            Deed.CONFIRM: translate("CheckButtons", "本人と確認する"),
            Deed.ASK_SECOND: translate("CheckButtons", "第二確認者へ回す"),
            Deed.AGREE: translate("CheckButtons", "第二確認をする"),
            Deed.CORRECTION: translate("CheckButtons", "補正依頼を作る"),
            Deed.PICK: translate("CheckButtons", "候補を選ぶ"),
        }

    def left(self) -> tuple[Button, ...]:
        return (self.primary, self.edit, self.pick)

    def right(self) -> tuple[Button, ...]:
        return (self.disagree, self.correct, self.refuse, self.second)

    def any_has_focus(self) -> bool:
        return any(button.hasFocus() for button in (*self.left(), *self.right()))

    def arrange(self, now: CheckSituation, *, ready: bool) -> None:
        """Show what fits; at most four stand side by side at 1366 px."""
        deed = now.deed
        checking = now.may_check and not now.second_wanted
        several = now.candidates > 1
        self.primary.setVisible(deed is not Deed.NONE)
        self.primary.set_text(self._words[deed])
        self.primary.setEnabled(ready)
        self.edit.setVisible(checking)
        self.pick.setVisible(checking and several and deed is not Deed.PICK)
        refusing = checking and now.may_refuse and deed is Deed.CORRECTION
        self.refuse.setVisible(refusing)
        self.second.setVisible(
            checking and now.picked and deed in (Deed.CONFIRM, Deed.CORRECTION) and not refusing
        )
        self.second.setEnabled(now.proposal in ("PASS", "SECOND_CLERK"))
        crowded = deed is Deed.CONFIRM and several
        self.correct.setVisible(
            checking and deed in (Deed.CONFIRM, Deed.ASK_SECOND, Deed.PICK) and not crowded
        )
        self.disagree.setVisible(deed is Deed.AGREE)
