"""Money here that belongs to customers: change, and what nobody may keep yet (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.change import Debt, Kind, pay_all, payable
from desktop.domain.fee_account import account
from desktop.domain.fees import Tariff, fee
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.casebook import Casebook
from desktop.services.fee_state import NOT_ANSWERED, UNSCOPED, as_moved, fee_of
from desktop.services.office_settings import OfficeSettings
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import cases_by_id
from desktop.store.fees import WAIVED, money_lines
from desktop.store.schema.casework import CaseRow, FeeEntryRow
from desktop.store.waits import fee_entries_of_cases

_AT_ONCE = 500
_UNLIKE = UNSCOPED | NOT_ANSWERED.keys()
"""Where even the very fee is not the office's to keep (yet)."""


def owed_change(session: Session, book: Casebook) -> tuple[Debt, ...]:
    """What has to go back to the customers of all cases, each sum by itself, beside the pieces that
    can pay no fee: what is too much, and everything of a case whose scope is still to come."""
    lines: dict[str, list[FeeEntryRow]] = {}
    for row in money_lines(session):
        if row.case_id is not None:
            lines.setdefault(row.case_id, []).append(row)
    kept = {one: account(map(as_moved, rows), 0).kept for one, rows in lines.items()}
    ids = _in_question(session, book, {one: yen for one, yen in kept.items() if yen > 0})
    owed: list[Debt] = []
    for start in range(0, len(ids), _AT_ONCE):
        owed += _of_cases(session, book, ids[start : start + _AT_ONCE])
    return tuple(owed)


def yen_by_means(debts: Iterable[Debt]) -> Counter[FeeMeans]:
    owed: Counter[FeeMeans] = Counter()
    for one in debts:
        owed[one.means] += one.amount
    return owed


def _in_question(session: Session, book: Casebook, kept: Mapping[str, int]) -> list[str]:
    """The cases that may owe anything. Nearly all have kept the very fee of an answer and owe
    nothing: the ledger of years is not opened case by case for those."""
    waived = set(session.scalars(select(FeeEntryRow.case_id).where(FeeEntryRow.kind == WAIVED)))
    fees: dict[tuple[str, date], int] = {}
    found = []
    for case_id, state, outcome, wanted, arrived_on in session.execute(
        select(
            CaseRow.id, CaseRow.state, CaseRow.outcome, CaseRow.wanted, CaseRow.arrived_on
        ).where(CaseRow.id.in_(select(FeeEntryRow.case_id)))
    ):
        if case_id not in kept:
            continue
        if (wanted, arrived_on) not in fees:
            terms = book.administration.settings(arrived_on)
            tariff = Tariff(arrived_on, terms.fee_unit, terms.fee_tax)
            fees[wanted, arrived_on] = fee(read_wanted(wanted), tariff)
        exact = kept[case_id] == fees[wanted, arrived_on] and case_id not in waived
        if not (exact and outcome != "REFUSED" and state not in _UNLIKE):
            found.append(case_id)
    return found


def _of_cases(session: Session, book: Casebook, ids: Sequence[str]) -> list[Debt]:
    owed: list[Debt] = []
    in_force: dict[date, OfficeSettings] = {}
    entries = fee_entries_of_cases(session, ids)
    for case in cases_by_id(session, ids).values():
        if case.arrived_on not in in_force:
            in_force[case.arrived_on] = book.settings(case)
        fees = fee_of(case, entries.get(case.id, ()), in_force[case.arrived_on])
        back = fees.held if fees.early else fees.back
        owed += [Debt(one.means, one.amount) for one in back if one.piece is None]
    return owed


def covered(means: FeeMeans, left: Counter[Kind], debts: Sequence[Debt]) -> bool:
    """Whether the sum of what is left in hand covers what is owed by this means. A voucher cannot
    be cut: what is too much of it goes back in vouchers or in stamps (`may_go_back_as`)."""
    yen, owed = Counter[FeeMeans](), yen_by_means(debts)
    for (kind, face), count in left.items():
        yen[kind] += count * (face or 1)
    if means not in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER):
        return yen[means] >= owed[means]
    spare = yen[FeeMeans.STAMPS] - owed[FeeMeans.STAMPS]
    if means is FeeMeans.STAMPS and spare < 0:
        return False
    return yen[FeeMeans.POSTAL_ORDER] + max(spare, 0) >= owed[FeeMeans.POSTAL_ORDER]


def still_payable(
    means: FeeMeans, before: Counter[Kind], left: Counter[Kind], debts: Sequence[Debt]
) -> bool:
    """Whether every customer who can be paid by faces now can be paid by those that are left."""
    both = (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER)
    concerned = [one for one in debts if one.means in (both if means in both else (means,))]
    return pay_all(payable(concerned, before), left) is not None


def owed_words(means: FeeMeans, debts: Sequence[Debt]) -> str:
    """「切手110円分」; where vouchers were too much, their sum as well."""
    owed = yen_by_means(debts)
    kinds = [means]
    if means is FeeMeans.STAMPS:
        kinds.append(FeeMeans.POSTAL_ORDER)
    listed = [f"{FEE_MEANS_LABELS[one]}{owed[one]:,}円分" for one in kinds if owed[one]]
    return "・".join(listed)
