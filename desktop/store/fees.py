"""Lines of the fee ledger: written once, numbered, never changed (DOMAIN §2, I-09)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store.numbers import next_number
from desktop.store.schema.casework import CaseRow, CounterRow, FeeCountRow, FeeEntryRow
from desktop.store.schema.intake import EnvelopeRow
from desktop.store.schema.special import RerouteRow

RECEIVED, RETURNED, HANDED = "RECEIVED", "RETURNED", "HANDED"
ADJUSTED, REVERSED, PASSED_ON = "ADJUSTED", "REVERSED", "PASSED_ON"
WAIVED, ASKED, NOT_ENCLOSED = "WAIVED", "ASKED", "NOT_ENCLOSED"
_NUMBERS = "fee-ledger"


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
    session: Session,
    case_id: str | None,
    lines: Sequence[NewLine],
    by: str,
    at: datetime,
    *,
    envelope_id: str | None = None,
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
                no=next_number(session, _NUMBERS),
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
                envelope_id=envelope_id,
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


def hold_ledger(session: Session) -> None:
    """Nobody else writes a line until this transaction ends: what is in hand stays as read."""
    session.execute(
        select(CounterRow.value).where(CounterRow.name == _NUMBERS).with_for_update()
    ).all()


def money_lines(session: Session, case_id: str | None = None) -> Sequence[FeeEntryRow]:
    """Every line that moved money (of one case), by its number."""
    query = select(FeeEntryRow).where(FeeEntryRow.no.is_not(None))
    if case_id is not None:
        query = query.where(FeeEntryRow.case_id == case_id)
    return session.scalars(query.order_by(FeeEntryRow.no)).all()


def moved_until(session: Session, day: date) -> bool:
    """Whether the ledger held anything by that day; a line without a day is an early one."""
    query = select(FeeEntryRow.id).where(
        FeeEntryRow.no.is_not(None), or_(FeeEntryRow.day.is_(None), FeeEntryRow.day <= day)
    )
    return session.scalar(query.limit(1)) is not None


def ledger_numbers(session: Session) -> dict[str, str]:
    """受付番号 by case id, of every case in the ledger; however many they are."""
    found = session.execute(
        select(CaseRow.id, CaseRow.number).where(CaseRow.id.in_(select(FeeEntryRow.case_id)))
    )
    return {row.id: row.number for row in found}


def passed_on(session: Session) -> dict[str, tuple[date, int, str]]:
    """Day and number of each rerouted envelope with money, and the department that got it."""
    found = session.execute(
        select(EnvelopeRow.id, EnvelopeRow.day, EnvelopeRow.number, RerouteRow.department)
        .join(RerouteRow, RerouteRow.envelope_id == EnvelopeRow.id)
        .where(
            EnvelopeRow.id.in_(
                select(FeeEntryRow.envelope_id).where(FeeEntryRow.envelope_id.is_not(None))
            )
        )
    )
    return {row[0]: (row[1], row[2], row[3]) for row in found}


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
