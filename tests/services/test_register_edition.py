"""A register built by another reading of addresses says so, and still serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_office import MORNING, Office
from register_lines import TOWN, changed, imported, line
from sqlalchemy import update

from desktop.address.compare import Level
from desktop.address.reader import AddressReader
from desktop.services import doctor
from desktop.services.register_edition import edition_of
from desktop.services.register_records import Record, from_bytes, to_bytes
from desktop.services.register_rows import RegisterRow
from desktop.services.register_search import period_words
from desktop.store.schema.register import RegisterGenerationRow

TARO = line(1001, "架空 太郎", f"{TOWN}2丁目14-6")
HANAKO_BEFORE = line(
    1002, "見本 花子", f"{TOWN}9-8-7", valid_from="2019-04-01", valid_to="2024-03-31"
)
HANAKO_OLDER = line(1002, "見本 花子", f"{TOWN}7-7-7", valid_to="2019-03-31")
HANAKO = line(1002, "見本 花子", f"{TOWN}3丁目1-1", valid_from="2024-04-01")


@pytest.fixture
def carry() -> None:
    """The office as it was set up: this file takes its own register in."""


@pytest.fixture
def registered(office: Office, tmp_path: Path) -> Office:
    imported(office, tmp_path, TARO, HANAKO_OLDER, HANAKO_BEFORE, HANAKO)
    return office


def built_by_another(office: Office) -> None:
    with office.desk.premises.database.transaction() as session:
        session.execute(update(RegisterGenerationRow).values(edition="00000000-elsewhere"))


def told_by_the_doctor(office: Office) -> doctor.DoctorLine:
    lines = doctor.examine_store(office.desk.premises)
    return next(one for one in lines if one.name == "登録情報")


def test_a_register_of_this_program_is_not_outdated(registered: Office) -> None:
    assert not registered.desk.register.info(MORNING.date()).outdated
    assert told_by_the_doctor(registered).ok


def test_a_register_of_another_reading_says_so_and_still_finds(
    registered: Office, tmp_path: Path
) -> None:
    built_by_another(registered)
    assert registered.desk.register.info(MORNING.date()).outdated
    (taro,) = registered.desk.register.find(registered.by("c01"), name="架空 太郎")
    assert taro.row.customer_no == "1001"
    told = told_by_the_doctor(registered)
    assert not told.ok
    assert "取り込み直す" in told.next_step
    changed(registered, tmp_path, TARO)
    assert registered.desk.register.info(MORNING.date()).outdated  # the base still is
    imported(registered, tmp_path, TARO)
    assert not registered.desk.register.info(MORNING.date()).outdated
    assert told_by_the_doctor(registered).ok


class _OtherReader(AddressReader):
    """A parser that leaves one 丁目 out."""

    def parse(self, text: str, postal: str = ""):  # type: ignore[no-untyped-def]
        return super().parse(text.replace("2丁目", ""), postal)


@pytest.fixture
def probed(office: Office) -> tuple[AddressReader, Path]:
    return office.desk.premises.addresses, office.desk.premises.surroundings.gazetteer


def test_the_edition_changes_with_the_parser_and_with_the_gazetteer(
    probed: tuple[AddressReader, Path], tmp_path: Path
) -> None:
    addresses, folder = probed
    edition = edition_of(addresses, folder)
    assert edition == edition_of(addresses, folder)
    assert edition != edition_of(_OtherReader(addresses.gazetteer), folder)
    (tmp_path / "gazetteer.bin").write_bytes(b"another")
    assert edition != edition_of(addresses, tmp_path)


def test_an_earlier_address_is_found_with_its_period(registered: Office) -> None:
    asked = {"name": "見本 花子", "address": f"{TOWN}9-8-7"}
    (hanako,) = registered.desk.register.find(registered.by("c01"), **asked)
    assert (hanako.which, hanako.level) == ("Rh", Level.HISTORICAL)
    assert (hanako.matched, hanako.period) == (f"{TOWN}9-8-7", "2019-04-01/2024-03-31")
    assert any("以前の住所 2019-04-01〜2024-03-31" in one for one in hanako.evidence)
    assert hanako.row.history == (f"{TOWN}9-8-7", f"{TOWN}7-7-7")
    assert hanako.row.periods == ("2019-04-01/2024-03-31", "/2019-03-31")
    asked = {"name": "見本 花子", "address": f"{TOWN}7-7-7"}
    (hanako,) = registered.desk.register.find(registered.by("c01"), **asked)
    assert (hanako.matched, hanako.period) == (f"{TOWN}7-7-7", "/2019-03-31")


def test_a_present_address_that_matched_is_named(registered: Office) -> None:
    asked = {"name": "見本 花子", "address": f"{TOWN}3-1-1"}
    (hanako,) = registered.desk.register.find(registered.by("c01"), **asked)
    assert (hanako.which, hanako.matched, hanako.period) == ("R1", f"{TOWN}3丁目1-1", "")


def test_a_delta_keeps_the_periods_that_were_known(registered: Office, tmp_path: Path) -> None:
    moved = HANAKO | {"address": f"{TOWN}5丁目9-9", "supply_address": f"{TOWN}5丁目9-9"}
    changed(registered, tmp_path, moved)
    (hanako,) = registered.desk.register.find(registered.by("c01"), name="見本 花子")
    known = dict(zip(hanako.row.history, hanako.row.periods, strict=True))
    assert known[f"{TOWN}9-8-7"] == "2019-04-01/2024-03-31"
    assert known[f"{TOWN}3丁目1-1"] == ""


def test_a_row_of_an_earlier_program_opens_without_periods() -> None:
    row = RegisterRow(
        "1", "架空 太郎", "", "", "", "甲", "", "乙", "", "", ("丙",), ("/2020-01-31",)
    )
    kept = to_bytes(Record(row, "", "", ()))
    assert from_bytes(kept).row == row
    before = kept.removesuffix(b',["/2020-01-31"]]') + b"]"
    assert from_bytes(before).row.history == ("丙",)
    assert from_bytes(before).row.period(0) == ""


def test_a_period_is_told_with_the_days_that_are_known() -> None:
    assert period_words("2019-04-01/2024-03-31") == "2019-04-01〜2024-03-31"
    assert period_words("/2024-03-31") == "〜2024-03-31"
    assert period_words("") == ""
