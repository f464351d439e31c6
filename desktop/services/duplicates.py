"""重複: other cases of the same person within thirty days, linked and warned of (DOMAIN §8).

A second request is no ground for a refusal: the clerk is told, nothing more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.states import CaseState
from desktop.services.act import Act
from desktop.services.case_index import CaseIndex
from desktop.services.casebook import Casebook
from desktop.services.same_person import same_person
from desktop.store import special
from desktop.store.parts import get_part, open_parts
from desktop.store.schema.casework import CaseRow

WITHIN_DAYS: Final = 30


def link_duplicates(
    session: Session, book: Casebook, index: CaseIndex, act: Act, case: CaseRow
) -> int:
    """Link the case with what the same person asked for at about the same time; how many.

    The index of the searched fields says whose person block is worth opening (DESIGN §4).
    """
    vault = book.premises.vault
    person = get_part(session, vault, case.id, "person") or {}
    around = timedelta(days=WITHIN_DAYS)
    near = special.arrived_between(session, case.arrived_on - around, case.arrived_on + around)
    known = {one.id for one in special.linked_cases(session, case.id)} | {case.id}
    asked = {
        one.id: one.change
        for one in near
        if one.id not in known and one.state != CaseState.REROUTED
    }
    likely = index.named(person.get("name", ""), asked)
    found = [
        other
        for other, values in open_parts(session, vault, "person", likely)
        if same_person(person, values)
    ]
    if found:
        special.link_cases(session, case.id, sorted(found), act.at)
        book.note(session, act, case, "case.linked", detail={"cases": len(found)})
    return len(found)
