"""How long people take to confirm an identity, as the office's distribution (issue 5; I-08).

A time is put into a bucket at once and counted by the month: nothing tells whose time it was, nor
of which case. Told are whole months that are over and had enough confirmations each, so that two
reports taken from one another leave either nothing or such a month, never one person's afternoon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)

BUCKETS: Final[tuple[tuple[int, str], ...]] = (
    (15, "15秒未満"),
    (30, "15〜30秒"),
    (60, "30〜60秒"),
    (120, "1〜2分"),
    (300, "2〜5分"),
    (600, "5〜10分"),
    (0, "10分以上"),
)
"""The seconds below which a time falls into the bucket, and its name; the last one is open."""

FEWEST: Final = 5
"""A month with less is left out: of one or two confirmations everybody knows whose."""


@dataclass(frozen=True, slots=True)
class CheckTimes:
    """The counts of a period by bucket. `told` is False where they are too few to be anybody's."""

    counts: tuple[int, ...]
    told: bool

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def middle(self) -> int:
        """The bucket up to which at least half of the confirmations had ended."""
        running = 0
        for number, count in enumerate(self.counts):
            running += count
            if 2 * running >= self.total:
                return number
        return len(self.counts) - 1


def bucket_of(took: timedelta) -> int:
    """The number of the bucket of a time."""
    seconds = took.total_seconds()
    found = (number for number, (below, _) in enumerate(BUCKETS) if seconds < below)
    return next(found, len(BUCKETS) - 1)


def distribution(by_month: Mapping[date, Mapping[int, int]]) -> CheckTimes:
    """The counts of all buckets, of the months that had enough; `by_month` are whole ones."""
    enough = [one for one in by_month.values() if sum(one.values()) >= FEWEST]
    counts = tuple(sum(one.get(number, 0) for one in enough) for number in range(len(BUCKETS)))
    return CheckTimes(counts, told=bool(enough))


def whole_months(first: date, last: date, today: date) -> tuple[date, date] | None:
    """The first days of the first and the last month that lie wholly in the period and are over.

    None where there is no such month.
    """
    start = first if first.day == 1 else _next_month(first)
    end = min(_next_month(last) if _next_month(last) - last == _DAY else last, today)
    final = (end.replace(day=1) - _DAY).replace(day=1)
    return (start, final) if start <= final else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
