"""One step of a disposal, in a process that is killed at its `fatal`th statement, commit or write.

With `fatal` 0 nobody kills it, and it says how many there were.
"""

from __future__ import annotations

import os
import signal
from datetime import datetime
from pathlib import Path

from desk_office import passphrase
from sqlalchemy import event

from desktop import paths
from desktop.domain.key_media import StickLabel
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.store.disk import Disk
from desktop.store.vault.slot import SlotFile

STEPS = ("propose", "approve", "execute", "sticks")


class Fate:
    """Counts what is done to the disk, and ends the process in the middle of it."""

    def __init__(self, fatal: int) -> None:
        self._fatal = fatal
        self.number = 0

    def count(self, *_what: object, **_more: object) -> None:
        self.number += 1
        if self.number == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


class Dying(Disk):
    def __init__(self, fate: Fate) -> None:
        self._fate = fate

    def write(self, descriptor: int, data: bytes, offset: int) -> None:
        half = len(data) // 2
        super().write(descriptor, data[:half], offset)
        self._fate.count()
        super().write(descriptor, data[half:], offset + half)

    def sync(self, descriptor: int) -> None:
        self._fate.count()
        super().sync(descriptor)


def take(number: int, place: str, now: str, told: str) -> None:
    """`number` says the step and where in it the process dies."""
    fatal, which = divmod(number, len(STEPS))
    step = STEPS[which]
    at, fate = datetime.fromisoformat(now), Fate(fatal)
    around = Surroundings(paths.resources(), paths.forms(), None, kdf_light=True)
    desk = Desk.open(place, around, window=False)
    desk.premises.slot = SlotFile(desk.premises.slot.path, Dying(fate))
    login = {"propose": "c01", "execute": "c01"}.get(step, "s01")
    by = desk.people.sign_in(login, passphrase(login), at)
    due = [one.unit_id for one in desk.disposal.keeping(by, at.date()).due]
    batch_id = next((one.id for one in desk.disposal.batches(by)), "")
    engine = desk.premises.database.engine
    event.listen(engine, "before_cursor_execute", fate.count)
    event.listen(engine, "commit", fate.count)
    act = new_act(by, at)
    if step == "propose":
        desk.disposal.propose(act, due)
    elif step == "approve":
        shown = desk.disposal.batch(by, batch_id)
        desk.disposal.approve(act, batch_id, passphrase(login), shown.list_hash)
    elif step == "execute":
        witness = ("c02", passphrase("c02"))
        desk.disposal.execute(act, batch_id, *witness, "DISSOLUTION", "文書室")
    else:
        for label in StickLabel:
            desk.keys.write_stick(new_act(by, at), label, Path(place).parent / f"stick {label}")
    if not fatal:
        Path(told).write_text(str(fate.number), encoding="utf8")
