"""Old data under a newer key-book: what was disposed of since becomes a stub, as it is (TRUST §2).

The wrapped keys of the data are replaced by those of the book. A record whose key the book does not
hold never opens again, so its ciphertext goes too and its row says that it is destroyed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.store.backup_errors import BookForeign, BookOlder
from desktop.store.cases import void_approvals
from desktop.store.disposals import batch_items, batch_notes
from desktop.store.schema.casework import UnitRow
from desktop.store.schema.infrastructure import PersonRow, RecordKeyRow, SpoolPageRow, StoreInfoRow
from desktop.store.schema.intake import EnvelopePageRow, SourceDeletionRow
from desktop.store.schema.keeping import DisposalBatchRow, OpenExportRow
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.units import erase_contents
from desktop.store.vault.keybook import KeyBook

_METHOD = "KEY_ERASURE"
_STATE = "EXECUTED"
_HOW = "RESTORED"  # the task had ended, as its key tells; how, the older data does not
_MANY = 500
_OPEN_LIST = (ItemState.PROPOSED, ItemState.APPROVED)


@dataclass(frozen=True, slots=True)
class Closed:
    """What a key-book closed: keys as the data wrapped them, with their epoch, and the rows."""

    keys: Mapping[str, tuple[int, bytes]]
    units: int = 0
    notes: int = 0
    pages: int = 0


def apply_book(session: Session, book: KeyBook, at: datetime) -> Closed:
    """Give the data the keys of `book`, and close what it does not hold. Raises BookForeign, and
    BookOlder: such a book would close what nobody disposed of."""
    info = session.get_one(StoreInfoRow, 1)
    if book.store_id != info.store_id:
        raise BookForeign
    if book.epoch < info.epoch or (book.epoch == info.epoch and book.change < info.change_number):
        raise BookOlder
    columns = (RecordKeyRow.id, RecordKeyRow.epoch, RecordKeyRow.wrapped)
    held = {
        key_id: (epoch, wrapped) for key_id, epoch, wrapped in session.execute(select(*columns))
    }
    session.execute(delete(RecordKeyRow))
    kept = [
        {"id": key_id, "epoch": book.epoch, "wrapped": book.wrapped[key_id]}
        for key_id in sorted(held.keys() & book.wrapped.keys())
    ]
    if kept:
        session.execute(insert(RecordKeyRow), kept)
    info.epoch = book.epoch
    gone = {key_id: held[key_id] for key_id in held.keys() - book.wrapped.keys()}
    closed = Closed(
        gone,
        _close_units(session, gone, at),
        _close_notes(session, gone, at),
        _close_pages(session, gone),
    )
    _close_places(session, gone, at)
    _end_lists(session)
    session.flush()
    return closed


def _close_units(session: Session, gone: Collection[str], at: datetime) -> int:
    units = _rows(session, select(UnitRow), UnitRow.key_id, gone)
    for unit in units:
        erase_contents(session, unit.id)
        unit.key_id = None
        unit.destroyed_at, unit.destroyed_method, unit.state = at, _METHOD, _STATE
    return len(units)


def _close_notes(session: Session, gone: Collection[str], at: datetime) -> int:
    notes = _rows(session, select(DeskNoteRow), DeskNoteRow.key_id, gone)
    for note in notes:
        note.blob, note.key_id = None, None
        note.destroyed_at, note.destroyed_method, note.state = at, _METHOD, _STATE
    return len(notes)


def _close_pages(session: Session, gone: Collection[str]) -> int:
    """Pages that waited then: filed or discarded since. Their paper, if it is still there, is
    scanned anew."""
    pages = _rows(session, select(SpoolPageRow), SpoolPageRow.key_id, gone)
    ids = [page.id for page in pages]
    for start in range(0, len(ids), _MANY):
        some = ids[start : start + _MANY]
        session.execute(delete(EnvelopePageRow).where(EnvelopePageRow.id.in_(some)))
        session.execute(delete(SpoolPageRow).where(SpoolPageRow.id.in_(some)))
    return len(ids)


def _close_places(session: Session, gone: Collection[str], at: datetime) -> None:
    """Places and names that were sealed by themselves."""
    for export in _rows(session, select(OpenExportRow), OpenExportRow.key_id, gone):
        export.place, export.key_id = None, None
        export.closed_at, export.closed_how = at, _HOW
    for source in _rows(session, select(SourceDeletionRow), SourceDeletionRow.key_id, gone):
        source.place, source.key_id = None, None
        source.confirmed_at, source.how = at, _HOW
    for batch in _rows(session, select(DisposalBatchRow), DisposalBatchRow.reason_key_id, gone):
        batch.reason, batch.reason_key_id = None, None
    for person in _rows(session, select(PersonRow), PersonRow.name_key_id, gone):
        person.sealed_name, person.name_key_id = None, None


def _end_lists(session: Session) -> None:
    """A list of which something is closed now was carried out since, which the older data does not
    tell: nobody could sign or execute it any more. What else stands on it is due as before, as
    that of a list which was sent back, and may be proposed anew."""
    for batch in session.scalars(
        select(DisposalBatchRow).where(DisposalBatchRow.state.in_(_OPEN_LIST))
    ).all():
        units = [unit for item, unit, _ in batch_items(session, batch.id) if not item.removed]
        notes = [note for _item, note in batch_notes(session, batch.id)]
        listed: list[UnitRow | DeskNoteRow] = [*units, *notes]
        if all(one.destroyed_at is None for one in listed):
            continue
        for one in listed:
            if one.destroyed_at is None:
                one.state = ItemState.REJECTED
        void_approvals(session, "batch", batch.id)
        batch.state, batch.stage = ItemState.REJECTED, DisposalStage.PROPOSED
        batch.approved_by, batch.approved_at = None, None


def _rows(
    session: Session, query: Select[Any], column: Any, keys: Collection[str]
) -> Sequence[Any]:
    wanted, found = sorted(keys), list[Any]()
    for start in range(0, len(wanted), _MANY):
        found += session.scalars(query.where(column.in_(wanted[start : start + _MANY]))).all()
    return found
