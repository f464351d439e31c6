"""Rows of the corrective-action register; their words are sealed (policy §6)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.findings import FindingState
from desktop.store.schema.findings import FindingRow
from desktop.store.vault.vault import Vault

_KIND, _AREA = "finding", "finding"
SERIES: Final = "finding"


def finding_row(session: Session, finding_id: str) -> FindingRow:
    row = session.get(FindingRow, finding_id)
    if row is None:
        raise NotFound("この是正処置はありません。", "一覧を開き直してください。")
    return row


def rows(session: Session) -> Sequence[FindingRow]:
    """Those that are not closed first, the most urgent of them first; then the others, newest
    first."""
    found = session.scalars(select(FindingRow)).all()
    still = [row for row in found if row.state != FindingState.CLOSED]
    closed = [row for row in found if row.state == FindingState.CLOSED]
    return [
        *sorted(still, key=lambda row: (row.due_on, row.number)),
        *sorted(closed, key=lambda row: (row.closed_on or row.found_on, row.number), reverse=True),
    ]


def late(session: Session, today: date) -> Sequence[FindingRow]:
    """What should have been put right by now and was not, the oldest first."""
    query = select(FindingRow).where(
        FindingRow.state == FindingState.OPEN, FindingRow.due_on < today
    )
    return session.scalars(query.order_by(FindingRow.due_on, FindingRow.number)).all()


def between(session: Session, first: date, last: date) -> Sequence[FindingRow]:
    """What was found or closed in the period, and all that is still open at its end."""
    row = FindingRow
    query = select(row).where(
        row.found_on <= last,
        row.closed_on.is_(None) | (row.closed_on >= first),
    )
    return session.scalars(query.order_by(row.number)).all()


def seal(session: Session, vault: Vault, row: FindingRow, values: Mapping[str, Any]) -> None:
    data = json.dumps(dict(values), ensure_ascii=False).encode()
    row.blob = vault.seal(session, row.key_id, row.id, _KIND, _AREA, data)


def words_of(session: Session, vault: Vault, found: Sequence[FindingRow]) -> list[dict[str, Any]]:
    """What stands in each, in the same order."""
    vault.load(session, [row.key_id for row in found])
    return [
        dict(json.loads(vault.open(session, row.key_id, row.id, _KIND, _AREA, row.blob)))
        for row in found
    ]
