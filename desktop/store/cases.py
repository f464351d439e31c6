"""Case rows: found, counted, marked as changed; fees, pauses and dispatches of a case."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store import deputies, people, settings
from desktop.store.numbers import next_number, raise_to
from desktop.store.schema.casework import (
    ApprovalRow,
    CaseRow,
    DispatchRow,
    FeeEntryRow,
    PauseRow,
)
from desktop.store.vault.keys import signed_by

_MANY: Final = 900  # ids in one statement


def case_row(session: Session, case_id: str) -> CaseRow:
    row = session.get(CaseRow, case_id)
    if row is None:
        raise NotFound("この案件はありません。", "案件の一覧を開き直してください。")
    return row


def cases_by_id(session: Session, case_ids: Collection[str]) -> dict[str, CaseRow]:
    """The rows of a screenful of cases."""
    found = session.scalars(select(CaseRow).where(CaseRow.id.in_(list(case_ids))))
    return {row.id: row for row in found}


def case_id_of(session: Session, number: str) -> str | None:
    return session.scalar(select(CaseRow.id).where(CaseRow.number == number))


def next_case_number(session: Session, registered_on: date, after: str = "") -> str:
    """受付番号: two digits of the year, four of the running number of that year ("26-0001").

    `after` is the last number that the office gave on paper: the series goes on behind it.
    """
    year = registered_on.year % 100
    paper_year, _, last = after.partition("-")
    if paper_year == f"{year:02d}":
        raise_to(session, f"case-{year:02d}", int(last))
    return f"{year:02d}-{next_number(session, f'case-{year:02d}'):04d}"


def mark_changed(session: Session, row: CaseRow) -> None:
    """Give the case the next change number, so that every search index sees the change."""
    row.change = next_number(session, "case-change")


def numbers_of(session: Session, case_ids: Collection[str]) -> dict[str, str]:
    """受付番号 by case id, for a screenful of cases."""
    found = session.execute(
        select(CaseRow.id, CaseRow.number).where(CaseRow.id.in_(list(case_ids)))
    )
    return {row.id: row.number for row in found}


def changed_since(
    session: Session, change: int, limit: int | None = None
) -> Sequence[tuple[str, str, int]]:
    """(case id, 受付番号, change number) of the cases changed after `change`, oldest first."""
    found = session.execute(
        select(CaseRow.id, CaseRow.number, CaseRow.change)
        .where(CaseRow.change > change)
        .order_by(CaseRow.change)
        .limit(limit)
    )
    return [(row.id, row.number, row.change) for row in found]


class ClearCase(NamedTuple):
    """What of a case stands in clear and orders lists."""

    id: str
    number: str
    state: str
    assigned: str | None
    arrived_on: date
    registered_on: date
    wanted: str
    change: int


class ClearWait(NamedTuple):
    case_id: str
    start: date
    end: date | None
    answer_by: date | None


_CLEAR = (
    CaseRow.id,
    CaseRow.number,
    CaseRow.state,
    CaseRow.assigned,
    CaseRow.arrived_on,
    CaseRow.registered_on,
    CaseRow.wanted,
    CaseRow.change,
)


def clear_cases(session: Session, change: int) -> list[ClearCase]:
    """Every case changed after `change`; columns alone, since there may be a hundred thousand."""
    query = select(*_CLEAR)
    if change:  # the first time all are read, for which no index is a help
        query = query.where(CaseRow.change > change)
    same: dict[str, str] = {}  # equal texts of many rows are kept once
    return [
        ClearCase(
            case_id,
            number,
            same.setdefault(state, state),
            same.setdefault(assigned, assigned) if assigned else None,
            arrived_on,
            registered_on,
            same.setdefault(wanted, wanted),
            changed,
        )
        for case_id, number, state, assigned, arrived_on, registered_on, wanted, changed in (
            session.execute(query)
        )
    ]


def clear_waits(session: Session, case_ids: Collection[str] | None) -> dict[str, list[ClearWait]]:
    """The waits for the customer of these cases, or of all whose clock has not stopped for good.

    Without those whose first letter has not left: there is no day to wait for yet.
    """
    begun = or_(PauseRow.answer_by.is_not(None), PauseRow.notices > 1, PauseRow.why == "ENDED")
    query = select(PauseRow.case_id, PauseRow.start, PauseRow.end, PauseRow.answer_by).where(begun)
    if case_ids is None:
        query = query.join(CaseRow, CaseRow.id == PauseRow.case_id).where(
            CaseRow.completed_on.is_(None)
        )
    elif len(case_ids) <= _MANY:
        query = query.where(PauseRow.case_id.in_(list(case_ids)))
    found: dict[str, list[ClearWait]] = {}
    for row in session.execute(query.order_by(PauseRow.start, PauseRow.id)):
        found.setdefault(row[0], []).append(ClearWait(*row))
    return found


def where_cases(
    states: Collection[str], assigned: str, ids: Collection[str] | None
) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = true()
    if states:
        clause = clause & CaseRow.state.in_(sorted(states))
    if assigned:
        clause = clause & (CaseRow.assigned == assigned)
    if ids is not None:
        clause = clause & CaseRow.id.in_(sorted(ids))
    return clause


def count_cases(session: Session, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(CaseRow).where(where)) or 0


def list_cases(
    session: Session, where: ColumnElement[bool], offset: int = 0, limit: int | None = None
) -> Sequence[CaseRow]:
    """Newest number first: a total order."""
    query = select(CaseRow).where(where).order_by(CaseRow.number.desc(), CaseRow.id)
    return session.scalars(query.offset(offset).limit(limit)).all()


def add_fee_entry(
    session: Session,
    case_id: str,
    kind: str,
    means: str,
    amount: int,
    by: str,
    at: datetime,
    *,
    witness: str | None = None,
) -> None:
    session.add(
        FeeEntryRow(
            id=uuid.uuid4().hex,
            case_id=case_id,
            at=at,
            kind=kind,
            means=means,
            amount=amount,
            by=by,
            witness=witness,
        )
    )
    session.flush()


def fee_entries(session: Session, case_id: str) -> Sequence[FeeEntryRow]:
    return session.scalars(
        select(FeeEntryRow)
        .where(FeeEntryRow.case_id == case_id)
        .order_by(FeeEntryRow.at, FeeEntryRow.id)
    ).all()


def start_pause(
    session: Session, case_id: str, start: date, why: str, answer_by: date | None
) -> None:
    session.add(
        PauseRow(id=uuid.uuid4().hex, case_id=case_id, start=start, why=why, answer_by=answer_by)
    )
    session.flush()


def pauses_of(session: Session, case_id: str) -> Sequence[PauseRow]:
    return session.scalars(
        select(PauseRow).where(PauseRow.case_id == case_id).order_by(PauseRow.start, PauseRow.id)
    ).all()


def pauses_of_cases(session: Session, case_ids: Collection[str]) -> dict[str, list[PauseRow]]:
    found: dict[str, list[PauseRow]] = {}
    for row in session.scalars(
        select(PauseRow).where(PauseRow.case_id.in_(list(case_ids))).order_by(PauseRow.start)
    ):
        found.setdefault(row.case_id, []).append(row)
    return found


def open_pause(session: Session, case_id: str) -> PauseRow | None:
    """The wait that goes on, if the case waits for the customer."""
    return session.scalar(
        select(PauseRow).where(PauseRow.case_id == case_id, PauseRow.end.is_(None)).limit(1)
    )


def end_pause(session: Session, case_id: str, end: date) -> None:
    for row in pauses_of(session, case_id):
        if row.end is None:
            row.end = max(end, row.start)
    session.flush()


def dispatch_of(session: Session, case_id: str) -> DispatchRow | None:
    """The latest posting of the case's answer."""
    return session.scalar(
        select(DispatchRow)
        .where(DispatchRow.case_id == case_id)
        .order_by(DispatchRow.seq.desc())
        .limit(1)
    )


