"""Whether the workstation's clock can be believed (TRUST §4): the store's mark, and jumps.

The mark moves with the day's work as long as the clock is plausible. A clock behind the mark, or
one that has skipped a whole working day, waits for a supervisor; disposal and dispatch with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.store import clock
from desktop.store.clock import ClockState
from desktop.store.errors import ClockDoubtful


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """`kind` is OK, BEHIND or FAR_AHEAD; unless OK, disposal and dispatch wait for a supervisor."""

    ok: bool
    kind: str
    last_seen: datetime | None
    sentence: str = ""


def judge(session: Session, at: datetime, calendar: Calendar) -> ClockFinding:
    """What the clock is worth; changes nothing."""
    found = clock.look(session, at)
    if not found.ok:
        return ClockFinding(False, found.state.value, found.last_seen, found.sentence)
    if _skipped_business_day(found.last_seen, at, calendar):
        return ClockFinding(
            False,
            ClockState.FAR_AHEAD.value,
            found.last_seen,
            f"日付が大きく進みました（前に使ったのは {found.last_seen:%Y-%m-%d %H:%M}）。",
        )
    return ClockFinding(True, ClockState.OK.value, found.last_seen)


def observe(session: Session, at: datetime, calendar: Calendar) -> ClockFinding:
    """Judge the clock, and where nothing is doubtful remember the time as seen."""
    finding = judge(session, at, calendar)
    if finding.ok:
        clock.observe(session, at)
    return finding


def require(session: Session, at: datetime, calendar: Calendar) -> None:
    """Refuse what a wrong date would spoil: disposal, dispatch. Raises ClockDoubtful."""
    finding = judge(session, at, calendar)
    if not finding.ok:
        raise ClockDoubtful(finding.sentence)


def _skipped_business_day(last_seen: datetime, at: datetime, calendar: Calendar) -> bool:
    day, end = last_seen.date() + timedelta(days=1), at.date()
    while day < end:
        if calendar.is_business_day(day):
            return True
        day += timedelta(days=1)
    return False
