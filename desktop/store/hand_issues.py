"""Letters that left on hand-written paper, and the scans of it that are owed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desktop.store.schema.casework import LetterRow
from desktop.store.schema.printing import HandIssueRow


def issue_of(session: Session, letter_id: str) -> HandIssueRow | None:
    """The newest time that this letter left by hand."""
    return session.scalar(
        select(HandIssueRow)
        .where(HandIssueRow.letter_id == letter_id)
        .order_by(HandIssueRow.at.desc(), HandIssueRow.id)
        .limit(1)
    )


def unscanned(session: Session) -> Sequence[HandIssueRow]:
    """Those whose signed paper has no scan yet, the oldest first. The paper of a letter that was
    taken back, or written by hand once more, is destroyed."""
    newer = aliased(HandIssueRow)
    again = select(newer.id).where(
        newer.letter_id == HandIssueRow.letter_id, newer.at > HandIssueRow.at
    )
    return session.scalars(
        select(HandIssueRow)
        .join(LetterRow, LetterRow.id == HandIssueRow.letter_id)
        .where(HandIssueRow.scanned_at.is_(None), LetterRow.state != "VOID", ~again.exists())
        .order_by(HandIssueRow.at, HandIssueRow.id)
    ).all()
