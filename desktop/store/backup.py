"""Making a backup set while the desk works: one moment of the store, read back before it counts.

The database is copied out of one read transaction (SQLite's own backup; PostgreSQL row by row into
a file of the same schema), the register and the spool after what that copy names. What was filed or
switched away in between makes the copy begin anew. The slot is never copied (TRUST §2).
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.store import audit, register_generation, registers
from desktop.store.backup_copies import copy_file, copy_sqlite, reading_copy, sync_file
from desktop.store.backup_errors import (
    BackupBusy,
    BackupPlaceBroken,
    BackupPlaceFull,
    BackupPlaceUnusable,
    StoreMoved,
)
from desktop.store.backup_set import (
    DATABASE,
    LOCK,
    PART,
    SPOOL,
    BackupSet,
    Manifest,
    SetFile,
    Told,
    counting,
    hash_of,
    no_part_left,
    remove_folder,
    set_name,
)
from desktop.store.database import Database
from desktop.store.disk import Disk, replace_file
from desktop.store.errors import DamagedStore, DiskBroken, DiskFull, SlotOutdated, StoreBusy
from desktop.store.file_lock import alone_if_free
from desktop.store.key_places import MANIFEST, SET_PREFIX, refuse_key_beside
from desktop.store.row_copy import copy_rows
from desktop.store.schema.infrastructure import SpoolPageRow, StoreInfoRow
from desktop.store.spool import SUFFIX
from desktop.store.vault import keybook
from desktop.store.vault.keys import PersonKeys
from desktop.store.vault.vault import Vault

_TRIES = 3
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class _Moved(Exception):
    """What the copy of the database names is not there any more."""


@dataclass(frozen=True, slots=True)
class Source:
    """The opened store that is backed up; `folder` holds its spool and, on SQLite, its register."""

    database: Database
    folder: Path
    vault: Vault
    store_id: str
    program: str

    def epoch(self) -> tuple[int, bytes]:
        """The number and key of the epoch now. Asked at the start, so that the screen may be locked
        while a long copy goes on."""
        with self.database.reading() as session:
            return self.vault.epoch_key(session)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What the copied database says of its moment."""

    info: tuple[int, int]  # epoch, change number
    key: bytes = field(repr=False)  # of that epoch
    keys: int
    log: audit.TreeHead
    spool: frozenset[str]
    registers: tuple[int, ...]


