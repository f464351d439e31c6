"""The rows of the desk's people: employee code in clear, display name sealed (DESIGN §1)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.roles import Role
from desktop.store.key_media import rolled_at
from desktop.store.schema.infrastructure import AuditEntryRow, PersonKeyRow, PersonRow
from desktop.store.vault.keys import PersonPublic


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    login: str
    role: Role
    active: bool
    name_key_id: str | None
    sealed_name: bytes | None = field(repr=False)
    wrapped_private: bytes = field(repr=False)
    public: PersonPublic
    failed_attempts: int
    locked_until: datetime | None


def _person(row: PersonRow) -> Person:
    return Person(
        row.id,
        row.login,
        Role(row.role),
        row.active,
        row.name_key_id,
        row.sealed_name,
        row.wrapped_private,
        PersonPublic(row.id, row.agreement_public, row.signing_public),
        row.failed_attempts,
        row.locked_until,
    )


def by_login(session: Session, login: str) -> Person | None:
    """The active person of that login; logins do not tell upper from lower case."""
    row = session.scalars(
        select(PersonRow).where(func.lower(PersonRow.login) == login.lower(), PersonRow.active)
    ).first()
    return None if row is None else _person(row)


def login_taken(session: Session, login: str) -> bool:
    """Whether anybody has or had this login: a code is never given to a second person."""
    found = select(PersonRow.id).where(func.lower(PersonRow.login) == login.lower())
    return session.scalars(found).first() is not None


def by_id(session: Session, person_id: str) -> Person | None:
    row = session.get(PersonRow, person_id)
    return None if row is None else _person(row)


def everybody(session: Session) -> tuple[Person, ...]:
    return tuple(
        _person(row) for row in session.scalars(select(PersonRow).order_by(PersonRow.login))
    )


def add(
    session: Session,
    person_id: str,
    login: str,
    role: Role,
    public: PersonPublic,
    wrapped_private: bytes,
    at: datetime,
) -> None:
    session.add(
        PersonRow(
            id=person_id,
            login=login,
            role=role,
            active=True,
            name_key_id=None,
            sealed_name=None,
            agreement_public=public.agreement,
            signing_public=public.signing,
            wrapped_private=wrapped_private,
            failed_attempts=0,
            locked_until=None,
            created_at=at,
            ended_at=None,
        )
    )
    session.flush()
    session.add(
        PersonKeyRow(
            id=uuid.uuid4().hex,
            person_id=person_id,
            agreement_public=public.agreement,
            signing_public=public.signing,
            valid_from=at,
            valid_until=None,
        )
    )
    session.flush()


def change_keys(
    session: Session, person_id: str, public: PersonPublic, wrapped_private: bytes, at: datetime
) -> None:
    """New keys for a person; the old ones end at that moment, what they signed stays checkable."""
    row = session.get_one(PersonRow, person_id)
    row.agreement_public, row.signing_public = public.agreement, public.signing
    row.wrapped_private = wrapped_private
    row.failed_attempts, row.locked_until = 0, None
    _end_keys(session, person_id, at)
    session.add(
        PersonKeyRow(
            id=uuid.uuid4().hex,
            person_id=person_id,
            agreement_public=public.agreement,
            signing_public=public.signing,
            valid_from=at,
            valid_until=None,
        )
    )
    session.flush()


def keys_of(session: Session) -> Mapping[str, Sequence[PersonKeyRow]]:
    """Everybody's keys, ended ones too, by person.

    Whoever can write into the database can put a key there, but not into the operation log, which
    names each: what it does not name is nobody's key. Of a person from before it did, all count.
    """
    logged = logged_keys(session)
    keys: dict[str, list[PersonKeyRow]] = {}
    for key in session.scalars(select(PersonKeyRow)):
        known = logged.get(key.person_id)
        if not known or fingerprint_of(key) in known:
            keys.setdefault(key.person_id, []).append(key)
    return keys


def fingerprint_of(key: PersonKeyRow) -> str:
    return PersonPublic(key.person_id, key.agreement_public, key.signing_public).fingerprint()


def logged_keys(session: Session) -> Mapping[str, set[str]]:
    """The fingerprints that the operation log names, by person."""
    logged: dict[str, set[str]] = {}
    query = select(AuditEntryRow.subject, AuditEntryRow.detail_json).where(
        AuditEntryRow.action.in_(("person.add", "person.reset", "person.key"))
    )
    for person_id, detail in session.execute(query):
        named = json.loads(detail)
        found = {named[one] for one in ("key", "old", "new") if one in named}
        if found:
            logged.setdefault(person_id, set()).update(found)
    return logged


def strange_keys(session: Session) -> int:
    """How many keys the operation log does not know."""
    known = sum(map(len, keys_of(session).values()))
    return (session.scalar(select(func.count(PersonKeyRow.id))) or 0) - known


def keys_ended(session: Session) -> datetime | None:
    """The first moment at which a key ended that old copies of the slot still open: since the
    last roll, somebody left or got new keys (TRUST §2)."""
    rolled = rolled_at(session)
    ended = select(func.min(PersonKeyRow.valid_until))
    if rolled is not None:
        ended = ended.where(PersonKeyRow.valid_until > rolled)
    found: datetime | None = session.scalar(ended)
    return found


def give_name(session: Session, person_id: str, key_id: str, sealed_name: bytes) -> None:
    row = session.get_one(PersonRow, person_id)
    row.name_key_id = key_id
    row.sealed_name = sealed_name
    session.flush()


def change_role(session: Session, person_id: str, role: Role) -> None:
    session.get_one(PersonRow, person_id).role = role
    session.flush()


def note_failure(session: Session, person_id: str, failures: int, until: datetime | None) -> None:
    row = session.get_one(PersonRow, person_id)
    row.failed_attempts = failures
    row.locked_until = until
    session.flush()


def end(session: Session, person_id: str, at: datetime) -> None:
    """The person may no longer sign in; old signatures stay checkable by the key's period."""
    row = session.get_one(PersonRow, person_id)
    row.active = False
    row.ended_at = at
    _end_keys(session, person_id, at)
    session.flush()


def _end_keys(session: Session, person_id: str, at: datetime) -> None:
    for key in session.scalars(
        select(PersonKeyRow).where(
            PersonKeyRow.person_id == person_id, PersonKeyRow.valid_until.is_(None)
        )
    ):
        key.valid_until = at
