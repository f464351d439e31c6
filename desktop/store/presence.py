"""Who shows a case just now: rows that fade by themselves when their program dies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.store.schema.casedesk import CasePresenceRow


def store_time(session: Session, at: datetime) -> datetime:
    """Now by the one clock that all programs on this store share: the server's, where there is one.

    A store in a file has no other clock than its own machine's, which is `at`.
    """
    if session.get_bind().dialect.name != "postgresql":
        return at
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return now


def show(
    session: Session,
    program: str,
    case_id: str,
    person_id: str,
    since: datetime,
    seen_at: datetime,
) -> None:
    """The program shows the case to the person, and still does at this moment."""
    row = session.get(CasePresenceRow, (program, case_id))
    if row is None:
        session.add(
            CasePresenceRow(
                program=program,
                case_id=case_id,
                person_id=person_id,
                since=since,
                seen_at=seen_at,
            )
        )
    else:
        if row.person_id != person_id:
            row.person_id, row.since = person_id, since
        row.seen_at = seen_at
    session.flush()


def hide(session: Session, program: str, case_id: str) -> None:
    session.execute(
        delete(CasePresenceRow).where(
            CasePresenceRow.program == program, CasePresenceRow.case_id == case_id
        )
    )


def fade(session: Session, before: datetime) -> None:
    """Forget who has not been seen since: their programs have ended or died."""
    session.execute(delete(CasePresenceRow).where(CasePresenceRow.seen_at < before))


def others(session: Session, program: str, case_id: str) -> Sequence[CasePresenceRow]:
    """The other programs that show the case, longest first."""
    return session.scalars(
        select(CasePresenceRow)
        .where(CasePresenceRow.case_id == case_id, CasePresenceRow.program != program)
        .order_by(CasePresenceRow.since, CasePresenceRow.program)
    ).all()
