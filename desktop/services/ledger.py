"""受付簿 (I-04): one line a request, without a name or an address (DOMAIN §9, class D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.calendar import fiscal_year_end
from desktop.domain.requests import REQUEST_LABELS
from desktop.domain.states import STATE_LABELS, CaseState
from desktop.letters.ledger import ledger_csv
from desktop.services.casebook import Casebook
from desktop.services.fee_state import fee_state
from desktop.services.outcome_words import outcome_word
from desktop.services.wanted_codes import decidable, read_wanted
from desktop.store.cases import dispatch_of
from desktop.store.schema.casework import CaseRow


def fiscal_year(day: date) -> int:
    """年度: 2026 for April 2026 to March 2027."""
    return fiscal_year_end(day).year - 1


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """受付簿 (class D): numbers, dates, types, amounts and outcomes; no name or address."""

    number: str
    arrived_on: date
    registered_on: date
    types: str
    items: int
    fee_due: int
    fee_received: int
    state: str
    outcome: str
    answered_on: date | None
    completed_on: date | None


def ledger_rows(session: Session, book: Casebook, year: int) -> tuple[LedgerRow, ...]:
    """The requests registered in a fiscal year, by number."""
    query = select(CaseRow).where(
        CaseRow.registered_on >= date(year, 4, 1), CaseRow.registered_on < date(year + 1, 4, 1)
    )
    rows = session.scalars(query.order_by(CaseRow.number))
    return tuple(_row(session, book, case) for case in rows)


def write_ledger(rows: Sequence[LedgerRow]) -> bytes:
    return ledger_csv(rows)


def _row(session: Session, book: Casebook, case: CaseRow) -> LedgerRow:
    wanted = read_wanted(case.wanted)
    fees = fee_state(session, case, book.settings(case))
    posted = dispatch_of(session, case.id)
    return LedgerRow(
        number=case.number,
        arrived_on=case.arrived_on,
        registered_on=case.registered_on,
        types="・".join(REQUEST_LABELS[kind] for kind in wanted),
        items=len(decidable(wanted)),
        fee_due=fees.due,
        fee_received=fees.received,
        state=STATE_LABELS[CaseState(case.state)],
        outcome=outcome_word(case.outcome, wanted),
        answered_on=posted.dispatched_on if posted else None,
        completed_on=case.completed_on,
    )
