"""Envelopes of opened mail, their pages until filing, and the pages that had to be purged."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.reading import Forbidden, PageKind, Quality
from desktop.store.schema.intake import (
    BlockedPageRow,
    EnvelopePageRow,
    EnvelopeRow,
    SourceDeletionRow,
)

OPEN, FILED, DISCARDED = "OPEN", "FILED", "DISCARDED"


@dataclass(frozen=True, slots=True)
class EnvelopePage:
    """A page before filing. `reading` is sealed under `key_id`, part "reading"."""

    id: str
    envelope_id: str
    seq: int
    kind: PageKind
    form: str
    quality: tuple[Quality, ...]
    masked: int
    unsure: int
    key_id: str
    reading: bytes = field(repr=False)
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class BlockedPage:
    id: str
    seq: int
    paper: PageKind
    kind: Forbidden
    at: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    id: str
    day: date
    number: int
    state: str
    case_number: str
    created_at: datetime
    created_by: str
    version: int
    pages: tuple[EnvelopePage, ...]
    blocked: tuple[BlockedPage, ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    id: str
    envelope_id: str
    envelope_number: int
    kind: Forbidden
    at: datetime
    confirmed_at: datetime | None


def begin(session: Session, envelope_id: str, day: date, person_id: str, at: datetime) -> int:
    """A new envelope; its number among those of the day."""
    highest = session.scalar(select(func.max(EnvelopeRow.number)).where(EnvelopeRow.day == day))
    number = (highest or 0) + 1
    session.add(
        EnvelopeRow(
            id=envelope_id,
            day=day,
            number=number,
            state=OPEN,
            created_at=at,
            created_by=person_id,
        )
    )
    session.flush()
    return number


def exists(session: Session, envelope_id: str) -> bool:
    return session.get(EnvelopeRow, envelope_id) is not None


def took(session: Session, envelope_id: str, seq: int) -> bool:
    """Whether this page was taken in or purged before; true of all once the envelope is done."""
    row = session.get(EnvelopeRow, envelope_id)
    if row is None:
        return False
    if row.state != OPEN:
        return True
    kept = select(EnvelopePageRow.id).where(
        EnvelopePageRow.envelope_id == envelope_id, EnvelopePageRow.seq == seq
    )
    purged = select(BlockedPageRow.id).where(
        BlockedPageRow.envelope_id == envelope_id, BlockedPageRow.seq == seq
    )
    return any(session.scalars(query).first() is not None for query in (kept, purged))


def add_page(session: Session, page: EnvelopePage) -> None:
    session.add(
        EnvelopePageRow(
            id=page.id,
            envelope_id=page.envelope_id,
            seq=page.seq,
            kind=page.kind,
            form=page.form,
            quality=",".join(page.quality),
            masked=page.masked,
            unsure=page.unsure,
            proposed=page.proposed,
            key_id=page.key_id,
            reading=page.reading,
        )
    )
    session.flush()


def name_case(session: Session, envelope_id: str, case_number: str) -> None:
    """A reply slip in this envelope names its case."""
    session.get_one(EnvelopeRow, envelope_id).case_number = case_number
    session.flush()


def page(session: Session, page_id: str) -> EnvelopePage:
    row = session.get(EnvelopePageRow, page_id)
    if row is None:
        raise NotFound(
            "このページは受付の未登録の郵便物にありません。",
            "受付の一覧を開き直してください。",
        )
    return _page(row)


def change_page(
    session: Session, page_id: str, *, kind: PageKind, form: str, unsure: int, reading: bytes
) -> None:
    """What the clerk corrected; the envelope's version rises with it."""
    row = session.get_one(EnvelopePageRow, page_id)
    row.kind = kind
    row.form = form
    row.unsure = unsure
    row.reading = reading
    session.flush()


def renew_page(
    session: Session, page_id: str, *, key_id: str, masked: int, unsure: int, reading: bytes
) -> None:
    """The page has another picture under another key; nothing on it is left to decide."""
    row = session.get_one(EnvelopePageRow, page_id)
    row.key_id = key_id
    row.masked, row.unsure, row.proposed = masked, unsure, 0
    row.reading = reading
    session.flush()


