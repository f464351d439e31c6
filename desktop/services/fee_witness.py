"""The second person at money that leaves and at its count (DOMAIN §2, §8)."""

from __future__ import annotations

from desktop.domain.errors import NotAllowed, SamePerson
from desktop.domain.roles import Capability, may
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook


def second_person(book: Casebook, act: Act, login: str, passphrase: str, what: str) -> str:
    """Who stands by, proven by the own passphrase; never the one who acts.

    Whose act it is not tries nobody's passphrase by it.
    """
    rights.require(act, Capability.FEE)
    person = book.people.prove(login, passphrase, act.at)
    if person.id == act.by.person_id:
        raise SamePerson(
            f"{what}をする本人は立ち会えません。",
            "別の人に立ち会ってもらってください。",
            field="witness",
        )
    if not may(person.role, Capability.ENCLOSE_CHECK):
        raise NotAllowed(
            f"この人は{what}に立ち会えません。",
            "受付担当か責任者に立会いを依頼してください。",
            field="witness",
        )
    return person.id
