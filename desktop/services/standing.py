"""What stood before roles and keys were signed, put under a supervisor's signature (DESIGN §1).

A store that an early version set up has people whose roles nobody signed and keys that the log
does not name: their rows are believed. Once a supervisor has looked at the list and signed it, it
is as in any other store: what nobody signed counts for nothing. Who that supervisor is, the
operation log says and no row: whoever writes a role into a row signs nothing by it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.domain.roles import ROLE_LABELS, Capability, Role
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.people import People, PersonRefused
from desktop.services.premises import Premises
from desktop.services.setting_kinds import setting_label
from desktop.store import audit, people, settings
from desktop.store.people import Person


@dataclass(frozen=True, slots=True)
class StandingPerson:
    """One who is or was here, with the role and the keys that the rows have."""

    login: str
    name: str = field(repr=False)
    role: str
    active: bool
    keys: tuple[str, ...]  # fingerprints


@dataclass(frozen=True, slots=True)
class StandingView:
    """`digest` is of the list as shown; `forged` the settings that no supervisor signed."""

    needed: bool
    people: tuple[StandingPerson, ...] = ()
    forged: tuple[str, ...] = ()
    digest: str = ""


class Standing:
    def __init__(self, premises: Premises, people_: People) -> None:
        self._premises = premises
        self._people = people_

    def view(self, by: SignedIn) -> StandingView:
        """What is to be signed, and whether anything is; raises NotAllowed."""
        rights.require(by, Capability.SIGN_SETTING)
        with self._premises.database.reading() as session:
            if not settings.needs_standing(session):
                return StandingView(False)
            found = people.everybody(session)
            keys = _fingerprints(session)
            forged = settings.forged(session)
            digest = _digest(session)
        listed = tuple(
            StandingPerson(
                one.login,
                self._people.name_of(one.id),
                ROLE_LABELS[one.role],
                one.active,
                keys.get(one.id, ()),
            )
            for one in found
        )
        return StandingView(True, listed, tuple(map(setting_label, forged)), digest)

    def sign(self, act: Act, passphrase: str, digest: str) -> None:
        """Everybody's role and key as they stand, signed with the supervisor's own key."""
        rights.require(act, Capability.SIGN_SETTING)
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session) -> Answer:
            if not settings.needs_standing(session):
                raise Refused(
                    "役割と鍵には、すでに署名されています。", "画面を開き直してください。"
                )
            if _digest(session) != digest:
                raise Stale(
                    "見ていた一覧のあとで、利用者か鍵が変わりました。",
                    "いまの一覧を確かめてから、署名してください。",
                )
            if not settings.may_stand(session, act.by.person_id, act.at):
                raise Refused(
                    "操作記録では、この保管庫の責任者と確かめられないため、署名できません。",
                    "初期設定で署名した責任者か、その人の署名で責任者になった人に依頼してください。"
                    "心当たりのない役割があれば、監査に知らせてください。",
                )
            me, day = act.by.person_id, act.at.date()
            proposer = _administrator(session, me)
            for person_id, prints in sorted(_unlogged(session).items()):
                for one in prints:
                    audit.append(
                        session, act.at, me, "person.key", subject=person_id, detail={"key": one}
                    )
            count = 0
            for person in people.everybody(session):
                if settings.role_of(session, person.id, day) not in ("", person.role):
                    continue  # added since, and waiting for a signature
                name, value = settings.role_name(person.id), person.role.value
                wish = settings.propose(session, name, value, day, proposer, act.at)
                said = settings.statement(wish, me, act.at)
                settings.sign(session, wish.id, me, act.at, keys.sign(said))
                count += 1
            audit.append(
                session, act.at, me, "roles.stand", detail={"roles": count, "sha256": digest}
            )
            return {"roles": count}

        carry_out(self._premises, act, Capability.SIGN_SETTING, "roles.stand", work)


def _administrator(session: Session, signer: str) -> str:
    """Whose word the roles stood on until now: an administrator's, who is not the signer."""
    everybody = people.everybody(session)
    found = [p for p in everybody if p.role is Role.ADMINISTRATOR and p.id != signer]
    if not found:
        raise PersonRefused(
            "管理者が登録されていません。", "管理者のいる保管庫の控えから戻してください。"
        )
    return min(found, key=_standing_first).id


def _standing_first(person: Person) -> tuple[bool, str]:
    return not person.active, person.login


def _fingerprints(session: Session) -> dict[str, tuple[str, ...]]:
    return {
        person_id: tuple(people.fingerprint_of(key) for key in keys)
        for person_id, keys in people.keys_of(session).items()
    }


def _unlogged(session: Session) -> dict[str, tuple[str, ...]]:
    """The keys of people of whom the log names none."""
    logged = people.logged_keys(session)
    found = _fingerprints(session)
    return {person: prints for person, prints in found.items() if person not in logged}


def _digest(session: Session) -> str:
    """SHA-256 over who is what, with which keys."""
    keys = _fingerprints(session)
    lines = [
        [one.id, one.login, one.role.value, one.active, sorted(keys.get(one.id, ()))]
        for one in people.everybody(session)
    ]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
