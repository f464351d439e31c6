"""The slot alone is lost, the database is whole: made anew from a stick and the card (TRUST §2).

Nobody can sign in for it, since the slot is what a sign-in opens. Only those get an entry whose
keys the operation log names: a key that somebody put into the database gains nothing by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.services.opening import folder_of
from desktop.services.people import UNKNOWN
from desktop.services.premises import SLOT_NAME
from desktop.services.surroundings import Surroundings
from desktop.store import audit
from desktop.store.database import Database
from desktop.store.restore import disk_told
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.rebuild import rebuild_slot
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.stick import FILE_NAME, StickFile


@dataclass(frozen=True, slots=True)
class SlotRestored:
    """`people` can sign in again; `left_out` have keys that the log does not know."""

    epoch: int
    people: int
    left_out: int


def restore_slot(
    place: str, surroundings: Surroundings, stick: Path, words: str, at: datetime
) -> SlotRestored:
    """A slot for the store at `place`, where none is left that can be read.

    Raises SlotExists where one half is, SlotForeign or SlotOutdated for a stick of another store or
    epoch, NotInSlot for another card.
    """
    card = RecoveryCard.from_words(words)
    medium = stick.parent if stick.name == FILE_NAME else stick  # its file may be named as well
    folder = folder_of(place, surroundings)
    slot = SlotFile(folder / SLOT_NAME)
    database = Database.open(place, mounts=surroundings.mounts)
    try:
        with disk_told(), database.exclusive(), database.transaction() as session:
            # A new workstation beside a database that lives on a server has no folder yet.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            epoch, people, left_out = rebuild_slot(session, slot, StickFile(medium), card)
            detail = {"people": people, "epoch": epoch}
            audit.append(session, at, UNKNOWN, "slot.restored", detail=detail)
    finally:
        database.close()
    return SlotRestored(epoch, people, left_out)
