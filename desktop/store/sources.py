"""What was taken in and still exists in clear outside the store: paper with a forbidden number, and
every file (DESIGN §4). Where a file lies and what it held is sealed, since its name may name a
person."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.reading import Forbidden
from desktop.store.schema.intake import EnvelopeRow, SourceDeletionRow
from desktop.store.vault.vault import Vault

_KIND, _AREA = "source", "place"


class Way(StrEnum):
    """How it came in."""

    PAPER = "PAPER"
    FILE = "FILE"
    FOLDER = "FOLDER"


@dataclass(frozen=True, slots=True)
class Source:
    """A task that waits. `whole`: every page of the file is in."""

    id: str
    envelope_id: str
    envelope_number: int
    kind: Forbidden | None
    way: Way
    whole: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies, and the SHA-256 and size of what was taken from it."""

    path: str = field(repr=False)
    sha256: str = field(repr=False)
    size: int


def waiting(session: Session) -> tuple[Source, ...]:
    """The sources whose end nobody has confirmed, oldest first."""
    query = (
        select(SourceDeletionRow, EnvelopeRow.number)
        .join(EnvelopeRow, EnvelopeRow.id == SourceDeletionRow.envelope_id)
        .where(SourceDeletionRow.confirmed_at.is_(None))
        .order_by(SourceDeletionRow.at, EnvelopeRow.number, SourceDeletionRow.id)
    )
    return tuple(
        Source(
            row.id,
            row.envelope_id,
            number,
            Forbidden(row.kind) if row.kind else None,
            Way(row.way),
            row.whole,
            row.at,
        )
        for row, number in session.execute(query)
    )


def ask_for_paper(session: Session, envelope_id: str, kind: Forbidden, at: datetime) -> None:
    """Red until the paper is dealt with; one waiting task for each kind of number in an envelope.
    A sheet that comes after the task was ended has not been dealt with."""
    before = session.scalars(
        select(SourceDeletionRow).where(
            SourceDeletionRow.envelope_id == envelope_id,
            SourceDeletionRow.kind == kind,
            SourceDeletionRow.way == Way.PAPER,
            SourceDeletionRow.confirmed_at.is_(None),
        )
    ).first()
    if before is None:
        session.add(
            SourceDeletionRow(
                id=uuid.uuid4().hex, envelope_id=envelope_id, kind=kind, at=at, way=Way.PAPER
            )
        )
        session.flush()


def ask_for_file(
    session: Session, vault: Vault, envelope_id: str, way: Way, place: Place, at: datetime
) -> str:
    """Red until the file is gone; of its pages none is said to be in yet."""
    source_id, key_id = uuid.uuid4().hex, vault.new_key(session)
    told = json.dumps([place.path, place.sha256, place.size]).encode()
    session.add(
        SourceDeletionRow(
            id=source_id,
            envelope_id=envelope_id,
            kind="",
            at=at,
            way=way,
            whole=False,
            key_id=key_id,
            place=vault.seal(session, key_id, source_id, _KIND, _AREA, told),
        )
    )
    session.flush()
    return source_id


def found_in(session: Session, source_id: str, kinds: Iterable[Forbidden]) -> None:
    """A forbidden number stands in this file; of several the one that the law names first."""
    row = session.get_one(SourceDeletionRow, source_id)
    order = list(Forbidden)
    known = [Forbidden(row.kind)] if row.kind else []
    row.kind = min((*known, *kinds), key=order.index, default="")
    session.flush()


def all_in(session: Session, source_id: str) -> None:
    """Every page of this file is in: the file may go."""
    session.get_one(SourceDeletionRow, source_id).whole = True
    session.flush()


def places(session: Session, vault: Vault, source_ids: Collection[str]) -> Mapping[str, Place]:
    """Where these files lie; paper, and what has ended, has no place."""
    if not source_ids:
        return {}
    query = select(SourceDeletionRow).where(SourceDeletionRow.place.is_not(None))
    rows = [row for row in session.scalars(query) if row.id in source_ids]
    vault.load(session, [row.key_id for row in rows if row.key_id])
    found: dict[str, Place] = {}
    for row in rows:
        if row.key_id is not None and row.place is not None:
            opened = vault.open(session, row.key_id, row.id, _KIND, _AREA, row.place)
            path, sha256, size = json.loads(opened)
            found[row.id] = Place(path, sha256, size)
    return found


def end(
    session: Session, vault: Vault, source_id: str, how: str, person_id: str, at: datetime
) -> str:
    """The task is done, and what named its place goes. The envelope's id, "" where it had ended
    before."""
    row = session.get(SourceDeletionRow, source_id)
    if row is None:
        raise NotFound("この取込元の記録はありません。", "受付の一覧を開き直してください。")
    if row.confirmed_at is not None:
        return ""
    if row.key_id is not None:
        vault.destroy(session, [row.key_id])
    row.key_id, row.place = None, None
    row.confirmed_at, row.confirmed_by, row.how = at, person_id, how
    session.flush()
    return row.envelope_id
