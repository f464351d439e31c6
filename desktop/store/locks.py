"""Who may use a store at the same time (DESIGN §4).

One window; commands beside it on SQLite; nobody else during an epoch roll; on PostgreSQL only
programs of one workstation. The locks belong to the process and end with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text

from desktop.store.errors import StoreInUse, StoreUnreachable
from desktop.store.file_lock import FileLock

_NAMESPACE = 0x4D4447  # "MDG"
_USE, _WINDOW, _DOOR = 1, 2, 3


class ProgramLocks(Protocol):
    """The locks of one program on one store."""

    def claim_window(self) -> None: ...

    @contextmanager
    def exclusive(self) -> Iterator[None]: ...

    def close(self) -> None: ...


def second_window() -> StoreInUse:
    return StoreInUse(
        "この保管庫は、別の窓口の画面ですでに開かれています。",
        "開いている画面を使うか、それを閉じてからもう一度開いてください。",
    )


def not_alone() -> StoreInUse:
    return StoreInUse(
        "この保管庫を別のプログラムが使っているため、鍵を更新できません。",
        "ほかの画面とコマンドを終えてから、もう一度行ってください。鍵は元のままです。",
    )


def other_workstation() -> StoreInUse:
    return StoreInUse(
        "この保管庫は、別の端末で使われています。同時に使えるのは一台だけです。",
        "もう一台の端末で窓口を閉じてから、もう一度開いてください。",
    )


class FileLocks:
    """Locks on two files beside a SQLite database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._window: FileLock | None = None
        self._use = FileLock(folder / "use.lock")
        self._use.share()

    def claim_window(self) -> None:
        lock = FileLock(self._folder / "window.lock")
        if not lock.try_take():
            lock.close()
            raise second_window()
        self._window = lock

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        if not self._use.try_take():
            self._use.share()
            raise not_alone()
        try:
            yield
        finally:
            self._use.share()

    def close(self) -> None:
        for lock in (self._use, self._window):
            if lock is not None:
                lock.close()


class AdvisoryLocks:
    """Advisory locks of PostgreSQL, held by one connection kept for the purpose."""

    def __init__(self, engine: Engine, workstation: str) -> None:
        self._connection: Connection = engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        own = int.from_bytes(hashlib.sha256(workstation.encode()).digest()[:4], "big", signed=True)
        try:
            # Programs pass this door one by one, so that two newcomers see each other.
            self._ask("pg_advisory_lock", _DOOR)
            self._connection.execute(
                text("SELECT pg_advisory_lock_shared(:space, :station)"),
                {"space": _NAMESPACE + 1, "station": own},
            )
            if self._other_stations(own):
                raise other_workstation()
            self._ask("pg_advisory_lock_shared", _USE)
            self._ask("pg_advisory_unlock", _DOOR)
        except BaseException:
            self.close()
            raise

    def claim_window(self) -> None:
        if not self._ask("pg_try_advisory_lock", _WINDOW):
            raise second_window()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        if not self._ask("pg_try_advisory_lock", _USE):
            raise not_alone()
        try:
            yield
        finally:
            self._ask("pg_advisory_unlock", _USE)

    def close(self) -> None:
        if self._connection.closed:
            return
        # Said aloud, since the server notices the end of a session only a little later.
        with suppress(StoreUnreachable):  # a server that is gone has forgotten them
            self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
        self._connection.close()

    def _ask(self, function: str, key: int) -> bool:
        answer = self._connection.execute(
            text(f"SELECT {function}(:space, :key)"),  # one of our own names
            {"space": _NAMESPACE, "key": key},
        ).scalar()
        return answer is not False

    def _other_stations(self, own: int) -> int:
        # pg_locks shows the second half of a key as an unsigned number.
        return int(
            self._connection.execute(
                text(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    " AND database = (SELECT oid FROM pg_database WHERE datname ="
                    " current_database()) AND classid = :space AND objid <> :station"
                ),
                {"space": _NAMESPACE + 1, "station": own % 2**32},
            ).scalar_one()
        )
