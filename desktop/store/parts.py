"""Sealed parts of a case: put, read, listed (DESIGN §4)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.errors import KeyDestroyed
from desktop.store.schema.casework import PartRow, UnitRow
from desktop.store.units import key_of, unit_of
from desktop.store.vault.vault import Vault

PART_AREA = "case"
_AT_ONCE = 500


def put_part(
    session: Session,
    vault: Vault,
    case_id: str,
    cls: str,
    kind: str,
    values: Mapping[str, Any],
    at: datetime,
    *,
    slot: str = "",
    as_of: date | None = None,
    rows: int = 0,
) -> None:
    """Seal `values` as the case's part of that kind, under the key of its unit."""
    unit = unit_of(session, vault, case_id, cls, at)
    row = _row(session, case_id, kind, slot)
    if row is None:
        row = PartRow(
            id=uuid.uuid4().hex, case_id=case_id, unit_id=unit.id, kind=kind, slot=slot, rows=0
        )
        session.add(row)
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    row.blob = vault.seal(session, key_of(unit), row.id, kind, PART_AREA, text.encode())
    row.as_of, row.rows = as_of, rows
    session.flush()


def get_part(
    session: Session, vault: Vault, case_id: str, kind: str, slot: str = ""
) -> dict[str, Any] | None:
    """The part opened; None where there is none or its unit has been destroyed."""
    row = _row(session, case_id, kind, slot)
    return None if row is None else _open(session, vault, row)


def parts_of_kind(session: Session, case_id: str, kind: str) -> Sequence[PartRow]:
    return session.scalars(
        select(PartRow)
        .where(PartRow.case_id == case_id, PartRow.kind == kind)
        .order_by(PartRow.slot)
    ).all()


def slots_of_kind(session: Session, case_ids: Collection[str], kind: str) -> dict[str, list[str]]:
    """Which slots of a kind each of these cases has; the parts themselves, which may be large,
    are not read."""
    found: dict[str, list[str]] = {}
    wanted = sorted(set(case_ids))
    for start in range(0, len(wanted), _AT_ONCE):
        for case_id, slot in session.execute(
            select(PartRow.case_id, PartRow.slot)
            .where(PartRow.kind == kind, PartRow.case_id.in_(wanted[start : start + _AT_ONCE]))
            .order_by(PartRow.slot)
        ):
            found.setdefault(case_id, []).append(slot)
    return found


def open_parts(
    session: Session, vault: Vault, kind: str, case_ids: Collection[str] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(case id, values) of every readable part of a kind; of these cases, or of all."""
    if case_ids is not None:
        # An engine takes only so many values in one question.
        wanted = sorted(case_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            yield from _open_of(session, vault, kind, wanted[start : start + _AT_ONCE])
        return
    yield from _open_of(session, vault, kind, None)


def _open_of(
    session: Session, vault: Vault, kind: str, case_ids: Sequence[str] | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    query = (
        select(PartRow.id, PartRow.case_id, PartRow.blob, UnitRow.key_id)
        .join(UnitRow, UnitRow.id == PartRow.unit_id)
        .where(PartRow.kind == kind, PartRow.blob.is_not(None), UnitRow.key_id.is_not(None))
    )
    if case_ids is not None:
        query = query.where(PartRow.case_id.in_(case_ids))
    for row, values in _opened(session, vault, kind, session.execute(query).all()):
        yield row.case_id, values


def _opened(
    session: Session, vault: Vault, kind: str, rows: Sequence[Any]
) -> Iterator[tuple[Any, dict[str, Any]]]:
    vault.load(session, {row.key_id for row in rows})
    for row in rows:
        try:
            data = vault.open(session, row.key_id, row.id, kind, PART_AREA, row.blob)
        except KeyDestroyed:
            continue
        values: dict[str, Any] = json.loads(data)
        yield row, values


def parts_in_slots(
    session: Session, vault: Vault, kind: str, places: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """By (case id, slot) the readable ones of these parts, in few questions however many."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        query = (
            select(PartRow.id, PartRow.case_id, PartRow.slot, PartRow.blob, UnitRow.key_id)
            .join(UnitRow, UnitRow.id == PartRow.unit_id)
            .where(
                PartRow.case_id.in_({case_id for case_id, _slot in some}),
                PartRow.kind == kind,
                PartRow.slot.in_([slot for _case_id, slot in some]),
                PartRow.blob.is_not(None),
                UnitRow.key_id.is_not(None),
            )
        )
        for row, values in _opened(session, vault, kind, session.execute(query).all()):
            found[row.case_id, row.slot] = values
    return found


def drop_part(session: Session, case_id: str, kind: str, slot: str = "") -> None:
    if (row := _row(session, case_id, kind, slot)) is not None:
        session.delete(row)
        session.flush()


def _row(session: Session, case_id: str, kind: str, slot: str) -> PartRow | None:
    return session.scalar(
        select(PartRow).where(
            PartRow.case_id == case_id, PartRow.kind == kind, PartRow.slot == slot
        )
    )


def _open(session: Session, vault: Vault, row: PartRow) -> dict[str, Any] | None:
    unit = session.get_one(UnitRow, row.unit_id)
    if row.blob is None or unit.key_id is None:
        return None
    try:
        data = vault.open(session, unit.key_id, row.id, row.kind, PART_AREA, row.blob)
    except KeyDestroyed:
        return None
    values: dict[str, Any] = json.loads(data)
    return values
