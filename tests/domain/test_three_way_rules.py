"""The three-way check, from DOMAIN §7. F is the form, D the papers, R the register."""

from __future__ import annotations

from datetime import date

import pytest
from three_way_sides import (
    ELSEWHERE,
    HERE,
    HERE_SHORT,
    NAME,
    NEXT_DOOR,
    NO_ROOM,
    OLD,
    OTHER_ROOM,
    TOWN,
    VARIANT,
    register,
    side,
    three_way,
)

from desktop.domain.verification import (
    COMPONENT_LABELS,
    Decision,
    Level,
    Outcome,
    Place,
    RegisterSide,
    decision_for,
)


@pytest.mark.parametrize(
    ("level", "decision"),
    [
        ("EXACT", "PASS"),
        ("NORMALIZED", "PASS"),
        ("VARIANT", "SECOND_CLERK"),
        ("ROOM_MISSING", "SECOND_CLERK"),
        ("HISTORICAL", "SECOND_CLERK"),
        ("DIFFERENT_ROOM", "CORRECTION"),
        ("PARTIAL", "CORRECTION"),
        ("NONE", "CORRECTION"),
        ("NO_ADDRESS", "CORRECTION"),
    ],
)
def test_each_level_has_the_decision_of_the_rules(level: str, decision: str):
    assert decision_for(Level(level)) is Decision(decision)


@pytest.mark.parametrize(
    ("f", "d", "r", "level", "matched", "decision"),
    [
        (HERE, HERE, register(HERE), "EXACT", "R1", "PASS"),
        (HERE_SHORT, HERE, register(HERE_SHORT), "NORMALIZED", "R1", "PASS"),
        (HERE, HERE, register(ELSEWHERE, HERE), "EXACT", "R2", "PASS"),
        (HERE, HERE, register(HERE, HERE), "EXACT", "R1", "PASS"),
        (HERE, NO_ROOM, register(HERE), "ROOM_MISSING", "R1", "SECOND_CLERK"),
        (HERE, HERE, register(NO_ROOM), "ROOM_MISSING", "R1", "SECOND_CLERK"),
        (HERE_SHORT, HERE, register(OTHER_ROOM), "DIFFERENT_ROOM", "", "CORRECTION"),
        (OTHER_ROOM, HERE, register(HERE), "DIFFERENT_ROOM", "R1", "CORRECTION"),
        (HERE, HERE, register(ELSEWHERE), "NONE", "", "CORRECTION"),
        (ELSEWHERE, HERE, register(HERE), "NONE", "R1", "CORRECTION"),
        (HERE, "", register(HERE), "NO_ADDRESS", "", "CORRECTION"),
        ("", HERE, register(HERE), "NO_ADDRESS", "R1", "CORRECTION"),
        (HERE, HERE, register(), "NO_ADDRESS", "", "CORRECTION"),
        (HERE, HERE, register(ELSEWHERE, "", HERE), "HISTORICAL", "Rh", "SECOND_CLERK"),
        (HERE, HERE, register(ELSEWHERE, NO_ROOM), "ROOM_MISSING", "R2", "SECOND_CLERK"),
        (HERE, HERE, register(OTHER_ROOM, HERE_SHORT), "NORMALIZED", "R2", "PASS"),
        (HERE, HERE, register(NO_ROOM, OTHER_ROOM), "ROOM_MISSING", "R1", "SECOND_CLERK"),
        (HERE, VARIANT, register(HERE), "VARIANT", "R1", "SECOND_CLERK"),
        (HERE, HERE, register(VARIANT), "VARIANT", "R1", "SECOND_CLERK"),
        (HERE, NO_ROOM, register(VARIANT), "ROOM_MISSING", "R1", "SECOND_CLERK"),
        (HERE, NEXT_DOOR, register(HERE), "PARTIAL", "", "CORRECTION"),
        (HERE, HERE, register(NEXT_DOOR), "PARTIAL", "", "CORRECTION"),
        (NEXT_DOOR, HERE, register(HERE), "PARTIAL", "R1", "CORRECTION"),
        (TOWN, TOWN, register(TOWN), "PARTIAL", "", "CORRECTION"),
        (ELSEWHERE, ELSEWHERE, register(HERE, HERE, OLD), "NONE", "", "CORRECTION"),
        (HERE, OLD, register(HERE, HERE, OLD), "HISTORICAL", "Rh", "SECOND_CLERK"),
        (ELSEWHERE, OLD, register(HERE, HERE, OLD), "NONE", "", "CORRECTION"),
        (OLD, HERE, register(HERE, HERE, OLD), "NONE", "R1", "CORRECTION"),
    ],
)
def test_the_verdict_is_the_worse_of_form_to_paper_and_paper_to_register(
    f, d, r, level, matched, decision
):
    verdict = three_way(side(f), [side(d)], r).verdict
    assert (verdict.level, verdict.matched, verdict.decision) == (level, matched, decision)


