"""How each engine is set up so that both behave alike (DESIGN §4, TRUST §1, §4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from desktop.store.errors import (
    DamagedStore,
    DiskBroken,
    DiskFull,
    PlaceUnusable,
    StoreBusy,
    StoreError,
    StoreUnreachable,
)

_READING = "madoguchi_reading"

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    "busy_timeout = 10000",
)

_LAN = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=10min",
}

_SQLITE_CAUSES: dict[int, Callable[[], StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CORRUPT: DamagedStore,
    sqlite3.SQLITE_NOTADB: DamagedStore,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskBroken,
    sqlite3.SQLITE_CANTOPEN: PlaceUnusable,
}

_POSTGRESQL_CAUSES: dict[str, Callable[[], StoreError]] = {
    "53100": DiskFull,
    "55P03": StoreBusy,
    "57P01": StoreUnreachable,
    "57P02": StoreUnreachable,
    "57P03": StoreUnreachable,
    "58030": DiskBroken,
    "XX001": DamagedStore,
    "XX002": DamagedStore,
}


def is_postgresql(place: str) -> bool:
    return place.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def sqlite_engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_sqlite)
    translate_errors(engine)
    return engine


def postgresql_engine(place: str) -> Engine:
    url = make_url(place).set(drivername="postgresql+psycopg")
    engine = create_engine(url, hide_parameters=True, connect_args=_LAN)
    translate_errors(engine)
    return engine


def reading_engine(engine: Engine) -> Engine:
    """The same connections, with transactions that see one moment and change nothing."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(**{_READING: True})


def translate_errors(engine: Engine) -> None:
    """Have the engine's failures told as those of the store."""
    event.listen(engine, "handle_error", _translate)


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN would come late and deferred; ours is in `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(_READING))
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    # A deferred transaction that turns to writing fails where an immediate one waits (TRUST §4).
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _translate(context: ExceptionContext) -> None:
    cause = _cause(context.original_exception)
    if cause is not None:
        raise cause from context.original_exception


def _cause(error: BaseException | None) -> StoreError | None:
    if isinstance(error, sqlite3.Error):
        kind = _SQLITE_CAUSES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(error, psycopg.Error):
        kind = _POSTGRESQL_CAUSES.get(error.sqlstate or "")
        if kind is None and error.sqlstate is None and isinstance(error, psycopg.OperationalError):
            kind = StoreUnreachable
    else:
        kind = None
    return kind() if kind is not None else None
