"""A wrong entry of the fee ledger undone by two people: one says so, another confirms (DOMAIN §2).

Nothing is ever changed or deleted: an entry is answered by lines that undo it, and I-09 shows both.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.fee_account import Moved, account, place, stock
from desktop.domain.payments import (
    CASE_MISTAKES,
    HAND_OVER_MISTAKES,
    Mistake,
    Piece,
)
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.fee_state import as_moved, fee_state
from desktop.services.fee_views import WaitingCorrection
from desktop.services.fee_waiting import waiting_corrections
from desktop.services.fees import go_on_if_settled
from desktop.store import audit, fee_corrections
from desktop.store.fee_corrections import AGREED, KEPT, TAKEN_BACK
from desktop.store.fees import (
    HANDED,
    RECEIVED,
    RETURNED,
    REVERSED,
    NewLine,
    add_lines,
    hold_ledger,
    money_lines,
    payment_lines,
)
from desktop.store.schema.casework import CaseRow, FeeEntryRow
from desktop.store.schema.money import FeeCorrectionRow

Lines = Sequence[FeeEntryRow]
Detail = dict[str, str | int]
_SUBMITTED = END_STATES | frozenset(
    {
        CaseState.APPROVAL,
        CaseState.APPROVED,
        CaseState.DISPATCHED,
        CaseState.DELIVERED,
        CaseState.RETURNED_MAIL,
    }
)


class FeeCorrections:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._premises = cases.book.premises
        self._change = CaseChange(cases)

    # -- receipts and returns of a case ----------------------------------------------------

    def propose(self, act: Act, case_id: str, payment: str, why: Mistake) -> CaseView:
        """Say that a receipt or a return is wrong, and why. It counts until another confirms."""

        def work(session: Session, case: CaseRow) -> None:
            wrong = payment_lines(session, payment)
            _require_reason(why, CASE_MISTAKES)
            self._require_undoable(session, case, wrong)
            row = _proposed(session, act, case.id, payment, why)
            detail = _detail(wrong, row)
            self._book.note(session, act, case, "case.fee_reversal_proposed", detail=detail)

        return self._change.view(act, case_id, Capability.FEE, "case.propose_reversal", work)

    def decide(self, act: Act, case_id: str, correction_id: str, agree: bool) -> CaseView:
        """Another person undoes the entry, or leaves it as it is."""

        def work(session: Session, case: CaseRow) -> None:
            row = fee_corrections.waiting_row(session, case.id, correction_id)
            _require_another(act, row)
            wrong = payment_lines(session, row.payment)
            if agree:
                self._require_undoable(session, case, wrong)
                _undo(session, act, row, wrong)
            _close(session, act, row, AGREED if agree else KEPT)
            action = "case.fee_reversed" if agree else "case.fee_reversal_kept"
            self._book.note(
                session, act, case, action, subject=row.proposed_by, detail=_detail(wrong, row)
            )
            if agree:
                go_on_if_settled(session, self._book, act, case, by_right=Capability.ENCLOSE_CHECK)

        right = Capability.ENCLOSE_CHECK
        return self._change.view(act, case_id, right, "case.decide_reversal", work)

    def take_back(self, act: Act, case_id: str, correction_id: str) -> CaseView:
        """Who said that it is wrong says that it is right after all."""

        def work(session: Session, case: CaseRow) -> None:
            row = fee_corrections.waiting_row(session, case.id, correction_id)
            _require_own(act, row)
            _close(session, act, row, TAKEN_BACK)
            self._book.note(session, act, case, "case.fee_reversal_taken_back")

        return self._change.view(act, case_id, Capability.FEE, "case.take_back_reversal", work)

    # -- hand-overs to 経理 ------------------------------------------------------------------

    def propose_hand_over(self, act: Act, payment: str, why: Mistake) -> None:
        """Say that a hand-over was entered wrongly, or that what was handed over came back."""

        def work(session: Session) -> Answer:
            wrong = payment_lines(session, payment)
            _require_reason(why, HAND_OVER_MISTAKES)
            _require_hand_over(session, wrong)
            row = _proposed(session, act, None, payment, why)
            self._note(session, act, "fees.hand_reversal_proposed", row, wrong)
            return {"correction": row.id}

        carry_out(self._premises, act, Capability.FEE, "fees.propose_reversal", work)

    def decide_hand_over(self, act: Act, correction_id: str, agree: bool) -> None:
        """Another person confirms: the pieces lie in hand again by the book."""

        def work(session: Session) -> Answer:
            row = fee_corrections.waiting_row(session, None, correction_id)
            _require_another(act, row)
            wrong = payment_lines(session, row.payment)
            if agree:
                _require_hand_over(session, wrong)
                _undo(session, act, row, wrong)
            _close(session, act, row, AGREED if agree else KEPT)
            action = "fees.hand_reversed" if agree else "fees.hand_reversal_kept"
            self._note(session, act, action, row, wrong)
            return {"agreed": int(agree)}

        carry_out(self._premises, act, Capability.ENCLOSE_CHECK, "fees.decide_reversal", work)

    def take_back_hand_over(self, act: Act, correction_id: str) -> None:
        def work(session: Session) -> Answer:
            row = fee_corrections.waiting_row(session, None, correction_id)
            _require_own(act, row)
            _close(session, act, row, TAKEN_BACK)
            wrong = payment_lines(session, row.payment)
            self._note(session, act, "fees.hand_reversal_taken_back", row, wrong)
            return {"correction": row.id}

        carry_out(self._premises, act, Capability.FEE, "fees.take_back_reversal", work)

    def waiting_hand_overs(self, by: SignedIn) -> tuple[WaitingCorrection, ...]:
        """The hand-overs that somebody said are wrong, oldest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return waiting_corrections(session, self._book.name_of, None)

    def _note(
        self, session: Session, act: Act, action: str, row: FeeCorrectionRow, wrong: Lines
    ) -> None:
        audit.append(
            session,
            act.at,
            act.by.person_id,
            action,
            subject=row.proposed_by,
            detail=_detail(wrong, row),
        )

    def _require_undoable(self, session: Session, case: CaseRow, wrong: Lines) -> None:
        received = all(line.kind == RECEIVED for line in wrong)
        if any(line.case_id != case.id for line in wrong) or not (
            received or all(line.kind == RETURNED for line in wrong)
        ):
            raise Refused("この案件の受払ではありません。", "案件を開き直してください。")
        _require_standing(session, wrong)
        hold_ledger(session)
        undone = [_undoing(line) for line in wrong]
        own = [*map(as_moved, money_lines(session, case.id)), *undone]
        held = stock([*map(as_moved, money_lines(session)), *undone])
        if account(own, 0).overdrawn or any(held[place(one)] < 0 for one in undone):
            raise Refused(
                "この受領の切手などは、すでに手元にありません。",
                "返却か引渡しが誤りなら、先にその記録を取り消してください。",
            )
        if received and CaseState(case.state) in _SUBMITTED:
            fees = fee_state(session, case, self._book.settings(case))
            left = account(own, 0).kept
            if not fees.waived and left < fees.due <= fees.received:
                raise Refused(
                    "決裁に出した案件の、手数料に充てた受領は取り消せません。",
                    "起案に戻してから取り消すか、責任者に相談してください。",
                )


