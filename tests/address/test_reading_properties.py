"""What holds for every text: nothing raises, spans are true, a postman's noise changes no key."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from japan import FOLDER, parse

from desktop.address.gazetteer import Gazetteer, TownMatch
from desktop.address.numerals import kanji_of
from desktop.address.reader import AddressReader

ADDRESS_LIKE = st.text(
    alphabet=st.sampled_from(
        "東京都新宿区西新宿札幌市中央区北条西京都中京区通上る西入町郡村大字丁目番地号室"
        "の之ノヶケ-−‐ー 　"
        "0123456789０１二三十百千甲乙イロ〒階FAbコーポｶﾞ様方\ufffd私書箱"
    ),
    max_size=80,
)
POSTAL = st.sampled_from(["", "160-0023", "1600023", "9218046", "999-9999", "〒", "abc"])


@settings(deadline=None)
@given(st.text(max_size=300) | ADDRESS_LIKE, POSTAL)
def test_no_text_makes_reading_fail_and_every_span_lies_in_it(text: str, postal: str):
    address = parse(text, postal)
    assert address.input == text
    for start, end in address.spans.values():
        assert 0 <= start < end <= len(text)
    assert 0 <= address.confidence <= 1
    assert (address.depth == "none") <= (not address.known or bool(address.alternatives))


@settings(deadline=None)
@given(ADDRESS_LIKE, POSTAL)
def test_the_same_text_is_read_the_same(text: str, postal: str):
    assert parse(text, postal) == parse(text, postal)


@settings(deadline=None)
@given(ADDRESS_LIKE)
def test_width_and_composition_do_not_change_what_is_read(text: str):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert parse(wide).numbers == parse(text).numbers
    assert parse(unicodedata.normalize("NFC", text)).key == parse(text).key


@dataclass(frozen=True)
class Place:
    prefecture: str
    county: str
    city: str
    town: str
    chome: int  # the highest; 0 for none
    other_names: tuple[str, ...] = field(default=())


PLACES = (
    Place("東京都", "", "新宿区", "西新宿", 8),
    Place("東京都", "", "江東区", "豊洲", 6),
    Place("東京都", "", "千代田区", "紀尾井町", 0),
    Place("東京都", "西多摩郡", "瑞穂町", "大字箱根ケ崎", 0, ("箱根ヶ崎", "大字箱根が崎")),
    Place("長野県", "北佐久郡", "軽井沢町", "大字長倉", 0, ("長倉", "字長倉")),
    Place("愛知県", "", "名古屋市中区", "三の丸", 4, ("三ノ丸", "三之丸")),
    Place("神奈川県", "", "横浜市保土ケ谷区", "鎌谷町", 0),
    Place("北海道", "", "札幌市中央区", "北三条西", 20, ("北3条西",)),
    Place("京都府", "", "京都市中京区", "二条殿町", 0),
    Place("千葉県", "", "香取市", "佐原ロ", 0),
    Place("愛媛県", "", "松山市", "一番町", 8, ("1番町",)),
    Place("青森県", "上北郡", "六ヶ所村", "大字尾駮", 0, ("尾駮",)),
    Place("静岡県", "", "下田市", "", 6),
)
HYPHENS = ("-", "－", "‐", "−", "–", "ー", "の", "ノ")


@st.composite
def written(draw: st.DrawFn) -> tuple[Place, tuple[int, ...]]:
    place = draw(st.sampled_from(PLACES))
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=2))
    if place.chome:
        numbers = [draw(st.integers(1, place.chome)), *numbers]
    return place, tuple(numbers)


def plain(place: Place, numbers: tuple[int, ...]) -> str:
    head = f"{place.prefecture}{place.county}{place.city}{place.town}"
    if place.chome:
        chome, *numbers_left = numbers
        return f"{head}{chome}丁目{'-'.join(map(str, numbers_left))}"
    return f"{head}{'-'.join(map(str, numbers))}"


@st.composite
def as_a_person_writes(draw: st.DrawFn, place: Place, numbers: tuple[int, ...]) -> str:
    prefecture = draw(st.sampled_from((place.prefecture, "")))
    county = draw(st.sampled_from((place.county, "")))
    city = draw(st.sampled_from((place.city, place.city.replace("ケ", "ヶ").replace("ヶ", "が"))))
    town = draw(st.sampled_from((place.town, *place.other_names)))
    gap = draw(st.sampled_from(("", " ", "　")))
    style = draw(st.sampled_from(("hyphens", "units", "漢数字")))
    sign = draw(st.sampled_from(HYPHENS))
    if style == "hyphens":
        block = sign.join(map(str, numbers))
    else:
        one = kanji_of if style == "漢数字" else str
        units = ("丁目", "番", "号") if place.chome else ("番地", "号")
        block = "".join(one(n) + unit for n, unit in zip(numbers, units, strict=False))
    text = gap.join((prefecture, county, city, town, block))
    if draw(st.booleans()):
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return text


@settings(deadline=None)
@given(st.data())
def test_what_a_postman_ignores_never_changes_the_key(data: st.DataObject):
    place, numbers = data.draw(written())
    text = data.draw(as_a_person_writes(place, numbers))
    assert parse(text).key == parse(plain(place, numbers)).key != ""


@settings(deadline=None)
@given(written(), st.integers(0, 2), st.integers(1, 99))
def test_another_number_always_changes_the_key(case, at: int, other: int):
    place, numbers = case
    at %= len(numbers)
    changed = (*numbers[:at], other, *numbers[at + 1 :])
    same = parse(plain(place, changed)).key == parse(plain(place, numbers)).key
    assert same == (other == numbers[at])


@settings(deadline=None)
@given(written(), st.integers(1, 9999), st.integers(1, 9999))
def test_another_room_changes_the_key(case, room: int, other: int):
    text = plain(*case)
    first, second = (parse(f"{text} コーポ見本{n}号室").key for n in (room, other))
    assert (first == second) == (room == other)


@settings(deadline=None)
@given(written())
def test_what_is_written_stands_in_the_spans(case):
    place, numbers = case
    text = plain(place, numbers) + " コーポ見本 203"
    a = parse(text)
    told = "".join(text[start:end] for start, end in sorted(a.spans.values()))
    assert told == text.replace(" ", "")


class Counting(Gazetteer):
    """Counts the questions put to the gazetteer."""

    asked = 0

    def towns_at(self, place: int, key: str) -> list[TownMatch]:
        self.asked += 1
        return super().towns_at(place, key)

    def municipalities_at(self, key: str) -> list[tuple[int, list[int]]]:
        self.asked += 1
        return super().municipalities_at(key)


HOSTILE = [
    "1-" * 5000,
    "一" * 10_000,
    "市" * 10_000,
    "東京都新宿区" * 2_000,
    "京都市" + "通上る東入" * 59,
    "札幌市" * 100,
    "東区" * 150,
    "中央区本町" * 60,
    "二" * 299,
    "口力夕卜工八三千土大人石田王白治" * 18,
    "東京都板橋区大谷ロ" + "二八三千" * 70,
    "1の" * 149,
    "第1" * 149,
    "1" * 299,
    "(" * 299,
    "1 東京都新宿区西新宿" * 27,
    "大字字" * 99,
    "\u3099" * 299,
    "\ufffd" * 299,
    "甲1" * 149,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]}… {len(text)}")
def test_a_hostile_text_costs_a_bounded_number_of_questions(text: str):
    counting = Counting.open(FOLDER)
    AddressReader(counting).parse(text, "9218046")
    assert counting.asked <= 20_000
