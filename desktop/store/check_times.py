"""Counts of how long confirmations took; a single time is never kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
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


def counted_times(session: Session, first: date, last: date) -> dict[date, dict[int, int]]:
    """By month and bucket, of the months that begin on `first` to `last`."""
    found: dict[date, dict[int, int]] = {}
    rows = session.execute(
        select(CheckTimeRow.month, CheckTimeRow.bucket, CheckTimeRow.count).where(
            CheckTimeRow.month >= first, CheckTimeRow.month <= last
        )
    )
    for month, bucket, count in rows:
        found.setdefault(month, {})[bucket] = count
    return found
