"""A case on its way from the checked form to the submitted draft (DOMAIN §1–3, §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.fees import settle
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState, require_known
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.agent_papers import power_fault
from desktop.services.answers import annex_of, missing_items, read_answer_file
from desktop.services.assignment import require_clerk
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import DECISION_CODES, RECEIVED, WAIVED, fee_state
from desktop.services.case_views import AnswerReport, CaseView, ItemDecision, LetterView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.drafting import Drafting
from desktop.services.duplicates import link_duplicates
from desktop.services.ending_letters import EndingLetters
from desktop.services.letter_making import LetterMaker
from desktop.services.premises import Premises
from desktop.services.special_views import occupancy_of
from desktop.services.typed_text import require_text
from desktop.services.waiting import Waiting
from desktop.services.wanted_codes import check_wanted, read_wanted, write_wanted
from desktop.store.cases import add_fee_entry, case_row, void_approvals
from desktop.store.letters import void_letters
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import CaseRow

Wanted = Mapping[RequestType, tuple[Item, ...]]
METHODS = ("PAPER", "CDR")


class Casework:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._change = CaseChange(cases)
        self.letters = LetterMaker(premises)
        self.endings = EndingLetters(cases.book, self.letters)
        self._waiting = Waiting(cases, self.letters, self.endings)
        self._drafting = Drafting(cases, self.letters)

    def confirm_form(
        self, act: Act, case_id: str, wanted: Wanted, method: str, *, agent: bool
    ) -> CaseView:
        """The form is complete: FORM_CHECK → ID_CHECK. `method` is PAPER or CDR."""
        check_wanted(wanted)
        if method not in METHODS:
            raise Refused(
                "回答の方法が選ばれていません。",
                "書面か CD-R を選んでください。",
                field="method",
            )

        def work(session: Session, case: CaseRow) -> None:
            case.wanted = write_wanted(wanted)
            case.method = method
            case.agent = agent
            session.flush()
            self._cases.book.advance(
                session, act, case, Action.CONFIRM_FORM, fields=("wanted", "method", "agent")
            )
            link_duplicates(session, self._cases.book, act, case)

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_FORM,
            "case.confirm_form",
            work,
            action=Action.CONFIRM_FORM,
        )

    def agent_ok(self, act: Act, case_id: str, note: str) -> CaseView:
        """The agent and the agent's power are proven: AGENT_CHECK → SCOPING (DOMAIN §5)."""
        require_text(note, "代理人と代理権をどう確かめたかを書いてください。", "note")

        def work(session: Session, case: CaseRow) -> None:
            if fault := power_fault(session, self._premises.vault, case):
                raise Refused(fault, "代理権の書類がそろうまで、補正を依頼してください。")
            self._note(session, act, case, "agent", note)
            case.agent_ok, case.agent_by = True, act.by.person_id
            session.flush()
            self._cases.book.advance(session, act, case, Action.CONFIRM_AGENT)

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_IDENTITY,
            "case.agent_ok",
            work,
            action=Action.CONFIRM_AGENT,
        )

    def scope(self, act: Act, case_id: str, wanted: Wanted) -> CaseView:
        """What is asked for is settled → FEE_CHECK, and on to INVESTIGATION where no fee is due."""
        check_wanted(wanted)

        def work(session: Session, case: CaseRow) -> None:
            case.wanted = write_wanted(wanted)
            session.flush()
            self._cases.book.advance(session, act, case, Action.SCOPE, fields=("wanted",))
            self._go_on_if_settled(session, act, case)

        return self._change.view(
            act, case_id, Capability.CHECK_FORM, "case.scope", work, action=Action.SCOPE
        )

    def record_fee(self, act: Act, case_id: str, means: FeeMeans, amount: int) -> CaseView:
        """Note what was enclosed. Once it suffices: → INVESTIGATION. There it may still be noted:
        a request that costs nothing never stands before the fee, and its money goes back."""

        def work(session: Session, case: CaseRow) -> None:
            if CaseState(case.state) is not CaseState.INVESTIGATION:
                _require_at_fee(case)
            fees = fee_state(session, case, self._cases.book.settings(case))
            settle(fees.due, amount, means)  # refuses what cannot be: no means, odd 為替
            add_fee_entry(session, case.id, RECEIVED, means, amount, act.by.person_id, act.at)
            self._cases.book.note(
                session,
                act,
                case,
                "case.fee_recorded",
                detail={"means": means.value, "amount": amount},
            )
            self._go_on_if_settled(session, act, case)

        return self._change.view(act, case_id, Capability.FEE, "case.record_fee", work)

    def waive_fee(self, act: Act, case_id: str, reason: str) -> CaseView:
        """A supervisor lets the fee go, with a reason (DOMAIN §8 guard 4)."""
        require_text(reason, "免除の理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            _require_at_fee(case)
            fees = fee_state(session, case, self._cases.book.settings(case))
            if fees.settled or fees.waived:
                raise Refused("免除する手数料がありません。", "手数料の状態を確かめてください。")
            self._note(session, act, case, "waiver", reason)
            add_fee_entry(session, case.id, WAIVED, FeeMeans.NONE, 0, act.by.person_id, act.at)
            self._cases.book.note(session, act, case, "case.fee_waived")

        return self._change.view(act, case_id, Capability.WAIVE, "case.waive_fee", work)

    def fee_done(self, act: Act, case_id: str) -> CaseView:
        """Go on after a waiver: FEE_CHECK → INVESTIGATION."""

        def work(session: Session, case: CaseRow) -> None:
            _require_at_fee(case)
            if CaseState(case.state) is CaseState.AWAITING_FEE:
                self._cases.book.advance(session, act, case, Action.RECEIVE_FEE)
            self._cases.book.advance(session, act, case, Action.CONFIRM_FEE)

        return self._change.view(act, case_id, Capability.FEE, "case.fee_done", work)

    def ask_fee(self, act: Act, case_id: str) -> LetterView:
        """D-03 for what is missing → AWAITING_FEE."""
        return self._waiting.ask_fee(act, case_id)

    def ask_correction(self, act: Act, case_id: str, points: Sequence[str]) -> LetterView:
        """D-02 → AWAITING_CORRECTION; the customer's deadline rolls forward (民法142条).

        A point is a code of `correction_points`, a code with a note ("OTHER: …"), or free words.
        """
        return self._waiting.ask_correction(act, case_id, points)

    def second_notice(self, act: Act, case_id: str) -> LetterView:
        """The D-02 or D-03 once more, after its day has passed."""
        return self._waiting.second_notice(act, case_id)

    def close_no_response(self, act: Act, case_id: str) -> CaseView:
        """Neither notice was answered: the case ends, retention begins."""
        return self._waiting.close(act, case_id)

    def correction_points(self, on: date) -> Mapping[str, str]:
        """The declared points of the D-02: code → label."""
        return self.letters.correction_codes(on)

    def resume(self, act: Act, case_id: str, arrived_on: date) -> CaseView:
        """What was waited for has arrived: back to the form check, or to the fee."""
        return self._waiting.resume(act, case_id, arrived_on)

    def import_answers(self, act: Act, case_id: str, file: Path) -> AnswerReport:
        """A department's 回答ファイル into the case's annex, checked against the customer number.

        Taken whole or not at all; the report names what was wrong, without values.
        """
        rights.require(act, Capability.INVESTIGATE)
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            known = get_part(session, vault, case_id, "address") or {}
            occupancy = occupancy_of(session, vault, case_id)
            version = case_row(session, case_id).version
        read = read_answer_file(
            file,
            known.get("customer_no", ""),
            known.get("supply_point_no", ""),
            act.at.date(),
            occupancy,
        )

        def work(session: Session, case: CaseRow) -> Answer:
            if CaseState(case.state) not in (CaseState.INVESTIGATION, CaseState.DRAFTED):
                raise Refused(
                    "回答を取り込むのは調査の間だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            asked = {item for items in read_wanted(case.wanted).values() for item in items}
            rows = 0
            for item in [] if read.rejected else sorted(asked & read.lines.keys()):
                lines = read.lines[item]
                values = {
                    "source": read.sources[item],
                    "lines": [[line.label, line.value] for line in lines],
                }
                put_part(
                    session,
                    vault,
                    case.id,
                    "C6",
                    "annex",
                    values,
                    act.at,
                    slot=item,
                    as_of=read.as_of[item],
                    rows=len(lines),
                )
                rows += len(lines)
            detail = {"rows": rows, "rejected": len(read.rejected)}
            self._cases.book.note(session, act, case, "case.answer_imported", detail=detail)
            first = next(iter(sorted(read.lines)), None)
            return {"rows": rows, "item": first.value if first else None}

        # The file was read for the case as it was: another occupancy since refuses it.
        answer = self._change.run(
            act,
            case_id,
            Capability.INVESTIGATE,
            "case.import_answers",
            work,
            version=version,
        )
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            missing = missing_items(read_wanted(case.wanted), annex_of(session, vault, case_id))
        item = answer["item"]
        return AnswerReport(
            Item(item) if isinstance(item, str) else None,
            int(answer["rows"] or 0),
            read.rejected,
            missing,
        )

    def finish_investigation(self, act: Act, case_id: str) -> CaseView:
        """INVESTIGATION → DRAFTED, with an empty draft. Items without an answer stay visible."""

        def work(session: Session, case: CaseRow) -> None:
            self._cases.book.advance(session, act, case, Action.DRAFT)

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.draft", work, action=Action.DRAFT
        )

    def save_draft(
        self, act: Act, case_id: str, decisions: Sequence[ItemDecision], version: int
    ) -> CaseView:
        """Keep the decisions. After a submission this takes the case back to DRAFTED."""
        return self._drafting.save(act, case_id, decisions, version)

    def submit(self, act: Act, case_id: str) -> CaseView:
        """Draft → APPROVAL; the letter (D-05, or D-06 where all is refused) is made and hashed."""
        return self._drafting.submit(act, case_id)

    def assign(self, act: Act, case_id: str, person_id: str) -> CaseView:
        def work(session: Session, case: CaseRow) -> None:
            require_clerk(session, person_id, "assigned")
            case.assigned = person_id
            self._cases.book.note(session, act, case, "case.assign", subject=person_id)

        return self._change.view(act, case_id, Capability.CHECK_FORM, "case.assign", work)

    def withdraw(self, act: Act, case_id: str, reason: str, *, in_writing: bool = True) -> CaseView:
        """The customer took the request back in writing: an end state, retention begins."""
        require_text(reason, "取下げの書面の内容を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            self._note(session, act, case, "withdrawal", reason)
            # An approved answer that has not left does not leave any more.
            void_approvals(session, "case", case.id)
            void_letters(session, case.id, DECISION_CODES)
            self.endings.withdrawn(session, act, case)
            self._cases.book.advance(
                session, act, case, Action.WITHDRAW, withdrawn_in_writing=in_writing
            )

        return self._change.view(
            act, case_id, Capability.CHECK_FORM, "case.withdraw", work, action=Action.WITHDRAW
        )

    def _go_on_if_settled(self, session: Session, act: Act, case: CaseRow) -> None:
        fees = fee_state(session, case, self._cases.book.settings(case))
        if not (fees.settled or fees.waived):
            return
        if CaseState(case.state) is CaseState.AWAITING_FEE:
            self._cases.book.advance(session, act, case, Action.RECEIVE_FEE)
        if CaseState(case.state) is CaseState.FEE_CHECK:
            self._cases.book.advance(session, act, case, Action.CONFIRM_FEE)

    def _note(self, session: Session, act: Act, case: CaseRow, slot: str, text: str) -> None:
        put_part(
            session,
            self._premises.vault,
            case.id,
            "C",
            "note",
            {"text": text.strip(), "by": act.by.person_id},
            act.at,
            slot=slot,
        )


def _require_at_fee(case: CaseRow) -> None:
    """While the fee is looked at or waited for."""
    if CaseState(case.state) is not CaseState.AWAITING_FEE:
        require_known(CaseState(case.state), Action.CONFIRM_FEE)
