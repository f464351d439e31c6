"""保全 in the store: what is held and why, what a hold reaches, where it stands on lists."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, or_, select, text
from sqlalchemy.orm import Session

from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotFound
from desktop.domain.holding import HoldScope
from desktop.domain.retention import RetentionClass
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.keeping import (
    DisposalBatchRow,
    DisposalItemRow,
    DisposalNoteRow,
    HoldCaseRow,
    HoldReviewRow,
    HoldRow,
)
from desktop.store.schema.workday import DeskNoteRow

_LOCK = 0x4D44475F484F4C44  # "MDG_HOLD"
_NOTES = RetentionClass.B  # the class of a note of a call or a visit
_OPEN_LIST = (ItemState.PROPOSED, ItemState.APPROVED)


def one_at_a_time(session: Session) -> None:
    """Holds and the steps of a disposal follow one another: neither overlooks the other, whatever
    the instant. SQLite has only one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


@dataclass(frozen=True, slots=True)
class Held:
    """The reasons of every hold in force, by what it reaches."""

    cases: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, tuple[str, ...]]

    def unit(self, case_id: str, cls: str) -> tuple[str, ...]:
        """Why this unit is held; nothing where it is not."""
        found = (*self.cases.get(case_id, ()), *self.classes.get(cls, ()))
        return tuple(dict.fromkeys(found))

    def note(self, note_id: str) -> tuple[str, ...]:
        """Why a free-standing note is held."""
        found = (*self.notes.get(note_id, ()), *self.classes.get(_NOTES, ()))
        return tuple(dict.fromkeys(found))


def held_now(session: Session) -> Held:
    """Everything that a hold keeps at this moment."""
    cases: dict[str, tuple[str, ...]] = {}
    classes: dict[str, tuple[str, ...]] = {}
    notes: dict[str, tuple[str, ...]] = {}
    reached = select(HoldCaseRow.case_id, HoldRow.reason).join(
        HoldRow, HoldRow.id == HoldCaseRow.hold_id
    )
    in_force = HoldRow.released_at.is_(None)
    for case_id, reason in session.execute(
        reached.where(in_force).order_by(HoldRow.set_at, HoldRow.id)
    ):
        cases[case_id] = (*cases.get(case_id, ()), reason)
    for row in holds_in_force(session):
        if row.scope == HoldScope.CLASS:
            classes[row.cls] = (*classes.get(row.cls, ()), row.reason)
        elif row.note_id is not None:
            notes[row.note_id] = (*notes.get(row.note_id, ()), row.reason)
    return Held(cases, classes, notes)


def hold_row(session: Session, hold_id: str) -> HoldRow:
    row = session.get(HoldRow, hold_id)
    if row is None:
        raise NotFound("この保全はありません。", "一覧を開き直してください。")
    return row


def holds_in_force(session: Session) -> Sequence[HoldRow]:
    """The eldest first."""
    query = select(HoldRow).where(HoldRow.released_at.is_(None))
    return session.scalars(query.order_by(HoldRow.set_at, HoldRow.id)).all()


def all_holds(session: Session) -> Sequence[HoldRow]:
    """Those in force by the day of their review, then those released, the newest first."""
    ended = session.scalars(
        select(HoldRow)
        .where(HoldRow.released_at.is_not(None))
        .order_by(HoldRow.released_at.desc(), HoldRow.id)
    ).all()
    return (*sorted(holds_in_force(session), key=lambda row: (row.review_on, row.id)), *ended)


def holds_of_case(session: Session, case_id: str) -> Sequence[HoldRow]:
    """The holds in force that reach this case as a case: its own, and of its person."""
    query = (
        select(HoldRow)
        .join(HoldCaseRow, HoldCaseRow.hold_id == HoldRow.id)
        .where(HoldCaseRow.case_id == case_id, HoldRow.released_at.is_(None))
    )
    return session.scalars(query.order_by(HoldRow.set_at, HoldRow.id)).all()


def holds_of_note(session: Session, note_id: str) -> Sequence[HoldRow]:
    """The holds in force on this very note."""
    query = select(HoldRow).where(HoldRow.note_id == note_id, HoldRow.released_at.is_(None))
    return session.scalars(query.order_by(HoldRow.set_at, HoldRow.id)).all()


def holds_of_class(session: Session, cls: str) -> Sequence[HoldRow]:
    query = select(HoldRow).where(
        HoldRow.scope == HoldScope.CLASS, HoldRow.cls == cls, HoldRow.released_at.is_(None)
    )
    return session.scalars(query.order_by(HoldRow.set_at, HoldRow.id)).all()


def person_holds(session: Session) -> Sequence[HoldRow]:
    """The holds in force of a person, for whom another case may come."""
    return [row for row in holds_in_force(session) if row.scope == HoldScope.PERSON]


def reach(session: Session, hold_id: str, case_ids: Collection[str], at: datetime) -> None:
    """The hold reaches these cases as well."""
    for case_id in sorted(case_ids):
        session.add(HoldCaseRow(id=uuid.uuid4().hex, hold_id=hold_id, case_id=case_id, at=at))
    session.flush()


