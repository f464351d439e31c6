"""Which departments were asked, what they still owe, and what nobody was asked yet (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.inquiries import to_ask
from desktop.domain.occupants import OWN_USAGE
from desktop.domain.requests import Item
from desktop.domain.states import CaseState
from desktop.services.answers import answered_in, answered_items
from desktop.services.case_views import InquiryView, RedTask, WaitingLine
from desktop.services.special_views import occupancy_of
from desktop.services.wanted_codes import read_wanted
from desktop.store.inquiries import inquiries_in, inquiries_of
from desktop.store.schema.casework import CaseRow, InquiryRow
from desktop.store.vault.vault import Vault


def inquiries_of_case(session: Session, case_id: str) -> tuple[InquiryView, ...]:
    """In the order in which they were asked."""
    rows = inquiries_of(session, case_id)
    have = set(answered_items(session, case_id)) if rows else set()
    return tuple(
        InquiryView(
            row.id,
            row.seq,
            row.department,
            items_of(row),
            row.since,
            row.until,
            row.asked_on,
            row.due_on,
            row.reminders,
            row.reminded_on,
            tuple(item for item in items_of(row) if item not in have),
        )
        for row in rows
    )


def items_of(row: InquiryRow) -> tuple[Item, ...]:
    return tuple(Item(code) for code in row.items.split())


def items_to_ask(session: Session, vault: Vault, case: CaseRow) -> tuple[Item, ...]:
    """Neither answered nor asked for yet; of an occupant's request only the own usage."""
    items = to_ask(read_wanted(case.wanted))
    if occupancy_of(session, vault, case.id) is not None:
        items = tuple(item for item in items if item in OWN_USAGE)
    known = set(answered_items(session, case.id))
    for row in inquiries_of(session, case.id):
        known |= set(items_of(row))
    return tuple(item for item in items if item not in known)


def inquiry_waits(session: Session, today: date) -> list[WaitingLine]:
    """The departments that are waited for, for the page of the day."""
    found = []
    asked = inquiries_in(session, (CaseState.INVESTIGATION,))
    answered = answered_in(session, [case.id for _row, case in asked])
    for row, case in asked:
        have = answered.get(case.id, ())
        if any(item not in have for item in items_of(row)):
            what = f"調査（{row.department}）"
            found.append(WaitingLine(case.id, case.number, what, row.due_on, row.due_on < today))
    return found


def inquiry_tasks(waits: Sequence[WaitingLine]) -> list[RedTask]:
    """Departments past their day."""
    late = [one for one in waits if one.late]
    if not late:
        return []
    return [
        RedTask(
            "INQUIRY_LATE",
            f"調査の回答期限を過ぎた依頼が{len(late)}件あります（{late[0].number}など）。",
            "案件を開き、担当部署へ催促してください。",
            late[0].number,
        )
    ]
