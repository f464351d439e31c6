"""Dated settings: proposed by one person, in force once another has signed (DESIGN §1)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from desktop.domain.roles import Role
from desktop.store import people
from desktop.store.schema.base import JST
from desktop.store.schema.infrastructure import (
    AuditEntryRow,
    PersonKeyRow,
    PersonRow,
    SettingRow,
)
from desktop.store.vault.keys import signed_by

_ROLES = "roles."
_ADMINISTRATION = ("store.set_up", "person.add", "person.end", "person.reset")
"""What only an administrator does, by the operation log."""
_SIGNED = select(func.count()).where(SettingRow.signed_by.is_not(None))


@dataclass(frozen=True, slots=True)
class Setting:
    id: str
    name: str
    effective_from: date
    value: Any
    proposed_by: str
    proposed_at: datetime
    signed_by: str | None
    signed_at: datetime | None
    signature: bytes | None
    dropped_by: str | None = None

    @property
    def holds_from(self) -> date:
        """Signed late, it holds from the signature on: nothing is retroactive (DESIGN §1)."""
        if self.signed_at is None:
            return self.effective_from
        return max(self.effective_from, self.signed_at.astimezone(JST).date())


def statement(setting: Setting, signer: str, at: datetime) -> bytes:
    """What the supervisor's key signs: the setting in one canonical text."""
    value = json.dumps(setting.value, ensure_ascii=False, sort_keys=True)
    day = setting.effective_from.isoformat()
    moment = at.astimezone(JST).isoformat()
    parts = ("setting", setting.id, setting.name, value, day, signer, moment)
    return "|".join(parts).encode()


def propose(
    session: Session, name: str, value: object, effective_from: date, person_id: str, at: datetime
) -> Setting:
    row = SettingRow(
        id=uuid.uuid4().hex,
        name=name,
        effective_from=effective_from,
        value_json=json.dumps(value, ensure_ascii=False),
        proposed_by=person_id,
        proposed_at=at,
        signed_by=None,
        signed_at=None,
        signature=None,
    )
    session.add(row)
    session.flush()
    return _setting(row)


def sign(session: Session, setting_id: str, person_id: str, at: datetime, signature: bytes) -> None:
    row = session.get_one(SettingRow, setting_id)
    row.signed_by = person_id
    row.signed_at = at
    row.signature = signature
    session.flush()


def drop(session: Session, setting_id: str, person_id: str, at: datetime) -> None:
    """Taken back by who proposes, or refused by who signs: it waits no longer."""
    row = session.get_one(SettingRow, setting_id)
    row.dropped_by, row.dropped_at = person_id, at
    session.flush()


def by_id(session: Session, setting_id: str) -> Setting | None:
    row = session.get(SettingRow, setting_id)
    return None if row is None else _setting(row)


def unsigned(session: Session) -> tuple[Setting, ...]:
    query = select(SettingRow).where(
        SettingRow.signed_by.is_(None), SettingRow.dropped_by.is_(None)
    )
    return tuple(map(_setting, session.scalars(query.order_by(SettingRow.proposed_at))))


def signed(session: Session, name: str = "") -> tuple[Setting, ...]:
    """Every setting that two people stand for, or those of one name, or all lines of a table
    (「roles.」), in the order in which they take effect.

    Whoever can write into the database can write a value there, but not sign it: what its
    supervisor's key did not sign has never been in force (DESIGN §1).
    """
    return tuple(one for one, proper in _judged(session, name) if proper)


def values_on(signed_ones: Iterable[Setting], on: date) -> dict[str, Any]:
    """The values in force on that day, by name; of a day before the first ones, the first ones.

    Of two for the same day, the one signed later holds. A name with a point is one line of a
    table: 「retention_months.A」.
    """
    values: dict[str, Any] = {}
    for one in signed_ones:
        name, _, line = one.name.partition(".")
        if line and one.holds_from <= on:
            values[name] = {**values.get(name, {}), line: one.value}
        elif not line and (one.holds_from <= on or name not in values):
            values[name] = one.value
    return values


def in_force(session: Session, name: str, on: date) -> Any:
    """The signed value of one setting on that day; None where it was never signed."""
    return values_on(signed(session, name), on).get(name)


def signatures(session: Session) -> int:
    """How many settings were ever signed: copies in memory compare it to know that they are old.

    Not the moment of the last: two may fall on one moment, and clocks are set back.
    """
    found: int = session.connection().execute(_SIGNED).scalar_one()
    return found


def forged(session: Session) -> tuple[str, ...]:
    """The names of settings whose signature is not a supervisor's over what they say."""
    return tuple(sorted({one.name for one, proper in _judged(session) if not proper}))


