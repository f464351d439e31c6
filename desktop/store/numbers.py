"""Running numbers: 受付番号, 文書番号, 廃棄申請番号. A number is never given twice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from desktop.store.schema.casework import CounterRow


def raise_to(session: Session, name: str, value: int) -> None:
    """Let the series go on after `value`, if it has not come so far: numbers given elsewhere."""
    row = _held(session, name)
    row.value = max(row.value, value)
    session.flush()


def next_number(session: Session, name: str) -> int:
    """The next number of the series `name`, from 1, taken in the caller's transaction."""
    row = _held(session, name)
    row.value += 1
    session.flush()
    return row.value


def _held(session: Session, name: str) -> CounterRow:
    """The series' row, nobody else's until the transaction ends; the first of two that begin a
    series makes it, and the other one waits for it."""
    query = select(CounterRow).where(CounterRow.name == name).with_for_update()
    row = session.scalar(query)
    if row is None:
        insert = (
            postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        )
        session.execute(insert(CounterRow).values(name=name, value=0).on_conflict_do_nothing())
        row = session.scalars(query).one()
    return row
