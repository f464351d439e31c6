"""How a case moves: what may be done in a state, and the refusal when it may not (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.case_state import (
    ACTION_LABELS,
    END_STATES,
    STATE_LABELS,
    Action,
    CaseState,
)
from desktop.domain.errors import Refused
from desktop.domain.facts import CaseFacts
from desktop.domain.guards import Guard
from desktop.domain.transitions import TRANSITIONS, ClockEffect, Transition

__all__ = [
    "ACTION_LABELS",
    "END_STATES",
    "STATE_LABELS",
    "STEPS",
    "TRANSITIONS",
    "Action",
    "CaseFacts",
    "CaseState",
    "ClockEffect",
    "Guard",
    "Transition",
    "allowed",
    "move",
    "possible",
    "require_known",
    "step_of",
    "transition",
    "why_not",
]

STEPS: Final = (
    "受付",
    "形式確認",
    "本人確認",
    "対象特定",
    "手数料",
    "調査",
    "起案",
    "決裁",
    "発送",
    "完了",
)
"""The stepper of the case window."""

_STEP: Final[Mapping[CaseState, int]] = {
    CaseState.RECEIVED: 0,
    CaseState.FORM_CHECK: 1,
    CaseState.AWAITING_CORRECTION: 1,
    CaseState.ID_CHECK: 2,
    CaseState.AGENT_CHECK: 2,
    CaseState.SCOPING: 3,
    CaseState.FEE_CHECK: 4,
    CaseState.AWAITING_FEE: 4,
    CaseState.INVESTIGATION: 5,
    CaseState.DRAFTED: 6,
    CaseState.SENT_BACK: 6,
    CaseState.APPROVAL: 7,
    CaseState.APPROVED: 8,
    CaseState.DISPATCHED: 8,
    CaseState.RETURNED_MAIL: 8,
    CaseState.DELIVERED: 9,
    CaseState.COMPLETED: 9,
    CaseState.RETURN_GIVEN_UP: 9,
    CaseState.WITHDRAWN: 9,
    CaseState.CLOSED_NO_RESPONSE: 9,
    CaseState.REROUTED: 9,
}


def step_of(state: CaseState, asked_in: CaseState | None = None) -> int:
    """The index into STEPS. A case that waits shows the step it was asked in, where known."""
    if state is CaseState.AWAITING_CORRECTION and asked_in is not None:
        return _STEP[asked_in]
    return _STEP[state]


def allowed(state: CaseState) -> tuple[Action, ...]:
    """The actions the state knows, in the order of the table; guards are not asked."""
    return tuple(dict.fromkeys(t.action for t in TRANSITIONS if t.source is state))


def possible(state: CaseState, facts: CaseFacts) -> tuple[Action, ...]:
    """The actions no guard refuses."""
    return tuple(action for action in allowed(state) if why_not(state, action, facts) is None)


def transition(state: CaseState, action: Action, facts: CaseFacts) -> Transition | None:
    """The row of the table that the action takes, or None where the state does not know it."""
    for row in TRANSITIONS:
        if (row.source, row.action) == (state, action) and (row.when is None or row.when(facts)):
            return row
    return None


def why_not(state: CaseState, action: Action, facts: CaseFacts) -> Refused | None:
    """The refusal that `move` would raise, for a disabled button's reason; None if it may."""
    try:
        move(state, action, facts)
    except Refused as refusal:
        return refusal
    return None


def move(state: CaseState, action: Action, facts: CaseFacts) -> CaseState:
    """The state after the action; raises the failed guard's sentence and next step."""
    row = transition(state, action, facts)
    if row is None:
        raise _unknown_here(state, action)
    for guard in row.guards:
        if not guard.holds(facts):
            raise guard.refusal()
    return row.target


def require_known(state: CaseState, action: Action) -> None:
    """Refuse an action that the state does not know, whatever the facts; raises Refused."""
    if action not in allowed(state):
        raise _unknown_here(state, action)


def _unknown_here(state: CaseState, action: Action) -> Refused:
    return Refused(
        f"「{STATE_LABELS[state]}」の案件では「{ACTION_LABELS[action]}」はできません。",
        "案件を開き直して、いまの状態を確かめてください。",
    )
