"""A lock on a file, shared or alone, that ends with its program: SQLite's own (decision 0011).

SQLite holds such locks on every system it runs on, and lets go of them when the program dies. The
file stays empty. Nothing else in this program may open it: closing it would drop the locks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FOR_EVER_MS: Final = 2**31 - 1
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class FileLock:
    """At most one hold on `file`, by one program; an OSError where the file cannot be used."""

    def __init__(self, file: Path) -> None:
        with suppress(FileExistsError):  # an existing one is not opened, see above
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            self._connection = sqlite3.connect(
                f"{file.absolute().as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.OperationalError as error:
            raise OSError("the lock cannot be opened") from error

    def share(self) -> None:
        """Hold it beside others; waits while somebody holds it alone."""
        self._take("BEGIN", _FOR_EVER_MS)

    def take(self) -> None:
        """Hold it alone; waits until nobody else holds it."""
        self._take("BEGIN EXCLUSIVE", _FOR_EVER_MS)

    def try_take(self) -> bool:
        """Hold it alone, where nobody else holds it now. What was held before is let go."""
        return self._take("BEGIN EXCLUSIVE", 0)

    def release(self) -> None:
        if self._connection.in_transaction:
            self._connection.rollback()

    def close(self) -> None:
        """Let go for good; harmless when repeated."""
        self._connection.close()

    def _take(self, begin: str, wait_ms: int) -> bool:
        self.release()
        try:
            self._connection.execute(f"PRAGMA busy_timeout={wait_ms}")
            # Else a program killed while it is alone would leave a journal beside the file.
            self._connection.execute("PRAGMA journal_mode=MEMORY").fetchall()
            self._connection.execute(begin)
            self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        except sqlite3.DatabaseError as error:
            self.release()
            if error.sqlite_errorcode & 0xFF in _BUSY:
                return False
            raise OSError("the lock cannot be held") from error
        return True


@contextmanager
def shared(file: Path) -> Iterator[None]:
    """Hold the lock beside others for the time of the block."""
    lock = FileLock(file)
    try:
        lock.share()
        yield
    finally:
        lock.close()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold the lock alone for the time of the block."""
    lock = FileLock(file)
    try:
        lock.take()
        yield
    finally:
        lock.close()


@contextmanager
def alone_if_free(file: Path) -> Iterator[bool]:
    """Hold the lock alone for the time of the block; False where another program holds it."""
    lock = FileLock(file)
    try:
        yield lock.try_take()
    finally:
        lock.close()
