"""One database, SQLite or PostgreSQL, from one schema: opening, transactions, migrations."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text, update
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from desktop.domain.errors import Stale
from desktop.store.engines import (
    is_postgresql,
    postgresql_engine,
    reading_engine,
    sqlite_engine,
)
from desktop.store.errors import (
    DamagedStore,
    NetworkFileSystem,
    NewerStore,
    NotAStore,
    PlaceUnusable,
    StoreBusy,
    StoreMissing,
)
from desktop.store.filesystems import mounts_text, network_kind
from desktop.store.locks import AdvisoryLocks, FileLocks, ProgramLocks
from desktop.store.schema.infrastructure import StoreInfoRow

FILE_NAME = "store.db"
_MIGRATIONS = Path(__file__).with_name("migrations")
_CHECKED_AT_START = 64 * 1024 * 1024
_CHECKPOINT_TRIES = 3


class Database:
    """An open store's database. Made by `open`; closed by its owner."""

    def __init__(self, engine: Engine, locks: ProgramLocks, file: Path | None) -> None:
        self.engine = engine
        self._locks = locks
        self._file = file
        self._reader = sessionmaker(reading_engine(engine), expire_on_commit=False)
        self._writer = sessionmaker(engine, expire_on_commit=False)

    @classmethod
    def open(
        cls, place: str, *, create: bool = False, workstation: str = "", mounts: str | None = None
    ) -> Database:
        """The database at `place`: a folder, or a `postgresql://` URL.

        Without `create`, a place where no store was set up is StoreMissing. `workstation` names
        this machine to PostgreSQL and `mounts` is the system's list of mounts; the system is
        asked where they are absent.
        """
        file = None if is_postgresql(place) else _sqlite_file(Path(place), create, mounts)
        engine = postgresql_engine(place) if file is None else sqlite_engine(file)
        try:
            locks = _locks(engine, file, workstation)
        except BaseException:
            engine.dispose()
            raise
        database = cls(engine, locks, file)
        try:
            database._check(create)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def on_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @property
    def file(self) -> Path | None:
        """SQLite's file, which nothing of ours may open: closing it would drop SQLite's locks."""
        return self._file

    def size(self) -> int:
        """About how many bytes it takes on the disk, with its log."""
        if self._file is not None:
            log = self._file.with_name(self._file.name + "-wal")
            return self._file.stat().st_size + (log.stat().st_size if log.exists() else 0)
        with self.engine.connect() as connection:
            asked = text("SELECT pg_database_size(current_database())")
            return int(connection.execute(asked).scalar_one())

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes all happen at its end, or none of them.

        A row changed by somebody else since it was read is Stale.
        """
        try:
            with self._writer.begin() as session:
                yield session
                session.flush()
                session.execute(
                    update(StoreInfoRow).values(change_number=StoreInfoRow.change_number + 1)
                )
        except StaleDataError:
            raise Stale(
                "ほかの人が先にこの内容を変更しました。",
                "今の内容を確かめて、もう一度行ってください。",
            ) from None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the store and cannot change it."""
        with self._reader.begin() as session:
            yield session

    def change_number(self, session: Session) -> int:
        """Rises with every transaction; memory copies compare it to know that they are old."""
        return session.scalars(select(StoreInfoRow.change_number)).one()

    def claim_window(self) -> None:
        """Be the store's only window, or raise StoreInUse. Held until `close`."""
        self._locks.claim_window()

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only program on the store (epoch rolls), or raise StoreInUse."""
        return self._locks.exclusive()

    def is_upgraded(self) -> bool:
        """Whether the schema is this program's; a store of an older one waits for `upgrade`."""
        return self._heads() == _newest_revisions()

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema up to this program's version, wholly or not at all."""
        heads = self._refuse_newer()
        if revision == "head" and heads == _newest_revisions():
            return  # loading every migration to find nothing to do would slow each start
        config = migrations_config()
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def revision(self) -> str:
        """The schema's version, as a backup names it."""
        return "+".join(sorted(self._heads()))

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log, so that deleted pages leave the files (TRUST §1)."""
        if self.on_postgresql:
            return
        connection = self.engine.raw_connection()  # a checkpoint cannot run in a transaction
        try:
            for _ in range(_CHECKPOINT_TRIES):
                # Waits for readers as long as busy_timeout says.
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (busy, _log, _done) = cursor.fetchone() or (1, 0, 0)
                cursor.close()
                if not busy:
                    return
        finally:
            connection.close()
        raise StoreBusy

    def close(self) -> None:
        self._locks.close()
        self.engine.dispose()

    def _check(self, create: bool) -> None:
        with self.engine.connect() as connection:
            if self._file is not None and self._file.stat().st_size <= _CHECKED_AT_START:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                if found != "ok":
                    raise DamagedStore
            tables = set(inspect(connection).get_table_names())
            if tables and "alembic_version" not in tables:
                raise NotAStore
            if not tables and not create:
                raise StoreMissing
            if tables and not create and connection.execute(_SET_UP).first() is None:
                raise StoreMissing
        self._refuse_newer()

    def _refuse_newer(self) -> frozenset[str]:
        """The store's revisions, all of which this program knows."""
        heads = self._heads()
        if not heads <= _known_revisions():
            raise NewerStore
        return heads

    def _heads(self) -> frozenset[str]:
        with self.engine.connect() as connection:
            return frozenset(MigrationContext.configure(connection).get_current_heads())


_SET_UP = text("SELECT 1 FROM store_info")


@cache
def _known_revisions() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


@cache
def _newest_revisions() -> frozenset[str]:
    return frozenset(_scripts().get_heads())


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def migrations_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _sqlite_file(place: Path, create: bool, mounts: str | None) -> Path:
    folder = place.absolute()
    kind = network_kind(folder.resolve(), mounts_text() if mounts is None else mounts)
    if kind:
        raise NetworkFileSystem(kind)
    file = folder / FILE_NAME
    if not create and not file.exists():
        raise StoreMissing if folder.is_dir() or not folder.exists() else PlaceUnusable
    try:
        if create:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made here, since SQLite would make it readable by others; its log follows it.
            file.touch(mode=0o600)
    except OSError as error:
        raise PlaceUnusable from error
    # Asked, not tried: closing a file of our own would drop SQLite's locks on it.
    if not (file.is_file() and os.access(file, os.R_OK | os.W_OK)):
        raise PlaceUnusable
    return file


def _locks(engine: Engine, file: Path | None, workstation: str) -> ProgramLocks:
    if file is None:
        return AdvisoryLocks(engine, workstation or platform.node())
    try:
        return FileLocks(file.parent)
    except OSError as error:
        raise PlaceUnusable from error