def gone(session: Session) -> tuple[str, ...]:
    """The names of settings that were signed, as the operation log has it, and stand no longer
    there: without them an earlier value would be in force, and nobody would see why."""
    there = set(session.scalars(select(SettingRow.id).where(SettingRow.signed_by.is_not(None))))
    query = select(AuditEntryRow.subject, AuditEntryRow.fields_json).where(
        AuditEntryRow.action == "setting.sign", AuditEntryRow.subject != ""
    )
    lost = [fields for one, fields in session.execute(query) if one not in there]
    return tuple(sorted({name for fields in lost for name in json.loads(fields)}))


def not_replaced(session: Session) -> tuple[str, ...]:
    """Of the forged ones, those for which nothing was properly signed since."""
    judged = _judged(session)
    since = {one.name: one.signed_at for one, proper in judged if proper and one.signed_at}
    return tuple(
        sorted(
            {
                one.name
                for one, proper in judged
                if not proper and not _later(since.get(one.name), one.signed_at)
            }
        )
    )


def role_of(session: Session, person_id: str, on: date) -> str | None:
    """The role that a supervisor signed for the person, None while none did.

    "" in a store from before roles were signed: there it is the one the person's row has. Whoever
    takes the row of a change away does not get the former role back: the operation log has it.
    """
    name = role_name(person_id)
    if not history(session, name) and not _first_supervisor(session):
        return ""
    found = [one for one in signed(session, name) if one.holds_from <= on]
    role = str(found[-1].value) if found else None
    changes = _role_changes(session, person_id)
    return None if changes and changes[-1].became != role else role


def roles(session: Session) -> Mapping[str, str]:
    """The roles that a supervisor signed, by person, be it for a day to come."""
    found = signed(session, _ROLES)
    return {one.name.removeprefix(_ROLES): str(one.value) for one in found}


def role_name(person_id: str) -> str:
    """The setting under which a person's role is signed."""
    return f"{_ROLES}{person_id}"


def person_of_role(name: str) -> str:
    """Whose role the setting is; "" of any other setting."""
    return name.removeprefix(_ROLES) if name.startswith(_ROLES) else ""


@dataclass(frozen=True, slots=True)
class Supervisors:
    """Who may sign, and until when: whoever has another role since signs nothing more.

    Each has the moments between which they were supervisor; the first has no beginning, so that a
    clock that was set back spoils no signature.
    """

    terms: Mapping[str, Sequence[tuple[datetime | None, datetime | None]]]

    def may_sign(self, person_id: str, at: datetime) -> bool:
        return any(
            (first is None or first <= at) and (last is None or at <= last)
            for first, last in self.terms.get(person_id, ())
        )


def supervisors(session: Session) -> Supervisors:
    """The first supervisor, and whom one of them signed as such, in the order of the signatures.

    Whoever can write into the database can write a role into a person's row; only in a store from
    before roles were signed is it believed.
    """
    first = _first_supervisor(session)
    if not first:
        rows = select(PersonRow.id).where(PersonRow.role == Role.SUPERVISOR)
        return Supervisors({person: [(None, None)] for person in session.scalars(rows)})
    return _following(session, first)


def may_stand(session: Session, person_id: str, at: datetime) -> bool:
    """Who may sign what stands in a store from before roles were signed (`needs_standing`).

    The operation log has who signed the first settings at the set-up, and it cannot be written
    anew: that person, or whom one signed as a supervisor since. Only where the log says that all of
    them have left, the row is believed of somebody who never did an administrator's work.
    """
    line = select(AuditEntryRow.actor).where(AuditEntryRow.action == "setting.sign")
    first = session.scalar(line.order_by(AuditEntryRow.seq).limit(1))
    if first is None:
        return True
    known = _following(session, first)
    gone = set(
        session.scalars(select(AuditEntryRow.subject).where(AuditEntryRow.action == "person.end"))
    )
    here = [one for one in known.terms if one not in gone and known.may_sign(one, at)]
    if here:
        return person_id in here
    work = select(AuditEntryRow.seq).where(
        AuditEntryRow.action.in_(_ADMINISTRATION), AuditEntryRow.actor == person_id
    )
    return session.scalar(work.limit(1)) is None


def _following(session: Session, first: str) -> Supervisors:
    """The first supervisor, and whom one of them signed as such."""
    told = _role_changes(session)
    terms: dict[str, list[tuple[datetime | None, datetime | None]]] = {
        first: [(None, _until(told, first, None))]
    }
    keys, known = people.keys_of(session), Supervisors(terms)
    for one in map(_setting, session.scalars(_signed_rows(_ROLES))):
        if not _holds(one, keys, known):
            continue
        person_id = one.name.removeprefix(_ROLES)
        own = terms.get(person_id, [])
        stands = bool(own) and own[-1][1] is None
        if one.value == Role.SUPERVISOR and not stands:
            begun = one.signed_at if own else None
            terms[person_id] = [*own, (begun, _until(told, person_id, begun))]
        elif one.value != Role.SUPERVISOR and stands:
            own[-1] = (own[-1][0], one.signed_at)
    return known


