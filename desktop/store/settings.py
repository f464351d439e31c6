"""Dated settings: proposed by one person, in force once another has signed (DESIGN §1)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.schema.base import JST
from desktop.store.schema.infrastructure import PersonKeyRow, SettingRow
from desktop.store.vault.keys import signed_by

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


def by_id(session: Session, setting_id: str) -> Setting | None:
    row = session.get(SettingRow, setting_id)
    return None if row is None else _setting(row)


def unsigned(session: Session) -> tuple[Setting, ...]:
    query = select(SettingRow).where(SettingRow.signed_by.is_(None))
    return tuple(map(_setting, session.scalars(query.order_by(SettingRow.proposed_at))))


def in_force(session: Session, on: date) -> dict[str, Any]:
    """The signed values on that day, by name; of a day before the first ones, the first ones.

    Of two for the same day, the one signed later holds.
    """
    query = select(SettingRow).where(SettingRow.signed_by.is_not(None))
    values: dict[str, Any] = {}
    for row in session.scalars(query.order_by(SettingRow.effective_from, SettingRow.signed_at)):
        if row.effective_from <= on or row.name not in values:
            values[row.name] = json.loads(row.value_json)
    return values


def signatures(session: Session) -> int:
    """How many settings were ever signed: copies in memory compare it to know that they are old.

    Not the moment of the last: two may fall on one moment, and clocks are set back.
    """
    found: int = session.connection().execute(_SIGNED).scalar_one()
    return found


def forged(session: Session) -> tuple[str, ...]:
    """The names of settings in force whose signature is not their signer's over what they say."""
    found = []
    for row in session.scalars(select(SettingRow).where(SettingRow.signed_by.is_not(None))):
        keys = session.scalars(
            select(PersonKeyRow.signing_public).where(PersonKeyRow.person_id == row.signed_by)
        )
        setting = _setting(row)
        said = statement(setting, row.signed_by or "", row.signed_at or row.proposed_at)
        if not any(signed_by(key, row.signature or b"", said) for key in keys):
            found.append(row.name)
    return tuple(sorted(set(found)))


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
    )
