"""京都通り名: the street before the town, in every way that people write it (ADDRESS §4)."""

from __future__ import annotations

import pytest
from japan import parse

from desktop.address.compare import Level, compare


@pytest.mark.parametrize(
    ("text", "town", "street", "block"),
    [
        # every way to write the direction
        ("京都市上京区千本元誓願寺あがる宝鏡院東町23", "宝鏡院東町", "千本元誓願寺あがる", "23"),
        ("京都市上京区猪熊寺之内さがる橋西二町目390", "橋西二町目", "猪熊寺之内さがる", "390"),
        ("京都市中京区新町錦小路上がる三本木町230", "三本木町", "新町錦小路上がる", "230"),
        ("京都市中京区鞍馬口堀川東へ入る砂金町596-15", "砂金町", "鞍馬口堀川東へ入る", "596-15"),
        ("京都市下京区上長者町西洞院東北側十文字町542", "十文字町", "上長者町西洞院東北側", "542"),
        ("京都市下京区四条通寺町東入二丁目御旅町30", "御旅町", "四条通寺町東入二丁目", "30"),
        # two streets that meet, and no direction
        ("京都市中京区河原町三条大黒町71", "大黒町", "河原町三条", "71"),
        ("京都市下京区四条烏丸函谷鉾町79", "函谷鉾町", "四条烏丸", "79"),
        # in brackets, and behind the town
        ("京都市中京区亀屋町(御幸町通三条上る)12", "亀屋町", "御幸町通三条上る", "12"),
        ("京都市下京区忠庵町柳馬場通松原下ル316", "忠庵町", "柳馬場通松原下ル", "316"),
        # a town that is named 町目 beside, and 丁目 in the postal list
        ("中京区柳馬場通夷川上る五町目242", "五丁目", "柳馬場通夷川上る", "242"),
    ],
)  # fmt: skip
def test_a_street_stands_apart_however_it_is_written(text, town, street, block):
    a = parse(text)
    assert (a.town, a.street, a.block, a.known) == (town, street, block, True)
    assert a.depth == "number"


@pytest.mark.parametrize("gap", ["", " "])
def test_a_building_behind_the_town_does_not_make_the_street_a_town(gap: str):
    a = parse(f"京都市下京区烏丸通塩小路下ル東塩小路町{gap}京都駅ビル")
    assert (a.town, a.street, a.building) == ("東塩小路町", "烏丸通塩小路下ル", "京都駅ビル")


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("京都市中京区烏丸御池上る123", "烏丸御池上る"),
        ("京都市下京区烏丸通七条下ル", "烏丸通七条下ル"),
    ],
)
def test_a_street_without_a_town_reaches_the_ward_only(text: str, street: str):
    a = parse(text)
    assert (a.town, a.street, a.depth, a.known) == ("", street, "city", False)
    assert "通り名のあとに知っている町名がありません" in a.notes


def test_two_streets_without_a_town_have_two_keys():
    assert parse("京都市中京区烏丸御池上る123").key != parse("京都市中京区烏丸御池下る123").key


def test_an_unknown_town_behind_a_street_is_told_apart_from_it():
    a = parse("京都市中京区烏丸通御池上る見本町12-3")
    assert (a.town, a.street, a.block, a.known) == ("見本町", "烏丸通御池上る", "12-3", False)
    assert a.confidence <= 0.5


@pytest.mark.parametrize(
    "other",
    ["烏丸通り御池あがる", "烏丸通御池上ル", "烏丸通御池上がる"],
)
def test_a_street_written_otherwise_is_the_same_street(other: str):
    a, b = parse("京都市中京区烏丸通御池上る二条殿町552"), parse(f"京都市中京区{other}二条殿町552")
    assert a.key == b.key
    assert compare(a, b).level is Level.NORMALIZED


def test_another_street_is_for_a_person_to_see():
    a = parse("京都市中京区烏丸通御池上る二条殿町552")
    b = parse("京都市中京区室町通御池上る二条殿町552")
    found = compare(a, b)
    assert found.level is Level.VARIANT
    assert "通り名が違います" in found.notes
