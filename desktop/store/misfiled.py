"""A page of a case that belongs elsewhere: to another case, or back into the spool.

It leaves the key it lay under: that key is renewed for the rest, so that what is disposed of with
the other case opens from no old copy (DESIGN §4, TRUST §2).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from desktop.store.documents import (
    AREA,
    NewPage,
    next_seq,
    open_image,
    open_reading,
    open_thumbnail,
)
from desktop.store.rekey import renew_key
from desktop.store.schema.casework import DocumentRow, LetterRow, PageRow, PartRow, UnitRow
from desktop.store.schema.keeping import DisposalItemRow
from desktop.store.units import key_of, unit_of
from desktop.store.vault.vault import Vault


def opened(session: Session, vault: Vault, page_id: str) -> NewPage:
    """All that is kept of the page. Raises KeyDestroyed once its unit is gone."""
    return NewPage(
        open_image(session, vault, page_id),
        open_thumbnail(session, vault, page_id),
        open_reading(session, vault, page_id),
    )


def unit_of_page(session: Session, page: PageRow) -> UnitRow:
    return session.get_one(UnitRow, page.unit_id)


def received_on(session: Session, page: PageRow) -> date:
    return session.get_one(DocumentRow, page.document_id).received_on


def move_page(session: Session, vault: Vault, page: PageRow, case_id: str, at: datetime) -> None:
    """The page into another case, as a document of its own, under that case's key of its class."""
    contents = opened(session, vault, page.id)
    source = unit_of_page(session, page)
    document = session.get_one(DocumentRow, page.document_id)
    unit = unit_of(session, vault, case_id, source.cls, at)
    key_id = key_of(unit)
    new = DocumentRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        unit_id=unit.id,
        seq=next_seq(session, DocumentRow.seq, DocumentRow.case_id == case_id),
        kind=page.kind,
        form=document.form,
        received_on=document.received_on,
    )
    session.add(new)
    session.flush()
    page.seq = next_seq(session, PageRow.seq, PageRow.case_id == case_id)
    page.case_id, page.unit_id, page.document_id = case_id, unit.id, new.id
    image, thumbnail, reading = contents.pieces()
    page.image = vault.seal(session, key_id, page.id, "image", AREA, image)
    page.thumbnail = vault.seal(session, key_id, page.id, "thumbnail", AREA, thumbnail)
    page.reading = vault.seal(session, key_id, page.id, "reading", AREA, reading)
    unit.sheets += 1
    session.flush()
    _leave(session, vault, source, document)


def take_out(session: Session, vault: Vault, page: PageRow) -> None:
    """The page out of its case; its contents lie elsewhere by now."""
    source = unit_of_page(session, page)
    document = session.get_one(DocumentRow, page.document_id)
    session.delete(page)
    session.flush()
    _leave(session, vault, source, document)


def _leave(session: Session, vault: Vault, unit: UnitRow, document: DocumentRow) -> None:
    """One sheet less; what is empty now goes, and what stays gets another key."""
    unit.sheets -= 1
    session.flush()
    pages = select(func.count()).where(PageRow.document_id == document.id)
    if not session.scalar(pages):
        session.delete(document)
        session.flush()
    if _holds_nothing(session, unit.id):
        vault.destroy(session, [key_of(unit)])
        session.delete(unit)
        session.flush()
    else:
        renew_key(session, vault, unit)


def _holds_nothing(session: Session, unit_id: str) -> bool:
    def named(where: ColumnElement[bool]) -> bool:
        return bool(session.scalar(select(exists().where(where))))

    return not (
        named(PageRow.unit_id == unit_id)
        or named(DocumentRow.unit_id == unit_id)
        or named(PartRow.unit_id == unit_id)
        or named(or_(LetterRow.unit_id == unit_id, LetterRow.record_unit_id == unit_id))
        or named(DisposalItemRow.unit_id == unit_id)
    )
