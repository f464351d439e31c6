"""A case on its way from the checked form to the submitted draft (DOMAIN §1–3, §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.services.act import Act
from desktop.services.case_views import AnswerReport, CaseView, ItemDecision, LetterView
from desktop.services.cases import Cases
from desktop.services.premises import Premises

Wanted = Mapping[RequestType, tuple[Item, ...]]


class Casework:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases

    def confirm_form(
        self, act: Act, case_id: str, wanted: Wanted, method: str, *, agent: bool
    ) -> CaseView:
        """The form is complete: FORM_CHECK → ID_CHECK. `method` is PAPER or CDR."""
        raise NotImplementedError

    def agent_ok(self, act: Act, case_id: str, note: str) -> CaseView:
        raise NotImplementedError

    def scope(self, act: Act, case_id: str, wanted: Wanted) -> CaseView:
        """What is asked for is settled → FEE_CHECK, and on to INVESTIGATION where no fee is due."""
        raise NotImplementedError

    def record_fee(self, act: Act, case_id: str, means: FeeMeans, amount: int) -> CaseView:
        """Note what was enclosed. Once it suffices: → INVESTIGATION."""
        raise NotImplementedError

    def waive_fee(self, act: Act, case_id: str, reason: str) -> CaseView:
        raise NotImplementedError

    def ask_fee(self, act: Act, case_id: str) -> LetterView:
        """D-03 for what is missing → AWAITING_FEE."""
        raise NotImplementedError

    def import_answers(self, act: Act, case_id: str, file: Path) -> AnswerReport:
        """A department's 回答ファイル into the case's annex, checked against the customer number."""
        raise NotImplementedError

    def finish_investigation(self, act: Act, case_id: str) -> CaseView:
        raise NotImplementedError

    def save_draft(
        self, act: Act, case_id: str, decisions: Sequence[ItemDecision], version: int
    ) -> CaseView:
        raise NotImplementedError

    def submit(self, act: Act, case_id: str) -> CaseView:
        """Draft → APPROVAL; the letter (D-05, or D-06 where all is refused) is made and hashed."""
        raise NotImplementedError

    def ask_correction(self, act: Act, case_id: str, points: Sequence[str]) -> LetterView:
        """D-02 → AWAITING_CORRECTION; the customer's deadline rolls forward (民法142条)."""
        raise NotImplementedError

    def resume(self, act: Act, case_id: str, arrived_on: date) -> CaseView:
        """What was waited for has arrived."""
        raise NotImplementedError

    def assign(self, act: Act, case_id: str, person_id: str) -> CaseView:
        raise NotImplementedError

    def withdraw(self, act: Act, case_id: str, reason: str) -> CaseView:
        raise NotImplementedError
