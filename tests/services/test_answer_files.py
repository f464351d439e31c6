"""回答ファイル: what is taken, what is refused by line and column, whose names go black."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.domain.inquiries import Period, by_department, names_in, to_ask, usual_period
from desktop.domain.occupants import Occupancy
from desktop.domain.requests import Item, RequestType
from desktop.services.answers import (
    AnswerFile,
    AnswerFileWrong,
    Expected,
    missing_items,
    read_answer_file,
)

HEADS = "customer_no,supply_point_no,item,label,value,source,as_of"
NUMBER, POINT = "1000000001", "0300000000000000000001"
EXPECTED = Expected(
    NUMBER,
    POINT,
    frozenset({Item.K1, Item.K3, Item.K4, Item.K6}),
    date(2026, 11, 12),
    asked={Item.K6: ("お客さま相談課", date(2025, 10, 1))},
)


def line(**changes: str) -> str:
    cells = {
        "customer_no": NUMBER,
        "supply_point_no": POINT,
        "item": "K1",
        "label": "契約者氏名",
        "value": "仮川 一郎",
        "source": "契約管理課",
        "as_of": "2026-11-10",
    } | changes
    out = io.StringIO()
    csv.writer(out).writerow(cells.values())
    return out.getvalue().strip()


def read(
    folder: Path, *lines: str, heads: str = HEADS, expected: Expected = EXPECTED
) -> AnswerFile:
    file = folder / "answer.csv"
    file.write_text("\n".join((heads, *lines)), encoding="utf-8")
    return read_answer_file(file, expected)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"customer_no": "1000000002"}, "customer_no"),
        ({"customer_no": ""}, "customer_no"),
        ({"supply_point_no": "0300000000000000000002"}, "supply_point_no"),
        ({"item": "K9"}, "item"),
        ({"item": "K2"}, "item"),  # nobody asked for it
        ({"label": ""}, "label"),
        ({"source": ""}, "source"),
        ({"item": "K6", "label": "2026年9月18日", "source": "料金課"}, "source"),
        ({"as_of": "2026-11-13"}, "as_of"),  # tomorrow
        ({"as_of": "11月10日"}, "as_of"),
        ({"item": "K6", "source": "お客さま相談課", "as_of": "2025-09-30"}, "as_of"),
        ({"value": "番号 123456789018"}, "value"),
        ({"label": "該当なし"}, "value"),
    ],
)
def test_a_wrong_line_is_named_by_number_and_column_without_its_value(
    tmp_path: Path, changes: dict[str, str], column: str
) -> None:
    found = read(tmp_path, line(), line(**changes))
    assert [(one.line, one.column) for one in found.rejected] == [(3, column)]
    told = found.rejected[0].reason
    assert not any(value and value in told for value in changes.values() if value != "該当なし")


def test_more_cells_than_columns_are_refused(tmp_path: Path) -> None:
    assert read(tmp_path, line() + ",x").rejected[0].line == 2


def test_names_of_the_declared_columns_go_black_in_every_line_of_the_item(tmp_path: Path) -> None:
    facts = {"item": "K6", "source": "お客さま相談課"}
    found = read(
        tmp_path,
        line(**facts, label="2026年9月18日", value="見本 花子が受付。例示誠様の件")
        + ",見本 花子,例示 誠",
        line(**facts, label="2026年9月19日", value="見本花子へ引継ぎ") + ",,",
        heads=f"{HEADS},staff,third_party",
    )
    assert found.rejected == ()
    values = [one.value for one in found.lines[Item.K6]]
    assert values == ["■■■が受付。■■■様の件", "■■■へ引継ぎ"]
    assert found.masked[Item.K6] == 3


def test_an_account_number_keeps_its_last_four_digits(tmp_path: Path) -> None:
    facts = {"item": "K3", "source": "料金課"}
    found = read(
        tmp_path,
        line(**facts, label="振替口座", value="普通 1234567"),
        line(**facts, label="カード番号", value="4111-1111-1111-1234"),
        line(**facts, label="2026年1月分 請求額", value="12,805円"),
    )
    told = [one.value for one in found.lines[Item.K3]]
    assert told == ["普通 ***4567", "************1234", "12,805円"]


@pytest.mark.parametrize(
    ("label", "value", "shown"),
    [
        ("お支払い方法", "口座振替 普通 1234567", "口座振替 普通 ***4567"),
        ("口座振替日", "2026-01-26 2026-02-26", "2026-01-26 2026-02-26"),
        ("口座振替額", "123456円", "123456円"),
        ("口座", "1234567 500円", "***4567 500円"),
        ("口座", "2026-01-26 1234567", "2026-01-26 ***4567"),
        ("カード", "４１１１－１１１１－１１１１－１２３４", "************1234"),
    ],
)
def test_a_day_and_a_sum_are_no_account_number(
    tmp_path: Path, label: str, value: str, shown: str
) -> None:
    found = read(tmp_path, line(item="K3", source="料金課", label=label, value=value))
    assert [one.value for one in found.lines[Item.K3]] == [shown]
    assert found.masked[Item.K3] == (value != shown)


@pytest.mark.parametrize("named", ["ﾐﾎﾝ ﾊﾅｺ", "ミホン　ハナコ"])
@pytest.mark.parametrize("told", ["ﾐﾎﾝ ﾊﾅｺが受付", "ミホンハナコが受付"])
def test_a_name_in_half_width_is_the_same_name(tmp_path: Path, named: str, told: str) -> None:
    found = read(tmp_path, line(value=told) + f",{named}", heads=f"{HEADS},staff")
    assert [one.value for one in found.lines[Item.K1]] == ["■■■が受付"]


def test_where_no_customer_number_is_known_no_data_are_taken(tmp_path: Path) -> None:
    found = read(tmp_path, line(customer_no=""), expected=replace(EXPECTED, customer_no=""))
    assert [(one.line, one.column) for one in found.rejected] == [(2, "customer_no")]


def test_a_first_line_too_long_for_csv_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(AnswerFileWrong, match="CSVとして"):
        read(tmp_path, heads="x" * 200_000)


def test_nothing_held_is_an_answer_of_its_own(tmp_path: Path) -> None:
    facts = {"item": "K6", "source": "お客さま相談課"}
    found = read(tmp_path, line(**facts, label="該当なし", value=""))
    assert (found.nothing, found.lines[Item.K6]) == (frozenset({Item.K6}), ())
    mixed = read(
        tmp_path,
        line(**facts, label="該当なし", value=""),
        line(**facts, label="2026年9月18日", value="照会"),
    )
    assert [(one.line, one.column) for one in mixed.rejected] == [(3, "label")]


def test_an_occupant_is_shown_only_lines_of_the_own_time(tmp_path: Path) -> None:
    lived = replace(EXPECTED, occupancy=Occupancy(date(2026, 4, 10), date(2026, 9, 30)))
    facts = {"item": "K4", "source": "需給管理課", "value": "210kWh"}
    found = read(
        tmp_path,
        line(**facts, label="2026年5月分 使用量"),
        line(**facts, label="2026年4月分 使用量"),
        line(**facts, label="2026-10-01"),
        line(),
        expected=lived,
    )
    told = [(one.line, one.column) for one in found.rejected]
    assert told == [(3, "label"), (4, "label"), (5, "item")]


def test_a_day_in_wide_digits_is_outside_the_asked_period_as_well(tmp_path: Path) -> None:
    asked = replace(
        EXPECTED,
        asked={Item.K4: ("需給管理課", date(2026, 4, 1))},
        until={Item.K4: date(2026, 9, 30)},
    )
    facts = {"item": "K4", "source": "需給管理課", "value": "210kWh"}
    found = read(
        tmp_path,
        line(**facts, label="２０２６年９月"),
        line(**facts, label="２０２５／１２／３１"),
        expected=asked,
    )
    assert [(one.line, one.column) for one in found.outside] == [(3, "label")]


@given(st.binary(max_size=400), st.lists(st.text(max_size=12), max_size=9))
def test_whatever_the_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cells: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.csv"
    out = io.StringIO()
    csv.writer(out).writerow([NUMBER, POINT, *cells])
    whole = f"{HEADS}\n{out.getvalue()}".encode()
    for content in (data, f"{HEADS},staff\n".encode() + data, whole):
        file.write_bytes(content)
        try:
            found = read_answer_file(file, EXPECTED)
        except AnswerFileWrong:  # a refusal of the whole file, with its own next step
            continue
        assert all(one.line >= 2 for one in found.rejected)
        assert set(found.lines) <= EXPECTED.items


def test_the_usual_period_begins_thirteen_months_earlier() -> None:
    assert usual_period(date(2026, 11, 9)) == Period(date(2025, 10, 1), date(2026, 11, 9))
    assert usual_period(date(2027, 1, 31)).since == date(2025, 12, 1)


def test_a_correction_is_looked_into_and_a_purpose_is_not() -> None:
    wanted = {
        RequestType.PURPOSE: (Item.K2,),
        RequestType.CORRECT: (Item.K1,),
        RequestType.DISCLOSE: (Item.K3, Item.K1),
    }
    assert to_ask(wanted) == (Item.K1, Item.K3)
    # Only what is to be disclosed holds up the draft; of an occupant only the own usage.
    assert missing_items(wanted, [Item.K1]) == (Item.K3,)
    assert missing_items(wanted, [], Occupancy(date(2026, 4, 10))) == ()


def test_each_department_is_asked_once_and_an_unknown_one_is_refused() -> None:
    table = {"K1": "契約管理課", "K3": "料金課", "K7": "契約管理課"}
    assert by_department((Item.K1, Item.K3, Item.K7), table) == {
        "契約管理課": (Item.K1, Item.K7),
        "料金課": (Item.K3,),
    }
    with pytest.raises(DeskError, match="K4"):
        by_department((Item.K4,), table)


def test_names_are_known_with_and_without_their_blank() -> None:
    found = names_in(["見本　花子、例示 誠"])
    assert set(found) == {"見本 花子", "見本花子", "見本", "花子", "例示 誠", "例示誠", "例示"}
    assert found[0] == "見本 花子"
