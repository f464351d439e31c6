"""What is special about a case, opened for one person: death, occupant, secrecy, links (DOMAIN §8).

The words lie in sealed parts of kind "special"; rows of their own hold codes and dates only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.holding import HoldScope
from desktop.domain.occupants import Occupancy
from desktop.domain.reading import PageKind
from desktop.domain.rerouting import Department, HandedOver, RerouteKind
from desktop.domain.states import CaseState
from desktop.store import arrivals, desk_notes, special
from desktop.store.holds import holds_of_case
from desktop.store.originals import originals_of
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow
from desktop.store.schema.special import IncidentRow
from desktop.store.vault.vault import Vault

SPECIAL = "special"
QUICK, FULL = "QUICK", "FULL"
REPORTS: Final = {QUICK: "速報", FULL: "確報"}
"""What the commission is told: first, then in full."""

DEATH, OCCUPANT, SECRECY, INCIDENT = "death", "occupant", "secrecy", "incident"
ARRIVAL = "arrival"


class Secrecy(StrEnum):
    """ASKED: somebody asked for it and the supervisor has still to decide; it holds meanwhile."""

    NONE = ""
    ASKED = "ASKED"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class DeathView:
    """The principal has died: told when, by whom; letters go to who told it."""

    told_on: date
    told_by: str = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RerouteView:
    kind: RerouteKind
    department: Department
    handed: HandedOver
    sheets: int
    on: date


@dataclass(frozen=True, slots=True)
class LinkedCase:
    id: str
    number: str
    arrived_on: date
    state: CaseState


@dataclass(frozen=True, slots=True)
class IncidentView:
    """誤送付. The days are None where nothing has to be reported."""

    id: str
    found_on: date
    persons: int
    quick_by: date | None
    full_by: date | None
    quick_on: date | None
    full_on: date | None

    @property
    def must_be_reported(self) -> bool:
        return self.full_by is not None


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """A 到達日 that one person said is wrong and another has still to confirm."""

    before: date
    after: date
    proposed_by_id: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OriginalView:
    """An original that its owner wants back: asked for, looked at by one, sent by another."""

    id: str
    kind: PageKind
    sheets: int
    asked_on: date
    checked_by_id: str
    sent_on: date | None
    tracking: str
    delivery: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class HoldOfCase:
    """A hold in force that reaches the case as a case, or as one of its person's."""

    id: str
    scope: HoldScope
    reason: str
    release_by_id: str


@dataclass(frozen=True, slots=True)
class SpecialView:
    death: DeathView | None = None
    occupant: Occupancy | None = None
    secrecy: Secrecy = Secrecy.NONE
    secrecy_note: str = field(default="", repr=False)
    """What the applicant asked for."""
    secrecy_decision: str = field(default="", repr=False)
    """The supervisor's reason, once decided."""
    reroute: RerouteView | None = None
    linked: tuple[LinkedCase, ...] = ()
    incidents: tuple[IncidentView, ...] = ()
    arrival: ArrivalView | None = None
    from_paper: bool = False
    shelf: str = ""
    originals: tuple[OriginalView, ...] = ()
    agent_notice: date | None = None
    """When the agent called before writing (事前連絡), as far as a note of the case tells."""
    holds: tuple[HoldOfCase, ...] = ()


def special_part(session: Session, vault: Vault, case_id: str, slot: str) -> dict[str, Any]:
    """The sealed part, {} where there is none (or it has been destroyed)."""
    return get_part(session, vault, case_id, SPECIAL, slot) or {}


def occupancy_of(session: Session, vault: Vault, case_id: str) -> Occupancy | None:
    values = special_part(session, vault, case_id, OCCUPANT)
    if not values:
        return None
    until = values["until"]
    return Occupancy(
        date.fromisoformat(values["since"]), date.fromisoformat(until) if until else None
    )


def secrecy_of(session: Session, vault: Vault, case_id: str) -> Secrecy:
    return Secrecy(special_part(session, vault, case_id, SECRECY).get("state", ""))


def special_view(session: Session, vault: Vault, case: CaseRow) -> SpecialView:
    death = special_part(session, vault, case.id, DEATH)
    secrecy = special_part(session, vault, case.id, SECRECY)
    row = special.reroute_of(session, case.id)
    return SpecialView(
        death=DeathView(date.fromisoformat(death["told_on"]), death["name"], death["note"])
        if death
        else None,
        occupant=occupancy_of(session, vault, case.id),
        secrecy=Secrecy(secrecy.get("state", "")),
        secrecy_note=secrecy.get("note", ""),
        secrecy_decision=secrecy.get("decision", {}).get("note", ""),
        reroute=None
        if row is None
        else RerouteView(
            RerouteKind(row.kind),
            Department(row.department),
            HandedOver(row.handed),
            row.sheets,
            row.at.date(),
        ),
        linked=tuple(
            LinkedCase(one.id, one.number, one.arrived_on, CaseState(one.state))
            for one in special.linked_cases(session, case.id)
        ),
        incidents=tuple(
            IncidentView(
                one.id,
                one.found_on,
                one.persons,
                one.quick_by,
                one.full_by,
                one.quick_on,
                one.full_on,
            )
            for one in special.incidents_of(session, case.id)
        ),
        from_paper=case.from_paper,
        shelf=case.shelf,
        originals=tuple(
            OriginalView(
                one.id,
                PageKind(one.kind),
                one.sheets,
                one.asked_on,
                one.checked_by or "",
                one.sent_on,
                one.tracking,
                one.delivery,
                one.corrected_at is not None,
            )
            for one in originals_of(session, case.id)
        ),
        arrival=_arrival(session, vault, case.id),
        agent_notice=desk_notes.noticed_on(session, case.id),
        holds=tuple(
            HoldOfCase(one.id, HoldScope(one.scope), one.reason, one.release_proposed_by or "")
            for one in holds_of_case(session, case.id)
        ),
    )


def _arrival(session: Session, vault: Vault, case_id: str) -> ArrivalView | None:
    row = arrivals.waiting(session, case_id)
    if row is None:
        return None
    reason = special_part(session, vault, case_id, ARRIVAL).get("reason", "")
    return ArrivalView(row.before, row.after, row.proposed_by, reason)


def next_report(row: IncidentRow) -> tuple[str, date]:
    """Which report of an incident is owed next, and by when."""
    if row.quick_on is None and row.quick_by is not None:
        return QUICK, row.quick_by
    if row.full_by is None:
        raise ValueError("nothing is owed for this incident")
    return FULL, row.full_by
