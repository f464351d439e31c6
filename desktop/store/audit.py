"""The operation log in the database: appended without a key, headed by signatures (TRUST §3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, select, text
from sqlalchemy.orm import Session

from desktop.store.audit_log import (
    SEGMENT,
    Anchor,
    Entry,
    Head,
    Verification,
    Verifier,
    canonical,
    leaf_of_line,
    line_of_columns,
    statement,
    to_lines,
    verify_lines,
)
from desktop.store.errors import AuditBroken
from desktop.store.merkle import Growing
from desktop.store.schema.infrastructure import (
    AuditAnchorRow,
    AuditEntryRow,
    AuditHeadRow,
    PersonKeyRow,
    PersonRow,
    StoreInfoRow,
)
from desktop.store.vault.keys import PersonKeys, PersonPublic

__all__ = [
    "DEPUTY_FOR",
    "SECOND_PLACE",
    "Filter",
    "TreeHead",
    "anchor",
    "anchors",
    "append",
    "carried",
    "count",
    "entries",
    "export",
    "head",
    "last_anchored",
    "last_signed",
    "note_carried",
    "owed",
    "sign_head",
    "verify",
    "verify_lines",
]

DEPUTY_FOR = "deputy_for"
"""In an entry's detail: whose deputy the actor was; in a session's `info`: for all its entries."""

SECOND_PLACE = "second-"
"""How the name of a second place begins in the `place` of an anchor."""

_LOCK = 0x4D444741  # "MDGA"
_LONGEST = 200
_ENTRY = cast("Table", AuditEntryRow.__table__)
_LAST, _ADD = select(func.max(_ENTRY.c.seq)), _ENTRY.insert()  # compiled once for all acts
_COLUMNS = (
    AuditEntryRow.seq,
    AuditEntryRow.segment,
    AuditEntryRow.at,
    AuditEntryRow.actor,
    AuditEntryRow.action,
    AuditEntryRow.case_id,
    AuditEntryRow.subject,
    AuditEntryRow.fields_json,
    AuditEntryRow.detail_json,
    AuditEntryRow.leaf,
)


@dataclass(frozen=True, slots=True)
class TreeHead:
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to show; empty means all. `before` is the first moment after them."""

    case_id: str | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    def clauses(self) -> list[ColumnElement[bool]]:
        pairs = (
            (AuditEntryRow.case_id, self.case_id),
            (AuditEntryRow.actor, self.actor),
            (AuditEntryRow.action, self.action),
        )
        found = [column == wanted for column, wanted in pairs if wanted is not None]
        if self.since is not None:
            found.append(AuditEntryRow.at >= self.since)
        if self.before is not None:
            found.append(AuditEntryRow.at < self.before)
        return found


def hold(session: Session) -> None:
    """Nobody else writes to the log until this transaction ends: for what must be read and then
    told of, with nothing between. SQLite has only one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.flush()
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def append(
    session: Session,
    at: datetime,
    actor: str,
    action: str,
    case_id: str | None = None,
    subject: str = "",
    fields: Sequence[str] = (),
    detail: Mapping[str, str | int] | None = None,
) -> int:
    """One more entry, in the session's transaction; its number. Best the last thing done in it.

    Everything is a code, an id, a number or a date: plain ASCII, so that no name of a person can
    slip in.
    """
    detail = dict(detail or {})
    if DEPUTY_FOR in session.info:
        detail[DEPUTY_FOR] = session.info[DEPUTY_FOR]
    for word in (actor, action, case_id or "", subject, *fields, *detail, *_texts(detail)):
        if len(word) > _LONGEST or not (word.isascii() and (word.isprintable() or not word)):
            raise ValueError("an audit entry takes codes, ids and dates only")
    hold(session)
    session.flush()
    connection = session.connection()
    seq = (connection.scalar(_LAST) or 0) + 1
    columns = (seq, SEGMENT, at, actor, action, case_id, subject)
    told = canonical(list(fields)), canonical(detail)
    names = (column.name for column in _ENTRY.columns)
    leaf = leaf_of_line(line_of_columns(*columns, *told))
    connection.execute(_ADD, dict(zip(names, (*columns, *told, leaf), strict=True)))
    return seq


def head(session: Session) -> TreeHead:
    """The tree's size and root now."""
    tree = Growing()
    for leaf in session.scalars(select(AuditEntryRow.leaf).order_by(AuditEntryRow.seq)):
        tree.add(leaf)
    return TreeHead(tree.size, tree.root())


