"""One generation of the register: sealed rows and packed postings, built aside, then only read.

On SQLite a generation is a file of its own; on PostgreSQL it is two tables carrying its number.
An overlay is a generation like any other, smaller and asked first.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
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
from sqlalchemy.pool import NullPool, QueuePool

from desktop.domain.errors import DeskError
from desktop.store.disk import Disk
from desktop.store.engines import translate_errors
from desktop.store.file_lock import alone_if_free
from desktop.store.register_postings import Rows, bucket_of, rows_of

_MANY = 500
_ABOUT = -1  # the bucket that tells how many bits name a bucket


class GenerationGone(DeskError):
    """Another import has just replaced this generation."""

    code = "generation_gone"

    def __init__(self) -> None:
        super().__init__("登録情報がいま新しいものに替わりました。", "もう一度検索してください。")


class Writer:
    """Fills a generation inside one transaction."""

    def __init__(self, connection: Connection, rows: Table, postings: Table) -> None:
        self._connection = connection
        self._rows = rows
        self._postings = postings
        self.count = 0

    def add_rows(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Sealed rows by number."""
        if rows:
            values = [{"number": number, "sealed": sealed} for number, sealed in rows]
            self._connection.execute(insert(self._rows), values)
            self.count += len(rows)

    def add_postings(self, buckets: Iterable[tuple[int, bytes]]) -> None:
        """Packed buckets in ascending order, after all rows."""
        waiting = iter(buckets)
        while some := list(islice(waiting, _MANY)):
            values = [{"bucket": bucket, "packed": packed} for bucket, packed in some]
            self._connection.execute(insert(self._postings), values)

    def finish(self, bits: int) -> None:
        """Tell how the buckets are named."""
        about = {"bucket": _ABOUT, "packed": bytes([bits])}
        self._connection.execute(insert(self._postings), [about])


class Generation:
    """The rows and postings of generation `number`, in `engine`. Threads may share it."""

    def __init__(self, number: int, engine: Engine, file: Path | None) -> None:
        self.number = number
        self.file = file
        self._engine = engine
        self._bits: int | None = None
        metadata = MetaData()
        self._rows = Table(
            f"register_{number}_row",
            metadata,
            Column("number", BigInteger, primary_key=True, autoincrement=False),
            Column("sealed", LargeBinary, nullable=False),
        )
        self._postings = Table(
            f"register_{number}_posting",
            metadata,
            Column("bucket", BigInteger, primary_key=True, autoincrement=False),
            Column("packed", LargeBinary, nullable=False),
        )
        self._metadata = metadata

    @contextmanager
    def building(self) -> Iterator[Writer]:
        """Fill the empty generation; at the end it has reached the disk."""
        if self.file is None:
            with self._engine.begin() as connection:
                self._metadata.create_all(connection)
                yield Writer(connection, self._rows, self._postings)
            return
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        engine = _file_engine(self.file, building=True)
        with engine.begin() as connection:
            self._metadata.create_all(connection)
            yield Writer(connection, self._rows, self._postings)
        engine.dispose()
        _reach_disk(self.file)

    def count(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(self._rows)).scalar_one()

    def matches(self, tokens: Sequence[int]) -> Mapping[int, Rows]:
        """For each token that any row carries, the rows."""
        found: dict[int, Rows] = {}
        with self._reading() as connection:
            bits = self._bucket_bits(connection)
            buckets: dict[int, list[int]] = {}
            for token in tokens:
                buckets.setdefault(bucket_of(token, bits), []).append(token)
            for part in _parts(sorted(buckets)):
                for bucket, packed in self._read(connection, self._postings, part):
                    for token in buckets[bucket]:
                        rows = rows_of(packed, token, bits)
                        if len(rows):
                            found[token] = rows
        return found

    def sealed(self, numbers: Sequence[int]) -> Mapping[int, bytes]:
        found: dict[int, bytes] = {}
        with self._reading() as connection:
            for part in _parts(numbers):
                found.update(self._read(connection, self._rows, part))
        return found

    def numbers(self) -> Sequence[int]:
        """Every row's number: for an overlay, and for the check of a small spread."""
        with self._reading() as connection:
            query = select(self._rows.c.number).order_by(self._rows.c.number)
            return connection.execute(query).scalars().all()

    def near(self, number: int) -> int | None:
        """The first row at or after `number`."""
        with self._reading() as connection:
            query = select(func.min(self._rows.c.number)).where(self._rows.c.number >= number)
            found: int | None = connection.execute(query).scalar_one()
        return found

    def highest(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.max(self._rows.c.number))).scalar_one() or 0

    def copy_to(self, other: Generation) -> None:
        """Fill `other`, which is empty, with the same rows and postings."""
        with self._reading() as source, other.building() as writer:
            rows = select(self._rows).order_by(self._rows.c.number)
            for some in source.execute(rows.execution_options(yield_per=_MANY)).partitions():
                writer.add_rows([(number, sealed) for number, sealed in some])
            buckets = select(self._postings).order_by(self._postings.c.bucket)
            found = source.execute(buckets.execution_options(yield_per=_MANY))
            writer.add_postings((bucket, packed) for bucket, packed in found)

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

    def _read(
        self, connection: Connection, table: Table, keys: Sequence[int]
    ) -> list[tuple[int, bytes]]:
        """The rows of a table by its key. Written out, since a look-up has no time to compile."""
        key, value = table.c.keys()
        mark = "?" if self.file is not None else "%s"
        marks = ",".join([mark] * len(keys))
        query = f"SELECT {key}, {value} FROM {table.name} WHERE {key} IN ({marks})"  # noqa: S608
        found = connection.exec_driver_sql(query, tuple(keys))
        return [(number, held) for number, held in found]

    def _bucket_bits(self, connection: Connection) -> int:
        if self._bits is None:
            table = self._postings.c
            query = select(table.packed).where(table.bucket == _ABOUT)
            self._bits = int(connection.execute(query).scalar_one()[0])
        return self._bits

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (OperationalError, ProgrammingError) as missing:
            raise GenerationGone from missing


def _parts(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]


def _file_engine(file: Path, *, building: bool) -> Engine:
    # A built file never changes: SQLite need not look for that at each question.
    how = "mode=rw" if building else "mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        # The pool lends a connection to one thread at a time.
        return sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, check_same_thread=False)

    pool = NullPool if building else QueuePool
    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, poolclass=pool)
    translate_errors(engine)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        if building:
            # A half-built file is thrown away, so that its journal would protect nothing.
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA temp_store=FILE")

    return engine


def in_file(folder: Path, number: int) -> Generation:
    """Generation `number` in `register-<number>.db`; it holds only tokens and ciphertext."""
    file = folder / f"register-{number}.db"
    return Generation(number, _file_engine(file, building=False), file)


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
    with alone_if_free(folder / "register.lock") as free:
        yield free


def _reach_disk(file: Path) -> None:
    disk = Disk()
    descriptor = disk.open(file)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    disk.sync_folder(file.parent)
