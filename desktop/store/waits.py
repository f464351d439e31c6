"""Cases that wait for their customer, and the money lines of some of them: for the day's page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CaseRow, FeeEntryRow, PauseRow


class OpenWait(NamedTuple):
    """A case that waits for its customer; `until` is None before the first letter has left."""

    case_id: str
    number: str
    until: date | None


def open_waits(session: Session, states: Collection[str]) -> list[OpenWait]:
    """The cases in these waiting states, by number; columns alone, however many there are."""
    found: dict[str, OpenWait] = {}
    going_on = and_(PauseRow.case_id == CaseRow.id, PauseRow.end.is_(None))
    for row in session.execute(
        select(CaseRow.id, CaseRow.number, PauseRow.answer_by)
        .outerjoin(PauseRow, going_on)
        .where(CaseRow.state.in_(sorted(states)))
        .order_by(CaseRow.number, PauseRow.start)
    ):
        found.setdefault(row[0], OpenWait(*row))
    return list(found.values())


def fee_entries_of_cases(
    session: Session, case_ids: Collection[str]
) -> dict[str, list[FeeEntryRow]]:
    """The lines of a screenful of cases by case, in the order of `fee_entries`."""
    found: dict[str, list[FeeEntryRow]] = {}
    for row in session.scalars(
        select(FeeEntryRow)
        .where(FeeEntryRow.case_id.in_(list(case_ids)))
        .order_by(FeeEntryRow.at, FeeEntryRow.id)
    ):
        found.setdefault(row.case_id or "", []).append(row)
    return found
