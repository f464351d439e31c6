"""What a match by a former address shows: which record it stands in, and both readings."""

from __future__ import annotations

from datetime import date

import pytest
from japan import ADDRESSES

from desktop.domain.verification import (
    CompareRow,
    Decision,
    Level,
    Outcome,
    Place,
    RegisterSide,
    Side,
    ThreeWay,
    Where,
)
from desktop.domain.verification import three_way as judge

NAME = "架空 太郎"
OLD = "千葉県みどり野市青葉町3-3 見本荘101"
OLD_OTHERWISE = "千葉県みどり野市青葉町３番３号　見本荘１０１号室"
NEW = "埼玉県みどり野市若葉町2-14-6"
ELSEWHERE = "東京都港区見本台1-2-3"
R1 = "登録 R1 契約者・請求先の住所"
RH = "登録 Rh 以前の住所（2019-04-01〜2024-03-31）"


def paper(address: str, previous: str = "", label: str = "住民票の写し", **more) -> Side:
    return Side(name=NAME, address=address, previous_address=previous, label=label, **more)


def form(address: str, **more) -> Side:
    return Side(name=NAME, address=address, label="請求書", **more)


def register(r1: str = "", r2: str = "", past: str = "", name: str = NAME) -> RegisterSide:
    days = (date(2019, 4, 1), date(2024, 3, 31))
    history = (Place(past, "", *days),) if past else ()
    return RegisterSide(name=name, r1=Place(r1), r2=Place(r2), history=history)


def three_way(one: Side, papers: list[Side], known: RegisterSide) -> ThreeWay:
    return judge(one, papers, known, ADDRESSES)


def rows(found: ThreeWay) -> dict[str, CompareRow]:
    return {row.component: row for row in found.rows}


def links(found: ThreeWay) -> list[tuple[str, str]]:
    return [(one.a_words, one.b_words) for one in found.former]


def test_a_former_address_on_the_paper_is_shown_beside_the_one_of_the_register():
    found = three_way(form(NEW), [paper(NEW, OLD_OTHERWISE)], register(OLD))
    assert found.verdict.level is Level.HISTORICAL
    assert links(found) == [("住民票の写しの前住所", R1)]
    town, block, room = (rows(found)[name] for name in ("town", "block", "room"))
    assert (town.form, town.identity, town.register) == ("若葉町", "若葉町", "青葉町")
    (town_read,), (block_read,), (room_read,) = town.former, block.former, room.former
    assert (town_read.a, town_read.b, town_read.outcome) == ("青葉町", "青葉町", Outcome.EQUAL)
    assert (block_read.a, block_read.b) == ("３番３号", "3-3")
    assert (block_read.outcome, block_read.note) == (
        Outcome.VARIANT,
        "全角と半角、丁目・番地・号の書き方",
    )
    assert (room_read.a, room_read.b) == ("１０１号室", "101")
    assert town.by_former
    assert block.by_former


def test_the_rows_that_a_move_explains_are_no_contradiction_to_speak_of():
    found = three_way(form(NEW), [paper(NEW, OLD)], register(OLD))
    differing = {name for name, row in rows(found).items() if row.outcome is Outcome.DIFFERENT}
    assert differing == {"prefecture", "town", "block"}
    assert all(rows(found)[name].by_former for name in differing)
    assert found.verdict.differing == ()
    other = three_way(form(NEW), [paper(NEW, OLD)], register(OLD, name="仮野 次郎"))
    assert other.verdict.decision is Decision.CORRECTION
    assert other.verdict.differing == ("name",)


def test_an_earlier_address_of_the_register_is_named_with_its_period():
    found = three_way(form(OLD), [paper(OLD, label="運転免許証")], register(NEW, NEW, OLD))
    assert (found.verdict.level, found.verdict.matched) == (Level.HISTORICAL, "Rh")
    assert links(found) == [(RH, "運転免許証の住所")]
    assert all(row.outcome is not Outcome.DIFFERENT for row in found.rows)


