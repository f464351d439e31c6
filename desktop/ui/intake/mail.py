"""The mail on the desk: the envelopes not yet filed and their small pictures, read anew at need."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.services.intake_views import EnvelopeView, SourceDeletion
from desktop.ui.context import Context


class Mail(QObject):
    """One for the place; its tabs show parts of it.

    `taken_here` are the envelopes that came in while this window was open; all others were left
    from before and are 未整理.
    """

    changed = Signal()
    thumbnail_arrived = Signal(str, bytes)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.envelopes: tuple[EnvelopeView, ...] = ()
        self.deletions: tuple[SourceDeletion, ...] = ()
        self.taken_here: set[str] = set()
        self.known = False
        self._thumbnails: dict[str, bytes] = {}
        self._wanted: set[str] = set()
        self._loading = self._again = False

    def refresh(self) -> None:
        """Read the envelopes; wishes that come meanwhile are answered by one more reading."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        intake = self._context.desk.intake
        task = self._context.tasks.store(lambda: (intake.unfiled(), intake.deletions()))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)

    def envelope(self, envelope_id: str) -> EnvelopeView | None:
        return next((one for one in self.envelopes if one.id == envelope_id), None)

    def envelope_of(self, page_id: str) -> EnvelopeView | None:
        """The envelope that a page lies in."""
        return next(
            (one for one in self.envelopes if any(page.id == page_id for page in one.pages)), None
        )

    def redraw(self, page_id: str) -> None:
        """The page's picture is another one now: the small one is fetched anew."""
        self._thumbnails.pop(page_id, None)
        self._wanted.discard(page_id)

    def forget(self, envelope_id: str) -> None:
        """The envelope has left the desk; nothing of it is asked for any more."""
        self.envelopes = tuple(one for one in self.envelopes if one.id != envelope_id)
        self.changed.emit()

    def thumbnail(self, page_id: str) -> bytes | None:
        """The page's small picture, or None while it is being fetched."""
        if page_id not in self._thumbnails and page_id not in self._wanted:
            self._wanted.add(page_id)
            intake, by = self._context.desk.intake, self._context.signed_in
            task = self._context.tasks.store(
                lambda: (page_id, intake.thumbnail(by, page_id)), tag=page_id
            )
            task.succeeded.connect(self._on_thumbnail)
            task.failed.connect(self._on_no_thumbnail)
        return self._thumbnails.get(page_id)

    def _on_read(self, answer: object, _tag: object) -> None:
        if not isinstance(answer, tuple):
            return
        self.envelopes, self.deletions = answer
        self.known = True
        there = {page.id for envelope in self.envelopes for page in envelope.pages}
        for gone in self._thumbnails.keys() - there:
            del self._thumbnails[gone]
        self._wanted &= there
        self.changed.emit()

    def _on_ended(self) -> None:
        self._loading = False
        if self._again:
            self._again = False
            self.refresh()

    def _on_thumbnail(self, answer: object, _tag: object) -> None:
        if isinstance(answer, tuple):
            page_id, image = answer
            self._thumbnails[page_id] = image
            self.thumbnail_arrived.emit(page_id, image)

    def _on_no_thumbnail(self, _error: BaseException) -> None:
        # The page has gone meanwhile (filed elsewhere); the next reading takes its tile away.
        self.refresh()
