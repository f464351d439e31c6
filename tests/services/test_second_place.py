"""The second place of the anchors: what it shows that the store itself does not (TRUST §3)."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from desk_office import NAMES, Office, passphrase
from sqlalchemy import text

from desktop.capture.sources.share import Share
from desktop.domain.workday import Piles
from desktop.services.audit import about_in, verify_exported
from desktop.services.day_close import PaperCount
from desktop.services.second_place import AnchorPlaceUnreachable, PlaceState, SecondPlace

NO_MAIL = PaperCount(0, Piles())
_Told = TypeVar("_Told")


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Path:
    """A folder that a supervisor has signed as the second place."""
    made = tmp_path / "second"
    made.mkdir()
    for login in NAMES:
        office.by(login)
    office.put_in_force("anchor_folder", str(made))
    return made


def close_the_day(office: Office) -> None:
    days, day = office.desk.days, office.now.date()
    days.close_empty(office.act("c01"), day, "", "c02", passphrase("c02"))


def red(office: Office) -> list[str]:
    return [one.code for one in office.desk.cases.today(office.by("c01"), office.now).red_tasks]


def tamper(office: Office, *statements: str) -> None:
    with office.desk.premises.database.engine.begin() as connection:
        for table in ("audit_entry", "audit_anchor", "audit_head"):
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        for statement in statements:
            connection.execute(text(statement))


def test_the_day_s_closing_is_carried_to_the_second_place_and_vouches_for_it(
    office: Office, place: Path
) -> None:
    close_the_day(office)
    (file,) = place.iterdir()
    assert file.name.startswith("madoguchi-anchors-")
    kept = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [one["place"] for one in kept] == ["day"]
    found = office.desk.audit.verify()
    # The tests have one disk, and it is said: a place there is only half a second one.
    assert (found.ok, found.second_place) == (True, "same_disk")
    assert found.anchors == kept[0]["size"]
    assert "ANCHOR_PLACE" not in red(office)
    view = office.desk.audit_board.standing(office.by("k01"), office.now)
    assert (view.second.owed, view.second.last_size) == (0, kept[0]["size"])


def test_a_place_that_is_away_stops_nobody_and_is_owed_until_it_is_back(
    office: Office, place: Path
) -> None:
    away = place.with_name("away")
    place.rename(away)
    close_the_day(office)
    view = office.desk.days.view(office.by("c01"), office.now.date(), office.now)
    assert view.closing is not None
    assert view.anchors_owed == 1  # whoever closed the day is told at once
    assert "ANCHOR_PLACE" in red(office)
    assert not place.exists()  # nothing is made where a share is not mounted
    assert office.desk.audit.verify().second_place == "unreachable"
    with pytest.raises(AnchorPlaceUnreachable):
        office.desk.second_place.carry(office.act("c02"))
    away.rename(place)
    assert office.desk.second_place.carry(office.act("c02")) == 1
    assert "ANCHOR_PLACE" not in red(office)
    assert office.desk.second_place.carry(office.act("c02")) == 0
    assert office.desk.audit.verify().anchors > 0


class HungShare(Share):
    """Answers nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__(0.05)
        self.back = threading.Event()

    def at(self, folder: Path, work: Callable[[], _Told]) -> _Told:
        def late() -> _Told:
            self.back.wait()
            return work()

        return super().at(folder, late)


@pytest.fixture
def hung() -> Iterator[HungShare]:
    made = HungShare()
    yield made
    made.back.set()
    for thread in threading.enumerate():
        if thread.name == "share":
            thread.join()


def test_a_share_that_hangs_is_not_waited_for(office: Office, place: Path, hung: HungShare) -> None:
    second = SecondPlace(office.desk.premises, office.desk.administration, hung)
    office.desk.audit.anchor(office.act("k01"))
    assert second.carry_quietly(office.by("k01"), office.now) == 0
    assert second.kept().state is PlaceState.UNREACHABLE


