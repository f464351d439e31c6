"""Rows of the 日計: what became of the mail of some days, and which days are closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.workday import Fate
from desktop.store.schema.intake import EnvelopePageRow, EnvelopeRow
from desktop.store.schema.workday import DayCloseRow

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


def days_with_mail(session: Session, since: date | None = None) -> list[date]:
    """The days on which mail was opened that no closing in force covers yet, or all since."""
    query = select(EnvelopeRow.day).where(_counts()).distinct().order_by(EnvelopeRow.day)
    if since is not None:
        return list(session.scalars(query.where(EnvelopeRow.day >= since)))
    covered = (
        select(DayCloseRow.id)
        .where(
            DayCloseRow.first_day <= EnvelopeRow.day,
            DayCloseRow.day >= EnvelopeRow.day,
            DayCloseRow.reopened_at.is_(None),
        )
        .exists()
    )
    return list(session.scalars(query.where(~covered)))
