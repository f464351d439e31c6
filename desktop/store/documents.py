"""Documents and pages of a case: sealed in, opened out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.errors import NotFound
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.reading_json import reading_from_json, reading_to_json
from desktop.store.errors import KeyDestroyed
from desktop.store.schema.casework import DocumentRow, PageRow, UnitRow
from desktop.store.units import key_of, unit_of
from desktop.store.vault.vault import Vault

AREA = "page"


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page of the spool on its way into a case."""

    image: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    reading: PageReading = field(repr=False)

    def pieces(self) -> tuple[bytes, bytes, bytes]:
        """Image, thumbnail and reading as they are sealed."""
        return self.image, self.thumbnail, reading_to_json(self.reading)


def add_document(
    session: Session,
    vault: Vault,
    case_id: str,
    cls: str,
    kind: PageKind,
    pages: Sequence[NewPage],
    received_on: date,
    at: datetime,
    *,
    first_mail: bool = False,
) -> str:
    """Seal the pages of one paper under the key of its class's unit; the document's id.

    `first_mail`: it came in the envelope with which the case began.
    """
    unit = unit_of(session, vault, case_id, cls, at)
    key_id = key_of(unit)
    seq = next_seq(session, DocumentRow.seq, DocumentRow.case_id == case_id)
    document = DocumentRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        unit_id=unit.id,
        seq=seq,
        kind=kind,
        form=pages[0].reading.form,
        received_on=received_on,
        first_mail=first_mail,
    )
    session.add(document)
    session.flush()
    first = next_seq(session, PageRow.seq, PageRow.case_id == case_id)
    for offset, page in enumerate(pages):
        page_id = uuid.uuid4().hex
        session.add(
            PageRow(
                id=page_id,
                document_id=document.id,
                case_id=case_id,
                unit_id=unit.id,
                seq=first + offset,
                kind=page.reading.kind,
                masked=len(page.reading.masked),
                image=vault.seal(session, key_id, page_id, "image", AREA, page.image),
                thumbnail=vault.seal(session, key_id, page_id, "thumbnail", AREA, page.thumbnail),
                reading=vault.seal(
                    session,
                    key_id,
                    page_id,
                    "reading",
                    AREA,
                    reading_to_json(page.reading),
                ),
            )
        )
    unit.sheets += len(pages)
    session.flush()
    return document.id


def documents_of(session: Session, case_id: str) -> Sequence[DocumentRow]:
    return session.scalars(
        select(DocumentRow).where(DocumentRow.case_id == case_id).order_by(DocumentRow.seq)
    ).all()


def pages_of(session: Session, case_id: str) -> Sequence[PageRow]:
    """The pages without their blobs."""
    return session.scalars(
        select(PageRow).where(PageRow.case_id == case_id).order_by(PageRow.seq)
    ).all()


def page_row(session: Session, page_id: str) -> PageRow:
    """The page without its blobs."""
    row = session.get(PageRow, page_id)
    if row is None:
        raise NotFound("このページはありません。", "案件を開き直してください。")
    return row


def open_image(session: Session, vault: Vault, page_id: str) -> bytes:
    """The page's JPEG. Raises KeyDestroyed once its unit has been destroyed."""
    return _open(session, vault, page_id, "image", PageRow.image)


def open_thumbnail(session: Session, vault: Vault, page_id: str) -> bytes:
    return _open(session, vault, page_id, "thumbnail", PageRow.thumbnail)


def open_reading(session: Session, vault: Vault, page_id: str) -> PageReading:
    return reading_from_json(_open(session, vault, page_id, "reading", PageRow.reading))


def replace_reading(session: Session, vault: Vault, page_id: str, reading: PageReading) -> None:
    row = session.get_one(PageRow, page_id)
    key_id = key_of(session.get_one(UnitRow, row.unit_id))
    row.reading = vault.seal(session, key_id, page_id, "reading", AREA, reading_to_json(reading))
    session.flush()


def _open(
    session: Session,
    vault: Vault,
    page_id: str,
    piece: str,
    column: InstrumentedAttribute[bytes | None],
) -> bytes:
    found = session.execute(
        select(column, UnitRow.key_id)
        .join(UnitRow, UnitRow.id == PageRow.unit_id)
        .where(PageRow.id == page_id)
    ).first()
    if found is None or found[0] is None or found[1] is None:
        raise KeyDestroyed
    return vault.open(session, found[1], page_id, piece, AREA, found[0])


def next_seq(
    session: Session, column: InstrumentedAttribute[int], where: ColumnElement[bool]
) -> int:
    """The number behind the highest of those rows."""
    return (session.scalar(select(func.max(column)).where(where)) or 0) + 1
