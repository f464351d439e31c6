"""Periods by class, the way of an item, the stages of a batch (DOMAIN §10, TRUST §2)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.reading import PageKind
from desktop.domain.retention import (
    DEFAULT_RULES,
    DISPOSAL_METHOD_LABELS,
    DISPOSAL_STAGE_LABELS,
    ITEM_STATE_LABELS,
    RETENTION_LABELS,
    DisposalMethod,
    DisposalStage,
    ItemState,
    ListedItem,
    RecordKind,
    RetentionClass,
    TriggerStyle,
    advance,
    after_hold,
    check_approver,
    check_list,
    check_witness,
    class_of,
    due_on,
    is_irreversible,
    kept_until,
    list_hash,
    move_item,
    next_stage,
    next_states,
)

R, X, D = RetentionClass, ItemState, DisposalStage
DONE = date(2026, 11, 30)
TODAY = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("retention_class", "last"),
    [
        (R.A, date(2027, 5, 31)),  # 6か月 from 12-01
        (R.B, date(2028, 11, 30)),
        (R.C, date(2028, 11, 30)),
        (R.C6, date(2027, 5, 31)),
        (R.D, date(2032, 3, 31)),  # fiscal year 2026 ends 2027-03-31, five years on
        (R.E, date(2029, 11, 30)),
        (R.F, date(2034, 3, 31)),
        (R.G, date(2031, 11, 30)),
        (R.H, date(2032, 3, 31)),
        (R.N, date(2026, 11, 30)),
        (R.U, date(2026, 12, 30)),
    ],
)
def test_each_class_is_kept_for_its_period(retention_class: RetentionClass, last: date):
    assert kept_until(retention_class, DONE) == last
    morrow = last if retention_class is R.N else last + timedelta(days=1)
    assert due_on(retention_class, DONE) == morrow


def test_a_period_may_be_counted_from_the_next_first_of_april():
    style = TriggerStyle.NEXT_FISCAL_YEAR
    assert kept_until(R.B, DONE, style) == date(2029, 3, 31)
    assert kept_until(R.A, DONE, style) == date(2027, 9, 30)
    assert due_on(R.A, DONE, style) == date(2027, 10, 1)
    assert due_on(R.N, DONE, style) == DONE


def test_a_case_completed_at_the_end_of_february_keeps_ids_until_the_end_of_august():
    assert kept_until(R.A, date(2026, 2, 28)) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("kind", "retention_class"),
    [
        (PageKind.DL, R.A),
        (PageKind.MNC, R.A),
        (PageKind.JUM, R.A),
        (PageKind.HOK, R.A),
        (PageKind.POWER, R.A),
        (PageKind.FORM, R.B),
        (PageKind.SLIP, R.B),
        (PageKind.ENVELOPE, R.B),
        (PageKind.STAMPS, R.B),
        (PageKind.MNC_BACK, R.N),
        (RecordKind.LETTER, R.C),
        (RecordKind.MATCH_SLIP, R.C),
        (RecordKind.ANNEX, R.C6),
        (RecordKind.CASE_LEDGER, R.D),
        (RecordKind.THIRD_PARTY_RECORD, R.E),
        (RecordKind.FEE_LEDGER, R.F),
        (RecordKind.DISPOSAL_RECORD, R.G),
        (RecordKind.OPERATION_LOG, R.H),
        (RecordKind.FORBIDDEN_NUMBER, R.N),
        (RecordKind.UNFILED, R.U),
    ],
)
def test_papers_and_records_have_their_class(kind, retention_class):
    assert class_of(kind) is retention_class


def test_nothing_is_without_a_class_or_a_rule():
    assert all(class_of(kind) in DEFAULT_RULES for kind in (*PageKind, *RecordKind))
    assert set(DEFAULT_RULES) == set(RetentionClass) == set(RETENTION_LABELS)
    assert set(ITEM_STATE_LABELS) == set(ItemState)
    assert set(DISPOSAL_STAGE_LABELS) == set(DisposalStage)
    assert set(DISPOSAL_METHOD_LABELS) == set(DisposalMethod)


def step(state: ItemState, target: ItemState, **change) -> ItemState:
    return move_item(state, target, **{"today": TODAY, "due": TODAY, **change})


def test_an_item_goes_from_use_to_its_certificate():
    path = [X.ACTIVE, X.RETAINED, X.DUE, X.PROPOSED, X.APPROVED, X.EXECUTED, X.CERTIFIED]
    for state, target in pairwise(path):
        assert step(state, target) is target
    assert next_states(X.CERTIFIED) == ()


def test_no_stage_is_left_out():
    for state, target in [
        (X.DUE, X.APPROVED), (X.DUE, X.EXECUTED), (X.PROPOSED, X.EXECUTED),
        (X.RETAINED, X.PROPOSED), (X.APPROVED, X.PROPOSED), (X.EXECUTED, X.DUE),
    ]:  # fmt: skip
        with pytest.raises(Refused):
            step(state, target)


def test_a_rejected_item_is_due_again():
    assert step(X.PROPOSED, X.REJECTED) is X.REJECTED
    assert step(X.REJECTED, X.DUE) is X.DUE


@pytest.mark.parametrize(
    ("state", "target"),
    [(X.RETAINED, X.DUE), (X.DUE, X.PROPOSED), (X.PROPOSED, X.APPROVED), (X.APPROVED, X.EXECUTED)],
)
def test_a_hold_stops_every_step_after_retention(state, target):
    with pytest.raises(Refused, match="保全"):
        step(state, target, held=True)
    assert step(X.ACTIVE, X.RETAINED, held=True) is X.RETAINED


def test_a_hold_between_approval_and_execution_voids_the_approval():
    assert after_hold(X.APPROVED) is X.DUE
    assert after_hold(X.PROPOSED) is X.DUE
    assert after_hold(X.RETAINED) is X.RETAINED
    assert after_hold(X.EXECUTED) is X.EXECUTED
    with pytest.raises(Refused):
        step(after_hold(X.APPROVED), X.EXECUTED)


@pytest.mark.parametrize("due", [None, TODAY + timedelta(days=1)])
def test_nothing_is_proposed_or_executed_before_its_time(due):
    for state, target in [(X.RETAINED, X.DUE), (X.DUE, X.PROPOSED), (X.APPROVED, X.EXECUTED)]:
        with pytest.raises(Refused, match="期限"):
            step(state, target, due=due)


def test_the_same_person_neither_proposes_and_approves_nor_executes_and_witnesses():
    with pytest.raises(SamePerson):
        check_approver("p1", "p1")
    with pytest.raises(SamePerson):
        check_witness("p1", "p1")
    check_approver("p1", "p3")
    check_witness("p1", "p2")


def test_the_stages_follow_one_another_and_may_be_repeated():
    assert [next_stage(stage) for stage in DisposalStage] == [*list(DisposalStage)[1:], None]
    for stage in DisposalStage:
        assert advance(stage, stage) is stage
    with pytest.raises(Refused):
        advance(D.CONTENT_ERASED, D.IRREVERSIBLE)
    with pytest.raises(Refused):
        advance(D.KEYS_DESTROYED_LIVE, D.CONTENT_ERASED)


def test_irreversible_is_said_only_after_both_sticks():
    assert [stage for stage in DisposalStage if is_irreversible(stage)] == [D.IRREVERSIBLE]
    with pytest.raises(Refused):
        advance(D.KEYS_DESTROYED_LIVE, D.IRREVERSIBLE)
    with pytest.raises(Refused):
        advance(D.STICK_A, D.IRREVERSIBLE)


ITEM = ListedItem("u1", "26-0001", R.A, date(2027, 6, 1), paper=True, pages=3)


def test_the_hash_of_a_list_is_over_its_canonical_text():
    # sha256 of ["u1","26-0001","A","2027-06-01",true,3], by a tool of its own
    assert list_hash([ITEM]) == ("75e6d99f0b2e698bd691ffb8c0af529410a2369eaa7409b0ae4c1db2d619372b")


@pytest.mark.parametrize(
    "other",
    [
        ListedItem("u2", "26-0001", R.A, date(2027, 6, 1), True, 3),
        ListedItem("u1", "26-0002", R.A, date(2027, 6, 1), True, 3),
        ListedItem("u1", "26-0001", R.B, date(2027, 6, 1), True, 3),
        ListedItem("u1", "26-0001", R.A, date(2027, 6, 2), True, 3),
        ListedItem("u1", "26-0001", R.A, date(2027, 6, 1), False, 3),
        ListedItem("u1", "26-0001", R.A, date(2027, 6, 1), True, 4),
    ],
)
def test_a_changed_list_is_not_the_approved_one(other: ListedItem):
    with pytest.raises(Refused):
        check_list(list_hash([ITEM]), [other])
    with pytest.raises(Refused):
        check_list(list_hash([ITEM]), [ITEM, other])
    check_list(list_hash([ITEM, other]), [other, ITEM])


ITEMS = st.builds(
    ListedItem,
    item_id=st.text(max_size=8),
    case_number=st.text(max_size=8),
    retention_class=st.sampled_from(list(RetentionClass)),
    due_on=st.dates(),
    paper=st.booleans(),
    pages=st.integers(0, 99),
)


@given(st.lists(ITEMS, max_size=6), st.lists(ITEMS, max_size=6))
def test_two_lists_share_a_hash_only_if_they_hold_the_same(first, second):
    def key(items: list[ListedItem]) -> list[tuple[object, ...]]:
        return sorted(
            (i.item_id, i.case_number, i.retention_class, i.due_on, i.paper, i.pages) for i in items
        )

    assert (list_hash(first) == list_hash(second)) == (key(first) == key(second))


@given(
    st.sampled_from(list(RetentionClass)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 400),
    st.sampled_from(list(TriggerStyle)),
)
def test_a_later_completion_is_never_due_earlier(retention_class, day, later, style):
    first = due_on(retention_class, day, style)
    assert day <= first
    assert first <= due_on(retention_class, day + timedelta(days=later), style)
