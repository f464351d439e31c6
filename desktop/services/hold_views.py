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
from desktop.store.holds import KeptUnit
from desktop.store.schema.keeping import HoldRow

_SHOWN = 2


def hold_lines(session: Session, book: Casebook, today: date) -> tuple[HoldLine, ...]:
    """Those in force by the day of their review, then those that were released, newest first."""
    rows = holds.all_holds(session)
    kept = holds.kept_units(session)
    notes = desk_notes.kept_alone(session)
    return tuple(_line(session, book, row, kept, notes, today) for row in rows)


def _line(
    session: Session,
    book: Casebook,
    row: HoldRow,
    kept: Sequence[KeptUnit],
    notes: Sequence[date],
    today: date,
) -> HoldLine:
    scope = HoldScope(row.scope)
    reached = holds.reached_cases(session, row.id)
    ids, numbers = {one.id for one in reached}, tuple(one.number for one in reached)
    units = [one for one in kept if one.case_id in ids or one.cls == row.cls]
    days = [one.due_on for one in units]
    if scope is HoldScope.NOTE:
        days = [desk_notes.note_row(session, row.note_id or "").due_on]
    elif scope is HoldScope.CLASS and row.cls == RetentionClass.B:
        days += notes
    late = row.released_at is None and row.review_on <= today
    return HoldLine(
        id=row.id,
        scope=scope,
        what=_what(session, row, numbers),
        reason=HOLD_LABELS[row.reason],
        reason_code=row.reason,
        cases=numbers,
        units=len(days),
        due=sum(1 for day in days if day is not None and day <= today),
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
