"""Periods and business days, with the dates of DOMAIN §4 worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import (
    Calendar,
    add_months,
    fiscal_year_end,
    missing_years,
    next_april_first,
    parse_holiday_table,
    parse_holidays,
)
from desktop.domain.errors import Refused
from desktop.paths import data_root

HOLIDAYS_2026 = (
    "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"
)
HOLIDAYS_2027 = "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23"

DAYS = st.dates(min_value=date(2024, 2, 1), max_value=date(2027, 11, 30))


def shipped() -> Calendar:
    text = (data_root("resources") / "holidays" / "japan.csv").read_text(encoding="utf-8")
    return Calendar.build(parse_holiday_table(text))


@pytest.mark.parametrize(("year", "days"), [(2026, HOLIDAYS_2026), (2027, HOLIDAYS_2027)])
def test_the_shipped_table_holds_the_holidays_of_the_rules(year: int, days: str):
    expected = {date(year, *map(int, day.split("/"))) for day in days.split()}
    assert {day for day in shipped().holidays if day.year == year} == expected


def test_the_shipped_table_covers_four_years_and_says_so():
    calendar = shipped()
    assert [calendar.knows(year) for year in range(2023, 2029)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    assert missing_years(calendar, date(2026, 11, 10)) == ()
    assert missing_years(calendar, date(2027, 1, 4)) == (2028,)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 9, 22), False),  # 国民の休日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 11, 7), False),
        (date(2026, 11, 8), False),
        (date(2026, 11, 9), True),
        (date(2026, 12, 31), True),
    ],
)
def test_the_desk_is_closed_at_weekends_and_on_holidays(day: date, open_: bool):
    assert shipped().is_business_day(day) is open_


def test_a_closure_of_the_office_is_no_business_day():
    closed = Calendar(frozenset(), frozenset({2026}), frozenset({date(2026, 12, 30)}))
    assert closed.on_or_after(date(2026, 12, 30)) == date(2026, 12, 31)
    assert closed.on_or_before(date(2026, 12, 30)) == date(2026, 12, 29)


def test_the_customers_roll_goes_forward_and_ours_back():
    calendar = shipped()
    assert calendar.on_or_after(date(2027, 1, 1)) == date(2027, 1, 4)
    assert calendar.on_or_before(date(2027, 1, 1)) == date(2026, 12, 31)
    assert calendar.on_or_after(date(2026, 9, 19)) == date(2026, 9, 24)


def test_business_days_are_counted_without_the_first_day():
    calendar = shipped()
    assert calendar.add_business_days(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert calendar.add_business_days(date(2026, 11, 20), 2) == date(2026, 11, 25)
    assert calendar.add_business_days(date(2026, 11, 20), 0) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="forward"):
        calendar.add_business_days(date(2026, 11, 20), -1)


@pytest.mark.parametrize(
    ("trigger", "months", "last"),
    [
        (date(2026, 2, 28), 3, date(2026, 5, 31)),
        (date(2026, 8, 24), 3, date(2026, 11, 24)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),  # 31 February does not exist
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_periods_of_months_end_by_the_civil_code(trigger: date, months: int, last: date):
    assert add_months(trigger, months) == last


def test_the_fiscal_year_ends_in_march():
    assert fiscal_year_end(date(2027, 3, 31)) == date(2027, 3, 31)
    assert fiscal_year_end(date(2026, 4, 1)) == date(2027, 3, 31)
    assert next_april_first(date(2027, 3, 31)) == date(2027, 4, 1)
    assert next_april_first(date(2027, 4, 1)) == date(2028, 4, 1)


def test_the_cabinet_office_table_is_read_as_it_is_published():
    heading = "\ufeff国民の祝日・休日月日,国民の祝日・休日名称\r\n"
    text = heading + "2026/1/1,元日\r\n2026-01-12,成人の日\r\n\r\n"
    assert parse_holidays(text) == {date(2026, 1, 1), date(2026, 1, 12)}


def test_a_line_without_a_date_is_refused_with_its_number():
    with pytest.raises(Refused, match="3行目"):
        parse_holidays("月日,名称\n2026/1/1,元日\n2026/13/1,なにか\n")


@given(DAYS)
def test_rolls_meet_a_business_day_and_never_pass_one(day: date):
    calendar = shipped()
    later, earlier = calendar.on_or_after(day), calendar.on_or_before(day)
    assert calendar.is_business_day(later)
    assert calendar.is_business_day(earlier)
    assert earlier <= day <= later
    between = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days)]
    assert not any(calendar.is_business_day(d) for d in between)


@given(DAYS, st.integers(0, 120))
def test_a_period_of_months_ends_within_the_last_month(day: date, months: int):
    last = add_months(day, months)
    start = day + timedelta(days=1)
    assert last >= day
    gap = (last.year - start.year) * 12 + last.month - start.month
    assert gap in (months, months - 1)
    if gap == months - 1:
        assert start.day == 1


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_trigger_never_ends_earlier(a: date, b: date, months: int):
    first, second = sorted((a, b))
    assert add_months(first, months) <= add_months(second, months)
