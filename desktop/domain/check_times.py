"""How long people take to confirm an identity, as the office's distribution (issue 5; I-08).

A time is put into a bucket at once and counted by the month: nothing tells whose time it was, nor
of which case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

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
"""Below this the distribution is not told: of one or two confirmations everybody knows whose."""


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


def distribution(counted: Mapping[int, int]) -> CheckTimes:
    """The counts of all buckets, of which a period may have had only some."""
    counts = tuple(counted.get(number, 0) for number in range(len(BUCKETS)))
    if sum(counts) < FEWEST:
        return CheckTimes(tuple(0 for _ in BUCKETS), told=False)
    return CheckTimes(counts, told=True)
