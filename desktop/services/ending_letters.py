"""D-14: the letter that ends a case without a decision (DOMAIN §9)."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.letters import Condition
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.letter_making import LetterMaker
from desktop.services.wanted_codes import read_wanted
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow

ENDING_CODE: Final = "D-14"


class EndingLetters:
    """Made before the move that ends the case, so that its unit has its retention from then."""

    def __init__(self, book: Casebook, letters: LetterMaker) -> None:
        self._book = book
        self._letters = letters

    def withdrawn(self, session: Session, act: Act, case: CaseRow) -> None:
        self._make(session, act, case, Condition.WITHDRAWN)

    def no_response(self, session: Session, act: Act, case: CaseRow) -> None:
        self._make(session, act, case, Condition.NO_RESPONSE)

    def heirs(self, session: Session, act: Act, case: CaseRow) -> None:
        """To who told of the death: what follows is no answer under the Act (DOMAIN §1)."""
        self._make(session, act, case, Condition.HEIRS)

    def _make(self, session: Session, act: Act, case: CaseRow, why: Condition) -> None:
        person = get_part(session, self._book.premises.vault, case.id, "person") or {}
        known = person.get("name") and person.get("city") and person.get("block")
        if not known or not read_wanted(case.wanted):
            return  # nothing to write of, or nobody to write to
        self._letters.ending(session, act, case, self._book.settings(case), why)
