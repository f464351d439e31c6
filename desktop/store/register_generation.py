"""One generation of the register: sealed rows and keyed tokens, built aside, then only read.

On SQLite a generation is a file of its own; on PostgreSQL it is two tables carrying its number.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
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
    inspect,
    select,
)
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from desktop.domain.errors import DeskError

_MANY = 500


@dataclass(frozen=True, slots=True)
class SealedRow:
    number: int
    sealed: bytes
    tokens: tuple[int, ...]


class GenerationGone(DeskError):
    """Another import has just replaced this generation."""

    code = "generation_gone"

    def __init__(self) -> None:
        super().__init__("登録情報がいま新しいものに替わりました。", "もう一度検索してください。")


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
        if self.file is not None:
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
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
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(self._rows)).scalar_one()

    def matches(self, tokens: Sequence[int]) -> Mapping[int, frozenset[int]]:
        """The rows that carry any of the tokens, with those they carry."""
        found: dict[int, set[int]] = {}
        query = select(self._tokens.c.token, self._tokens.c.row).where(
            self._tokens.c.token.in_(tokens)
        )
        with self._reading() as connection:
            for token, row in connection.execute(query):
                found.setdefault(row, set()).add(token)
        return {row: frozenset(carried) for row, carried in found.items()}

    def sealed(self, numbers: Sequence[int]) -> Mapping[int, bytes]:
        found: dict[int, bytes] = {}
        with self._reading() as connection:
            for start in range(0, len(numbers), _MANY):
                part = numbers[start : start + _MANY]
                query = select(self._rows.c.number, self._rows.c.sealed).where(
                    self._rows.c.number.in_(part)
                )
                found.update((number, sealed) for number, sealed in connection.execute(query))
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (OperationalError, ProgrammingError) as missing:
            raise GenerationGone from missing

    def all_tokens(self) -> Sequence[int]:
        with self._reading() as connection:
            return connection.execute(select(self._tokens.c.token)).scalars().all()

    def sample(self, every: int) -> Sequence[int]:
        """Row numbers spread over the generation, for the check before it is switched in."""
        with self._reading() as connection:
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

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)

    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # A half-built file is thrown away, so that its journal would protect nothing.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA temp_store=FILE")

    return Generation(number, engine, file)


def generation(engine: Engine, folder: Path, number: int) -> Generation:
    """Generation `number` beside the database of `engine`."""
    if engine.dialect.name == "postgresql":
        return Generation(number, engine, None)
    return in_file(folder, number)


def existing(engine: Engine, folder: Path) -> list[int]:
    """The numbers of all generations that left a file or tables, half-built ones too."""
    if engine.dialect.name == "postgresql":
        names = [name.removesuffix("_row") for name in inspect(engine).get_table_names()]
        names = [name.removeprefix("register_") for name in names if name.startswith("register_")]
    else:
        names = [file.stem.removeprefix("register-") for file in folder.glob("register-*.db")]
    return sorted(int(name) for name in names if name.isdecimal())


def context_of(number: int, row: int) -> tuple[str, str, str]:
    """The place that a sealed row is bound to: record, kind and part."""
    return f"{number}-{row}", "register", "row"


@contextmanager
def building(folder: Path) -> Iterator[bool]:
    """Be the only program that builds or clears generations; False where another one is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "register.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _reach_disk(file: Path) -> None:
    for place in (file, file.parent):
        if os.name == "nt" and place.is_dir():
            continue
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
