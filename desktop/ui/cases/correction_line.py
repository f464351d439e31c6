"""A correction of the fee ledger that waits for its second person (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.fee_views import WaitingCorrection
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row

Words = Callable[[WaitingCorrection], str]


class CorrectionLine(QWidget):
    """One that waits: another person decides it, who asked for it may take it back. Where more
    than one waits, a button leads to the next.

    Takes no room where none waits. The names are those of the words and of the two buttons.
    """

    def __init__(self, context: Context, *, told: str, decide: str, take_back: str) -> None:
        super().__init__()
        self.setObjectName(f"{told}_part")
        self._context = context
        self.waiting: WaitingCorrection | None = None
        self._all: tuple[WaitingCorrection, ...] = ()
        self._words: Words | None = None
        self.told = WarningLine(name=told)
        self.decide = Button(self.tr("取消を確認する"), small=True, name=decide)
        self.take_back = Button(self.tr("申出を取り下げる"), small=True, name=take_back)
        self.next = Button(self.tr("次の申出を見る"), small=True, name=f"{told}_next")
        self.next.clicked.connect(self._step)
        self.setLayout(row((self.told, 1), self.next, self.decide, self.take_back, spacing=8))
        self.hide()

    def show_all(self, waiting: tuple[WaitingCorrection, ...], words: Words) -> None:
        """`words` tells one of them; the one in front stays there while it waits."""
        before = self.waiting.id if self.waiting is not None else ""
        self._all, self._words = waiting, words
        first = waiting[0] if waiting else None
        self._show(next((one for one in waiting if one.id == before), first))

    def _step(self) -> None:
        at = next(n for n, one in enumerate(self._all) if one is self.waiting)
        self._show(self._all[(at + 1) % len(self._all)])

    def _show(self, one: WaitingCorrection | None) -> None:
        may, me = self._context.may, self._context.signed_in.person_id
        self.waiting = one
        words = self._words(one) if one is not None and self._words is not None else ""
        if len(self._all) > 1:
            words += self.tr("申出はほかに{0}件あります。").format(len(self._all) - 1)
        self.told.say(words, "warn", "users")
        self.next.setVisible(len(self._all) > 1)
        self.decide.setVisible(
            one is not None and one.by_id != me and may(Capability.ENCLOSE_CHECK)
        )
        self.take_back.setVisible(one is not None and one.by_id == me and may(Capability.FEE))
        self.setVisible(one is not None)
