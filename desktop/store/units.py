"""Retention units: what dies together, under one data key (DESIGN §4)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.errors import KeyDestroyed
from desktop.store.schema.casework import DocumentRow, LetterRow, PageRow, PartRow, UnitRow
from desktop.store.schema.keeping import ExtensionRow
from desktop.store.vault.vault import Vault

DUE_STATES = ("RETAINED", "DUE", "REJECTED")


def unit_of(session: Session, vault: Vault, case_id: str, cls: str, at: datetime) -> UnitRow:
    """The case's unit of that class; made with a fresh data key where there is none yet."""
    row = session.scalar(select(UnitRow).where(UnitRow.case_id == case_id, UnitRow.cls == cls))
    if row is None:
        row = UnitRow(
            id=uuid.uuid4().hex,
            case_id=case_id,
            cls=cls,
            key_id=vault.new_key(session),
            state="ACTIVE",
            created_at=at,
            sheets=0,
        )
        session.add(row)
        session.flush()
    return row


def key_of(unit: UnitRow) -> str:
    """The unit's data key; KeyDestroyed once the unit has been disposed of."""
    if unit.key_id is None:
        raise KeyDestroyed
    return unit.key_id


def units_of_case(session: Session, case_id: str) -> Sequence[UnitRow]:
    return session.scalars(
        select(UnitRow).where(UnitRow.case_id == case_id).order_by(UnitRow.cls)
    ).all()


def longer_until(session: Session, case_id: str) -> dict[str, date]:
    """The latest due day to which a supervisor prolonged each unit of the case (延長)."""
    query = (
        select(ExtensionRow.unit_id, func.max(ExtensionRow.after))
        .join(UnitRow, UnitRow.id == ExtensionRow.unit_id)
        .where(UnitRow.case_id == case_id)
        .group_by(ExtensionRow.unit_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def due_units(session: Session, today: date) -> Sequence[UnitRow]:
    """Units whose period is over and which no batch holds yet, the longest due first."""
    return session.scalars(
        select(UnitRow)
        .where(UnitRow.state.in_(DUE_STATES), UnitRow.due_on <= today)
        .order_by(UnitRow.due_on, UnitRow.id)
    ).all()


def count_due_units(session: Session, today: date) -> int:
    """How many units `due_units` would give."""
    return (
        session.scalar(
            select(func.count())
            .select_from(UnitRow)
            .where(UnitRow.state.in_(DUE_STATES), UnitRow.due_on <= today)
        )
        or 0
    )


def count_destroyed_units(session: Session) -> int:
    gone = select(func.count()).select_from(UnitRow).where(UnitRow.destroyed_at.is_not(None))
    return session.scalar(gone) or 0


def content_counts(session: Session, unit_ids: Collection[str]) -> dict[str, int]:
    """How many pictures and documents each unit holds: scanned pages, letters, records."""
    counts: dict[str, int] = {}
    for column, blob in (
        (PageRow.unit_id, PageRow.image),
        (LetterRow.unit_id, LetterRow.blob),
        (LetterRow.record_unit_id, LetterRow.record),
    ):
        counted = session.execute(
            select(column, func.count())
            .where(column.in_(list(unit_ids)), blob.is_not(None))
            .group_by(column)
        )
        for unit_id, number in counted:
            key = str(unit_id)
            counts[key] = counts.get(key, 0) + number
    return counts


def sealed_contents(session: Session, unit_id: str) -> list[tuple[str, str, bytes]]:
    """Every sealed blob of a unit as (row id, piece, blob), in a fixed order."""
    found: list[tuple[str, str, bytes]] = []
    pages = session.execute(
        select(PageRow.id, PageRow.image, PageRow.thumbnail, PageRow.reading).where(
            PageRow.unit_id == unit_id
        )
    )
    for page_id, image, thumbnail, reading in pages:
        pieces = (("image", image), ("thumbnail", thumbnail), ("reading", reading))
        found += [(page_id, piece, blob) for piece, blob in pieces if blob is not None]
    parts = session.execute(select(PartRow.id, PartRow.blob).where(PartRow.unit_id == unit_id))
    found += [(part_id, "part", blob) for part_id, blob in parts if blob is not None]
    letters = session.execute(
        select(LetterRow.id, LetterRow.blob).where(LetterRow.unit_id == unit_id)
    )
    found += [(letter_id, "letter", blob) for letter_id, blob in letters if blob is not None]
    records = session.execute(
        select(LetterRow.id, LetterRow.record).where(LetterRow.record_unit_id == unit_id)
    )
    found += [(letter_id, "record", blob) for letter_id, blob in records if blob is not None]
    return sorted(found, key=lambda entry: entry[:2])


def erase_contents(session: Session, unit_id: str) -> None:
    """Drop every ciphertext of a unit; the rows stay, empty, as part of the stub."""
    for page in session.scalars(select(PageRow).where(PageRow.unit_id == unit_id)):
        page.image = page.thumbnail = page.reading = None
    for part in session.scalars(select(PartRow).where(PartRow.unit_id == unit_id)):
        part.blob = None
    for letter in session.scalars(select(LetterRow).where(LetterRow.unit_id == unit_id)):
        letter.blob = None
    for letter in session.scalars(select(LetterRow).where(LetterRow.record_unit_id == unit_id)):
        letter.record = None
    session.flush()


def kinds_of(session: Session, unit_id: str) -> list[str]:
    """The kinds of the documents in a unit, in their order."""
    return list(
        session.scalars(
            select(DocumentRow.kind).where(DocumentRow.unit_id == unit_id).order_by(DocumentRow.seq)
        )
    )


class WaitingUnit(NamedTuple):
    """A unit that waits for its day, in clear columns only."""

    case_id: str
    cls: str
    due_on: date
    sheets: int


def waiting_units(session: Session) -> Sequence[WaitingUnit]:
    """Every unit with a day on which it is due and that no list holds."""
    query = select(UnitRow.case_id, UnitRow.cls, UnitRow.due_on, UnitRow.sheets)
    query = query.where(UnitRow.state.in_(DUE_STATES), UnitRow.due_on.is_not(None))
    return [
        WaitingUnit(case_id, cls, due, sheets)
        for case_id, cls, due, sheets in session.execute(query)
        if due is not None
    ]
