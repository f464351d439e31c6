"""Everything the guards of a case ask about, gathered in one place (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.disposal import ItemState
from desktop.domain.errors import Refused
from desktop.domain.facts import CaseFacts
from desktop.domain.grants import wanting
from desktop.domain.occupants import may_see
from desktop.domain.posting import may_come_back, proposed_way
from desktop.domain.reasons import check_decision
from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.result_letters import RESULT_CODES
from desktop.domain.retention import DEFAULT_RULES, RetentionClass
from desktop.services.answers import answered_items, missing_items
from desktop.services.case_views import ItemDecision
from desktop.services.enclosed_money import unbooked
from desktop.services.fee_state import fee_state
from desktop.services.office_settings import OfficeSettings
from desktop.services.special_views import (
    DEATH,
    Secrecy,
    occupancy_of,
    secrecy_of,
    special_part,
)
from desktop.services.wanted_codes import decidable, read_wanted
from desktop.store.cases import (
    dispatch_of,
    pauses_of,
    valid_approval,
)
from desktop.store.letters import came_back_twice, letters_of
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow, LetterRow
from desktop.store.special import posted_before
from desktop.store.units import units_of_case
from desktop.store.vault.vault import Vault

DECISION_CODES = RESULT_CODES
ASKING_CODES = ("D-02", "D-03")
"""The letters whose answer is waited for."""

INTERIM_CODE, METHOD_CODE, COVER_CODE = "D-04", "D-11", "D-12"
NOTICE_CODES = ("D-01", INTERIM_CODE, METHOD_CODE, "D-13", COVER_CODE)
"""The letters on the way to the answer, which move no state."""

ON_THE_WAY = ("D-01", "D-02", "D-03", "D-04", "D-11")
"""What says that an answer is still to come: nothing of it leaves once that is no longer so."""

AFTER_THE_END = ("D-12", "D-13", "D-14")
"""What may leave when the case has ended: the letter that tells the end, and what goes back."""

CORRECTION, FEE, ENDED = "CORRECTION", "FEE", "ENDED"
# A part on a list of disposal is no longer the case's own.
_NOT_LEAVING = (ItemState.ACTIVE, ItemState.RETAINED, ItemState.DUE, ItemState.REJECTED)


@dataclass(frozen=True, slots=True)
class DraftState:
    """The draft's decisions and what the guards want to know of them."""

    decisions: tuple[ItemDecision, ...]
    complete: bool
    reasons_ok: bool

    @property
    def any_granted(self) -> bool:
        return any(decision.granted for decision in self.decisions)

    @property
    def only_own_usage(self) -> bool:
        """Whether nothing is granted that an occupant may not see."""
        return all(may_see(one.type, one.item) for one in self.decisions if one.granted)

    @property
    def reasons(self) -> frozenset[Reason]:
        return frozenset(d.reason for d in self.decisions if d.reason is not None)


def gather(
    session: Session, vault: Vault, case: CaseRow, settings: OfficeSettings, today: date
) -> CaseFacts:
    """What is known of the case on the day `today`."""
    pauses = pauses_of(session, case.id)
    fees = fee_state(session, case, settings)
    draft = draft_state(session, vault, case)
    letter = decision_letter(session, case.id)
    approval = valid_approval(session, "case", case.id)
    dispatch = dispatch_of(session, case.id)
    units = units_of_case(session, case.id)
    waits = next((pause for pause in pauses if pause.end is None), None)
    occupancy = occupancy_of(session, vault, case.id)
    return CaseFacts(
        today=today,
        arrived_on=case.arrived_on,
        envelope_kept=True,  # a case is only ever made from an envelope of the spool
        enclosures_listed=case.enclosures_listed,
        openers=(case.opener_a, case.opener_b),
        purge_checked=case.purge_checked,
        form_complete=form_complete(session, vault, case),
        correction_asked=any(pause.why == CORRECTION for pause in pauses),
        second_notice_sent=waits is not None
        and waits.answer_by is not None
        and (waits.notices > 1 or came_back_twice(session, case.id, ASKING_CODES)),
        deadline=waits.answer_by if waits else None,
        identity_ok=case.identity_ok,
        second_check_needed=case.identity_needs_second,
        identity_checker=case.identity_by or "",
        second_checker=case.identity_second or "",
        agent_needed=case.agent,
        agent_ok=case.agent_ok,
        principal_died=bool(special_part(session, vault, case.id, DEATH)),
        occupant=occupancy is not None,
        only_own_usage=draft.only_own_usage,
        secrecy_open=secrecy_of(session, vault, case.id) is Secrecy.ASKED,
        scope_set=bool(read_wanted(case.wanted)),
        fee_due=fees.due,
        fee_settled=fees.settled,
        fee_waived=fees.waived,
        money_booked=not unbooked(session, vault, case),
        money_back=bool(fees.back),
        money_held=bool(fees.held),
        answers_in=not missing_items(
            read_wanted(case.wanted),
            answered_items(session, case.id),
            occupancy,
        ),
        items_decided=draft.complete,
        reasons_ok=draft.reasons_ok,
        any_granted=draft.any_granted,
        reasons=draft.reasons,
        drafter=case.drafter or "",
        approver=approval.approver if approval else "",
        approved_hash=approval.hash if approval else "",
        current_hash=letter.sha256 if letter else "",
        verified_address=get_part(session, vault, case.id, "address") is not None,
        encloser=(letter.printed_by or "") if letter else "",
        enclosure_checker=(letter.checked_by or "") if letter else "",
        dispatched_on=dispatch.dispatched_on if dispatch else None,
        delivered=dispatch is not None and dispatch.delivered_on is not None,
        returned_on=dispatch.returned_on if dispatch else None,
        resends=posted_before(session, dispatch) if dispatch else 0,
        presumed_delivered_days=settings.delivery_quiet_days,
        all_classed=bool(units) and all(RetentionClass(u.cls) in DEFAULT_RULES for u in units),
        parts_intact=all(
            unit.key_id is not None and ItemState(unit.state) in _NOT_LEAVING for unit in units
        ),
    )