class _RoleChange(NamedTuple):
    person_id: str
    at: datetime
    was: str
    became: str


def _role_changes(session: Session, person_id: str = "") -> list[_RoleChange]:
    """Who changed from which role to which, as the operation log has it; oldest first."""
    query = select(AuditEntryRow.subject, AuditEntryRow.at, AuditEntryRow.detail_json).where(
        AuditEntryRow.action == "person.role"
    )
    if person_id:
        query = query.where(AuditEntryRow.subject == person_id)
    found = session.execute(query.order_by(AuditEntryRow.seq))
    told = ((one, at, json.loads(detail)) for one, at, detail in found)
    return [_RoleChange(one, at, said["from"], said["to"]) for one, at, said in told]


def _until(told: Iterable[_RoleChange], person_id: str, begun: datetime | None) -> datetime | None:
    """When a supervisor's term ended by the log, though the row of it may be gone."""
    ends = (one.at for one in told if one.person_id == person_id and one.was == Role.SUPERVISOR)
    return min((at for at in ends if begun is None or at > begun), default=None)


def needs_standing(session: Session) -> bool:
    """A store from before roles were signed: its rows are believed until a supervisor signs them
    (services/standing.py)."""
    return not _first_supervisor(session)


def _first_supervisor(session: Session) -> str:
    """Who signed the office's first settings, and everybody's role among them, as the operation
    log has it; or who later signed what stood in a store where roles were not signed from the
    start. "" where nobody has."""
    query = select(AuditEntryRow.actor, AuditEntryRow.detail_json)
    query = query.where(AuditEntryRow.action == "setting.sign").order_by(AuditEntryRow.seq)
    entry = session.execute(query.limit(1)).first()
    if entry is not None and "roles" in json.loads(entry.detail_json):
        return str(entry.actor)
    stood = select(AuditEntryRow.actor).where(AuditEntryRow.action == "roles.stand")
    return session.scalar(stood.order_by(AuditEntryRow.seq).limit(1)) or ""


def history(session: Session, name: str) -> tuple[Setting, ...]:
    """Everything ever proposed under the name, the latest wish first."""
    query = select(SettingRow).where(SettingRow.name == name)
    rows = session.scalars(query.order_by(SettingRow.proposed_at.desc(), SettingRow.id))
    return tuple(map(_setting, rows))


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def _judged(session: Session, name: str = "") -> list[tuple[Setting, bool]]:
    """The signed settings by day and moment, each with whether its signature holds."""
    rows = session.scalars(_signed_rows(name))
    found = sorted(map(_setting, rows), key=lambda one: one.holds_from)
    if not found:
        return []
    keys, may_sign = people.keys_of(session), supervisors(session)
    return [(one, _holds(one, keys, may_sign)) for one in found]


def _signed_rows(name: str) -> Select[SettingRow]:
    """The signed rows in the order of their signatures."""
    query = select(SettingRow).where(SettingRow.signed_by.is_not(None))
    if name:
        line = SettingRow.name.startswith(name) if name.endswith(".") else SettingRow.name == name
        query = query.where(line)
    # Of one moment the log's number decides: no engine gives ties in an order of its own. What
    # the office was set up with has none of its own and stands first.
    told = and_(AuditEntryRow.action == "setting.sign", AuditEntryRow.subject == SettingRow.id)
    return query.outerjoin(AuditEntryRow, told).order_by(
        SettingRow.signed_at, func.coalesce(AuditEntryRow.seq, 0), SettingRow.name, SettingRow.id
    )


def _holds(
    one: Setting, keys: Mapping[str, Sequence[PersonKeyRow]], supervisors: Supervisors
) -> bool:
    signer, at = one.signed_by or "", one.signed_at
    if at is None or signer == one.proposed_by or not supervisors.may_sign(signer, at):
        return False
    said = statement(one, signer, at)
    return any(
        signed_by(key.signing_public, one.signature or b"", said)
        for key in keys.get(signer, ())
        if key.valid_from <= at and (key.valid_until is None or at <= key.valid_until)
    )


def _setting(row: SettingRow) -> Setting:
    return Setting(
        row.id,
        row.name,
        row.effective_from,
        json.loads(row.value_json),
        row.proposed_by,
        row.proposed_at,
        row.signed_by,
        row.signed_at,
        row.signature,
        row.dropped_by,
    )
