"""The three-way check of the address, and who confirmed it (DOMAIN §7)."""

from __future__ import annotations

from desktop.services.act import Act, SignedIn
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.premises import Premises
from desktop.services.register import Register
from desktop.services.verification_views import ThreeWayView


class Verification:
    def __init__(self, premises: Premises, register: Register, cases: Cases) -> None:
        self._premises = premises
        self._register = register
        self._cases = cases

    def view(self, by: SignedIn, case_id: str, candidate: int | None = None) -> ThreeWayView:
        """Form, identity papers and register side by side.

        With several register hits and `candidate` None nothing is picked: a clerk picks.
        """
        raise NotImplementedError

    def correct(self, act: Act, case_id: str, page_id: str, key: str, text: str) -> None:
        """Put right what was read from a page (F2)."""
        raise NotImplementedError

    def confirm(
        self, act: Act, case_id: str, candidate: int, *, seen: frozenset[str], note: str = ""
    ) -> CaseView:
        """A person confirms the proposal PASS. `seen` = the components looked at, all of them."""
        raise NotImplementedError

    def ask_second(
        self, act: Act, case_id: str, candidate: int, *, seen: frozenset[str], note: str
    ) -> CaseView:
        """Hand a VARIANT, ROOM_MISSING or HISTORICAL match to another clerk, with a note."""
        raise NotImplementedError

    def second(self, act: Act, case_id: str, agrees: bool, note: str = "") -> CaseView:
        """The other clerk's word. Raises SamePerson for the clerk who asked."""
        raise NotImplementedError
