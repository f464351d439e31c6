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
    digest: str = "",
) -> str:
    """Note a copy that is about to leave. The place may name a person, so it is sealed; with it,
    where it is known already, by which the file is known again (`note_digest`)."""
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
            place=vault.seal(session, key_id, export_id, kind, _AREA, _told(place, digest)),
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
    return _opened(session, vault, row)[0]


def known_digest(session: Session, vault: Vault, row: OpenExportRow) -> str:
    """By which the file that was written is known again; "" of those of earlier programs."""
    return _opened(session, vault, row)[1]


def note_digest(session: Session, vault: Vault, row: OpenExportRow, digest: str) -> None:
    """What is about to be written there: a file that is another one later is not ours."""
    if row.key_id is not None:
        place = place_of(session, vault, row)
        told = _told(place, digest)
        row.place = vault.seal(session, row.key_id, row.id, row.kind, _AREA, told)
        session.flush()


def _told(place: str, digest: str) -> bytes:
    """A place holds no NUL, so what stands behind one is the digest."""
    return f"{place}\0{digest}".encode() if digest else place.encode()


def _opened(session: Session, vault: Vault, row: OpenExportRow) -> tuple[str, str]:
    if row.place is None or row.key_id is None:
        return "", ""
    told = vault.open(session, row.key_id, row.id, row.kind, _AREA, row.place).decode()
    place, _, digest = told.partition("\0")
    return place, digest


def close_export(
    session: Session, vault: Vault, row: OpenExportRow, how: str, by: str, at: datetime
) -> None:
    """The copy is gone; what named its place goes too."""
    if row.key_id is not None:
        vault.destroy(session, [row.key_id])
    row.place, row.key_id = None, None
    row.closed_at, row.closed_by, row.closed_how = at, by, how
    session.flush()