def form_complete(session: Session, vault: Vault, case: CaseRow) -> bool:
    """Name, address and something asked for: without them there is nothing to check."""
    person = get_part(session, vault, case.id, "person") or {}
    return bool(
        person.get("name")
        and person.get("city")
        and person.get("block")
        and read_wanted(case.wanted)
    )


def draft_state(session: Session, vault: Vault, case: CaseRow) -> DraftState:
    stored = get_part(session, vault, case.id, "draft") or {"decisions": []}
    decisions = tuple(read_decision(values) for values in stored["decisions"])
    return judge(decisions, read_wanted(case.wanted), agent=case.agent)


def judge(
    decisions: Sequence[ItemDecision],
    wanted: Mapping[RequestType, tuple[Item, ...]],
    *,
    agent: bool,
) -> DraftState:
    """Whether every item is decided, what is granted says its content, and every refusal has a
    fitting code and a text."""
    decided = {(decision.type, decision.item) for decision in decisions if _whole(decision)}
    complete = bool(wanted) and decided == set(decidable(wanted))
    return DraftState(
        tuple(decisions), complete, all(_reason_fits(one, agent) for one in decisions)
    )


def _whole(one: ItemDecision) -> bool:
    return not one.granted or not wanting(one.type, one.text, one.before, one.after, one.done_on)


def _reason_fits(decision: ItemDecision, agent: bool) -> bool:
    if decision.granted:
        return decision.reason is None
    if decision.reason is None:
        return False
    try:
        check_decision(decision.type, decision.reason, decision.text, agent=agent)
    except Refused:
        return False
    return True


def decision_letter(session: Session, case_id: str) -> LetterRow | None:
    """The letter that carries the present decision."""
    found = [
        letter
        for letter in letters_of(session, case_id)
        if letter.code in DECISION_CODES and letter.state != "VOID"
    ]
    return found[-1] if found else None


def is_out(row: LetterRow) -> bool:
    """Whether a letter that is no answer is with the post or its addressee, in its own envelope."""
    sent = row.sent_at.date() if row.sent_at is not None else None
    apart = row.code not in DECISION_CODES and not row.goes_with
    return apart and may_come_back(row.state, sent, row.returned_on, row.returns)


def letters_away(session: Session, case_id: str) -> list[LetterRow]:
    """What left and did not come back, the latest posted first; without the answer and what lay in
    its envelope."""
    away = [row for row in letters_of(session, case_id) if is_out(row)]
    return sorted(away, key=lambda row: row.sent_at or row.made_at, reverse=True)


def way_of(decisions: Sequence[ItemDecision], settings: OfficeSettings) -> str:
    """How the office posts an answer that decides this (DOMAIN §8)."""
    granted = [one.type for one in decisions if one.granted]
    return proposed_way(granted, settings.delivery_data, settings.delivery_other)


def read_decision(values: Mapping[str, Any]) -> ItemDecision:
    return ItemDecision(
        RequestType(values["type"]),
        Item(values["item"]) if values["item"] else None,
        bool(values["granted"]),
        Reason(values["reason"]) if values["reason"] else None,
        values["text"],
        values.get("before", ""),  # drafts of before the content was kept
        values.get("after", ""),
        date.fromisoformat(values["done_on"]) if values.get("done_on") else None,
    )


def write_decision(decision: ItemDecision) -> dict[str, Any]:
    return {
        "type": decision.type.value,
        "item": decision.item.value if decision.item else None,
        "granted": decision.granted,
        "reason": decision.reason.value if decision.reason else None,
        "text": decision.text,
        "before": decision.before,
        "after": decision.after,
        "done_on": decision.done_on.isoformat() if decision.done_on else None,
    }


def decision_code(decision: ItemDecision) -> str:
    """「DISCLOSE/K1」: which decision a comment is about."""
    return f"{decision.type}/{decision.item or ''}"
