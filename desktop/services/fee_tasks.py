"""What the money asks for today: what has to go back, and last month's count (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.states import CaseState
from desktop.services.case_lines import ANSWERED
from desktop.services.case_views import RedTask
from desktop.services.casebook import Casebook
from desktop.services.fee_state import fee_of
from desktop.services.office_settings import OfficeSettings
from desktop.store import fee_corrections
from desktop.store.cases import cases_by_id
from desktop.store.fees import counts_of, moved_until
from desktop.store.schema.casework import CaseRow, FeeEntryRow
from desktop.store.settings import signatures
from desktop.store.waits import cases_with_money, fee_entries_of_cases

_ENDED_SINCE = timedelta(days=90)
_SHOWN = 3
_AT_ONCE = 500
_UNKNOWN = (None, False)


def fee_tasks(session: Session, book: Casebook, today: date) -> list[RedTask]:
    """Money that lies here without a fee to pay, and a month that nobody counted."""
    found = []
    if owing := numbers_owing(session, book, today):
        numbers = "、".join(owing[:_SHOWN])
        more = f"ほか{len(owing) - _SHOWN}件" if len(owing) > _SHOWN else ""
        found.append(
            RedTask(
                "FEE_BACK",
                f"お返しする切手・為替・現金のある案件が{len(owing)}件あります（{numbers}{more}）。",
                "案件を開き、二人で返却して記録してください。",
                owing[0],
            )
        )
    if asked := fee_corrections.numbers_waiting(session):
        first = asked[0] or "経理への引渡し"
        found.append(
            RedTask(
                "FEE_REVERSAL",
                f"受払の記録の取消の申出が{len(asked)}件、確認を待っています（{first}）。",
                "申し出た人とは別の人が、案件か「切手・為替受払簿」を開いて確認してください。",
                asked[0] or "",
            )
        )
    if month := uncounted_month(session, today):
        found.append(
            RedTask(
                "FEE_COUNT",
                f"{month.month}月分の切手・為替の実査が済んでいません。",
                "記録・監査の「切手・為替受払簿」を開き、二人で数えてください。",
            )
        )
    return found


def numbers_owing(session: Session, book: Casebook, today: date) -> list[str]:
    """受付番号 of open cases, and of those that ended lately, whose money has to go back.

    There are thousands of them, and this is asked for every day's page: the lines are read of
    those alone that changed since the last time.
    """
    signed = signatures(session)
    known = book.owing.known(signed)
    cases = cases_with_money(session, today - _ENDED_SINCE)
    changed = [one.id for one in cases if known.get(one.id, _UNKNOWN)[0] != one]
    owing = _looked_at(session, book, changed)
    now = {one.id: (one, owing.get(one.id, known.get(one.id, _UNKNOWN)[1])) for one in cases}
    book.owing.keep(signed, now)
    return [one.number for one in cases if now[one.id][1]]


def _looked_at(session: Session, book: Casebook, ids: Sequence[str]) -> dict[str, bool]:
    """Of each of these cases whether its money has to go back."""
    found: dict[str, bool] = {}
    in_force: dict[date, OfficeSettings] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        lines = fee_entries_of_cases(session, some)
        for row in cases_by_id(session, some).values():
            if row.arrived_on not in in_force:
                in_force[row.arrived_on] = book.settings(row)
            found[row.id] = _owing(row, lines.get(row.id, ()), in_force[row.arrived_on])
    return found


def _owing(row: CaseRow, entries: Sequence[FeeEntryRow], settings: OfficeSettings) -> bool:
    """What is too much may wait for the answer's envelope; what cannot be kept goes at once."""
    if not any(entry.no for entry in entries):
        return False
    back = fee_of(row, entries, settings).back
    ready = CaseState(row.state) in ANSWERED | {CaseState.APPROVED}
    return any(one.piece is not None or ready for one in back)


def uncounted_month(session: Session, today: date) -> date | None:
    """Last month, where the ledger held something in it and nobody has counted since its end."""
    first = today.replace(day=1)
    month = (first - timedelta(days=1)).replace(day=1)
    moved = moved_until(session, first - timedelta(days=1))
    counted = any(row.at.date() >= first - timedelta(days=1) for row in counts_of(session))
    return month if moved and not counted else None
