"""Misread names: repaired where the postal code or the only likeness says so, and told."""

from __future__ import annotations

import pytest
from japan import parse


@pytest.mark.parametrize(
    ("text", "postal", "municipality", "town", "block", "repaired"),
    [
        # one character lost
        ("東京都新宿区西新2-8-1", "160-0023", "新宿区", "西新宿", "8-1", ("town",)),
        ("東京都宿区西新宿2-8-1", "160-0023", "新宿区", "西新宿", "8-1", ("city",)),
        ("東都新宿区西新宿2-8-1", "160-0023", "新宿区", "西新宿", "8-1", ("prefecture",)),
        # one taken for another
        ("東京都板橋区大谷ロ2-8-25", "173-0035", "板橋区", "大谷口", "8-25", ("town",)),
        ("束京都板橋区大谷ロ2-8", "173-0035", "板橋区", "大谷口", "8", ("prefecture", "town")),
        ("大阪府大阪市北区中之鳥1-3-20", "530-0005", "大阪市北区", "中之島", "3-20", ("town",)),
        ("千代田区\ufffd\ufffd尾井町1-3", "102-0094", "千代田区", "紀尾井町", "1-3", ("town",)),
    ],
)  # fmt: skip
def test_the_postal_code_is_the_witness_of_a_misread_name(
    text, postal, municipality, town, block, repaired
):
    a = parse(text, postal)
    assert (a.municipality, a.town, a.block) == (municipality, town, block)
    assert a.repaired == repaired
    assert any("補いました" in note or "読み替えました" in note for note in a.notes)
    assert a.confidence < 0.8


@pytest.mark.parametrize(
    ("text", "municipality", "town", "repaired"),
    [
        ("東京都板橋区大谷ロ2-8-25", "板橋区", "大谷口", ("town",)),
        ("大阪府大阪市北区中之鳥1-3-20", "大阪市北区", "中之島", ("town",)),
        ("埼王県川口市元郷1-2-3", "川口市", "元郷", ("prefecture",)),
        ("群馬県\ufffd川市渋川778", "渋川市", "渋川", ("city",)),
        ("東京都千代田区\ufffd尾井町1-3", "千代田区", "紀尾井町", ("town",)),
        ("東京都千代田区神神保町1-3", "千代田区", "神田神保町", ("town",)),
    ],
)
def test_the_only_likeness_is_taken_and_told(text, municipality, town, repaired):
    a = parse(text)
    assert (a.municipality, a.town, a.repaired) == (municipality, town, repaired)
    assert a.depth == "number"
    assert a.confidence <= 0.7
    assert a.notes


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("大阪府堺市北区見本町1-2-3", "見本町"),  # three letters: too little to tell by
        ("北海道札幌市中央区北八四条西3-1", "北八四条西"),  # a numeral is never mended
        ("東京都新宿区西新棒2-8-1", "西新棒"),
    ],
)
def test_what_could_be_anything_stays_as_it_is_written(text: str, written: str):
    a = parse(text)
    assert (a.town, a.known, a.repaired) == (written, False, ())


def test_a_written_town_is_never_overridden_by_the_postal_code():
    a = parse("東京都新宿区新宿2-8-1", "160-0023")  # 160-0023 is 西新宿
    assert (a.town, a.repaired) == ("新宿", ())
    assert "郵便番号は別の町のものです" in a.notes
    assert a.confidence < parse("東京都新宿区新宿2-8-1", "160-0022").confidence


def test_a_postal_code_of_another_municipality_is_told():
    a = parse("東京都新宿区西新宿2-8-1", "530-0005")
    assert (a.municipality, a.town) == ("新宿区", "西新宿")
    assert "郵便番号は別の市区町村のものです" in a.notes


def test_a_small_name_that_only_resembles_the_town_of_the_code_is_told():
    a = parse("高知県高知市久保2511", "781-0087")  # 久保 is a 小字 somewhere; the code is 南久保's
    assert (a.town, a.repaired) == ("久保", ())
    assert any("小字" in note for note in a.notes)
    assert a.confidence < 0.8


def test_a_postal_code_that_nobody_has_is_told():
    assert "郵便番号が一覧にありません" in parse("東京都新宿区西新宿2-8-1", "999-9999").notes


def test_a_postal_code_that_agrees_is_worth_something():
    with_witness = parse("東京都新宿区西新宿2-8-1", "160-0023")
    assert with_witness.confidence == 1.0
    assert parse("東京都新宿区西新宿2-8-1").confidence < 1.0


def test_the_postal_code_decides_between_towns_of_one_name():
    assert parse("本町1-2-3").depth == "none"
    a = parse("本町1-2-3", "160-0023")  # not one of them
    assert a.depth == "none"
    a = parse("本町1-2-3", "151-0071")
    assert (a.prefecture, a.municipality, a.town) == ("東京都", "渋谷区", "本町")


