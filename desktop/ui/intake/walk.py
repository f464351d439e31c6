"""The keyboard's way through the mail: from one open question to the next, then on to filing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.services.intake_views import SpoolPageView
from desktop.ui.intake.envelope_board import EnvelopeBoard
from desktop.ui.intake.envelope_card import EnvelopeCard
from desktop.ui.intake.mail_side import MailSide


class Walk(QObject):
    """Puts the keyboard where a person is needed next, so that nobody has to look for it."""

    field_wanted = Signal(str, str)  # envelope id, page id: the keyboard goes to its open field

    def __init__(self, board: EnvelopeBoard, side: MailSide, parent: QObject) -> None:
        super().__init__(parent)
        self._board, self._side = board, side

    def begin(self) -> None:
        """At the envelope under the cursor: its first open field, or the envelope itself."""
        card = self._board.card(self._board.chosen()[0])
        if card is None or not self._stop_at(card, card.needy_page()):
            self._board.take_focus()

    def begin_if_free(self) -> None:
        """The same, unless the keyboard is at work already: nobody's typing is led elsewhere."""
        focus = QApplication.focusWidget()
        at_work = focus is not None and self._side.isAncestorOf(focus)
        if not at_work and QApplication.activeModalWidget() is None:
            self.begin()

    def go_on(self, page: SpoolPageView) -> None:
        """From this page to the next of its envelope with something open; after the last, filing.

        An envelope that cannot be filed yet is left for the next one that needs an eye.
        """
        card = self._board.card(page.envelope_id)
        if card is None or self._stop_at(card, card.needy_page(page.seq)):
            return
        if self._side.focus_filing():
            return
        cards = self._board.cards()
        rest = cards[cards.index(card) + 1 :]
        if not any(self._stop_at(one, one.needy_page()) for one in rest):
            self._board.take_focus()

    def _stop_at(self, card: EnvelopeCard, page: SpoolPageView | None) -> bool:
        if page is None:
            return False
        card.choose(page.id)
        if page.unsure:
            self.field_wanted.emit(card.envelope.id, page.id)
        else:
            self._board.take_focus()  # the places to black out are asked about on the page: M
        return True