def first_posted_on(session: Session, case_id: str) -> date | None:
    """The day on which the case's answer left for the first time."""
    first = select(func.min(DispatchRow.dispatched_on)).where(DispatchRow.case_id == case_id)
    return session.scalar(first)


def valid_approval(session: Session, subject_kind: str, subject_id: str) -> ApprovalRow | None:
    """The approval in force; one whose signature does not hold is none."""
    latest = session.scalar(
        select(ApprovalRow)
        .where(
            ApprovalRow.subject_kind == subject_kind,
            ApprovalRow.subject_id == subject_id,
            ApprovalRow.void.is_(False),
        )
        .order_by(ApprovalRow.at.desc())
        .limit(1)
    )
    return latest if latest is not None and signature_holds(session, latest) else None


def signature_holds(session: Session, approval: ApprovalRow) -> bool:
    """Whether a key that was the approver's at that moment signed the approval's text.

    The text names the hash and the moment, so that no column can be changed beside it (TRUST §4).
    The approver is a supervisor, or stood in for one at that moment (DESIGN §1).
    """
    if (
        not settings.supervisors(session).may_sign(approval.approver, approval.at)
        and deputies.stood(session, approval.approver, approval.at) is None
    ):
        return False
    statement = approval.text.encode()
    signed = any(
        signed_by(key.signing_public, approval.signature, statement)
        for key in people.keys_of(session).get(approval.approver, ())
        if key.valid_from <= approval.at
        and (key.valid_until is None or approval.at <= key.valid_until)
    )
    return signed and approval.text.split("|")[2:3] == [approval.hash]


def approved_by(session: Session, person_id: str) -> Sequence[CaseRow]:
    """The cases whose approval in force is this person's."""
    query = (
        select(CaseRow)
        .join(ApprovalRow, ApprovalRow.subject_id == CaseRow.id)
        .where(
            ApprovalRow.subject_kind == "case",
            ApprovalRow.approver == person_id,
            ApprovalRow.void.is_(False),
        )
        .order_by(CaseRow.number)
    )
    return session.scalars(query.distinct()).all()


def void_approvals(session: Session, subject_kind: str, subject_id: str) -> None:
    """An approval ends when what it was about changes (DOMAIN §8 guard 6)."""
    for row in session.scalars(
        select(ApprovalRow).where(
            ApprovalRow.subject_kind == subject_kind, ApprovalRow.subject_id == subject_id
        )
    ):
        row.void = True
    session.flush()


def on_their_way(session: Session) -> Sequence[tuple[str, DispatchRow]]:
    """(受付番号, posting) of the answers that nobody has said to be delivered or to have come back,
    the oldest first."""
    found = session.execute(
        select(CaseRow.number, DispatchRow)
        .join(DispatchRow, DispatchRow.case_id == CaseRow.id)
        .where(
            CaseRow.state == "DISPATCHED",
            DispatchRow.delivered_on.is_(None),
            DispatchRow.returned_on.is_(None),
        )
        .order_by(DispatchRow.dispatched_on, CaseRow.number)
    )
    return [(number, row) for number, row in found]
