"""Are these two the same address? Levels of DOMAIN §7, written out by hand."""

from __future__ import annotations

import pytest
from japan import parse

from desktop.address.compare import COMPONENTS, LEVEL_LABELS, Level, better, compare, worse, worst
from desktop.address.names import OUTCOME_LABELS, Outcome
from desktop.address.parse import Address, Number

BASE = "埼玉県みどり野市若葉町2-14-6 コーポ若葉203"
SAME = frozenset({Level.EXACT, Level.NORMALIZED, Level.VARIANT})
PASSES = frozenset({Level.EXACT, Level.NORMALIZED})


def level(a: str, b: str) -> str:
    return compare(parse(a), parse(b)).level.value


def test_the_levels_are_ordered_from_best_to_worst():
    order = (
        "EXACT NORMALIZED VARIANT HISTORICAL ROOM_MISSING DIFFERENT_ROOM PARTIAL NONE NO_ADDRESS"
    )
    assert [level.value for level in sorted(Level, key=lambda x: x.rank)] == order.split()
    assert worse(Level.EXACT, Level.NONE) is Level.NONE
    assert better(Level.EXACT, Level.NONE) is Level.EXACT
    assert worst([Level.EXACT, Level.PARTIAL, Level.VARIANT]) is Level.PARTIAL
    assert worst([]) is Level.NO_ADDRESS
    assert set(LEVEL_LABELS) == set(Level)
    assert set(OUTCOME_LABELS) == set(Outcome)


def test_every_component_is_told_in_the_order_of_the_table():
    found = compare(parse(BASE), parse(BASE))
    assert tuple(c.component for c in found.components) == COMPONENTS
    assert [c.outcome for c in found.components] == [Outcome.EQUAL] * len(COMPONENTS)
    assert {c.note for c in found.components} == {""}


@pytest.mark.parametrize(
    ("a", "b", "component", "outcome", "note"),
    [
        (
            BASE,
            "埼玉県みどり野市若葉町二丁目14番6号コーポ若葉203",
            "town",
            "VARIANT",
            "丁目の書き方",
        ),
        (BASE, "埼玉県みどり野市若葉町２－１４－６コーポ若葉203", "block", "EQUAL", "全角と半角"),
        (BASE, "埼玉県みどり野市若葉町2−14−6コーポ若葉203", "block", "VARIANT", "ハイフンの形"),
        (
            BASE,
            "埼玉県みどり野市大字若葉町2-14-6コーポ若葉203",
            "town",
            "VARIANT",
            "大字・字の有無",
        ),
        (BASE, "みどり野市若葉町2-14-6コーポ若葉203", "prefecture", "MISSING", "都道府県の有無"),
        (
            "埼玉県みどり野市澤田100-2",
            "埼玉県みどり野市沢田100-2",
            "town",
            "VARIANT",
            "旧字体・異体字 澤/沢",
        ),
        (
            "埼玉県みどり野市鳩ヶ谷100-2",
            "埼玉県みどり野市鳩が谷100-2",
            "town",
            "VARIANT",
            "ヶとケ・がの違い",
        ),
        (
            BASE,
            "埼玉県みどり野市若葉町2-14-6 203",
            "building",
            "MISSING",
            "建物名が片方にしかありません",
        ),
        (
            BASE,
            "埼玉県みどり野市若葉町2-14-6 コーポ若葉",
            "room",
            "MISSING",
            "部屋番号が片方にしかありません",
        ),
        (
            BASE,
            "埼玉県みどり野市若葉町2-14-6 コーポ若葉205",
            "room",
            "DIFFERENT",
            "部屋番号が違います",
        ),
        (
            BASE,
            "埼玉県みどり野市若葉町2-14 コーポ若葉203",
            "block",
            "DIFFERENT",
            "枝番が片方にしかありません",
        ),
        (
            BASE,
            "埼玉県みどり野市若葉町2-14-9 コーポ若葉203",
            "block",
            "DIFFERENT",
            "番地の数字が違います",
        ),
        (
            "埼玉県みどり野市若葉町2丁目14",
            "埼玉県みどり野市若葉町3丁目14",
            "town",
            "DIFFERENT",
            "丁目が違います",
        ),
        (BASE, "埼玉県みどり野市青葉町2-14-6 コーポ若葉203", "town", "DIFFERENT", "町名が違います"),
        (
            BASE,
            "埼玉県あおば野市若葉町2-14-6 コーポ若葉203",
            "city",
            "DIFFERENT",
            "市区町村が違います",
        ),
        (
            BASE,
            "千葉県みどり野市若葉町2-14-6 コーポ若葉203",
            "prefecture",
            "DIFFERENT",
            "都道府県が違います",
        ),
        (
            "埼玉県みどり野市若葉町1-2 みどり荘A棟203",
            "埼玉県みどり野市若葉町1-2 みどり荘B棟203",
            "room",
            "DIFFERENT",
            "棟が違います",
        ),
        (
            "埼玉県みどり野市若葉町1-2 みどり荘3階301",
            "埼玉県みどり野市若葉町1-2 みどり荘4階301",
            "room",
            "DIFFERENT",
            "階が違います",
        ),
        (
            "埼玉県みどり野市若葉町14-6 203号室",
            "埼玉県みどり野市若葉町14-6-203",
            "block",
            "VARIANT",
            "末尾の数字を部屋番号と読みました",
        ),
    ],
)
def test_each_difference_is_told_in_words(a, b, component, outcome, note):
    for one, other in ((a, b), (b, a)):
        found = compare(parse(one), parse(other)).component(component)
        assert found.outcome is Outcome(outcome)
        if "/" in note and one is b:
            continue  # the shapes are told in the order of the sides
        assert note in found.note


