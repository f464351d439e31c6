"""The envelopes of a tab as cards that flow, with one cursor over all their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.services.intake_views import EnvelopeView
from desktop.ui.context import Context
from desktop.ui.intake.done_row import DoneRow, to_fold
from desktop.ui.intake.envelope_card import EnvelopeCard
from desktop.ui.intake.envelope_pages import tile_width
from desktop.ui.intake.mail import Mail, SmallPicture
from desktop.ui.intake.pending_card import PendingCard
from desktop.ui.widgets.flow import Flow

_LINE_SLACK = 8
_NEW_AT_ONCE = 8  # cards made in one turn of the window
_BESIDE_TILES = 22  # of a card's width, what is no tile


class EnvelopeBoard(QScrollArea):
    """`page_chosen` follows the cursor: envelope id and page id."""

    page_chosen = Signal(str, str)
    page_activated = Signal(str, str)
    looked_at = Signal()
    discard_requested = Signal(str)
    page_dropped = Signal(str, str, int)  # page id, envelope id, before which of its pages

    def __init__(self, context: Context, mail: Mail, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("封筒の一覧"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._context, self._mail = context, mail
        self._cards: dict[str, EnvelopeCard] = {}
        self._order: list[str] = []
        self._rest: Callable[[], None] | None = None
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._make_more)
        self._chosen = ("", "")
        self._vacated = 0
        self._folding = self._unfolded = False
        self._folded: tuple[str, ...] = ()
        self._inside = QWidget()
        self._inside.setObjectName(f"{name}_inside")
        self._flow = Flow(self._inside)
        self.setWidget(self._inside)
        self.done = DoneRow()
        self.done.unfolded.connect(self.unfold)
        self.pending = PendingCard()
        for extra in (self.done, self.pending):
            self._flow.addWidget(extra)
            extra.hide()
        mail.thumbnail_arrived.connect(self._on_thumbnail)

    def show_envelopes(
        self, envelopes: Sequence[EnvelopeView], growing: str = "", pending: Sequence[str] = ()
    ) -> None:
        """Show these, in this order; only what changed is drawn anew.

        `pending` are sheets not kept yet, of the envelope `growing` or of the next one.
        """
        there = {envelope.id for envelope in envelopes}
        new = [envelope.id for envelope in envelopes if envelope.id not in self._cards]
        later = frozenset(new[_NEW_AT_ONCE:])
        self._rest = partial(self.show_envelopes, envelopes, growing, pending) if later else None
        if later:
            self._more.start()
        self._show([one for one in envelopes if one.id not in later], there, growing, pending)

    def _show(
        self,
        envelopes: Sequence[EnvelopeView],
        there: set[str],
        growing: str,
        pending: Sequence[str],
    ) -> None:
        """Show these of all that are `there`; the others' cards are made in the next turns."""
        order = [envelope.id for envelope in envelopes]
        if self._chosen[0] in self._order and self._chosen[0] not in there:
            self._vacated = self._order.index(self._chosen[0])
        for gone in set(self._cards) - there:
            card = self._cards.pop(gone)
            if card.pages.hasFocus():
                self.setFocus()  # a vanishing card would send the focus anywhere
            self._flow.removeWidget(card)
            card.hide()
            card.deleteLater()
        for envelope in envelopes:
            if envelope.id not in self._cards:
                self._cards[envelope.id] = self._make(envelope)
                self._flow.addWidget(self._cards[envelope.id])
                self._cards[envelope.id].show()
            coming = pending if envelope.id == growing else ()
            self._cards[envelope.id].show_envelope(envelope, coming)
        self._order = order
        if self._chosen[0] not in self._cards:
            self._chosen = ("", "")
        self.pending.show_sheets(() if growing in self._cards else pending)
        self._fold(envelopes, growing)
        self._arrange()
        self._inside.updateGeometry()

    def set_folding(self, folding: bool) -> None:
        """While mail comes in, envelopes that need nobody are folded into one line."""
        if folding != self._folding:
            self._folding, self._unfolded = folding, False

    def unfold(self) -> None:
        """Show the folded envelopes as cards; they stay so until more mail is taken in."""
        first = self._folded[0] if self._folded else ""
        had = self.done.hasFocus()
        self._unfolded = True
        self._show_folded(())
        if had and first:
            self.choose(first)
            self.take_focus()

    def folded(self) -> tuple[str, ...]:
        """The envelopes that stand in the folded line."""
        return self._folded

    def finish(self) -> None:
        """Make at once the cards that are still to be made."""
        while self._rest is not None:
            self._rest()
        self._more.stop()

    def _make_more(self) -> None:
        if self._rest is not None:
            self._rest()

    def cards(self) -> list[EnvelopeCard]:
        self.finish()
        return [self._cards[envelope_id] for envelope_id in self._order]

    def card(self, envelope_id: str) -> EnvelopeCard | None:
        return self._cards.get(envelope_id)

    def chosen(self) -> tuple[str, str]:
        """Envelope id and page id under the cursor, or two empty strings."""
        return self._chosen

    def choose(self, envelope_id: str, page_id: str = "") -> None:
        """Put the cursor on a page, or on the envelope's first one."""
        if envelope_id not in self._cards:
            self.finish()
        card = self._cards.get(envelope_id)
        if card is None:
            return
        if envelope_id in self._folded:
            self.unfold()
        if not (page_id and card.choose(page_id)) and card.pages.thumbs():
            card.choose(card.pages.thumbs()[0].key)

    def choose_vacated(self) -> None:
        """Put the cursor where the envelope under it stood that has gone."""
        if self._order:
            at = min(self._vacated, len(self._order) - 1)
            open_ones = [one for one in self._order[at:] if one not in self._folded]
            self.choose(open_ones[0] if open_ones else self._order[at])
            self._vacated = 0

    def take_focus(self) -> None:
        """Let the keyboard stand on the chosen page, or on the first."""
        card = self._cards.get(self._chosen[0])
        if card is None and self._order:
            card = self._cards[self._order[min(self._vacated, len(self._order) - 1)]]
        if card is not None:
            card.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.done.set_width(self.viewport().width())
        for card in self._cards.values():
            card.pages.set_per_line(self._per_line())
            card.updateGeometry()

    def _per_line(self) -> int:
        room = self.viewport().width() - _BESIDE_TILES
        return max(1, room // tile_width())

    def _fold(self, envelopes: Sequence[EnvelopeView], growing: str) -> None:
        if not self._folding or self._unfolded:
            self._show_folded(())
            return
        kept = frozenset({self._chosen[0], growing})
        self._show_folded(to_fold(envelopes, kept))

    def _show_folded(self, envelopes: Sequence[EnvelopeView]) -> None:
        folded = tuple(envelope.id for envelope in envelopes)
        if folded == self._folded:
            return
        self._folded = folded
        for key, card in self._cards.items():
            card.setVisible(key not in folded)
        if folded:
            self.done.show_envelopes(envelopes)
        self.done.setVisible(bool(folded))
        self._arrange()

    def _arrange(self) -> None:
        order: list[QWidget] = [self._cards[key] for key in self._order]
        at = self._order.index(self._folded[0]) if self._folded else 0
        self._flow.arrange([*order[:at], self.done, *order[at:], self.pending])

    def _make(self, envelope: EnvelopeView) -> EnvelopeCard:
        card = EnvelopeCard(envelope, self._mail, self._context.today())
        card.page_chosen.connect(self._on_chosen)
        card.page_activated.connect(self.page_activated)
        card.discard_requested.connect(self.discard_requested)
        card.pages.looked_at.connect(self.looked_at)
        card.page_dropped.connect(self.page_dropped)
        card.pages.set_per_line(self._per_line())
        card.pages.left_behind.connect(self._going(envelope.id, self._beside))
        card.pages.line_left.connect(self._going(envelope.id, self._above_or_below))
        return card

    def _going(self, envelope_id: str, find: Callable[[str, int], str]) -> Callable[[int], None]:
        def go(by: int) -> None:
            card = self._cards.get(find(envelope_id, by))
            if card is None:
                return
            if card.envelope.id in self._folded:
                self.done.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            thumbs = card.pages.thumbs()
            back = by < 0 and find == self._beside
            card.pages.setFocus(Qt.FocusReason.OtherFocusReason)
            if thumbs:
                card.choose(thumbs[-1 if back else 0].key)

        return go

    def _beside(self, envelope_id: str, by: int) -> str:
        at = self._order.index(envelope_id) + by
        return self._order[at] if 0 <= at < len(self._order) else ""

    def _above_or_below(self, envelope_id: str, by: int) -> str:
        here = self._cards[envelope_id].geometry()
        rows = [
            (abs(card.y() - here.y()), abs(card.x() - here.x()), key)
            for key, card in self._cards.items()
            if (card.y() - here.y()) * by > _LINE_SLACK and key not in self._folded
        ]
        return min(rows)[2] if rows else ""

    def _on_chosen(self, envelope_id: str, page_id: str) -> None:
        if (envelope_id, page_id) == self._chosen:
            return
        before = self._cards.get(self._chosen[0])
        if before is not None and self._chosen[0] != envelope_id:
            before.forget_choice()
        self._chosen = (envelope_id, page_id)
        self._show_tile(self._cards[envelope_id])
        self.page_chosen.emit(envelope_id, page_id)

    def _show_tile(self, card: EnvelopeCard) -> None:
        """The whole card where it fits, else its page under the cursor: never its middle."""
        if card.height() <= self.viewport().height():
            self.ensureWidgetVisible(card, 0, 12)
            return
        tiles = card.pages
        area = tiles.visualRect(tiles.currentIndex())
        spot = tiles.viewport().mapTo(self._inside, area.center())
        self.ensureVisible(spot.x(), spot.y(), 0, area.height() // 2 + 40)

    def _on_thumbnail(self, page_id: str, small: object) -> None:
        if isinstance(small, SmallPicture):
            for card in self._cards.values():
                card.take_thumbnail(page_id, small)
