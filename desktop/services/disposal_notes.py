"""電話・窓口の記録 on the lists of 廃棄: they go the way every sheet goes (DOMAIN §10).

A note that a case took in dies with the case's unit; here are those that no case took in.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.desk_notes import NOTE_LABELS, NoteKind
from desktop.domain.disposal import ItemState, ListedItem, move_item
from desktop.domain.errors import Refused
from desktop.domain.retention import RetentionClass
from desktop.services.keeping_views import UnitLine, reason_words
from desktop.store import desk_notes
from desktop.store.disposals import batch_notes
from desktop.store.holds import Held, held_now
from desktop.store.schema.keeping import DisposalBatchRow, DisposalNoteRow
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.vault.vault import Vault

_CLASS = RetentionClass.B


def due_notes(session: Session, today: date) -> tuple[UnitLine, ...]:
    """Notes whose period is over and which no list holds yet."""
    held = held_now(session)
    return tuple(_line(note, note.due_on, held) for note in desk_notes.due(session, today))


def listed_notes(session: Session, batch_id: str) -> tuple[ListedItem, ...]:
    """The notes of a list as its hash covers them."""
    return tuple(
        ListedItem(note.id, "", _CLASS, item.due_on)
        for item, note in batch_notes(session, batch_id)
    )


def note_lines(session: Session, batch_id: str, *, removed: bool = False) -> list[UnitLine]:
    held = held_now(session)
    listed = batch_notes(session, batch_id, removed=removed)
    return [_line(note, item.due_on, held) for item, note in listed]


def propose_note(session: Session, batch: DisposalBatchRow, note: DeskNoteRow, today: date) -> None:
    """Put one note on the list."""
    if note.due_on is None:
        raise Refused("廃棄の期限のない記録です。", "一覧を開き直してください。")
    state, held = ItemState(note.state), bool(held_now(session).note(note.id))
    if state in (ItemState.RETAINED, ItemState.REJECTED):
        state = move_item(state, ItemState.DUE, today=today, due=note.due_on, held=held)
    note.state = move_item(state, ItemState.PROPOSED, today=today, due=note.due_on, held=held)
    session.add(
        DisposalNoteRow(id=uuid.uuid4().hex, batch_id=batch.id, note_id=note.id, due_on=note.due_on)
    )
    session.flush()


def move_notes(session: Session, batch_id: str, target: ItemState, today: date) -> None:
    """Every note of the list one step on; holds are asked again."""
    held = held_now(session)
    for item, note in batch_notes(session, batch_id):
        note.state = move_item(
            ItemState(note.state),
            target,
            today=today,
            due=item.due_on,
            held=bool(held.note(note.id)),
        )


def erase_notes(session: Session, vault: Vault, batch: DisposalBatchRow, approver: str) -> int:
    """What was said goes with its key; kind, means, day and how it went stay. How many keys."""
    keys = 0
    for _item, note in batch_notes(session, batch.id):
        if note.key_id is None or note.blob is None:
            continue
        said = f"{note.id}|note|{len(note.blob)}|".encode() + note.blob
        note.destroyed_hash = hashlib.sha256(said).hexdigest()
        note.destroyed_at, note.destroyed_method = batch.executed_at, batch.method
        note.destroyed_batch, note.destroyed_approver = batch.id, approver
        keys += desk_notes.destroy_alone(session, vault, note)
    return keys


def _line(note: DeskNoteRow, due_on: date | None, held: Held) -> UnitLine:
    if due_on is None:
        raise Refused("廃棄の期限のない記録です。", "一覧を開き直してください。")
    label = f"電話・窓口の記録（{NOTE_LABELS[NoteKind(note.kind)]}）"
    why = reason_words(held.note(note.id))
    return UnitLine(note.id, _CLASS, label, "", 0, 0, due_on, held=bool(why), held_why=why)
