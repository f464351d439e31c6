"""One generation of the register: sealed rows and keyed tokens, built aside, then only read.

On SQLite a generation is a file of its own; on PostgreSQL it is two tables carrying its number.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.pool import NullPool

_MANY = 500


@dataclass(frozen=True, slots=True)
class SealedRow:
    number: int
    sealed: bytes
    tokens: tuple[int, ...]


class Generation:
    """The rows and tokens of generation `number`, in `engine`."""

    def __init__(self, number: int, engine: Engine, file: Path | None) -> None:
        self.number = number
        self.file = file
        self._engine = engine
        metadata = MetaData()
        self._rows = Table(
            f"register_{number}_row",
            metadata,
            Column("number", Integer, primary_key=True, autoincrement=False),
            Column("sealed", LargeBinary, nullable=False),
        )
        self._tokens = Table(
            f"register_{number}_token",
            metadata,
            Column("token", BigInteger, nullable=False),
            Column("row", Integer, nullable=False),
        )
        self._index = Index(f"ix_register_{number}_token", self._tokens.c.token)
        self._tokens.indexes.discard(self._index)
        self._metadata = metadata

    def build(self, rows: Iterable[SealedRow]) -> int:
        """Fill the empty generation and index it after loading; the number of rows."""
        count = 0
        with self._engine.begin() as connection:
            self._metadata.create_all(connection)
            batch: list[SealedRow] = []
            for row in rows:
                batch.append(row)
                count += 1
                if len(batch) == _MANY:
                    self._add(connection, batch)
                    batch.clear()
            self._add(connection, batch)
            self._index.create(connection)
        if self.file is not None:
            self._engine.dispose()
            _reach_disk(self.file)
        return count

    def _add(self, connection: Connection, batch: Sequence[SealedRow]) -> None:
        if not batch:
            return
        connection.execute(
            insert(self._rows), [{"number": row.number, "sealed": row.sealed} for row in batch]
        )
        pairs = [{"token": token, "row": row.number} for row in batch for token in row.tokens]
        if pairs:
            connection.execute(insert(self._tokens), pairs)

    def count(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(self._rows)).scalar_one()

    def matches(self, tokens: Sequence[int]) -> Mapping[int, frozenset[int]]:
        """The rows that carry any of the tokens, with those they carry."""
        found: dict[int, set[int]] = {}
        query = select(self._tokens.c.token, self._tokens.c.row).where(
            self._tokens.c.token.in_(tokens)
        )
        with self._engine.connect() as connection:
            for token, row in connection.execute(query):
                found.setdefault(row, set()).add(token)
        return {row: frozenset(carried) for row, carried in found.items()}

    def sealed(self, numbers: Sequence[int]) -> Mapping[int, bytes]:
        found: dict[int, bytes] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(numbers), _MANY):
                part = numbers[start : start + _MANY]
                query = select(self._rows.c.number, self._rows.c.sealed).where(
                    self._rows.c.number.in_(part)
                )
                found.update((number, sealed) for number, sealed in connection.execute(query))
        return found

    def sample(self, every: int) -> Sequence[int]:
        """Row numbers spread over the generation, for the check before it is switched in."""
        with self._engine.connect() as connection:
            query = select(self._rows.c.number).where(self._rows.c.number % max(every, 1) == 0)
            return connection.execute(query).scalars().all()

    def drop(self) -> None:
        """Remove the generation's file or tables; harmless where there are none."""
        if self.file is not None:
            self._engine.dispose()
            for suffix in ("", "-journal", "-wal", "-shm"):
                self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        else:
            with self._engine.begin() as connection:
                self._metadata.drop_all(connection)

    def close(self) -> None:
        if self.file is not None:
            self._engine.dispose()


def in_file(folder: Path, number: int) -> Generation:
    """Generation `number` in `register-<number>.db`; it holds only tokens and ciphertext."""
    file = folder / f"register-{number}.db"
    url = URL.create("sqlite", database=str(file))
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        # A half-built file is thrown away, so that its journal would protect nothing.
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA temp_store=FILE")
        cursor.close()

    return Generation(number, engine, file)


def in_database(engine: Engine, number: int) -> Generation:
    """Generation `number` as tables of the PostgreSQL database itself."""
    return Generation(number, engine, None)


def leftovers(folder: Path, current: int | None) -> list[int]:
    """Numbers of generation files other than the one in use: half-built or retired."""
    numbers = []
    for file in folder.glob("register-*.db"):
        number = file.stem.removeprefix("register-")
        if number.isdecimal() and int(number) != current:
            numbers.append(int(number))
    return sorted(numbers)


def _reach_disk(file: Path) -> None:
    for place in (file, file.parent):
        if os.name == "nt" and place.is_dir():
            continue
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