def sign_head(session: Session, keys: PersonKeys, at: datetime) -> Head:
    """Sign the tree as it stands (at unlock, at each close)."""
    now = head(session)
    store_id = _store_id(session)
    said = statement(store_id, SEGMENT, now.size, now.root, at, keys.person_id)
    public = keys.public().signing
    signed = Head(
        store_id, SEGMENT, now.size, now.root, at, keys.person_id, public, keys.sign(said)
    )
    last = session.scalar(select(func.max(AuditHeadRow.id))) or 0
    session.execute(
        insert(AuditHeadRow).values(
            id=last + 1,
            segment=SEGMENT,
            size=signed.size,
            root=signed.root,
            at=at,
            person_id=signed.person_id,
            signing_public=public,
            signature=signed.signature,
        )
    )
    return signed


def last_signed(session: Session) -> Head | None:
    row = session.scalars(select(AuditHeadRow).order_by(AuditHeadRow.id.desc()).limit(1)).first()
    return None if row is None else _head(row, _store_id(session))


def anchor(session: Session, at: datetime, actor: str, place: str) -> Anchor:
    """Note that the tree's size and root were carried to `place`, and log it.

    The anchor covers the entries before the note. What is carried is `size` and `root`.
    """
    now = head(session)
    _add_anchor(session, now.size, now.root, at, actor, place)
    append(session, at, actor, "audit.anchor", subject=place, detail={"size": now.size})
    return Anchor(now.size, now.root, at, place)


def _add_anchor(
    session: Session, size: int, root: bytes, at: datetime, actor: str, place: str
) -> None:
    last = session.scalar(select(func.max(AuditAnchorRow.id))) or 0
    session.execute(
        insert(AuditAnchorRow).values(
            id=last + 1, segment=SEGMENT, size=size, root=root, at=at, actor=actor, place=place
        )
    )


def anchors(session: Session) -> tuple[Anchor, ...]:
    rows = session.scalars(select(AuditAnchorRow).order_by(AuditAnchorRow.id))
    return tuple(map(_anchor, rows))


def last_anchored(session: Session) -> datetime | None:
    """When the last anchor was made; that an elder one was carried on is none."""
    made = ~AuditAnchorRow.place.startswith(SECOND_PLACE)
    query = select(AuditAnchorRow.at).where(made).order_by(AuditAnchorRow.id.desc())
    return session.scalar(query.limit(1))


