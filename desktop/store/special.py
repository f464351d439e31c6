"""Rows of the special cases: hand-overs, misdeliveries, links between cases (DOMAIN §1, §8)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.schema.casework import CaseRow, DispatchRow
from desktop.store.schema.special import CaseLinkRow, IncidentRow, RerouteRow

REROUTED = "REROUTED"
"""The state of an envelope that went to another department as it was."""


def add_reroute(
    session: Session,
    kind: str,
    department: str,
    handed: str,
    sheets: int,
    by: str,
    at: datetime,
    *,
    case_id: str | None = None,
    envelope_id: str | None = None,
) -> None:
    session.add(
        RerouteRow(
            id=uuid.uuid4().hex,
            case_id=case_id,
            envelope_id=envelope_id,
            kind=kind,
            department=department,
            handed=handed,
            sheets=sheets,
            by=by,
            at=at,
        )
    )
    session.flush()


def reroute_of(session: Session, case_id: str) -> RerouteRow | None:
    """The latest hand-over of the case."""
    return session.scalar(
        select(RerouteRow)
        .where(RerouteRow.case_id == case_id)
        .order_by(RerouteRow.at.desc())
        .limit(1)
    )


def rerouted_envelopes(session: Session) -> Sequence[RerouteRow]:
    """Mail that went on without becoming a case, oldest first."""
    return session.scalars(
        select(RerouteRow).where(RerouteRow.envelope_id.is_not(None)).order_by(RerouteRow.at)
    ).all()


def incident_row(session: Session, incident_id: str) -> IncidentRow:
    row = session.get(IncidentRow, incident_id)
    if row is None:
        raise NotFound("この誤送付の記録はありません。", "案件を開き直してください。")
    return row


def incidents_of(session: Session, case_id: str) -> Sequence[IncidentRow]:
    return session.scalars(
        select(IncidentRow)
        .where(IncidentRow.case_id == case_id)
        .order_by(IncidentRow.at, IncidentRow.id)
    ).all()


def reports_owed(session: Session) -> Sequence[IncidentRow]:
    """Misdeliveries of which a report is still owed, the most urgent first."""
    owed = or_(
        IncidentRow.quick_by.is_not(None) & IncidentRow.quick_on.is_(None),
        IncidentRow.full_by.is_not(None) & IncidentRow.full_on.is_(None),
    )
    return session.scalars(
        select(IncidentRow).where(owed).order_by(IncidentRow.found_on, IncidentRow.id)
    ).all()


def all_incidents(session: Session) -> Sequence[IncidentRow]:
    return session.scalars(select(IncidentRow).order_by(IncidentRow.found_on, IncidentRow.id)).all()


def linked_cases(session: Session, case_id: str) -> Sequence[CaseRow]:
    """The cases that this one is linked with, in either direction, by number."""
    there = select(CaseLinkRow.other_id).where(CaseLinkRow.case_id == case_id)
    here = select(CaseLinkRow.case_id).where(CaseLinkRow.other_id == case_id)
    return session.scalars(
        select(CaseRow).where(CaseRow.id.in_(there.union(here))).order_by(CaseRow.number)
    ).all()


def link_cases(session: Session, case_id: str, others: Collection[str], at: datetime) -> None:
    for other in others:
        session.add(CaseLinkRow(id=uuid.uuid4().hex, case_id=case_id, other_id=other, at=at))
    session.flush()


class NearCase(NamedTuple):
    """A case that arrived at about the same time, in clear columns only."""

    id: str
    state: str
    change: int


def arrived_between(session: Session, first: date, last: date) -> Sequence[NearCase]:
    rows = session.execute(
        select(CaseRow.id, CaseRow.state, CaseRow.change)
        .where(CaseRow.arrived_on >= first, CaseRow.arrived_on <= last)
        .order_by(CaseRow.number)
    )
    return [NearCase(row.id, row.state, row.change) for row in rows]


def posted_before(session: Session, dispatch: DispatchRow) -> int:
    """How often the same letter was posted before: a case that was reopened sends another one."""
    earlier = select(func.count()).select_from(DispatchRow)
    same = (DispatchRow.letter_id == dispatch.letter_id) & (DispatchRow.seq < dispatch.seq)
    return session.scalar(earlier.where(same)) or 0
