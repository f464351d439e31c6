"""Counts of how long confirmations took; a single time is never kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.schema.check_times import CheckTimeRow


def count_time(session: Session, day: date, bucket: int) -> None:
    """One confirmation more of this month in this bucket."""
    month = day.replace(day=1)
    row = session.get(CheckTimeRow, (month, bucket))
    if row is None:
        row = CheckTimeRow(month=month, bucket=bucket, count=0)
        session.add(row)
    row.count += 1
    session.flush()


def counted_times(session: Session, first: date, last: date) -> dict[int, int]:
    """By bucket, of the months from that of `first` to that of `last`."""
    rows = session.execute(
        select(CheckTimeRow.bucket, func.sum(CheckTimeRow.count))
        .where(CheckTimeRow.month >= first.replace(day=1), CheckTimeRow.month <= last)
        .group_by(CheckTimeRow.bucket)
    )
    return {bucket: int(count) for bucket, count in rows}