def reached_cases(session: Session, hold_id: str) -> Sequence[CaseRow]:
    """The cases that the hold reaches, by number."""
    query = (
        select(CaseRow)
        .join(HoldCaseRow, HoldCaseRow.case_id == CaseRow.id)
        .where(HoldCaseRow.hold_id == hold_id)
    )
    return session.scalars(query.order_by(CaseRow.registered_on, CaseRow.number)).all()


def reviews_of(session: Session, hold_id: str) -> Sequence[HoldReviewRow]:
    query = select(HoldReviewRow).where(HoldReviewRow.hold_id == hold_id)
    return session.scalars(query.order_by(HoldReviewRow.at, HoldReviewRow.id)).all()


def count_to_review(session: Session, today: date) -> int:
    """How many holds in force were to be looked at again by today."""
    query = select(func.count()).select_from(HoldRow)
    due = query.where(HoldRow.released_at.is_(None), HoldRow.review_on <= today)
    return session.scalar(due) or 0


def count_to_confirm(session: Session) -> int:
    """How many releases wait for the second person."""
    query = select(func.count()).select_from(HoldRow)
    asked = query.where(HoldRow.released_at.is_(None), HoldRow.release_proposed_by.is_not(None))
    return session.scalar(asked) or 0


def all_cases(session: Session) -> dict[str, int]:
    """Every case's id and change number."""
    rows = session.execute(select(CaseRow.id, CaseRow.change))
    return {row.id: row.change for row in rows}


def listings(
    session: Session, where: ColumnElement[bool]
) -> Sequence[tuple[DisposalItemRow, UnitRow]]:
    """Where these units stand on a list that waits for its approval or execution; one that was
    sent back holds nothing any more."""
    found = session.execute(
        select(DisposalItemRow, UnitRow)
        .join(UnitRow, UnitRow.id == DisposalItemRow.unit_id)
        .join(DisposalBatchRow, DisposalBatchRow.id == DisposalItemRow.batch_id)
        .where(
            where,
            UnitRow.state.in_(_OPEN_LIST),
            DisposalBatchRow.state.in_(_OPEN_LIST),
            DisposalItemRow.removed.is_(False),
        )
    )
    return [(item, unit) for item, unit in found]


def note_listings(
    session: Session, note_id: str | None
) -> Sequence[tuple[DisposalNoteRow, DeskNoteRow]]:
    """The same of a note; of every note where none is named."""
    query = (
        select(DisposalNoteRow, DeskNoteRow)
        .join(DeskNoteRow, DeskNoteRow.id == DisposalNoteRow.note_id)
        .join(DisposalBatchRow, DisposalBatchRow.id == DisposalNoteRow.batch_id)
        .where(DisposalNoteRow.removed.is_(False), DisposalBatchRow.state.in_(_OPEN_LIST))
    )
    if note_id is not None:
        query = query.where(DisposalNoteRow.note_id == note_id)
    return [(item, note) for item, note in session.execute(query)]


def note_holds(session: Session) -> dict[str, list[HoldRow]]:
    """The holds in force of every free-standing note, the eldest first."""
    found: dict[str, list[HoldRow]] = {}
    for row in holds_in_force(session):
        if row.note_id is not None:
            found.setdefault(row.note_id, []).append(row)
    return found


def unit_is_held() -> ColumnElement[bool]:
    """Whether any hold keeps the unit of the row that is asked for."""
    of_case = (
        select(HoldCaseRow.id)
        .join(HoldRow, HoldRow.id == HoldCaseRow.hold_id)
        .where(HoldCaseRow.case_id == UnitRow.case_id, HoldRow.released_at.is_(None))
    )
    of_class = select(HoldRow.id).where(
        HoldRow.scope == HoldScope.CLASS, HoldRow.cls == UnitRow.cls, HoldRow.released_at.is_(None)
    )
    return or_(of_case.correlate(UnitRow).exists(), of_class.correlate(UnitRow).exists())


def note_is_held() -> ColumnElement[bool]:
    """The same of a free-standing note."""
    own = select(HoldRow.id).where(HoldRow.note_id == DeskNoteRow.id, HoldRow.released_at.is_(None))
    of_class = select(HoldRow.id).where(
        HoldRow.scope == HoldScope.CLASS, HoldRow.cls == _NOTES, HoldRow.released_at.is_(None)
    )
    return or_(own.correlate(DeskNoteRow).exists(), of_class.exists())


def kept_by(session: Session, hold: HoldRow, today: date) -> tuple[int, int]:
    """How many units with content the hold reaches, and how many of them are due."""
    reached = select(HoldCaseRow.case_id).where(HoldCaseRow.hold_id == hold.id)
    of_class = hold.scope == HoldScope.CLASS
    where = UnitRow.cls == hold.cls if of_class else UnitRow.case_id.in_(reached)
    due = case((UnitRow.due_on <= today, UnitRow.id))
    query = select(func.count(UnitRow.id), func.count(due)).where(UnitRow.key_id.is_not(None))
    units, number = session.execute(query.where(where)).one()
    return units, number
