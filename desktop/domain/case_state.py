"""The names of a case's states and of what is done to it, with the clerks' words (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    RECEIVED = "RECEIVED"
    FORM_CHECK = "FORM_CHECK"
    ID_CHECK = "ID_CHECK"
    AGENT_CHECK = "AGENT_CHECK"
    SCOPING = "SCOPING"
    FEE_CHECK = "FEE_CHECK"
    INVESTIGATION = "INVESTIGATION"
    DRAFTED = "DRAFTED"
    APPROVAL = "APPROVAL"
    APPROVED = "APPROVED"
    DISPATCHED = "DISPATCHED"
    DELIVERED = "DELIVERED"
    COMPLETED = "COMPLETED"
    AWAITING_CORRECTION = "AWAITING_CORRECTION"
    AWAITING_FEE = "AWAITING_FEE"
    SENT_BACK = "SENT_BACK"
    RETURNED_MAIL = "RETURNED_MAIL"
    RETURN_GIVEN_UP = "RETURN_GIVEN_UP"
    WITHDRAWN = "WITHDRAWN"
    CLOSED_NO_RESPONSE = "CLOSED_NO_RESPONSE"
    REROUTED = "REROUTED"


STATE_LABELS: Final[Mapping[CaseState, str]] = {
    CaseState.RECEIVED: "受付",
    CaseState.FORM_CHECK: "形式確認",
    CaseState.ID_CHECK: "本人確認",
    CaseState.AGENT_CHECK: "代理人確認",
    CaseState.SCOPING: "対象特定",
    CaseState.FEE_CHECK: "手数料確認",
    CaseState.INVESTIGATION: "調査",
    CaseState.DRAFTED: "起案",
    CaseState.APPROVAL: "決裁待ち",
    CaseState.APPROVED: "決裁済",
    CaseState.DISPATCHED: "発送済",
    CaseState.DELIVERED: "配達済",
    CaseState.COMPLETED: "完了",
    CaseState.AWAITING_CORRECTION: "補正待ち",
    CaseState.AWAITING_FEE: "手数料待ち",
    CaseState.SENT_BACK: "差戻し",
    CaseState.RETURNED_MAIL: "返戻",
    CaseState.RETURN_GIVEN_UP: "返戻終了",
    CaseState.WITHDRAWN: "取下げ",
    CaseState.CLOSED_NO_RESPONSE: "回答なし終了",
    CaseState.REROUTED: "他部署へ回付",
}

END_STATES: Final = frozenset(
    {
        CaseState.COMPLETED,
        CaseState.RETURN_GIVEN_UP,
        CaseState.WITHDRAWN,
        CaseState.CLOSED_NO_RESPONSE,
        CaseState.REROUTED,
    }
)
"""Entry into any of these is the 完了日 that starts retention (DOMAIN §10)."""


class Action(StrEnum):
    ACCEPT = "ACCEPT"
    TAKE_OVER = "TAKE_OVER"
    CONFIRM_FORM = "CONFIRM_FORM"
    ASK_CORRECTION = "ASK_CORRECTION"
    RECEIVE_CORRECTION = "RECEIVE_CORRECTION"
    SECOND_NOTICE = "SECOND_NOTICE"
    CONFIRM_IDENTITY = "CONFIRM_IDENTITY"
    RECHECK_IDENTITY = "RECHECK_IDENTITY"
    CONFIRM_AGENT = "CONFIRM_AGENT"
    SCOPE = "SCOPE"
    ASK_FEE = "ASK_FEE"
    RECEIVE_FEE = "RECEIVE_FEE"
    CONFIRM_FEE = "CONFIRM_FEE"
    DRAFT = "DRAFT"
    DRAFT_REFUSAL = "DRAFT_REFUSAL"
    EDIT = "EDIT"
    SUBMIT = "SUBMIT"
    SEND_BACK = "SEND_BACK"
    APPROVE = "APPROVE"
    VOID_APPROVAL = "VOID_APPROVAL"
    DISPATCH = "DISPATCH"
    CONFIRM_DELIVERY = "CONFIRM_DELIVERY"
    RECORD_RETURN = "RECORD_RETURN"
    RESEND = "RESEND"
    GIVE_UP_RETURN = "GIVE_UP_RETURN"
    COMPLETE = "COMPLETE"
    WITHDRAW = "WITHDRAW"
    CLOSE_NO_RESPONSE = "CLOSE_NO_RESPONSE"
    REROUTE = "REROUTE"
    REOPEN = "REOPEN"


ACTION_LABELS: Final[Mapping[Action, str]] = {
    Action.ACCEPT: "受付を終える",
    Action.TAKE_OVER: "紙での段階から始める",
    Action.CONFIRM_FORM: "形式を確認する",
    Action.ASK_CORRECTION: "補正を依頼する",
    Action.RECEIVE_CORRECTION: "補正を受け取る",
    Action.SECOND_NOTICE: "再度通知する",
    Action.CONFIRM_IDENTITY: "本人と確認する",
    Action.RECHECK_IDENTITY: "本人確認へ戻す",
    Action.CONFIRM_AGENT: "代理人を確認する",
    Action.SCOPE: "対象を特定する",
    Action.ASK_FEE: "手数料を請求する",
    Action.RECEIVE_FEE: "手数料を受け取る",
    Action.CONFIRM_FEE: "手数料を確認する",
    Action.DRAFT: "起案する",
    Action.DRAFT_REFUSAL: "本人確認なしで不開示を起案する",
    Action.EDIT: "文面を直す",
    Action.SUBMIT: "決裁へ出す",
    Action.SEND_BACK: "差し戻す",
    Action.APPROVE: "承認して署名する",
    Action.VOID_APPROVAL: "離任した人の決裁を取り消す",
    Action.DISPATCH: "発送を記録する",
    Action.CONFIRM_DELIVERY: "配達を記録する",
    Action.RECORD_RETURN: "返戻を記録する",
    Action.RESEND: "再送する",
    Action.GIVE_UP_RETURN: "返戻のまま終了する",
    Action.COMPLETE: "完了にする",
    Action.WITHDRAW: "取下げにする",
    Action.CLOSE_NO_RESPONSE: "回答なしで終了する",
    Action.REROUTE: "他部署へ回す",
    Action.REOPEN: "再開する",
}
