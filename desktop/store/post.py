"""Letters that wait to be posted, and the case behind the number of a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.letters import WAITING
from desktop.store.schema.casework import CaseRow, DispatchRow, LetterRow


class Unposted(NamedTuple):
    """A letter that is made (and, where it decides, approved) and has not left."""

    case_id: str
    number: str
    case_state: str
    letter_id: str
    code: str
    state: str
    made_at: datetime


def unposted_letters(session: Session) -> Sequence[Unposted]:
    """The oldest first, without what lies in the envelope of another."""
    found = session.execute(
        select(
            CaseRow.id,
            CaseRow.number,
            CaseRow.state,
            LetterRow.id,
            LetterRow.code,
            LetterRow.state,
            LetterRow.made_at,
        )
        .join(LetterRow, LetterRow.case_id == CaseRow.id)
        .where(LetterRow.state.in_(WAITING), LetterRow.goes_with == "")
        .order_by(LetterRow.made_at, CaseRow.number, LetterRow.number)
    )
    return [Unposted(*row) for row in found]


def case_of_receipt(session: Session, tracking: str) -> str | None:
    """The case whose answer was posted under that number, the latest of several."""
    return session.scalar(
        select(DispatchRow.case_id)
        .where(DispatchRow.tracking == tracking)
        .order_by(DispatchRow.dispatched_on.desc(), DispatchRow.seq.desc())
        .limit(1)
    )


def earlier_posting(session: Session, letter_id: str) -> date | None:
    """The day on which this answer left the time before last; None of one that left once."""
    return session.scalar(
        select(DispatchRow.dispatched_on)
        .where(DispatchRow.letter_id == letter_id)
        .order_by(DispatchRow.seq.desc())
        .offset(1)
        .limit(1)
    )