def test_the_code_of_one_large_office_stands_for_its_town():
    a = parse("東京都新宿区西新宿2-8-1", "163-8001")
    assert (a.town, a.notes) == ("西新宿", ())


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("東京都新宿区西新宿2-8-1O", "8-10"),
        ("東京都新宿区西新宿2-1l-3", "11-3"),
        ("東京都新宿区西新宿2-1|-3", "11-3"),
    ],
)
def test_a_letter_among_digits_is_taken_for_the_digit_and_told(text: str, block: str):
    a = parse(text)
    assert (a.block, a.repaired) == (block, ("block",))
    assert "番地の文字を数字と読み替えました" in a.notes


def test_a_town_of_the_sample_is_not_turned_into_a_real_one():
    a = parse("埼玉県みどり野市若葉町2-14-6")
    assert (a.municipality, a.town, a.known, a.repaired) == ("みどり野市", "若葉町", False, ())
    assert "市区町村が地名辞書にありません" in a.notes


def test_a_town_that_is_not_written_comes_from_the_postal_code_and_is_told():
    a = parse("東京都新宿区2-8-1", "160-0023")
    assert (a.town, a.chome, a.block, a.repaired) == ("西新宿", "2", "8-1", ("town",))
    assert a.written("town") == ""
    assert "町名は書かれていないので、郵便番号から補いました" in a.notes
    assert a.confidence <= 0.6


def test_a_number_alone_is_placed_by_the_postal_code_and_told():
    a = parse("〒160-0023 2-8-1")
    assert (a.municipality, a.town, a.block, a.repaired) == (
        "新宿区", "西新宿", "8-1", ("city", "town"),
    )  # fmt: skip
    assert a.confidence <= 0.5


@pytest.mark.parametrize(
    ("text", "postal"),
    [
        ("", "160-0023"),
        ("架空太郎", "160-0023"),
        ("東京都新宿区", "160-0023"),  # no number: nothing to place
        ("茨城県龍ケ崎市3710", "301-0000"),  # a code of the whole city
        ("石川県金沢市12-3", "921-8046"),  # a code of several towns
    ],
)
def test_the_postal_code_alone_makes_no_address(text: str, postal: str):
    assert parse(text, postal).town in ("", "架空太郎")
    assert parse(text, postal).repaired == ()


def test_a_town_named_with_its_chome_stands_beside_the_towns_that_have_that_chome():
    assert parse("本町5丁目18-6").depth == "none"
    a = parse("本町5丁目18-6", "184-8510")
    assert (a.municipality, a.town, a.chome) == ("小金井市", "本町", "5")


def test_a_prefecture_that_is_read_well_keeps_other_prefectures_out():
    a = parse("大阪府犬阪狭山市狭山2丁目25-13", "589-0005")  # not 埼玉県狭山市
    assert (a.prefecture, a.municipality, a.town) == ("大阪府", "大阪狭山市", "狭山")
    assert a.repaired == ("city",)


@pytest.mark.parametrize(
    ("text", "town", "block"),
    [
        ("新潟県新潟市中央区学校町通2-6", "学校町通", "2-6"),  # not 学校町通二番町
        ("石川県鹿島郡中能登町大字芹川2-6", "芹川", "2-6"),  # not the 小字 二
    ],
)
def test_a_block_in_digits_is_no_part_of_a_name(text: str, town: str, block: str):
    a = parse(text)
    assert (a.town, a.block) == (town, block)


@pytest.mark.parametrize(
    ("text", "postal", "municipality", "town"),
    [
        ("埼玉県越谷市瓦根曽1丁目28-26", "343-0821", "越谷市", "瓦曽根"),
        ("静岡県藤市枝志太3丁目5-26", "426-8666", "藤枝市", "志太"),
        ("静岡県静岡市清区水蒲原神沢2158", "421-3215", "静岡市清水区", "蒲原神沢"),
        ("埼玉県越谷市瓦曽木艮1丁目28-26", "343-0821", "越谷市", "瓦曽根"),
    ],
)
def test_the_postal_code_is_witness_of_turned_neighbours_and_of_a_character_in_halves(
    text: str, postal: str, municipality: str, town: str
) -> None:
    a = parse(text, postal)
    assert (a.municipality, a.town) == (municipality, town)
    assert a.repaired


def test_neighbours_turned_without_a_postal_code_make_no_sure_town() -> None:
    a = parse("埼玉県越谷市瓦根曽1丁目28-26")
    assert a.town != "瓦曽根" or a.repaired
    assert not a.known or a.confidence < 0.9
