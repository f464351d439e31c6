"""The list of 保全: what each hold reaches and keeps, who set it, when it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.desk_notes import NOTE_LABELS, NoteKind
from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.holding import HoldScope
from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.services.casebook import Casebook
from desktop.services.keeping_views import HoldLine, HoldReview
from desktop.store import desk_notes, holds
from desktop.store.schema.keeping import HoldRow

_SHOWN = 2


def hold_lines(session: Session, book: Casebook, today: date) -> tuple[HoldLine, ...]:
    """Those in force by the day of their review, then those that were released, newest first."""
    return tuple(_line(session, book, row, today) for row in holds.all_holds(session))


def _line(session: Session, book: Casebook, row: HoldRow, today: date) -> HoldLine:
    scope = HoldScope(row.scope)
    numbers = tuple(one.number for one in holds.reached_cases(session, row.id))
    units, due = holds.kept_by(session, row, today)
    notes = _notes(session, row)
    units, due = units + len(notes), due + sum(1 for day in notes if day <= today)
    late = row.released_at is None and row.review_on <= today
    return HoldLine(
        id=row.id,
        scope=scope,
        what=_what(session, row, numbers),
        reason=HOLD_LABELS[row.reason],
        reason_code=row.reason,
        cases=numbers,
        units=units,
        due=due,
        set_by=book.name_of(row.set_by),
        set_at=row.set_at,
        review_on=row.review_on,
        late=late,
        reviews=tuple(
            HoldReview(one.at, book.name_of(one.by), HOLD_LABELS[one.reason], one.after)
            for one in holds.reviews_of(session, row.id)
        ),
        release_by=book.name_of(row.release_proposed_by),
        release_by_id=row.release_proposed_by or "",
        released_by=book.name_of(row.released_by),
        released_at=row.released_at,
    )


def _notes(session: Session, row: HoldRow) -> Sequence[date]:
    """The days on which the free-standing notes are due that the hold reaches."""
    if row.scope == HoldScope.NOTE:
        day = desk_notes.note_row(session, row.note_id or "").due_on
        return [day] if day is not None else []
    if row.scope == HoldScope.CLASS and row.cls == RetentionClass.B:
        return desk_notes.kept_alone(session)
    return []


def _what(session: Session, row: HoldRow, numbers: Sequence[str]) -> str:
    """What the hold stands at, by number, class or kind; nobody's name."""
    scope = HoldScope(row.scope)
    if scope is HoldScope.CLASS:
        return RETENTION_LABELS[RetentionClass(row.cls)]
    if scope is HoldScope.NOTE:
        note = desk_notes.note_row(session, row.note_id or "")
        return f"{NOTE_LABELS[NoteKind(note.kind)]}（{note.on.month}/{note.on.day}）"
    shown = "・".join(numbers[:_SHOWN])
    return f"{shown} ほか{len(numbers) - _SHOWN}件" if len(numbers) > _SHOWN else shown