def _proposed(
    session: Session, act: Act, case_id: str | None, payment: str, why: Mistake
) -> FeeCorrectionRow:
    if any(row.payment == payment for row in fee_corrections.waiting(session, case_id)):
        raise Refused(
            "この記録は、取消の確認を待っています。",
            "先に、別の人がその申出を確認してください。",
        )
    by = act.by.person_id
    return fee_corrections.propose(session, case_id, payment, why.value, by, act.at)


def _undo(session: Session, act: Act, row: FeeCorrectionRow, wrong: Lines) -> None:
    """Lines against the wrong ones: who said so took them back before who confirms."""
    again = [
        NewLine(
            REVERSED,
            line.means,
            line.amount,
            line.face,
            line.count,
            act.at.date(),
            line.issued_on,
            line.accepted,
            reverses=line.id,
            reason=row.reason,
            witness=act.by.person_id,
        )
        for line in wrong
    ]
    add_lines(session, row.case_id, again, row.proposed_by, act.at)


def _close(session: Session, act: Act, row: FeeCorrectionRow, outcome: str) -> None:
    row.outcome, row.decided_by, row.decided_at = outcome, act.by.person_id, act.at
    session.flush()


def _require_reason(why: Mistake, known: frozenset[Mistake]) -> None:
    if why not in known:
        raise Refused("この取消には使えない理由です。", "理由を選び直してください。", field="why")


def _require_another(act: Act, row: FeeCorrectionRow) -> None:
    if row.proposed_by == act.by.person_id:
        raise SamePerson(
            "自分が申し出た取消は、自分で確認できません。",
            "別の受付担当か責任者に確認を依頼してください。",
        )


def _require_own(act: Act, row: FeeCorrectionRow) -> None:
    if row.proposed_by != act.by.person_id:
        raise Refused(
            "取消の申出を取り下げられるのは、申し出た本人だけです。",
            "記録を確かめて、取り消すか、そのままにするかを決めてください。",
        )


def _require_hand_over(session: Session, wrong: Lines) -> None:
    if any(line.kind != HANDED for line in wrong):
        raise Refused("経理への引渡しの記録ではありません。", "受払簿を開き直してください。")
    _require_standing(session, wrong)
    hold_ledger(session)


def _require_standing(session: Session, wrong: Lines) -> None:
    undone = {line.reverses for line in money_lines(session) if line.reverses}
    if any(line.id in undone for line in wrong):
        raise Refused("この受払は取消済みです。", "開き直して、いまの記録を確かめてください。")


def _undoing(line: FeeEntryRow) -> Moved:
    """The line that would answer it."""
    return Moved(
        f"{line.id}-",
        REVERSED,
        FeeMeans(line.means),
        line.amount,
        Piece(line.face, line.count, line.issued_on),
        line.accepted,
        reverses=line.id,
    )


def _detail(wrong: Lines, row: FeeCorrectionRow) -> Detail:
    return {"amount": sum(line.amount for line in wrong), "why": row.reason}
