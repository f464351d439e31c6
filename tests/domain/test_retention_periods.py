"""The periods of DOMAIN §10 against the rule of 民法143条 written out another way."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import Refused
from desktop.domain.holding import check_extension, check_hold
from desktop.domain.retention import (
    DEFAULT_RULES,
    RetentionClass,
    TriggerStyle,
    counted_from,
    due_on,
    kept_until,
)

R = RetentionClass
EVENT, APRIL = TriggerStyle.EVENT, TriggerStyle.NEXT_FISCAL_YEAR
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))

# DOMAIN §10, by hand: class, months, whether they run from the end of the fiscal year.
TABLE = [
    (R.A, 6, False),
    (R.B, 24, False),
    (R.C, 24, False),
    (R.C6, 6, False),
    (R.D, 60, True),
    (R.E, 36, False),
    (R.F, 84, True),
    (R.G, 60, False),
    (R.H, 60, True),
]


def last_day(starts: date, months: int) -> date:
    """民法143条2項: the day before the one that answers to the first; where there is none, the last
    of the month."""
    year, month = divmod(starts.year * 12 + starts.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if starts.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, starts.day) - timedelta(days=1)


def next_april(day: date) -> date:
    return date(day.year if (day.month, day.day) < (4, 1) else day.year + 1, 4, 1)


@given(st.sampled_from(TABLE), DAYS)
def test_months_end_on_the_day_before_the_one_that_answers_to_the_first(row, day: date):
    cls, months, from_april = row
    starts = next_april(day) if from_april else day + timedelta(days=1)
    assert kept_until(cls, day) == last_day(starts, months)
    assert due_on(cls, day) == last_day(starts, months) + timedelta(days=1)


@given(st.sampled_from(TABLE), DAYS)
def test_where_april_is_the_beginning_every_period_ends_with_a_march_or_a_september(row, day: date):
    cls, months, _ = row
    assert kept_until(cls, day, APRIL) == last_day(next_april(day), months)
    assert (kept_until(cls, day, APRIL) + timedelta(days=1)).day == 1
    assert kept_until(cls, day, APRIL) >= kept_until(cls, day, EVENT)


@given(DAYS, st.sampled_from(list(TriggerStyle)))
def test_unfiled_mail_waits_thirty_days_and_a_found_number_none_in_either_style(day, style):
    assert kept_until(R.U, day, style) == day + timedelta(days=30)
    assert due_on(R.U, day, style) == day + timedelta(days=31)
    assert due_on(R.N, day, style) == day


@pytest.mark.parametrize(
    ("day", "last"),
    [  # months added by hand on a calendar
        (date(2026, 8, 30), date(2027, 2, 28)),  # from 8/31: no 2/31
        (date(2026, 8, 31), date(2027, 2, 28)),  # from 9/1
        (date(2027, 8, 28), date(2028, 2, 28)),  # from 8/29: there is a 2/29
        (date(2027, 8, 29), date(2028, 2, 29)),  # from 8/30: no 2/30 in a leap year either
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2027, 3, 31), date(2027, 9, 30)),
        (date(2027, 4, 1), date(2027, 10, 1)),
    ],
)
def test_six_months_at_the_ends_of_months(day: date, last: date):
    assert kept_until(R.A, day) == last


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2027, 3, 31), date(2032, 3, 31)),  # fiscal year 2026
        (date(2027, 4, 1), date(2033, 3, 31)),  # fiscal year 2027
    ],
)
def test_a_ledger_of_the_last_of_march_is_of_the_year_that_ends_with_it(day: date, last: date):
    assert kept_until(R.D, day) == last


def test_what_is_counted_from_its_making_or_finding_does_not_wait_for_the_end_of_the_case():
    made, ended = date(2026, 5, 1), date(2026, 11, 30)
    assert {cls: counted_from(rule, ended, made) for cls, rule in DEFAULT_RULES.items()} == {
        R.A: ended,
        R.B: ended,
        R.C: ended,
        R.C6: ended,
        R.D: ended,
        R.E: made,
        R.F: ended,
        R.G: ended,
        R.H: ended,
        R.N: made,
        R.U: ended,
    }


@pytest.mark.parametrize(
    ("reason", "review", "field"),
    [
        ("", date(2027, 1, 1), "reason"),
        ("OTHER", date(2027, 1, 1), "reason"),
        ("AUDIT", date(2026, 11, 30), "review_on"),
    ],
)
def test_a_hold_names_its_reason_and_a_day_that_is_still_to_come(reason, review, field):
    with pytest.raises(Refused) as refusal:
        check_hold(reason, review, date(2026, 11, 30))
    assert refusal.value.field == field
    check_hold("AUDIT", date(2026, 12, 1), date(2026, 11, 30))


@given(st.integers(-40, 400))
def test_a_period_grows_by_a_day_at_least_and_a_year_at_most(days: int):
    today, due = date(2027, 6, 10), date(2027, 6, 1)
    until = today + timedelta(days=days)
    if 0 <= days <= 366:  # 2028 is a leap year: 2028-06-10 is 366 days away
        check_extension("LAW", due, until, today)
    else:
        with pytest.raises(Refused):
            check_extension("LAW", due, until, today)
