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
from desktop.domain.workday import Fate
from desktop.store import audit, commands
from desktop.store.day_close import first_open_day
from desktop.store.schema.infrastructure import SpoolPageRow
from desktop.store.schema.intake import (
    BlockedPageRow,
    EnvelopePageRow,
    EnvelopeRow,
)

OPEN, FILED, DISCARDED, JOINED = "OPEN", "FILED", "DISCARDED", "JOINED"
FROM_CASE = "CASE"
_TAKEN = "page.taken"


@dataclass(frozen=True, slots=True)
class EnvelopePage:
    """A page before filing. `reading` is sealed under `key_id`, part "reading".

    A `removed` page is kept, but neither shown nor filed (undo is a matter of a flag).
    """

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
    removed: bool = False


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
    removed: tuple[EnvelopePage, ...] = ()


def begin(session: Session, envelope_id: str, day: date, person_id: str, at: datetime) -> int:
    """A new envelope; its number among those of the day.

    A day whose 日計 is closed takes no more mail: what comes late counts for the next one.
    """
    audit.hold(session)  # or the day is closed between the question and the answer
    day = first_open_day(session, day)
    number = next_number(session, day)
    session.add(
        EnvelopeRow(
            id=envelope_id,
            day=day,
            number=number,
            place=float(number),
            state=OPEN,
            created_at=at,
            created_by=person_id,
        )
    )
    session.flush()
    return number


def next_number(session: Session, day: date) -> int:
    highest = session.scalar(select(func.max(EnvelopeRow.number)).where(EnvelopeRow.day == day))
    return (highest or 0) + 1


def exists(session: Session, envelope_id: str) -> bool:
    return session.get(EnvelopeRow, envelope_id) is not None


def is_discarded(session: Session, envelope_id: str) -> bool:
    """Whether a clerk took this envelope off the desk without filing it."""
    row = session.get(EnvelopeRow, envelope_id)
    return row is not None and row.state == DISCARDED


def came(session: Session, envelope_id: str, at: datetime) -> None:
    """When the envelope came to the desk, where that was before its page came back to the spool."""
    row = session.get_one(EnvelopeRow, envelope_id)
    row.created_at, row.origin = at, FROM_CASE
    session.flush()


def is_open(session: Session, envelope_id: str) -> bool:
    """Whether the envelope waits to be filed."""
    return session.get_one(EnvelopeRow, envelope_id).state == OPEN


def took(session: Session, envelope_id: str, seq: int) -> bool:
    """Whether this page was taken in or purged before, whatever has become of it since."""
    return commands.known(session, _mark(envelope_id, seq))


def next_seq(session: Session, envelope_id: str) -> int:
    """A number that no sheet taken for this envelope has had: for who goes on with it."""
    seqs = [
        session.scalar(select(func.max(table.seq)).where(table.envelope_id == envelope_id)) or 0
        for table in (SpoolPageRow, EnvelopePageRow, BlockedPageRow)
    ]
    seq = max(seqs) + 1
    while took(session, envelope_id, seq):
        seq += 1
    return seq


def chain(session: Session, envelope_id: str) -> list[str]:
    """The envelope, and those in which what is still taken for it continues, in their turn."""
    found: list[str] = []
    following: str | None = envelope_id
    while following is not None and following not in found:
        found.append(following)
        following = session.get_one(EnvelopeRow, following).continues_in
    return found


def receiving(session: Session, envelope_id: str) -> str:
    """The unfiled envelope to which a page taken for this one belongs now.

    It may have been split, joined, filed or discarded while its scan was running; after the
    latter two a new envelope begins, so that no sheet is lost.
    """
    last = session.get_one(EnvelopeRow, chain(session, envelope_id)[-1])
    if last.state == OPEN:
        return last.id
    new_id = uuid.uuid4().hex
    begin(session, new_id, last.day, last.created_by, last.created_at)
    session.get_one(EnvelopeRow, new_id).origin = last.origin
    last.continues_in = new_id
    session.flush()
    return new_id


