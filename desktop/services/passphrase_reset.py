"""A forgotten passphrase: new keys by the administrator and a case user together (DESIGN §1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import NotAllowed, SamePerson
from desktop.domain.printing import Target
from desktop.domain.roles import ROLE_LABELS, Capability, may
from desktop.letters.key_change import KeyChange, key_change_sheet
from desktop.letters.printing import print_pdf
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.changes import Answer, carry_out
from desktop.services.people import People, check_passphrase, not_registered
from desktop.services.premises import Premises
from desktop.store import audit, people
from desktop.store.vault import keys as person_keys

_TITLE = "key-change"


@dataclass(frozen=True, slots=True)
class PassphraseReset:
    """What was done, for the screen and for the page to keep."""

    person_id: str
    login: str
    name: str = field(repr=False)
    role: str
    at: datetime
    old_fingerprint: str
    new_fingerprint: str
    reset_by: str = field(repr=False)
    witness: str = field(repr=False)


class PassphraseResets:
    def __init__(self, premises: Premises, people_: People, administration: Administration) -> None:
        self._premises = premises
        self._people = people_
        self._administration = administration

    def reset(
        self, act: Act, person_id: str, passphrase: str, witness_login: str, witness_pass: str
    ) -> PassphraseReset:
        """New key pairs for the person; the old public keys end at this moment.

        The administrator alone could become anybody by it: a person who works on cases stands by
        with their own passphrase, and is neither the administrator nor the one it is done for.
        """
        rights.require(act, Capability.MANAGE_PEOPLE)
        check_passphrase(passphrase)
        if person_id == act.by.person_id:
            raise SamePerson(
                "自分のパスフレーズを、自分で再設定することはできません。",
                "ほかの管理者に再設定を依頼してください。",
            )
        witness = self._people.prove(witness_login, witness_pass, act.at)
        if not may(witness.role, Capability.WITNESS_DISPOSAL):
            raise NotAllowed(
                "立ち会えるのは、受付担当か責任者です。",
                "受付担当か責任者の職員番号とパスフレーズを入れてください。",
            )
        if witness.id == person_id:
            raise SamePerson(
                "再設定される本人は立ち会えません。", "ほかの人に立会いを依頼してください。"
            )

        def work(session: Session) -> Answer:
            person = people.by_id(session, person_id)
            if person is None or not person.active:
                raise not_registered()
            keys = person_keys.make_keys(person_id)
            wrapped = person_keys.wrap(keys, passphrase, self._premises.kdf_cost)
            old, new = person.public.fingerprint(), keys.public().fingerprint()
            people.change_keys(session, person_id, keys.public(), wrapped, act.at)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "person.reset",
                subject=person_id,
                detail={"old": old, "new": new, "witness": witness.id},
            )
            # Last: what stands in the slot cannot be rolled back with the transaction.
            self._premises.vault.add_person(session, keys.public())
            return {"old": old, "new": new, "at": act.at.isoformat()}

        answer = carry_out(self._premises, act, Capability.MANAGE_PEOPLE, "person.reset", work)
        (whom,) = (one for one in self._people.roster() if one.id == person_id)
        return PassphraseReset(
            person_id,
            whom.login,
            whom.name,
            ROLE_LABELS[whom.role],
            datetime.fromisoformat(str(answer["at"])),
            str(answer["old"]),
            str(answer["new"]),
            self._people.name_of(act.by.person_id),
            self._people.name_of(witness.id),
        )

    def sheet(self, done: PassphraseReset) -> bytes:
        """The page with both fingerprints, as PDF."""
        office = self._administration.settings(done.at.date()).office_name
        change = KeyChange(
            office,
            done.login,
            done.name,
            done.role,
            done.at,
            done.old_fingerprint,
            done.new_fingerprint,
            done.reset_by,
            done.witness,
        )
        return key_change_sheet(change, self._premises.surroundings.fonts)

    def print_sheet(self, done: PassphraseReset, printer: str) -> None:
        """Hand the page to a printer; no file is written."""
        print_pdf(self.sheet(done), Target(printer), title=_TITLE)
