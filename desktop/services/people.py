"""The people of the desk: signing in, locking, names, and who joins or leaves (DESIGN §1)."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, NotFound, Refused
from desktop.domain.roles import CAPABILITIES, Capability, Role, enough_people
from desktop.services import clock_check
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.store import audit, deputies, people, settings
from desktop.store.errors import WrongPassphrase
from desktop.store.vault import keys as person_keys
from desktop.store.vault.keys import PersonKeys

FAILURES = 5
PAUSE = timedelta(minutes=15)
SHORTEST_PASSPHRASE = 8
UNKNOWN = "unknown"

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")


class LockedOut(DeskError):
    """Too many failures in a row: nobody signs in with this login until `until`."""

    code = "locked_out"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"続けて{FAILURES}回まちがえたため、この職員番号を一時停止しています。",
            f"{until:%H:%M} を過ぎてから、もう一度サインインしてください。",
            field="passphrase",
        )
        self.until = until


class PersonRefused(Refused):
    """A person cannot be added or ended as asked."""

    code = "person_refused"


class RoleUnsigned(Refused):
    """Nobody gives a role alone: the administrator's wish waits for a supervisor (DESIGN §1)."""

    code = "role_unsigned"

    def __init__(self) -> None:
        super().__init__(
            "この利用者の役割には、責任者の署名がまだありません。",
            "責任者に、設定の「規則」で役割に署名してもらってください。",
            field="login",
        )


@dataclass(frozen=True, slots=True)
class NewPerson:
    login: str
    name: str = field(repr=False)
    role: Role
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonView:
    id: str
    login: str
    name: str = field(repr=False)
    role: Role
    active: bool
    capabilities: frozenset[Capability]
    signed: bool = True
    """Whether a supervisor signed the role; until then the person does nothing."""


