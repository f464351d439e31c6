"""Letters of a case: numbered, sealed, opened (DOMAIN §9)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.posting import MOST_POSTINGS
from desktop.store.errors import KeyDestroyed
from desktop.store.numbers import next_number
from desktop.store.schema.casework import CaseRow, LetterRow, UnitRow
from desktop.store.units import key_of, unit_of
from desktop.store.vault.vault import Vault

LETTER_AREA, RECORD_AREA = "letter", "record"
WAITING = ("READY", "PRINTED", "CHECKED")
"""How far a letter is that may leave and has not left."""


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
    *,
    record: bytes | None = None,
    goes_with: str = "",
) -> LetterRow:
    """Seal a letter as made; its hash is what an approval signs.

    `record` is the same letter without its annex: then the letter itself is kept only as long as
    the annex (C6), the record as long as the decision (C). `goes_with` is the letter in
    whose envelope a cover sheet lies.
    """
    unit = unit_of(session, vault, case_id, "C" if record is None else "C6", at)
    letter_id = uuid.uuid4().hex
    row = LetterRow(
        id=letter_id,
        case_id=case_id,
        unit_id=unit.id,
        code=code,
        number=number,
        state=state,
        sha256=hashlib.sha256(pdf).hexdigest(),
        blob=vault.seal(session, key_of(unit), letter_id, code, LETTER_AREA, pdf),
        made_by=by,
        made_at=at,
        answer_by=answer_by,
        goes_with=goes_with,
    )
    if record is not None:
        kept = unit_of(session, vault, case_id, "C", at)
        row.record_unit_id = kept.id
        row.record = vault.seal(session, key_of(kept), letter_id, code, RECORD_AREA, record)
    session.add(row)
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
    """The PDF, or the record without annex once that was destroyed. Raises KeyDestroyed when
    both are gone."""
    row = letter_row(session, letter_id)
    blob, record = session.execute(
        select(LetterRow.blob, LetterRow.record).where(LetterRow.id == letter_id)
    ).one()
    unit = session.get_one(UnitRow, row.unit_id)
    if blob is not None and unit.key_id is not None:
        return vault.open(session, unit.key_id, row.id, row.code, LETTER_AREA, blob)
    if record is None or row.record_unit_id is None:
        raise KeyDestroyed
    kept = session.get_one(UnitRow, row.record_unit_id)
    return vault.open(session, key_of(kept), row.id, row.code, RECORD_AREA, record)


def void_letters(session: Session, case_id: str, codes: Sequence[str]) -> None:
    """A newer draft replaces letters of these codes that have not left."""
    gone = set()
    for row in letters_of(session, case_id):
        if row.code in codes and row.state != "SENT":
            lay_aside(row)
            if row.state == "VOID":
                gone.add(row.id)
    for row in letters_of(session, case_id):
        if row.goes_with in gone and row.state != "SENT":
            row.state = "VOID"  # the cover of an answer that does not leave
    session.flush()


def void_unposted(session: Session, case_id: str, codes: Sequence[str]) -> int:
    """Letters of these codes that wait to leave do not leave any more; how many."""
    lying = [
        row for row in letters_of(session, case_id) if row.code in codes and row.state in WAITING
    ]
    for row in lying:
        lay_aside(row)
    session.flush()
    return len(lying)


def lay_aside(row: LetterRow) -> None:
    """It does not leave any more: void, or of one that came back, out as it was."""
    row.state = "SENT" if row.returned_on is not None else "VOID"


def is_laid_aside(row: LetterRow) -> bool:
    """Back after its only posting, and not to be posted again."""
    if row.state != "SENT" or row.returned_on is None or row.sent_at is None:
        return False
    return row.returns < MOST_POSTINGS and row.sent_at.date() < row.returned_on


def came_back_twice(session: Session, case_id: str, codes: Sequence[str]) -> bool:
    """Whether the latest letter of these codes was posted twice and came back twice."""
    asked = [
        row for row in letters_of(session, case_id) if row.code in codes and row.state != "VOID"
    ]
    return bool(asked) and asked[-1].returns >= MOST_POSTINGS


def covers_of(session: Session, letter_id: str) -> Sequence[LetterRow]:
    """The cover sheets that lie in the envelope of this letter."""
    return session.scalars(
        select(LetterRow)
        .where(LetterRow.goes_with == letter_id, LetterRow.state != "VOID")
        .order_by(LetterRow.made_at)
    ).all()


def told_of(
    session: Session, code: str, case_ids: Collection[str]
) -> dict[str, list[tuple[bool, date | None]]]:
    """By case, of the letters of this code that stand: whether it was posted, and its day."""
    found: dict[str, list[tuple[bool, date | None]]] = {}
    for case_id, state, day in session.execute(
        select(LetterRow.case_id, LetterRow.state, LetterRow.answer_by).where(
            LetterRow.case_id.in_(list(case_ids)),
            LetterRow.code == code,
            LetterRow.state != "VOID",
        )
    ):
        found.setdefault(case_id, []).append((state == "SENT", day))
    return found


def unposted_of(session: Session, case_id: str, code: str, but: str = "") -> Sequence[LetterRow]:
    """The letters of this code that wait to leave, `but` one of them."""
    return [
        row
        for row in letters_of(session, case_id)
        if row.code == code and row.state in WAITING and row.id != but
    ]


def unposted(
    session: Session, codes: Sequence[str], states: Sequence[str]
) -> Sequence[tuple[str, datetime]]:
    """(受付番号, since when) of letters of these codes that wait to leave, in cases so far."""
    found = session.execute(
        select(CaseRow.number, LetterRow.made_at)
        .join(LetterRow, LetterRow.case_id == CaseRow.id)
        .where(CaseRow.state.in_(states), LetterRow.code.in_(codes), LetterRow.state.in_(WAITING))
        .where(LetterRow.goes_with == "")
        .order_by(LetterRow.made_at, CaseRow.number)
    )
    return [(number, made_at) for number, made_at in found]
