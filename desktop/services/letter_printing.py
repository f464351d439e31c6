"""Letters on paper: printed once, again for a reason, and with 再発行 where another sheet of them
is or may be in somebody's hands (DOMAIN §8, §9)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.printing import Again, PaperKind
from desktop.domain.roles import Capability
from desktop.letters.printing import PrintRefused
from desktop.letters.windows_handler import Starter, hand_to_handler
from desktop.services import letters_out, rights
from desktop.services.act import Act, SignedIn
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.letter_pictures import draw_pages
from desktop.services.one_more_sheet import needs_reason, note_more, one_more, sheet_of
from desktop.services.premises import Premises
from desktop.services.print_views import JobView
from desktop.services.printing import Printing
from desktop.services.typed_text import refuse_my_number
from desktop.store import print_jobs
from desktop.store.letters import letter_row, open_letter

_DPI = 300
_PLAIN = str.maketrans({"窓": None, "第": None, "号": None})


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """`job` is its newest; `taken_out`: a sheet may be out already, one more has its reason;
    `posted`: it left the office before."""

    letter_id: str
    job: JobView | None
    taken_out: bool
    posted: bool


@dataclass(frozen=True, slots=True)
class PrintedHere:
    """`pages` are for the window to paint; none where another program prints."""

    job: JobView
    pages: tuple[bytes, ...] = field(default=(), repr=False)


class LetterPrinting:
    def __init__(self, premises: Premises, cases: Cases, printing: Printing) -> None:
        self._premises = premises
        self._cases = cases
        self._printing = printing
        self._exports = Exports(premises, cases.book)

    def print(
        self,
        act: Act,
        letter_id: str,
        printer: str,
        again: Again | None = None,
        note: str = "",
    ) -> JobView:
        """Hand the letter to a printer; it is printed once its job has ended there. Recorded first.

        `again` is why it is printed once more, `note` what is to be said of it: both only of a
        letter of which a sheet may be out already.
        """
        job_id, pdf = self._begin(act, letter_id, printer, again, note)
        return self._printing.hand(job_id, pdf, act.at) if pdf else self._view(job_id)

    def print_here(
        self,
        act: Act,
        letter_id: str,
        printer: str,
        folder: Path,
        again: Again | None = None,
        note: str = "",
        *,
        start: Starter | None = None,
    ) -> PrintedHere:
        """Where no CUPS is: the system's program for PDF prints a copy in `folder`, which is
        listed until it is deleted; else the window paints the pages. A person says whether paper
        came out."""
        job_id, pdf = self._begin(act, letter_id, printer, again, note)
        if not pdf:
            return PrintedHere(self._view(job_id))
        self._printing.leave_open(job_id, act.at)
        job = self._view(job_id)
        name = f"{job.title.translate(_PLAIN)}-{job.id[:6]}.pdf"
        noted: list[str] = []

        def work(session: Session) -> Answer:
            row = letter_row(session, letter_id)
            noted.append(
                self._exports.note(
                    session,
                    act,
                    "LETTER",
                    folder / name,
                    case_id=row.case_id,
                    letter_id=row.id,
                )
            )
            self._cases.book.look(session, act, row.case_id, "letter.copy", letter_id)
            return {"export": noted[0]}

        copying = replace(act, command=uuid.uuid4().hex, seen=None)
        carry_out(self._premises, copying, Capability.EXPORT, "letter.copy", work)
        file = self._exports.write(act, noted[0], folder / name, pdf)
        try:
            hand_to_handler(file, printer, start)
        except PrintRefused:
            self._exports.close(replace(act, command=uuid.uuid4().hex), noted[0])
            return PrintedHere(job, draw_pages(pdf, _DPI))
        return PrintedHere(job)

    def print_along(
        self,
        act: Act,
        cover_id: str,
        printer: str,
        again: Again | None = None,
        note: str = "",
    ) -> None:
        """The cover sheet of a letter with it, unless a printer is at work on it already."""
        with self._premises.database.reading() as session:
            at_work = print_jobs.open_job_of(session, cover_id) is not None
        if not at_work:
            self.print(act, cover_id, printer, again, note)

    def standing(self, by: SignedIn, letter_id: str) -> LetterStanding:
        """How far the letter is on its way to paper."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            row = letter_row(session, letter_id)
            job = print_jobs.last_job(session, letter_id)
            return LetterStanding(
                letter_id,
                None if job is None else self._printing.view(session, job),
                needs_reason(session, row),
                row.sent_at is not None,
            )

    def _view(self, job_id: str) -> JobView:
        with self._premises.database.reading() as session:
            return self._printing.view(session, print_jobs.job_row(session, job_id))

    def _begin(
        self, act: Act, letter_id: str, printer: str, again: Again | None, note: str
    ) -> tuple[str, bytes]:
        """The job, and what is to be printed: nothing where the command has been carried out."""
        refuse_my_number(note, field="note")
        sheets: list[bytes] = []

        def work(session: Session) -> Answer:
            row = letters_out.leaving(session, act, letter_id)
            more = one_more(session, row, again, note)
            marked = more is not None and more.marked
            pdf = open_letter(session, self._premises.vault, letter_id)
            pdf = sheet_of(self._premises, act, pdf, marked=marked)
            sheets.append(pdf)
            job_id = self._printing.begin(
                session,
                act,
                PaperKind.LETTER,
                row.number,
                printer,
                pdf,
                case_id=row.case_id,
                letter_id=row.id,
                again=None if more is None else more.why,
                reissued=marked,
            )
            if more is None:
                self._cases.book.look(session, act, row.case_id, "letter.print", letter_id)
            else:
                note_more(session, self._premises, act, row, more, pdf, {"job": job_id})
            return {"job": job_id}

        answer = carry_out(self._premises, act, Capability.DISPATCH, "letter.print", work)
        return str(answer["job"]), b"".join(sheets)