def test_both_readings_stand_as_they_were_written():
    found = compare(
        parse("埼玉県みどり野市若葉町２丁目14-6"), parse("埼玉県みどり野市若葉町二丁目14番6号")
    )
    town, block = found.component("town"), found.component("block")
    assert (town.a, town.b) == ("若葉町２丁目", "若葉町二丁目")
    assert (block.a, block.b) == ("14-6", "14番6号")
    assert found.component("prefecture").a == "埼玉県"


def test_a_missing_prefecture_is_shown_as_missing_and_passes():
    found = compare(parse("みどり野市若葉町1-2"), parse("埼玉県みどり野市若葉町1-2"))
    assert (found.component("prefecture").a, found.level) == ("", Level.NORMALIZED)


def test_another_postal_code_is_for_a_person_to_see_and_a_missing_one_is_not():
    found = compare(parse(BASE, "350-9942"), parse(BASE, "350-9943"))
    assert found.level is Level.VARIANT
    assert found.component("postal").outcome is Outcome.DIFFERENT
    assert any("郵便番号が違います" in note for note in found.notes)
    assert compare(parse(BASE, "350-9942"), parse(BASE)).level is Level.EXACT
    assert compare(parse(BASE, "350-9942"), parse("〒350-9942 " + BASE)).level is Level.NORMALIZED


@pytest.mark.parametrize(
    ("a", "b", "component"),
    [
        ("埼玉県みどり野市若葉町2-14-1", "埼玉県みどり野市若葉町2-14-7", "block"),
        ("埼玉県みどり野市若葉町2-14-1", "埼玉県みどり野市若葉町2丁目14番7号", "block"),
        ("埼玉県みどり野市若葉町2-14-6 103", "埼玉県みどり野市若葉町2-14-6 703号室", "room"),
        ("埼玉県みどり野市若葉町2-14-6 103", "埼玉県みどり野市若葉町2-14-6 703", "room"),
        ("埼玉県みどり野市若葉町2-14-6 308", "埼玉県みどり野市若葉町2-14-6 303", "room"),
        ("埼玉県みどり野市二丸町1-2", "埼玉県みどり野市ニ丸町1-2", "town"),
        ("埼玉県みどり野市力石町1-2", "埼玉県みどり野市カ石町1-2", "town"),
        ("埼玉県みどり野市夕日町1-2", "埼玉県みどり野市タ日町1-2", "town"),
        ("埼玉県みどり野市大和町1-2", "埼玉県みどり野市犬和町1-2", "town"),
        ("埼玉県みどり野市若葉台町1-2", "埼玉県みどり野市若葉町1-2", "town"),
        (
            "埼玉県みどり野市若葉町1-2 コーボ若葉3",
            "埼玉県みどり野市若葉町1-2 コーポ若葉3",
            "building",
        ),
    ],
)
def test_what_a_reading_error_could_explain_is_marked_and_no_pass(a, b, component):
    found = compare(parse(a), parse(b))
    assert found.level not in SAME
    assert found.component(component).outcome is Outcome.DIFFERENT
    assert found.component(component).explained_by_reading
    assert "読み取りの誤りかもしれません" in found.component(component).note
    assert found.explained_by_reading


