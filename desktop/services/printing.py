"""Printing on this machine: handed over, followed to its true end, taken back (CAPTURE §6).

A job is a row of the store, so that a window that is closed meanwhile loses none. What the print
system says is asked without the store (`ask`), and kept in a transaction of its own (`keep`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, Refused
from desktop.domain.printing import (
    Again,
    JobFinding,
    JobState,
    PaperKind,
    PrinterSkills,
    Target,
    Trouble,
)
from desktop.domain.roles import Capability
from desktop.letters import printing as lp
from desktop.letters.print_queue import cancel_job, find_job
from desktop.letters.windows_handler import prints_by_handler
from desktop.services import letters_out, rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.cups_settings import CupsFinding, cups_findings
from desktop.services.premises import Premises
from desktop.services.print_choice import ChoiceNotKept, PrintChoice
from desktop.services.print_views import JobView, job_view
from desktop.store import audit, print_jobs
from desktop.store.letters import letter_row
from desktop.store.schema.printing import PrintJobRow

_OWN_PAPERS: Final = (Capability.EXPORT, Capability.READ_AUDIT, Capability.PROPOSE_SETTING)


class Printing:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._choice = PrintChoice(premises.folder)

    # -- printers --------------------------------------------------------------------------

    def printers(self) -> tuple[str, ...]:
        """The printers of this machine by name; none where it cannot print."""
        try:
            return lp.printers()
        except DeskError:
            return ()

    def keeping(self) -> tuple[CupsFinding, ...]:
        """What the print system of this machine keeps of printed jobs."""
        return cups_findings()

    def skills(self, printer: str) -> PrinterSkills:
        return lp.skills(printer)

    def choices(self) -> Mapping[PaperKind, Target]:
        """What was chosen on this machine for each kind of paper."""
        return self._choice.all()

    def choose(self, act: Act, kind: PaperKind, target: Target) -> Target:
        """From now on this kind is printed there. A tray or a duplex unit that the printer does
        not have is refused."""
        rights.require(act, Capability.EXPORT)
        if target.printer not in self.printers():
            raise lp.PrinterUnknown
        if lp.fitting(target, lp.skills(target.printer)) != target:
            raise Refused(
                "このプリンターにないトレイか、両面の指定です。",
                "プリンターが持つトレイと片面・両面を選んでください。",
                field="tray",
            )

        def work(session: Session) -> Answer:
            detail = {"kind": kind.value, "sides": target.sides.value}
            audit.append(session, act.at, act.by.person_id, "print.choice", detail=detail)
            return {"kind": kind.value}

        carry_out(self._premises, act, Capability.EXPORT, "print.choice", work)
        self._choice.keep(kind, target)
        return target

    def printers_for(self, kind: PaperKind) -> tuple[str, ...]:
        """The same, the one that was chosen for this kind of paper first."""
        names, chosen = self.printers(), self.choices().get(kind)
        usual = [name for name in names if chosen is not None and name == chosen.printer]
        return (*usual, *(name for name in names if name not in usual))

    def target(self, kind: PaperKind, printer: str) -> Target:
        """How this kind goes to that printer. Where it was printed last, it is printed next."""
        target, chosen = self._choice.on(kind, printer), self.choices().get(kind)
        if (chosen is None or chosen.printer != printer) and printer in self.printers():
            with suppress(ChoiceNotKept):  # it is printed there all the same
                self._choice.keep(kind, target)
        return target

    # -- one document ----------------------------------------------------------------------

    def begin(
        self,
        session: Session,
        act: Act,
        kind: PaperKind,
        title: str,
        printer: str,
        pdf: bytes,
        *,
        case_id: str | None = None,
        letter_id: str | None = None,
        again: Again | None = None,
        reissued: bool = False,
    ) -> str:
        """The job, in the caller's transaction: recorded before the first byte leaves."""
        return print_jobs.begin_job(
            session,
            self._choice.machine,
            kind,
            title,
            printer,
            hashlib.sha256(pdf).hexdigest(),
            act.by.person_id,
            act.at,
            case_id=case_id,
            letter_id=letter_id,
            again=again,
            reissued=reissued,
        ).id

    def hand(self, job_id: str, pdf: bytes, at: datetime) -> JobView:
        """Give it to the print system. What it did not take is told and kept as such; whether a
        silent one took it, a person has to see."""
        with self._premises.database.reading() as session:
            row = print_jobs.job_row(session, job_id)
            kind, printer, title = PaperKind(row.kind), row.printer, row.title
            void = print_jobs.is_void(session, row)
        if void:
            self._stand(job_id, JobFinding(JobState.CANCELLED), at)
            raise Refused(
                "印刷に回す前に、この文書は取り消されたか、新しい文書に替わりました。",
                "案件を開き直し、いまの文書を出してください。",
            )
        try:
            queue_job = lp.print_pdf(pdf, self.target(kind, printer), title=title)
        except lp.PrintSilent:
            self._stand(job_id, JobFinding(JobState.UNKNOWN, Trouble.SILENT), at)
            raise
        except DeskError as error:
            trouble = error.trouble if isinstance(error, lp.PrintTrouble) else Trouble.REFUSED
            self._stand(job_id, JobFinding(JobState.FAILED, trouble), at)
            raise
        with self._premises.database.transaction() as session:
            row = print_jobs.job_row(session, job_id)
            row.queue_job = queue_job
            print_jobs.stand_job(row, JobState.QUEUED, Trouble.NONE, at)
            session.flush()
            return self.view(session, row)

    @property
    def by_window(self) -> bool:
        """Whether this system has no CUPS and prints by its own programs: Windows."""
        return prints_by_handler()

    def leave_open(self, job_id: str, at: datetime) -> None:
        """Another program prints it and says nothing of its end: a person does."""
        self._stand(job_id, JobFinding(JobState.UNKNOWN, Trouble.ELSEWHERE), at)

    def drop(self, job_id: str, at: datetime) -> None:
        """It is not handed over after all: the one before it was refused."""
        self._stand(job_id, JobFinding(JobState.FAILED, Trouble.REFUSED), at)

    # -- following -------------------------------------------------------------------------

    def take_up(self, at: datetime) -> tuple[JobView, ...]:
        """The jobs of this machine that have not ended, as the desk finds them at its start. One
        that was being handed over when the desk ended is for a person to look after."""
        with self._premises.database.transaction() as session:
            for row in print_jobs.open_jobs(session, self._choice.machine):
                if row.state == JobState.HANDING:
                    print_jobs.stand_job(row, JobState.UNKNOWN, Trouble.BROKEN_OFF, at)
            session.flush()
        return self.open_jobs()

    def open_jobs(self) -> tuple[JobView, ...]:
        """The jobs of this machine that have not ended, the oldest first."""
        with self._premises.database.reading() as session:
            return tuple(
                self.view(session, row)
                for row in print_jobs.open_jobs(session, self._choice.machine)
            )

    def ask(self, jobs: Sequence[JobView]) -> dict[str, JobFinding]:
        """What the print system says of those that it may know of; the store is not asked. The job
        of a letter that was taken back or replaced meanwhile is taken out of the queue first."""
        asked = [one for one in jobs if one.is_asked]
        for one in asked:
            if one.void:
                with suppress(lp.PrintTrouble):  # it has ended; how, is asked below
                    cancel_job(one.queue_job)
        return {one.id: find_job(one.queue_job, one.printer) for one in asked}

    def keep(self, found: Mapping[str, JobFinding], at: datetime) -> tuple[JobView, ...]:
        """Keep what was found, and tell the jobs with which something is new."""
        return tuple(
            view
            for job_id, finding in found.items()
            if (view := self._stand(job_id, finding, at)) is not None
        )

    def cancel(self, act: Act, job_id: str) -> JobView:
        """Take the job back from the print system. Paper that is out already stays out."""
        right = self._right_to_end(act.by, job_id)
        rights.require(act, right)
        with self._premises.database.reading() as session:
            job = self.view(session, print_jobs.job_row(session, job_id))
        if not job.is_asked:
            raise Refused("この印刷は、もう取り消せません。", "紙が出ていないか確かめてください。")

        def work(session: Session) -> Answer:
            detail = {"job": job_id}
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "print.cancel",
                case_id=job.case_id,
                subject=job.letter_id or "",
                detail=detail,
            )
            return {"job": job_id}

        carry_out(self._premises, act, right, "print.cancel", work)
        with suppress(lp.PrintTrouble):  # it ended meanwhile; how, is asked below
            cancel_job(job.queue_job)
        self.keep(self.ask([job]), act.at)
        with self._premises.database.reading() as session:
            return self.view(session, print_jobs.job_row(session, job_id))

    def say_out(self, act: Act, job_id: str, *, out: bool) -> JobView:
        """「紙が出ました」 or that none did, where no machine can tell, or one that is gone."""

        def work(session: Session) -> Answer:
            row = print_jobs.job_row(session, job_id)
            elsewhere = row.machine != self._choice.machine and row.ended_at is None
            if row.state != JobState.UNKNOWN and not elsewhere:
                raise Refused(
                    "この印刷は、プリンターの答えを待っています。",
                    "印刷が終わるのを待つか、取り消してください。",
                )
            state = JobState.DONE if out else JobState.FAILED
            self._end(session, row, JobFinding(state, Trouble.NONE), act.at, act.by.person_id)
            return {"job": job_id}

        right = self._right_to_end(act.by, job_id)
        carry_out(self._premises, act, right, "print.say_out", work)
        with self._premises.database.reading() as session:
            return self.view(session, print_jobs.job_row(session, job_id))

    def _right_to_end(self, by: SignedIn, job_id: str) -> Capability:
        """Who handles cases ends any job; the auditor and the administrator, who print papers of
        their own, those."""
        with self._premises.database.reading() as session:
            own = print_jobs.is_own_paper(session, job_id, by.person_id)
        found = (one for one in _OWN_PAPERS if own and rights.may(by, one))
        return next(found, Capability.EXPORT)

    def _stand(self, job_id: str, finding: JobFinding, at: datetime) -> JobView | None:
        with self._premises.database.transaction() as session:
            row = print_jobs.job_row(session, job_id)
            known = (JobState(row.state), Trouble(row.trouble))
            if known == (finding.state, finding.trouble) or row.ended_at is not None:
                return None
            if finding.state in (JobState.DONE, JobState.CANCELLED, JobState.FAILED):
                self._end(session, row, finding, at, row.by)
            else:
                print_jobs.stand_job(row, finding.state, finding.trouble, at)
            session.flush()
            return self.view(session, row)

    def _end(
        self, session: Session, row: PrintJobRow, finding: JobFinding, at: datetime, who: str
    ) -> None:
        """The job has ended: a letter that came out is printed from now on, and no other."""
        print_jobs.stand_job(row, finding.state, finding.trouble, at)
        if finding.state is JobState.DONE and row.letter_id is not None:
            letters_out.came_out(letter_row(session, row.letter_id), row.by, at)
        session.flush()
        detail: dict[str, str | int] = {"job": row.id, "state": finding.state.value}
        if finding.trouble:
            detail["trouble"] = finding.trouble.value
        if print_jobs.is_void(session, row):
            detail["void"] = 1
        audit.append(
            session,
            at,
            who,
            "print.end",
            case_id=row.case_id,
            subject=row.letter_id or "",
            detail=detail,
        )

    def view(self, session: Session, row: PrintJobRow) -> JobView:
        return job_view(row, self._choice.machine, void=print_jobs.is_void(session, row))
