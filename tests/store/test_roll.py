from __future__ import annotations

import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from begun_store import Begun
from nursery import Nursery
from sqlalchemy import select

from desktop.store.database import Database
from desktop.store.errors import KeyDestroyed, SealBroken, SlotOutdated, StoreInUse, SurvivorLost
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.vault import keybook
from desktop.store.vault.keys import LIGHT, make_keys, wrap
from desktop.store.vault.roll import Step, reconcile, roll
from desktop.store.vault.slot import HALF_BYTES, Recipient, SlotFile, SlotFinding
from desktop.store.vault.vault import unwrap_key


def wrapped_keys(begun: Begun) -> dict[str, bytes]:
    with begun.database.reading() as session:
        return {row.id: row.wrapped for row in session.scalars(select(RecordKeyRow))}


def epoch_key(begun: Begun) -> bytes:
    with begun.database.reading() as session:
        return begun.vault.epoch_key(session)[1]


def test_survivors_open_after_a_roll_and_the_epoch_rose(begun: Begun) -> None:
    records = {f"case-{i}": begun.sealed(f"case-{i}", f"data {i}".encode()) for i in range(20)}
    rolled = roll(begun.database, begun.vault, begun.folder)
    assert (rolled.epoch, rolled.survivors) == (2, 20)
    for vault in (begun.vault, begun.unlocked()):
        for record, (key_id, blob) in records.items():
            number = record.removeprefix("case-")
            assert begun.opened(vault, key_id, record, blob) == f"data {number}".encode()


def test_what_was_destroyed_does_not_open_with_anything_that_is_left(begun: Begun) -> None:
    key_id, _blob = begun.sealed("case-1", b"to be destroyed")
    survivor, _ = begun.sealed("case-2", b"to be kept")
    backup = wrapped_keys(begun)
    old_slot_entries = begun.slot.read()[0]
    with begun.database.transaction() as session:
        begun.vault.destroy(session, [key_id])
    roll(begun.database, begun.vault, begun.folder)

    now = epoch_key(begun)
    for number in (1, 2):
        with pytest.raises(SealBroken):
            unwrap_key(now, key_id, number, backup[key_id])
        with pytest.raises(SealBroken):
            unwrap_key(now, survivor, number, backup[survivor])
    # The earlier key is in neither half: every live person and the card look for it in vain.
    halves = begun.slot.read()
    assert [half.epoch for half in halves if half] == [2, 2]
    assert old_slot_entries is not None
    raw = begun.slot.path.read_bytes()
    assert halves[0] is not None
    assert halves[0].key_for("clerk", begun.clerk.agreement) == now
    assert old_slot_entries.to_bytes()[200:400] not in raw


def test_the_key_book_holds_the_survivors_of_the_new_epoch(begun: Begun) -> None:
    kept, _ = begun.sealed("case-1", b"kept")
    gone, _ = begun.sealed("case-2", b"gone")
    with begun.database.transaction() as session:
        begun.vault.destroy(session, [gone])
    roll(begun.database, begun.vault, begun.folder)
    book = keybook.read(begun.folder / "keybook.mdg")
    assert (book.store_id, book.epoch, set(book.wrapped)) == ("store-one", 2, {kept})
    assert book.wrapped == wrapped_keys(begun)


def test_a_cut_or_changed_key_book_is_noticed(begun: Begun) -> None:
    begun.sealed("case-1", b"kept")
    roll(begun.database, begun.vault, begun.folder)
    file = begun.folder / "keybook.mdg"
    whole = file.read_bytes()
    for broken in (whole[:-30], whole[:200] + b"A" + whole[201:], b""):
        file.write_bytes(broken)
        with pytest.raises(SealBroken):
            keybook.read(file)


def test_keys_made_after_a_roll_are_of_the_new_epoch(begun: Begun) -> None:
    roll(begun.database, begun.vault, begun.folder)
    key_id, blob = begun.sealed("case-1", b"new")
    roll(begun.database, begun.vault, begun.folder)
    assert begun.opened(begun.unlocked(), key_id, "case-1", blob) == b"new"
    assert begun.epoch() == 3