def entries(
    session: Session, wanted: Filter | None = None, *, offset: int = 0, limit: int = 200
) -> tuple[Entry, ...]:
    """The latest entries first."""
    query = (
        select(AuditEntryRow)
        .where(*(wanted or Filter()).clauses())
        .order_by(AuditEntryRow.seq.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(_entry(row) for row in session.scalars(query))


def count(session: Session, wanted: Filter | None = None) -> int:
    query = select(func.count(AuditEntryRow.seq)).where(*(wanted or Filter()).clauses())
    return session.scalar(query) or 0


def export(session: Session) -> Iterator[str]:
    """The whole log as lines that `verify_lines` takes, read as they are asked for."""
    return iter(
        to_lines(
            _store_id(session), _all(session), _heads(session), anchors(session), _keys(session)
        )
    )


def verify(
    session: Session,
    outside: tuple[int, bytes] | None = None,
    kept: Sequence[tuple[int, bytes]] = (),
) -> Verification:
    """Verify the log in the database; `outside` is an anchor typed from paper, `kept` are those
    that lie in the second place."""
    verifier = Verifier()
    rows = select(*_COLUMNS).order_by(AuditEntryRow.seq).execution_options(yield_per=5000)
    for *columns, leaf in session.execute(rows):
        if leaf_of_line(line_of_columns(*columns)) != leaf:
            try:
                changed = _read(*columns)
            except AuditBroken:
                verifier.unreadable(columns[0], leaf)
                continue
            if changed.leaf() != leaf:
                verifier.problem(f"{changed.seq}件目の内容が書き換えられています。")
            leaf = changed.leaf()  # of what stands there now
        verifier.entry(columns[0], leaf)
    known = set(session.scalars(select(PersonRow.signing_public)))
    known |= set(session.scalars(select(PersonKeyRow.signing_public)))
    for signed in _heads(session):
        if signed.signing_public not in known:
            verifier.problem(f"{signed.size}件時点の署名は、登録のない鍵によるものです。")
        verifier.head(signed.size, signed.root, signed.signing_public, signed.is_signed())
    for one in anchors(session):
        verifier.anchor(one.size, one.root, outside=False)
    for pair in (*kept, *(() if outside is None else (outside,))):
        verifier.anchor(*pair, outside=True)
    return verifier.result()


def owed(session: Session, place: str) -> tuple[Anchor, ...]:
    """The anchors that have not been carried to this second place yet, oldest first, each size
    once. A place that was never carried to is owed them all."""
    reached = select(func.max(AuditAnchorRow.size)).where(AuditAnchorRow.place == place)
    query = (
        select(AuditAnchorRow)
        .where(
            AuditAnchorRow.size > (session.scalar(reached) or 0),
            ~AuditAnchorRow.place.startswith(SECOND_PLACE),
        )
        .order_by(AuditAnchorRow.id)
    )
    found = {row.size: _anchor(row) for row in session.scalars(query)}
    return tuple(found[size] for size in sorted(found))


def carried(session: Session, place: str) -> tuple[Anchor, ...]:
    """What the log says was carried to this second place."""
    query = select(AuditAnchorRow).where(AuditAnchorRow.place == place)
    return tuple(_anchor(row) for row in session.scalars(query.order_by(AuditAnchorRow.id)))


def note_carried(
    session: Session, at: datetime, actor: str, place: str, latest: Anchor, number: int
) -> None:
    """Log that so many anchors up to `latest` lie in the second place and were read back."""
    _add_anchor(session, latest.size, latest.root, at, actor, place)
    detail = {"size": latest.size, "number": number}
    append(session, at, actor, "audit.carried", subject=place, detail=detail)


def _texts(detail: Mapping[str, str | int]) -> Iterator[str]:
    return (str(value) for value in detail.values())


def _store_id(session: Session) -> str:
    return session.scalars(select(StoreInfoRow.store_id)).one()


def _all(session: Session) -> Iterator[str]:
    """Every entry's line; one that can no longer be read leaves as it stands there."""
    rows = select(*_COLUMNS[:-1]).order_by(AuditEntryRow.seq).execution_options(yield_per=5000)
    with session.execute(rows) as found:
        for columns in found:
            yield line_of_columns(*columns)


def _keys(session: Session) -> list[PersonPublic]:
    """Everybody's keys, ended ones too, each once."""
    now = select(PersonRow.id, PersonRow.agreement_public, PersonRow.signing_public)
    ever = select(
        PersonKeyRow.person_id, PersonKeyRow.agreement_public, PersonKeyRow.signing_public
    )
    found = {tuple(row) for row in (*session.execute(now), *session.execute(ever))}
    return [PersonPublic(*row) for row in sorted(found)]


def _heads(session: Session) -> tuple[Head, ...]:
    store_id = _store_id(session)
    rows = session.scalars(select(AuditHeadRow).order_by(AuditHeadRow.id))
    return tuple(_head(row, store_id) for row in rows)


def _anchor(row: AuditAnchorRow) -> Anchor:
    return Anchor(row.size, row.root, row.at, row.place)


def _entry(row: AuditEntryRow) -> Entry:
    return _read(
        *(row.seq, row.segment, row.at, row.actor, row.action, row.case_id, row.subject),
        row.fields_json,
        row.detail_json,
    )


def _read(
    seq: int,
    segment: int,
    at: datetime,
    actor: str,
    action: str,
    case_id: str | None,
    subject: str,
    fields_json: str,
    detail_json: str,
) -> Entry:
    try:
        fields, detail = tuple(json.loads(fields_json)), dict(json.loads(detail_json))
    except (ValueError, TypeError) as error:
        raise AuditBroken from error
    return Entry(seq, segment, at, actor, action, case_id, subject, fields, detail)


def _head(row: AuditHeadRow, store_id: str) -> Head:
    return Head(
        store_id=store_id,
        segment=row.segment,
        size=row.size,
        root=row.root,
        at=row.at,
        person_id=row.person_id,
        signing_public=row.signing_public,
        signature=row.signature,
    )
