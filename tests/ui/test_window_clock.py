"""The clock that is moved by hand, and the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.ui.clock import JST, SteppedClock, SystemClock

START = datetime(2026, 11, 10, 9, 0, tzinfo=JST)


def test_a_stepped_clock_stands_still_until_it_is_moved() -> None:
    clock = SteppedClock(START)
    assert clock.now() == clock.now() == START
    clock.jump_to(datetime(2026, 11, 20, 9, 0, tzinfo=JST))
    clock.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 11, 20, 9, 5, tzinfo=JST)


def test_a_stepped_clock_does_not_run_backwards() -> None:
    clock = SteppedClock(START)
    with pytest.raises(ValueError, match="backwards"):
        clock.jump_to(START - timedelta(seconds=1))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        SteppedClock(datetime(2026, 11, 10, 9, 0))  # noqa: DTZ001


def test_every_moment_is_told_in_the_time_of_japan() -> None:
    assert SteppedClock(datetime(2026, 11, 10, 0, 0, tzinfo=UTC)).now().hour == 9
    assert SystemClock().now().utcoffset() == timedelta(hours=9)
