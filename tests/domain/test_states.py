"""The way of a case and its guards, from DOMAIN §8."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from case_in_order import READY, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.requests import Reason
from desktop.domain.roles import Capability, Role, may
from desktop.domain.states import (
    ACTION_LABELS,
    END_STATES,
    STATE_LABELS,
    STEPS,
    TRANSITIONS,
    Action,
    CaseFacts,
    CaseState,
    ClockEffect,
    allowed,
    move,
    possible,
    step_of,
    transition,
    why_not,
)

S, A = CaseState, Action


def test_a_case_in_order_goes_from_the_envelope_to_completion():
    path = [
        A.ACCEPT, A.CONFIRM_FORM, A.CONFIRM_IDENTITY, A.SCOPE, A.CONFIRM_FEE, A.DRAFT, A.SUBMIT,
        A.APPROVE, A.DISPATCH, A.CONFIRM_DELIVERY, A.COMPLETE,
    ]  # fmt: skip
    state, seen = S.RECEIVED, []
    for action in path:
        state = move(state, action, READY)
        seen.append(state)
    assert seen == [
        S.FORM_CHECK, S.ID_CHECK, S.SCOPING, S.FEE_CHECK, S.INVESTIGATION, S.DRAFTED, S.APPROVAL,
        S.APPROVED, S.DISPATCHED, S.DELIVERED, S.COMPLETED,
    ]  # fmt: skip


def test_an_agents_case_passes_the_agent_check():
    agent = replace(READY, agent_needed=True, agent_ok=True)
    assert move(S.ID_CHECK, A.CONFIRM_IDENTITY, agent) is S.AGENT_CHECK
    assert move(S.AGENT_CHECK, A.CONFIRM_AGENT, agent) is S.SCOPING
    with pytest.raises(Refused, match="代理"):
        move(S.AGENT_CHECK, A.CONFIRM_AGENT, replace(agent, agent_ok=False))


@pytest.mark.parametrize(
    "stage",
    [
        *(S.ID_CHECK, S.AGENT_CHECK, S.SCOPING, S.FEE_CHECK, S.INVESTIGATION),
        *(S.AWAITING_CORRECTION, S.AWAITING_FEE),
    ],
)
def test_a_paper_case_stands_where_it_stood_and_goes_no_further_unproven(stage):
    unproven = replace(READY, paper_stage=stage, identity_ok=False)
    assert move(S.RECEIVED, A.TAKE_OVER, unproven) is stage
    for action in (A.CONFIRM_IDENTITY, A.CONFIRM_AGENT, A.SCOPE, A.CONFIRM_FEE, A.ASK_FEE, A.DRAFT):
        assert why_not(stage, action, unproven) is not None
    for lacking in ({"form_complete": False}, {"purge_checked": False}, {"openers": ("p1",)}):
        assert why_not(S.RECEIVED, A.TAKE_OVER, replace(unproven, **lacking)) is not None


@pytest.mark.parametrize("stage", ["", *(S.DRAFTED, S.APPROVAL, S.APPROVED, S.DISPATCHED)])
def test_no_case_begins_behind_its_investigation(stage):
    with pytest.raises(Refused):
        move(S.RECEIVED, A.TAKE_OVER, replace(READY, paper_stage=stage))


REFUSED = [
    # 1. Receiving needs the day, the envelope, the list, two openers, the purge check.
    (S.RECEIVED, A.ACCEPT, {"arrived_on": None}),
    (S.RECEIVED, A.ACCEPT, {"arrived_on": TODAY + timedelta(days=1)}),
    (S.RECEIVED, A.ACCEPT, {"envelope_kept": False}),
    (S.RECEIVED, A.ACCEPT, {"enclosures_listed": False}),
    (S.RECEIVED, A.ACCEPT, {"openers": ()}),
    (S.RECEIVED, A.ACCEPT, {"openers": ("p1",)}),
    (S.RECEIVED, A.ACCEPT, {"openers": ("p1", "p1")}),
    (S.RECEIVED, A.ACCEPT, {"openers": ("p1", "")}),
    (S.RECEIVED, A.ACCEPT, {"purge_checked": False}),
    (S.FORM_CHECK, A.CONFIRM_FORM, {"form_complete": False}),
    # 3. No drafting before identity and agent, on every path.
    (S.ID_CHECK, A.CONFIRM_IDENTITY, {"identity_ok": False}),
    (S.ID_CHECK, A.CONFIRM_IDENTITY, {"second_check_needed": True}),
    (S.ID_CHECK, A.CONFIRM_IDENTITY, {"second_check_needed": True, "second_checker": "p1"}),
    (S.SCOPING, A.SCOPE, {"identity_ok": False}),
    (S.SCOPING, A.SCOPE, {"scope_set": False}),
    (S.FEE_CHECK, A.CONFIRM_FEE, {"identity_ok": False}),
    (S.INVESTIGATION, A.DRAFT, {"identity_ok": False}),
    (S.INVESTIGATION, A.DRAFT, {"agent_needed": True}),
    (S.DRAFTED, A.EDIT, {"identity_ok": False}),
    (S.SENT_BACK, A.EDIT, {"identity_ok": False}),
    (S.DRAFTED, A.SUBMIT, {"identity_ok": False}),
    (S.APPROVAL, A.APPROVE, {"identity_ok": False}),
    (S.APPROVED, A.DISPATCH, {"identity_ok": False}),
    # The fee is asked only after identity is verified.
    (S.FEE_CHECK, A.ASK_FEE, {"identity_ok": False, "fee_settled": False}),
    (S.FEE_CHECK, A.ASK_FEE, {"fee_due": 0, "fee_settled": False}),
    (S.FEE_CHECK, A.ASK_FEE, {}),
    (S.INVESTIGATION, A.ASK_FEE, {}),
    # 4. Fee settled or waived before investigation.
    (S.FEE_CHECK, A.CONFIRM_FEE, {"fee_settled": False}),
    (S.INVESTIGATION, A.DRAFT, {"fee_settled": False}),
    (S.INVESTIGATION, A.DRAFT, {"answers_in": False}),
    # 5. Every item decided, every reason in order.
    (S.SENT_BACK, A.EDIT, {"items_decided": False}),
    (S.ID_CHECK, A.DRAFT_REFUSAL, {"items_decided": False}),
    (S.DRAFTED, A.SUBMIT, {"items_decided": False}),
    (S.DRAFTED, A.SUBMIT, {"reasons_ok": False}),
    (S.DRAFTED, A.SUBMIT, {"drafter": ""}),
    # 6. Approver ≠ drafter; the approved text is frozen.
    (S.APPROVAL, A.APPROVE, {"approver": "p1"}),
    (S.APPROVAL, A.APPROVE, {"approver": ""}),
    (S.APPROVAL, A.APPROVE, {"approved_hash": "", "current_hash": ""}),
    (S.APPROVAL, A.APPROVE, {"current_hash": "other"}),
    (S.APPROVED, A.DISPATCH, {"current_hash": "other"}),
    (S.APPROVED, A.DISPATCH, {"approver": "p1"}),
    # 7. Verified address, second person, tracking number.
    (S.APPROVED, A.DISPATCH, {"verified_address": False}),
    (S.APPROVED, A.DISPATCH, {"enclosure_checker": ""}),
    (S.APPROVED, A.DISPATCH, {"enclosure_checker": "p1"}),
    (S.APPROVED, A.DISPATCH, {"tracking": ""}),
    # 8. Completion needs delivery, or ten quiet days, and a class for everything.
    (S.DISPATCHED, A.CONFIRM_DELIVERY, {"delivered": False}),
    (S.DELIVERED, A.COMPLETE, {"all_classed": False}),
    (S.DISPATCHED, A.COMPLETE, {"dispatched_on": TODAY - timedelta(days=9)}),
    (S.DISPATCHED, A.COMPLETE, {"dispatched_on": None}),
    (
        S.DISPATCHED,
        A.COMPLETE,
        {"dispatched_on": TODAY - timedelta(days=20), "returned_on": TODAY - timedelta(days=5)},
    ),
    # 9. One re-send, then 30 days.
    (S.DISPATCHED, A.RECORD_RETURN, {"returned_on": None}),
    (S.RETURNED_MAIL, A.RESEND, {"resends": 1}),
    (S.RETURNED_MAIL, A.RESEND, {"verified_address": False}),
    (S.RETURNED_MAIL, A.GIVE_UP_RETURN, {"returned_on": TODAY - timedelta(days=29)}),
    # Withdrawal in writing, and nothing ends without retention classes.
    (S.SCOPING, A.WITHDRAW, {}),
    (S.SCOPING, A.WITHDRAW, {"withdrawn_in_writing": True, "all_classed": False}),
    (S.FORM_CHECK, A.REROUTE, {"all_classed": False}),
    (S.COMPLETED, A.REOPEN, {}),
    # No end with money that is neither taken nor returned.
    (S.DISPATCHED, A.COMPLETE, {"dispatched_on": TODAY - timedelta(days=20), "money_back": True}),
    (S.RETURNED_MAIL, A.GIVE_UP_RETURN, {"returned_on": TODAY - timedelta(days=30),
                                         "money_back": True}),
    (S.FORM_CHECK, A.REROUTE, {"money_held": True}),
    (S.FORM_CHECK, A.REROUTE, {"money_booked": False}),
    (S.APPROVED, A.DISPATCH, {"fee_settled": False}),
]  # fmt: skip


@pytest.mark.parametrize(("state", "action", "lacking"), REFUSED)
def test_a_step_whose_condition_is_missing_is_refused(state, action, lacking):
    facts = replace(READY, **lacking)
    with pytest.raises(Refused) as refusal:
        move(state, action, facts)
    assert refusal.value.sentence.endswith("。")
    assert refusal.value.next_step.endswith("。")
    shown = why_not(state, action, facts)
    assert shown is not None
    assert shown.sentence == refusal.value.sentence
    assert action not in possible(state, facts)


@pytest.mark.parametrize(
    ("state", "action", "lacking"),
    [
        (S.RECEIVED, A.ACCEPT, {"openers": ("p1", "p1")}),
        (S.ID_CHECK, A.CONFIRM_IDENTITY, {"second_check_needed": True, "second_checker": "p1"}),
        (S.APPROVAL, A.APPROVE, {"approver": "p1"}),
        (S.APPROVED, A.DISPATCH, {"enclosure_checker": "p1"}),
    ],
)
def test_two_duties_of_one_person_are_refused_as_such(state, action, lacking):
    with pytest.raises(SamePerson):
        move(state, action, replace(READY, **lacking))


def test_a_second_clerk_makes_a_doubtful_match_good():
    facts = replace(READY, second_check_needed=True, second_checker="p2")
    assert move(S.ID_CHECK, A.CONFIRM_IDENTITY, facts) is S.SCOPING


def test_a_waived_fee_and_a_free_request_need_no_money():
    waived = replace(READY, fee_settled=False, fee_waived=True)
    free = replace(READY, fee_settled=False, fee_due=0)
    assert move(S.FEE_CHECK, A.CONFIRM_FEE, waived) is S.INVESTIGATION
    assert move(S.FEE_CHECK, A.CONFIRM_FEE, free) is S.INVESTIGATION


def test_a_missing_fee_waits_and_comes_back():
    short = replace(READY, fee_settled=False)
    assert move(S.FEE_CHECK, A.ASK_FEE, short) is S.AWAITING_FEE
    for later in (S.INVESTIGATION, S.DRAFTED, S.SENT_BACK):
        assert move(later, A.ASK_FEE, short) is S.AWAITING_FEE
    assert move(S.AWAITING_FEE, A.RECEIVE_FEE, short) is S.FEE_CHECK


def test_what_a_correction_brings_passes_every_check_again():
    state = move(S.ID_CHECK, A.ASK_CORRECTION, CaseFacts())
    assert state is S.AWAITING_CORRECTION
    assert move(state, A.RECEIVE_CORRECTION, CaseFacts()) is S.FORM_CHECK


@pytest.mark.parametrize("state", [S.DRAFTED, S.APPROVAL, S.APPROVED, S.SENT_BACK])
def test_any_edit_makes_it_a_draft_again(state):
    assert move(state, A.EDIT, READY) is S.DRAFTED


NO_IDENTITY = replace(
    READY,
    identity_ok=False,
    verified_address=False,
    any_granted=False,
    reasons=frozenset({Reason.R_I}),
    correction_asked=True,
    fee_settled=False,
    deadline=TODAY - timedelta(days=1),
)


@pytest.mark.parametrize("reason", [Reason.R_I, Reason.R_RO, Reason.R_HA])
def test_three_reasons_refuse_without_identity_all_the_way_to_dispatch(reason):
    facts = replace(NO_IDENTITY, reasons=frozenset({reason}))
    assert move(S.ID_CHECK, A.DRAFT_REFUSAL, facts) is S.DRAFTED
    assert move(S.AWAITING_CORRECTION, A.DRAFT_REFUSAL, facts) is S.DRAFTED
    assert move(S.DRAFTED, A.SUBMIT, facts) is S.APPROVAL
    assert move(S.APPROVAL, A.APPROVE, facts) is S.APPROVED
    assert move(S.APPROVED, A.DISPATCH, facts) is S.DISPATCHED


@pytest.mark.parametrize(
    "lacking",
    [
        {"reasons": frozenset({Reason.R_NI})},
        {"reasons": frozenset({Reason.R_I, Reason.R_HE})},
        {"reasons": frozenset()},
        {"any_granted": True},
        {"correction_asked": False},
    ],
)
def test_nothing_else_is_answered_without_identity(lacking):
    with pytest.raises(Refused):
        move(S.ID_CHECK, A.DRAFT_REFUSAL, replace(NO_IDENTITY, **lacking))


@pytest.mark.parametrize("state", [S.AWAITING_CORRECTION, S.AWAITING_FEE])
def test_a_customer_in_time_is_not_refused_noticed_or_closed(state):
    in_time = replace(NO_IDENTITY, deadline=TODAY, second_notice_sent=False)
    for action in (A.DRAFT_REFUSAL, A.SECOND_NOTICE, A.CLOSE_NO_RESPONSE):
        with pytest.raises(Refused):
            move(state, action, in_time)
    assert move(state, A.SECOND_NOTICE, NO_IDENTITY) is state


def test_a_case_is_closed_only_after_a_second_notice():
    with pytest.raises(Refused):
        move(S.AWAITING_CORRECTION, A.CLOSE_NO_RESPONSE, NO_IDENTITY)
    noticed = replace(NO_IDENTITY, second_notice_sent=True)
    assert move(S.AWAITING_CORRECTION, A.CLOSE_NO_RESPONSE, noticed) is S.CLOSED_NO_RESPONSE
    with pytest.raises(Refused):
        move(S.AWAITING_CORRECTION, A.SECOND_NOTICE, noticed)


def test_the_death_of_the_principal_ends_the_agents_power():
    dead = replace(READY, agent_needed=True, agent_ok=True, principal_died=True)
    for state, action in (
        (S.AGENT_CHECK, A.CONFIRM_AGENT),
        (S.INVESTIGATION, A.DRAFT),
        (S.DRAFTED, A.SUBMIT),
        (S.APPROVAL, A.APPROVE),
        (S.APPROVED, A.DISPATCH),
    ):
        with pytest.raises(Refused):
            move(state, action, dead)
    refusal = replace(dead, any_granted=False, reasons=frozenset({Reason.R_RO}))
    assert move(S.INVESTIGATION, A.DRAFT_REFUSAL, refusal) is S.DRAFTED
    assert move(S.APPROVAL, A.APPROVE, refusal) is S.APPROVED


def test_ten_quiet_days_complete_a_case_and_a_return_before_a_resend_does_not_count():
    quiet = replace(READY, delivered=False, dispatched_on=TODAY - timedelta(days=10))
    assert move(S.DISPATCHED, A.COMPLETE, quiet) is S.COMPLETED
    resent = replace(quiet, returned_on=TODAY - timedelta(days=11), resends=1)
    assert move(S.DISPATCHED, A.COMPLETE, resent) is S.COMPLETED


def test_returned_mail_is_sent_again_once_or_ends_after_thirty_days():
    back = replace(READY, returned_on=TODAY)
    assert move(S.DISPATCHED, A.RECORD_RETURN, back) is S.RETURNED_MAIL
    assert move(S.RETURNED_MAIL, A.RESEND, back) is S.DISPATCHED
    old = replace(READY, returned_on=TODAY - timedelta(days=30), resends=1)
    assert move(S.RETURNED_MAIL, A.GIVE_UP_RETURN, old) is S.RETURN_GIVEN_UP


def test_a_reopened_case_starts_again_before_identity():
    intact = replace(READY, parts_intact=True)
    assert move(S.COMPLETED, A.REOPEN, intact) is S.FORM_CHECK
    unproven = replace(intact, identity_ok=False)
    state = move(S.FORM_CHECK, A.CONFIRM_FORM, unproven)
    with pytest.raises(Refused, match="本人確認"):
        move(state, A.CONFIRM_IDENTITY, unproven)


def test_an_action_the_state_does_not_know_is_refused_in_words():
    with pytest.raises(Refused, match="「受付」の案件では「承認して署名する」はできません"):
        move(S.RECEIVED, A.APPROVE, READY)


def test_end_states_are_left_only_by_reopening():
    assert {
        S.COMPLETED, S.WITHDRAWN, S.CLOSED_NO_RESPONSE, S.REROUTED, S.RETURN_GIVEN_UP,
    } == END_STATES  # fmt: skip
    for state in END_STATES:
        assert set(allowed(state)) <= {A.REOPEN}


def test_every_end_needs_a_retention_class_for_everything():
    for row in TRANSITIONS:
        if row.target in END_STATES:
            assert "classed" in {guard.name for guard in row.guards}


def test_every_end_asks_what_became_of_the_money():
    for row in TRANSITIONS:
        if row.target in END_STATES:
            asked = {guard.name for guard in row.guards}
            unanswered = row.action in (A.WITHDRAW, A.CLOSE_NO_RESPONSE, A.REROUTE)
            assert "money_booked" in asked
            assert ("nothing_held" if unanswered else "money_sent_back") in asked


def test_the_service_clock_pauses_only_while_the_customer_is_waited_for():
    for row in TRANSITIONS:
        waits = row.target in (S.AWAITING_CORRECTION, S.AWAITING_FEE)
        waited = row.source in (S.AWAITING_CORRECTION, S.AWAITING_FEE)
        assert (row.clock is ClockEffect.PAUSE) == (waits and not waited)


def test_approving_is_the_supervisors_and_drafting_the_clerks():
    by = {row.action: row.capability for row in TRANSITIONS}
    assert by[A.APPROVE] is Capability.APPROVE
    assert may(Role.SUPERVISOR, by[A.APPROVE])
    assert not may(Role.SUPERVISOR, by[A.DRAFT])
    assert not may(Role.CLERK, by[A.REOPEN])


def test_the_stepper_has_ten_steps_and_knows_every_state():
    assert " ".join(STEPS) == "受付 形式確認 本人確認 対象特定 手数料 調査 起案 決裁 発送 完了"
    assert STEPS[step_of(S.ID_CHECK)] == "本人確認"
    assert STEPS[step_of(S.APPROVAL)] == "決裁"
    assert STEPS[step_of(S.AWAITING_CORRECTION, S.ID_CHECK)] == "本人確認"
    assert all(0 <= step_of(state) < len(STEPS) for state in CaseState)


def test_every_state_and_action_has_a_word_and_is_used():
    assert set(STATE_LABELS) == set(CaseState)
    assert set(ACTION_LABELS) == set(Action) == {row.action for row in TRANSITIONS}
    assert {row.target for row in TRANSITIONS} | {S.RECEIVED} == set(CaseState)


def _facts() -> st.SearchStrategy[CaseFacts]:
    people = st.sampled_from(["", "p1", "p2", "p3"])
    days = st.none() | st.dates(date(2026, 9, 1), date(2026, 12, 31))
    special: dict[str, st.SearchStrategy[object]] = {
        "openers": st.lists(people, max_size=3).map(tuple),
        "reasons": st.frozensets(st.sampled_from(list(Reason)), max_size=2),
        "paper_stage": st.sampled_from(["", "ID_CHECK", "INVESTIGATION", "AWAITING_FEE"]),
        "fee_due": st.sampled_from([0, 220]),
        "resends": st.integers(0, 2),
        "presumed_delivered_days": st.just(10),
        "returned_days": st.just(30),
        "tracking": st.sampled_from(["", "12345678903"]),
        "approved_hash": st.sampled_from(["", "h"]),
        "current_hash": st.sampled_from(["", "h", "g"]),
    }
    by_type = {"bool": st.booleans(), "str": people, "date | None": days}
    return st.builds(
        CaseFacts,
        **{
            f.name: special[f.name] if f.name in special else by_type[f.type]
            for f in fields(CaseFacts)
        },
    )


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(list(Action)), _facts()), max_size=40))
def test_no_path_reaches_approval_without_identity(steps):
    """Whatever is tried in whatever order, with facts that may change in between."""
    state = S.RECEIVED
    for action, facts in steps:
        try:
            after = move(state, action, facts)
        except Refused:
            continue
        if after in (S.APPROVAL, S.APPROVED) or (after is S.DISPATCHED):
            identity = facts.identity_ok and (
                not facts.second_check_needed
                or facts.second_checker not in ("", facts.identity_checker)
            )
            agent = not facts.agent_needed or (facts.agent_ok and not facts.principal_died)
            refusal = (
                not facts.any_granted
                and facts.reasons
                and facts.reasons <= {Reason.R_I, Reason.R_RO, Reason.R_HA}
            )
            assert (identity and agent) or refusal
        if after is S.APPROVED:
            assert facts.approver not in ("", facts.drafter)
        state = after


@given(st.sampled_from(list(CaseState)), _facts())
def test_a_move_allowed_is_a_row_of_the_table(state, facts):
    for action in possible(state, facts):
        row = transition(state, action, facts)
        assert row is not None
        assert row in TRANSITIONS
        assert move(state, action, facts) is row.target


@given(_facts())
def test_every_guard_of_a_row_is_needed(facts):
    for row in TRANSITIONS:
        chosen = row.when is None or row.when(facts)
        if chosen and not all(guard.holds(facts) for guard in row.guards):
            assert row.action not in possible(row.source, facts)


def test_new_evidence_leads_back_to_the_identity_check_until_the_answer_is_posted():
    """Guard 3: on every path. Where the way back is missing the case could never go on."""
    between = {
        *(S.AGENT_CHECK, S.SCOPING, S.FEE_CHECK, S.AWAITING_FEE, S.INVESTIGATION),
        *(S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED),
    }
    back = {state for state in S if A.RECHECK_IDENTITY in allowed(state)}
    assert back == between
    assert {move(state, A.RECHECK_IDENTITY, CaseFacts()) for state in back} == {S.ID_CHECK}