def test_a_match_with_the_supply_place_only_passes_and_says_so():
    verdict = three_way(side(HERE), [side(HERE)], register(ELSEWHERE, HERE)).verdict
    assert verdict.decision is Decision.PASS
    assert "供給場所" in verdict.headline
    assert "契約者・請求先の住所とは一致していません" in verdict.explanation


def test_another_room_does_not_pass_and_the_room_is_named():
    found = three_way(side(HERE_SHORT), [side(HERE)], register(OTHER_ROOM))
    assert found.verdict.level is Level.DIFFERENT_ROOM
    assert found.verdict.differing == ("room",)
    assert "部屋番号の相違" in found.verdict.headline
    assert "205" not in found.verdict.headline + found.verdict.explanation


MOVED = "東京都港区見本台1-2-3"


def test_a_move_shown_by_a_residence_certificate_goes_to_a_second_clerk():
    paper = side(MOVED, previous_address=OLD)
    verdict = three_way(side(MOVED), [paper], register(OLD)).verdict
    assert (verdict.level, verdict.matched) == (Level.HISTORICAL, "R1")
    assert verdict.decision is Decision.SECOND_CLERK


def test_without_the_former_address_a_move_is_a_mismatch():
    assert three_way(side(MOVED), [side(MOVED)], register(OLD)).verdict.level is Level.NONE


def test_a_form_with_the_former_address_is_historical():
    paper = side(MOVED, previous_address=OLD)
    assert three_way(side(OLD), [paper], register(MOVED)).verdict.level is Level.HISTORICAL
    assert three_way(side(OLD), [paper], register(OLD)).verdict.level is Level.HISTORICAL
    assert three_way(side(OLD), [paper], register(ELSEWHERE)).verdict.level is Level.NONE


def test_a_former_address_that_nobody_knows_explains_nothing():
    paper = side(MOVED, previous_address=ELSEWHERE)
    assert three_way(side(MOVED), [paper], register(OLD)).verdict.level is Level.NONE


def test_a_paper_that_fits_the_register_does_not_pass_beside_another_form():
    """Pass needs F=D and D=R: whoever has somebody's licence still writes his own address."""
    verdict = three_way(side(NEXT_DOOR), [side(HERE)], register(HERE)).verdict
    assert (verdict.level, verdict.decision) == (Level.PARTIAL, Decision.CORRECTION)


def test_equal_words_without_a_house_number_prove_no_place():
    verdict = three_way(side(TOWN), [side(TOWN)], register(TOWN)).verdict
    assert (verdict.level, verdict.decision) == (Level.PARTIAL, Decision.CORRECTION)


def test_two_papers_must_agree():
    papers = [side(HERE), side(ELSEWHERE)]
    found = three_way(side(HERE), papers, register(HERE))
    assert found.verdict.decision is Decision.CORRECTION
    assert found.paper == 1
    agreeing = three_way(side(HERE), [side(HERE), side(HERE_SHORT)], register(HERE))
    assert agreeing.verdict.decision is Decision.PASS


