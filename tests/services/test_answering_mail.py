"""Mail that answers us: slips, clocks, the clerk's list, and suggestions that join nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ELSEWHERE, ICHIRO, Customer, form_page, lay_in, licence, page, residence_record

from desktop.address.compare import Level
from desktop.domain.errors import Refused
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.states import CaseState
from desktop.services.answering_mail import MailProposal

HANAKO = Customer(
    name="見本 花子",
    family_kana="ミホン",
    given_kana="ハナコ",
    number="1000000002",
    town="若葉町7丁目",
    block="3-1",
    building="",
    room="",
)
LATER = date(2026, 11, 12)


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def slip(number: str, **fields: str) -> ScreenedPage:
    return page(PageKind.SLIP, fields, form="SLIP", form_version=1, case_number=number)


def _waits(track: Track, customer: Customer = ICHIRO) -> str:
    """A case that was asked for a correction; two days later."""
    case_id = track.to_identity(form_page(customer), licence(customer))
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.post_request(case_id)
    track.later(days=2)
    return case_id


def _number(track: Track, case_id: str) -> str:
    return track.get(case_id).line.number


def _proposal(track: Track, *pages: ScreenedPage) -> MailProposal:
    envelope = lay_in(track.office, "c01", pages)
    return track.office.desk.answering.proposal(track.office.by("c01"), envelope)


def test_the_clock_goes_on_with_the_day_the_slip_arrived(track: Track):
    case_id = _waits(track)  # asked on 11-10, today is 11-12
    joined = track.file(slip(_number(track, case_id)), licence(), arrived_on=date(2026, 11, 11))
    case = track.get(case_id)
    assert (joined.case_id, joined.joined) == (case_id, True)
    assert case.line.state is CaseState.FORM_CHECK
    assert case.corrections[0].replied_on == date(2026, 11, 11)
    assert case.line.target is not None
    # 受付 11-10 + 14 = 11-24, and the one day from 11-10 to 11-11.
    assert (case.line.target.due, case.line.target.paused) == (date(2026, 11, 25), False)


def test_the_case_is_on_its_clerks_list_with_the_reason_until_somebody_goes_on(track: Track):
    case_id = _waits(track)
    desk = track.office.desk
    desk.casework.assign(track.act("c01"), case_id, track.office.id_of("c02"))
    track.file(slip(_number(track, case_id)), arrived_on=LATER)
    today = desk.cases.today(track.office.by("c02"), track.office.now)
    (line,) = [*today.overdue, *today.due_today, *today.this_week, *today.later]
    assert (line.work, line.mail, line.assigned) == (
        "形式確認（補正の返事）",
        "補正の返事",
        "見本 花子",
    )
    assert today.waiting == ()
    case = track.get(case_id)
    desk.casework.confirm_form(track.act("c02"), case_id, case.wanted, "PAPER", agent=False)
    assert (track.get(case_id).line.work, track.get(case_id).line.mail) == ("本人確認", "")


def test_the_list_of_a_clerk_who_left_is_not_where_mail_ends(track: Track):
    case_id = _waits(track)
    desk = track.office.desk
    desk.casework.assign(track.act("c01"), case_id, track.office.id_of("c03"))
    desk.people.deactivate(track.act("a01"), track.office.id_of("c03"))
    track.file(slip(_number(track, case_id)), arrived_on=LATER)
    assert track.get(case_id).line.assigned == "架空 太郎"


def test_the_fee_that_came_leads_back_to_the_fee(track: Track):
    case_id = track.to_fee()
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    track.later(days=2)
    track.file(slip(_number(track, case_id)), page(PageKind.STAMPS), arrived_on=LATER)
    line = track.get(case_id).line
    assert (line.state, line.work) == (CaseState.FEE_CHECK, "手数料（手数料の返事）")


def test_papers_with_the_fee_lead_back_to_the_identity_check(track: Track):
    case_id = track.to_fee()
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    track.post_request(case_id)
    track.later(days=2)
    track.file(slip(_number(track, case_id)), licence(), arrived_on=date(2026, 11, 11))
    line = track.get(case_id).line
    assert (line.state, line.mail) == (CaseState.ID_CHECK, "手数料の返事")
    assert line.target is not None
    assert line.target.due == date(2026, 11, 25)


def test_a_withdrawal_on_the_slip_is_said(track: Track):
    case_id = _waits(track)
    track.file(slip(_number(track, case_id), withdraw="1"), arrived_on=LATER)
    assert track.get(case_id).line.mail == "取下げの申出"


def test_a_reply_did_not_arrive_before_the_request(track: Track):
    case_id = _waits(track)
    with pytest.raises(Refused, match="届いた日"):
        track.file(slip(_number(track, case_id)), arrived_on=date(2026, 11, 8))
    assert track.get(case_id).line.state is CaseState.AWAITING_CORRECTION


def test_two_slips_of_one_case_join_it(track: Track):
    case_id = _waits(track)
    number = _number(track, case_id)
    assert track.file(slip(number), slip(number), arrived_on=LATER).case_id == case_id


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("26-0001", "26-0002"), "受付番号の違う返信票が2枚"),
        (("26-0001", ""), "読み取れません"),
        (("",), "読み取れません"),
        (("26-0099",), "案件がありません"),
    ],
    ids=["two cases", "one unread", "unread", "unknown"],
)
def test_what_the_slips_do_not_say_clearly_is_asked(
    track: Track, numbers: tuple[str, ...], words: str
):
    first, second = _waits(track), _waits(track, HANAKO)
    slips = [slip(number) for number in numbers]
    proposal = _proposal(track, *slips)
    assert words in proposal.question
    assert proposal.join == ""
    with pytest.raises(Refused, match=words):
        track.file(*slips, arrived_on=LATER)
    for case_id in (first, second):
        assert track.get(case_id).line.state is CaseState.AWAITING_CORRECTION
    joined = track.file(*slips, arrived_on=LATER, join_case=_number(track, second))
    assert joined.case_id == second


def test_the_slip_of_a_case_that_ended_is_asked(track: Track):
    case_id = _waits(track)
    number = _number(track, case_id)
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    assert "終わって" in _proposal(track, slip(number)).question
    with pytest.raises(Refused, match="終わって"):
        track.file(slip(number), arrived_on=LATER)
    assert not track.file(slip(number), form_page(), arrived_on=LATER, new_case=True).joined


def test_a_slip_with_another_name_than_the_cases_is_asked(track: Track):
    case_id = _waits(track)
    other = slip(_number(track, case_id), name=HANAKO.name)
    assert "氏名" in _proposal(track, other).question
    with pytest.raises(Refused, match="氏名"):
        track.file(other, arrived_on=LATER)
    same = slip(_number(track, case_id), name="仮川一郎")
    assert _proposal(track, same).join == _number(track, case_id)


def test_without_a_slip_the_case_that_waits_is_suggested_with_its_evidence(track: Track):
    case_id = _waits(track)
    _waits(track, HANAKO)
    written = "埼玉県みどり野市若葉町二丁目１４番６号 コーポ若葉 203"
    (found,) = _proposal(track, licence(address=written)).suggestions
    assert (found.case_id, found.name, found.work) == (case_id, ICHIRO.name, "補正を待つ")
    assert (found.level, found.same_name) == (Level.NORMALIZED, True)
    assert found.evidence == ("氏名が一致", "住所：一致（書き方の違い）")


def test_who_moved_is_found_by_name_and_by_the_earlier_place(track: Track):
    case_id = _waits(track)
    (by_name,) = _proposal(track, licence(ELSEWHERE)).suggestions
    assert (by_name.case_id, by_name.same_name) == (case_id, True)
    assert by_name.evidence[0] == "氏名が一致"
    married = replace(ELSEWHERE, name="例示 一郎")
    (by_place,) = _proposal(track, residence_record(married, ICHIRO)).suggestions
    assert (by_place.case_id, by_place.same_name) == (case_id, False)
    assert by_place.evidence[0] == "氏名が違います"


def test_the_same_name_comes_before_the_same_house(track: Track):
    spouse = replace(ICHIRO, name="仮川 二葉", given_kana="フタバ", number="1000000003")
    wife = _waits(track, spouse)
    husband = _waits(track)
    found = _proposal(track, licence()).suggestions
    assert [one.case_id for one in found] == [husband, wife]


def test_a_case_that_waits_for_nothing_is_not_suggested(track: Track):
    track.to_identity()
    assert _proposal(track, licence()).suggestions == ()


def test_strangers_mail_suggests_nothing(track: Track):
    _waits(track)
    assert _proposal(track, licence(HANAKO)) == MailProposal()


def test_a_suggestion_never_joins_by_itself(track: Track):
    case_id = _waits(track)
    filed = track.file(licence(), arrived_on=LATER)
    assert (filed.joined, filed.case_id == case_id) == (False, False)
    assert track.get(case_id).line.state is CaseState.AWAITING_CORRECTION
    assert len(track.get(case_id).documents) == 2


def test_the_case_that_the_clerk_picks_goes_on(track: Track):
    case_id = _waits(track)
    track.file(licence(), arrived_on=LATER, join_case=_number(track, case_id))
    assert track.get(case_id).line.state is CaseState.FORM_CHECK


def test_who_does_not_file_is_shown_no_suggestion(track: Track):
    envelope = lay_in(track.office, "c01", [licence()])
    with pytest.raises(Refused, match="権限"):
        track.office.desk.answering.proposal(track.office.by("k01"), envelope)
