"""The mail on the desk: the envelopes not yet filed and their small pictures, read anew at need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.domain.errors import DeskError
from desktop.services.act import SignedIn
from desktop.services.intake import Intake
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.services.sources import SourceTask
from desktop.ui.context import Context

_SOON_MS = 150  # pages of a fast feeder are shown together
_AT_ONCE = 8  # so many pictures, then whatever else was asked of the store meanwhile


@dataclass(frozen=True, slots=True, eq=False)
class SmallPicture:
    """A page's small picture, decoded off the window's thread."""

    image: bytes = field(repr=False)
    decoded: QImage = field(repr=False)


class Mail(QObject):
    """One for the place; its tabs show parts of it.

    `taken_here` are the envelopes that came in while this window was open; all others were left
    from before and are 未整理.
    """

    changed = Signal()
    thumbnail_arrived = Signal(str, object)  # page id, SmallPicture
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.envelopes: tuple[EnvelopeView, ...] = ()
        self.sources: tuple[SourceTask, ...] = ()
        self.taken_here: set[str] = set()
        self.known = False
        self._thumbnails: dict[str, SmallPicture] = {}
        self._wanted: set[str] = set()
        self._queue: list[str] = []
        self._fetching = False
        self._loading = self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)

    @property
    def is_due(self) -> bool:
        """Whether the envelopes will be read anew in a moment."""
        return self._soon.isActive()

    def refresh_soon(self) -> None:
        """Read the envelopes in a moment, once for all pages that come until then."""
        if not self._soon.isActive():
            self._soon.start()

    def refresh(self) -> None:
        """Read the envelopes; wishes that come meanwhile are answered by one more reading."""
        self._soon.stop()
        if self._loading:
            self._again = True
            return
        self._loading = True
        desk = self._context.desk
        task = self._context.tasks.store(lambda: (desk.intake.unfiled(), desk.sources.tasks()))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)

    def envelope(self, envelope_id: str) -> EnvelopeView | None:
        return next((one for one in self.envelopes if one.id == envelope_id), None)

    def page(self, envelope_id: str, page_id: str) -> SpoolPageView | None:
        envelope = self.envelope(envelope_id)
        if envelope is None:
            return None
        return next((one for one in envelope.pages if one.id == page_id), None)

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

    def thumbnail(self, page_id: str) -> SmallPicture | None:
        """The page's small picture, or None while it is being fetched."""
        if page_id not in self._thumbnails and page_id not in self._wanted:
            self._wanted.add(page_id)
            self._queue.append(page_id)
            self._fetch()
        return self._thumbnails.get(page_id)

    def _on_read(self, answer: object, _tag: object) -> None:
        if not isinstance(answer, tuple):
            return
        self.envelopes, self.sources = answer
        self.known = True
        there = {page.id for envelope in self.envelopes for page in envelope.pages}
        for gone in self._thumbnails.keys() - there:
            del self._thumbnails[gone]
        self._wanted &= there
        self.changed.emit()
        self._fetch()  # what waited while the desk was locked

    def _on_ended(self) -> None:
        self._loading = False
        if self._again:
            self._again = False
            self.refresh()

    def _fetch(self) -> None:
        """The next few pictures; a clerk's own wishes come in between. At a locked desk there are
        no keys: they wait."""
        self._queue = [one for one in self._queue if one in self._wanted]
        away = self._context.locked or self._context.somebody is None
        if self._fetching or not self._queue or away:
            return
        self._fetching = True
        some, self._queue = self._queue[:_AT_ONCE], self._queue[_AT_ONCE:]
        intake, by = self._context.desk.intake, self._context.signed_in
        task = self._context.tasks.store(lambda: _fetched(intake, by, some), tag=len(some))
        task.succeeded.connect(self._on_thumbnails)
        task.failed.connect(self._on_no_thumbnails)
        task.ended.connect(self._on_fetched)

    def _on_thumbnails(self, answer: object, asked: object) -> None:
        if not isinstance(answer, dict):
            return
        for page_id, small in answer.items():
            if page_id in self._wanted:
                self._thumbnails[page_id] = small
                self.thumbnail_arrived.emit(page_id, small)
        if len(answer) != asked:
            self.refresh()

    def _on_no_thumbnails(self, _error: BaseException) -> None:
        # A page has gone meanwhile (filed elsewhere); the next reading takes its tile away.
        self.refresh()

    def _on_fetched(self) -> None:
        self._fetching = False
        self._fetch()


def _fetched(intake: Intake, by: SignedIn, page_ids: Sequence[str]) -> dict[str, SmallPicture]:
    """The pictures of those pages that are still there."""
    found = {}
    for page_id in page_ids:
        try:
            image = intake.thumbnail(by, page_id)
        except DeskError:
            continue
        found[page_id] = SmallPicture(image, QImage.fromData(image))
    return found
