"""A store's rows carried to a SQLite file of the same schema (DESIGN §4: one schema, two engines).

So a PostgreSQL store's backup is the same set as any other: it is verified, drilled and put back
without a server, and without programs of PostgreSQL that may be missing or of another version.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select, text

from desktop.store.backup_set import Told
from desktop.store.database import Database
from desktop.store.schema import Base

_AT_ONCE = 200
_LOCKS = ("use.lock", "window.lock")


def copy_rows(source: Database, folder: Path, told: Told) -> None:
    """Every row of one moment of `source` into a new `store.db` in `folder`."""
    target = Database.open(str(folder), create=True)
    try:
        target.upgrade()
        with source.reading() as read, target.engine.begin() as write:
            write.execute(text("PRAGMA defer_foreign_keys = ON"))  # a row may name a later one
            for table in Base.metadata.sorted_tables:
                rows = read.execute(select(table).execution_options(yield_per=_AT_ONCE))
                for some in rows.mappings().partitions():
                    plain = [dict(row) for row in some]
                    write.execute(insert(table), plain)
                    told(sum(_weight(row) for row in plain))
        target.checkpoint()
    finally:
        target.close()
    for name in _LOCKS:
        (folder / name).unlink(missing_ok=True)


def _weight(row: dict[str, object]) -> int:
    """About how many bytes a row has."""
    return 32 + sum(len(value) for value in row.values() if isinstance(value, bytes))
