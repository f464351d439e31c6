"""Money here that belongs to customers: change, and what nobody may keep yet (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.fee_account import account
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.casebook import Casebook
from desktop.services.fee_state import as_moved, fee_of
from desktop.services.office_settings import OfficeSettings
from desktop.store.cases import cases_by_id
from desktop.store.fees import money_lines
from desktop.store.schema.casework import FeeEntryRow
from desktop.store.waits import fee_entries_of_cases

_AT_ONCE = 500


def owed_change(session: Session, book: Casebook) -> Counter[FeeMeans]:
    """Yen by means that have to go back to customers of all cases, beside the pieces that can pay
    no fee: what is too much, and everything of a case whose scope is still to come."""
    lines: dict[str, list[FeeEntryRow]] = {}
    for row in money_lines(session):
        if row.case_id is not None:
            lines.setdefault(row.case_id, []).append(row)
    # Most cases kept nothing or had everything undone: those alone are opened that hold something.
    ids = [one for one, rows in lines.items() if account(map(as_moved, rows), 0).kept > 0]
    owed: Counter[FeeMeans] = Counter()
    for start in range(0, len(ids), _AT_ONCE):
        owed += _of_cases(session, book, ids[start : start + _AT_ONCE])
    return owed


def _of_cases(session: Session, book: Casebook, ids: Sequence[str]) -> Counter[FeeMeans]:
    owed: Counter[FeeMeans] = Counter()
    in_force: dict[date, OfficeSettings] = {}
    entries = fee_entries_of_cases(session, ids)
    for case in cases_by_id(session, ids).values():
        if case.arrived_on not in in_force:
            in_force[case.arrived_on] = book.settings(case)
        fees = fee_of(case, entries.get(case.id, ()), in_force[case.arrived_on])
        for one in fees.held if fees.early else fees.back:
            if one.piece is None:
                owed[one.means] += one.amount
    return owed


def covered(means: FeeMeans, left: Counter[tuple[FeeMeans, int]], owed: Counter[FeeMeans]) -> bool:
    """Whether what is left in hand still pays what is owed by this means. A voucher cannot be cut:
    what is too much of it goes back in vouchers or in stamps (`may_go_back_as`)."""
    yen: Counter[FeeMeans] = Counter()
    for (kind, face), count in left.items():
        yen[kind] += count * (face or 1)
    if means not in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER):
        return yen[means] >= owed[means]
    spare = yen[FeeMeans.STAMPS] - owed[FeeMeans.STAMPS]
    if means is FeeMeans.STAMPS and spare < 0:
        return False
    return yen[FeeMeans.POSTAL_ORDER] + max(spare, 0) >= owed[FeeMeans.POSTAL_ORDER]


def owed_words(means: FeeMeans, owed: Counter[FeeMeans]) -> str:
    """「切手110円分」; where vouchers were too much, their sum as well."""
    kinds = [means]
    if means is FeeMeans.STAMPS:
        kinds.append(FeeMeans.POSTAL_ORDER)
    listed = [f"{FEE_MEANS_LABELS[one]}{owed[one]:,}円分" for one in kinds if owed[one]]
    return "・".join(listed)
