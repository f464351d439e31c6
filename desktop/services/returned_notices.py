"""返戻 of a letter that is not the answer: kept sealed, sent once more, and no third time.

What came back has told the customer nothing: until it leaves again, their days do not run and, of
a first 補正依頼 or 手数料 letter, our clock does (DOMAIN §4, §8 guard 9).
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.posting import MOST_POSTINGS
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services.act import Act
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import require_seen
from desktop.services.case_facts import AFTER_THE_END, ASKING_CODES, is_out
from desktop.services.case_views import LetterView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.correspondence import RETURNED_DAYS
from desktop.services.waiting import UNPOSTED
from desktop.store.cases import case_row, open_pause
from desktop.store.letters import letter_row, letters_of
from desktop.store.schema.casework import CaseRow, LetterRow


class ReturnedNotices:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._premises = cases.book.premises

    def record(self, act: Act, letter_id: str, on: date) -> LetterView:
        """The letter is here again, sealed. It waits to be sent once more where it still says
        something; what comes back twice stays."""

        def work(session: Session) -> Answer:
            row = letter_row(session, letter_id)
            case = case_row(session, row.case_id)
            require_seen(act, case)
            came_back(session, self._book, act, case, row, on)
            return {"letter": letter_id}

        carry_out(self._premises, act, Capability.DISPATCH, "letter.returned", work)
        with self._premises.database.reading() as session:
            return letter_view(self._book, letter_row(session, letter_id))


def came_back(
    session: Session,
    book: Casebook,
    act: Act,
    case: CaseRow,
    row: LetterRow,
    on: date,
    pages: int = 0,
) -> None:
    """`pages` are those of the envelope's picture."""
    if not is_out(row):
        raise Refused(
            "返戻を記録できるのは、発送した連絡の文書だけです。",
            "回答の返戻は、案件の「配達の確認」で記録してください。",
        )
    sent = row.sent_at.date() if row.sent_at is not None else on
    if not sent <= on <= act.at.date():
        raise Refused(
            "返戻の日が、発送より前か今日より後です。",
            "封筒が戻った日を入れてください。",
            field="on",
        )
    row.returned_on, row.returns = on, row.returns + 1
    detail: dict[str, str | int] = {"on": on.isoformat(), "times": row.returns}
    if pages:
        detail["pages"] = pages
    if row.returns < MOST_POSTINGS and _says_something(session, case, row):
        # Another envelope goes out: it is printed anew, as a reissue.
        row.state, row.printed_by, row.printed_at = "READY", None, None
        row.checked_by = row.checked_at = None
    if (until := _stop_counting(session, row, on)) is not None:
        detail["answer_by"] = until.isoformat()
    session.flush()
    book.note(session, act, case, "letter.returned", subject=row.id, detail=detail)


def _says_something(session: Session, case: CaseRow, row: LetterRow) -> bool:
    """Whether it is still of use to the customer: nothing is asked twice that is not waited for."""
    if CaseState(case.state) in END_STATES:
        return row.code in AFTER_THE_END
    if row.code in ASKING_CODES:
        return _is_waited_for(session, row)
    return True


def _is_waited_for(session: Session, row: LetterRow) -> bool:
    """Whether the wait that goes on is for the answer to this very letter."""
    asked = [one for one in letters_of(session, row.case_id) if one.code in ASKING_CODES]
    standing = [one for one in asked if one.state != "VOID"]
    waits = open_pause(session, row.case_id) is not None
    return waits and bool(standing) and standing[-1].id == row.id


def _stop_counting(session: Session, row: LetterRow, on: date) -> date | None:
    """The customer's days stop until it leaves again. Of one that came back twice they end with the
    days for which the envelope is kept: then the case is refused or closed as unanswered."""
    wait = open_pause(session, row.case_id)
    if wait is None or row.code not in ASKING_CODES or not _is_waited_for(session, row):
        return None
    wait.answer_by = UNPOSTED
    if row.returns >= MOST_POSTINGS:
        wait.answer_by = on + timedelta(days=RETURNED_DAYS)
    return wait.answer_by
