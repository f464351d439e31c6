"""One run of taking in mail: each page screened, safe on disk, committed, and only then told."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from desktop.capture.reader import Reader
from desktop.capture.sources.files import FilePrint
from desktop.domain.reading import BlockedPage, ForbiddenFound, ScreenedPage, SeparatorSheet
from desktop.services.act import Act
from desktop.services.intake_views import FileOutcome, ImportReport, ImportStep
from desktop.services.mail_keeping import Alongside, MailKeeping, nothing_more
from desktop.services.premises import Premises
from desktop.services.scanned_files import Begun, Ended, PageRead, envelopes_in, read_all
from desktop.services.source_book import FilesOfRun
from desktop.store import envelopes
from desktop.store.sources import Way

STOPPED = "途中で取りやめました。"
STOPPED_STEP = "受付に残った途中の封筒は、取り消してからもう一度取り込めます。"


class MailImport:
    """The envelopes of one act. A repeated act adds only what the first one did not finish."""

    def __init__(
        self,
        premises: Premises,
        act: Act,
        progress: Callable[[ImportStep], None],
        cancelled: threading.Event,
        way: Way = Way.FILE,
    ) -> None:
        self._act = act
        self._files = FilesOfRun(premises, act, way)
        self._prints: dict[int, tuple[FilePrint, ...]] = {}
        self._keeping = MailKeeping(premises, act)
        self._tell = progress
        self._cancelled = cancelled
        self._labels: list[str] = []
        self._pages: dict[int, int] = {}
        self._blocked: dict[int, int] = {}
        self._problems: dict[int, tuple[str, str]] = {}
        self._ended: set[int] = set()
        self._separators: dict[int, int] = {}
        self._envelopes: dict[int, list[str]] = {}
        self._named: dict[str, str] = {}
        self._database, self._watched = premises.database, way is Way.FOLDER

    @property
    def prints(self) -> tuple[FilePrint, ...]:
        """The prints of the files that were read, as they were read."""
        return tuple(one for index in sorted(self._prints) for one in self._prints[index])

    def run(self, paths: Sequence[Path], reader: Reader) -> ImportReport:
        files = envelopes_in(paths)
        self._labels = [file.name for file in files]
        for event in read_all(files, reader, self._cancelled):
            match event:
                case Begun():
                    self._prints[event.index] = event.prints
                    self._step("FILE", event.index)
                case PageRead(result=ScreenedPage() as page):
                    self._keep(event.index, event.seq, page, event.part)
                case PageRead(result=BlockedPage() as page):
                    self._purge(event.index, event.seq, page, event.part)
                case PageRead(result=SeparatorSheet()):
                    self._separators[event.index] = self._separators.get(event.index, 0) + 1
                case Ended():
                    self._end(event)
        for index in range(len(files)):
            if index not in self._ended:
                self._problems.setdefault(index, (STOPPED, STOPPED_STEP))
        outcomes = tuple(self._outcome(index) for index in range(len(files)))
        return ImportReport(
            outcomes,
            sum(self._pages.values()),
            sum(map(len, self._envelopes.values())),
            self._cancelled.is_set(),
            self._files.ids,
        )

    def _keep(self, index: int, seq: int, page: ScreenedPage, part: int = 0) -> None:
        envelope_id = self._envelope_id(index)
        known = self._keeping.has(envelope_id, seq)
        page_id = ""
        if not known:
            also = self._noting(index, envelope_id, part, page.reading.forbidden)
            of_paper = not self._prints.get(index)
            page_id = self._keeping.keep(envelope_id, seq, page, also, of_paper=of_paper)
        self._pages[index] = self._pages.get(index, 0) + 1
        self._note_envelope(index, envelope_id)
        if not known:
            self._step("PAGE", index, page_id)

    def _purge(self, index: int, seq: int, page: BlockedPage, part: int = 0) -> None:
        envelope_id = self._envelope_id(index)
        self._blocked[index] = self._blocked.get(index, 0) + 1
        if not self._keeping.has(envelope_id, seq):
            also = self._noting(index, envelope_id, part, page.forbidden)
            of_paper = not self._prints.get(index)
            self._keeping.purge(envelope_id, seq, page, also, of_paper=of_paper)
        self._note_envelope(index, envelope_id)
        self._step("BLOCKED", index)

    def _noting(
        self, index: int, envelope_id: str, part: int, found: Sequence[ForbiddenFound]
    ) -> Alongside:
        """The files an envelope came from, noted with its first page, and the one that shows a
        forbidden number."""
        prints = self._prints.get(index, ())
        if not prints or (index in self._envelopes and not found):
            return nothing_more
        return self._files.alongside(prints, envelope_id, part, (one.kind for one in found))

    def _note_envelope(self, index: int, envelope_id: str) -> None:
        """An envelope comes into being with its first page."""
        known = self._envelopes.setdefault(index, [])
        if envelope_id not in known:
            known.append(envelope_id)

    def _end(self, event: Ended) -> None:
        if event.problem is not None:
            self._problems[event.index] = (event.problem.sentence, event.problem.next_step)
            self._step("PROBLEM", event.index)
        if not event.cut:
            self._ended.add(event.index)
            begun, prints = self._envelopes.get(event.index), self._prints.get(event.index)
            if begun and prints and event.index not in self._problems:
                self._files.all_in(prints, begun[0])

    def _step(self, kind: str, index: int, page_id: str = "") -> None:
        last, total = self._envelopes.get(index, [""])[-1], len(self._labels)
        self._tell(ImportStep(kind, self._labels[index], len(self._ended), total, last, page_id))

    def _outcome(self, index: int) -> FileOutcome:
        problem, next_step = self._problems.get(index, ("", ""))
        pages, blocked = self._pages.get(index, 0), self._blocked.get(index, 0)
        first = self._envelopes.get(index, [""])[0]
        return FileOutcome(self._labels[index], pages, blocked, problem, next_step, first)

    def _envelope_id(self, index: int) -> str:
        """Made of the act's own id, so that a repeated act meets its own envelopes."""
        behind = self._separators.get(index, 0)
        name = f"{index}/{behind}" if behind else str(index)
        if name not in self._named:
            self._named[name] = self._own_id(name)
        return self._named[name]

    def _own_id(self, name: str) -> str:
        """Of a watched folder the act's id is that of the file: where its envelope was discarded
        before this run, the file still lying there begins another one, from its first page."""
        command = uuid.UUID(self._act.command)
        with self._database.reading() as session:
            for again in count():
                told = f"{name} {again}" if again else name
                envelope_id = uuid.uuid5(command, told).hex
                if not (self._watched and envelopes.is_discarded(session, envelope_id)):
                    break
        return envelope_id
