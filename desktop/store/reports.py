"""What I-08 and I-10 count: rows of a period, without anything that is sealed (DOMAIN §9, §11)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from desktop.domain.disposal import ItemState
from desktop.store.holds import note_is_held, unit_is_held
from desktop.store.schema.base import JST
from desktop.store.schema.casework import CaseRow, DispatchRow, UnitRow
from desktop.store.schema.infrastructure import AuditEntryRow
from desktop.store.schema.intake import EnvelopeRow
from desktop.store.schema.keeping import DisposalBatchRow, HoldRow, OpenExportRow
from desktop.store.schema.special import IncidentRow
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.units import DUE_STATES

_KEPT = (
    ItemState.RETAINED,
    ItemState.DUE,
    ItemState.PROPOSED,
    ItemState.APPROVED,
    ItemState.REJECTED,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, the first and the last of them included, in Japanese time."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), JST)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), JST)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the log, of the kinds that were asked for."""

    seq: int
    at: datetime
    actor: str
    action: str
    case_id: str | None
    subject: str
    detail: Mapping[str, str | int]


def registered(session: Session, span: Span) -> Sequence[CaseRow]:
    """The cases whose 受付日 lies in the period, by number."""
    query = select(CaseRow).where(CaseRow.registered_on.between(span.first, span.last))
    return session.scalars(query.order_by(CaseRow.number)).all()


def first_answers(session: Session, span: Span) -> list[tuple[CaseRow, date]]:
    """The cases whose answer was posted in the period for the first time, and the day."""
    first = (
        select(DispatchRow.case_id, func.min(DispatchRow.dispatched_on).label("day"))
        .group_by(DispatchRow.case_id)
        .subquery()
    )
    query = (
        select(CaseRow, first.c.day)
        .join(first, first.c.case_id == CaseRow.id)
        .where(first.c.day.between(span.first, span.last))
        .order_by(CaseRow.number)
    )
    return [(case, day) for case, day in session.execute(query)]


def unanswered_at(session: Session, day: date) -> Sequence[CaseRow]:
    """The cases that were here at the end of that day, neither answered nor ended by then."""
    posted = select(DispatchRow.id).where(
        DispatchRow.case_id == CaseRow.id, DispatchRow.dispatched_on <= day
    )
    query = select(CaseRow).where(
        CaseRow.registered_on <= day,
        ~posted.exists(),
        CaseRow.completed_on.is_(None) | (CaseRow.completed_on > day),
    )
    return session.scalars(query.order_by(CaseRow.number)).all()


def acts(session: Session, span: Span) -> dict[str, int]:
    """How often each act stands in the log of the period."""
    query = (
        select(AuditEntryRow.action, func.count())
        .where(AuditEntryRow.at >= span.begins, AuditEntryRow.at < span.ends)
        .group_by(AuditEntryRow.action)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def log_lines(
    session: Session,
    actions: Collection[str],
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    case_id: str | None = None,
    subjects: Collection[str] | None = None,
) -> tuple[LogLine, ...]:
    """The entries of these actions in the order of the log, of a time, a case, or subjects."""
    query = select(AuditEntryRow).where(AuditEntryRow.action.in_(actions))
    if since is not None:
        query = query.where(AuditEntryRow.at >= since)
    if before is not None:
        query = query.where(AuditEntryRow.at < before)
    if case_id is not None:
        query = query.where(AuditEntryRow.case_id == case_id)
    if subjects is not None:
        query = query.where(AuditEntryRow.subject.in_(subjects))
    return tuple(
        LogLine(
            row.seq,
            row.at,
            row.actor,
            row.action,
            row.case_id,
            row.subject,
            json.loads(row.detail_json),
        )
        for row in session.scalars(query.order_by(AuditEntryRow.seq))
    )


def latest_line(session: Session, action: str) -> LogLine | None:
    """The last entry of this act."""
    query = select(AuditEntryRow).where(AuditEntryRow.action == action)
    row = session.scalars(query.order_by(AuditEntryRow.seq.desc()).limit(1)).first()
    if row is None:
        return None
    detail = json.loads(row.detail_json)
    return LogLine(row.seq, row.at, row.actor, row.action, row.case_id, row.subject, detail)


def overdue_units(session: Session, day: date) -> dict[str, tuple[int, int]]:
    """By class: what was due before that day and still lies here, and how much of it is held."""
    on_hold = case((unit_is_held(), UnitRow.id))
    query = (
        select(UnitRow.cls, func.count(UnitRow.id), func.count(on_hold))
        .where(UnitRow.due_on < day, UnitRow.state.in_(_KEPT))
        .group_by(UnitRow.cls)
        .order_by(UnitRow.cls)
    )
    return {cls: (number, kept) for cls, number, kept in session.execute(query)}


def overdue_notes(session: Session, day: date) -> tuple[int, int]:
    """The same of the notes that belong to no case."""
    on_hold = case((note_is_held(), DeskNoteRow.id))
    query = select(func.count(DeskNoteRow.id), func.count(on_hold)).where(
        DeskNoteRow.due_on < day, DeskNoteRow.state.in_(DUE_STATES)
    )
    number, kept = session.execute(query).one()
    return number, kept


def batches(session: Session, span: Span) -> Sequence[DisposalBatchRow]:
    """Disposals that were proposed, approved or executed in the period, by number."""
    row = DisposalBatchRow
    within = [
        and_(moment >= span.begins, moment < span.ends)
        for moment in (row.proposed_at, row.approved_at, row.executed_at)
    ]
    return session.scalars(
        select(row).where(within[0] | within[1] | within[2]).order_by(row.number)
    ).all()


def holds_in_force(session: Session) -> int:
    query = select(func.count()).select_from(HoldRow).where(HoldRow.released_at.is_(None))
    return session.scalar(query) or 0


def exports_by_kind(session: Session, span: Span, today: date) -> list[tuple[str, int, int, int]]:
    """Kind, how many left in the period, how many of any time are still open, how many of those
    should be gone by today."""
    left: dict[str, list[int]] = {}
    query = select(
        OpenExportRow.kind, OpenExportRow.at, OpenExportRow.closed_at, OpenExportRow.delete_by
    )
    for kind, at, closed_at, delete_by in session.execute(query):
        found = left.setdefault(kind, [0, 0, 0])
        found[0] += span.begins <= at < span.ends
        found[1] += closed_at is None
        found[2] += closed_at is None and delete_by < today
    return [(kind, *found) for kind, found in sorted(left.items()) if any(found)]  # type: ignore[misc]


def incidents(session: Session, span: Span) -> Sequence[IncidentRow]:
    """誤送付 that came to light in the period."""
    query = select(IncidentRow).where(IncidentRow.found_on.between(span.first, span.last))
    return session.scalars(query.order_by(IncidentRow.found_on, IncidentRow.id)).all()


@dataclass(frozen=True, slots=True)
class EnvelopeName:
    """How the desk calls an envelope, and since when it has been there."""

    day: date
    number: int
    came_at: datetime


def envelope_names(session: Session, ids: Collection[str]) -> dict[str, EnvelopeName]:
    query = select(EnvelopeRow.id, EnvelopeRow.day, EnvelopeRow.number, EnvelopeRow.created_at)
    found = session.execute(query.where(EnvelopeRow.id.in_(ids)))
    return {one: EnvelopeName(day, number, at) for one, day, number, at in found}
