"""One pull of a stack: pages are drawn in, read, screened, safe on disk, and only then counted."""

from __future__ import annotations

import dataclasses
import queue
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sqlalchemy.orm import Session

from desktop.capture import decode
from desktop.capture.pixels import Pixels
from desktop.capture.reader import Result
from desktop.capture.sources.source import ScannedImage, ScanStopped, Source
from desktop.capture.unreadable import Unreadable
from desktop.domain.errors import DeskError
from desktop.domain.scanning import Fault, Feed, ScanProfile
from desktop.services.act import Act
from desktop.services.mail_keeping import MailKeeping
from desktop.services.premises import Premises
from desktop.services.scanning_sheets import Sheet, Side, Waiting
from desktop.services.scanning_views import RunState, ScanStep, StepKind
from desktop.store import audit, envelopes, scans

MOST_WAITING = 20
READING = "READING"
"""Stands in a run's `fault` where a page could not be read: no device is to blame."""
_AT_ONCE = 3
_LOOK = 0.1


class PageReader(Protocol):
    """What of the reader a run needs."""

    def screen(self, page: Pixels) -> Result: ...


@dataclasses.dataclass(frozen=True, slots=True)
class _Pulled:
    image: ScannedImage


@dataclasses.dataclass(frozen=True, slots=True)
class _OutOfPaper:
    fault: Fault | None
    """Why the device stopped; None when its feeder is empty as it should be, or at our word."""


_READ = object()  # a side has been read: look at the head of the queue


