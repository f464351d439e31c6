"""A set-up killed between the slot and the commit can be gone on with; no other slot is touched."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk_office import MORNING, OFFICE, PEOPLE, Office, passphrase

from desktop.services.desk import Desk, StoreMissing, Surroundings
from desktop.services.premises import SLOT_NAME
from desktop.store.errors import SlotExists

PROGRAM = Path(__file__).with_name("killed_set_up.py")


def _set_up_until_killed(place: str, surroundings: Surroundings) -> Path:
    """The slot that the killed program leaves."""
    command = [sys.executable, str(PROGRAM), place, str(surroundings.spool)]
    assert subprocess.run(command, timeout=60, check=False).returncode == -signal.SIGKILL
    folder = surroundings.spool if "://" in place else Path(place)
    assert folder is not None
    slot = folder / SLOT_NAME
    assert slot.exists()
    return slot


def _set_up(place: str, surroundings: Surroundings) -> Desk:
    return Desk.set_up(place, surroundings, OFFICE, PEOPLE, MORNING)[0]


@pytest.mark.parametrize("left", ["whole", "blank"])
def test_a_set_up_killed_before_its_commit_is_begun_anew(
    store_place: str, surroundings: Surroundings, left: str
):
    slot = _set_up_until_killed(store_place, surroundings)
    if left == "blank":
        slot.write_bytes(bytes(slot.stat().st_size))
    with pytest.raises(StoreMissing):
        Desk.open(store_place, surroundings, window=True)

    desk = _set_up(store_place, surroundings)
    desk.people.sign_in("c01", passphrase("c01"), MORNING)
    desk.close()
    Desk.open(store_place, surroundings, window=True).close()
    assert [file.name for file in slot.parent.glob("*.begun")] == []


def test_the_slot_of_a_store_whose_database_was_lost_is_never_removed(
    tmp_path: Path, surroundings: Surroundings
):
    place = tmp_path / "store"
    _set_up(str(place), surroundings).close()
    before = (place / SLOT_NAME).read_bytes()
    for file in place.glob("store.db*"):
        file.unlink()
    for _ in range(2):  # the second try finds the empty database of the first
        with pytest.raises(SlotExists):
            _set_up(str(place), surroundings)
    assert (place / SLOT_NAME).read_bytes() == before


def test_the_slot_of_another_store_laid_beside_the_mark_is_not_removed(
    tmp_path: Path, surroundings: Surroundings
):
    slot = _set_up_until_killed(str(tmp_path / "store"), surroundings)
    other = tmp_path / "other"
    _set_up(str(other), surroundings).close()
    slot.write_bytes((other / SLOT_NAME).read_bytes())
    with pytest.raises(SlotExists):
        _set_up(str(tmp_path / "store"), surroundings)
    assert slot.read_bytes() == (other / SLOT_NAME).read_bytes()


def test_a_mark_left_after_the_commit_goes_at_the_next_start(office: Office):
    mark = office.folder / "set-up.begun"
    mark.write_text("{}")
    office.reopen()
    assert not mark.exists()
