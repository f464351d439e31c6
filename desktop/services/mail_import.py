"""One run of taking in mail: each page screened, safe on disk, committed, and only then told."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.reader import Reader
from desktop.domain.reading import BlockedPage, Forbidden, PageKind, ScreenedPage
from desktop.services.act import Act
from desktop.services.intake_views import FileOutcome, ImportReport, ImportStep
from desktop.services.premises import Premises
from desktop.services.scanned_files import Begun, Ended, PageRead, envelopes_in, read_all
from desktop.services.spool_contents import meta_of, seal_reading
from desktop.store import audit, envelopes
from desktop.store.envelopes import EnvelopePage
from desktop.store.schema.infrastructure import SpoolPageRow

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
    ) -> None:
        self._premises = premises
        self._act = act
        self._tell = progress
        self._cancelled = cancelled
        self._labels: list[str] = []
        self._pages: dict[int, int] = {}
        self._blocked: dict[int, int] = {}
        self._problems: dict[int, tuple[str, str]] = {}
        self._ended: set[int] = set()

    def run(self, paths: Sequence[Path], reader: Reader) -> ImportReport:
        files = envelopes_in(paths)
        self._labels = [file.name for file in files]
        for event in read_all(files, reader, self._cancelled):
            match event:
                case Begun():
                    self._step("FILE", event.index)
                case PageRead(result=ScreenedPage() as page):
                    self._keep(event.index, event.seq, page)
                case PageRead(result=BlockedPage() as page):
                    self._purge(event.index, event.seq, page)
                case Ended():
                    self._end(event)
        for index in range(len(files)):
            if index not in self._ended:
                self._problems.setdefault(index, (STOPPED, STOPPED_STEP))
        outcomes = tuple(self._outcome(index) for index in range(len(files)))
        return ImportReport(
            outcomes,
            sum(self._pages.values()),
            sum(bool(one.envelope_id) for one in outcomes),
            self._cancelled.is_set(),
        )

    def _keep(self, index: int, seq: int, page: ScreenedPage) -> None:
        """The page is acknowledged when `put` returns: synced, then committed with its rows."""
        act, premises = self._act, self._premises
        envelope_id = self._envelope_id(index)
        if self._is_there(envelope_id, seq):
            self._pages[index] = self._pages.get(index, 0) + 1
            return
        vault, reading = premises.vault, page.reading

        def alongside(session: Session, page_id: str) -> None:
            self._begin(session, envelope_id)
            key_id = session.get_one(SpoolPageRow, page_id).key_id
            sealed = seal_reading(session, vault, page_id, key_id, reading)
            row = EnvelopePage(
                page_id,
                envelope_id,
                seq,
                reading.kind,
                reading.form,
                reading.quality,
                len(reading.masked),
                sum(not field.sure for field in reading.fields),
                key_id,
                sealed,
            )
            envelopes.add_page(session, row)
            if reading.kind is PageKind.SLIP and reading.case_number:
                envelopes.name_case(session, envelope_id, reading.case_number)
            for kind in sorted({found.kind for found in reading.forbidden}):
                # Burnt out of what is kept; the source still shows it.
                self._log_forbidden(session, "forbidden.mask", envelope_id, seq, reading.kind, kind)
            audit.append(session, act.at, act.by.person_id, "page.take_in", subject=page_id)

        page_id = premises.spool.put(
            premises.database.transaction,
            vault,
            envelope_id,
            seq,
            page.image,
            meta_of(page),
            act.at,
            alongside=alongside,
        )
        self._pages[index] = self._pages.get(index, 0) + 1
        self._step("PAGE", index, page_id)

    def _purge(self, index: int, seq: int, page: BlockedPage) -> None:
        """Nothing of the page is kept but that it was there: kind, time, person (I-10)."""
        act, envelope_id = self._act, self._envelope_id(index)
        self._blocked[index] = self._blocked.get(index, 0) + 1
        if not self._is_there(envelope_id, seq):
            with self._premises.database.transaction() as session:
                self._begin(session, envelope_id)
                for kind in sorted({found.kind for found in page.forbidden}):
                    envelopes.block(
                        session, envelope_id, seq, page.kind, kind, act.by.person_id, act.at
                    )
                    self._log_forbidden(
                        session, "forbidden.purge", envelope_id, seq, page.kind, kind
                    )
        self._step("BLOCKED", index)

    def _log_forbidden(
        self,
        session: Session,
        action: str,
        envelope_id: str,
        seq: int,
        paper: PageKind,
        kind: Forbidden,
    ) -> None:
        act = self._act
        envelopes.ask_deletion(session, envelope_id, kind, act.at)
        audit.append(
            session,
            act.at,
            act.by.person_id,
            action,
            subject=envelope_id,
            detail={"kind": kind.value, "paper": paper.value, "page": seq},
        )

    def _begin(self, session: Session, envelope_id: str) -> None:
        act = self._act
        if not envelopes.exists(session, envelope_id):
            envelopes.begin(session, envelope_id, act.at.date(), act.by.person_id, act.at)
            audit.append(session, act.at, act.by.person_id, "envelope.open", subject=envelope_id)

    def _is_there(self, envelope_id: str, seq: int) -> bool:
        with self._premises.database.reading() as session:
            return envelopes.took(session, envelope_id, seq)

    def _end(self, event: Ended) -> None:
        if event.problem is not None:
            self._problems[event.index] = (event.problem.sentence, event.problem.next_step)
            self._step("PROBLEM", event.index)
        if not event.cut:
            self._ended.add(event.index)

    def _step(self, kind: str, index: int, page_id: str = "") -> None:
        has_envelope = index in self._pages or index in self._blocked
        envelope_id = self._envelope_id(index) if has_envelope else ""
        total = len(self._labels)
        self._tell(
            ImportStep(kind, self._labels[index], len(self._ended), total, envelope_id, page_id)
        )

    def _outcome(self, index: int) -> FileOutcome:
        problem, next_step = self._problems.get(index, ("", ""))
        pages, blocked = self._pages.get(index, 0), self._blocked.get(index, 0)
        envelope_id = self._envelope_id(index) if pages or blocked else ""
        return FileOutcome(self._labels[index], pages, blocked, problem, next_step, envelope_id)

    def _envelope_id(self, index: int) -> str:
        """Made of the act's own id, so that a repeated act meets its own envelopes."""
        return uuid.uuid5(uuid.UUID(self._act.command), str(index)).hex
