"""The office's table of renamed places: read, checked, and used in reading addresses."""

from __future__ import annotations

from datetime import date

import pytest
from japan import ADDRESSES, parse

from desktop.address.renamed import NameProblem, Renamed, RenamedPlace, read_line, read_table

GAZETTEER = ADDRESSES.gazetteer
TABLE = """旧名,新名,日付
篠山市,丹波篠山市,2019-05-01
東京都新宿区三栄町,東京都新宿区四谷三栄町,2019年8月13日
"""


def reader(table: str):
    return ADDRESSES.with_names(Renamed(read_table(table, GAZETTEER).accepted))


def test_a_table_is_read_below_its_heading():
    found = read_table(TABLE, GAZETTEER)
    assert found.accepted == (
        RenamedPlace("篠山市", "丹波篠山市", date(2019, 5, 1)),
        RenamedPlace("東京都新宿区三栄町", "東京都新宿区四谷三栄町", date(2019, 8, 13)),
    )
    assert found.rejected == ()


@pytest.mark.parametrize("heading", ["", "旧,新,日\n", "\n\n"])
@pytest.mark.parametrize("day", ["2019-05-01", "2019/5/1", "2019.5.1", "２０１９年５月１日"])
def test_a_heading_may_be_left_out_and_a_day_be_written_otherwise(heading: str, day: str):
    found = read_table(f"{heading}篠山市,丹波篠山市,{day}\n", GAZETTEER)
    assert [one.since for one in found.accepted] == [date(2019, 5, 1)]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("篠山市,丹波篠山市", ""),
        ("篠山市,丹波篠山市,いつか", "date"),
        ("篠山市,丹波篠山市,2019-02-30", "date"),
        ("篠山市,架空市,2019-05-01", "new"),
        ("丹波篠山市,丹波篠山市,2019-05-01", "new"),
        (",丹波篠山市,2019-05-01", "old"),
        ("八日市市,東近江市,2005-02-11", "old"),
    ],
)
def test_a_wrong_line_is_told_by_number_column_and_reason(line: str, column: str):
    found = read_table(f"八日市市,東近江市,2005-02-11\n{line}\n", GAZETTEER)
    assert len(found.accepted) == 1
    assert [(one.line, one.column) for one in found.rejected] == [(2, column)]
    assert found.rejected[0].reason


def test_a_name_cannot_be_old_and_new_at_once():
    found = read_table("八日市市,東近江市,2005-02-11\n東近江市,甲賀市,2006-01-01\n", GAZETTEER)
    assert [one.old for one in found.accepted] == ["八日市市"]
    assert found.rejected == (
        NameProblem(2, "old", "旧名がほかの行の新名になっています"),
    )  # fmt: skip


def test_a_place_comes_back_from_its_line():
    place = RenamedPlace("篠山市", "丹波篠山市", date(2019, 5, 1))
    assert read_line(place.line()) == place
    with pytest.raises(ValueError, match=r"."):
        read_line("篠山市")


@pytest.mark.parametrize(
    "text",
    ["兵庫県篠山市北新町41", "篠山市北新町41", "兵庫篠山市北新町41", "兵庫県　篠山市　北新町４１"],
)
def test_an_old_municipality_is_read_as_the_new_one_and_told(text: str):
    a = reader(TABLE).parse(text)
    assert (a.prefecture, a.municipality, a.town, a.block) == (
        "兵庫県",
        "丹波篠山市",
        "北新町",
        "41",
    )
    assert (a.aliased, a.repaired, a.known) == (("city",), (), True)
    assert a.written("city") == "篠山市"
    assert "「篠山市」は2019-05-01から「丹波篠山市」です" in a.notes
    assert a.key == parse("丹波篠山市北新町41").key
    assert a.confidence < parse("丹波篠山市北新町41").confidence


def test_an_old_town_is_read_as_the_new_one_and_the_rest_stays():
    text = "新宿区三栄町2-8 架空ビル301"
    a = reader(TABLE).parse(text)
    assert (a.municipality, a.town, a.block, a.aliased) == (
        "新宿区",
        "四谷三栄町",
        "2-8",
        ("town",),
    )
    assert [a.written(p) for p in ("city", "town", "building", "room")] == [
        "新宿区", "三栄町", "架空ビル", "301",
    ]  # fmt: skip


def test_without_the_table_the_old_name_is_only_what_is_written():
    a = parse("兵庫県篠山市北新町41")
    assert (a.city, a.known, a.aliased) == ("篠山市", False, ())


def test_a_place_of_today_is_not_touched():
    assert reader(TABLE).parse("東京都新宿区西新宿2-8-1") == parse("東京都新宿区西新宿2-8-1")
