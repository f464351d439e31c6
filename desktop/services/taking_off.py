"""What a hold or a longer period takes off the lists of 廃棄 (DOMAIN §10).

An approved list that loses an item is no longer the one that was signed: it waits anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, ItemState, after_hold, list_hash
from desktop.services.disposal_lists import listed
from desktop.store.disposals import batch_row, wait_anew
from desktop.store.holds import listings, note_listings
from desktop.store.schema.casework import UnitRow


def take_cases_off(session: Session, case_ids: Collection[str]) -> None:
    """Every unit of these cases leaves the list on which it stands."""
    _change_lists(session, _take_off(session, UnitRow.case_id.in_(sorted(case_ids))))


def take_class_off(session: Session, cls: str, *, notes: bool) -> None:
    """Every unit of the class, with the notes where they are of it."""
    touched = _take_off(session, UnitRow.cls == cls)
    _change_lists(session, touched | (_take_notes_off(session, None) if notes else set()))


def take_unit_off(session: Session, unit_id: str) -> None:
    _change_lists(session, _take_off(session, UnitRow.id == unit_id))


def take_note_off(session: Session, note_id: str) -> None:
    _change_lists(session, _take_notes_off(session, note_id))


def _take_off(session: Session, where: ColumnElement[bool]) -> set[str]:
    touched = set()
    for item, unit in listings(session, where):
        unit.state, item.removed = after_hold(ItemState(unit.state)), True
        touched.add(item.batch_id)
    return touched


def _take_notes_off(session: Session, note_id: str | None) -> set[str]:
    touched = set()
    for item, note in note_listings(session, note_id):
        note.state, item.removed = after_hold(ItemState(note.state)), True
        touched.add(item.batch_id)
    return touched


def _change_lists(session: Session, touched: Iterable[str]) -> None:
    session.flush()
    for batch_id in sorted(touched):
        batch = batch_row(session, batch_id)
        batch.list_hash = list_hash(listed(session, batch_id))
        if DisposalStage(batch.stage) is DisposalStage.APPROVED:
            wait_anew(session, batch)  # what was approved is no longer the list
    session.flush()
