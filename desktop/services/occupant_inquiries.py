"""What departments were asked and have answered, when somebody becomes an occupant or is none any
more (policy 4(5)): cut to the own time, and given back its whole time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.inquiries import Period, usual_period
from desktop.domain.occupants import Occupancy
from desktop.domain.requests import Item
from desktop.services.annex_keeping import ANSWER_KINDS
from desktop.services.answers import answered_items
from desktop.services.inquiry_state import items_of
from desktop.services.media_state import drop_medium
from desktop.store.inquiries import inquiries_of
from desktop.store.parts import drop_part, parts_of_kind
from desktop.store.schema.casework import CaseRow, InquiryRow

ASKED: Final = "asked"
"""In what is kept of an occupancy: the periods as they were asked before it, by inquiry."""


def cut_to_own_time(
    session: Session,
    case: CaseRow,
    before: Mapping[str, Any],
    own: Occupancy,
    today: date,
) -> dict[str, list[str]]:
    """Every inquiry asks of the own time alone, and every answer is asked for anew: it may hold
    another's period. `before` is the occupancy that this one replaces. The whole periods."""
    whole = {}
    for asked in inquiries_of(session, case.id):
        period = _whole(case, asked, before)
        whole[asked.id] = [period.since.isoformat(), period.until.isoformat()]
        cut = _narrowed(period, own, today)
        asked.since, asked.until = cut.since, cut.until
    _drop_answers(session, case.id, None)
    return whole


def give_whole_time_back(session: Session, case: CaseRow, before: Mapping[str, Any]) -> int:
    """Every inquiry asks of its whole time again. An answer that was given for a part of it, or
    without having been asked for, is no whole answer: it is asked for anew. How many."""
    complete: set[Item] = set()
    for asked in inquiries_of(session, case.id):
        period = _whole(case, asked, before)
        if (asked.since, asked.until) == (period.since, period.until):
            complete |= set(items_of(asked))
        asked.since, asked.until = period.since, period.until
    partial = [item for item in answered_items(session, case.id) if item not in complete]
    pending = [
        Item(row.slot)
        for row in parts_of_kind(session, case.id, "answer_pdf")
        if Item(row.slot) not in complete
    ]
    _drop_answers(session, case.id, {*partial, *pending})
    return len({*partial, *pending})


def _whole(case: CaseRow, asked: InquiryRow, before: Mapping[str, Any]) -> Period:
    """The period as it was asked before the occupancy. One asked under it is the usual one cut
    short; where a person chose another, it stays."""
    if not before:
        return Period(asked.since, asked.until)
    usual = usual_period(case.arrived_on)
    if ASKED not in before:  # by an earlier program, which kept no period it cut
        return Period(min(usual.since, asked.since), max(usual.until, asked.until))
    if known := before[ASKED].get(asked.id):
        return Period(*map(date.fromisoformat, known))
    until = date.fromisoformat(before["until"]) if before["until"] else None
    own = Occupancy(date.fromisoformat(before["since"]), until)
    cut = _narrowed(usual, own, asked.asked_on)
    return usual if cut == Period(asked.since, asked.until) else Period(asked.since, asked.until)


def _narrowed(period: Period, own: Occupancy, today: date) -> Period:
    """The part that is the person's own, or where it has none, the own time."""
    since = max(period.since, own.since)
    until = min(period.until, own.until or period.until)
    return Period(since, until) if since <= until else Period(own.since, own.until or today)


def _drop_answers(session: Session, case_id: str, items: set[Item] | None) -> None:
    """What they show and what that had replaced; of all items where none are named. The files that
    were made of them for a medium go in any case: a letter makes its own."""
    drop_medium(session, case_id)
    for kind in ANSWER_KINDS:
        for part in _slots(session, case_id, kind):
            if items is None or Item(part.partition(".")[0]) in items:
                drop_part(session, case_id, kind, part)


def _slots(session: Session, case_id: str, kind: str) -> Sequence[str]:
    return [part.slot for part in parts_of_kind(session, case_id, kind)]
