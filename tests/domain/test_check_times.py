"""The buckets of how long a confirmation took, and when they are told (issue 5; I-08)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.check_times import BUCKETS, bucket_of, distribution, whole_months


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


JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_a_month_of_fewer_than_five_confirmations_tells_nothing_not_even_how_many() -> None:
    few = distribution({JANUARY: {0: 3, 2: 1}, FEBRUARY: {1: 4}})
    assert (few.told, few.total) == (False, 0)


def test_two_reports_of_different_spans_leave_no_single_confirmation_between_them() -> None:
    """March had one, of 97 seconds: with it and without it the report is the same."""
    quarter = {JANUARY: {0: 1, 2: 4}, FEBRUARY: {1: 6}, MARCH: {3: 1}}
    longer = distribution(quarter)
    shorter = distribution({month: quarter[month] for month in (JANUARY, FEBRUARY)})
    assert longer == shorter
    assert longer.counts == (1, 6, 4, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("first", "last", "today", "months"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), (JANUARY, MARCH)),
        (date(2026, 1, 1), date(2026, 3, 30), date(2026, 4, 1), (JANUARY, FEBRUARY)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 31), (JANUARY, FEBRUARY)),
        (date(2026, 1, 2), date(2026, 3, 1), date(2026, 4, 1), (FEBRUARY, FEBRUARY)),
        (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 1), (JANUARY, JANUARY)),
        (date(2026, 1, 2), date(2026, 2, 27), date(2026, 4, 1), None),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31), None),
    ],
)
def test_only_whole_months_that_are_over_are_told_of(
    first: date, last: date, today: date, months: tuple[date, date] | None
) -> None:
    assert whole_months(first, last, today) == months


def test_half_of_the_confirmations_ended_by_the_middle_bucket() -> None:
    times = distribution({JANUARY: {0: 1, 2: 2}, FEBRUARY: {2: 2, 3: 6}})
    assert times.told
    assert times.counts == (0, 0, 2, 6, 0, 0, 0)
    assert BUCKETS[times.middle][1] == "1〜2分"