def test_the_address_of_the_register_that_was_compared_is_named_even_where_it_differs():
    found = three_way(side(HERE), [side(HERE)], register(OLD, OTHER_ROOM))
    assert (found.verdict.matched, found.register) == ("", "R2")
    assert three_way(side(HERE), [side(HERE)], register(HERE, OLD)).register == "R1"
    assert three_way(side(HERE), [side(HERE)], None).register == ""


def test_where_two_papers_contradict_one_another_their_row_says_so():
    """The table shows one paper; what the other one says stands in the evidence."""
    papers = [side(HERE_SHORT, label="住民票の写し"), side(OTHER_ROOM, label="印鑑登録証明書")]
    found = three_way(side(NO_ROOM), papers, register(HERE))
    room = next(row for row in found.rows if row.component == "room")
    assert room.outcome is Outcome.DIFFERENT
    assert any(
        one.startswith("書類どうし") and "部屋番号が違います" in one for one in room.evidence
    )
    agreeing = three_way(side(HERE), [side(HERE), side(HERE)], register(HERE))
    assert not any("書類どうし" in one for row in agreeing.rows[1:] for one in row.evidence)


def test_two_papers_that_contradict_one_another_do_not_pass_beside_a_form_that_leaves_it_open():
    """The form has no room: each paper alone lacks nothing but that, and yet they are two flats."""
    papers = [side(HERE_SHORT), side(OTHER_ROOM)]
    for known in (register(NO_ROOM), register(HERE), register(OTHER_ROOM)):
        verdict = three_way(side(NO_ROOM), papers, known).verdict
        assert (verdict.level, verdict.decision) == (Level.DIFFERENT_ROOM, Decision.CORRECTION)


def test_form_and_register_must_not_contradict_one_another_over_a_paper_that_leaves_it_open():
    """F room 203, D no room, R room 205: the levels alone say an omission, the rows say 相違."""
    found = three_way(side(HERE), [side(NO_ROOM)], register(OTHER_ROOM))
    assert found.verdict.level is Level.ROOM_MISSING
    assert found.verdict.decision is Decision.CORRECTION
    assert found.verdict.differing == ("room",)
    assert "部屋番号の相違" in found.verdict.headline
    building = three_way(
        side(HERE),
        [side("埼玉県みどり野市若葉町2-14-6 203")],
        register("埼玉県みどり野市若葉町2-14-6 見本ハイツ 203"),
    )
    assert building.verdict.decision is Decision.CORRECTION


def test_a_paper_set_aside_as_the_former_address_leaves_no_plain_pass():
    """The licence shows the old address, the certificate explains it: a person looks."""
    licence, certificate = side(OLD), side(MOVED, previous_address=OLD)
    verdict = three_way(side(MOVED), [licence, certificate], register(MOVED)).verdict
    assert (verdict.level, verdict.matched) == (Level.HISTORICAL, "R1")
    assert verdict.decision is Decision.SECOND_CLERK


def test_two_papers_of_two_places_are_not_explained_by_the_history_of_one():
    papers = [side(OLD), side(ELSEWHERE)]
    verdict = three_way(side(HERE), papers, register(HERE, HERE, OLD)).verdict
    assert verdict.decision is Decision.CORRECTION


def test_a_paper_without_an_address_does_not_count_against():
    found = three_way(side(HERE), [side(""), side(HERE)], register(HERE))
    assert found.verdict.decision is Decision.PASS
    assert found.paper == 1


def test_an_old_licence_is_explained_by_the_certificate_sent_later():
    licence, certificate = side(OLD), side(MOVED, previous_address=OLD)
    assert three_way(side(MOVED), [licence], register(OLD)).verdict.level is Level.NONE
    found = three_way(side(MOVED), [licence, certificate], register(OLD))
    assert (found.verdict.level, found.verdict.matched) == (Level.HISTORICAL, "R1")
    assert found.paper == 1


def test_nobody_in_the_register_is_a_mismatch():
    found = three_way(side(HERE), [side(HERE)], None)
    assert found.verdict.decision is Decision.CORRECTION
    assert found.verdict.matched == ""
    assert "登録が見つかりません" in found.verdict.headline
    assert {row.register for row in found.rows} == {""}


