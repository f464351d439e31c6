"""The roll: a new key for the epoch, so that destroyed data keys are gone for good (TRUST §2).

Until the last step the slot holds a key that opens the store; the database's epoch says which
half that is. So a roll that was cut off at any point is put right at the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select, update

from desktop.store.database import Database
from desktop.store.disk import Disk
from desktop.store.errors import SealBroken, SurvivorLost
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow
from desktop.store.vault import keybook
from desktop.store.vault.crypto import KEY_BYTES, new_key
from desktop.store.vault.slot import Half, SlotFile, SlotFinding
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
) -> Rolled:
    """Roll to the next epoch; the key-book goes to `folder`. Needs to be the only program."""
    with database.exclusive():
        with database.reading() as session:
            number, key = vault.epoch_key(session)
        slot, store_id = vault.slot, vault.store_id
        slot.settle(store_id, number)
        next_key = new_key()
        publics = slot.current(store_id, number).publics()
        half = Half.make(store_id, number + 1, next_key, publics)

        slot.write_half(1, half)
        step(Step.KEY_WRITTEN)

        survivors = _rewrap(database, (number, key), next_key)
        # From the disk, not from memory: this is what the next start will find.
        vault.adopt(number + 1, vault.read_slot(number + 1))
        step(Step.REWRAPPED)

        file = folder / keybook.FILE_NAME
        with database.reading() as session:
            keybook.export(session, file, disk or Disk())
            _, key_on_disk = vault.epoch_key(session)
        _open_survivors(keybook.read(file), key_on_disk, survivors)
        step(Step.BOOK_READ)

        slot.overwrite_half(0, half)
        step(Step.OVERWRITTEN)
        return Rolled(number + 1, survivors)


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
        rows = session.execute(
            select(RecordKeyRow.id, RecordKeyRow.wrapped).where(RecordKeyRow.epoch == number)
        ).all()
        rewrapped = [
            {
                "id": key_id,
                "epoch": number + 1,
                "wrapped": wrap_key(
                    next_key, key_id, number + 1, unwrap_key(key, key_id, number, wrapped)
                ),
            }
            for key_id, wrapped in rows
        ]
        if rewrapped:
            session.execute(update(RecordKeyRow), rewrapped)
    return len(rewrapped)


def _open_survivors(book: keybook.KeyBook, key: bytes, expected: int) -> None:
    if len(book.wrapped) != expected:
        raise SurvivorLost
    every = max(1, len(book.wrapped) // _SAMPLE)
    for key_id in sorted(book.wrapped)[::every]:
        try:
            secret = unwrap_key(key, key_id, book.epoch, book.wrapped[key_id])
        except SealBroken as error:
            raise SurvivorLost from error
        if len(secret) != KEY_BYTES:
            raise SurvivorLost
