"""How many entries the office's books have of each year (DOMAIN §10, classes D, F, G and H)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.calendar import fiscal_year_end
from desktop.domain.retention import RetentionClass
from desktop.store.schema.base import JST
from desktop.store.schema.casework import CaseRow, FeeEntryRow
from desktop.store.schema.infrastructure import AuditEntryRow
from desktop.store.schema.keeping import DisposalBatchRow


def entries_by_year(session: Session) -> dict[tuple[RetentionClass, date], int]:
    """Of the ledger of cases, of the fees and of the log: by class and 年度末."""
    found: dict[tuple[RetentionClass, date], int] = {}
    first, last = session.execute(
        select(func.min(CaseRow.registered_on), func.max(CaseRow.registered_on))
    ).one()
    for begins, ends in _years(first, last):
        within = CaseRow.registered_on.between(begins, ends)
        number = session.scalar(select(func.count()).select_from(CaseRow).where(within))
        found[RetentionClass.D, ends] = number or 0
    for cls, moment in ((RetentionClass.F, FeeEntryRow.at), (RetentionClass.H, AuditEntryRow.at)):
        found |= {(cls, ends): number for ends, number in _moments(session, moment).items()}
    return {year: number for year, number in found.items() if number}


def executed_on(session: Session) -> dict[date, int]:
    """How many disposals were executed on each day."""
    moments = session.scalars(
        select(DisposalBatchRow.executed_at).where(DisposalBatchRow.executed_at.is_not(None))
    )
    return dict(Counter(at.astimezone(JST).date() for at in moments if at is not None))


def _moments(session: Session, moment: InstrumentedAttribute[datetime]) -> dict[date, int]:
    """By 年度末, counted in the index: the log may have a million lines."""
    span = session.execute(select(func.min(moment), func.max(moment))).one()
    days = [at.astimezone(JST).date() for at in span if at is not None]
    found = {}
    for begins, ends in _years(min(days, default=None), max(days, default=None)):
        since = datetime.combine(begins, time(), JST)
        before = datetime.combine(date(ends.year, 4, 1), time(), JST)
        within = select(func.count(moment)).where(moment >= since, moment < before)
        found[ends] = session.scalar(within) or 0
    return found


def _years(first: date | None, last: date | None) -> list[tuple[date, date]]:
    """The fiscal years from the first day's to the last day's: 1 April and 31 March."""
    if first is None or last is None:
        return []
    years = range(fiscal_year_end(first).year, fiscal_year_end(last).year + 1)
    return [(date(year - 1, 4, 1), date(year, 3, 31)) for year in years]
