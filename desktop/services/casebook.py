"""How a case changes: one row read, one table of moves, one audit line (DOMAIN §8)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain import retention, roles
from desktop.domain.calendar import Calendar
from desktop.domain.disposal import ItemState
from desktop.domain.errors import Refused
from desktop.domain.facts import CaseFacts
from desktop.domain.retention import (
    DEFAULT_RULES,
    RetentionClass,
    Rule,
    TriggerStyle,
    counted_from,
)
from desktop.domain.roles import Capability
from desktop.domain.states import (
    END_STATES,
    Action,
    CaseState,
    ClockEffect,
    move,
    transition,
    why_not,
)
from desktop.letters.office_forms import OfficeForm, load_office_form, paper_in_own_words
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.case_facts import (
    ASKING_CODES,
    ON_THE_WAY,
    DraftState,
    draft_state,
    gather,
)
from desktop.services.office_settings import OfficeSettings
from desktop.services.owing import OwingMemory
from desktop.services.people import People
from desktop.services.person_holds import join_person_holds
from desktop.services.premises import Premises
from desktop.services.wanted_codes import ItemNames
from desktop.store import audit, deputies, people
from desktop.store.cases import end_pause, mark_changed
from desktop.store.letters import void_unposted
from desktop.store.schema.casework import CaseRow
from desktop.store.units import longer_until, units_of_case

NO_ANSWER_TO_COME = END_STATES | {CaseState.DISPATCHED}
"""Where the answer has left, or none will."""

_ANSWERED = frozenset({Action.RECEIVE_CORRECTION, Action.RECEIVE_FEE})
"""What was asked for has come."""


class Casebook:
    """What the services of the casework share: facts, moves, settings, calendar."""

    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self.premises = premises
        self.people = people
        self.administration = administration
        self.owing = OwingMemory()

    def settings(self, case: CaseRow) -> OfficeSettings:
        """The settings in force on the case's 到達日 (DESIGN §1)."""
        return self.administration.settings(case.arrived_on)

    def item_names(self, case: CaseRow) -> ItemNames:
        """What that office calls its items, and which it offers."""
        settings = self.settings(case)
        return ItemNames(settings.item_labels, frozenset(settings.items))

    def calendar(self, settings: OfficeSettings) -> Calendar:
        """The holidays and the company's own closure."""
        closures = frozenset(date.fromisoformat(day) for day in settings.closures)
        return dataclasses.replace(self.premises.holidays, closures=closures)

    def paper(self, code: str, on: date) -> OfficeForm:
        """One of the office's own papers, in the words that are in force on that day."""
        form = load_office_form(self.premises.surroundings.forms, code)
        return paper_in_own_words(form, self.administration.settings(on).words_of(code))

    def facts(self, session: Session, case: CaseRow, today: date) -> CaseFacts:
        return gather(session, self.premises.vault, case, self.settings(case), today)

    def draft(self, session: Session, case: CaseRow) -> DraftState:
        return draft_state(session, self.premises.vault, case)

    def advance(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        action: Action,
        *,
        on: date | None = None,
        detail: Mapping[str, str | int] | None = None,
        fields: tuple[str, ...] = (),
        by_right: Capability | None = None,
        **known: Any,  # fields of CaseFacts
    ) -> CaseState:
        """Move the case by the one table, or raise the guard's refusal.

        `known` are facts that this act itself states; `on` is the day it happened, where that is
        not today; `by_right` the right it needs, where not the table's. Pauses end, retention
        begins and the audit line is written here.
        """
        today = act.at.date()
        facts = dataclasses.replace(self.facts(session, case, today), **known)
        before = CaseState(case.state)
        after = move(before, action, facts)
        row = transition(before, action, facts)
        if row is None:
            raise Refused("この操作はいまの状態ではできません。", "案件を開き直してください。")
        rights.require(act, by_right or row.capability)
        if row.clock in (ClockEffect.RESUME, ClockEffect.STOP):
            end_pause(session, case.id, on or today)
        case.state, case.mail = after, ""  # whoever goes on has seen what came
        if after in END_STATES:
            case.completed_on = on or today
            self._retain(session, case, case.completed_on)
        voided = 0
        if after in NO_ANSWER_TO_COME:  # nothing says any more that one will
            voided = void_unposted(session, case.id, ON_THE_WAY)
        elif action in _ANSWERED:  # nothing of it is to be asked any more
            voided = void_unposted(session, case.id, ASKING_CODES)
        mark_changed(session, case)
        if after in END_STATES:  # its line comes after the change number, as in every other act
            join_person_holds(session, self.premises.vault, act, case)
        audit.append(
            session,
            act.at,
            act.by.person_id,
            f"case.{action.value.lower()}",
            case_id=case.id,
            fields=fields,
            detail={
                "from": before.value,
                "to": after.value,
                **(detail or {}),
                **({"voided": voided} if voided else {}),
            },
        )
        session.flush()
        return after

    def check_guards(self, session: Session, act: Act, case: CaseRow, action: Action) -> None:
        """Raise what a move would be refused with; move nothing."""
        facts = self.facts(session, case, act.at.date())
        refusal = why_not(CaseState(case.state), action, facts)
        if refusal is not None:
            raise refusal

    def note(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        action: str,
        *,
        subject: str = "",
        fields: tuple[str, ...] = (),
        detail: Mapping[str, str | int] | None = None,
    ) -> None:
        """An audit line for an act that moves no state; the case counts as changed.

        What an ended case is given later is kept for as long as what it had.
        """
        mark_changed(session, case)
        if case.completed_on is not None:
            self._retain(session, case, case.completed_on)
        audit.append(
            session,
            act.at,
            act.by.person_id,
            action,
            case_id=case.id,
            subject=subject,
            fields=fields,
            detail=detail or {},
        )
        session.flush()

    def look(self, session: Session, act: Act, case_id: str, action: str, subject: str) -> None:
        """An audit line for something seen, printed or copied; the case itself stays as it is."""
        audit.append(session, act.at, act.by.person_id, action, case_id=case_id, subject=subject)

    def require_clock(self, act: Act) -> None:
        """Dispatch and disposal do not trust a clock that jumped (TRUST §4)."""
        self.administration.require_clock(act.at)

    def name_of(self, person_id: str | None) -> str:
        return self.people.name_of(person_id) if person_id else ""

    def approver_name(self, session: Session, person_id: str | None, at: datetime | None) -> str:
        """Who approved; of a deputy also for whom: 「見本 花子（例示 誠の代行）」."""
        name = self.name_of(person_id)
        if not person_id or at is None:
            return name
        person = people.by_id(session, person_id)
        stood = deputies.stood(session, person_id, at)
        if person is None or stood is None or roles.may(person.role, Capability.APPROVE):
            return name
        return f"{name}（{self.name_of(stood.named_by)}の代行）"

    def _retain(self, session: Session, case: CaseRow, on: date) -> None:
        """Every unit of the case without one gets the day from which it is due (DOMAIN §10). What
        was prolonged before a case was reopened is not due earlier than that."""
        units = [
            unit
            for unit in units_of_case(session, case.id)
            if unit.key_id is not None and unit.state == ItemState.ACTIVE
        ]
        if not units:
            return
        settings, longer = self.settings(case), longer_until(session, case.id)
        rules = retention_rules(settings)
        for unit in units:
            cls = RetentionClass(unit.cls)
            unit.trigger_on = counted_from(rules[cls], on, unit.created_at.date())
            due_on = retention.due_on(cls, unit.trigger_on, trigger_style(settings), rules)
            unit.due_on = max(due_on, longer.get(unit.id, due_on))
            unit.state = ItemState.RETAINED
        session.flush()


def retention_rules(settings: OfficeSettings) -> dict[RetentionClass, Rule]:
    """The rules of DOMAIN §10 with the office's own periods."""
    rules = dict(DEFAULT_RULES)
    for name, months in settings.retention_months.items():
        cls = RetentionClass(name)
        rules[cls] = dataclasses.replace(rules[cls], months=months)
    return rules


def trigger_style(settings: OfficeSettings) -> TriggerStyle:
    if settings.retention_from == "EVENT":
        return TriggerStyle.EVENT
    return TriggerStyle.NEXT_FISCAL_YEAR
