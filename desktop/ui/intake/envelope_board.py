"""The envelopes of a tab as cards that flow, with one cursor over all their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.services.intake_views import EnvelopeView
from desktop.ui.context import Context
from desktop.ui.intake.envelope_card import EnvelopeCard
from desktop.ui.intake.mail import Mail
from desktop.ui.widgets.flow import Flow

_LINE_SLACK = 8


class EnvelopeBoard(QScrollArea):
    """`page_chosen` follows the cursor: envelope id and page id."""

    page_chosen = Signal(str, str)
    page_activated = Signal(str, str)
    looked_at = Signal()
    discard_requested = Signal(str)

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
        self._chosen = ("", "")
        self._vacated = 0
        self._inside = QWidget()
        self._inside.setObjectName(f"{name}_inside")
        self._flow = Flow(self._inside)
        self.setWidget(self._inside)
        mail.thumbnail_arrived.connect(self._on_thumbnail)

    def show_envelopes(self, envelopes: Sequence[EnvelopeView], pending: str = "") -> None:
        """Show these, in this order; only what changed is drawn anew."""
        order = [envelope.id for envelope in envelopes]
        if self._chosen[0] in self._order and self._chosen[0] not in order:
            self._vacated = self._order.index(self._chosen[0])
        for gone in set(self._cards) - set(order):
            card = self._cards.pop(gone)
            if card.pages.hasFocus():
                self.setFocus()  # a vanishing card would send the focus anywhere
            self._flow.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, envelope in enumerate(envelopes):
            if envelope.id not in self._cards:
                self._cards[envelope.id] = self._make(envelope)
                self._flow.put(self._cards[envelope.id], place)
                self._cards[envelope.id].show()
            self._cards[envelope.id].show_envelope(envelope, pending=envelope.id == pending)
        self._order = order
        if self._chosen[0] not in self._cards:
            self._chosen = ("", "")
        self._inside.updateGeometry()

    def cards(self) -> list[EnvelopeCard]:
        return [self._cards[envelope_id] for envelope_id in self._order]

    def card(self, envelope_id: str) -> EnvelopeCard | None:
        return self._cards.get(envelope_id)

    def chosen(self) -> tuple[str, str]:
        """Envelope id and page id under the cursor, or two empty strings."""
        return self._chosen

    def choose(self, envelope_id: str, page_id: str = "") -> None:
        """Put the cursor on a page, or on the envelope's first one."""
        card = self._cards.get(envelope_id)
        if card is None:
            return
        if not (page_id and card.choose(page_id)) and card.pages.thumbs():
            card.choose(card.pages.thumbs()[0].key)

    def choose_vacated(self) -> None:
        """Put the cursor where the envelope under it stood that has gone."""
        if self._order:
            self.choose(self._order[min(self._vacated, len(self._order) - 1)])
            self._vacated = 0

    def take_focus(self) -> None:
        """Let the keyboard stand on the chosen page, or on the first."""
        card = self._cards.get(self._chosen[0])
        if card is None and self._order:
            card = self._cards[self._order[min(self._vacated, len(self._order) - 1)]]
        if card is not None:
            card.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, envelope: EnvelopeView) -> EnvelopeCard:
        card = EnvelopeCard(envelope, self._mail, self._context.today())
        card.page_chosen.connect(self._on_chosen)
        card.page_activated.connect(self.page_activated)
        card.discard_requested.connect(self.discard_requested)
        card.pages.looked_at.connect(self.looked_at)
        card.pages.left_behind.connect(self._going(envelope.id, self._beside))
        card.pages.line_left.connect(self._going(envelope.id, self._above_or_below))
        return card

    def _going(self, envelope_id: str, find: Callable[[str, int], str]) -> Callable[[int], None]:
        def go(by: int) -> None:
            card = self._cards.get(find(envelope_id, by))
            if card is None:
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
            if (card.y() - here.y()) * by > _LINE_SLACK
        ]
        return min(rows)[2] if rows else ""

    def _on_chosen(self, envelope_id: str, page_id: str) -> None:
        if (envelope_id, page_id) == self._chosen:
            return
        before = self._cards.get(self._chosen[0])
        if before is not None and self._chosen[0] != envelope_id:
            before.forget_choice()
        self._chosen = (envelope_id, page_id)
        self.ensureWidgetVisible(self._cards[envelope_id], 0, 12)
        self.page_chosen.emit(envelope_id, page_id)

    def _on_thumbnail(self, page_id: str, image: bytes) -> None:
        for card in self._cards.values():
            card.take_thumbnail(page_id, image)