@pytest.mark.parametrize(
    ("f", "d", "r", "decision", "outcome"),
    [
        ("髙橋 花子", "高橋 花子", "高橋 花子", "SECOND_CLERK", "VARIANT"),
        ("見本　花子", "見本 花子", "見本花子", "PASS", "EQUAL"),
        ("見本 花子", "見本[例示] 花子", "見本 花子", "SECOND_CLERK", "VARIANT"),
        ("見本 花子", "仮野 次郎", "見本 花子", "CORRECTION", "DIFFERENT"),
        ("見本 花子", "見本 花子", "仮野 次郎", "CORRECTION", "DIFFERENT"),
        ("見本 花子", "", "見本 花子", "CORRECTION", "MISSING"),
        ("", "見本 花子", "見本 花子", "CORRECTION", "MISSING"),
    ],
)
def test_names_must_agree_as_well(f, d, r, decision, outcome):
    found = three_way(side(HERE, f), [side(HERE, d)], register(HERE, name=r))
    assert found.verdict.decision is Decision(decision)
    assert found.rows[0].component == "name"
    assert found.rows[0].outcome is Outcome(outcome)


def test_another_birth_date_is_a_mismatch_and_a_missing_one_is_not():
    form = side(HERE, birth=date(1980, 1, 1))
    known = RegisterSide(name=NAME, birth=date(1980, 1, 2), r1=Place(HERE))
    verdict = three_way(form, [side(HERE)], known).verdict
    assert (verdict.decision, verdict.differing) == (Decision.CORRECTION, ("birth",))
    assert three_way(form, [side(HERE)], register(HERE)).verdict.decision is Decision.PASS


def test_the_rows_show_each_component_as_written():
    form = side(HERE_SHORT, postal="350-9942")
    reg = RegisterSide(name=NAME, r1=Place(OTHER_ROOM, "3509942"))
    rows = {r.component: r for r in three_way(form, [side(HERE)], reg).rows}
    assert list(rows) == [
        "name", "postal", "prefecture", "city", "town", "block", "building", "room",
    ]  # fmt: skip
    assert all(rows[c].label == COMPONENT_LABELS[c] for c in rows)
    town = rows["town"]
    assert (town.form, town.identity, town.register) == ("若葉町", "若葉町二丁目", "若葉町")
    assert town.outcome is Outcome.VARIANT
    block = rows["block"]
    assert (block.form, block.identity) == ("2-14-6", "14番6号")
    assert (block.outcome, block.note) == (Outcome.VARIANT, "丁目・番地・号の書き方")
    room = rows["room"]
    assert (room.form, room.identity, room.register) == ("203", "203号室", "205")
    assert room.outcome is Outcome.DIFFERENT
    assert (rows["postal"].outcome, rows["postal"].missing_on) == (Outcome.MISSING, "identity")
    assert rows["building"].outcome is Outcome.EQUAL


def test_each_row_tells_for_each_pair_how_it_stands_and_why():
    found = three_way(side(HERE_SHORT), [side(HERE)], register(OTHER_ROOM))
    rows = {row.component: row for row in found.rows}
    assert rows["block"].evidence == (
        "請求書・書類、書類・登録：丁目・番地・号の書き方",
        "請求書・登録：一致",
    )
    assert rows["room"].evidence == (
        "請求書・書類：部屋番号の書き方",
        "書類・登録、請求書・登録：部屋番号が違います",
    )
    assert rows["building"].evidence == ("請求書・書類、書類・登録、請求書・登録：一致",)
    assert rows["postal"].evidence == (
        "請求書・書類、書類・登録、請求書・登録：どちらにも記載なし",
    )
    assert rows["name"].evidence == ("請求書・書類、請求書・登録、書類・登録：一致",)
    varied = three_way(
        side(HERE, "髙見 花子"), [side(VARIANT, "髙見 花子")], register(HERE, name="高見 花子")
    )
    rows = {row.component: row for row in varied.rows}
    assert rows["building"].evidence[0] == (
        "請求書・書類、書類・登録：表記ゆれ（建物名の一部が省かれています）"
    )
    assert rows["name"].evidence[1] == (
        "請求書・登録、書類・登録：表記ゆれ（旧字体・異体字 髙/高）"
    )


