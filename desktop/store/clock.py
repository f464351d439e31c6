"""The workstation's clock against the latest time the store has seen (TRUST §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop.store import audit
from desktop.store.errors import ClockDoubtful
from desktop.store.schema.infrastructure import StoreInfoRow

SLACK = timedelta(minutes=5)
"""Two machines' clocks may differ by this much without a word."""

FAR = timedelta(days=35)


class ClockState(StrEnum):
    OK = "OK"
    BEHIND = "BEHIND"
    FAR_AHEAD = "FAR_AHEAD"


_SENTENCES = {
    ClockState.OK: "",
    ClockState.BEHIND: "コンピューターの日時が、前に使ったときより前に戻っています。",
    ClockState.FAR_AHEAD: "コンピューターの日時が、前に使ったときから35日を超えて進んでいます。",
}


@dataclass(frozen=True, slots=True)
class ClockFinding:
    state: ClockState
    now: datetime
    last_seen: datetime

    @property
    def ok(self) -> bool:
        return self.state is ClockState.OK

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.state]


def look(session: Session, now: datetime) -> ClockFinding:
    """What the clock is worth; changes nothing."""
    last = session.scalars(select(StoreInfoRow.clock_high_water)).one()
    if now < last - SLACK:
        state = ClockState.BEHIND
    elif now > last + FAR:
        state = ClockState.FAR_AHEAD
    else:
        state = ClockState.OK
    return ClockFinding(state, now, last)


def observe(session: Session, now: datetime) -> ClockFinding:
    """Look, and where the clock is sound remember the time as seen."""
    finding = look(session, now)
    if finding.ok and now > finding.last_seen:
        session.execute(update(StoreInfoRow).values(clock_high_water=now))
    return finding


def require(session: Session, now: datetime) -> None:
    """Raise ClockDoubtful where disposal must not rely on the clock."""
    finding = look(session, now)
    if not finding.ok:
        raise ClockDoubtful(finding.sentence)


def confirm(session: Session, now: datetime, person_id: str) -> None:
    """A supervisor says that the clock is right; the time seen becomes now, and it is logged."""
    finding = look(session, now)
    session.execute(update(StoreInfoRow).values(clock_high_water=now))
    audit.append(
        session,
        now,
        person_id,
        "clock.confirm",
        detail={"state": finding.state.value, "last_seen": finding.last_seen.isoformat()},
    )
