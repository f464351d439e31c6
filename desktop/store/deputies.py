"""Deputies as they are kept: signed by who names them, and whose hands a case has seen."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.domain.deputies import Deputyship
from desktop.store import audit, people, settings
from desktop.store.schema.base import JST
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.deputies import DeputyRow
from desktop.store.schema.infrastructure import AuditEntryRow
from desktop.store.schema.keeping import DisposalItemRow, DisposalNoteRow
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.vault.keys import signed_by

_LOOKED = ("page.view", "identity.view", "letter.open")


def statement(one: Deputyship, at: datetime) -> bytes:
    """What the supervisor's key signs."""
    days = (one.first_on.isoformat(), one.last_on.isoformat())
    moment = at.astimezone(JST).isoformat()
    return "|".join(("deputy", one.id, one.person_id, one.named_by, *days, moment)).encode()


def end_statement(one: Deputyship, on: date, by: str, at: datetime) -> bytes:
    """What the supervisor's key signs who takes the deputyship back."""
    moment = at.astimezone(JST).isoformat()
    return "|".join(("deputy-end", one.id, one.person_id, on.isoformat(), by, moment)).encode()


def new(person_id: str, named_by: str, first_on: date, last_on: date) -> Deputyship:
    return Deputyship(uuid.uuid4().hex, person_id, named_by, first_on, last_on)


def add(session: Session, one: Deputyship, at: datetime, signature: bytes) -> None:
    session.add(
        DeputyRow(
            id=one.id,
            person_id=one.person_id,
            named_by=one.named_by,
            named_at=at,
            first_on=one.first_on,
            last_on=one.last_on,
            signature=signature,
        )
    )
    session.flush()


def end(
    session: Session,
    deputy_id: str,
    on: date,
    by: str,
    at: datetime | None = None,
    signature: bytes | None = None,
) -> None:
    """`at` and `signature` of a supervisor who takes it back; who leaves ends it unsigned."""
    row = session.get_one(DeputyRow, deputy_id)
    row.ended_on, row.ended_by = on, by
    row.ended_at, row.end_signature = at, signature
    session.flush()


def end_all_of(session: Session, person_id: str, on: date, by: str) -> int:
    """Whoever leaves neither stands in nor is stood in for; how many ended."""
    found = [
        row
        for row in session.scalars(select(DeputyRow).where(DeputyRow.ended_on.is_(None)))
        if person_id in (row.person_id, row.named_by) and row.last_on >= on
    ]
    for row in found:
        end(session, row.id, on, by)
    return len(found)


def everyone(session: Session) -> tuple[Deputyship, ...]:
    """All that were ever properly named, the latest first."""
    rows = session.scalars(select(DeputyRow).order_by(DeputyRow.first_on.desc(), DeputyRow.id))
    return _standing(session, rows)


def by_id(session: Session, deputy_id: str) -> Deputyship | None:
    row = session.get(DeputyRow, deputy_id)
    return None if row is None else _deputyship(row, _ended(session, row, _ends(session)))


def forged(session: Session) -> int:
    """How many were named, or ended, by nobody's signature and not by the operation log."""
    told = _ends(session)
    return sum(
        not _properly_named(session, row)
        or row.ended_on != _ended(session, row, told)
        or (row.id in told.of_deputies and not _properly_ended(session, row))
        for row in session.scalars(select(DeputyRow))
    )


def standing(session: Session, person_id: str, day: date) -> Deputyship | None:
    """The deputyship under which the person may act on that day; None where there is none."""
    return next((one for one in _of(session, person_id) if one.covers(day)), None)


def stood(session: Session, person_id: str, at: datetime) -> Deputyship | None:
    """The deputyship under which something was signed at that moment. One that was taken back
    on that same day still stood before."""
    day = at.astimezone(JST).date()
    return next(
        (
            one
            for one in _of(session, person_id)
            if one.covers(day) or (one.ended_on == day and one.first_on <= day <= one.last_on)
        ),
        None,
    )


def hands_on(session: Session, case: CaseRow) -> frozenset[str]:
    """Everybody who worked on the case, save by looking and by deciding as a deputy.

    Who only stood by when the envelope was opened is not among them: in the smallest office that
    is everybody.
    """
    query = select(AuditEntryRow.actor, AuditEntryRow.detail_json).where(
        AuditEntryRow.case_id == case.id, AuditEntryRow.action.not_in(_LOOKED)
    )
    worked = {
        actor for actor, detail in session.execute(query) if f'"{audit.DEPUTY_FOR}"' not in detail
    }
    named = (case.drafter, case.identity_by, case.identity_second)
    return frozenset(worked | {one for one in named if one})


