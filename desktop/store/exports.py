"""Open exports: clear copies that left on purpose, listed until they are gone (DESIGN §4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.schema.keeping import OpenExportRow
from desktop.store.vault.vault import Vault

_AREA = "export"


def open_export(
    session: Session,
    vault: Vault,
    kind: str,
    place: str,
    by: str,
    at: datetime,
    delete_by: date,
    *,
    case_id: str | None = None,
    letter_id: str | None = None,
) -> str:
    """Note a copy that is about to leave. The place may name a person, so it is sealed."""
    export_id = uuid.uuid4().hex
    key_id = vault.new_key(session)
    session.add(
        OpenExportRow(
            id=export_id,
            kind=kind,
            case_id=case_id,
            letter_id=letter_id,
            by=by,
            at=at,
            delete_by=delete_by,
            key_id=key_id,
            place=vault.seal(session, key_id, export_id, kind, _AREA, place.encode()),
        )
    )
    session.flush()
    return export_id


def export_row(session: Session, export_id: str) -> OpenExportRow:
    row = session.get(OpenExportRow, export_id)
    if row is None:
        raise NotFound("この持ち出しの記録はありません。", "一覧を開き直してください。")
    return row


def open_exports(session: Session) -> Sequence[OpenExportRow]:
    return session.scalars(
        select(OpenExportRow)
        .where(OpenExportRow.closed_at.is_(None))
        .order_by(OpenExportRow.delete_by, OpenExportRow.id)
    ).all()


def place_of(session: Session, vault: Vault, row: OpenExportRow) -> str:
    if row.place is None or row.key_id is None:
        return ""
    return vault.open(session, row.key_id, row.id, row.kind, _AREA, row.place).decode()


def close_export(
    session: Session, vault: Vault, row: OpenExportRow, how: str, by: str, at: datetime
) -> None:
    """The copy is gone; what named its place goes too."""
    if row.key_id is not None:
        vault.destroy(session, [row.key_id])
    row.place, row.key_id = None, None
    row.closed_at, row.closed_by, row.closed_how = at, by, how
    session.flush()
