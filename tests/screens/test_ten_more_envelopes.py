"""Thirteen envelopes of our own beside the sample's: each to its right end, as different people.

The readings are made beforehand, since reading is not the point here; everything from the form
check on happens in the real window. What is expected is written by hand from DOMAIN §1, §3, §8, §9.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from envelope_hands import FIRST_DAY, Hands, import_register
from mail_bag import ICHIRO, form_page, licence, page, register_line, residence_record
from real_window import RealWindow

from desktop.domain.reading import PageKind
from desktop.services.case_views import CaseView
from desktop.tour import case_acts, money_acts, office_acts, waiting_acts
from desktop.tour.traveller import Note

pytestmark = pytest.mark.xdist_group("ten more envelopes")

NAMES = (
    *("架空 訂太郎", "見本 停子", "仮野 目美", "例示 無記", "試山 住代", "仮川 逝男"),
    *("架空 幼子", "見本 取造", "仮野 黙介", "例示 戻江", "試山 警司", "仮野 返子"),
)
KEYS = (
    *("correct", "stop", "purpose", "absent", "occupant", "death"),
    *("parent", "withdrawn", "silent", "returned", "police", "reply"),
)
PEOPLE = {
    key: replace(
        ICHIRO,
        number=f"20000000{n:02d}",
        name=name,
        family_kana="カクウ",
        given_kana="ミホン",
        birth=f"198{n % 10}-0{1 + n % 9}-1{n % 10}",
        phone=f"090-0000-20{n:02d}",
        block=f"{20 + n}-{n + 1}",
        supply_point=f"03000000000000000002{n:02d}",
    )
    for n, (key, name) in enumerate(zip(KEYS, NAMES, strict=True))
}
CONTRACTOR = "埼玉県みどり野市中央3丁目1-1"
METHOD = "method.PAPER"

# name: the state the case ends in · its letters in their order, none of them void
ENDS = {
    "correct": ("COMPLETED", ["D-13", "D-09"]),
    "stop": ("COMPLETED", ["D-10"]),
    "purpose": ("COMPLETED", ["D-05"]),
    "again": ("COMPLETED", ["D-05"]),
    "absent": ("COMPLETED", ["D-07"]),
    "occupant": ("COMPLETED", ["D-05"]),
    "death": ("COMPLETED", ["D-06"]),
    "parent": ("COMPLETED", ["D-05"]),
    "withdrawn": ("WITHDRAWN", ["D-14"]),
    "silent": ("CLOSED_NO_RESPONSE", ["D-02", "D-02", "D-14"]),
    "returned": ("COMPLETED", ["D-05"]),
    "police": ("REROUTED", []),
    "reply": ("COMPLETED", ["D-02", "D-05"]),
}
MOVED = replace(PEOPLE["reply"], room="999")  # within the house; the register knows it not
ENCLOSED = {"silent": ("請求書", "切手 220円")}
ANSWERED = tuple(name for name, (state, _letters) in ENDS.items() if state == "COMPLETED")


def stamps():
    return page(PageKind.STAMPS, {})


def papers(name: str, *ticks: str, paid: bool = True):
    person = PEOPLE[name]
    more = (stamps(),) if paid else ()
    return (form_page(person, ticks=(*ticks, METHOD)), licence(person), *more)


def mail() -> dict[str, tuple]:
    disclose = ("type.DISCLOSE", "item.K1")
    family = page(PageKind.KOS, {"name": PEOPLE["parent"].name, "issued": "2026-10-20"})
    mandate = page(PageKind.POWER, {"name": PEOPLE["death"].name})
    seal = page(PageKind.INK, {"name": PEOPLE["death"].name, "issued": "2026-10-21"})
    elsewhere = licence(PEOPLE["silent"], address="埼玉県みどり野市青空町9丁目9-9")
    silent = (papers("silent", *disclose)[0], elsewhere, stamps())
    agent = "agent"
    moved = (form_page(MOVED, ticks=(*disclose, METHOD)), licence(PEOPLE["reply"]), stamps())
    return {
        "correct": papers("correct", "type.CORRECT", "item.K1"),
        "stop": papers("stop", "type.STOP_3P", paid=False),
        "purpose": papers("purpose", "type.PURPOSE", *disclose),
        "again": papers("purpose", *disclose),
        "absent": papers("absent", "type.DISCLOSE_3P"),
        "occupant": papers("occupant", "type.DISCLOSE", "item.K3", "item.K4"),
        "death": (*papers("death", *disclose, agent), mandate, seal),
        "parent": (*papers("parent", *disclose, agent), family),
        "withdrawn": papers("withdrawn", *disclose),
        "silent": silent,
        "returned": papers("returned", *disclose),
        "police": papers("police", *disclose),
        "reply": moved,
    }


@pytest.fixture(scope="module")
def story(shared_desk: RealWindow, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CaseView]:
    """The days of the office: everybody does at the window what is theirs to do."""
    hands = Hands(shared_desk, tmp_path_factory.mktemp("envelopes"))
    fill_the_register(hands)
    hands.sit("c01")
    for name, pages in mail().items():
        hands.file(name, pages, ENCLOSED.get(name, ("請求書",)))
    first_clerk(hands)
    supervisor(hands, len(ANSWERED) - 1)
    send(hands, [name for name in ANSWERED if name not in ("death", "reply")] + ["death"])
    days_after(hands)
    the_answer(hands)
    the_silent_one(hands)
    return {name: hands.case(name) for name in ENDS}


def fill_the_register(hands: Hands) -> None:
    lines = [register_line(one) for name, one in PEOPLE.items() if name != "occupant"]
    lives = PEOPLE["occupant"]  # another person has the contract for where they live
    lines.append(register_line(lives, address=CONTRACTOR, postal="350-9901"))

    import_register(hands.administrator(), hands.folder, lines)  # type: ignore[arg-type]


def first_clerk(hands: Hands) -> None:
    """One clerk checks forms and people, and drafts; the supervisor will be somebody else."""
    one = hands.tour.stage
    hands.open("correct")
    hands.check_form()
    hands.check_identity()
    hands.scope_and_fee()
    give_stamps_back(hands)
    hands.investigate(PEOPLE["correct"], {})
    hands.grant("CORRECT_K1", before="若葉町1丁目1-1", after="若葉町2丁目20-1", day="2026-11-10")
    hands.submit()

    hands.to_investigation("stop")
    hands.investigate(PEOPLE["stop"], {})
    hands.refuse("STOP_3P", "代替措置", "提供先に、お名前を以後用いないよう求めました。")
    hands.submit()

    hands.to_investigation("purpose")
    hands.investigate(PEOPLE["purpose"], {"K1": [("契約者氏名", PEOPLE["purpose"].name)]})
    hands.grant("DISCLOSE_K1")
    hands.grant("PURPOSE", told="電気料金の請求のために利用しています。")
    hands.submit()

    hands.open("again")
    hands.check_form()
    assert one.sees("notice_linked")
    plain_answer(hands, "purpose")

    hands.to_investigation("absent")
    hands.investigate(PEOPLE["absent"], {"K8": [("該当", "なし")]})
    hands.refuse("DISCLOSE_3P_K8", "不存在", "第三者提供の記録を作成していないため。")
    hands.submit()

    hands.open("occupant")
    hands.check_form()
    hands.check_identity()
    live_there(hands)
    hands.scope_and_fee()
    month = [("2026年5月", "210 kWh")]
    hands.investigate(PEOPLE["occupant"], {"K4": month})
    hands.refuse("DISCLOSE_K3", "不存在", "ご契約者ではないため、対象の情報はありません。")
    hands.grant("DISCLOSE_K4")
    hands.submit()

    agents(hands)

    hands.open("withdrawn")
    hands.check_form()
    hands.special("withdraw")
    one.type("withdraw_reason", "11月10日付の取下書を受け取った")
    hands.confirm("withdraw_dialog")
    hands.see("ended_panel")
    hands.post("ended")

    hands.open("silent")
    hands.check_form()
    hands.check_identity()  # does not match: the D-02 is made and posted

    hands.open("reply")
    hands.check_form()
    hands.check_identity()  # another room: the D-02 is made and posted

    hands.open("returned")
    hands.check_form()
    plain_answer(hands, "returned")

    hands.open("police")
    hands.special("special_reroute")
    one.choose("reroute_kind", "警察")
    one.choose("reroute_department", "法務")
    one.choose("reroute_handed", "原本を渡した")
    hands.confirm("reroute")
    hands.see("ended_panel")


def plain_answer(hands: Hands, who: str) -> None:
    hands.check_identity()
    hands.scope_and_fee()
    hands.investigate(PEOPLE[who], {"K1": [("契約者氏名", PEOPLE[who].name)]})
    hands.grant("DISCLOSE_K1")
    hands.submit()


def give_stamps_back(hands: Hands) -> None:
    """Nothing is to be paid for a correction: what was enclosed goes back with a D-13."""
    stage = hands.tour.stage
    hands.take_money("110×2")
    hands.special("notices")
    stage.choose("notice_kind", "返却書")
    stage.type("notice_things", "郵便切手 220円分")
    stage.type("notice_why", "訂正のご請求に手数料は要らないため")
    hands.confirm("notice")
    hands.special("notice_send")
    case_acts.leave_letter(hands.tour, "notice_copy")
    hands.confirm("notice_letter")
    hands.give_money_back("12345678901")
    hands.close_history()
    hands.see("investigation_panel")


def live_there(hands: Hands) -> None:
    stage = hands.tour.stage
    hands.special("special_occupant")
    stage.type("occupant_since", "2026-04-10")
    stage.type("occupant_note", "賃貸借契約書の写しで確かめた")
    hands.confirm("occupant")
    hands.close_history()
    hands.see("scoping_panel")


def agents(hands: Hands) -> None:
    stage = hands.tour.stage
    hands.open("parent")
    hands.check_form()
    hands.check_identity()
    hands.see("agent_panel")
    stage.type("agent_note", "戸籍で親権者と確かめた")
    case_acts.go_on(hands.tour, "AGENT_CHECK")
    hands.scope_and_fee()
    hands.investigate(PEOPLE["parent"], {"K1": [("契約者氏名", PEOPLE["parent"].name)]})
    hands.grant("DISCLOSE_K1")
    hands.submit()

    hands.open("death")
    hands.check_form()
    hands.special("special_death")
    stage.type("death_name", "仮川 次子")
    stage.type("death_postal", "350-9942")
    stage.type("death_address", "埼玉県みどり野市若葉町9丁目1-1")
    stage.type("death_note", "戸籍の写しを確かめた")
    hands.confirm("death")
    hands.close_history()
    stage.click("notice_refuse")
    hands.see("draft_panel")
    hands.refuse("DISCLOSE_K1", "代理", "ご本人の死亡により、代理権が終了したため。")
    stage.settle()
    stage.primary()
    hands.see("approval_panel")


def supervisor(hands: Hands, number: int) -> None:
    hands.sit("s01")
    assert office_acts.approve_all(hands.tour, "envelopes-approvals") == number


def send(hands: Hands, names: list[str]) -> None:
    """One clerk prints, another looks into the envelope, the first posts it."""
    hands.sit("c01")
    for name in names:
        office_acts.print_answer(hands.tour, hands.numbers[name])
    hands.sit("c03")
    for name in names:
        office_acts.check_enclosure(hands.tour, hands.numbers[name])
    hands.sit("c01")
    for name in names:
        serial = 2_234_567_000 + int(hands.numbers[name][-4:])
        office_acts.dispatch(hands.tour, hands.numbers[name], serial)


def days_after(hands: Hands) -> None:
    """All but one were delivered; that one came back, and is sent a second time."""
    stage, tour = hands.tour.stage, hands.tour
    day = FIRST_DAY + timedelta(days=3)
    hands.jump(day)
    hands.sit("c01")
    # Everything was refused to her: the fee goes back before the case is complete (DOMAIN §2).
    hands.open("absent")
    hands.give_money_back("12345678912")
    for name in ANSWERED:
        if name not in ("returned", "reply"):
            office_acts.deliver_and_complete(tour, hands.numbers[name], day)
    hands.open("returned")
    stage.type("delivery_day", day.isoformat())
    stage.click("delivery_returned")
    hands.see("returned_words")
    stage.picture("envelopes-returned")
    for copy in (hands.folder / "letters").iterdir():
        copy.unlink()  # printed long ago
    case_acts.leave_letter(tour, "returned")
    hands.see("returned_check_words")
    hands.sit("c03")
    hands.open("returned")
    office_acts.tick_enclosures(tour)
    stage.primary()
    hands.see("resend_tracking")
    hands.sit("c01")
    hands.open("returned")
    stage.type("resend_tracking", "22345699995")
    stage.primary()
    stage.wait("posted again", lambda: stage.sees("delivery_record"))
    stage.settle()
    office_acts.deliver_and_complete(tour, hands.numbers["returned"], day)


def the_answer(hands: Hands) -> None:
    """The reply slip comes with a certificate that names the former room; the case goes on."""
    day = FIRST_DAY + timedelta(days=3)
    slip = page(PageKind.SLIP, {}, form="SLIP", form_version=1, case_number=hands.numbers["reply"])
    hands.sit("c01")
    filed = hands.file_reply((slip, residence_record(MOVED, PEOPLE["reply"])), day)
    assert (filed.case_number, filed.joined) == (hands.numbers["reply"], True)
    hands.sit("c02")
    hands.open("reply")
    hands.check_form()
    hands.check_identity()  # HISTORICAL: asks for a second clerk
    hands.sit("c01")
    hands.open("reply")
    case_acts.second_look(hands.tour, Note(0))
    hands.scope_and_fee()
    hands.investigate(PEOPLE["reply"], {"K1": [("契約者氏名", PEOPLE["reply"].name)]})
    hands.grant("DISCLOSE_K1")
    hands.submit()
    supervisor(hands, 1)
    send(hands, ["reply"])
    hands.sit("c01")
    office_acts.deliver_and_complete(hands.tour, hands.numbers["reply"], day)


def the_silent_one(hands: Hands) -> None:
    """Asked on 2026-11-10, until the 24th; once more on the 25th, until 12-09; closed after it."""
    hands.jump(date(2026, 11, 25))
    hands.sit("c01")
    hands.open("silent")
    waiting_acts.ask_again(hands.tour)
    hands.jump(date(2026, 12, 10))
    hands.sit("c01")
    hands.open("silent")
    money_acts.book_and_give_back(hands.tour, "110×2", 2_234_567_890, "c03")
    waiting_acts.close_unanswered(hands.tour)


@pytest.mark.parametrize("name", ENDS)
def test_an_envelope_reaches_its_right_end_with_its_letters(
    story: dict[str, CaseView], name: str
) -> None:
    state, letters = ENDS[name]
    case = story[name]
    assert case.line.state.value == state
    standing = [one for one in case.letters if one.state != "VOID"]
    assert [one.code for one in standing] == letters
    assert all(one.state == "SENT" for one in standing)
    assert all(unit.due_on for unit in case.units)


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_passed_through_the_hands_of_different_people(
    story: dict[str, CaseView], name: str
) -> None:
    case = story[name]
    assert case.approval.drafted_by == "見本 花子"
    assert case.approval.approved_by == "雛形 明"
    answer = case.letters[-1]
    assert (answer.printed_by, answer.checked_by) == ("見本 花子", "例示 誠")


def test_what_was_special_about_each_is_kept(story: dict[str, CaseView]) -> None:
    assert [one.number for one in story["again"].special.linked] == [story["purpose"].line.number]
    assert story["occupant"].special.occupant is not None
    assert story["occupant"].identity.which == "R2"
    assert story["death"].special.death is not None
    assert story["returned"].dispatch is not None
    assert story["returned"].dispatch.times == 2
    for name in ("correct", "absent"):
        assert [one.kind for one in story[name].fee.lines] == ["RECEIVED", "RETURNED"]
        assert story[name].fee.to_return == 0
    assert story["correct"].decisions[0].after == "若葉町2丁目20-1"
    assert story["reply"].identity.second_by == "見本 花子"
    assert {one.received_on for one in story["reply"].documents} == {FIRST_DAY, date(2026, 11, 13)}
    asked = [one.answer_by for one in story["silent"].letters if one.code == "D-02"]
    assert asked == [date(2026, 11, 24), date(2026, 12, 9)]
