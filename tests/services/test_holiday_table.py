"""The official table of holidays taken over: read, compared, signed by two, counted with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays as library
import pytest
from desk_office import MORNING, Office, passphrase

from desktop import paths
from desktop.domain.calendar import parse_holidays
from desktop.domain.errors import NotAllowed, Refused
from desktop.services.holiday_table import HolidayFileWrong

TODAY = MORNING.date()
SHIPPED = paths.resources() / "holidays" / "japan.csv"


def table(folder: Path, *more: str, without: str = "", encoding: str = "cp932") -> Path:
    """The shipped years as 内閣府 publishes them, a line taken out and some put in."""
    lines = [one for one in SHIPPED.read_text("utf-8").splitlines() if one != without]
    file = folder / "syukujitsu.csv"
    file.write_bytes(("\r\n".join([*lines, *more]) + "\r\n").encode(encoding))
    return file


def test_a_table_that_two_have_signed_moves_every_deadline(office: Office, tmp_path: Path) -> None:
    holidays, administration = office.desk.holidays, office.desk.administration
    # The 23rd of November 2026 is 勤労感謝の日; suppose a law moves it to Wednesday the 25th.
    file = table(tmp_path, "2026/11/25,新しい祝日", without="2026/11/23,勤労感謝の日")
    office.now += timedelta(hours=1)  # after the set-up: of two signatures the later one holds
    report = holidays.look(file, TODAY)
    assert report.change.added == ((date(2026, 11, 25), "新しい祝日"),)
    assert report.change.removed == (date(2026, 11, 23),)
    with pytest.raises(NotAllowed):
        holidays.propose(office.act("c01"), file)
    proposed = holidays.propose(office.act("a01"), file)
    assert not administration.calendar(TODAY).is_business_day(date(2026, 11, 23))
    (waiting,) = holidays.pending()
    assert (waiting.setting, waiting.change) == (proposed.setting, report.change)
    with pytest.raises(NotAllowed):
        holidays.sign(office.act("a01"), proposed.setting, passphrase("a01"))
    holidays.sign(office.act("s01"), proposed.setting, passphrase("s01"))
    calendar = administration.calendar(TODAY)
    assert calendar.is_business_day(date(2026, 11, 23))
    assert not calendar.is_business_day(date(2026, 11, 25))
    assert holidays.pending() == ()
    # Years that the table does not hold keep what they had, and the store what it was given.
    assert not calendar.is_business_day(date(2028, 1, 10))
    office.reopen()
    assert office.desk.administration.calendar(TODAY).is_business_day(date(2026, 11, 23))


def test_the_years_that_are_not_official_yet_are_counted_and_asked_for(office: Office) -> None:
    now = office.desk.holidays.now(date(2027, 5, 1))
    assert now.missing == (2028,)
    assert now.official == (2024, 2025, 2026, 2027)
    # 成人の日 2028 is the second Monday of January.
    assert date(2028, 1, 10) in now.days
    view = office.desk.cases.today(office.by("c01"), MORNING.replace(year=2027))
    assert [one.sentence for one in view.red_tasks if one.code == "HOLIDAYS"] == [
        "2028年の祝日表がありません。"
    ]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
def test_a_file_that_is_no_whole_table_is_refused(
    office: Office, tmp_path: Path, encoding: str
) -> None:
    look = office.desk.holidays.look
    assert look(table(tmp_path, encoding=encoding), TODAY).change.added == ()
    with pytest.raises(Refused, match="2029年の祝日がありません"):
        look(table(tmp_path, encoding=encoding), date(2029, 1, 4))
    with pytest.raises(Refused, match="2028年は祝日が1日しかなく"):
        look(table(tmp_path, "2028/1/1,元日", encoding=encoding), TODAY)
    with pytest.raises(Refused, match="日付がありません"):
        look(table(tmp_path, "こんにちは,元日", encoding=encoding), TODAY)
    with pytest.raises(HolidayFileWrong, match="開けません"):
        look(tmp_path / "nothing.csv", TODAY)
    (tmp_path / "broken.csv").write_bytes(b"\x81")
    with pytest.raises(HolidayFileWrong, match="文字コード"):
        look(tmp_path / "broken.csv", TODAY)
    (tmp_path / "another.csv").write_bytes(b'"' + b"x" * 200_000)  # more than a field may have
    with pytest.raises(HolidayFileWrong, match="CSVとして読めない"):
        look(tmp_path / "another.csv", TODAY)


def test_the_shipped_days_are_those_of_the_library() -> None:
    folder = paths.resources() / "holidays"
    for file, years in (
        (SHIPPED, range(2024, 2028)),
        (folder / "computed/japan.csv", range(2028, 2036)),
    ):
        known = library.country_holidays("JP", years=years)
        assert parse_holidays(file.read_text("utf-8")) == frozenset(known)
