"""The roll: a new key for the epoch, so that destroyed data keys are gone for good (TRUST §2).

Until the last step the slot holds a key that opens the store; the database's epoch says which
half that is. So a roll that was cut off at any point is put right at the next start, and one that
failed while the program goes on is carried on by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desktop.store.database import Database
from desktop.store.disk import Disk
from desktop.store.errors import SealBroken, SurvivorLost
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow
from desktop.store.vault import keybook
from desktop.store.vault.crypto import KEY_BYTES, new_key
from desktop.store.vault.slot import CARD, Half, SlotFile, SlotFinding
from desktop.store.vault.vault import Vault, hold_epoch, unwrap_key, wrap_key

_SAMPLE = 200


class Step(StrEnum):
    """What a roll has done so far."""

    KEY_WRITTEN = "KEY_WRITTEN"  # the next epoch's key stands in one half
    REWRAPPED = "REWRAPPED"  # the database is of the next epoch
    BOOK_READ = "BOOK_READ"  # the key-book was exported and survivors opened from it
    OVERWRITTEN = "OVERWRITTEN"  # the earlier epoch's key is gone


@dataclass(frozen=True, slots=True)
class Rolled:
    epoch: int
    survivors: int


def roll(
    database: Database,
    vault: Vault,
    folder: Path,
    step: Callable[[Step], None] = lambda _done: None,
    disk: Disk | None = None,
    card: bytes | None = None,
) -> Rolled:
    """Roll to the next epoch; the key-book goes to `folder`. Needs to be the only program.

    `card` is the public half of a new recovery card; the old one opens no epoch from this on.
    """
    with database.exclusive():
        with database.reading() as session:
            number, key = vault.epoch_key(session)
        slot, store_id = vault.slot, vault.store_id
        if any(half is None or half.epoch != number for half in slot.read()):
            _finish(database, vault, folder, disk)
        next_key = new_key()
        with database.reading() as session:
            publics = vault.recipients(session)
        if card is not None:
            publics |= {CARD: card}
        half = Half.make(store_id, number + 1, next_key, publics)

        slot.write_half(1, half)
        step(Step.KEY_WRITTEN)

        # From the disk, not from memory: this is what the next start will find.
        key_on_disk = vault.read_slot(number + 1)
        survivors = _rewrap(database, (number, key), key_on_disk)
        vault.adopt(number + 1, key_on_disk)
        step(Step.REWRAPPED)

        _keep_book(database, vault, folder, disk, survivors)
        step(Step.BOOK_READ)

        slot.overwrite_half(0, half)
        step(Step.OVERWRITTEN)
        return Rolled(number + 1, survivors)


def carry_on(database: Database, vault: Vault, folder: Path, disk: Disk | None = None) -> None:
    """End a roll that failed after the database had rolled, in the program where it failed."""
    with database.exclusive():
        _finish(database, vault, folder, disk)


def reconcile(database: Database, slot: SlotFile) -> SlotFinding:
    """At start: put the slot right by the database's epoch. Needs no key."""
    with database.reading() as session:
        info = session.scalars(select(StoreInfoRow)).one()
    return slot.settle(info.store_id, info.epoch)


def _rewrap(database: Database, old: tuple[int, bytes], next_key: bytes) -> int:
    number, key = old
    with database.transaction() as session:
        hold_epoch(session)
        session.execute(update(StoreInfoRow).values(epoch=number + 1))
        # A hundred thousand keys in a second: straight to the driver, each cipher made once.
        connection = session.connection()
        mark = "%s" if database.on_postgresql else "?"
        asked = f"SELECT id, wrapped FROM record_key WHERE epoch = {mark}"  # noqa: S608
        rows = connection.exec_driver_sql(asked, (number,)).all()
        before, after = AESGCM(key), AESGCM(next_key)
        rewrapped = [
            (
                number + 1,
                wrap_key(after, key_id, number + 1, unwrap_key(before, key_id, number, wrapped)),
                key_id,
            )
            for key_id, wrapped in rows
        ]
        if rewrapped:
            changed = f"UPDATE record_key SET epoch = {mark}, wrapped = {mark} WHERE id = {mark}"  # noqa: S608
            connection.exec_driver_sql(changed, rewrapped)
        # Before the commit nothing is lost yet: the earlier key still opens everything.
        _open_rows(session, next_key, number + 1, [row[2] for row in rewrapped])
    return len(rewrapped)


def _finish(database: Database, vault: Vault, folder: Path, disk: Disk | None) -> None:
    """Whatever half is not of the database's epoch goes, once its survivors were seen to open."""
    with database.reading() as session:
        number, key = vault.epoch_key(session)
        ids = session.scalars(select(RecordKeyRow.id)).all()
        _open_rows(session, key, number, ids)
    _keep_book(database, vault, folder, disk, len(ids))
    vault.slot.settle(vault.store_id, number)


def _keep_book(
    database: Database, vault: Vault, folder: Path, disk: Disk | None, survivors: int
) -> None:
    """Export the key-book, read it back and open a sample of it with the key on the disk."""
    file = folder / keybook.FILE_NAME
    with database.reading() as session:
        number, key = vault.epoch_key(session)
        keybook.export(session, file, disk or Disk(), key)
    book = keybook.read(file)
    if len(book.wrapped) != survivors:
        raise SurvivorLost
    sample = sorted(book.wrapped)[:: _every(survivors)]
    _open_all(key, number, ((key_id, book.wrapped[key_id]) for key_id in sample))


def _open_rows(session: Session, key: bytes, epoch: int, expected: Sequence[str]) -> None:
    """Every data key is of the epoch, none is missing, and a sample of them opens."""
    there = select(func.count()).select_from(RecordKeyRow).where(RecordKeyRow.epoch == epoch)
    if session.scalar(there) != len(expected):
        raise SurvivorLost
    sample = expected[:: _every(len(expected))]
    columns = select(RecordKeyRow.id, RecordKeyRow.wrapped)
    rows = session.execute(columns.where(RecordKeyRow.id.in_(sample))).all()
    _open_all(key, epoch, ((key_id, wrapped) for key_id, wrapped in rows))


def _every(number: int) -> int:
    """So that the sample holds the first and about `_SAMPLE` more."""
    return max(1, number // _SAMPLE)


def _open_all(key: bytes, epoch: int, wrapped_keys: Iterable[tuple[str, bytes]]) -> None:
    for key_id, wrapped in wrapped_keys:
        try:
            secret = unwrap_key(key, key_id, epoch, wrapped)
        except SealBroken as error:
            raise SurvivorLost from error
        if len(secret) != KEY_BYTES:
            raise SurvivorLost
