"""Counts of how long confirmations took; a single time is never kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from desktop.store.schema.check_times import CheckTimeRow


def count_time(session: Session, day: date, bucket: int) -> None:
    """One confirmation more of this month in this bucket."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(CheckTimeRow).values(month=day.replace(day=1), bucket=bucket, count=1)
    # Two clerks may confirm at once: neither loses a count nor meets the other's new row.
    session.execute(
        first.on_conflict_do_update(
            index_elements=["month", "bucket"], set_={"count": CheckTimeRow.count + 1}
        )
    )


def counted_times(session: Session, first: date, last: date) -> dict[int, int]:
    """By bucket, of the months from that of `first` to that of `last`."""
    rows = session.execute(
        select(CheckTimeRow.bucket, func.sum(CheckTimeRow.count))
        .where(CheckTimeRow.month >= first.replace(day=1), CheckTimeRow.month <= last)
        .group_by(CheckTimeRow.bucket)
    )
    return {bucket: int(count) for bucket, count in rows}
