"""The fee of a case: what came, what goes back, what is put right, what is let go (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.domain.change import Debt
from desktop.domain.errors import Refused
from desktop.domain.fee_account import Back, going_back, may_go_back_as, stock
from desktop.domain.fees import settle
from desktop.domain.payments import (
    Payment,
    Piece,
    SendBack,
    check_payment,
    check_sending_back,
    pays,
)
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Capability
from desktop.domain.states import (
    END_STATES,
    STATE_LABELS,
    Action,
    CaseState,
    allowed,
    require_known,
)
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.services.enclosed_money import unbooked
from desktop.services.fee_state import as_moved, fee_state
from desktop.services.fee_witness import second_person
from desktop.services.money_owed import covered, owed_words, still_payable
from desktop.services.recheck import recheck_identity
from desktop.services.typed_text import require_text
from desktop.store.cases import add_fee_entry
from desktop.store.fees import (
    NOT_ENCLOSED,
    RECEIVED,
    RETURNED,
    WAIVED,
    NewLine,
    add_lines,
    hold_ledger,
    money_lines,
)
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow


class Fees:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def record(self, act: Act, case_id: str, payment: Payment) -> CaseView:
        """Note what came, a line for each face value. Once it suffices: → INVESTIGATION.

        It is noted from the moment the envelope is open until the case ends, whether a fee is
        owed or not: what lies here stands in I-09, and what is not kept goes back.
        """
        check_payment(payment, act.at.date())
        lines = [_received(payment, piece, act) for piece in payment.pieces]
        return self._record(act, case_id, payment.means, lines)

    def record_sum(self, act: Act, case_id: str, means: FeeMeans, amount: int) -> CaseView:
        """Note a sum whose pieces were not told apart."""
        settle(0, amount, means)  # refuses what cannot be: no means, odd 為替
        line = NewLine(
            RECEIVED, means, amount, day=act.at.date(), accepted=means is not FeeMeans.CASH
        )
        return self._record(act, case_id, means, [line])

    def _record(
        self, act: Act, case_id: str, means: FeeMeans, lines: Sequence[NewLine]
    ) -> CaseView:
        amount = sum(line.amount for line in lines)

        def work(session: Session, case: CaseRow) -> None:
            if CaseState(case.state) in END_STATES:
                raise Refused(
                    f"「{STATE_LABELS[CaseState(case.state)]}」の案件では手数料を記録できません。",
                    "新しい案件として受け付けるか、責任者に再開を依頼してください。",
                )
            add_lines(session, case.id, lines, act.by.person_id, act.at)
            self._book.note(
                session,
                act,
                case,
                "case.fee_recorded",
                detail={"means": means.value, "amount": amount},
            )
            go_on_if_settled(session, self._book, act, case)

        return self._change.view(act, case_id, Capability.FEE, "case.record_fee", work)

    def send_back(
        self,
        act: Act,
        case_id: str,
        means: FeeMeans,
        pieces: Sequence[Piece],
        how: SendBack,
        tracking: str,
        witness_login: str,
        witness_passphrase: str,
        *,
        everything: bool = False,
    ) -> CaseView:
        """Note what went back and how, before a second person. Not more than has to go back; with
        `everything` up to all that was kept as well, because the case ends without an answer."""
        digits = check_sending_back(means, how, tracking)
        witness = second_person(self._book, act, witness_login, witness_passphrase, "返却")
        amount = sum(piece.amount for piece in pieces)

        def work(session: Session, case: CaseRow) -> None:
            owed = fee_state(session, case, self._book.settings(case))
            if everything and Action.WITHDRAW not in allowed(CaseState(case.state)):
                raise Refused(
                    "回答を発送したか終わった案件では、充てた手数料は返せません。",
                    "「お返しする分」だけを返してください。",
                )
            lines = _going_back(owed.held if everything else owed.back, means, pieces)
            booked = require_in_hand(session, means, pieces)
            told = [
                NewLine(
                    RETURNED,
                    means,
                    piece.amount,
                    known.face,
                    known.count,
                    act.at.date(),
                    piece.issued,
                    accepted,
                    how=how,
                    tracking=digits,
                    witness=witness,
                )
                for (piece, accepted), known in zip(lines, booked, strict=True)
            ]
            add_lines(session, case.id, told, act.by.person_id, act.at)
            self._book.note(
                session,
                act,
                case,
                "case.fee_returned",
                subject=witness,
                detail={"means": means.value, "amount": amount, "how": how.value},
            )

        return self._change.view(act, case_id, Capability.FEE, "case.return_fee", work)

    def not_enclosed(
        self, act: Act, case_id: str, witness_login: str, witness_passphrase: str
    ) -> CaseView:
        """Two people find that the list of enclosures names money that did not lie there."""
        book = self._book
        witness = second_person(book, act, witness_login, witness_passphrase, "同封物の確認")

        def work(session: Session, case: CaseRow) -> None:
            if not unbooked(session, book.premises.vault, case):
                raise Refused(
                    "受払簿にない切手・為替・現金は、同封物の一覧にありません。",
                    "案件を開き直してください。",
                )
            by = act.by.person_id
            add_fee_entry(
                session, case.id, NOT_ENCLOSED, FeeMeans.NONE, 0, by, act.at, witness=witness
            )
            book.note(session, act, case, "case.fee_not_enclosed", subject=witness)

        return self._change.view(act, case_id, Capability.FEE, "case.fee_not_enclosed", work)

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
            add_fee_entry(
                session, case.id, WAIVED, FeeMeans.NONE, fees.due, act.by.person_id, act.at
            )
            self._book.note(session, act, case, "case.fee_waived")

        return self._change.view(act, case_id, Capability.WAIVE, "case.waive_fee", work)

    def done(self, act: Act, case_id: str) -> CaseView:
        """Go on after a waiver: FEE_CHECK → INVESTIGATION."""

        def work(session: Session, case: CaseRow) -> None:
            _require_at_fee(case)
            go_on_if_settled(session, self._book, act, case)
            # Where it is not settled, the guard says what is missing.
            if CaseState(case.state) is CaseState.AWAITING_FEE:
                self._book.advance(session, act, case, Action.RECEIVE_FEE)
            if CaseState(case.state) is CaseState.FEE_CHECK:
                self._book.advance(session, act, case, Action.CONFIRM_FEE)

        return self._change.view(act, case_id, Capability.FEE, "case.fee_done", work)


def go_on_if_settled(
    session: Session,
    book: Casebook,
    act: Act,
    case: CaseRow,
    *,
    by_right: Capability | None = None,
) -> None:
    """On to the investigation once nothing more is to come from the customer."""
    fees = fee_state(session, case, book.settings(case))
    if not (fees.settled or fees.waived):
        return
    if CaseState(case.state) is CaseState.AWAITING_FEE:
        book.advance(session, act, case, Action.RECEIVE_FEE, by_right=by_right)
    if CaseState(case.state) is not CaseState.FEE_CHECK:
        return
    if case.from_paper and not case.identity_ok:
        recheck_identity(session, book, act, case)  # proven on paper alone
    else:
        book.advance(session, act, case, Action.CONFIRM_FEE, by_right=by_right)


def require_in_hand(
    session: Session,
    means: FeeMeans,
    pieces: Sequence[Piece],
    *,
    owed: Sequence[Debt] | None = None,
) -> list[Piece]:
    """What leaves must be there, by the book; nobody else moves anything meanwhile. With `owed`
    (`owed_change`) it must not wait for its way back to a customer, and what is left must still pay
    each customer's change, by its faces. The pieces as the book knows them: of a sum whose pieces
    were never told apart, none."""
    hold_ledger(session)
    held, booked = _stock(session), []
    if owed is not None:
        held.subtract(going_back(as_moved(row) for row in money_lines(session)))
    before = Counter(held)
    for piece in pieces:
        face = piece.face if means in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER) else 0
        wanted = piece.count if face else piece.amount
        known = piece
        if face and held[means, face] < wanted and 0 < piece.amount <= held[means, 0]:
            face, wanted, known = 0, piece.amount, Piece(0, 0)
        booked.append(known)
        held[(means, face)] -= wanted
        if wanted <= 0 or held[(means, face)] < 0:
            raise Refused(
                f"受払簿では、{'' if owed is None else 'お返しする分を除くと'}"
                f"{piece.face:,}円の分がその数だけ手元にありません。",
                "受払簿の残高を確かめ、手元にある額面で入れてください。"
                "返すために買った切手は、先に実査で受払簿に入れてください。",
                field="pieces",
            )
    if owed is not None and not covered(means, held, owed):
        raise Refused(
            f"お客様にお返しする{owed_words(means, owed)}が、手元に残りません。",
            "先に返却を記録するか、その分を残して引き渡してください。",
            field="pieces",
        )
    if owed is not None and not still_payable(means, before, held, owed):
        raise Refused(
            f"残る額面では、お客様にお返しする{owed_words(means, owed)}を一人ずつ払えません。",
            "お返しに使う額面を残して引き渡すか、先に返却を記録してください。",
            field="pieces",
        )
    return booked


def _stock(session: Session) -> Counter[tuple[FeeMeans, int]]:
    return stock(as_moved(row) for row in money_lines(session))


def _received(payment: Payment, piece: Piece, act: Act) -> NewLine:
    day = payment.paid_on or act.at.date()
    return NewLine(
        RECEIVED,
        payment.means,
        piece.amount,
        piece.face,
        piece.count,
        day,
        piece.issued,
        pays(payment.means, piece, act.at.date()),
    )


def _going_back(
    owed: Sequence[Back], means: FeeMeans, pieces: Sequence[Piece]
) -> list[tuple[Piece, bool]]:
    """Each piece, and whether it was kept towards the fee; refuses more than has to go back."""
    may = {one.piece: one.piece.count for one in owed if one.means is means and one.piece}
    rest = sum(one.amount for one in owed if may_go_back_as(one, means))
    found: list[tuple[Piece, bool]] = []
    for piece in pieces:
        exact = next(
            (one for one in may if (one.face, one.issued) == (piece.face, piece.issued)), None
        )
        if exact is not None and may[exact] >= piece.count:
            may[exact] -= piece.count
            found.append((piece, False))
            continue
        rest -= piece.amount
        found.append((piece, True))
    if rest < 0 or not found:
        raise Refused(
            "返す額より多くなっています。" if found else "返すものが入っていません。",
            "「お返しする分」の額を確かめて、入れ直してください。",
            field="pieces",
        )
    return found


def _require_at_fee(case: CaseRow) -> None:
    """While the fee is looked at or waited for."""
    if CaseState(case.state) is not CaseState.AWAITING_FEE:
        require_known(CaseState(case.state), Action.CONFIRM_FEE)
