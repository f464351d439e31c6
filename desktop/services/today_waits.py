"""Beside the list of the day: for whom the desk waits, the earliest first (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.states import CaseState
from desktop.services.case_facts import CORRECTION
from desktop.services.case_views import WaitingLine
from desktop.services.casebook import Casebook
from desktop.services.fee_state import fee_of
from desktop.services.office_settings import OfficeSettings
from desktop.store.cases import cases_by_id, pauses_of_cases
from desktop.store.schema.casework import CaseRow, FeeEntryRow, PauseRow
from desktop.store.waits import OpenWait, fee_entries_of_cases, open_waits

WAITING: Final = (CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE)


@dataclass(frozen=True, slots=True)
class Waits:
    """`more` are waited for as well; `late` of all customers are past their day."""

    lines: tuple[WaitingLine, ...]
    more: int
    late: int


def waits_of(
    session: Session,
    book: Casebook,
    today: date,
    departments: Sequence[WaitingLine],
    most: int | None,
) -> Waits:
    """The customers and the departments that are waited for; `most` of them are looked at."""
    customers = open_waits(session, WAITING)
    everybody: list[OpenWait | WaitingLine] = [*customers, *departments]
    order = sorted(everybody, key=_by_day)
    shown = order[:most]
    words = _words(session, book, [one for one in shown if isinstance(one, OpenWait)])
    lines = [
        one if isinstance(one, WaitingLine) else _line(one, words[one.case_id], today)
        for one in shown
    ]
    late = sum(1 for one in customers if _is_late(one, today))
    return Waits(tuple(lines), len(order) - len(shown), late)


def _line(one: OpenWait, words: str, today: date) -> WaitingLine:
    what = words if one.until is not None else f"{words}（発送前）"
    return WaitingLine(one.case_id, one.number, what, one.until, _is_late(one, today))


def _by_day(one: OpenWait | WaitingLine) -> tuple[date, str]:
    return one.until or date.max, one.number


def _is_late(one: OpenWait, today: date) -> bool:
    return one.until is not None and one.until < today


def _words(session: Session, book: Casebook, waits: Sequence[OpenWait]) -> dict[str, str]:
    """What each of them is waited for."""
    ids = [one.case_id for one in waits]
    rows = cases_by_id(session, ids)
    pauses = pauses_of_cases(session, ids)
    entries = fee_entries_of_cases(session, ids)
    in_force = {row.arrived_on: row for row in rows.values()}
    settings = {day: book.settings(row) for day, row in in_force.items()}
    return {
        row.id: _missing_fee(row, entries.get(row.id, ()), settings[row.arrived_on])
        if CaseState(row.state) is CaseState.AWAITING_FEE
        else _correction(pauses.get(row.id, ()))
        for row in rows.values()
    }


def _missing_fee(row: CaseRow, entries: Sequence[FeeEntryRow], settings: OfficeSettings) -> str:
    fee = fee_of(row, entries, settings)
    missing = fee.due - fee.received
    return f"手数料の不足 {missing:,}円" if fee.received else f"手数料 {missing:,}円"


def _correction(pauses: Sequence[PauseRow]) -> str:
    times = sum(1 for pause in pauses if pause.why == CORRECTION)
    return "補正" if times < 2 else f"補正（{times}回目）"
