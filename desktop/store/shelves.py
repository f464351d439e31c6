"""Shelves and boxes: where the cases' paper stands, and the number on each one's label."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.numbers import next_number
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.keeping import BoxRow


def last_shelf(session: Session) -> str:
    """Where the paper of the newest case stands that stands anywhere."""
    # A number of five digits comes after all of four, which its text alone would not tell.
    newest = (CaseRow.registered_on.desc(), func.length(CaseRow.number).desc())
    query = select(CaseRow.shelf).where(CaseRow.shelf != "")
    query = query.order_by(*newest, CaseRow.number.desc())
    return session.scalar(query.limit(1)) or ""


def is_known(session: Session, place: str) -> bool:
    return session.scalar(select(CaseRow.id).where(CaseRow.shelf == place).limit(1)) is not None


def box_of(session: Session, place: str) -> BoxRow | None:
    return session.scalar(select(BoxRow).where(BoxRow.place == place))


def box_numbered(session: Session, number: str) -> BoxRow | None:
    return session.scalar(select(BoxRow).where(BoxRow.number == number))


def number_box(session: Session, place: str, by: str, at: datetime) -> BoxRow:
    """The place's number; a new one where it has none. B-0001 is the first."""
    row = box_of(session, place)
    if row is None:
        number = f"B-{next_number(session, 'box'):04d}"
        row = BoxRow(id=uuid.uuid4().hex, number=number, place=place, by=by, at=at)
        session.add(row)
        session.flush()
    return row


def boxes(session: Session) -> Sequence[BoxRow]:
    return session.scalars(select(BoxRow).order_by(BoxRow.number)).all()


class KeptPaper(NamedTuple):
    """The sheets of one unit that were not destroyed, in clear columns only."""

    case_id: str
    case_number: str
    shelf: str
    unit_id: str
    cls: str
    sheets: int
    due_on: date | None


def kept_papers(session: Session, case_id: str = "") -> Sequence[KeptPaper]:
    """What ought to stand on the shelves, by case; of all cases or of one."""
    query = (
        select(
            CaseRow.id,
            CaseRow.number,
            CaseRow.shelf,
            UnitRow.id,
            UnitRow.cls,
            UnitRow.sheets,
            UnitRow.due_on,
        )
        .join(UnitRow, UnitRow.case_id == CaseRow.id)
        .where(UnitRow.sheets > 0, UnitRow.key_id.is_not(None))
        .order_by(CaseRow.registered_on, func.length(CaseRow.number), CaseRow.number, UnitRow.cls)
    )
    if case_id:
        query = query.where(CaseRow.id == case_id)
    return [KeptPaper(*found) for found in session.execute(query)]
