"""The register's CSV: what is kept, what is mended, what is refused, and that no value is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.register_columns import COLUMNS, REMOVED, RegisterFileWrong
from desktop.services.register_encoding import recognise
from desktop.services.register_file import ReadLine, RegisterFile
from desktop.services.register_rows import group

GOOD = {
    "customer_no": "1001",
    "name": "架空 太郎",
    "kana": "カクウ タロウ",
    "birth": "1980-04-01",
    "phone": "090-0000-1111",
    "postal": "350-0001",
    "address": "埼玉県みどり野市若葉町2丁目14-6",
    "supply_point_no": "0312345678901234567890",
    "supply_postal": "350-0001",
    "supply_address": "埼玉県みどり野市若葉町2丁目14-6",
    "valid_from": "2020-01-01",
    "valid_to": "",
}
TODAY = date(2026, 11, 10)


def csv_of(*lines: dict[str, str], columns: Sequence[str] = COLUMNS) -> str:
    rows = [",".join(columns)]
    rows += [",".join((GOOD | line)[column] for column in columns) for line in lines]
    return "\r\n".join(rows) + "\r\n"


def opened(data: bytes, names: dict[str, str] | None = None, **how: bool) -> RegisterFile:
    return RegisterFile(BytesIO(data), names, **how)


def read(text: str, encoding: str = "utf-8") -> list[ReadLine]:
    return list(opened(text.encode(encoding)).lines())


def one(**changed: str) -> ReadLine:
    (line,) = read(csv_of(changed))
    return line


def test_a_good_line_is_kept_as_it_is() -> None:
    line = one()
    assert line.repaired == ()
    assert line.kept is not None
    assert line.kept.line == 2
    assert line.kept.name == "架空 太郎"
    assert line.kept.phone == "09000001111"
    assert line.kept.valid_from == date(2020, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_encodings_of_offices_are_told_apart(encoding: str) -> None:
    (line,) = read(csv_of({"name": "髙橋 一郎"}), encoding)
    assert line.kept is not None
    assert line.kept.name == "髙橋 一郎"


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("phone", "9000001111", "09000001111"),
        ("phone", "12", ""),
        ("postal", "050001", "005-0001"),
        ("postal", "35-1", ""),
        ("kana", "ｶｸｳ ﾀﾛｳ", "カクウ タロウ"),
        ("birth", "1980-02-30", ""),
        ("supply_point_no", "3.12346E+20", ""),
        ("supply_point_no", "1112345678901234567890", ""),
        ("supply_point_no", "031234567890123456789", ""),
        ("customer_no", "１００１", "1001"),
        ("name", "架空\t太郎", "架空 太郎"),
        ("name", "架空\u200b 太郎", "架空 太郎"),
        ("valid_from", "soon", None),
    ],
)
def test_what_can_be_mended_is_mended_and_reported(column: str, written: str, kept: object) -> None:
    line = one(**{column: written})
    assert line.kept is not None
    assert getattr(line.kept, column) == kept
    assert [(problem.line, problem.column) for problem in line.repaired] == [(2, column)]


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        ("birth", "昭和55年4月1日", "1980-04-01"),
        ("birth", "1980/4/1", "1980-04-01"),
        ("phone", "+81 90-0000-1111", "09000001111"),
        ("postal", "〒3500001", "350-0001"),
        ("supply_point_no", "03-1234-5678-9012-3456-7890", "0312345678901234567890"),
    ],
)
def test_another_way_of_writing_is_no_fault(column: str, written: str, kept: str) -> None:
    line = one(**{column: written})
    assert line.kept is not None
    assert getattr(line.kept, column) == kept
    assert line.repaired == ()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"customer_no": ""}, "customer_no"),
        ({"name": " "}, "name"),
        ({"address": "", "supply_address": ""}, "address"),
        ({"valid_to": "2026-13-01"}, "valid_to"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-30"}, "valid_to"),
        ({"address": "あ" * 501}, "address"),
    ],
)
def test_what_cannot_be_kept_is_rejected(changed: dict[str, str], column: str) -> None:
    line = one(**changed)
    assert line.kept is None
    assert line.problem is not None
    assert (line.problem.line, line.problem.column) == (2, column)


def test_a_line_of_other_width_is_rejected_and_the_next_is_read() -> None:
    text = csv_of({}) + "1002,短い\r\n" + csv_of({"customer_no": "1003"}).split("\r\n", 1)[1]
    lines = read(text)
    assert [line.kept is not None for line in lines] == [True, False, True]
    assert lines[1].problem is not None
    assert lines[1].problem.line == 3


def test_bytes_of_no_encoding_reject_their_line_alone() -> None:
    data = csv_of({"customer_no": "1001"}, {"customer_no": "1002"}).encode()
    broken = data.replace("1002,架".encode(), b"1002,\xff")
    lines = list(opened(broken).lines())
    assert [line.kept is not None for line in lines] == [True, False]
    assert lines[1].problem is not None
    assert "文字コード" in lines[1].problem.reason


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"a,b,c\r\n1,2,3\r\n"])
def test_what_is_no_register_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(RegisterFileWrong):
        opened(data)


def test_headings_of_another_system_are_mapped() -> None:
    text = csv_of({}).replace("customer_no", "お客様番号").replace("name", "お名前", 1)
    names = {"customer_no": "お客様番号", "name": "お名前"}
    (line,) = opened(text.encode(), names).lines()
    assert line.kept is not None
    assert line.kept.customer_no == "1001"
    with pytest.raises(RegisterFileWrong):
        opened(text.encode(), {"customer_no": "顧客番号", "name": "お名前"})


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("お客様番号", "customer_no"),
        ("顧客番号", "customer_no"),
        ("契約者名", "name"),
        ("氏　名", "name"),
        ("契約者名（カナ）", "kana"),
        ("ﾌﾘｶﾞﾅ", "kana"),
        ("電話番号", "phone"),
        ("請求先住所", "address"),
        ("供給地点特定番号", "supply_point_no"),
        ("需要場所住所", "supply_address"),
        ("契約終了日", "valid_to"),
    ],
)
def test_the_usual_headings_of_offices_are_proposed(heading: str, column: str) -> None:
    names = [heading if one == column else one for one in COLUMNS]
    text = csv_of({"customer_no": "1001"}).split("\r\n", 1)[1]
    file = opened((",".join(names) + "\r\n" + text).encode())
    assert dict(file.columns)[column] == heading
    (line,) = file.lines()
    assert line.kept is not None
    assert (line.kept.customer_no, line.kept.phone) == ("1001", "09000001111")


def test_a_mapping_to_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RegisterFileWrong, match="mail"):
        opened(csv_of({}).encode(), {"mail": "name"})


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp932", "CP932"), ("utf-16", "UTF-16")],
)
def test_the_encoding_is_told(encoding: str, told: str) -> None:
    data = csv_of({}).encode(encoding)
    assert opened(data).written.label == told
    assert opened(data).written.lines == data.count(b"\n")


def test_plain_ascii_is_utf_8_and_a_late_character_still_decides() -> None:
    ascii_lines = "a,b,c,d\r\n" * 400_000  # more than one piece of the file
    assert recognise(BytesIO(ascii_lines.encode())).label == "UTF-8"
    assert recognise(BytesIO((ascii_lines + "架空").encode("cp932"))).label == "CP932"
    assert recognise(BytesIO((ascii_lines + "架空").encode())).label == "UTF-8"


def test_a_few_broken_bytes_do_not_turn_the_file_into_another_encoding() -> None:
    data = csv_of({}, {"customer_no": "1002"}).encode() + b"\xff\xfe broken\r\n"
    assert recognise(BytesIO(data)).label == "UTF-8"


def removal(cell: str) -> ReadLine:
    columns = (*COLUMNS, REMOVED)
    text = csv_of({REMOVED: cell, "name": "", "address": "", "supply_address": ""}, columns=columns)
    (line,) = opened(text.encode(), delta=True).lines()
    return line


@pytest.mark.parametrize("cell", ["1", "D", "削除", "true"])
def test_a_filled_cell_of_a_delta_removes_the_customer(cell: str) -> None:
    kept = removal(cell).kept
    assert kept is not None
    assert kept.removed
    assert (kept.customer_no, kept.phone) == ("1001", "")


@pytest.mark.parametrize("cell", ["", "0", "false", "無"])
def test_a_cell_that_says_no_removes_nobody(cell: str) -> None:
    line = removal(cell)
    assert line.kept is None  # a line without a name or address is no customer
    assert line.problem is not None


def test_a_whole_file_knows_no_removal() -> None:
    text = csv_of({REMOVED: "1"}, columns=(*COLUMNS, REMOVED))
    (line,) = opened(text.encode()).lines()
    assert line.kept is not None
    assert not line.kept.removed


def test_a_report_never_tells_a_value() -> None:
    secret = "秘密の値"
    for column in COLUMNS:
        line = one(**{column: secret + "\x07"})
        told = repr((line.problem, line.repaired))
        assert secret not in told
        assert secret not in repr(line)


@given(st.binary(max_size=400))
def test_no_bytes_make_reading_fail_otherwise(data: bytes) -> None:
    heading = (",".join(COLUMNS) + "\r\n").encode()
    for line in opened(heading + data).lines():
        assert (line.kept is None) == (line.problem is not None)


# Grouping


def grouped(*lines: dict[str, str]) -> tuple[list[object], int]:
    kept = [line.kept for line in read(csv_of(*lines)) if line.kept is not None]
    found = group(kept, TODAY)
    rows: list[object] = [(row.customer_no, row.r1, row.r2, row.history) for row in found.rows]
    return rows, len(found.rejected)


def test_an_ended_line_becomes_the_history_of_the_present_one() -> None:
    rows, _ = grouped(
        {"address": "旧町1-1", "supply_address": "旧町1-1", "valid_to": "2025-03-31"},
        {"address": "新町2-2", "supply_address": "新町2-2", "valid_from": "2025-04-01"},
    )
    assert rows == [("1001", "新町2-2", "新町2-2", ("旧町1-1",))]


def test_history_has_the_latest_address_first_and_nothing_twice() -> None:
    rows, _ = grouped(
        {"address": "甲町1-1", "supply_address": "甲町1-1", "valid_to": "2022-03-31"},
        {"address": "新町2-2", "supply_address": "丙町3-3"},
        {"address": "乙町1-1", "supply_address": "新町2-2", "valid_to": "2024-03-31"},
    )
    assert rows == [("1001", "新町2-2", "丙町3-3", ("乙町1-1", "甲町1-1"))]


def test_a_line_ending_today_is_still_present() -> None:
    rows, _ = grouped({"valid_to": "2026-11-10", "address": "甲町1-1", "supply_address": ""})
    assert rows == [("1001", "甲町1-1", "", ())]


def test_a_customer_who_left_altogether_has_only_a_history() -> None:
    rows, _ = grouped({"valid_to": "2026-11-09", "address": "甲町1-1", "supply_address": "乙町1-1"})
    assert rows == [("1001", "", "", ("甲町1-1", "乙町1-1"))]


def test_two_supply_points_of_one_customer_are_two_rows() -> None:
    rows, _ = grouped(
        {"supply_address": "甲町1-1"},
        {"supply_address": "乙町1-1", "supply_point_no": "0312345678901234567891"},
    )
    assert len(rows) == 2


def test_one_number_with_two_names_keeps_the_first() -> None:
    rows, rejected = grouped({"address": "甲町1-1"}, {"name": "見本 花子", "address": "乙町1-1"})
    assert len(rows) == 1
    assert rejected == 1


def test_the_same_line_twice_is_rejected_once() -> None:
    found = group([line.kept for line in read(csv_of({}, {}, {})) if line.kept], TODAY)
    assert [(problem.line, problem.column) for problem in found.rejected] == [(3, ""), (4, "")]
    assert len(found.rows) == 1
