"""How a backup copies: SQLite's own copy of one moment, and plain files, synced."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from desktop.store.backup_set import Told
from desktop.store.disk import Disk

_PAGES = 1024  # of the database at a step: 4 MiB
_CHUNK = 4 * 2**20


def copy_sqlite(source: Path, target: Path, told: Told) -> None:
    """SQLite's own copy of one moment, whatever is written meanwhile.

    The read transaction holds that moment: without it the copy would begin anew at each change.
    """
    os.close(Disk().create(target))
    with (
        closing(sqlite3.connect(source.absolute(), isolation_level=None)) as read,
        closing(sqlite3.connect(target.absolute(), isolation_level=None)) as write,
    ):
        read.execute("PRAGMA query_only = ON")
        read.execute("PRAGMA busy_timeout = 10000")
        (page,) = read.execute("PRAGMA page_size").fetchone()
        write.execute("PRAGMA journal_mode = OFF")  # a copy cut off is thrown away
        write.execute("PRAGMA synchronous = OFF")  # synced as a whole, then read back
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        before = 0

        def went_on(_status: int, remaining: int, total: int) -> None:
            nonlocal before
            told((total - remaining - before) * page)
            before = total - remaining

        read.backup(write, pages=_PAGES, progress=went_on)


@contextmanager
def reading_copy(file: Path) -> Iterator[Session]:
    """A session over a copied database, which nothing changes and beside which nothing is made."""
    place = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(place, uri=True),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def copy_file(source: Path, target: Path, told: Told) -> str:
    """Copy one file and sync it; SHA-256 of what was read."""
    digest, disk = hashlib.sha256(), Disk()
    descriptor = disk.create(target)
    try:
        with source.open("rb", buffering=0) as read:
            at = 0
            while piece := read.read(_CHUNK):
                digest.update(piece)
                disk.write(descriptor, piece, at)
                at += len(piece)
                told(len(piece))
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def sync_file(file: Path) -> None:
    disk = Disk()
    descriptor = disk.open(file)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