def make_backup(
    source: Source,
    target: Path,
    keys: PersonKeys,
    at: datetime,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> BackupSet:
    """One finished, verified set in the folder `target`, which must be there. Raises BackupError,
    KeyBesideData; then nothing of the set is left."""
    with _told_as_place():
        if not target.is_dir() or not os.access(target, os.W_OK):
            raise BackupPlaceUnusable
        refuse_key_beside(target)
    with _told_as_place(), alone_if_free(source.folder / LOCK) as free:
        if not free:
            raise BackupBusy
        _clear_unfinished(target, source.store_id)
        database, beside = _sizes(source)
        needed, room = database + beside, shutil.disk_usage(target).free
        if room < needed:
            raise BackupPlaceFull(needed, room)
        final = _free_name(target, set_name(source.store_id, at))
        part = final.with_name(final.name + PART)
        epoch = source.epoch()
        told = counting(3 * database + 2 * beside, progress, cancelled)
        part.mkdir(mode=0o700)
        with no_part_left(part):
            manifest = _fill(source, part, keys, at, epoch, told)
            _verify(part, manifest, told)
            replace_file(Disk(), part / MANIFEST, manifest.to_bytes())
            Disk().sync_folder(part)
            Disk().rename(part, final)
        Disk().sync_folder(target)
        progress(1, 1)
    return BackupSet(final, manifest)


def _fill(
    source: Source,
    part: Path,
    keys: PersonKeys,
    at: datetime,
    epoch: tuple[int, bytes],
    told: Told,
) -> Manifest:
    spool = part / SPOOL
    spool.mkdir(mode=0o700)
    files: dict[str, SetFile] = {}
    for _ in range(_TRIES):
        try:
            for file in sorted((source.folder / SPOOL).glob("*" + SUFFIX)):
                _copy_once(file, spool / file.name, files, told)
            moment = _copy_database(source, part, epoch, told)
            _after_the_copy(source, part, moment, files, told)
            break
        except _Moved:
            continue
    else:
        raise StoreMoved
    for name in (DATABASE, keybook.FILE_NAME):
        files[name] = _listed(part, name, told)
    Disk().sync_folder(spool)
    made = Manifest(
        store_id=source.store_id,
        made_at=at,
        made_by=keys.person_id,
        signing=keys.public().signing,
        program=source.program,
        epoch=moment.info[0],
        change=moment.info[1],
        keys=moment.keys,
        log_size=moment.log.size,
        log_root=moment.log.root.hex(),
        engine="POSTGRESQL" if source.database.on_postgresql else "SQLITE",
        files=tuple(files[name] for name in sorted(files)),
    )
    return made.signed(keys).proved(moment.key)


def _copy_database(source: Source, part: Path, epoch: tuple[int, bytes], told: Told) -> _Moment:
    """The database's copy and its key-book; what it names."""
    file = part / DATABASE
    file.unlink(missing_ok=True)
    if source.database.file is not None:
        copy_sqlite(source.database.file, file, told)
    else:
        copy_rows(source.database, part, told)
    with reading_copy(file) as session:
        info = session.get_one(StoreInfoRow, 1)
        number, key = epoch
        if number != info.epoch:  # renewed since the start
            try:
                number, key = source.vault.epoch_key(session)
            except SlotOutdated as rolled:
                raise _Moved from rolled
        count = keybook.export(session, part / keybook.FILE_NAME, Disk(), key)
        current = registers.in_force(session)
        named = frozenset(session.scalars(select(SpoolPageRow.file)))
        generations = current.generations if current is not None else ()
        return _Moment(
            (number, info.change_number),
            key,
            count,
            audit.head(session),
            named,
            tuple(one.number for one in generations),
        )


def _after_the_copy(
    source: Source, part: Path, moment: _Moment, files: dict[str, SetFile], told: Told
) -> None:
    """Exactly the spool files and generations that the copied database names."""
    spool = part / SPOOL
    for stem in sorted(moment.spool):
        name = f"{SPOOL}/{stem}{SUFFIX}"
        # What was acknowledged and lost is told at every start, and is no reason for no backup.
        if not _copy_once(source.folder / name, part / name, files, told) and not _still_named(
            source.database, stem
        ):
            raise _Moved
    for file in spool.iterdir():
        if file.name.removesuffix(SUFFIX) not in moment.spool:
            files.pop(f"{SPOOL}/{file.name}", None)
            file.unlink()
    wanted = {f"register-{number}.db" for number in moment.registers}
    for name in [one for one in files if one.startswith("register-") and one not in wanted]:
        del files[name]
        (part / name).unlink()
    for number in moment.registers:
        name = f"register-{number}.db"
        if name in files:
            continue
        if source.database.on_postgresql:
            kept = register_generation.generation(source.database.engine, part, number)
            copied = register_generation.in_file(part, number)
            try:
                kept.copy_to(copied)
            except register_generation.GenerationGone as gone:
                copied.drop()
                raise _Moved from gone
            copied.close()
            files[name] = _listed(part, name, told)
        elif not _copy_once(source.folder / name, part / name, files, told):
            raise _Moved


def _copy_once(source: Path, target: Path, files: dict[str, SetFile], told: Told) -> bool:
    """Copy it unless it was; whether it is in the set now. One that is gone was filed, or switched
    away, meanwhile."""
    name = f"{SPOOL}/{target.name}" if target.parent.name == SPOOL else target.name
    if name not in files:
        try:
            digest = copy_file(source, target, told)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            return False
        files[name] = SetFile(name, target.stat().st_size, digest)
    return True


def _listed(part: Path, name: str, told: Told) -> SetFile:
    """A file that SQLite or the key-book wrote: hashed as it was written, while it is synced."""
    file = part / name
    with ThreadPoolExecutor(1, thread_name_prefix="sync") as pool:
        synced = pool.submit(sync_file, file)
        digest = hash_of(file, told)
        synced.result()
    return SetFile(name, file.stat().st_size, digest)


def _verify(part: Path, manifest: Manifest, told: Told) -> None:
    for one in manifest.files:
        file = part / one.name
        if file.stat().st_size != one.size or hash_of(file, told, from_disk=True) != one.sha256:
            raise BackupPlaceBroken
    place = f"{(part / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as read:
        if read.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DamagedStore


def _still_named(database: Database, stem: str) -> bool:
    with database.reading() as session:
        named = select(SpoolPageRow.id).where(SpoolPageRow.file == stem)
        return session.scalar(named) is not None


def _sizes(source: Source) -> tuple[int, int]:
    """About how many bytes the database has, and what lies beside it."""
    beside = [*(source.folder / SPOOL).glob("*" + SUFFIX), *source.folder.glob("register-*.db")]
    return source.database.size(), sum(_size(file) for file in beside)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _clear_unfinished(target: Path, store_id: str) -> None:
    """What a killed backup of this store left; no other runs now."""
    for one in target.glob(f"{SET_PREFIX}*-{store_id[:8]}*{PART}"):
        remove_folder(one)


def _free_name(target: Path, name: str) -> Path:
    final, more = target / name, 1
    while final.exists():
        more += 1
        final = target / f"{name}-{more}"
    return final


@contextmanager
def _told_as_place() -> Iterator[None]:
    """Failures of the disk as those of the place that the backup goes to."""
    try:
        yield
    except DiskFull as error:
        raise BackupPlaceFull from error
    except DiskBroken as error:
        raise BackupPlaceBroken from error
    except sqlite3.Error as error:
        raise _SQLITE.get(
            getattr(error, "sqlite_errorcode", 0) & 0xFF, BackupPlaceBroken
        )() from error
    except OSError as error:
        raise BackupPlaceFull if error.errno in _FULL else BackupPlaceUnusable from error


_SQLITE: dict[int, Callable[[], Exception]] = {
    sqlite3.SQLITE_FULL: BackupPlaceFull,
    sqlite3.SQLITE_CORRUPT: DamagedStore,
    sqlite3.SQLITE_NOTADB: DamagedStore,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
}


__all__ = ["Source", "make_backup"]
