"""Rows of the notes of calls and visits: of a case, or free-standing under a key of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.desk_notes import NoteKind
from desktop.domain.errors import NotFound
from desktop.store.errors import KeyDestroyed
from desktop.store.holds import note_is_held
from desktop.store.parts import parts_in_slots
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.units import DUE_STATES
from desktop.store.vault.vault import Vault

PART: Final = "note"
SLOT: Final = "kept-"
"""A note of a case is one of its sealed notes (`KeptNotes`), and dies with the case's unit."""

_KIND, _AREA = "note", "desk_note"


def note_row(session: Session, note_id: str) -> DeskNoteRow:
    row = session.get(DeskNoteRow, note_id)
    if row is None:
        raise NotFound("この記録はありません。", "電話・窓口の一覧を開き直してください。")
    return row


def of_ids(session: Session, ids: Sequence[str]) -> dict[str, DeskNoteRow]:
    """Those of the ids that are notes."""
    found = session.scalars(select(DeskNoteRow).where(DeskNoteRow.id.in_(list(ids))))
    return {row.id: row for row in found}


def rows(session: Session, case_id: str | None = None) -> Sequence[DeskNoteRow]:
    """Newest first; of one case, or all."""
    query = select(DeskNoteRow).order_by(
        DeskNoteRow.on.desc(), DeskNoteRow.at.desc(), DeskNoteRow.id
    )
    if case_id is not None:
        query = query.where(DeskNoteRow.case_id == case_id)
    return session.scalars(query).all()


def seal_alone(session: Session, vault: Vault, row: DeskNoteRow, values: Mapping[str, Any]) -> None:
    """Under a key of its own, as long as no case takes the note in."""
    row.key_id = vault.new_key(session)
    data = json.dumps(dict(values), ensure_ascii=False).encode()
    row.blob = vault.seal(session, row.key_id, row.id, _KIND, _AREA, data)
    session.flush()


def destroy_alone(session: Session, vault: Vault, row: DeskNoteRow) -> int:
    """What was said is gone; that somebody called, when and about what stays. How many keys."""
    keys = vault.destroy(session, [row.key_id]) if row.key_id is not None else 0
    row.key_id, row.blob, row.due_on = None, None, None
    session.flush()
    return keys


def opened(
    session: Session, vault: Vault, found: Sequence[DeskNoteRow]
) -> Iterator[tuple[DeskNoteRow, dict[str, Any] | None]]:
    """Each note with what was said, None once it is destroyed."""
    vault.load(session, [row.key_id for row in found if row.key_id is not None])
    joined = [(row.case_id, f"{SLOT}{row.id}") for row in found if row.case_id is not None]
    of_cases = parts_in_slots(session, vault, PART, joined)
    for row in found:
        if row.key_id is not None and row.blob is not None:
            try:
                data = vault.open(session, row.key_id, row.id, _KIND, _AREA, row.blob)
            except KeyDestroyed:
                yield row, None
                continue
            yield row, json.loads(data)
        else:
            yield row, of_cases.get((row.case_id or "", f"{SLOT}{row.id}"))


def due(session: Session, today: date) -> Sequence[DeskNoteRow]:
    """Free-standing notes whose time has run out and which no list holds yet."""
    return session.scalars(
        select(DeskNoteRow)
        .where(DeskNoteRow.state.in_(DUE_STATES), DeskNoteRow.due_on <= today)
        .order_by(DeskNoteRow.due_on, DeskNoteRow.id)
    ).all()


def count_due(session: Session, today: date) -> int:
    """How many of what `due` would give are not held, and so to be proposed."""
    query = select(func.count()).select_from(DeskNoteRow)
    query = query.where(DeskNoteRow.state.in_(DUE_STATES), DeskNoteRow.due_on <= today)
    return session.scalar(query.where(~note_is_held())) or 0


def kept_alone(session: Session) -> Sequence[date]:
    """The due days of all free-standing notes that no list holds."""
    query = select(DeskNoteRow.due_on).where(DeskNoteRow.state.in_(DUE_STATES))
    return [day for day in session.scalars(query) if day is not None]


def count_destroyed(session: Session) -> int:
    query = select(func.count()).select_from(DeskNoteRow)
    return session.scalar(query.where(DeskNoteRow.destroyed_at.is_not(None))) or 0


def noticed_on(session: Session, case_id: str) -> date | None:
    """The latest 事前連絡 of the case's agent."""
    return session.scalar(
        select(func.max(DeskNoteRow.on)).where(
            DeskNoteRow.case_id == case_id, DeskNoteRow.kind == NoteKind.AGENT_NOTICE
        )
    )


def waiting_alone(session: Session) -> Sequence[tuple[str, date]]:
    """Every free-standing note that no list holds, with the day on which it is due."""
    query = select(DeskNoteRow.id, DeskNoteRow.due_on).where(DeskNoteRow.state.in_(DUE_STATES))
    return [(note_id, day) for note_id, day in session.execute(query) if day is not None]
