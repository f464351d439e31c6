from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from begun_store import NOW, Begun

from desktop.store import audit, clock
from desktop.store.clock import ClockState
from desktop.store.errors import ClockDoubtful


def observe(begun: Begun, now: datetime) -> ClockState:
    with begun.database.transaction() as session:
        return clock.observe(session, now).state


def test_a_clock_that_goes_on_is_sound_and_remembered(begun: Begun) -> None:
    assert observe(begun, NOW + timedelta(days=35)) is ClockState.OK
    assert observe(begun, NOW + timedelta(days=70)) is ClockState.OK
    assert observe(begun, NOW + timedelta(days=35)) is ClockState.BEHIND


def test_a_clock_more_than_35_days_ahead_is_doubted_until_confirmed(begun: Begun) -> None:
    later = NOW + timedelta(days=35, seconds=1)
    assert observe(begun, later) is ClockState.FAR_AHEAD
    assert observe(begun, later) is ClockState.FAR_AHEAD
    with begun.database.transaction() as session:
        clock.confirm(session, later, "supervisor")
    assert observe(begun, later) is ClockState.OK


def test_a_clock_set_back_is_doubted_until_confirmed(begun: Begun) -> None:
    back = NOW - timedelta(days=400)
    assert observe(begun, back) is ClockState.BEHIND
    with begun.database.transaction() as session:
        clock.confirm(session, back, "supervisor")
    assert observe(begun, back) is ClockState.OK


def test_two_clocks_may_differ_by_five_minutes(begun: Begun) -> None:
    assert observe(begun, NOW - timedelta(minutes=5)) is ClockState.OK
    assert observe(begun, NOW - timedelta(minutes=5, seconds=1)) is ClockState.BEHIND


@pytest.mark.parametrize("days", [-400, 400])
def test_nothing_is_disposed_of_by_a_doubtful_clock(begun: Begun, days: int) -> None:
    with begun.database.reading() as session:
        clock.require(session, NOW)
        with pytest.raises(ClockDoubtful) as refusal:
            clock.require(session, NOW + timedelta(days=days))
    assert "日時" in refusal.value.sentence
    assert refusal.value.next_step


def test_who_confirmed_the_clock_is_logged(begun: Begun) -> None:
    later = NOW + timedelta(days=90)
    with begun.database.transaction() as session:
        clock.confirm(session, later, "supervisor")
    with begun.database.reading() as session:
        (entry,) = audit.entries(session)
    assert (entry.actor, entry.action, entry.at) == ("supervisor", "clock.confirm", later)
    assert entry.detail["state"] == "FAR_AHEAD"