def test_a_vault_opened_before_anothers_roll_goes_on(begun: Begun) -> None:
    old = begun.unlocked()
    key_id, blob = begun.sealed("case-1", b"data")
    roll(begun.database, begun.vault, begun.folder)
    with begun.database.transaction() as session:
        later = old.new_key(session)
    begun.opened(old, key_id, "case-1", blob)
    with begun.database.reading() as session:
        begun.unlocked().load(session, [later])


def test_a_recipient_slipped_into_the_slot_of_an_open_store_gets_no_later_key(
    begun_on_sqlite: Begun,
) -> None:
    """Who can write the file, and has no key, waits in vain for the next roll or newcomer."""
    begun, thief = begun_on_sqlite, make_keys("thief")
    half = begun.slot.read()[0]
    assert half is not None
    (clerk, *_) = half.recipients.values()
    slipped = dict(half.recipients) | {"thief": Recipient(thief.public().agreement, clerk.sealed)}
    for index in (0, 1):
        begun.slot.write_half(index, replace(half, recipients=slipped))
    with pytest.raises(SealBroken):
        roll(begun.database, begun.vault, begun.folder)
    with pytest.raises(SealBroken), begun.database.transaction() as session:
        begun.vault.add_person(session, make_keys("newcomer").public())
    assert begun.epoch() == 1
    assert [one and one.epoch for one in begun.slot.read()] == [1, 1]


def test_a_removed_person_does_not_come_back_with_a_roll(begun: Begun) -> None:
    with begun.database.reading() as session:
        begun.vault.remove_person(session, "supervisor")
    roll(begun.database, begun.vault, begun.folder)
    half = begun.slot.current("store-one", 2)
    assert set(half.publics()) == {"card", "clerk"}


def test_an_old_copy_of_the_slot_put_back_is_refused(begun: Begun) -> None:
    old = begun.slot.path.read_bytes()
    roll(begun.database, begun.vault, begun.folder)
    begun.slot.path.write_bytes(old)
    with pytest.raises(SlotOutdated):
        reconcile(begun.database, begun.slot)


def test_nobody_rolls_while_another_program_uses_the_store(begun: Begun) -> None:
    other = Database.open(begun.place)
    try:
        with pytest.raises(StoreInUse):
            roll(begun.database, begun.vault, begun.folder)
        assert begun.epoch() == 1
    finally:
        other.close()
    assert roll(begun.database, begun.vault, begun.folder).epoch == 2


def test_a_survivor_that_does_not_open_keeps_the_earlier_key(begun: Begun) -> None:
    begun.sealed("case-1", b"kept")

    def spoil(done: Step) -> None:
        if done is Step.REWRAPPED:
            with begun.database.transaction() as session:
                session.scalars(select(RecordKeyRow)).one().wrapped = b"spoilt" * 10

    with pytest.raises(SurvivorLost):
        roll(begun.database, begun.vault, begun.folder, step=spoil)
    assert sorted(half.epoch for half in begun.slot.read() if half) == [1, 2]


class _PowerLost(BaseException):
    pass


EXPECTED = {
    Step.KEY_WRITTEN: (1, SlotFinding.ROLL_UNDONE),
    Step.REWRAPPED: (2, SlotFinding.ROLL_FINISHED),
    Step.BOOK_READ: (2, SlotFinding.ROLL_FINISHED),
    Step.OVERWRITTEN: (2, SlotFinding.SOUND),
}