def test_an_old_paper_beside_todays_form_shows_both_agreements():
    found = three_way(form(NEW), [paper(OLD, label="運転免許証")], register(NEW, NEW, OLD))
    assert links(found) == [(RH, "運転免許証の住所"), (R1, "請求書の住所")]
    town = rows(found)["town"]
    assert (town.form, town.identity, town.register) == ("若葉町", "青葉町", "青葉町")
    assert [(one.a, one.b) for one in town.former] == [("青葉町", "青葉町"), ("若葉町", "若葉町")]
    assert town.by_former


def test_a_form_with_the_address_left_behind_is_explained_by_the_paper():
    found = three_way(form(OLD), [paper(NEW, OLD)], register(NEW))
    assert links(found) == [("住民票の写しの前住所", "請求書の住所")]
    both = three_way(form(OLD), [paper(NEW, OLD)], register(OLD))
    assert links(both) == [
        ("住民票の写しの前住所", "請求書の住所"),
        ("住民票の写しの前住所", R1),
    ]
    assert rows(both)["town"].by_former


def test_a_paper_set_aside_is_shown_with_the_paper_that_explains_it():
    licence = paper(OLD, label="運転免許証")
    found = three_way(form(NEW), [licence, paper(NEW, OLD)], register(NEW))
    assert found.verdict.level is Level.HISTORICAL
    assert links(found) == [("住民票の写しの前住所", "運転免許証の住所")]
    assert found.former[0].paper == 1
    unmoved = three_way(form(NEW), [licence, paper(NEW, OLD)], register(OLD))
    assert links(unmoved) == [
        ("住民票の写しの前住所", R1),
        ("住民票の写しの前住所", "運転免許証の住所"),
    ]


@pytest.mark.parametrize(
    "known",
    [register(NEW), register(ELSEWHERE), register(ELSEWHERE, ELSEWHERE, NEW + " 501")],
    ids=["agrees", "another", "another room"],
)
def test_without_a_match_by_a_former_address_none_is_shown(known: RegisterSide):
    found = three_way(form(NEW), [paper(NEW, OLD)], known)
    assert found.former == ()
    assert all(row.former == () and not row.by_former for row in found.rows)


def test_between_two_places_that_are_one_a_contradiction_stays_one():
    """Form and paper give the new address with two postal codes: the move explains neither."""
    one = form(NEW, postal="350-9942")
    found = three_way(one, [paper(NEW, OLD, postal="351-0001")], register(OLD))
    assert found.verdict.level is Level.HISTORICAL
    postal = rows(found)["postal"]
    assert (postal.outcome, postal.by_former) == (Outcome.DIFFERENT, False)
    assert found.verdict.differing == ("postal",)


def test_another_postal_code_of_the_address_left_behind_is_explained_by_the_move():
    known = RegisterSide(name=NAME, r1=Place(OLD, "2609901"))
    found = three_way(form(NEW, postal="350-9942"), [paper(NEW, OLD)], known)
    postal = rows(found)["postal"]
    assert (postal.outcome, postal.by_former) == (Outcome.DIFFERENT, True)


def test_a_link_says_which_record_each_address_stands_in():
    found = three_way(form(NEW), [paper(NEW, OLD)], register("", OLD))
    (one,) = found.former
    assert (one.a, one.b, one.paper) == (Where.PAPER_FORMER, Where.R2, 0)
    assert one.b_words == "登録 R2 供給場所の住所"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("", "", date(2019, 4, 1), date(2024, 3, 31)), "2019-04-01〜2024-03-31"),
        (Place("", "", None, date(2024, 3, 31)), "〜2024-03-31"),
        (Place("", "", date(2019, 4, 1), None), "2019-04-01〜"),
        (Place(""), ""),
    ],
)
def test_a_period_is_told_as_far_as_it_is_known(place: Place, words: str):
    assert place.period == words
