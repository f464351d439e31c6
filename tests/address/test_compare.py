"""Are these two the same address? Levels of DOMAIN §7, written out by hand."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from japan import parse

from desktop.address.compare import LEVEL_LABELS, Level, better, compare, worse
from desktop.address.names import OUTCOME_LABELS, Outcome

BASE = "埼玉県みどり野市若葉町2-14-6 コーポ若葉203"

PAIRS = [
    ("EXACT", BASE, BASE),
    ("EXACT", BASE, "埼玉県 みどり野市 若葉町2-14-6コーポ若葉203"),
    ("NORMALIZED", BASE, "埼玉県みどり野市若葉町２－１４－６　コーポ若葉２０３"),
    ("NORMALIZED", BASE, "埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉203号室"),
    ("NORMALIZED", BASE, "埼玉県みどり野市若葉町二丁目14番地の6 コーポ若葉 203号"),
    ("NORMALIZED", BASE, "みどり野市若葉町2-14-6 コーポ若葉203"),
    ("NORMALIZED", BASE, "埼玉県みどり野市若葉町2-14-6 203号室"),
    ("NORMALIZED", BASE, "埼玉県みどり野市若葉町2-14-6-203"),
    ("NORMALIZED", BASE, "埼玉県みどり野市大字若葉町2-14-6 コーポ若葉203"),
    ("NORMALIZED", "長野県北佐久郡軽井沢町長倉100-3", "長野県軽井沢町大字長倉100番地3"),
    ("NORMALIZED", "埼玉県みどり野市鳩ヶ谷1-2", "埼玉県みどり野市鳩が谷1-2"),
    ("NORMALIZED", "埼玉県みどり野市一ノ宮1-2", "埼玉県みどり野市一之宮1-2"),
    ("NORMALIZED", "静岡県下田市2丁目4-26", "静岡県下田市二丁目4-26"),
    ("NORMALIZED", "札幌市中央区北3条西2丁目3-3", "札幌市中央区北三条西二丁目3番3号"),
    (
        "NORMALIZED",
        "埼玉県みどり野市若葉町1-2 みどり荘5",
        "埼玉県みどり野市若葉町1-2 みどり荘5号室",
    ),
    ("VARIANT", "埼玉県みどり野市髙砂1-2", "埼玉県みどり野市高砂1-2"),
    ("VARIANT", "埼玉県みどり野市沢田1-2", "埼玉県みどり野市澤田1-2"),
    ("VARIANT", "埼玉県みどり野市見本1-2 吉田ビル", "埼玉県みどり野市見本1-2 \U00020bb7田ビル"),
    (
        "VARIANT",
        "京都府京都市中京区烏丸通御池上る二条殿町538",
        "京都府京都市中京区二条殿町538",
    ),
    ("VARIANT", BASE, "埼玉県みどり野市若葉町2-14-6 コーポ若葉みどり203"),
    ("ROOM_MISSING", BASE, "埼玉県みどり野市若葉町2-14-6 コーポ若葉"),
    ("ROOM_MISSING", BASE, "埼玉県みどり野市若葉町2-14-6"),
    ("ROOM_MISSING", "埼玉県みどり野市若葉町14-6-203", "埼玉県みどり野市若葉町14-6"),
    ("DIFFERENT_ROOM", BASE, "埼玉県みどり野市若葉町2-14-6 コーポ若葉205"),
    ("DIFFERENT_ROOM", BASE, "埼玉県みどり野市若葉町2-14-6 205"),
    ("DIFFERENT_ROOM", BASE, "埼玉県みどり野市若葉町2-14-6-205"),
    ("NORMALIZED", "みどり野市若葉町1-2 見本館3階301", "みどり野市若葉町1-2 見本館301"),
    ("DIFFERENT_ROOM", "みどり野市若葉町1-2 見本館3階301", "みどり野市若葉町1-2 見本館4階301"),
    ("PARTIAL", BASE, "埼玉県みどり野市若葉町2-14-6 見本ハイツ203"),
    ("PARTIAL", BASE, "埼玉県みどり野市若葉町2-14-7 コーポ若葉203"),
    ("PARTIAL", BASE, "埼玉県みどり野市若葉町2-14 コーポ若葉203"),
    ("PARTIAL", BASE, "埼玉県みどり野市若葉町"),
    ("PARTIAL", BASE, "埼玉県みどり野市"),
    ("PARTIAL", "埼玉県みどり野市若葉町", "埼玉県みどり野市若葉町"),  # no number: not proven
    ("PARTIAL", "埼玉県みどり野市若葉町2丁目14", "埼玉県みどり野市若葉町2番14号"),
    ("PARTIAL", "埼玉県みどり野市若葉町1-2", "埼玉県みどり野市1-2"),
    ("PARTIAL", "埼玉県みどり野市見本1-2 ハイツ1", "埼玉県みどり野市見本1-2 ハイツ12"),
    ("NONE", BASE, "埼玉県みどり野市青葉町2-14-6 コーポ若葉203"),
    ("NONE", BASE, "埼玉県あおば野市若葉町2-14-6 コーポ若葉203"),
    ("NONE", BASE, "千葉県みどり野市若葉町2-14-6 コーポ若葉203"),
    ("NONE", "東京都千代田区一番町5", "東京都千代田区二番町5"),
    ("NONE", "札幌市中央区北3条西2丁目3-3", "札幌市中央区北4条西2丁目3-3"),
    ("NONE", "千葉県香取市佐原ロ2127", "千葉県香取市佐原イ2127"),
    ("NO_ADDRESS", BASE, ""),
    ("NO_ADDRESS", "", ""),
    ("NO_ADDRESS", BASE, "　-　"),
]


@pytest.mark.parametrize(("level", "a", "b"), PAIRS)
def test_two_addresses_have_the_level_of_the_rules_either_way_round(level: str, a: str, b: str):
    assert compare(parse(a), parse(b)).level is Level(level)
    assert compare(parse(b), parse(a)).level is Level(level)


def test_the_levels_are_ordered_from_best_to_worst():
    order = (
        "EXACT NORMALIZED VARIANT HISTORICAL ROOM_MISSING DIFFERENT_ROOM PARTIAL NONE NO_ADDRESS"
    )
    assert [level.value for level in sorted(Level, key=lambda x: x.rank)] == order.split()
    assert worse(Level.EXACT, Level.NONE) is Level.NONE
    assert better(Level.EXACT, Level.NONE) is Level.EXACT
    assert set(LEVEL_LABELS) == set(Level)
    assert set(OUTCOME_LABELS) == set(Outcome)


def test_a_missing_building_is_noted():
    found = compare(parse(BASE), parse("埼玉県みどり野市若葉町2-14-6 203"))
    assert found.component("building").outcome is Outcome.MISSING
    assert "建物名が片方にしかありません" in found.notes


def test_another_postal_code_is_noted_and_overrides_nothing():
    found = compare(parse(BASE, "350-9942"), parse(BASE, "350-9943"))
    assert found.level is Level.EXACT
    assert found.component("postal").outcome is Outcome.DIFFERENT
    assert "郵便番号が違います" in found.notes


DIGIT = st.integers(1, 999)
SPELLINGS = (
    "埼玉県みどり野市若葉町{0}-{1}-{2} コーポ若葉{3}",
    "埼玉県みどり野市若葉町{0}丁目{1}番{2}号 コーポ若葉{3}号室",
    "みどり野市若葉町{0}丁目{1}番地の{2} コーポ若葉 {3}号",
    "埼玉県みどり野市若葉町{0}-{1}-{2} {3}号室",
    "札幌市中央区北{0}条西{1}丁目{2}-{3}",
    "埼玉県みどり野市若葉町{0}-{1} 第{2}山田ビル{3}号室",
    "埼玉県みどり野市若葉町A-{0}-{1} ハイツ{2} {3}号室",
    "埼玉県みどり野市若葉町{0}番地{1} みどり荘{2}-{3}",
    "岩手県みどり野市見本第{0}地割{1}番地{2} {3}",
    "埼玉県みどり野市若葉町{0}-{1}-{2}-{3}",
)
SAME = frozenset({Level.EXACT, Level.NORMALIZED, Level.VARIANT})


@given(
    st.sampled_from(SPELLINGS),
    st.sampled_from(SPELLINGS),
    st.tuples(DIGIT, DIGIT, DIGIT, DIGIT),
    st.integers(0, 3),
    DIGIT,
)
def test_changing_any_number_is_never_the_same_address(first, second, numbers, place, other):
    assume(numbers[place] != other)
    changed = (*numbers[:place], other, *numbers[place + 1 :])
    a = parse(first.format(*numbers))
    assert compare(a, parse(first.format(*changed))).level not in SAME
    if second != first and "条" not in first + second and "第" not in first + second:
        assert compare(a, parse(second.format(*changed))).level not in SAME


@given(st.tuples(DIGIT, DIGIT, DIGIT, st.integers(101, 999)))
def test_the_spellings_of_one_address_agree(numbers):
    written = [parse(spelling.format(*numbers)) for spelling in SPELLINGS[:4]]
    for a in written:
        for b in written:
            assert compare(a, b).level in (Level.EXACT, Level.NORMALIZED)


ADDRESS_LIKE = st.text(
    alphabet=st.sampled_from(
        "埼玉県東京都北海道市区町村郡丁目番地号室大字のノー-− 　"
        "0123456789二三十条ヶケ〒階FAbコーポ髙高"
    ),
    max_size=60,
)
ANY = st.text(max_size=60) | ADDRESS_LIKE


@given(ANY, ANY)
def test_comparing_never_fails_and_is_symmetric(a: str, b: str):
    there, back = compare(parse(a), parse(b)), compare(parse(b), parse(a))
    assert there.level is back.level
    assert [c.outcome for c in there.components] == [c.outcome for c in back.components]


@given(ANY)
def test_an_address_with_a_number_equals_itself(text: str):
    address = parse(text)
    level = compare(address, address).level
    if address.blank:
        assert level is Level.NO_ADDRESS
    elif address.numbers:
        assert level is Level.EXACT
    else:
        assert level is Level.PARTIAL


@settings(max_examples=400)
@given(ADDRESS_LIKE, st.sampled_from("0123456789"), st.sampled_from("0123456789"), ADDRESS_LIKE)
def test_a_single_changed_digit_is_never_overlooked(before, one, other, after):
    assume(one != other)
    a, b = parse(f"{before}{one}{after}"), parse(f"{before}{other}{after}")
    assume(a.postal_code == b.postal_code)
    assert compare(a, b).level not in SAME
