"""A correction of the fee ledger that waits for its second person (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.fee_views import WaitingCorrection
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row


class CorrectionLine(QWidget):
    """The first that waits: another person decides it, who asked for it may take it back.

    Takes no room where none waits. The names are those of the words and of the two buttons.
    """

    def __init__(self, context: Context, *, told: str, decide: str, take_back: str) -> None:
        super().__init__()
        self.setObjectName(f"{told}_part")
        self._context = context
        self.waiting: WaitingCorrection | None = None
        self.told = WarningLine(name=told)
        self.decide = Button(self.tr("取消を確認する"), small=True, name=decide)
        self.take_back = Button(self.tr("申出を取り下げる"), small=True, name=take_back)
        self.setLayout(row((self.told, 1), self.decide, self.take_back, spacing=8))
        self.hide()

    def show_first(self, waiting: tuple[WaitingCorrection, ...], words: str) -> None:
        may, me = self._context.may, self._context.signed_in.person_id
        self.waiting = one = waiting[0] if waiting else None
        self.told.say(words if one is not None else "", "warn", "users")
        self.decide.setVisible(
            one is not None and one.by_id != me and may(Capability.ENCLOSE_CHECK)
        )
        self.take_back.setVisible(one is not None and one.by_id == me and may(Capability.FEE))
        self.setVisible(one is not None)
