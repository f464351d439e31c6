"""Key sticks A and B: the epoch's key sealed to the recovery card alone (TRUST §2).

A stick is a file of two halves like the slot, on a medium of its own. It is only ever overwritten
in place, synced and read back: a stick that is not at the store's epoch still opens what was
destroyed since.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.key_media import StickLabel
from desktop.store.disk import Disk
from desktop.store.errors import DiskBroken, DiskFull, SlotMissing, SlotNotWritten
from desktop.store.stick_errors import StickAhead, StickEmpty, StickNotWritten, StickUnusable
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.slot import CARD, Half, SlotFile

FILE_NAME = "madoguchi-key.bin"
_NAME = re.compile(r"stick-([AB])-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Stick:
    """What a stick says of itself. `serial` is made with it and tells it from any other."""

    label: StickLabel
    serial: str
    store_id: str
    epoch: int


def new_serial() -> str:
    return os.urandom(8).hex()


class StickFile:
    """The stick in `folder`, the top of its medium."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self._file = SlotFile(folder / FILE_NAME, disk)

    def look(self) -> Stick | None:
        """The stick as the medium holds it; None where there is none, or none that was finished."""
        found = self._halves()
        return None if not found else min((_stick(half) for half in found), key=_epoch)

    def write(self, stick: Stick, key: bytes, card: bytes) -> None:
        """Bring both halves to the stick's epoch, in place, and read the medium back.

        Raises StickAhead, and StickNotWritten: the earlier key may then still stand on it.
        """
        half = Half.make(stick.store_id, stick.epoch, key, {CARD: card, _name(stick): card})
        with _told():
            if not self._file.path.exists():
                self._file.prepare()
            # A torn half first: until it is whole, the other is the only one that opens.
            before = self._file.read()
            if any(one is not None and one.epoch > stick.epoch for one in before):
                raise StickAhead  # another program brought it on meanwhile
            for index in sorted((0, 1), key=lambda one: before[one] is not None):
                self._file.overwrite_half(index, half)
            if self._file.read() != (half, half):
                raise StickNotWritten

    def key_for(self, card: RecoveryCard) -> tuple[Stick, bytes]:
        """The stick and the newest key on it, opened by the card; NotInSlot for another card."""
        found = self._halves()
        if not found:
            raise StickEmpty
        half = max(found, key=lambda one: one.epoch)
        stick = _stick(half)
        return stick, half.key_for(_name(stick), card.private())

    def _halves(self) -> list[Half]:
        try:
            with _told():
                halves = self._file.read()
        except SlotMissing:
            return []
        return [half for half in halves if half is not None and _own_name(half)]


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong on the medium, in the words for a stick."""
    try:
        yield
    except SlotNotWritten as error:
        raise StickNotWritten from error
    except (OSError, DiskFull, DiskBroken) as error:
        raise StickUnusable from error


def _name(stick: Stick) -> str:
    return f"stick-{stick.label}-{stick.serial}"


def _own_name(half: Half) -> str:
    """The entry that says which stick it is; nothing in a half of a slot. Both are the card's."""
    return next((name for name in half.recipients if _NAME.fullmatch(name)), "")


def _stick(half: Half) -> Stick:
    label, serial = _own_name(half).removeprefix("stick-").split("-")
    return Stick(StickLabel(label), serial, half.store_id, half.epoch)


def _epoch(stick: Stick) -> int:
    return stick.epoch
