from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.disk import Disk
from desktop.store.errors import (
    DiskBroken,
    NotInSlot,
    SealBroken,
    SlotDamaged,
    SlotExists,
    SlotForeign,
    SlotMissing,
    SlotNotWritten,
    SlotOutdated,
)
from desktop.store.vault.crypto import new_key
from desktop.store.vault.keys import make_keys
from desktop.store.vault.slot import HALF_BYTES, Half, Recipient, SlotFile, SlotFinding

CLERK, SUPERVISOR = make_keys("clerk"), make_keys("supervisor")
PUBLICS = {keys.person_id: keys.public().agreement for keys in (CLERK, SUPERVISOR)}
KEY = new_key()


def half(epoch: int = 1, store: str = "store-one", key: bytes = KEY) -> Half:
    return Half.make(store, epoch, key, PUBLICS)


@pytest.fixture
def slot(tmp_path: Path) -> SlotFile:
    made = SlotFile(tmp_path / "slot.bin")
    made.prepare()
    whole = half()
    made.write_half(0, whole)
    made.write_half(1, whole)
    return made


def damage(slot: SlotFile, index: int) -> None:
    """Half of a half was written when the power went."""
    with slot.path.open("r+b") as file:
        file.seek(index * HALF_BYTES + 60)
        file.write(b"\xff" * 300)


def test_each_person_opens_the_slot_and_nobody_else(slot: SlotFile) -> None:
    current = slot.current("store-one", 1)
    assert current.key_for("clerk", CLERK.agreement) == KEY
    assert current.key_for("supervisor", SUPERVISOR.agreement) == KEY
    with pytest.raises(NotInSlot):
        current.key_for("stranger", make_keys("stranger").agreement)
    with pytest.raises(NotInSlot):
        current.key_for("clerk", SUPERVISOR.agreement)


def test_the_slot_keeps_its_size_and_place_whatever_is_written(slot: SlotFile) -> None:
    before = slot.path.stat()
    slot.overwrite_half(0, half(2))
    after = slot.path.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, 2 * HALF_BYTES)
    assert after.st_mode & 0o777 == 0o600


def test_overwriting_leaves_no_sealed_key_of_the_half_before(slot: SlotFile) -> None:
    many = {f"person-{i}": make_keys("x").public().agreement for i in range(80)}
    old = Half.make("store-one", 1, KEY, many)
    slot.write_half(0, old)
    sealed = [b64encode(recipient.sealed) for recipient in old.recipients.values()]
    assert all(text in slot.path.read_bytes() for text in sealed)
    slot.overwrite_half(0, half(2))
    assert not any(text in slot.path.read_bytes() for text in sealed)


def test_an_existing_slot_is_never_made_anew(slot: SlotFile) -> None:
    before = slot.path.read_bytes()
    with pytest.raises(SlotExists):
        slot.prepare()
    assert slot.path.read_bytes() == before


def test_a_missing_slot_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SlotMissing):
        SlotFile(tmp_path / "slot.bin").read()


@pytest.mark.parametrize("index", [0, 1])
def test_a_torn_half_is_rewritten_from_the_other(slot: SlotFile, index: int) -> None:
    damage(slot, index)
    assert slot.read()[index] is None
    assert slot.settle("store-one", 1) is SlotFinding.TORN_HALF
    assert slot.read()[0] == slot.read()[1] != None  # noqa: E711
    assert slot.settle("store-one", 1) is SlotFinding.SOUND


def test_two_torn_halves_are_damage(slot: SlotFile) -> None:
    damage(slot, 0)
    damage(slot, 1)
    with pytest.raises(SlotDamaged):
        slot.current("store-one", 1)


def test_a_cut_file_is_damage(slot: SlotFile) -> None:
    with slot.path.open("r+b") as file:
        file.truncate(100)
    with pytest.raises(SlotDamaged):
        slot.current("store-one", 1)


def test_another_stores_slot_is_foreign_and_stays_as_it_is(slot: SlotFile) -> None:
    before = slot.path.read_bytes()
    with pytest.raises(SlotForeign):
        slot.settle("store-two", 1)
    assert slot.path.read_bytes() == before


def test_a_slot_of_another_epoch_is_outdated_and_stays_as_it_is(slot: SlotFile) -> None:
    before = slot.path.read_bytes()
    with pytest.raises(SlotOutdated):
        slot.settle("store-one", 3)
    assert slot.path.read_bytes() == before


def test_the_databases_epoch_decides_which_half_lives(slot: SlotFile) -> None:
    slot.write_half(1, half(2))
    assert slot.settle("store-one", 2) is SlotFinding.ROLL_FINISHED
    assert [h.epoch for h in slot.read() if h] == [2, 2]
    slot.write_half(1, half(3))
    assert slot.settle("store-one", 2) is SlotFinding.ROLL_UNDONE
    assert [h.epoch for h in slot.read() if h] == [2, 2]


def test_a_recipient_slipped_in_without_the_key_is_noticed() -> None:
    whole = half()
    thief = make_keys("thief")
    forged = {**whole.recipients, "thief": Recipient(thief.public().agreement, b"x" * 80)}
    with pytest.raises(SealBroken):
        replace(whole, recipients=forged).key_for("clerk", CLERK.agreement)


def test_what_is_not_on_the_disk_as_written_is_told(tmp_path: Path) -> None:
    class Forgetful(Disk):
        def write(self, descriptor: int, data: bytes, offset: int) -> None:
            super().write(descriptor, data[: len(data) // 2], offset)

    slot = SlotFile(tmp_path / "slot.bin", Forgetful())
    slot.prepare()
    with pytest.raises(SlotNotWritten):
        slot.write_half(1, half())


def test_an_error_of_the_disk_is_told(tmp_path: Path) -> None:
    class Failing(Disk):
        def sync(self, descriptor: int) -> None:
            raise DiskBroken

    with pytest.raises(DiskBroken):
        SlotFile(tmp_path / "slot.bin", Failing()).prepare()


def test_every_write_to_the_slot_is_synced(tmp_path: Path) -> None:
    said: list[str] = []

    class Recording(Disk):
        def write(self, descriptor: int, data: bytes, offset: int) -> None:
            said.append("write")
            super().write(descriptor, data, offset)

        def sync(self, descriptor: int) -> None:
            said.append("sync")
            super().sync(descriptor)

    slot = SlotFile(tmp_path / "slot.bin", Recording())
    slot.prepare()
    slot.overwrite_half(0, half())
    # The file and its folder; then random bytes and the half itself.
    assert said == ["write", "sync", "sync", "write", "sync", "write", "sync"]


@given(st.binary(min_size=0, max_size=200), st.integers(0, 400))
def test_no_garbage_is_taken_for_a_half(garbage: bytes, at: int) -> None:
    data = bytearray(half().to_bytes())
    data[at : at + len(garbage)] = garbage
    read = Half.from_bytes(bytes(data[:HALF_BYTES]))
    assert read is None or read.to_bytes() == bytes(data)


def test_a_hundred_people_fit_into_a_half() -> None:
    publics = {f"{i:032x}": make_keys("x").public().agreement for i in range(100)}
    assert len(Half.make("0" * 32, 10**6, KEY, publics).to_bytes()) == HALF_BYTES