class People:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._names: dict[str, str] = {}
        self._leaving: list[Callable[[Session, Act, str], None]] = []
        premises.when_locked(self._names.clear)

    def sign_in(self, login: str, passphrase: str, at: datetime) -> SignedIn:
        """Unlock the store for one person. Raises WrongPassphrase or LockedOut."""
        person, keys = self._prove(login.strip(), passphrase, at)
        self._premises.unlock(keys)
        try:
            with self._premises.database.transaction() as session:
                people.note_failure(session, person.id, 0, None)
                clock_check.observe(session, at, self._premises.holidays)
                audit.append(session, at, person.id, "sign.in")
                audit.sign_head(session, keys, at)
                standing = deputies.standing(session, person.id, at.date())
            name = self.name_of(person.id)
            return SignedIn(person.id, person.login, name, person.role, keys, at, standing)
        except BaseException:
            # What could not be recorded did not happen: nobody is signed in.
            self._premises.lock()
            raise

    def sign_out(self, by: SignedIn, at: datetime) -> None:
        self._leave(by, at, "sign.out")

    def lock(self, by: SignedIn, at: datetime) -> None:
        """Forget every opened key until somebody signs in again."""
        self._leave(by, at, "desk.lock")

    def confirm_passphrase(self, by: SignedIn, passphrase: str, at: datetime) -> PersonKeys:
        """The same person once more, before a signature. Failures count as at sign-in."""
        return self._prove(by.login, passphrase, at)[1]

    def prove(self, login: str, passphrase: str, at: datetime) -> people.Person:
        """Another person at the desk, such as a witness; nobody is signed in by it. A passphrase
        that was left out is no failure of theirs: it would lock them out in the end."""
        if not passphrase:
            raise Refused(
                "もう一人のパスフレーズが入っていません。",
                "その本人がパスフレーズを入れてください。",
                field="passphrase",
            )
        return self._prove(login.strip(), passphrase, at)[0]

    def roster(self) -> tuple[PersonView, ...]:
        with self._premises.database.reading() as session:
            roles = settings.roles(session)
            found = [
                (person, roles.get(person.id) == person.role or _role_signed(session, person))
                for person in people.everybody(session)
            ]
        return tuple(self._view(person, signed) for person, signed in found)

    def add(self, act: Act, login: str, name: str, role: Role, passphrase: str) -> PersonView:
        """A new person, who may work from a supervisor's signature over the role on."""
        check_new_person(NewPerson(login, name, role, passphrase))
        names = [one.name for one in self.roster() if one.active]

        def work(session: Session) -> Answer:
            if people.login_taken(session, login):
                raise login_taken()
            check_name(name, names)
            person_id = uuid.uuid4().hex
            keys = person_keys.make_keys(person_id)
            wrapped = person_keys.wrap(keys, passphrase, self._premises.kdf_cost)
            people.add(session, person_id, login, role, keys.public(), wrapped, act.at)
            seal_name(self._premises, session, person_id, name)
            role_setting, day = settings.role_name(person_id), act.at.date()
            settings.propose(session, role_setting, role.value, day, act.by.person_id, act.at)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "person.add",
                subject=person_id,
                detail={"key": keys.public().fingerprint()},
            )
            # Last: what stands in the slot cannot be rolled back with the transaction.
            self._premises.vault.add_person(session, keys.public())
            return {"person": person_id}

        answer = carry_out(self._premises, act, Capability.MANAGE_PEOPLE, "person.add", work)
        return self._one(str(answer["person"]))

    def require_enough(
        self, session: Session, act: Act, person_id: str, becomes: Role | None
    ) -> None:
        """Refuse what would leave the desk with too few people to check each other."""
        staying = [
            p.role
            for p in people.everybody(session)
            if p.active and p.id != person_id and _role_signed(session, p, act.at.date())
        ]
        if lacking := enough_people([*staying, *([becomes] if becomes is not None else [])]):
            what = "この人の利用を終えると" if becomes is None else "この人の役割が変わると"
            raise PersonRefused(
                f"{what}、窓口に必要な人数に足りなくなります。",
                f"先に人を追加してください（{lacking[0]}）。",
            )

    def when_leaving(self, undo: Callable[[Session, Act, str], None]) -> None:
        """Have `undo` called, in the same transaction, with each person who leaves."""
        self._leaving.append(undo)

    def undo_of(self, session: Session, act: Act, person_id: str) -> None:
        """What this person decided and what has not left is void."""
        for undo in self._leaving:
            undo(session, act, person_id)

    def deactivate(self, act: Act, person_id: str) -> None:
        """The person can no longer sign in nor open the store; what they approved and what has
        not left is void, and whoever stood in for them no longer does (DESIGN §1)."""

        def work(session: Session) -> Answer:
            self.require_enough(session, act, person_id, None)
            people.end(session, person_id, act.at)
            deputies.end_all_of(session, person_id, act.at.date(), act.by.person_id)
            self.undo_of(session, act, person_id)
            audit.append(session, act.at, act.by.person_id, "person.end", subject=person_id)
            self._premises.vault.remove_person(session, person_id)
            return {"person": person_id}

        carry_out(self._premises, act, Capability.MANAGE_PEOPLE, "person.end", work)

    def name_of(self, person_id: str) -> str:
        """The display name; needs an unlocked vault."""
        if person_id not in self._names:
            with self._premises.database.reading() as session:
                person = people.by_id(session, person_id)
                if person is None:
                    raise not_registered()
                if person.name_key_id is None or person.sealed_name is None:
                    return person.login
                name = self._premises.vault.open(
                    session, person.name_key_id, person.id, "person", "name", person.sealed_name
                )
            self._names[person_id] = name.decode()
        return self._names[person_id]

    def _prove(self, login: str, passphrase: str, at: datetime) -> tuple[people.Person, PersonKeys]:
        """The person whose login and passphrase these are; every failure is counted and logged."""
        with self._premises.database.reading() as session:
            person = people.by_login(session, login)
        if person is None:
            # As slow as a wrong passphrase, so that the answer's time does not tell who exists.
            person_keys.wrap(person_keys.make_keys(UNKNOWN), passphrase, self._premises.kdf_cost)
            self._log_failure(at, UNKNOWN)
            raise WrongPassphrase
        if person.locked_until is not None and at < person.locked_until:
            self._log_failure(at, person.id)
            raise LockedOut(person.locked_until)
        try:
            keys = person_keys.unwrap(person.id, person.wrapped_private, passphrase)
            with self._premises.database.reading() as session:
                signed = _role_signed(session, person, at.date())
            if not signed:
                self._log_failure(at, person.id)
                raise RoleUnsigned
            return person, keys
        except WrongPassphrase:
            earlier = 0 if person.locked_until is not None else person.failed_attempts
            until = at + PAUSE if earlier + 1 >= FAILURES else None
            with self._premises.database.transaction() as session:
                people.note_failure(session, person.id, earlier + 1, until)
                audit.append(session, at, person.id, "sign.failed")
            if until is not None:
                raise LockedOut(until) from None
            raise

    def _log_failure(self, at: datetime, actor: str) -> None:
        with self._premises.database.transaction() as session:
            audit.append(session, at, actor, "sign.failed")

    def _leave(self, by: SignedIn, at: datetime, action: str) -> None:
        self._premises.lock()
        with self._premises.database.transaction() as session:
            audit.append(session, at, by.person_id, action)

    def _one(self, person_id: str) -> PersonView:
        with self._premises.database.reading() as session:
            person = people.by_id(session, person_id)
            if person is None:
                raise not_registered()
            signed = _role_signed(session, person)
        return self._view(person, signed)

    def _view(self, person: people.Person, signed: bool) -> PersonView:
        return PersonView(
            person.id,
            person.login,
            self.name_of(person.id),
            person.role,
            person.active,
            CAPABILITIES[person.role],
            signed,
        )


