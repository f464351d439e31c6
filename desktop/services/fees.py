"""The fee of a case: what came, what it opens, what a supervisor lets go (DOMAIN §2)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.fees import settle
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState, require_known
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import RECEIVED, WAIVED, fee_state
from desktop.services.case_views import CaseView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.services.typed_text import require_text
from desktop.store.cases import add_fee_entry
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow


class Fees:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def record_sum(self, act: Act, case_id: str, means: FeeMeans, amount: int) -> CaseView:
        """Note what was enclosed. Once it suffices: → INVESTIGATION. There it may still be noted:
        a request that costs nothing never stands before the fee, and its money goes back."""

        def work(session: Session, case: CaseRow) -> None:
            if CaseState(case.state) is not CaseState.INVESTIGATION:
                _require_at_fee(case)
            fees = fee_state(session, case, self._book.settings(case))
            settle(fees.due, amount, means)  # refuses what cannot be: no means, odd 為替
            add_fee_entry(session, case.id, RECEIVED, means, amount, act.by.person_id, act.at)
            self._book.note(
                session,
                act,
                case,
                "case.fee_recorded",
                detail={"means": means.value, "amount": amount},
            )
            go_on_if_settled(session, self._book, act, case)

        return self._change.view(act, case_id, Capability.FEE, "case.record_fee", work)

    def waive(self, act: Act, case_id: str, reason: str) -> CaseView:
        """A supervisor lets the fee go, with a reason (DOMAIN §8 guard 4)."""
        require_text(reason, "免除の理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            _require_at_fee(case)
            fees = fee_state(session, case, self._book.settings(case))
            if fees.settled or fees.waived:
                raise Refused("免除する手数料がありません。", "手数料の状態を確かめてください。")
            vault = self._book.premises.vault
            note = {"text": reason.strip(), "by": act.by.person_id}
            put_part(session, vault, case.id, "C", "note", note, act.at, slot="waiver")
            add_fee_entry(session, case.id, WAIVED, FeeMeans.NONE, 0, act.by.person_id, act.at)
            self._book.note(session, act, case, "case.fee_waived")

        return self._change.view(act, case_id, Capability.WAIVE, "case.waive_fee", work)

    def done(self, act: Act, case_id: str) -> CaseView:
        """Go on after a waiver: FEE_CHECK → INVESTIGATION."""

        def work(session: Session, case: CaseRow) -> None:
            _require_at_fee(case)
            if CaseState(case.state) is CaseState.AWAITING_FEE:
                self._book.advance(session, act, case, Action.RECEIVE_FEE)
            self._book.advance(session, act, case, Action.CONFIRM_FEE)

        return self._change.view(act, case_id, Capability.FEE, "case.fee_done", work)


def go_on_if_settled(session: Session, book: Casebook, act: Act, case: CaseRow) -> None:
    """On to the investigation once nothing more is to come from the customer."""
    fees = fee_state(session, case, book.settings(case))
    if not (fees.settled or fees.waived):
        return
    if CaseState(case.state) is CaseState.AWAITING_FEE:
        book.advance(session, act, case, Action.RECEIVE_FEE)
    if CaseState(case.state) is CaseState.FEE_CHECK:
        book.advance(session, act, case, Action.CONFIRM_FEE)


def _require_at_fee(case: CaseRow) -> None:
    """While the fee is looked at or waited for."""
    if CaseState(case.state) is not CaseState.AWAITING_FEE:
        require_known(CaseState(case.state), Action.CONFIRM_FEE)
