"""A backup set by itself: its signed list, what does not belong, and keys on the same medium."""

from __future__ import annotations

import errno
import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from desktop.store.backup_errors import (
    BackupCancelled,
    DataBesideKey,
    KeyBesideData,
    SetDamaged,
    SetMissing,
)
from desktop.store.backup_set import (
    Manifest,
    SetFile,
    check_set,
    counting,
    find_set,
    read_set,
    set_name,
)
from desktop.store.key_places import find_key, refuse_data_beside, refuse_key_beside
from desktop.store.schema.base import JST
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import make_keys
from desktop.store.vault.slot import CARD, Half, SlotFile

AT = datetime(2026, 11, 24, 9, 30, tzinfo=JST)
FILES = {"store.db": b"rows", "spool/a.page": b"page"}


def no_matter(_bytes: int) -> None:
    """Nobody counts."""


def laid_down(folder: Path, *, at: datetime = AT, files: dict[str, bytes] = FILES) -> Path:
    made = folder / set_name("0123456789abcdef", at)
    (made / "spool").mkdir(parents=True)
    keys = make_keys("a01")
    listed = []
    for name, data in files.items():
        if "/" not in name or ".." not in name:
            (made / name).write_bytes(data)
        listed.append(SetFile(name, len(data), hashlib.sha256(data).hexdigest()))
    manifest = Manifest(
        "0123456789abcdef", at, "a01", keys.public().signing, "0024", 1, 7, 2, 9, "00" * 32,
        "SQLITE", tuple(listed),
    )  # fmt: skip
    (made / "manifest.json").write_bytes(manifest.signed(keys).to_bytes())
    return made


def a_key(file: Path) -> Path:
    slot = SlotFile(file)
    slot.prepare()
    slot.write_half(0, Half.make("s", 1, bytes(32), {CARD: RecoveryCard.make().public()}))
    return file


def test_a_set_says_what_it_holds_and_is_as_it_was_made(tmp_path: Path) -> None:
    made = laid_down(tmp_path)
    assert made.name == "madoguchi-20261124-093000-01234567"
    found = read_set(made)
    assert (found.manifest.total, found.manifest.epoch, found.manifest.made_at) == (8, 1, AT)
    check_set(found, no_matter)


def test_a_flipped_bit_of_a_file_is_found(tmp_path: Path) -> None:
    made = laid_down(tmp_path)
    (made / "store.db").write_bytes(b"rowS")
    with pytest.raises(SetDamaged, match=r"store\.db"):
        check_set(read_set(made), no_matter)


def test_a_file_that_the_medium_does_not_give_back_is_found(tmp_path: Path) -> None:
    made = laid_down(tmp_path)
    found = read_set(made)

    def pulled_out(_bytes: int) -> None:
        raise OSError(errno.EIO, "the medium was pulled out")

    with pytest.raises(SetDamaged, match=r"a\.page|store\.db"):
        check_set(found, pulled_out)


@pytest.mark.parametrize("name", ["../x", "spool/../../x", "/etc/x", "a/b", "C:x", "spool\\..\\x"])
def test_a_list_that_names_a_place_outside_is_refused(name: str, tmp_path: Path) -> None:
    made = laid_down(tmp_path, files={"store.db": b"rows"})
    keys = make_keys("a01")
    listed = Manifest.from_bytes((made / "manifest.json").read_bytes())
    outside = Manifest(
        *(getattr(listed, one) for one in Manifest.__slots__[:3]),
        keys.public().signing,
        *(getattr(listed, one) for one in Manifest.__slots__[4:11]),
        (SetFile(name, 1, "00" * 32),),
    )
    (made / "manifest.json").write_bytes(outside.signed(keys).to_bytes())
    with pytest.raises(SetDamaged):
        read_set(made)


def test_the_newest_finished_set_of_a_folder_is_found(tmp_path: Path) -> None:
    laid_down(tmp_path)
    later = laid_down(tmp_path, at=AT.replace(hour=18))
    unfinished = laid_down(tmp_path, at=AT.replace(day=25))
    unfinished.rename(unfinished.with_name(unfinished.name + ".part"))
    assert find_set(tmp_path).folder == later
    assert find_set(later).folder == later
    with pytest.raises(SetMissing):
        find_set(tmp_path / "nothing")


def test_the_wish_to_stop_is_met_at_the_next_piece() -> None:
    told: list[tuple[int, int]] = []
    wishes = iter((False, True))
    count = counting(10, lambda done, total: told.append((done, total)), lambda: next(wishes))
    count(4)
    with pytest.raises(BackupCancelled):
        count(4)
    assert told == [(4, 10)]


def test_a_key_beside_below_or_above_data_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "medium" / "backup"
    (target / "deeper").mkdir(parents=True)
    refuse_key_beside(target)
    blank = SlotFile(target / "blank.bin")
    blank.prepare()
    refuse_key_beside(target)
    for where in (target, target / "deeper", target.parent):
        file = a_key(where / "holiday-photos.jpg")
        with pytest.raises(KeyBesideData):
            refuse_key_beside(target)
        assert find_key(file) == file
        file.unlink()
    refuse_key_beside(target)


def test_data_beside_a_key_is_refused(tmp_path: Path) -> None:
    refuse_data_beside(tmp_path)
    made = laid_down(tmp_path)
    for where in (tmp_path, made, made / "not there yet"):
        with pytest.raises(DataBesideKey):
            refuse_data_beside(where)
