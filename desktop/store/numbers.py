"""Running numbers: 受付番号, 文書番号, 廃棄申請番号. A number is never given twice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CounterRow


def raise_to(session: Session, name: str, value: int) -> None:
    """Let the series go on after `value`, if it has not come so far: numbers given elsewhere."""
    row = session.scalar(select(CounterRow).where(CounterRow.name == name).with_for_update())
    if row is None:
        row = CounterRow(name=name, value=0)
        session.add(row)
    row.value = max(row.value, value)
    session.flush()


def next_number(session: Session, name: str) -> int:
    """The next number of the series `name`, from 1, taken in the caller's transaction."""
    row = session.scalar(select(CounterRow).where(CounterRow.name == name).with_for_update())
    if row is None:
        row = CounterRow(name=name, value=0)
        session.add(row)
    row.value += 1
    session.flush()
    return row.value
