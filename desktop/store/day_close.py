"""Rows of the 日計: what became of the mail of some days, who counted them, which are closed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from desktop.domain.workday import Fate
from desktop.store.schema.intake import EnvelopePageRow, EnvelopeRow
from desktop.store.schema.workday import DayCloseRow, DayCountRow

_OPEN = "OPEN"


class Unsettled(NamedTuple):
    """An envelope of which nobody has said what becomes of it."""

    id: str
    day: date
    number: int
    pages: int


def _counts() -> ColumnElement[bool]:
    """Mail of its day. What was settled before the desk kept a 日計 has no fate and counts not."""
    settled = EnvelopeRow.fate.not_in(("", Fate.NOT_COUNTED))
    return and_(EnvelopeRow.origin == "", or_(settled, EnvelopeRow.state == _OPEN))


def first_open_day(session: Session, day: date) -> date:
    """The day itself, or behind a closed one the first day that still takes mail."""
    while (row := closing_over(session, day)) is not None:
        day = row.day + timedelta(days=1)
    return day


def closing_over(session: Session, day: date) -> DayCloseRow | None:
    """The closing in force that covers the day."""
    return session.scalar(
        select(DayCloseRow)
        .where(
            DayCloseRow.first_day <= day, DayCloseRow.day >= day, DayCloseRow.reopened_at.is_(None)
        )
        .limit(1)
    )


def closings_of(session: Session, day: date) -> Sequence[DayCloseRow]:
    """Every closing of the business day, the first one first."""
    return session.scalars(
        select(DayCloseRow).where(DayCloseRow.day == day).order_by(DayCloseRow.seq)
    ).all()


def closings_since(session: Session, day: date) -> Sequence[DayCloseRow]:
    return session.scalars(
        select(DayCloseRow).where(DayCloseRow.day >= day).order_by(DayCloseRow.day, DayCloseRow.seq)
    ).all()


def fates(session: Session, first: date, last: date) -> dict[Fate, int]:
    """How many envelopes of these days went where."""
    query = (
        select(EnvelopeRow.fate, func.count())
        .where(
            EnvelopeRow.day >= first,
            EnvelopeRow.day <= last,
            EnvelopeRow.fate != "",
            _counts(),
        )
        .group_by(EnvelopeRow.fate)
    )
    return {Fate(fate): number for fate, number in session.execute(query)}


def unsettled(session: Session, first: date, last: date) -> tuple[Unsettled, ...]:
    """The envelopes of these days that still wait, with the pages they have."""
    pages = (
        select(func.count())
        .select_from(EnvelopePageRow)
        .where(EnvelopePageRow.envelope_id == EnvelopeRow.id, EnvelopePageRow.removed.is_(False))
        .scalar_subquery()
    )
    query = (
        select(EnvelopeRow.id, EnvelopeRow.day, EnvelopeRow.number, pages)
        .where(
            EnvelopeRow.day >= first,
            EnvelopeRow.day <= last,
            EnvelopeRow.state == _OPEN,
            EnvelopeRow.origin == "",
        )
        .order_by(EnvelopeRow.day, EnvelopeRow.place, EnvelopeRow.number)
    )
    return tuple(Unsettled(*row) for row in session.execute(query))


def days_with_mail(session: Session, since: date) -> list[date]:
    """The days since then on which mail was opened."""
    query = select(EnvelopeRow.day).where(_counts(), EnvelopeRow.day >= since)
    return list(session.scalars(query.distinct().order_by(EnvelopeRow.day)))


def first_day(session: Session) -> date | None:
    """The day from which each business day is to be closed: the first with mail or a closing."""
    mail = session.scalar(select(func.min(EnvelopeRow.day)).where(_counts()))
    closed = session.scalar(select(func.min(DayCloseRow.first_day)))
    return min((day for day in (mail, closed) if day is not None), default=None)


def closed_days(session: Session) -> set[date]:
    """Every day that a closing in force covers."""
    spans = session.execute(
        select(DayCloseRow.first_day, DayCloseRow.day).where(DayCloseRow.reopened_at.is_(None))
    )
    return {
        first + timedelta(days=number)
        for first, last in spans
        for number in range((last - first).days + 1)
    }


def add_count(
    session: Session, day: date, by: str, at: datetime, counts: Mapping[str, int]
) -> None:
    session.add(DayCountRow(id=uuid.uuid4().hex, day=day, by=by, at=at, **counts))
    session.flush()


def times_unlike(session: Session, day: date) -> int:
    """How often counts of this day were compared and differed."""
    query = select(func.max(DayCountRow.unlike)).where(DayCountRow.day == day)
    return session.scalar(query) or 0


def spend_counts(session: Session, day: date) -> int:
    """No count of the day holds any more; the how many-th time."""
    times = times_unlike(session, day) + 1
    session.execute(
        update(DayCountRow)
        .where(DayCountRow.day == day, DayCountRow.unlike == 0)
        .values(unlike=times)
    )
    session.flush()
    return times


def counts_of(session: Session, day: date) -> list[DayCountRow]:
    """What each person has counted last since the day was reopened, in the order of counting."""
    again = session.scalar(select(func.max(DayCloseRow.reopened_at)).where(DayCloseRow.day == day))
    query = select(DayCountRow).where(DayCountRow.day == day).order_by(DayCountRow.at)
    latest: dict[str, DayCountRow] = {}
    for row in session.scalars(query):
        if row.unlike == 0 and (again is None or row.at >= again):
            latest.pop(row.by, None)
            latest[row.by] = row
    return list(latest.values())
