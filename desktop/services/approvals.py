"""決裁: the supervisor's signature over a frozen answer (DOMAIN §8 guard 6; TRUST §4)."""

from __future__ import annotations

from datetime import datetime

from desktop.services.act import Act, SignedIn
from desktop.services.case_views import ApprovalLine, ApprovalView, CaseView
from desktop.services.cases import Cases
from desktop.services.people import People
from desktop.services.premises import Premises


class Approvals:
    def __init__(self, premises: Premises, people: People, cases: Cases) -> None:
        self._premises = premises
        self._people = people
        self._cases = cases

    def queue(self, by: SignedIn, at: datetime) -> tuple[ApprovalLine, ...]:
        raise NotImplementedError

    def view(self, by: SignedIn, case_id: str, at: datetime) -> ApprovalView:
        raise NotImplementedError

    def approve(self, act: Act, case_id: str, passphrase: str, letter_hash: str) -> CaseView:
        """Sign exactly the letter that was shown. Raises SamePerson for the drafter."""
        raise NotImplementedError

    def send_back(self, act: Act, case_id: str, comment: str) -> CaseView:
        raise NotImplementedError
