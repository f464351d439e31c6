"""返戻 at the desk of the mail: a scanned envelope that is our own, come back (DOMAIN §8 guard 9).

It stays sealed: what was scanned is its outside, or a letter of ours whose envelope came open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.retention import class_of
from desktop.domain.roles import Capability
from desktop.domain.states import STATE_LABELS, CaseState
from desktop.domain.workday import Fate
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import require_seen
from desktop.services.case_facts import letters_away
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.correspondence import came_back
from desktop.services.filing import Filed
from desktop.services.letter_making import letter_title
from desktop.services.post_desk import find_case
from desktop.services.returned_notices import came_back as notice_came_back
from desktop.services.spool_contents import open_page, open_reading
from desktop.store import envelopes, reading_rates
from desktop.store.cases import case_row, dispatch_of
from desktop.store.documents import NewPage, add_document
from desktop.store.letters import letter_row

_OUTSIDE: Final = frozenset({PageKind.ENVELOPE, PageKind.UNKNOWN, PageKind.BLANK})


@dataclass(frozen=True, slots=True)
class CameBack:
    """Whose letter the envelope holds; `problem` says why no 返戻 can be recorded, else "". Of a
    letter that is not the answer, its id and title."""

    case_id: str
    number: str
    version: int
    posted_on: date
    problem: str = ""
    letter_id: str = ""
    title: str = ""


class ReturnedMail:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._premises = cases.book.premises

    def proposal(self, by: SignedIn, envelope_id: str) -> CameBack | None:
        """The case whose answer this is, by its QR or its label; None for any other mail."""
        rights.require(by, Capability.FILE)
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            envelope = envelopes.envelope(session, envelope_id)
            readings = [open_reading(session, vault, page) for page in envelope.pages]
            return _of_ours(session, readings)

    def take_in(self, act: Act, envelope_id: str, case_id: str, on: date) -> Filed:
        """返戻: the picture of the envelope goes to the case, and the case to its second posting.

        One transaction, like any filing; nobody opens the envelope, so no two openers are asked.
        """
        rights.require(act, Capability.DISPATCH)
        released: list[str] = []

        def work(session: Session) -> Answer:
            envelope = envelopes.envelope(session, envelope_id)
            case = case_row(session, case_id)
            require_seen(act, case)
            spool, vault = self._premises.spool, self._premises.vault
            opened = [open_page(session, spool, vault, page) for page in envelope.pages]
            readings = [page.reading for page in opened]
            found = _of_ours(session, readings)
            if found is None or found.case_id != case_id or found.problem:
                raise Refused(
                    found.problem
                    if found
                    else "この郵便物は、この案件の回答の封筒ではありません。",
                    "受付番号か引受番号を見比べ、違うときは案件に加えてください。",
                )
            if any(page.proposed for page in envelope.pages):
                raise Refused(
                    "黒塗りの案を確かめていないページがあります。",
                    "ページを選んで M を押し、黒塗りする場所を確かめてください。",
                )
            pages = [NewPage(page.image, page.thumbnail, page.reading) for page in opened]
            kind = PageKind.ENVELOPE
            add_document(
                *(session, vault, case.id, class_of(kind), kind, pages, on, act.at),
                first_mail=False,
            )
            released.extend(
                envelopes.finish(session, envelope_id, envelopes.FILED, act.at, Fate.JOINED)
            )
            reading_rates.forget_looks(session, released)
            spool.release(session, vault, released)
            if found.letter_id:
                row = letter_row(session, found.letter_id)
                notice_came_back(session, self._book, act, case, row, on, len(pages))
            else:
                came_back(session, self._book, act, case, on, len(pages))
            return {"case": case.id, "number": case.number}

        answer = carry_out(self._premises, act, Capability.FILE, "envelope.returned", work)
        if released:
            self._premises.spool.remove_after_filing(released)
        return Filed(str(answer["case"]), str(answer["number"]), joined=True)


def _of_ours(session: Session, readings: Sequence[PageReading]) -> CameBack | None:
    """A letter of ours among papers of the customer is an enclosure of theirs, and no return."""
    if not readings or any(one.kind not in _OUTSIDE or one.form for one in readings):
        return None
    codes = [code for one in readings for code in (one.case_number, one.posted) if code]
    cases = {case_id for code in codes if (case_id := find_case(session, code)) is not None}
    if len(cases) != 1:
        return None
    (case_id,) = cases
    case, posted = case_row(session, case_id), dispatch_of(session, case_id)
    labels = {one.posted for one in readings if one.posted}
    notices = [] if labels or case.state == CaseState.DISPATCHED else letters_away(session, case_id)
    if notices:
        latest = notices[0]  # the envelope is sealed: what left last is most likely inside
        sent = (latest.sent_at or latest.made_at).date()
        if posted is None or posted.returned_on is not None or posted.dispatched_on < sent:
            told = {"letter_id": latest.id, "title": letter_title(latest.code)}
            return CameBack(case_id, case.number, case.version, sent, **told)
    if posted is None:
        return None
    problem = ""
    if case.state != CaseState.DISPATCHED:
        state = STATE_LABELS[CaseState(case.state)]
        problem = f"案件は「{state}」で、返戻を記録できません。"
    elif labels and posted.tracking not in labels:
        problem = "前に送った封筒のラベルです。"
    return CameBack(case_id, case.number, case.version, posted.dispatched_on, problem)
