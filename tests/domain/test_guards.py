"""Each guard of DOMAIN §8 by itself: without it the step would be taken (issue 5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from case_in_order import READY, TODAY, YESTERDAY

from desktop.domain import guards
from desktop.domain.errors import Refused
from desktop.domain.requests import Reason
from desktop.domain.states import Action, CaseState, move

S, A = CaseState, Action

IN_ORDER = replace(READY, parts_intact=True, withdrawn_in_writing=True)
REFUSAL = {
    "any_granted": False,
    "reasons": frozenset({Reason.R_HA}),
    "correction_asked": True,
    "identity_ok": False,
}
LATE = {"deadline": YESTERDAY, "second_notice_sent": True}
DOUBTFUL = {"second_check_needed": True, "second_checker": "p2"}


@dataclass(frozen=True)
class Lack:
    """The step, what makes it possible, and the one thing that then is lacking."""

    guard: str
    state: CaseState
    action: Action
    lacking: dict[str, Any]
    words: str
    also: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.guard


# The words are the clerk's: what is wrong, as the window says it.
LACKS = (
    Lack("arrived", S.RECEIVED, A.ACCEPT, {"arrived_on": None}, "到達日"),
    Lack("envelope", S.RECEIVED, A.ACCEPT, {"envelope_kept": False}, "封筒"),
    Lack("enclosures", S.RECEIVED, A.ACCEPT, {"enclosures_listed": False}, "同封物"),
    Lack("two_openers", S.RECEIVED, A.ACCEPT, {"openers": ("p1", "p1")}, "開封者が二人"),
    Lack("purged", S.RECEIVED, A.ACCEPT, {"purge_checked": False}, "除去の確認"),
    Lack("form_complete", S.FORM_CHECK, A.CONFIRM_FORM, {"form_complete": False}, "記入"),
    Lack("identity", S.ID_CHECK, A.CONFIRM_IDENTITY, {"identity_ok": False}, "本人確認が済んで"),
    Lack(
        "second_check", S.ID_CHECK, A.CONFIRM_IDENTITY, {"second_checker": ""}, "第二確認者の確認",
        DOUBTFUL,
    ),
    Lack(
        "second_is_another", S.ID_CHECK, A.CONFIRM_IDENTITY, {"second_checker": "p1"}, "同じです",
        DOUBTFUL,
    ),
    Lack(
        "agent", S.AGENT_CHECK, A.CONFIRM_AGENT, {"agent_ok": False}, "代理権の確認",
        {"agent_needed": True, "agent_ok": True},
    ),
    Lack(
        "principal_alive", S.ID_CHECK, A.CONFIRM_IDENTITY, {"principal_died": True}, "亡くなって"
    ),
    Lack("scoped", S.SCOPING, A.SCOPE, {"scope_set": False}, "特定されて"),
    Lack("fee_owed", S.FEE_CHECK, A.ASK_FEE, {"fee_settled": True}, "請求する手数料がありません",
         {"fee_settled": False}),
    Lack("fee_done", S.FEE_CHECK, A.CONFIRM_FEE, {"fee_settled": False}, "納付も免除も"),
    Lack("fee_for_grant", S.DRAFTED, A.SUBMIT, {"fee_settled": False}, "納付も免除も"),
    Lack(
        "not_all_refused", S.DRAFTED, A.ASK_FEE,
        {"any_granted": False, "reasons": frozenset({Reason.R_HA})}, "全項目を不開示",
        {"fee_settled": False},
    ),
    Lack("money_booked", S.DELIVERED, A.COMPLETE, {"money_booked": False}, "記録されていません"),
    Lack("money_sent_back", S.DELIVERED, A.COMPLETE, {"money_back": True}, "お返しする切手"),
    Lack("nothing_held", S.SCOPING, A.WITHDRAW, {"money_held": True}, "お預かりしている"),
    Lack("answered", S.INVESTIGATION, A.DRAFT, {"answers_in": False}, "届いていない項目"),
    Lack("decided", S.DRAFTED, A.SUBMIT, {"items_decided": False}, "決まっていない項目"),
    Lack("reasons", S.DRAFTED, A.SUBMIT, {"reasons_ok": False}, "符号か説明"),
    Lack(
        "own_usage", S.DRAFTED, A.SUBMIT, {"only_own_usage": False}, "使用量だけ",
        {"occupant": True, "only_own_usage": True},
    ),
    Lack("proven_or_refusal", S.DRAFTED, A.SUBMIT, {"identity_ok": False}, "回答へ進めません"),
    Lack("drafter", S.DRAFTED, A.SUBMIT, {"drafter": ""}, "起案者"),
    Lack("secrecy_decided", S.APPROVAL, A.APPROVE, {"secrecy_open": True}, "責任者の判断"),
    Lack("approver", S.APPROVAL, A.APPROVE, {"approver": ""}, "決裁"),
    Lack("approver_is_another", S.APPROVAL, A.APPROVE, {"approver": "p1"}, "起案"),
    Lack("unchanged", S.APPROVED, A.DISPATCH, {"current_hash": "other"}, "決裁した文面"),
    Lack("address_verified", S.APPROVED, A.DISPATCH, {"verified_address": False}, "宛先"),
    Lack("enclosure_checked", S.APPROVED, A.DISPATCH, {"enclosure_checker": ""}, "封入確認が"),
    Lack("enclosure_by_another", S.APPROVED, A.DISPATCH, {"enclosure_checker": "p1"}, "封入した"),
    Lack("tracked", S.APPROVED, A.DISPATCH, {"tracking": ""}, "引受番号"),
    Lack("delivered", S.DISPATCHED, A.CONFIRM_DELIVERY, {"delivered": False}, "配達が確かめられて"),
    Lack(
        "quiet", S.DISPATCHED, A.COMPLETE, {"dispatched_on": TODAY - timedelta(days=9)}, "日数",
        {"dispatched_on": TODAY - timedelta(days=10)},
    ),
    Lack("classed", S.DELIVERED, A.COMPLETE, {"all_classed": False}, "保存区分"),
    Lack(
        "only_unproven_reasons", S.ID_CHECK, A.DRAFT_REFUSAL,
        {"reasons": frozenset({Reason.R_NI})}, "イ・ロ・ハだけ", REFUSAL,
    ),
    Lack(
        "asked_first", S.ID_CHECK, A.DRAFT_REFUSAL, {"correction_asked": False},
        "補正を依頼しないまま", REFUSAL,
    ),
    Lack(
        "past_deadline", S.AWAITING_CORRECTION, A.CLOSE_NO_RESPONSE, {"deadline": TODAY},
        "期限がまだ", LATE,
    ),
    Lack(
        "second_notice_sent", S.AWAITING_FEE, A.CLOSE_NO_RESPONSE, {"second_notice_sent": False},
        "再度の通知を送って", LATE,
    ),
    Lack(
        "no_second_notice", S.AWAITING_FEE, A.SECOND_NOTICE, {"second_notice_sent": True},
        "送付済み", {**LATE, "second_notice_sent": False},
    ),
    Lack(
        "returned", S.DISPATCHED, A.RECORD_RETURN, {"returned_on": None}, "返戻の日",
        {"returned_on": TODAY},
    ),
    Lack(
        "first_resend", S.RETURNED_MAIL, A.RESEND, {"resends": 1}, "一度だけ",
        {"returned_on": TODAY},
    ),
    Lack(
        "return_expired", S.RETURNED_MAIL, A.GIVE_UP_RETURN,
        {"returned_on": TODAY - timedelta(days=29)}, "保管期間",
        {"returned_on": TODAY - timedelta(days=30)},
    ),
    Lack("withdrawn", S.SCOPING, A.WITHDRAW, {"withdrawn_in_writing": False}, "取下げの書面"),
    Lack("parts_intact", S.COMPLETED, A.REOPEN, {"parts_intact": False}, "再開できません"),
)  # fmt: skip


def test_every_guard_has_its_line() -> None:
    named = {one.name for one in vars(guards).values() if isinstance(one, guards.Guard)}
    assert [lack.guard for lack in LACKS] == list(dict.fromkeys(lack.guard for lack in LACKS))
    assert {lack.guard for lack in LACKS} == named


@pytest.mark.parametrize("lack", LACKS, ids=str)
def test_the_one_thing_that_is_lacking_refuses_the_step(lack: Lack) -> None:
    facts = replace(IN_ORDER, **lack.also)
    move(lack.state, lack.action, facts)
    with pytest.raises(Refused, match=lack.words) as refusal:
        move(lack.state, lack.action, replace(facts, **lack.lacking))
    assert refusal.value.next_step.endswith("。")