def add_page(session: Session, page: EnvelopePage) -> None:
    """Keep the page of an envelope, or of the one in which it continues."""
    envelope_id, seq = _slot(session, page.envelope_id, page.seq)
    session.add(
        EnvelopePageRow(
            id=page.id,
            envelope_id=envelope_id,
            seq=seq,
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
    """A reply slip in this envelope, or in the one in which it continues, names its case."""
    row = session.get_one(EnvelopeRow, receiving(session, envelope_id))
    row.case_number = row.case_number or case_number
    session.flush()


def set_case(session: Session, envelope_id: str, case_number: str) -> None:
    """The 受付番号 of the slip among the envelope's pages, "" where there is none any more."""
    session.get_one(EnvelopeRow, envelope_id).case_number = case_number
    session.flush()


def find_page(session: Session, page_id: str) -> EnvelopePage | None:
    row = session.get(EnvelopePageRow, page_id)
    return None if row is None else _page(row)


def page(session: Session, page_id: str) -> EnvelopePage:
    found = find_page(session, page_id)
    if found is None:
        raise NotFound(
            "このページは受付の未登録の郵便物にありません。",
            "受付の一覧を開き直してください。",
        )
    return found


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


def reseal_page(session: Session, page_id: str, *, key_id: str, reading: bytes) -> None:
    """The same page with another picture, which shows what the one before it showed."""
    row = session.get_one(EnvelopePageRow, page_id)
    row.key_id, row.reading = key_id, reading
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
    other = session.scalars(
        select(BlockedPageRow).where(
            BlockedPageRow.id.in_([_finding(envelope_id, seq, one) for one in Forbidden])
        )
    ).first()
    found_in, place = (
        _slot(session, envelope_id, seq) if other is None else (other.envelope_id, other.seq)
    )
    blocked = BlockedPageRow(
        id=_finding(envelope_id, seq, kind),
        envelope_id=found_in,
        seq=place,
        paper=paper,
        kind=kind,
        at=at,
        by=person_id,
    )
    session.add(blocked)
    session.flush()
    return blocked.id


def open_envelopes(session: Session) -> tuple[Envelope, ...]:
    """Not yet filed or discarded, oldest first."""
    return tuple(_envelope(session, row) for row in _open(session))


def open_ids(session: Session) -> list[str]:
    """The ids of `open_envelopes`."""
    return [row.id for row in _open(session)]


def envelope(session: Session, envelope_id: str) -> Envelope:
    row = session.get(EnvelopeRow, envelope_id)
    if row is None or row.state != OPEN:
        raise NotFound(
            "この郵便物は未登録の一覧にありません。すでに登録または取り消されています。",
            "受付の一覧を開き直してください。",
        )
    return _envelope(session, row)


def finish(
    session: Session, envelope_id: str, state: str, at: datetime, fate: Fate
) -> tuple[str, ...]:
    """Filed or discarded: the page rows go; their ids, whose spool files go next."""
    row = session.get_one(EnvelopeRow, envelope_id)
    row.state, row.fate = state, fate
    row.ended_at = at
    session.flush()
    owned = EnvelopePageRow.envelope_id == envelope_id
    ids = tuple(session.scalars(select(EnvelopePageRow.id).where(owned)))
    session.execute(delete(EnvelopePageRow).where(owned))
    return ids


def _open(session: Session) -> Sequence[EnvelopeRow]:
    order = (EnvelopeRow.day, EnvelopeRow.place, EnvelopeRow.number)
    query = select(EnvelopeRow).where(EnvelopeRow.state == OPEN).order_by(*order)
    return session.scalars(query).all()


def _slot(session: Session, envelope_id: str, seq: int) -> tuple[str, int]:
    """Where a sheet taken as the n-th of an envelope goes; it counts as taken from now on.

    Once the order was put right by hand, the number it was taken under may stand elsewhere.
    """
    found_in = receiving(session, envelope_id)
    commands.once(session, _mark(envelope_id, seq), _TAKEN)
    tables = (EnvelopePageRow, BlockedPageRow)
    used = {
        one
        for table in tables
        for one in session.scalars(select(table.seq).where(table.envelope_id == found_in))
    }
    if found_in == envelope_id and seq not in used:
        return found_in, seq
    return found_in, max(used, default=0) + 1


def _mark(envelope_id: str, seq: int) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"sheet {envelope_id} {seq}").hex


def _finding(envelope_id: str, seq: int, kind: Forbidden) -> str:
    """What was found on one sheet, told by the sheet: a repetition finds it again."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"blocked {envelope_id} {seq} {kind}").hex


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
        tuple(_page(one) for one in pages if not one.removed),
        tuple(
            BlockedPage(one.id, one.seq, PageKind(one.paper), Forbidden(one.kind), one.at)
            for one in blocked
        ),
        tuple(_page(one) for one in pages if one.removed),
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
        row.removed,
    )