MISREAD = "埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉208号室"


def test_a_reading_error_is_suggested_only_where_form_and_paper_differ():
    """Two readings that agree with one another have not both been misread."""
    form_misread = three_way(side(MISREAD), [side(HERE)], register(HERE))
    room = form_misread.rows[-1]
    assert (room.outcome, room.explained_by_reading) == (Outcome.DIFFERENT, True)
    assert "読み取りの誤りかもしれません" in room.note
    assert form_misread.verdict.decision is Decision.CORRECTION
    assert form_misread.verdict.explained_by_reading
    assert "読み取りの誤りかもしれません" in form_misread.verdict.explanation

    both_say_so = three_way(side(MISREAD), [side(MISREAD)], register(HERE))
    room = both_say_so.rows[-1]
    assert (room.outcome, room.explained_by_reading) == (Outcome.DIFFERENT, False)
    assert "読み取り" not in room.note + both_say_so.verdict.explanation
    assert not both_say_so.verdict.explained_by_reading


def test_a_reading_error_is_not_suggested_beside_another_contradiction():
    found = three_way(side(MISREAD), [side(HERE, "仮野 次郎")], register(HERE))
    assert found.rows[-1].explained_by_reading
    assert not found.verdict.explained_by_reading


def test_a_former_name_proven_by_a_paper_goes_to_a_second_clerk():
    named = register(HERE, name="例示 花子")
    plain = three_way(side(HERE, "見本 花子"), [side(HERE, "見本 花子")], named)
    assert plain.verdict.decision is Decision.CORRECTION
    paper = side(HERE, "見本 花子", former_name="例示")
    proven = three_way(side(HERE, "見本 花子"), [paper], named)
    assert proven.verdict.decision is Decision.SECOND_CLERK
    assert proven.rows[0].note == "旧姓で一致"
    beside = three_way(side(HERE, "見本 花子"), [side(HERE, "見本[例示]花子")], named)
    assert beside.verdict.decision is Decision.SECOND_CLERK


def test_kana_speak_against_a_person_whom_no_birth_date_bears_out():
    name, other, day = "見本 裕子", "ミホン ユウコ", date(1980, 1, 1)
    form = side(HERE, name, kana="ミホン ヒロコ", birth=day)
    paper = side(HERE, name, birth=day)
    unheld = RegisterSide(name=name, kana=other, r1=Place(HERE))
    found = three_way(form, [paper], unheld)
    assert found.verdict.decision is Decision.SECOND_CLERK
    assert found.rows[0].note == "フリガナが違います"
    held = RegisterSide(name=name, kana=other, birth=day, r1=Place(HERE))
    assert three_way(form, [paper], held).verdict.decision is Decision.PASS
    same = RegisterSide(name=name, kana="みほん ひろこ", r1=Place(HERE))
    assert three_way(form, [paper], same).verdict.decision is Decision.PASS


def test_kana_and_birth_date_stand_beside_a_name_that_is_a_variant():
    day = date(1980, 1, 1)
    form = side(HERE, "髙見 花子", kana="タカミ ハナコ", birth=day)
    known = RegisterSide(name="高見 花子", kana="ﾀｶﾐ ﾊﾅｺ", birth=day, r1=Place(HERE))
    found = three_way(form, [side(HERE, "髙見 花子", birth=day)], known)
    assert found.rows[0].note == "旧字体・異体字 髙/高、フリガナは一致、生年月日は一致"
    assert found.verdict.decision is Decision.SECOND_CLERK


def test_what_lacks_a_component_is_named():
    form = "埼玉県みどり野市若葉町2-14-6 203"
    rows = {r.component: r for r in three_way(side(form), [side(HERE)], register(HERE)).rows}
    assert rows["building"].outcome is Outcome.MISSING
    assert rows["building"].missing_on == "form"
    verdict = three_way(side(form), [side(HERE)], register(HERE)).verdict
    assert verdict.decision is Decision.PASS
