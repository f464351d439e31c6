"""Reading addresses: families of ADDRESS §4 as far as the thin reader goes, and the traps of
DOMAIN §7 that must not break."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from japan import parse

from desktop.address.numerals import kanji_of, number_of
from desktop.address.parse import join_parts, town_key

CASES = [
    # text, municipality, town, numbers, building, room
    (
        "埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉203号室",
        "みどり野市", "若葉町", "2-14-6", "コーポ若葉", "203号室",
    ),
    (
        "埼玉県みどり野市若葉町2-14-6 コーポ若葉 203",
        "みどり野市", "若葉町", "2-14-6", "コーポ若葉", "203",
    ),
    (
        "埼玉県みどり野市若葉町２－１４－６　コーポ若葉２０３",
        "みどり野市", "若葉町", "2-14-6", "コーポ若葉", "203",
    ),
    ("東京都新宿区西新宿2‐8‐14", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿2−8−14", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿2─8─14", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿2ー8ー14", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿二-八-十四", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿2の8の14", "新宿区", "西新宿", "2-8-14", "", ""),
    ("東京都新宿区西新宿2-8-14-203", "新宿区", "西新宿", "2-8-14", "", "203"),
    ("東京都新宿区西新宿 2丁目 8番 14号", "新宿区", "西新宿", "2-8-14", "", ""),
    ("長野県北佐久郡軽井沢町大字長倉100番地の3", "北佐久郡軽井沢町", "大字長倉", "100-3", "", ""),
    ("長野県軽井沢町長倉100-3", "北佐久郡軽井沢町", "大字長倉", "100-3", "", ""),
    ("京都府京都市中京区二条殿町538", "京都市中京区", "二条殿町", "538", "", ""),
    # Names that hold an ending
    ("三重県四日市市諏訪町1-5", "四日市市", "諏訪町", "1-5", "", ""),
    ("東京都東村山市本町1-2", "東村山市", "本町", "1-2", "", ""),
    ("福島県郡山市朝日1-2", "郡山市", "朝日", "1-2", "", ""),
    ("奈良県大和郡山市北郡山町248", "大和郡山市", "北郡山町", "248", "", ""),
    ("東京都町田市森野2-2", "町田市", "森野", "2-2", "", ""),
    ("群馬県佐波郡玉村町下新田201", "佐波郡玉村町", "大字下新田", "201", "", ""),
    ("千代田区一番町5", "千代田区", "一番町", "5", "", ""),
    ("千代田区1番町5番地3", "千代田区", "一番町", "5-3", "", ""),
    # 漢数字 in names stay, digits before 条 are names
    ("北海道札幌市中央区北3条西2丁目3-3", "札幌市中央区", "北三条西", "2-3-3", "", ""),
    ("新潟県三条市旭町2-3", "三条市", "旭町", "2-3", "", ""),
    ("福島県会津若松市七日町3-2", "会津若松市", "七日町", "3-2", "", ""),
    # Traps
    ("埼玉県春日部市八丁目123", "春日部市", "八丁目", "123", "", ""),
    ("静岡県下田市2丁目4-26", "下田市", "", "2-4-26", "", ""),
    ("千葉県香取市佐原ロ2127", "香取市", "佐原ロ", "2127", "", ""),
    ("千葉県八街市八街は18番地", "八街市", "八街は", "18", "", ""),
    ("三重県みどり野市上町A-12", "みどり野市", "上町", "A-12", "", ""),
    ("岩手県九戸郡軽米町大字軽米第10地割23番地", "九戸郡軽米町", "大字軽米", "10-23", "", ""),
    ("北海道みどり野市字原無番地", "みどり野市", "字原", "無番地", "", ""),
    # Buildings with digits
    ("堺市北区見本町1-2-3 第2山田ビル301号", "堺市北区", "見本町", "1-2-3", "第2山田ビル", "301号"),
    ("みどり野市見本町1-2 ダイアパレス3", "みどり野市", "見本町", "1-2", "ダイアパレス3", ""),
    ("みどり野市見本町1-2 ダイアパレス3 5", "みどり野市", "見本町", "1-2", "ダイアパレス3", "5"),
    ("みどり野市見本町1-2 見本館3階301号室", "みどり野市", "見本町", "1-2", "見本館", "301号室"),
    ("みどり野市見本町1-2 見本ビル3階", "みどり野市", "見本町", "1-2", "見本ビル", "3階"),
    ("みどり野市見本町1-2 見本ハイツB-203", "みどり野市", "見本町", "1-2", "見本ハイツ", "B-203"),
    ("みどり野市見本町1-2-203号室", "みどり野市", "見本町", "1-2", "", "203号室"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "municipality", "town", "numbers", "building", "room"), CASES)
def test_addresses_are_read_into_their_parts(text, municipality, town, numbers, building, room):
    a = parse(text)
    found = "-".join(n.value for n in a.numbers)
    assert (a.municipality, a.town, found) == (municipality, town, numbers)
    assert (a.building, a.room) == (building, room)
    assert a.depth == "number"


def test_the_postal_code_is_taken_from_the_text_or_the_field():
    assert parse("〒350-9942 埼玉県みどり野市若葉町1-2").postal_code == "3509942"
    assert parse("〒３５０－９９４２埼玉県みどり野市若葉町1-2").city == "みどり野市"
    assert parse("埼玉県みどり野市若葉町1-2", "350-9942").postal_code == "3509942"
    both = parse("〒350-9942 埼玉県みどり野市若葉町1-2", "350-9943")
    assert both.postal_code == "3509943"
    assert both.notes


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("", "none"),
        ("なにもない", "none"),
        ("埼玉県", "prefecture"),
        ("埼玉県みどり野市", "city"),
        ("埼玉県みどり野市若葉町", "town"),
        ("埼玉県みどり野市若葉町1", "number"),
    ],
)
def test_the_depth_says_how_far_the_address_goes(text: str, depth: str):
    assert parse(text).depth == depth


def test_the_original_characters_of_each_part_are_kept():
    text = "〒350-9942　埼玉県みどり野市若葉町二丁目１４番６号　コーポ若葉２０３号室"
    a = parse(text)
    cut = {name: text[start:end] for name, (start, end) in a.spans.items()}
    assert cut == {
        "postal_code": "〒350-9942",
        "prefecture": "埼玉県",
        "city": "みどり野市",
        "town": "若葉町",
        "chome": "二丁目",
        "block": "１４番６号",
        "building": "コーポ若葉",
        "room": "２０３号室",
    }


def test_half_width_kana_and_selectors_are_read_as_what_they_mean():
    assert parse("埼玉県みどり野市若葉町1-2 ｺｰﾎﾟ若葉203").building == "コーポ若葉"
    assert parse("埼玉県みどり野市ｶﾞｰﾃﾞﾝ1-2").town == "ガーデン"
    assert parse("愛媛\U000e0102県みどり野市若葉町1-2").prefecture == "愛媛県"


def test_spellings_of_one_town_share_a_key():
    assert town_key("大字長倉字中道") == town_key("長倉中道")
    assert town_key("鳩ヶ谷") == town_key("鳩が谷") == town_key("鳩ケ谷") == town_key("鳩ガ谷")
    assert town_key("一之宮") == town_key("一ノ宮") == town_key("一の宮")
    assert town_key("十文字町") != town_key("十文町")


def test_spellings_of_one_address_share_a_key_and_neighbours_do_not():
    first = parse("埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉203号室")
    assert first.key == parse("みどり野市若葉町2-14-6 203").key
    assert first.key != parse("みどり野市若葉町2-14-7 203").key
    assert first.key != parse("みどり野市若葉町2-14-6 205").key
    assert parse("埼玉県みどり野市若葉町").key == ""


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            ("埼玉県", "みどり野市", "若葉町二丁目", "14-6", "コーポ若葉", "203"),
            "埼玉県みどり野市若葉町二丁目14-6 コーポ若葉 203",
        ),
        (("東京都", "新宿区", "西新宿2", "8-14", "", ""), "東京都新宿区西新宿2-8-14"),
        (("東京都", "新宿区", "西新宿", "2-8-14", "", "203"), "東京都新宿区西新宿2-8-14 203"),
        (("", "", "", "", "", ""), ""),
    ],
)
def test_the_boxes_of_a_form_become_one_line(parts, line):
    assert join_parts(*parts) == line


@pytest.mark.parametrize(
    ("kanji", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("二十三", 23),
        ("二三", 23),
        ("百一", 101),
        ("千二百", 1200),
        ("〇", 0),
    ],
)
def test_kanji_numerals_have_their_value(kanji: str, value: int):
    assert number_of(kanji) == value


@pytest.mark.parametrize("kanji", ["", "十十", "百千", "一十"])
def test_what_nobody_writes_is_no_number(kanji: str):
    assert number_of(kanji) is None


@given(st.integers(1, 9999))
def test_numbers_come_back_from_kanji(value: int):
    assert number_of(kanji_of(value)) == value


ADDRESS_LIKE = st.text(
    alphabet=st.sampled_from(
        "埼玉県東京都北海道市区町村郡丁目番地号室大字のノー-−‐ 　"
        "0123456789０１二三十百千条ヶケ〒階FAbコーポｶﾞ"
    ),
    max_size=80,
)


@given(st.text(max_size=300) | ADDRESS_LIKE)
def test_no_text_makes_reading_fail_and_every_span_lies_in_it(text: str):
    address = parse(text)
    assert address.input == text
    for start, end in address.spans.values():
        assert 0 <= start < end <= len(text)


@given(ADDRESS_LIKE)
def test_width_and_composition_do_not_change_what_is_read(text: str):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert parse(wide).numbers == parse(text).numbers
    assert parse(unicodedata.normalize("NFC", text)).key == parse(text).key


@pytest.mark.parametrize(
    "text",
    [
        "1-" * 5000,
        "一" * 10_000,
        "市" * 10_000,
        "町" * 299,
        "1 " * 149,
        "郡町" * 149,
        "二十" * 149 + "番",
        "-" * 299,
        "あ" * 280 + "203号室",
        "\u3099" * 299,
        "A-" * 149,
    ],
)
def test_long_and_nasty_texts_are_read_quickly(text: str):
    started = time.process_time()
    parse(text)
    assert time.process_time() - started < 0.5