class ScanRun:
    """`run` returns when the stack is through, the device stopped, or the clerk cancelled."""

    def __init__(
        self,
        premises: Premises,
        act: Act,
        run_id: str,
        profile: ScanProfile,
        progress: Callable[[ScanStep], None],
        cancelled: threading.Event,
    ) -> None:
        self._premises = premises
        self._act = act
        self._run_id = run_id
        self._profile = profile
        self._tell = progress
        self._cancelled = cancelled
        self._keeping = MailKeeping(premises, act)
        self._a_sheet = 2 if profile.feed is Feed.FEEDER_DUPLEX else 1
        self._waiting = Waiting(self._a_sheet)
        self._events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._room = threading.Semaphore(MOST_WAITING)
        self._halt = threading.Event()
        self._before = self._row().sheets
        self._side = 0
        self._paused = False
        self.pages = 0
        self.envelopes: list[str] = []

    def run(self, source: Source, reader: PageReader) -> None:
        """Take in the stack. The run's row tells afterwards how it stands."""
        puller = threading.Thread(target=self._pull, args=(source,), daemon=True)
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="scan") as pool:
            puller.start()
            try:
                self._take(reader, pool)
            finally:
                self._halt.set()
                self._waiting.drop()
                self._room.release(MOST_WAITING)
                puller.join()

    def _pull(self, source: Source) -> None:
        """Draw in page after page while fewer than MOST_WAITING wait."""
        fault: Fault | None = Fault.OTHER
        try:
            self._room.acquire()
            for image in source.scan(self._profile, self._halt):
                self._events.put(_Pulled(image))
                self._room.acquire()
                if self._halt.is_set():
                    break
            fault = None
        except ScanStopped as stopped:
            fault = stopped.fault
        finally:
            self._events.put(_OutOfPaper(fault))

    def _take(self, reader: PageReader, pool: ThreadPoolExecutor) -> None:
        ended: _OutOfPaper | None = None
        while ended is None or self._waiting:
            if self._cancelled.is_set():
                self._halt.set()  # what is through the feeder is still taken in
            try:
                event = self._events.get(timeout=_LOOK)
            except queue.Empty:
                continue
            match event:
                case _Pulled(image):
                    self._add(image, reader, pool)
                case _OutOfPaper():
                    ended = event
            try:
                for sheet in self._waiting.ready(all_pulled=ended is not None):
                    if not self._acknowledge(sheet):
                        return
            except Unreadable:
                self._stand(RunState.STOPPED, Fault.LOST_PAGE)
                return
            except DeskError:
                self._stand_if_possible()
                raise
        self._end(ended.fault)

    def _add(self, image: ScannedImage, reader: PageReader, pool: ThreadPoolExecutor) -> None:
        self._side += 1
        number = self._side

        def read() -> list[Result]:
            return [reader.screen(page) for page in decode.pages(image.data)]

        future = pool.submit(read)
        self._waiting.add(Side(number, future))
        self._step(StepKind.PULLED, number)
        self._step(StepKind.CHECKING, number)
        future.add_done_callback(lambda _done: self._events.put(_READ))
        if len(self._waiting) >= MOST_WAITING and not self._paused:
            self._paused = True
            self._step(StepKind.PAUSED, number)

    def _acknowledge(self, sheet: Sheet) -> bool:
        """Keep a sheet's pages, or say why the run stands still; False for the latter."""
        self._room.release(len(sheet.numbers))
        if self._paused and len(self._waiting) < MOST_WAITING:
            self._paused = False
            self._step(StepKind.RESUMED, sheet.numbers[-1])
        blocked = sheet.blocked
        if blocked is not None:
            self._halt.set()
            kind = min(found.kind for found in blocked.forbidden)
            envelope_id, seq = self._place()

            def stand(session: Session) -> None:
                scans.stand(session, self._run_id, RunState.BLOCKED, blocked=kind)
                self._log_end(session, RunState.BLOCKED)

            self._keeping.purge(envelope_id, seq, blocked, stand)
            self._step(StepKind.BLOCKED, sheet.numbers[-1], envelope_id)
            return False
        if sheet.separates:
            self._begin_next(sheet.numbers[-1], through=not sheet.pages)
        for place, page in enumerate(sheet.pages, 1):
            last = place == len(sheet.pages)
            envelope_id, seq = self._place()

            def count(session: Session, page_id: str, *, last: bool = last) -> None:
                scans.took(session, self._run_id, sides=1, sheets=int(last))
                scans.stand_half(session, self._run_id, "" if last else page_id)

            page_id = self._keeping.keep(envelope_id, seq, page, about=count)
            self.pages += 1
            number = sheet.numbers[min(place, len(sheet.numbers)) - 1]
            self._step(StepKind.PAGE, number, envelope_id, page_id)
        return True

    def _place(self) -> tuple[str, int]:
        """Where the next page goes: the run's envelope, and a number nothing there has had."""
        with self._premises.database.reading() as session:
            envelope_id = scans.run(session, self._run_id).envelope_id
            there = envelopes.exists(session, envelope_id)
            seq = envelopes.next_seq(session, envelope_id) if there else 1
        if envelope_id not in self.envelopes:
            self.envelopes.append(envelope_id)
        return envelope_id, seq

    def _begin_next(self, side: int, *, through: bool) -> None:
        """The sheet between two envelopes; before the first page there is nothing to part."""
        with self._premises.database.transaction() as session:
            if envelopes.exists(session, scans.run(session, self._run_id).envelope_id):
                scans.next_envelope(session, self._run_id, uuid.uuid4().hex)
            scans.took(session, self._run_id, sides=0, sheets=int(through))
        self._step(StepKind.SEPARATOR, side)

    def _end(self, fault: Fault | None) -> None:
        """Everything pulled is safe; say how the run stands."""
        if fault is not None:
            self._stand(RunState.STOPPED, fault)
        elif self._cancelled.is_set():
            self._stand(RunState.STOPPED, None)
        else:
            run = self._row()
            differs = run.expected is not None and run.expected != run.sheets
            self._stand(RunState.DIFFERS if differs else RunState.DONE, None)

    def _stand(self, state: RunState, fault: Fault | None, why: str = "") -> None:
        with self._premises.database.transaction() as session:
            scans.stand(session, self._run_id, state, fault=fault or why)
            self._log_end(session, state)
        if fault is not None:
            self._step(StepKind.FAULT, self._side, fault=fault)

    def _stand_if_possible(self) -> None:
        """A full disk may refuse this as well; then the run is found as killed, which is enough."""
        try:
            self._stand(RunState.STOPPED, None, READING)
        except DeskError:
            return

    def _log_end(self, session: Session, state: RunState) -> None:
        audit.append(
            session,
            self._act.at,
            self._act.by.person_id,
            "scan.end",
            subject=self._run_id,
            detail={"state": state.value},
        )

    def _row(self) -> scans.Run:
        with self._premises.database.reading() as session:
            return scans.run(session, self._run_id)

    def _step(
        self,
        kind: StepKind,
        side: int,
        envelope_id: str = "",
        page_id: str = "",
        fault: Fault | None = None,
    ) -> None:
        sheet = self._before + (max(side, 1) - 1) // self._a_sheet + 1
        through = self._row().sheets
        waiting = len(self._waiting)
        self._tell(
            ScanStep(kind, self._run_id, envelope_id, page_id, side, sheet, waiting, through, fault)
        )
