"""An office with two backups: one before a disposal and a roll, one after; and its sticks."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, lay_in, licence

from desktop.domain.errors import DeskError
from desktop.domain.key_media import StickLabel
from desktop.services.backup_views import BackupMade, DrillReport
from desktop.services.backups import drill_alone, restore_store
from desktop.services.desk import Desk


def no_matter(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def back_up(office: Office, folder: Path) -> BackupMade:
    folder.mkdir(exist_ok=True)
    act = office.act("a01")
    return office.desk.backups.make(act, folder, no_matter, threading.Event())


def write_stick(office: Office, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    office.desk.keys.write_stick(office.act("s01"), StickLabel.A, folder)
    return folder


def drill(office: Office, folder: Path, stick: Path) -> DrillReport:
    """By the administrator, with the card of the set-up."""
    words, stop = " ".join(office.words), threading.Event()
    act = office.act("a01")
    return office.desk.backups.drill(act, folder, stick, words, no_matter, stop)


@dataclass(frozen=True)
class Archive:
    """`early` and `late` are the sets, `old` and `new` the stick at the two epochs."""

    office: Office
    folder: Path
    gone: str  # the case whose papers were disposed of between the sets
    kept: str
    waiting: str  # the envelope that was not filed
    filed_later: str  # the one that was filed between the sets
    early: Path
    late: Path
    old: Path
    new: Path

    @property
    def words(self) -> str:
        return " ".join(self.office.words)

    def restore(self, source: Path, place: Path, stick: Path | None = None, **more: Path):
        stop = threading.Event()
        stick = self.new if stick is None else stick
        at = self.office.now
        return restore_store(source, place, stick, self.words, at, no_matter, stop, **more)

    def drill(self, source: Path, stick: Path | None = None, **more: Path) -> DrillReport:
        stop = threading.Event()
        stick = self.new if stick is None else stick
        at = self.office.now
        return drill_alone(source, stick, self.words, at, no_matter, stop, **more)

    def opened(self, place: Path) -> Office:
        """The restored store, opened by the program as any other."""
        desk = Desk.open(str(place), self.office.surroundings, window=True)
        words, now = self.office.words, self.office.now
        return Office(desk, str(place), place, self.office.surroundings, words, now)


def make_archive(office: Office, folder: Path) -> Archive:
    track = Track(office, folder)
    gone, batch = track.to_batch_approved()
    kept = track.file(form_page(), licence()).case_id
    waiting = lay_in(office, "c01", (form_page(), form_page()))
    filed_later = lay_in(office, "c01", (form_page(),))
    stick = write_stick(office, folder / "stick")
    early = back_up(office, folder / "sets").folder
    old = folder / "stick-before"
    shutil.copytree(stick, old)
    track.later(hours=1)
    office.desk.filing.file(track.act("c01"), filed_later, track.facts())
    track.execute(batch)
    write_stick(office, stick)
    late = back_up(office, folder / "sets").folder
    return Archive(office, folder, gone, kept, waiting, filed_later, early, late, old, stick)


def refused(code: str, act: Callable[[], object]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        act()
    assert caught.value.code == code, caught.value
    assert caught.value.next_step
    return caught.value


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
