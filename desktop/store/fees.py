"""Lines of the fee ledger: written once, numbered, never changed (DOMAIN §2, I-09)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.numbers import next_number
from desktop.store.schema.casework import FeeCountRow, FeeEntryRow

RECEIVED, RETURNED, HANDED = "RECEIVED", "RETURNED", "HANDED"
ADJUSTED, REVERSED = "ADJUSTED", "REVERSED"
WAIVED, ASKED = "WAIVED", "ASKED"
MONEY = (RECEIVED, RETURNED, HANDED, ADJUSTED, REVERSED)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be written; `amount` and `count` below zero only where a count found less."""

    kind: str
    means: str
    amount: int
    face: int = 0
    count: int = 0
    day: date | None = None
    issued_on: date | None = None
    accepted: bool = True
    reverses: str | None = None
    reason: str = ""
    how: str = ""
    tracking: str = ""
    witness: str | None = None


def add_lines(
    session: Session, case_id: str | None, lines: Sequence[NewLine], by: str, at: datetime
) -> str:
    """Write lines that belong together, with the next numbers of I-09; what they share."""
    together = uuid.uuid4().hex
    for line in lines:
        session.add(
            FeeEntryRow(
                id=uuid.uuid4().hex,
                case_id=case_id,
                at=at,
                kind=line.kind,
                means=line.means,
                amount=line.amount,
                by=by,
                no=next_number(session, "fee-ledger"),
                payment=together,
                face=line.face,
                count=line.count,
                day=line.day,
                issued_on=line.issued_on,
                accepted=line.accepted,
                reverses=line.reverses,
                reason=line.reason,
                how=line.how,
                tracking=line.tracking,
                witness=line.witness,
            )
        )
    session.flush()
    return together


def payment_lines(session: Session, payment: str) -> Sequence[FeeEntryRow]:
    """The lines that were recorded at once."""
    found = session.scalars(
        select(FeeEntryRow).where(FeeEntryRow.payment == payment).order_by(FeeEntryRow.no)
    ).all()
    if not payment or not found:
        raise NotFound("この受払の記録はありません。", "案件を開き直してください。")
    return found


def money_lines(session: Session, *, until: date | None = None) -> Sequence[FeeEntryRow]:
    """Every line that moved money, by its number."""
    query = select(FeeEntryRow).where(FeeEntryRow.no.is_not(None))
    if until is not None:
        query = query.where(FeeEntryRow.day <= until)
    return session.scalars(query.order_by(FeeEntryRow.no)).all()


def add_count(
    session: Session,
    month: date,
    counted: str,
    difference: int,
    explained: str,
    by: str,
    witness: str,
    at: datetime,
) -> str:
    row = FeeCountRow(
        id=uuid.uuid4().hex,
        month=month,
        at=at,
        by=by,
        witness=witness,
        counted=counted,
        difference=difference,
        explained=explained,
    )
    session.add(row)
    session.flush()
    return row.id


def counts_of(session: Session) -> Sequence[FeeCountRow]:
    """The monthly counts, newest first."""
    return session.scalars(select(FeeCountRow).order_by(FeeCountRow.at.desc())).all()
