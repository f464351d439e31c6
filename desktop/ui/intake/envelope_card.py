"""An envelope as a card: what it is called, and a tile for each page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui.intake.envelope_pages import EnvelopePages
from desktop.ui.intake.mail import Mail, SmallPicture
from desktop.ui.intake.words import envelope_note, is_pending, page_thumb, pending_thumbs
from desktop.ui.labels import icon_label, label, set_icon
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.flow import fixed
from desktop.ui.widgets.layout import column, row


class EnvelopeCard(QFrame):
    page_chosen = Signal(str, str)  # envelope id, page id
    page_activated = Signal(str, str)
    discard_requested = Signal(str)
    page_dropped = Signal(str, str, int)  # page id, envelope id, before which tile

    def __init__(self, envelope: EnvelopeView, mail: Mail, today: date) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        name = card_name(envelope, today)
        self.setObjectName(name)
        self._mail = mail
        self.envelope = envelope
        self._shown: tuple[EnvelopeView, tuple[str, ...]] | None = None
        self._icon = icon_label("mail", "text2", 16)
        self._title = label("", "h3", name=f"{name}_title")
        self._count = label("", "small", name=f"{name}_count")
        self._note = label("", "caption", name=f"{name}_note")
        self.discard = IconButton(
            "trash-2", self.tr("封筒を取り消す"), name=f"{name}_discard", key="", size=14
        )
        self.discard.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Shift+Del does the same
        self.discard.clicked.connect(self._on_discard)
        self.pages = EnvelopePages(f"{name}_pages", envelope_title(envelope, today))
        self.pages.page_chosen.connect(self._on_chosen)
        self.pages.page_activated.connect(self._on_activated)
        self.pages.page_dropped.connect(self._on_dropped)
        head = row(self._icon, self._title, self._count, None, self._note, self.discard, spacing=6)
        self.setLayout(column(head, self.pages, spacing=0, margins=(8, 4, 6, 2)))
        fixed(self)
        self._today = today
        self.show_envelope(envelope)

    def show_envelope(self, envelope: EnvelopeView, pending: Sequence[str] = ()) -> None:
        """Show the envelope as it is now; `pending` are sheets not yet screened and kept."""
        if (envelope, tuple(pending)) == self._shown:
            return
        self._shown = (envelope, tuple(pending))
        self.envelope = envelope
        blocked = any(page.blocked is not None for page in envelope.pages)
        set_icon(self._icon, "mail-warning" if blocked else "mail", "bad" if blocked else "text2")
        self._title.setText(envelope_title(envelope, self._today))
        self._count.setText(self.tr("{0}枚").format(len(envelope.pages)))
        self._note.setText(envelope_note(envelope))
        thumbs = [
            page_thumb(page, None if page.blocked else self._mail.thumbnail(page.id))
            for page in envelope.pages
        ]
        self.pages.set_thumbs([*thumbs, *pending_thumbs(pending)])
        self.updateGeometry()
        self.setAccessibleName(
            f"{self._title.text()} {self._count.text()} {self._note.text()}".strip()
        )

    def take_thumbnail(self, page_id: str, small: SmallPicture) -> None:
        """A small picture has been fetched."""
        page = next((one for one in self.envelope.pages if one.id == page_id), None)
        if page is not None and page.blocked is None:
            self.pages.set_thumb(page_thumb(page, small))

    def forget_choice(self) -> None:
        self.pages.blockSignals(True)
        self.pages.setCurrentIndex(QModelIndex())
        self.pages.blockSignals(False)

    def choose(self, page_id: str) -> bool:
        """Put the cursor on a page."""
        return self.pages.choose(page_id)

    def needy_page(self, after: int = 0) -> SpoolPageView | None:
        """The first page after this number with something that a person has to decide."""
        later = (page for page in self.envelope.pages if page.seq > after)
        return next((page for page in later if page.unsure or page.proposed), None)

    def _on_chosen(self, page_id: str) -> None:
        if not is_pending(page_id):
            self.page_chosen.emit(self.envelope.id, page_id)

    def _on_activated(self, page_id: str) -> None:
        if not is_pending(page_id):
            self.page_activated.emit(self.envelope.id, page_id)

    def _on_dropped(self, page_id: str, place: int) -> None:
        self.page_dropped.emit(page_id, self.envelope.id, place)

    def _on_discard(self) -> None:
        self.discard_requested.emit(self.envelope.id)


def envelope_title(envelope: EnvelopeView, today: date) -> str:
    """封筒 n of today; of an earlier day with that day."""
    day = envelope.created_at.date()
    if day == today:
        return _tr("封筒 {0}").format(envelope.number)
    return _tr("{0}/{1} 封筒 {2}").format(day.month, day.day, envelope.number)


def card_name(envelope: EnvelopeView, today: date) -> str:
    day = envelope.created_at.date()
    if day == today:
        return f"envelope_{envelope.number}"
    return f"envelope_{day:%Y%m%d}_{envelope.number}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("EnvelopeCard", text)