def test_a_misread_town_that_the_gazetteer_puts_right_is_marked_and_no_pass():
    """ロ is 佐原ロ, a town of 香取市; 口 is what a reader makes of it."""
    found = compare(parse("千葉県香取市佐原ロ2127"), parse("千葉県香取市佐原口2127"))
    assert found.level not in PASSES
    assert found.component("town").explained_by_reading
    assert found.explained_by_reading


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("埼玉県みどり野市若葉町2-14-6", "埼玉県みどり野市若葉町2-14-2"),
        ("埼玉県みどり野市若葉町2-14-6", "埼玉県みどり野市青空台2-14-6"),
        ("埼玉県みどり野市若葉町2-14-6 203", "埼玉県みどり野市若葉町2-14-6 212"),
        ("埼玉県みどり野市若葉町2-14-1", "埼玉県みどり野市青空台2-14-7"),
        (BASE, BASE),
        (BASE, ""),
    ],
)
def test_what_no_reading_error_explains_is_not_marked(a, b):
    assert not compare(parse(a), parse(b)).explained_by_reading


def test_other_numbers_are_never_the_same_place():
    one = parse("埼玉県みどり野市若葉町14番6号")
    for other in ("14番7号", "15番6号", "14番", "14番6号の2", "6番14号"):
        assert compare(one, parse(f"埼玉県みどり野市若葉町{other}")).level is Level.PARTIAL


def test_a_number_of_another_kind_is_another_number():
    """2丁目14 is a plot in the second district, 2番14号 a house of the second block."""
    one, other = "埼玉県みどり野市若葉町2丁目14", "埼玉県みどり野市若葉町2番14号"
    assert compare(parse(one), parse(other)).level is Level.PARTIAL
    assert compare(parse(one), parse("埼玉県みどり野市若葉町2-14")).level is Level.NORMALIZED


def test_another_room_wing_or_floor_is_never_the_same_flat():
    house = "埼玉県みどり野市若葉町1-2 見本荘"
    for one, other in (("203", "205"), ("A棟203", "B棟203"), ("2階203", "3階203")):
        found = compare(parse(house + one), parse(house + other))
        assert found.level is Level.DIFFERENT_ROOM


def test_two_names_of_a_building_contradict_one_another():
    one = parse("埼玉県みどり野市若葉町1-2 見本荘203")
    other = parse("埼玉県みどり野市若葉町1-2 例示ハイツ203")
    assert compare(one, other).level is Level.PARTIAL


def test_a_prefecture_that_the_gazetteer_put_right_still_contradicts():
    """府中市宮町 is in 東京都 alone; whoever writes 広島県 has not written the same place."""
    found = compare(parse("東京都府中市宮町1-2"), parse("広島県府中市宮町1-2"))
    assert found.level is Level.NONE
    assert found.component("prefecture").outcome is Outcome.DIFFERENT


def test_an_address_that_may_be_read_in_two_ways_is_for_a_person():
    """府中町 is in 府中市 of 東京都 and of 広島県: without the prefecture it may be either."""
    found = compare(parse("府中市府中町1-2"), parse("東京都府中市府中町1-2"))
    assert found.level is Level.VARIANT
    assert "ほかの読み方もできる住所です" in found.notes
    told = compare(parse("府中市府中町1-2", "183-0055"), parse("東京都府中市府中町1-2"))
    assert told.level is Level.NORMALIZED


def test_no_repair_makes_one_town_of_two_numbers():
    """Whatever a reader of addresses makes of it, 十番町 and 十二番町 stay two towns."""

    def read(text: str) -> Address:
        start, end = len("見本市"), text.index("町") + 1
        return Address(
            input=text,
            city="見本市",
            town="十番町",
            block="5",
            numbers=(Number("5"),),
            spans={"city": (0, start), "town": (start, end), "block": (end, end + 1)},
        )

    found = compare(read("見本市十番町5"), read("見本市十二番町5"))
    assert found.level is Level.NONE
    assert found.component("town").note == "町名の数字が違います、読み取りの誤りかもしれません"


def test_digits_that_no_component_holds_must_agree():
    """A second address, a remark: numbers that were not read may hide a contradiction."""
    one = parse("埼玉県みどり野市若葉町2-14-6")
    other = parse("埼玉県みどり野市若葉町2-14-6")
    hidden = type(one)(
        input=one.input + " 9", **{n: getattr(one, n) for n in FIELDS if n != "input"}
    )
    assert compare(one, other).level is Level.EXACT
    found = compare(hidden, other)
    assert found.level is Level.PARTIAL
    assert "読み取れない数字が残っています" in found.notes


FIELDS = tuple(type(parse("")).__dataclass_fields__)


def test_a_building_with_its_number_is_no_shorter_name_of_one_without():
    """三番館 and the house without it are two houses; 八千代 is only a name."""
    house = "みどり野市若葉町2-14-6 千代田マンション"
    assert compare(parse(f"{house}三番館"), parse(house)).level is Level.PARTIAL
    longer, shorter = parse(house), parse("みどり野市若葉町2-14-6 マンション")
    assert compare(longer, shorter).level is Level.VARIANT
