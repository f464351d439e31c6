"""What SQLAlchemy compiled for one database of a test run serves all later ones of its engine.

SQLAlchemy keeps a compiled statement by its dialect, and makes a dialect for each engine. The desk
opens one database and lives with it; the tests open thousands, and compiled the same statements for
each of them. Here all dialects of an engine are equal as keys; each engine keeps its own, and with
it its own events.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_STATEMENTS: Final = 3000
_compiled: Final[LRUCache[Any, Any]] = LRUCache(_STATEMENTS)


class _AlikeAsKey:
    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_compiled)


class Sqlite(_AlikeAsKey, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class Postgresql(_AlikeAsKey, PGDialect_psycopg):
    supports_statement_cache = True


def install() -> None:
    """From now on in this process, for good."""
    registry.register("sqlite", __name__, "Sqlite")
    registry.register("postgresql.psycopg", __name__, "Postgresql")
