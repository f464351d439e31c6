"""A case's fee as its lines of the ledger make it (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.fee_account import Moved, account, sentence
from desktop.domain.fees import Tariff, fee, fee_items
from desktop.domain.payments import Piece
from desktop.domain.requests import FeeMeans
from desktop.domain.states import CaseState
from desktop.services.fee_views import FeeLine, FeeView
from desktop.services.office_settings import OfficeSettings
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import fee_entries
from desktop.store.fees import ASKED, WAIVED
from desktop.store.schema.casework import CaseRow, FeeEntryRow

_DECIDED: Final = frozenset(
    {
        CaseState.APPROVED,
        CaseState.DISPATCHED,
        CaseState.DELIVERED,
        CaseState.COMPLETED,
        CaseState.RETURNED_MAIL,
        CaseState.RETURN_GIVEN_UP,
    }
)
UNSCOPED: Final = frozenset(
    {
        CaseState.RECEIVED,
        CaseState.FORM_CHECK,
        CaseState.ID_CHECK,
        CaseState.AGENT_CHECK,
        CaseState.SCOPING,
        CaseState.AWAITING_CORRECTION,
    }
)
"""What is owed is settled with the scope; until then what came is only kept."""
NOT_ANSWERED: Final = {
    CaseState.CLOSED_NO_RESPONSE: "回答をせずに終わった",
    CaseState.REROUTED: "請求として扱わない",
    CaseState.WITHDRAWN: "請求が取り下げられた",
}


def fee_state(session: Session, case: CaseRow, settings: OfficeSettings) -> FeeView:
    """What is owed by the settings of the 到達日, what came, what it means."""
    return fee_of(case, fee_entries(session, case.id), settings)


def fee_of(case: CaseRow, entries: Sequence[FeeEntryRow], settings: OfficeSettings) -> FeeView:
    """The same from lines that were read already, in their order."""
    wanted = read_wanted(case.wanted)
    tariff = Tariff(case.arrived_on, settings.fee_unit, settings.fee_tax)
    due = fee(wanted, tariff)
    waived = any(_covers(entry, due) for entry in entries)
    ended = _ended(case, refunds=settings.refusal_fee == "REFUND")
    numbered = sorted((one for one in entries if one.no), key=lambda one: one.no or 0)
    moved = [as_moved(entry) for entry in numbered]
    early = CaseState(case.state) in UNSCOPED
    found = account(moved, None if early else 0 if waived or ended else due)
    return FeeView(
        due=due,
        received=found.kept,
        means=found.last,
        settled=found.kept >= due,
        waived=waived,
        sentence="手数料は免除されています。"
        if waived
        else sentence(due, found, ended=ended, early=early),
        count=fee_items(wanted),
        asked=any(entry.kind == ASKED for entry in entries),
        lines=fee_lines(entries),
        back=found.back,
        held=account(moved, 0).back,
        early=early,
    )


def _covers(row: FeeEntryRow, due: int) -> bool:
    """A waiver lets go the fee that the supervisor saw, not one that has grown since; those of
    earlier programs name no sum."""
    return row.kind == WAIVED and (row.amount == 0 or row.amount >= due)


def as_moved(row: FeeEntryRow) -> Moved:
    return Moved(
        id=row.id,
        kind=row.kind,
        means=FeeMeans(row.means),
        amount=row.amount,
        piece=Piece(row.face, row.count, row.issued_on),
        accepted=row.accepted,
        reverses=row.reverses,
    )


def fee_lines(entries: Iterable[FeeEntryRow]) -> tuple[FeeLine, ...]:
    """The lines with a number, in the order of I-09."""
    rows: Sequence[FeeEntryRow] = sorted(
        (one for one in entries if one.no is not None), key=lambda one: one.no or 0
    )
    undone = {one.reverses for one in rows if one.reverses}
    return tuple(
        FeeLine(
            payment=one.payment,
            no=one.no or 0,
            day=one.day or one.at.date(),
            kind=one.kind,
            means=FeeMeans(one.means),
            piece=Piece(one.face, one.count, one.issued_on),
            amount=one.amount,
            accepted=one.accepted,
            reversed=one.id in undone,
            how=one.how,
            tracking=one.tracking,
            by=one.by,
            witness=one.witness or "",
        )
        for one in rows
    )


def _ended(case: CaseRow, *, refunds: bool) -> str:
    """Why nothing is owed any more: all was refused ((C), DOMAIN §2), or nothing was answered."""
    state = CaseState(case.state)
    if refunds and state in _DECIDED and case.outcome == "REFUSED":
        return "全項目が不開示の"
    return NOT_ANSWERED.get(state, "")
