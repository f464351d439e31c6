"""The buckets of how long a confirmation took, and when they are told (issue 5; I-08)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.check_times import BUCKETS, bucket_of, distribution


@pytest.mark.parametrize(
    ("seconds", "name"),
    [
        (0, "15秒未満"),
        (14.999, "15秒未満"),
        (15, "15〜30秒"),
        (59, "30〜60秒"),
        (60, "1〜2分"),
        (299, "2〜5分"),
        (599, "5〜10分"),
        (600, "10分以上"),
        (86400, "10分以上"),
    ],
)
def test_a_time_falls_into_the_bucket_of_its_seconds(seconds: float, name: str) -> None:
    assert BUCKETS[bucket_of(timedelta(seconds=seconds))][1] == name


def test_fewer_than_five_confirmations_tell_nothing_not_even_how_many() -> None:
    few = distribution({0: 3, 2: 1})
    assert (few.told, few.total) == (False, 0)


def test_half_of_the_confirmations_ended_by_the_middle_bucket() -> None:
    times = distribution({0: 1, 2: 2, 3: 3})
    assert times.told
    assert times.counts == (1, 0, 2, 3, 0, 0, 0)
    assert BUCKETS[times.middle][1] == "30〜60秒"
