"""調査: departments asked, reminded and waited for; their answers replaced, masked and missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from case_path import K1, K1_K3, Track, grant, refuse, write_answer_file
from desk_office import Office
from mail_bag import ICHIRO

from desktop.domain.errors import Refused
from desktop.domain.inquiries import Period
from desktop.domain.requests import Item, Reason
from desktop.domain.states import CaseState


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def answer(track: Track, case_id: str, item: str, *lines: tuple[str, str], source: str = "料金課"):
    file = track.folder / "in.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, item]
    write_answer_file(file, [[*known, *line, source, "2026-11-10"] for line in lines])
    return track.office.desk.casework.import_answers(track.act("c01"), case_id, file)


def cells(file: Path) -> list[list[str]]:
    """What a spreadsheet shows of the file."""
    (sheet,) = openpyxl.load_workbook(file).worksheets
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_two_departments_are_asked_reminded_and_answer_one_by_one(track: Track, tmp_path):
    desk = track.office.desk
    case_id = track.to_investigation(wanted=K1_K3, amount=440)
    period = Period(date(2026, 11, 1), date(2026, 10, 1))
    with pytest.raises(Refused, match="終わりが、始まりより前"):
        desk.investigation.ask(track.act("c01"), case_id, period)
    case = desk.investigation.ask(track.act("c01"), case_id)
    # Asked on Tuesday 11-10: seven days on is 11-17, a business day.
    told = [(one.department, one.items, one.due_on) for one in case.inquiries]
    assert told == [
        ("契約管理課", (Item.K1,), date(2026, 11, 17)),
        ("料金課", (Item.K3,), date(2026, 11, 17)),
    ]
    assert case.inquiries[0].since == date(2025, 10, 1)
    with pytest.raises(Refused, match="依頼する項目がありません"):
        desk.investigation.ask(track.act("c01"), case_id)

    out = tmp_path / "out"
    out.mkdir()
    files = desk.investigation.sheets.save(track.act("c01"), case_id, out)
    assert [one.name for one in files] == [
        "26-0001-1_inquiry.pdf",
        "26-0001_K1.xlsx",
        "26-0001-2_inquiry.pdf",
        "26-0001_K3.xlsx",
    ]
    heads, first, *_ = cells(out / "26-0001_K3.xlsx")
    row = dict(zip(heads, first, strict=True))
    assert (row["customer_no"], row["item"], row["source"]) == (ICHIRO.number, "K3", "料金課")
    kinds = [one.kind for one in desk.correspondence.exports(track.office.by("c01"))]
    assert sorted(kinds) == ["ANSWER_FORM", "ANSWER_FORM", "INQUIRY", "INQUIRY"]

    bill = ("2026年1月分 請求額", "12,805円")
    assert answer(track, case_id, "K3", bill, source="契約管理課").rejected
    track.answers(case_id, [Item.K1])
    track.later(days=8)
    today = desk.cases.today(track.office.by("c01"), track.office.now)
    assert [one.what for one in today.waiting if one.late] == ["調査（料金課）"]
    assert "INQUIRY_LATE" in {one.code for one in today.red_tasks}
    case = desk.investigation.remind(track.act("c01"), case_id, case.inquiries[1].id)
    assert (case.inquiries[1].reminders, case.inquiries[1].owed) == (1, (Item.K3,))
    with pytest.raises(Refused, match="すべて届いて"):
        desk.investigation.remind(track.act("c01"), case_id, case.inquiries[0].id)
    with pytest.raises(Refused, match="料金・請求・入金"):
        desk.investigation.finish(track.act("c01"), case_id)
    assert answer(track, case_id, "K3", bill).missing == ()
    assert desk.investigation.finish(track.act("c01"), case_id).line.state is CaseState.DRAFTED


def test_a_later_answer_replaces_one_and_nothing_held_is_refused_for_ni(track: Track):
    desk = track.office.desk
    case_id = track.to_investigation(wanted=K1_K3, amount=440)
    track.answers(case_id, [Item.K1])
    answer(track, case_id, "K3", ("2026年1月分 請求額", "12,805円"))
    answer(track, case_id, "K3", ("該当なし", ""))
    (found,) = [one for one in track.get(case_id).answers if one.item is Item.K3]
    assert (found.nothing, found.version, found.rows) == (True, 2, 0)
    case = desk.investigation.mask(track.act("c01"), case_id, Item.K1, 0, "一郎")
    (found,) = [one for one in case.answers if one.item is Item.K1]
    assert (found.lines[0].value, found.masked) == ("仮川 ■■■", 1)
    with pytest.raises(Refused, match="内容にありません"):
        desk.investigation.mask(track.act("c01"), case_id, Item.K1, 0, "一郎")
    desk.investigation.finish(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K1), grant(Item.K3))
    with pytest.raises(Refused, match="「該当なし」"):
        desk.casework.submit(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K1), refuse(Item.K3, Reason.R_NI, "ご請求の記録がないため"))
    assert desk.casework.submit(track.act("c01"), case_id).line.state is CaseState.APPROVAL


def test_a_spreadsheet_keeps_every_digit_of_the_blank_file_and_it_comes_back(
    track: Track, tmp_path: Path
):
    """22 digits as a number would come back as 3.00E+20, and a day as 2026/11/10."""
    desk = track.office.desk
    case_id = track.to_investigation(wanted=K1)
    desk.investigation.ask(track.act("c01"), case_id)
    _sheet, blank = desk.investigation.sheets.save(track.act("c01"), case_id, tmp_path)
    book = openpyxl.load_workbook(blank)
    (sheet,) = book.worksheets
    assert sheet["B2"].value == ICHIRO.supply_point == "0300000000000000000001"
    given = ("customer_no", "supply_point_no", "value", "as_of")
    for column in [cell for cell in sheet[1] if cell.value in given]:
        # What is typed below stays text: the column's format says so, also where nothing stands.
        assert sheet.column_dimensions[column.column_letter].number_format == "@"
        assert all(row[column.column - 1].number_format == "@" for row in sheet.iter_rows())
    for row in sheet.iter_rows(min_row=2):
        row[4].value, row[6].value = "0123", "2026-11-10"
    book.save(blank)
    report = desk.casework.import_answers(track.act("c01"), case_id, blank)
    assert (report.rejected, report.missing) == ((), ())
    (found,) = track.get(case_id).answers
    assert (found.as_of, found.lines[0].value) == (date(2026, 11, 10), "0123")