def _role_signed(session: Session, person: people.Person, on: date = date.max) -> bool:
    """Whether the role in the person's row is the one that a supervisor signed."""
    return settings.role_of(session, person.id, on) in ("", person.role)


def check_new_person(new: NewPerson) -> None:
    """Refuse what cannot be a login, a name or a passphrase."""
    if not _LOGIN.fullmatch(new.login):
        raise PersonRefused(
            "職員番号は、半角の英数字2～32文字で入れてください。",
            "氏名やメールアドレスは職員番号にできません。",
            field="login",
        )
    if not new.name.strip():
        raise PersonRefused("氏名がありません。", "氏名を入れてください。", field="name")
    check_passphrase(new.passphrase)


def check_name(name: str, others: Iterable[str]) -> None:
    """Refuse one person under two logins, who would then check the own work (DOMAIN §8, §10).

    Two people of one name are told apart by what stands after it.
    """
    if _plain(name) in map(_plain, others):
        raise PersonRefused(
            "同じ氏名の利用者がいます。一人が二つの職員番号を使うことはできません。",
            "同姓同名の別の人なら、氏名のあとに部署などを付けてください。",
            field="name",
        )


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def check_passphrase(passphrase: str) -> None:
    """Refuse one that is quickly guessed."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PersonRefused(
            f"パスフレーズが短すぎます（{SHORTEST_PASSPHRASE}文字以上）。",
            "覚えやすい言葉をいくつか並べて、長くしてください。",
            field="passphrase",
        )


def not_registered() -> NotFound:
    return NotFound("この利用者は登録されていません。", "利用者の一覧を開き直してください。")


def login_taken() -> PersonRefused:
    return PersonRefused(
        "この職員番号は使われています。",
        "別の職員番号を入れてください。一度使った番号は、ほかの人に使えません。",
        field="login",
    )


def seal_name(premises: Premises, session: Session, person_id: str, name: str) -> None:
    """Keep a display name, sealed under a key of its own."""
    key_id = premises.vault.new_key(session)
    sealed = premises.vault.seal(
        session, key_id, person_id, "person", "name", name.strip().encode()
    )
    people.give_name(session, person_id, key_id, sealed)


__all__ = [
    "LockedOut",
    "NewPerson",
    "People",
    "PersonRefused",
    "PersonView",
    "RoleUnsigned",
    "WrongPassphrase",
    "check_name",
    "check_new_person",
    "check_passphrase",
    "login_taken",
    "seal_name",
]
