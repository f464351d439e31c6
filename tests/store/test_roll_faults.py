"""A roll on a disk that is full, broken or lying: before or after, never between (TRUST §5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from begun_store import Begun
from sqlalchemy import insert, text

from desktop.store.disk import Disk
from desktop.store.errors import DiskBroken, DiskFull, SurvivorLost
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.vault.crypto import new_key
from desktop.store.vault.roll import Step, carry_on, roll
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import wrap_key


class Full(Disk):
    """No room for a new file; what has its room already is written."""

    def create(self, path: Path) -> int:
        raise DiskFull


class Failing(Disk):
    """The `number`th sync, counted from 1, is not confirmed."""

    def __init__(self, number: int) -> None:
        self.left = number

    def sync(self, descriptor: int) -> None:
        self.left -= 1
        if self.left == 0:
            raise DiskBroken
        super().sync(descriptor)


def epochs(begun: Begun) -> list[int]:
    return sorted(half.epoch for half in begun.slot.read() if half is not None)


def test_a_disk_that_is_full_after_the_rewrapping_keeps_the_old_key_until_it_is_carried_on(
    begun: Begun,
) -> None:
    """The key-book has no room: nothing is lost, the roll is ended by the program that goes on."""
    kept, blob = begun.sealed("case-1", b"kept")
    with pytest.raises(DiskFull):
        roll(begun.database, begun.vault, begun.folder, disk=Full())
    assert (begun.epoch(), epochs(begun)) == (2, [1, 2])
    assert begun.opened(begun.vault, kept, "case-1", blob) == b"kept"
    with pytest.raises(DiskFull):
        carry_on(begun.database, begun.vault, begun.folder, Full())
    assert epochs(begun) == [1, 2]
    carry_on(begun.database, begun.vault, begun.folder)
    assert (begun.epoch(), epochs(begun)) == (2, [2, 2])
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"


def limit_pages(begun: Begun, pages: int | None) -> None:
    """As large as it is and no larger: what SQLite meets on a full disk. None takes it away."""
    with begun.database.engine.connect() as connection:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or 2**30}")
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0
    assert pages is None or pages == now


def test_a_database_that_is_full_while_it_rewraps_stays_at_the_epoch_before(
    begun_on_sqlite: Begun,
) -> None:
    begun = begun_on_sqlite
    kept, blob = begun.sealed("case-1", b"kept")
    with begun.database.transaction() as session:
        number, key = begun.vault.epoch_key(session)
        ids = [f"{one:032x}" for one in range(4_000)]
        rows = [
            {"id": one, "epoch": number, "wrapped": wrap_key(key, one, number, new_key())}
            for one in ids
        ]
        session.execute(insert(RecordKeyRow), rows)
    with begun.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill(done: Step) -> None:
        if done is Step.KEY_WRITTEN:
            limit_pages(begun, pages)

    with pytest.raises(DiskFull):
        roll(begun.database, begun.vault, begun.folder, step=fill)
    limit_pages(begun, None)
    assert (begun.epoch(), epochs(begun)) == (1, [1, 2])
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"
    assert roll(begun.database, begun.vault, begun.folder).survivors == 4_001
    assert (begun.epoch(), epochs(begun)) == (2, [2, 2])
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_sync_that_is_not_confirmed_stops_the_roll_and_nothing_is_lost(
    begun_on_sqlite: Begun, number: int
) -> None:
    """The new half; the old one, overwritten with random bytes; the old one, as the new."""
    begun = begun_on_sqlite
    kept, blob = begun.sealed("case-1", b"kept")
    begun.vault.slot = SlotFile(begun.slot.path, Failing(number))
    with pytest.raises(DiskBroken):
        roll(begun.database, begun.vault, begun.folder)
    assert begun.epoch() == (1 if number == 1 else 2)
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"
    begun.vault.slot = begun.slot
    done = roll(begun.database, begun.vault, begun.folder)
    assert epochs(begun) == [done.epoch] * 2
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"


def test_keys_that_would_not_open_are_noticed_before_the_store_is_of_the_new_epoch(
    begun_on_sqlite: Begun,
) -> None:
    """A disk that gives another key back than was written: the store stays where it was."""
    begun = begun_on_sqlite
    kept, blob = begun.sealed("case-1", b"kept")
    with begun.database.transaction() as session:
        begun.vault.new_key(session)
        # A trigger stands for whatever spoils what is written to the database.
        session.execute(
            text(
                "CREATE TRIGGER spoils AFTER UPDATE ON record_key "
                "WHEN NEW.epoch = 2 AND NEW.wrapped <> zeroblob(60) "
                "BEGIN UPDATE record_key SET wrapped = zeroblob(60) WHERE id = NEW.id; END"
            )
        )
    with pytest.raises(SurvivorLost):
        roll(begun.database, begun.vault, begun.folder)
    assert begun.epoch() == 1
    assert begun.opened(begun.unlocked(), kept, "case-1", blob) == b"kept"
    with begun.database.transaction() as session:
        session.execute(text("DROP TRIGGER spoils"))
    assert roll(begun.database, begun.vault, begun.folder).survivors == 2
    assert epochs(begun) == [2, 2]
