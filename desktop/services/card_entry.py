"""All passphrases are lost: two people come back in by the recovery card (TRUST §2).

An administrator and a supervisor get new keys together; the others get theirs by the ordinary
reset, with one of the two as witness. Nobody else gains anything by the card.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import NotAllowed
from desktop.domain.roles import ROLE_LABELS, Role
from desktop.services.people import UNKNOWN, check_passphrase, not_registered
from desktop.services.premises import Premises
from desktop.store import audit, people, settings
from desktop.store.errors import CardWordsWrong, NotInSlot
from desktop.store.people import Person
from desktop.store.stick_errors import CardWrong
from desktop.store.vault import keys as person_keys
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import PersonKeys
from desktop.store.vault.vault import Vault

_ROLES = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ComingBack:
    """One of the two, with the passphrase that they chose just now."""

    login: str
    passphrase: str = field(repr=False)


class CardEntry:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def enter(
        self, words: str, administrator: ComingBack, supervisor: ComingBack, at: datetime
    ) -> None:
        """New key pairs for both; their old ones end at this moment, and a roll is owed.

        Raises CardWordsWrong or CardWrong; each failure is logged.
        """
        for one in (administrator, supervisor):
            check_passphrase(one.passphrase)
        with self._premises.database.reading() as session:
            both = [
                _active(session, one.login, role, at.date())
                for one, role in zip((administrator, supervisor), _ROLES, strict=True)
            ]
        vault = self._unlocked(words, at)
        cost = self._premises.kdf_cost
        fresh: list[PersonKeys] = []
        with self._premises.database.transaction() as session:
            for person, chosen, other in zip(
                both, (administrator, supervisor), reversed(both), strict=True
            ):
                keys = person_keys.make_keys(person.id)
                wrapped = person_keys.wrap(keys, chosen.passphrase, cost)
                people.change_keys(session, person.id, keys.public(), wrapped, at)
                audit.append(
                    session,
                    at,
                    person.id,
                    "person.reset",
                    subject=person.id,
                    detail={
                        "old": person.public.fingerprint(),
                        "new": keys.public().fingerprint(),
                        "witness": other.id,
                    },
                )
                fresh.append(keys)
            audit.append(session, at, both[0].id, "card.enter", detail={"witness": both[1].id})
            # Last: what stands in the slot cannot be rolled back with the transaction.
            for keys in fresh:
                vault.add_person(session, keys.public())
        vault.lock()

    def _unlocked(self, words: str, at: datetime) -> Vault:
        """The store by the card; nothing is told of why a card failed but that it did."""
        try:
            card = RecoveryCard.from_words(words)
            with self._premises.database.reading() as session:
                return Vault.unlock_by_card(session, self._premises.slot, card)
        except (CardWordsWrong, NotInSlot) as error:
            with self._premises.database.transaction() as session:
                audit.append(session, at, UNKNOWN, "card.failed")
            if isinstance(error, CardWordsWrong):
                raise
            raise CardWrong from None


def _active(session: Session, login: str, role: Role, on: date) -> Person:
    person = people.by_login(session, login.strip())
    if person is None:
        raise not_registered()
    if person.role is not role or settings.role_of(session, person.id, on) not in ("", role):
        raise NotAllowed(
            f"{person.login} は{ROLE_LABELS[role]}ではありません。",
            f"{ROLE_LABELS[role]}の職員番号を入れてください。",
        )
    return person
