"""Opened mail put right: which sheet lies in which envelope, and in what order.

Blocked and removed sheets keep their places among the others: nothing of the order is lost while
an envelope waits to be filed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.store import envelopes
from desktop.store.schema.intake import BlockedPageRow, EnvelopePageRow, EnvelopeRow


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kept page by its id, or a blocked sheet by the ids of what was found on it."""

    ids: tuple[str, ...]
    blocked: bool = False
    removed: bool = False


def touch(session: Session, envelope_id: str, version: int | None = None) -> EnvelopeRow:
    """The unfiled envelope, held for this transaction and one version further.

    Raises Stale where it is no longer at the `version` a clerk saw, NotFound once it is done.
    """
    change = update(EnvelopeRow).where(
        EnvelopeRow.id == envelope_id, EnvelopeRow.state == envelopes.OPEN
    )
    if version is not None:
        change = change.where(EnvelopeRow.version == version)
    raised = session.execute(
        change.values(version=EnvelopeRow.version + 1)
        .returning(EnvelopeRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    if raised is None:
        envelopes.envelope(session, envelope_id)
        raise Stale(
            "ほかの人が先にこの郵便物を変更しました。",
            "今のページの並びを確かめて、もう一度行ってください。",
        )
    return session.get_one(EnvelopeRow, envelope_id, populate_existing=True)


def touch_both(session: Session, one: str, other: str, version: int | None = None) -> None:
    """Two envelopes, always in the same turn; `version` is that of `other`."""
    for envelope_id in sorted({one, other}):
        touch(session, envelope_id, version if envelope_id == other else None)


def sheets(session: Session, envelope_id: str) -> list[Sheet]:
    """All sheets in their order, the removed ones where they were."""
    kept = session.execute(
        select(EnvelopePageRow.seq, EnvelopePageRow.id, EnvelopePageRow.removed).where(
            EnvelopePageRow.envelope_id == envelope_id
        )
    )
    found = [(seq, False, Sheet((page,), removed=removed)) for seq, page, removed in kept]
    blocked = session.execute(
        select(BlockedPageRow.seq, BlockedPageRow.id)
        .where(BlockedPageRow.envelope_id == envelope_id)
        .order_by(BlockedPageRow.seq, BlockedPageRow.id)
    )
    for seq, group in groupby(blocked, key=lambda row: row.seq):
        found.append((seq, True, Sheet(tuple(row.id for row in group), blocked=True)))
    return [sheet for _seq, _blocked, sheet in sorted(found, key=lambda one: one[:2])]


def lay(session: Session, envelope_id: str, order: Sequence[Sheet]) -> None:
    """Give the envelope these sheets in this order, from wherever they lie."""
    ids = [one for sheet in order for one in sheet.ids]
    kept = session.scalars(select(EnvelopePageRow).where(EnvelopePageRow.id.in_(ids)))
    blocked = session.scalars(select(BlockedPageRow).where(BlockedPageRow.id.in_(ids)))
    rows: dict[str, EnvelopePageRow | BlockedPageRow] = {row.id: row for row in kept}
    rows |= {row.id: row for row in blocked}
    for seq, sheet in enumerate(order, 1):
        for one in sheet.ids:
            rows[one].envelope_id, rows[one].seq = envelope_id, seq
    session.flush()


def reorder(session: Session, envelope_id: str, page_ids: Sequence[str]) -> None:
    """The kept pages in this order; a blocked sheet stays the n-th of the stack."""
    stack = _Stack(sheets(session, envelope_id))
    known = {stack.shown(place).ids[0]: place for place in range(len(stack.groups))}
    kept = [page for page, place in known.items() if not stack.shown(place).blocked]
    wanted = [page for page in page_ids if page in kept]
    if sorted(wanted) != sorted(kept) or not set(page_ids) <= stack.ids():
        raise _changed()
    turn = iter(wanted)
    stack.groups = [
        group if group[0].blocked else stack.groups[known[next(turn)]] for group in stack.groups
    ]
    lay(session, envelope_id, stack.flat())


def split(session: Session, envelope_id: str, first_id: str) -> str:
    """The sheets from this one on become an envelope of their own, right behind; its id.

    What a running scan still brings for the old one goes behind them.
    """
    old = session.get_one(EnvelopeRow, envelope_id)
    stack = _Stack(sheets(session, envelope_id))
    at = stack.place(first_id)
    if at == 0:
        raise Refused(
            "一枚目の前では分けられません。", "分けたあとの一枚目にするページを選んでください。"
        )
    new_id = _begin_behind(session, old)
    tail, stack.groups = stack.groups[at:], stack.groups[:at]
    lay(session, envelope_id, stack.flat())
    lay(session, new_id, [sheet for group in tail for sheet in group])
    if old.continues_in is None:
        old.continues_in = new_id
    session.flush()
    return new_id


def before(session: Session, envelope_id: str) -> str:
    """The unfiled envelope in front of this one."""
    order = envelopes.open_ids(session)
    place = order.index(envelope_id) if envelope_id in order else 0
    if place == 0:
        raise Refused(
            "この前に未登録の郵便物がありません。",
            "つなぐページを、ほかの郵便物へ移してください。",
        )
    return order[place - 1]


def join(session: Session, envelope_id: str, front_id: str, at: datetime) -> None:
    """All sheets of the one go behind those of the other, and the one is no more."""
    lay(session, front_id, [*sheets(session, front_id), *sheets(session, envelope_id)])
    _dissolve(session, envelope_id, front_id, at)


def move(
    session: Session, page_id: str, from_id: str, to_id: str, position: int, at: datetime
) -> None:
    """One page to a place among the shown sheets of an envelope.

    An envelope that shows nothing any more is dissolved, and its removed pages go along.
    """
    source = _Stack(sheets(session, from_id))
    sheet = source.take(source.place(page_id))
    target = source if from_id == to_id else _Stack(sheets(session, to_id))
    along = [] if source.groups or target is source else source.head
    target.groups.insert(max(0, min(position, len(target.groups))), [sheet, *along])
    source.head = [one for one in source.head if one not in along]
    lay(session, to_id, target.flat())
    if target is not source:
        lay(session, from_id, source.flat())
        if not source.groups:
            _dissolve(session, from_id, to_id, at)


def set_removed(session: Session, page_id: str, *, removed: bool) -> None:
    """Whether the page is shown and filed; its place in the order stays."""
    session.get_one(EnvelopePageRow, page_id).removed = removed
    session.flush()


class _Stack:
    """The shown sheets, each with the removed ones behind it; `head` is what lies before them."""

    def __init__(self, order: Sequence[Sheet]) -> None:
        self.head: list[Sheet] = []
        self.groups: list[list[Sheet]] = []
        for sheet in order:
            if not sheet.removed:
                self.groups.append([sheet])
            elif self.groups:
                self.groups[-1].append(sheet)
            else:
                self.head.append(sheet)

    def shown(self, place: int) -> Sheet:
        return self.groups[place][0]

    def ids(self) -> set[str]:
        return {one for group in self.groups for one in group[0].ids}

    def place(self, sheet_id: str) -> int:
        for place, group in enumerate(self.groups):
            if sheet_id in group[0].ids:
                return place
        raise _changed()

    def take(self, place: int) -> Sheet:
        """The sheet at this place, out of the stack; removed ones behind it stay."""
        sheet, *behind = self.groups.pop(place)
        (self.groups[place - 1] if place else self.head).extend(behind)
        return sheet

    def flat(self) -> list[Sheet]:
        return self.head + [sheet for group in self.groups for sheet in group]


def _begin_behind(session: Session, row: EnvelopeRow) -> str:
    """An empty envelope of the same day and arrival, right behind `row`."""
    following = session.scalar(
        select(func.min(EnvelopeRow.place)).where(
            EnvelopeRow.day == row.day, EnvelopeRow.place > row.place
        )
    )
    new_id = uuid.uuid4().hex
    envelopes.begin(session, new_id, row.day, row.created_by, row.created_at)
    new = session.get_one(EnvelopeRow, new_id)
    new.origin = row.origin
    if following is not None:
        new.place = (row.place + following) / 2
    session.flush()
    return new_id


def _dissolve(session: Session, envelope_id: str, into_id: str, at: datetime) -> None:
    """The emptied envelope is no more; what still comes for it belongs to the other."""
    gone = session.get_one(EnvelopeRow, envelope_id)
    ahead = envelopes.chain(session, into_id)
    for earlier in session.scalars(
        select(EnvelopeRow).where(EnvelopeRow.continues_in == envelope_id)
    ):
        # On the way from `into_id` the gone one is passed over; elsewhere it stands for that one.
        earlier.continues_in = gone.continues_in if earlier.id in ahead else into_id
    gone.state, gone.ended_at = envelopes.JOINED, at
    gone.continues_in = into_id
    front = session.get_one(EnvelopeRow, into_id)
    if front.origin and not gone.origin:
        # Behind a page that went back from a case mail is still mail of its own day.
        front.origin = ""
        if front.day != gone.day:
            front.day, front.number = gone.day, envelopes.next_number(session, gone.day)
            front.place = float(front.number)
    session.flush()


def _changed() -> Stale:
    return Stale(
        "この郵便物のページの並びが、見ていたものと変わりました。",
        "今の並びを確かめて、もう一度行ってください。",
    )
