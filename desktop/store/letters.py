"""Letters of a case: numbered, sealed, opened (DOMAIN §9)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.errors import KeyDestroyed
from desktop.store.numbers import next_number
from desktop.store.schema.casework import LetterRow, UnitRow
from desktop.store.units import unit_of
from desktop.store.vault.vault import Vault

_AREA = "letter"


def next_letter_number(session: Session, case_number: str) -> str:
    """文書番号: 窓第26-0001号-1, counted within the case."""
    return f"窓第{case_number}号-{next_number(session, f'letter-{case_number}')}"


def add_letter(
    session: Session,
    vault: Vault,
    case_id: str,
    code: str,
    number: str,
    pdf: bytes,
    state: str,
    by: str,
    at: datetime,
    answer_by: date | None = None,
) -> LetterRow:
    """Seal a letter as made; its hash is what an approval signs."""
    unit = unit_of(session, vault, case_id, "C", at)
    if unit.key_id is None:
        raise KeyDestroyed
    letter_id = uuid.uuid4().hex
    row = LetterRow(
        id=letter_id,
        case_id=case_id,
        unit_id=unit.id,
        code=code,
        number=number,
        state=state,
        sha256=hashlib.sha256(pdf).hexdigest(),
        blob=vault.seal(session, unit.key_id, letter_id, code, _AREA, pdf),
        made_by=by,
        made_at=at,
        answer_by=answer_by,
    )
    session.add(row)
    unit.sheets += 1
    session.flush()
    return row


def letter_row(session: Session, letter_id: str) -> LetterRow:
    row = session.get(LetterRow, letter_id)
    if row is None:
        raise NotFound("この文書はありません。", "案件を開き直してください。")
    return row


def letters_of(session: Session, case_id: str) -> Sequence[LetterRow]:
    return session.scalars(
        select(LetterRow)
        .where(LetterRow.case_id == case_id)
        .order_by(LetterRow.made_at, LetterRow.number)
    ).all()


def open_letter(session: Session, vault: Vault, letter_id: str) -> bytes:
    """The PDF, checked against its hash. Raises KeyDestroyed once its unit is destroyed."""
    row = letter_row(session, letter_id)
    unit = session.get_one(UnitRow, row.unit_id)
    blob = session.scalar(select(LetterRow.blob).where(LetterRow.id == letter_id))
    if blob is None or unit.key_id is None:
        raise KeyDestroyed
    return vault.open(session, unit.key_id, row.id, row.code, _AREA, blob)


def void_letters(session: Session, case_id: str, codes: Sequence[str]) -> None:
    """A newer draft replaces letters of these codes that have not left."""
    for row in letters_of(session, case_id):
        if row.code in codes and row.state != "SENT":
            row.state = "VOID"
    session.flush()