def worked_on_list(session: Session, person_id: str, batch_id: str) -> bool:
    """Whether the person had a hand in a case, or wrote a note, on this disposal list."""
    listed = (
        select(UnitRow.case_id)
        .join(DisposalItemRow, DisposalItemRow.unit_id == UnitRow.id)
        .where(DisposalItemRow.batch_id == batch_id, DisposalItemRow.removed.is_(False))
    )
    did = select(AuditEntryRow.detail_json).where(
        AuditEntryRow.case_id.in_(listed),
        AuditEntryRow.actor == person_id,
        AuditEntryRow.action.not_in(_LOOKED),
    )
    if any(f'"{audit.DEPUTY_FOR}"' not in detail for detail in session.scalars(did)):
        return True
    named = select(CaseRow.id).where(
        CaseRow.id.in_(listed),
        or_(
            CaseRow.drafter == person_id,
            CaseRow.identity_by == person_id,
            CaseRow.identity_second == person_id,
        ),
    )
    wrote = (
        select(DeskNoteRow.id)
        .join(DisposalNoteRow, DisposalNoteRow.note_id == DeskNoteRow.id)
        .where(
            DisposalNoteRow.batch_id == batch_id,
            DisposalNoteRow.removed.is_(False),
            DeskNoteRow.by == person_id,
        )
    )
    return any(session.scalar(query.limit(1)) is not None for query in (named, wrote))


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the operation log says of ends: whoever changes a row cannot take that back."""

    of_deputies: Mapping[str, date]
    unsigned: Mapping[str, Sequence[date]]  # by person, from before ends were signed
    of_people: Mapping[str, Sequence[datetime]]  # who left or changed roles, and when


def _ends(session: Session) -> _Ends:
    of_deputies: dict[str, date] = {}
    unsigned: dict[str, list[date]] = {}
    of_people: dict[str, list[datetime]] = {}
    query = select(
        AuditEntryRow.action, AuditEntryRow.subject, AuditEntryRow.at, AuditEntryRow.detail_json
    ).where(AuditEntryRow.action.in_(("deputy.end", "person.end", "person.role")))
    for action, person_id, at, detail in session.execute(query):
        deputy_id = json.loads(detail).get("deputy", "")
        if action != "deputy.end":
            of_people.setdefault(person_id, []).append(at)
        elif deputy_id:
            of_deputies[str(deputy_id)] = _day(at)
        else:
            unsigned.setdefault(person_id, []).append(_day(at))
    return _Ends(of_deputies, unsigned, of_people)


def _ended(session: Session, row: DeputyRow, told: _Ends) -> date | None:
    """Since when it is over before its last day: as signed, or as the log has it."""
    left = (*told.of_people.get(row.person_id, ()), *told.of_people.get(row.named_by, ()))
    days = [_day(at) for at in left if at >= row.named_at and _day(at) <= row.last_on]
    if row.id in told.of_deputies:
        days.append(told.of_deputies[row.id])
    if row.ended_on is not None and (
        row.ended_on in told.unsigned.get(row.person_id, ()) or _properly_ended(session, row)
    ):
        days.append(row.ended_on)
    return min(days, default=None)


def _standing(session: Session, rows: Iterable[DeputyRow]) -> tuple[Deputyship, ...]:
    told = _ends(session)
    return tuple(
        _deputyship(row, _ended(session, row, told))
        for row in rows
        if _properly_named(session, row)
    )


def _of(session: Session, person_id: str) -> Sequence[Deputyship]:
    rows = session.scalars(select(DeputyRow).where(DeputyRow.person_id == person_id))
    return _standing(session, rows)


def _properly_named(session: Session, row: DeputyRow) -> bool:
    said = statement(_deputyship(row, None), row.named_at)
    own = row.named_by == row.person_id
    return not own and _signed(session, row.named_by, row.named_at, row.signature, said)


def _properly_ended(session: Session, row: DeputyRow) -> bool:
    if row.ended_on is None or row.ended_by is None or row.ended_at is None:
        return False
    said = end_statement(_deputyship(row, None), row.ended_on, row.ended_by, row.ended_at)
    return _signed(session, row.ended_by, row.ended_at, row.end_signature or b"", said)


def _signed(session: Session, person_id: str, at: datetime, signature: bytes, said: bytes) -> bool:
    """Whether a supervisor's key of that moment signed it."""
    if not settings.supervisors(session).may_sign(person_id, at):
        return False
    keys = people.keys_of(session).get(person_id, ())
    return any(
        signed_by(key.signing_public, signature, said)
        for key in keys
        if key.valid_from <= at and (key.valid_until is None or at <= key.valid_until)
    )


def _day(at: datetime) -> date:
    return at.astimezone(JST).date()


def _deputyship(row: DeputyRow, ended_on: date | None) -> Deputyship:
    return Deputyship(row.id, row.person_id, row.named_by, row.first_on, row.last_on, ended_on)
