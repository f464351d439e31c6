"""Cases that wait for their customer, and the money of cases: for the day's page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
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


class CaseMoney(NamedTuple):
    """A case and how many lines the fee ledger has of it, to which lines are only ever added."""

    id: str
    number: str
    change: int
    lines: int


def cases_with_money(session: Session, ended_since: date) -> list[CaseMoney]:
    """The cases in the ledger that are open or ended since that day, by number; columns alone."""
    lines = (
        select(func.count())
        .select_from(FeeEntryRow)
        .where(FeeEntryRow.case_id == CaseRow.id)
        .scalar_subquery()
    )
    lately = or_(CaseRow.completed_on.is_(None), CaseRow.completed_on >= ended_since)
    found = session.execute(select(CaseRow.id, CaseRow.number, CaseRow.change, lines).where(lately))
    every = [CaseMoney(*row) for row in found]
    return sorted((one for one in every if one.lines), key=lambda one: one.number)


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
