"""Putting pages and envelopes right by key and by drag; every act can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.services.act import Act
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui.context import Context
from desktop.ui.intake.envelope_card import envelope_title
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.words import page_thumb


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, how it is taken back, and where the cursor belongs then."""

    words: str
    undo: Callable[[Act], object] | None
    page_id: str
    removal: bool = False
    redrawn: bool = False  # the page's picture is another one now


class PageActs(QObject):
    """`done` follows each act, `undone` its taking back, `refused` an error."""

    done = Signal(object)  # Done
    undone = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, mail: Mail, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._mail = context, mail
        self._last: Done | None = None

    @property
    def last(self) -> Done | None:
        """What Ctrl+Z takes back."""
        return self._last

    def forget(self) -> None:
        """The envelope has been filed or taken off: its acts cannot be taken back any more."""
        self._last = None

    def split(self, envelope: EnvelopeView, page: SpoolPageView) -> None:
        """S: the page and those behind it become an envelope of their own."""
        if page == envelope.pages[0]:
            return
        pages, words = self._context.desk.pages, self._title(envelope)

        def work(act: Act) -> Done:
            new = pages.split(act, envelope.id, page.id, version=envelope.version)
            told = self.tr("{0} を{1}枚目の前で分けました").format(words, page.seq)
            return Done(told, lambda again: pages.join(again, new), page.id)

        self._run(work)

    def join(self, envelope: EnvelopeView, page: SpoolPageView) -> None:
        """J: the envelope's pages go behind those of the envelope before."""
        before = self._before(envelope)
        if before is None:
            return
        pages = self._context.desk.pages
        first = envelope.pages[0].id
        told = self.tr("{0} を {1} につなぎました").format(
            self._title(envelope), self._title(before)
        )

        def work(act: Act) -> Done:
            pages.join(act, envelope.id, version=envelope.version)
            return Done(told, lambda again: pages.split(again, before.id, first), page.id)

        self._run(work)

    def rotate(self, page: SpoolPageView) -> None:
        """R: a quarter turn clockwise."""
        pages, told = self._context.desk.pages, self.tr("{0} を回転しました")
        words = told.format(_name(page))

        def work(act: Act) -> Done:
            pages.rotate(act, page.id, 1)
            return Done(words, lambda again: pages.rotate(again, page.id, 3), page.id, redrawn=True)

        self._run(work)

    def remove(self, page: SpoolPageView) -> None:
        """Del: the page is taken out; it is destroyed only when its envelope is filed."""
        pages, told = self._context.desk.pages, self.tr("{0} を外しました")
        words = told.format(_name(page))

        def work(act: Act) -> Done:
            pages.remove(act, page.id)
            return Done(words, lambda again: pages.restore(again, page.id), page.id, removal=True)

        self._run(work)

    def shift(self, envelope: EnvelopeView, page: SpoolPageView, by: int) -> None:
        """Alt+← →: the page changes places with its neighbour."""
        at = next(n for n, one in enumerate(envelope.pages) if one.id == page.id)
        if 0 <= at + by < len(envelope.pages):
            self.drop(page.id, envelope, at + by + (1 if by > 0 else 0))

    def drop(self, page_id: str, envelope: EnvelopeView, place: int) -> None:
        """A page was let go before the tile `place` of an envelope."""
        home = self._mail.envelope_of(page_id)
        if home is None:
            return
        if home.id == envelope.id:
            self._reorder(page_id, envelope, place)
        else:
            self._move(page_id, home, envelope, place)

    def undo(self) -> None:
        """Ctrl+Z, or the button that says so."""
        last, self._last = self._last, None
        if last is None or last.undo is None:
            return
        undo, act = last.undo, self._context.act()
        task = self._context.tasks.store(lambda: undo(act), tag=last)
        task.succeeded.connect(self._on_undone)
        task.failed.connect(self._on_failed)

    def _reorder(self, page_id: str, envelope: EnvelopeView, place: int) -> None:
        pages = self._context.desk.pages
        before = [one.id for one in envelope.pages if one.blocked is None]
        after = [one.id for one in envelope.pages]
        at = after.index(page_id)
        after.insert(place, page_id)
        del after[at if place > at else at + 1]
        kept = [one for one in after if one in before]
        if kept == before:
            return
        told = self.tr("{0} のページを並べ替えました").format(self._title(envelope))

        def work(act: Act) -> Done:
            pages.reorder(act, envelope.id, kept, version=envelope.version)
            return Done(told, lambda again: pages.reorder(again, envelope.id, before), page_id)

        self._run(work)

    def _move(self, page_id: str, home: EnvelopeView, envelope: EnvelopeView, place: int) -> None:
        pages = self._context.desk.pages
        at = next(n for n, one in enumerate(home.pages) if one.id == page_id)
        told = self.tr("{0} を {1} に移しました").format(
            _name(home.pages[at]), self._title(envelope)
        )

        def work(act: Act) -> Done:
            pages.move(act, page_id, envelope.id, place, version=envelope.version)
            if len(home.pages) == 1:  # the envelope it lay in is no more
                return Done(told, None, page_id)
            return Done(told, lambda again: pages.move(again, page_id, home.id, at), page_id)

        self._run(work)

    def _run(self, work: Callable[[Act], Done]) -> None:
        act = self._context.act()
        task = self._context.tasks.store(lambda: work(act))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, done: object, _tag: object) -> None:
        if isinstance(done, Done):
            self._last = done
            self.done.emit(done)

    def _on_undone(self, _answer: object, done: object) -> None:
        self.undone.emit(done)

    def _on_failed(self, error: BaseException) -> None:
        self.refused.emit(error)

    def _before(self, envelope: EnvelopeView) -> EnvelopeView | None:
        order = list(self._mail.envelopes)
        at = order.index(envelope) if envelope in order else 0
        return order[at - 1] if at > 0 else None

    def _title(self, envelope: EnvelopeView) -> str:
        return envelope_title(envelope, self._context.today())


def _name(page: SpoolPageView) -> str:
    """What stands below the page's tile: 3 運転免許証."""
    return page_thumb(page, None).title
