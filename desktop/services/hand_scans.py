"""The scans of hand-written letters that are owed, for the list of red tasks."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.store import hand_issues
from desktop.store.cases import case_row


def owed_scans(session: Session) -> list[str]:
    """受付番号 of letters that left by hand and whose signed paper has no scan yet."""
    return [case_row(session, row.case_id).number for row in hand_issues.unscanned(session)]
