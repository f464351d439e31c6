"""Fees: what is owed, what came, what it opens (DOMAIN §2, §8 guard 4)."""

from __future__ import annotations

import pytest
from case_path import K1, K1_K3, Track
from desk_office import Office
from mail_bag import form_page, licence
from standing_cases import ACTS

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_two_items_cost_440_yen(track: Track):
    case = track.get(track.to_fee(wanted=K1_K3))
    assert (case.line.state, case.fee.due, case.fee.count) == (CaseState.FEE_CHECK, 440, 2)


def test_exact_stamps_open_the_investigation(track: Track):
    case_id = track.to_fee(wanted=K1_K3)
    case = track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 440)
    assert case.line.state is CaseState.INVESTIGATION
    assert case.fee.sentence == "手数料440円ちょうどです。"


def test_650_yen_for_three_items_are_10_short_and_wait(track: Track):
    wanted = {RequestType.DISCLOSE: (Item.K1, Item.K3, Item.K4)}
    case_id = track.to_fee(wanted=wanted)
    case = track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 650)
    assert case.line.state is CaseState.FEE_CHECK
    assert case.fee.sentence == "手数料660円に10円足りません。"


def test_the_missing_fee_is_asked_for_and_its_coming_goes_on(track: Track):
    case_id = track.to_fee()
    letter = track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    # 11-10 + 14 days = 11-24, a Tuesday.
    assert (letter.code, str(letter.answer_by)) == ("D-03", "2026-11-24")
    track.post_request(case_id)
    waiting = track.get(case_id)
    assert waiting.line.state is CaseState.AWAITING_FEE
    assert waiting.line.target is not None
    assert waiting.line.target.paused
    track.later(days=3)
    case = track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert case.line.state is CaseState.INVESTIGATION
    assert case.line.target is not None
    assert not case.line.target.paused


def test_a_fee_that_came_is_not_asked_for_by_a_letter_that_came_back(track: Track):
    case_id, desk = track.to_fee(), track.office.desk
    letter = desk.casework.ask_fee(track.act("c01"), case_id)
    track.post_request(case_id)
    track.later(days=3)
    desk.returned_notices.record(track.act("c01"), letter.id, track.office.now.date())
    case = desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert case.line.state is CaseState.INVESTIGATION
    assert [
        one.title for one in desk.post.view(track.office.by("c01"), track.office.now.date()).to_post
    ] == []
    with pytest.raises(Refused, match="印刷していない"):
        desk.correspondence.send(track.act("c01"), letter.id)


def test_cash_in_the_envelope_does_not_pay_the_fee(track: Track):
    case_id = track.to_fee()
    case = track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.CASH, 220)
    assert (case.line.state, case.fee.received) == (CaseState.FEE_CHECK, 0)
    assert "現金書留で返します" in case.fee.sentence


def test_money_without_means_is_refused(track: Track):
    case_id = track.to_fee()
    with pytest.raises(Refused, match="納付方法"):
        track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.NONE, 220)


def test_a_correction_costs_nothing_and_goes_straight_on(track: Track):
    wanted = {RequestType.CORRECT: (Item.K1,)}
    case = track.get(track.to_fee(wanted=wanted))
    assert (case.line.state, case.fee.due) == (CaseState.INVESTIGATION, 0)


def test_a_fee_that_is_not_due_cannot_be_asked(track: Track):
    case_id = track.to_fee(wanted={RequestType.CORRECT: (Item.K1,)})
    with pytest.raises(Refused):
        track.office.desk.casework.ask_fee(track.act("c01"), case_id)


def test_third_party_records_under_disclosure_are_refused(track: Track):
    case_id = track.file(form_page(), licence()).case_id
    with pytest.raises(Refused, match="第三者提供記録"):
        track.office.desk.casework.confirm_form(
            track.act("c01"), case_id, {RequestType.DISCLOSE: (Item.K8,)}, "PAPER", agent=False
        )


def test_a_supervisor_waives_with_a_reason_and_the_clerk_goes_on(track: Track):
    case_id = track.to_fee()
    waived = track.office.desk.casework.waive_fee(track.act("s01"), case_id, "災害により")
    assert waived.fee.waived
    case = track.office.desk.casework.fee_done(track.act("c01"), case_id)
    assert case.line.state is CaseState.INVESTIGATION


def test_a_waiver_does_not_hold_for_more_than_was_asked_then(track: Track):
    case_id = track.to_fee()
    track.office.desk.casework.waive_fee(track.act("s01"), case_id, "災害により")
    ACTS["WITHDRAW"](track, track.act("c01"), case_id)
    ACTS["REOPEN"](track, track.act("s01"), case_id)
    track.office.desk.casework.confirm_form(track.act("c01"), case_id, K1_K3, "PAPER", agent=False)
    ACTS["CONFIRM_IDENTITY"](track, track.act("c01"), case_id)
    case = track.office.desk.casework.scope(track.act("c01"), case_id, K1_K3)
    assert (case.line.state, case.fee.waived) == (CaseState.FEE_CHECK, False)
    again = track.office.desk.casework.waive_fee(track.act("s01"), case_id, "災害により")
    assert (again.fee.due, again.fee.waived) == (440, True)


def test_a_clerk_cannot_waive(track: Track):
    case_id = track.to_fee()
    with pytest.raises(NotAllowed):
        track.office.desk.casework.waive_fee(track.act("c01"), case_id, "災害により")


def test_a_waiver_needs_its_reason(track: Track):
    case_id = track.to_fee()
    with pytest.raises(Refused, match="書かれて"):
        track.office.desk.casework.waive_fee(track.act("s01"), case_id, " ")


def test_no_investigation_without_the_fee(track: Track):
    case_id = track.to_fee()
    with pytest.raises(Refused, match="手数料"):
        track.office.desk.casework.fee_done(track.act("c01"), case_id)


def test_the_same_stamps_are_counted_once(track: Track):
    case_id = track.to_fee(wanted=K1_K3)
    act = track.act("c01")
    track.office.desk.casework.record_fee(act, case_id, FeeMeans.STAMPS, 220)
    again = track.office.desk.casework.record_fee(act, case_id, FeeMeans.STAMPS, 220)
    assert again.fee.received == 220


def test_the_scope_comes_after_the_identity(track: Track):
    case_id = track.to_identity()
    with pytest.raises(Refused):
        track.office.desk.casework.scope(track.act("c01"), case_id, K1)