@pytest.mark.parametrize("cut", list(Step))
def test_a_roll_cut_off_is_put_right_at_the_next_start(begun: Begun, cut: Step) -> None:
    kept, blob = begun.sealed("case-1", b"kept")
    gone, gone_blob = begun.sealed("case-2", b"gone")
    before = wrapped_keys(begun)
    old_key = epoch_key(begun)
    with begun.database.transaction() as session:
        begun.vault.destroy(session, [gone])

    def lose_power(done: Step) -> None:
        if done is cut:
            raise _PowerLost

    with pytest.raises(_PowerLost):
        roll(begun.database, begun.vault, begun.folder, step=lose_power)

    begun.slot = SlotFile(begun.slot.path)
    epoch, finding = EXPECTED[cut]
    assert reconcile(begun.database, begun.slot) is finding
    assert reconcile(begun.database, begun.slot) is SlotFinding.SOUND
    begun.vault = begun.unlocked()
    assert begun.epoch() == epoch
    assert begun.opened(begun.vault, kept, "case-1", blob) == b"kept"
    with pytest.raises(KeyDestroyed):
        begun.opened(begun.vault, gone, "case-2", gone_blob)

    done = roll(begun.database, begun.vault, begun.folder)
    assert done.survivors == 1
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"
    assert epoch_key(begun) != old_key
    with pytest.raises(SealBroken):
        unwrap_key(epoch_key(begun), gone, 1, before[gone])


@pytest.mark.parametrize("torn", [0, 1])
def test_a_torn_half_is_mended_before_a_roll_begins(begun: Begun, torn: int) -> None:
    kept, blob = begun.sealed("case-1", b"kept")
    with begun.slot.path.open("r+b") as file:
        file.seek(torn * HALF_BYTES + 60)
        file.write(b"\xff" * 300)

    def lose_power(_done: Step) -> None:
        raise _PowerLost

    with pytest.raises(_PowerLost):
        roll(begun.database, begun.vault, begun.folder, step=lose_power)
    reconcile(begun.database, begun.slot)
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"


def test_a_roll_waits_for_a_key_that_is_just_being_kept(begun: Begun) -> None:
    ended: list[object] = []

    def work() -> None:
        try:
            ended.append(roll(begun.database, begun.vault, begun.folder).survivors)
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            ended.append(error)

    rolling = threading.Thread(target=work)
    with begun.database.transaction() as session:
        key_id = begun.vault.new_key(session)
        blob = begun.vault.seal(session, key_id, "case-1", "case", "person", b"just kept")
        rolling.start()
        rolling.join(0.5)
        assert ended == []
    rolling.join()
    assert ended == [1]
    assert begun.opened(begun.unlocked(), key_id, "case-1", blob) == b"just kept"


CHILD = """
import os, signal, sys
from pathlib import Path
from desktop.store.database import Database
from desktop.store.disk import Disk
from desktop.store.vault.keys import unwrap
from desktop.store.vault.roll import roll
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault

class Dying(Disk):
    def __init__(self, fatal):
        self.left = fatal

    def _count(self):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def write(self, descriptor, data, offset):
        self._count()
        super().write(descriptor, data[: len(data) // 3], offset)
        self._count()
        super().write(descriptor, data[len(data) // 3 :], offset + len(data) // 3)

    def sync(self, descriptor):
        self._count()
        super().sync(descriptor)

def main(fatal, place, slot, folder, wrapped):
    disk = Dying(fatal)
    database = Database.open(place)
    keys = unwrap("clerk", Path(wrapped).read_bytes(), "passphrase")
    with database.reading() as session:
        vault = Vault.unlock(session, SlotFile(Path(slot), disk), keys)
    roll(database, vault, Path(folder), disk=disk)
"""


def test_a_process_killed_at_any_write_of_a_roll_loses_nothing(
    begun: Begun, tmp_path: Path
) -> None:
    """kill -9 in the middle of each write and before each sync, until a roll comes through."""
    wrapped = tmp_path / "wrapped"
    wrapped.write_bytes(wrap(begun.clerk, "passphrase", LIGHT))
    kept, blob = begun.sealed("case-1", b"kept")
    begun.database.close()
    killed = 0
    with Nursery(CHILD, begun.place, begun.slot.path, begun.folder, wrapped) as nursery:
        while (ended := nursery.run(killed + 1)) == -signal.SIGKILL:
            killed += 1
            begun.database = Database.open(begun.place)
            reconcile(begun.database, begun.slot)
            assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"
            begun.database.close()
    assert ended == 0
    # Three puts to the slot and one of the key-book, each two writes and a sync; then its folder.
    assert killed == 13
