"""Work in the background waits for others, and only for others."""

from __future__ import annotations

import threading

import pytest

from desktop.services.giving_way import HELD_UP, GivingWay


class Counted(threading.Event):
    waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        return self.is_set()


@pytest.mark.parametrize(
    ("passed", "computed", "waits"),
    [
        (0.5, 0.5, 0),  # it alone computed
        (0.5 + HELD_UP / 2, 0.5, 0),
        (0.5 + 2 * HELD_UP, 0.5, 1),
        (0.5, 0.1, 1),
    ],
)
def test_it_waits_where_somebody_else_had_the_turn(
    passed: float, computed: float, waits: int
) -> None:
    wall, own = [0.0], [0.0]
    stop = Counted()
    giving_way = GivingWay(stop, lambda: wall[0], lambda: own[0])
    wall[0], own[0] = passed, computed
    giving_way.step()
    assert stop.waits == waits
    giving_way.step()  # nothing happened since
    assert stop.waits == waits


def test_what_passed_before_the_beginning_counts_not() -> None:
    wall = [0.0]
    stop = Counted()
    giving_way = GivingWay(stop, lambda: wall[0], lambda: 0.0)
    wall[0] = 3.0
    giving_way.begin()
    giving_way.step()
    assert stop.waits == 0