def block(
    session: Session,
    envelope_id: str,
    seq: int,
    paper: PageKind,
    kind: Forbidden,
    person_id: str,
    at: datetime,
) -> str:
    """A page of which nothing was kept."""
    blocked = BlockedPageRow(
        id=uuid.uuid4().hex,
        envelope_id=envelope_id,
        seq=seq,
        paper=paper,
        kind=kind,
        at=at,
        by=person_id,
    )
    session.add(blocked)
    session.flush()
    return blocked.id


def ask_deletion(session: Session, envelope_id: str, kind: Forbidden, at: datetime) -> None:
    """A red task until the source is deleted; one for each kind of number in an envelope."""
    waiting = session.scalars(
        select(SourceDeletionRow).where(
            SourceDeletionRow.envelope_id == envelope_id, SourceDeletionRow.kind == kind
        )
    ).first()
    if waiting is None:
        session.add(
            SourceDeletionRow(id=uuid.uuid4().hex, envelope_id=envelope_id, kind=kind, at=at)
        )
        session.flush()


def open_envelopes(session: Session) -> tuple[Envelope, ...]:
    """Not yet filed or discarded, oldest first."""
    rows = session.scalars(
        select(EnvelopeRow)
        .where(EnvelopeRow.state == OPEN)
        .order_by(EnvelopeRow.day, EnvelopeRow.number)
    ).all()
    return tuple(_envelope(session, row) for row in rows)


def envelope(session: Session, envelope_id: str) -> Envelope:
    row = session.get(EnvelopeRow, envelope_id)
    if row is None or row.state != OPEN:
        raise NotFound(
            "この郵便物は未登録の一覧にありません。すでに登録または取り消されています。",
            "受付の一覧を開き直してください。",
        )
    return _envelope(session, row)


def finish(session: Session, envelope_id: str, state: str, at: datetime) -> tuple[str, ...]:
    """Filed or discarded: the page rows go; their ids, whose spool files go next."""
    row = session.get_one(EnvelopeRow, envelope_id)
    row.state = state
    row.ended_at = at
    session.flush()
    owned = EnvelopePageRow.envelope_id == envelope_id
    ids = tuple(session.scalars(select(EnvelopePageRow.id).where(owned)))
    session.execute(delete(EnvelopePageRow).where(owned))
    return ids


def waiting_deletions(session: Session) -> tuple[Deletion, ...]:
    query = (
        select(SourceDeletionRow, EnvelopeRow.number)
        .join(EnvelopeRow, EnvelopeRow.id == SourceDeletionRow.envelope_id)
        .where(SourceDeletionRow.confirmed_at.is_(None))
        .order_by(SourceDeletionRow.at)
    )
    return tuple(_deletion(row, number) for row, number in session.execute(query))


def confirm_deletion(session: Session, deletion_id: str, person_id: str, at: datetime) -> str:
    """The source is deleted; the id of its envelope."""
    row = session.get(SourceDeletionRow, deletion_id)
    if row is None:
        raise NotFound("この削除の確認はありません。", "受付の一覧を開き直してください。")
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.confirmed_by = person_id
        session.flush()
    return row.envelope_id


def _envelope(session: Session, row: EnvelopeRow) -> Envelope:
    pages: Sequence[EnvelopePageRow] = session.scalars(
        select(EnvelopePageRow)
        .where(EnvelopePageRow.envelope_id == row.id)
        .order_by(EnvelopePageRow.seq)
    ).all()
    blocked = session.scalars(
        select(BlockedPageRow)
        .where(BlockedPageRow.envelope_id == row.id)
        .order_by(BlockedPageRow.seq)
    )
    return Envelope(
        row.id,
        row.day,
        row.number,
        row.state,
        row.case_number,
        row.created_at,
        row.created_by,
        row.version,
        tuple(map(_page, pages)),
        tuple(
            BlockedPage(one.id, one.seq, PageKind(one.paper), Forbidden(one.kind), one.at)
            for one in blocked
        ),
    )


def _page(row: EnvelopePageRow) -> EnvelopePage:
    return EnvelopePage(
        row.id,
        row.envelope_id,
        row.seq,
        PageKind(row.kind),
        row.form,
        tuple(Quality(one) for one in row.quality.split(",") if one),
        row.masked,
        row.unsure,
        row.key_id,
        row.reading,
        row.proposed,
    )


def _deletion(row: SourceDeletionRow, number: int) -> Deletion:
    return Deletion(row.id, row.envelope_id, number, Forbidden(row.kind), row.at, row.confirmed_at)
