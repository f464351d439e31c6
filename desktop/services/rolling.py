"""One way to roll the epoch, for every service that has a reason to (TRUST §2)."""

from __future__ import annotations

import shutil

from sqlalchemy import func, select

from desktop.domain.errors import DeskError, Refused
from desktop.services.premises import Premises
from desktop.store.backup_errors import BackupBusy
from desktop.store.backup_set import LOCK
from desktop.store.errors import SlotNotWritten
from desktop.store.file_lock import alone_if_free
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.vault.roll import carry_on, roll

_BYTES_A_KEY = 1_000  # a rewrapped row in the log and in its page, with much to spare
_LEAST = 32 * 1024 * 1024


class NoRoom(Refused):
    """A roll that would stop half-way for want of room is not begun."""

    code = "no_room"

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            "ディスクの空きが足りないため、鍵の更新を始めませんでした。何も変わっていません。",
            f"管理者に、{megabytes} MB 以上の空きを作るよう依頼してください。",
        )


def roll_now(premises: Premises, card: bytes | None = None) -> int:
    """Roll, and read both halves of the slot back; the new epoch. `card` replaces the card.

    A roll that was cut off in this program is ended first.
    """
    database = premises.database
    require_room(premises)
    database.checkpoint()
    try:
        done = roll(database, premises.vault, premises.folder, card=card)
    except BaseException:
        premises.roll_open = not _is_settled(premises)
        raise
    premises.roll_open = False
    database.checkpoint()  # the wrapped keys of the old epoch stood in the log again
    return _proven(premises, done.epoch)


def end_roll(premises: Premises, epoch: int) -> int:
    """End a roll after which the database is of `epoch` already; the key before goes now."""
    premises.database.checkpoint()
    carry_on(premises.database, premises.vault, premises.folder)
    premises.roll_open = False
    premises.database.checkpoint()
    return _proven(premises, epoch)


def require_room(premises: Premises) -> None:
    """Refuse to begin where the disk has no room for the keys to be wrapped anew, or while a copy
    of the store is made: it would keep what was deleted in SQLite's log (TRUST §1)."""
    copying = premises.folder / LOCK
    if copying.exists():  # since the first backup
        with alone_if_free(copying) as free:
            if not free:
                raise BackupBusy
    with premises.database.reading() as session:
        keys = session.scalar(select(func.count()).select_from(RecordKeyRow)) or 0
    needed = _LEAST + keys * _BYTES_A_KEY
    if free_bytes(premises) < needed:
        raise NoRoom(needed // 2**20 + 1)


def free_bytes(premises: Premises) -> int:
    """The room on the disk of the slot and, where it is a file, of the database."""
    given = premises.surroundings.free_bytes
    return shutil.disk_usage(premises.folder).free if given is None else given


def _is_settled(premises: Premises) -> bool:
    try:
        first, second = premises.slot.read()
    except (DeskError, OSError):
        return False
    return first is not None and first == second


def _proven(premises: Premises, epoch: int) -> int:
    """The epoch, once the disk shows it in both halves and nothing else."""
    halves = premises.slot.read()
    if any(half is None or half.epoch != epoch for half in halves) or halves[0] != halves[1]:
        raise SlotNotWritten
    return epoch
