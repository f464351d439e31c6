"""A ward that does not hold the town, a district before a town's name, names of former days."""

from __future__ import annotations

import pytest
from japan import parse

from desktop.address.compare import Level, compare


@pytest.mark.parametrize(
    ("text", "ward", "elsewhere"),
    [
        ("札幌市北区北3西6-1", "札幌市北区", "北海道札幌市中央区北三条西"),
        ("北海道札幌市北区北3条西6丁目1", "札幌市北区", "北海道札幌市中央区北三条西"),
        ("名古屋市中村区栄3-4-5", "名古屋市中村区", "愛知県名古屋市中区栄"),
        ("横浜市西区元町1-2-3", "横浜市西区", "神奈川県横浜市中区元町"),
        ("東京都千代田区西新宿2-8-1", "千代田区", "東京都新宿区西新宿"),
    ],
)
def test_a_town_of_another_ward_is_told_and_not_believed(text: str, ward: str, elsewhere: str):
    a = parse(text)
    assert (a.municipality, a.depth, a.repaired) == (ward, "city", ())
    assert a.alternatives == (elsewhere,)
    assert [other.depth for other in a.others] == ["number"]
    assert any("にあります" in note for note in a.notes)
    assert a.confidence <= 0.3


def test_no_ward_is_the_same_as_the_one_that_contradicts_the_town():
    a, b = parse("札幌市北区北3西6-1"), parse("札幌市中央区北3西6-1")
    assert a.key != b.key
    assert compare(a, b).level is Level.NONE


def test_a_ward_that_town_and_postal_code_contradict_is_put_right_and_told():
    a = parse("札幌市北区北3西6-1", "060-0003")
    assert (a.ward, a.town, a.chome, a.depth) == ("中央区", "北三条西", "6", "number")
    assert a.repaired == ("ward",)
    assert a.written("ward") == "北区"
    assert a.confidence <= 0.7


def test_a_postal_code_of_the_written_ward_does_not_move_the_ward():
    a = parse("札幌市北区北3西6-1", "001-0010")  # 北十条西, 北区
    assert (a.ward, a.depth, a.repaired) == ("北区", "city", ())


@pytest.mark.parametrize(
    ("text", "town", "chome", "block"),
    [
        ("東京都千代田区多町2-1", "神田多町", "2", "1"),
        ("千代田区神保町1-3-5", "神田神保町", "1", "3-5"),
        ("東京都中央区人形町1-2-3", "日本橋人形町", "1", "2-3"),
        ("京都市北区神光院町100", "西賀茂神光院町", "", "100"),
        ("東京都千代田区神田一ツ橋2-5", "一ツ橋", "2", "5"),
    ],
)
def test_a_district_left_out_or_added_is_put_right_and_told(text, town, chome, block):
    a = parse(text)
    assert (a.town, a.chome, a.block, a.aliased) == (town, chome, block, ("town",))
    assert a.confidence <= 0.6
    assert any("町名" in note for note in a.notes)


@pytest.mark.parametrize(
    "text",
    [
        "千代田区神田2-1",  # a district, and no town
        "東京都新宿区西早稲2-1",  # misread, not shortened
        "大阪府堺市北区見本町1-2-3",
    ],
)
def test_what_no_district_explains_stays_as_it_is_written(text: str):
    a = parse(text)
    assert a.aliased == ()
    assert not any("の前の" in note for note in a.notes)


@pytest.mark.parametrize(
    ("text", "town", "block"),
    [
        ("岩手県奥州市胆沢区南都田字小十文字114", "胆沢南都田字小十文字", "114"),
        ("青森県八戸市南郷区大字島守字赤羽6", "南郷大字島守字赤羽", "6"),
    ],
)
def test_a_town_of_a_ward_that_is_no_more_has_its_name_of_today(text, town, block):
    a = parse(text)
    assert (a.town, a.block, a.aliased) == (town, block, ("town",))
    assert any("は今の" in note for note in a.notes)


def test_a_town_that_the_postal_list_knows_with_a_district_only_is_read_in_both_ways():
    a = parse("東京都新宿区三栄町17-16")
    assert (a.town, a.block, a.aliased) == ("四谷三栄町", "17-16", ("town",))
    assert a.key == parse("東京都新宿区四谷三栄町17-16").key
    assert a.alternatives == ("東京都新宿区三栄町",)
    assert a.confidence <= 0.7


def test_a_small_name_survives_the_repair_of_the_municipality():
    a = parse("徳島県阿波郡市場町大字市場字上野段385-1")
    assert (a.municipality, a.town, a.aza) == ("阿波市", "市場町市場字上野段", "字上野段")