def test_a_log_rewritten_with_every_key_in_hand_is_shown_by_the_second_place(
    office: Office, place: Path
) -> None:
    close_the_day(office)
    office.by("s01")
    # All that could contradict it is taken out of the store with it.
    tamper(
        office,
        "DELETE FROM audit_entry WHERE seq > 5",
        "DELETE FROM audit_head WHERE size > 5",
        "DELETE FROM audit_anchor",
    )
    found = office.desk.audit.verify()
    assert any("末尾が失われています" in one for one in found.problems)
    place.rename(place.with_name("away"))
    assert not any("末尾" in one for one in office.desk.audit.verify().problems)


def test_an_old_backup_passed_off_as_the_store_is_shown_by_the_second_place(
    office: Office, place: Path, tmp_path: Path
) -> None:
    office.desk.premises.database.checkpoint()
    old = shutil.copy(office.folder / "store.db", tmp_path / "old.db")
    close_the_day(office)
    office.desk.close()
    shutil.copy(old, office.folder / "store.db")
    for left in ("store.db-wal", "store.db-shm"):
        (office.folder / left).unlink(missing_ok=True)
    desk = office.reopen()
    office.by("k01")
    found = desk.audit.verify()
    assert not found.ok
    assert any("末尾が失われています" in one or "変えられています" in one for one in found.problems)


def test_what_was_taken_away_from_the_second_place_is_told(office: Office, place: Path) -> None:
    close_the_day(office)
    (file,) = place.iterdir()
    file.unlink()
    told = "第二の置き場所に、送ったはずの控えが1件ありません。"
    assert told in office.desk.audit.verify().problems
    office.desk.audit.anchor(office.act("k01"))
    office.desk.second_place.carry(office.act("k01"))
    assert told in office.desk.audit.verify().problems  # it is not written again in silence


def test_another_place_is_given_every_anchor_there_ever_was(
    office: Office, place: Path, tmp_path: Path
) -> None:
    close_the_day(office)
    office.desk.audit.anchor(office.act("k01"))
    office.desk.second_place.carry(office.act("k01"))
    other = tmp_path / "other"
    other.mkdir()
    office.put_in_force("anchor_folder", str(other))
    office.by("k01")
    assert office.desk.second_place.carry(office.act("k01")) == 2
    assert next(other.iterdir()).read_bytes() == next(place.iterdir()).read_bytes()
    assert office.desk.audit.verify().ok


def test_a_line_that_was_cut_while_it_was_written_is_ended_and_written_again(
    office: Office, place: Path
) -> None:
    office.desk.audit.anchor(office.act("k01"))
    office.desk.second_place.carry(office.act("k01"))
    (file,) = place.iterdir()
    whole = file.read_bytes()
    office.desk.audit.anchor(office.act("k01"))
    file.write_bytes(whole + b'{"at":"2026')
    assert office.desk.second_place.carry(office.act("k01")) == 1
    lines = file.read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["type"] == "anchor"
    assert office.desk.audit.verify().ok


def test_every_day_on_which_somebody_comes_has_an_anchor(office: Office, place: Path) -> None:
    second, by = office.desk.second_place, office.by("c01")
    assert second.carry_daily(by, office.now) == 1
    assert second.carry_daily(by, office.now + timedelta(hours=2)) == 0
    assert second.carry_daily(by, office.now + timedelta(days=1)) == 1
    # That an anchor of the day before was carried today is no anchor of today.
    away = place.with_name("away")
    place.rename(away)
    assert second.carry_daily(by, office.now + timedelta(days=2)) == 0
    away.rename(place)
    morning = office.now + timedelta(days=3)
    assert second.carry_quietly(by, morning) == 1
    assert second.carry_daily(by, morning + timedelta(hours=1)) == 1


def test_an_outsider_finds_a_number_in_the_log_and_whether_the_anchor_covers_it(
    office: Office, place: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    close_the_day(office)
    (file,) = place.iterdir()
    entries = office.desk.audit.export(office.act("k01"), log)
    found = verify_exported(log, None, file)
    assert (found.ok, found.second_place) == (True, "read")
    assert 0 < found.anchors < entries
    (told,) = [one for one in about_in(log, office.now.date().isoformat()) if "day" in one.action]
    assert (told.action, told.seq <= found.anchors) == ("day.close", True)
    assert about_in(log, "26-9999") == ()
    file.write_text(file.read_text("utf-8").replace('"store":"', '"store":"x'), "utf-8")
    assert not verify_exported(log, None, file).ok
