"""A case on its way from the checked form to the submitted draft (DOMAIN §1–3, §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.services.act import Act
from desktop.services.agent_papers import power_fault
from desktop.services.answer_reports import AnswerReport
from desktop.services.assignment import require_clerk
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import DECISION_CODES
from desktop.services.case_views import CaseView, ItemDecision, LetterView
from desktop.services.cases import Cases
from desktop.services.drafting import Drafting
from desktop.services.duplicates import link_duplicates
from desktop.services.ending_letters import EndingLetters
from desktop.services.fees import Fees, go_on_if_settled
from desktop.services.investigation import Investigation, Settled
from desktop.services.letter_making import LetterMaker
from desktop.services.notices import Notices
from desktop.services.premises import Premises
from desktop.services.typed_text import require_text
from desktop.services.waiting import Waiting
from desktop.services.wanted_codes import check_method, check_offered, check_wanted, write_wanted
from desktop.store.cases import void_approvals
from desktop.store.letters import void_letters
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow

Wanted = Mapping[RequestType, tuple[Item, ...]]


class Casework:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._change = CaseChange(cases)
        self.letters = LetterMaker(premises, cases.book.administration)
        self.endings = EndingLetters(cases.book, self.letters)
        self.notices = Notices(cases, self.letters)
        self._waiting = Waiting(cases, self.letters, self.endings)
        self._drafting = Drafting(cases, self.letters)
        self.fees = Fees(cases)
        self.investigation = Investigation(cases)

    def confirm_form(
        self, act: Act, case_id: str, wanted: Wanted, method: str, *, agent: bool
    ) -> CaseView:
        """The form is complete: FORM_CHECK → ID_CHECK. `method` is PAPER or CDR."""
        check_wanted(wanted)
        check_method(method)

        def work(session: Session, case: CaseRow) -> None:
            check_offered(wanted, self._cases.book.item_names(case))
            case.wanted = write_wanted(wanted)
            case.method = method
            case.agent = agent
            session.flush()
            self._cases.book.advance(
                session, act, case, Action.CONFIRM_FORM, fields=("wanted", "method", "agent")
            )
            link_duplicates(session, self._cases.book, self._cases.index, act, case)

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
            check_offered(wanted, self._cases.book.item_names(case))
            case.wanted = write_wanted(wanted)
            session.flush()
            self._cases.book.advance(session, act, case, Action.SCOPE, fields=("wanted",))
            go_on_if_settled(session, self._cases.book, act, case)

        return self._change.view(
            act, case_id, Capability.CHECK_FORM, "case.scope", work, action=Action.SCOPE
        )

    def record_fee(self, act: Act, case_id: str, means: FeeMeans, amount: int) -> CaseView:
        return self.fees.record_sum(act, case_id, means, amount)

    def waive_fee(self, act: Act, case_id: str, reason: str) -> CaseView:
        return self.fees.waive(act, case_id, reason)

    def fee_done(self, act: Act, case_id: str) -> CaseView:
        return self.fees.done(act, case_id)

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

    def import_answers(
        self, act: Act, case_id: str, file: Path, settled: Settled | None = None
    ) -> AnswerReport:
        return self.investigation.import_answers(act, case_id, file, settled)

    def finish_investigation(self, act: Act, case_id: str) -> CaseView:
        return self.investigation.finish(act, case_id)

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

        return self._change.view(act, case_id, Capability.ASSIGN, "case.assign", work)

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
