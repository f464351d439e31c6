"""Clocks of a case; every date worked out by hand from DOMAIN §4."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import Calendar, parse_holiday_table
from desktop.domain.clocks import (
    DEFAULT_TERMS,
    JST,
    OfficeHours,
    Pause,
    clock_view,
    correction_letter_due,
    customer_deadline,
    held_mail_is_red,
    held_until,
    registered_on,
    service_limit,
    service_target,
    statutory_mark,
    statutory_view,
    suit_from,
)
from desktop.domain.errors import Refused
from desktop.paths import data_root

CALENDAR = Calendar.build(
    parse_holiday_table(
        (data_root("resources") / "holidays" / "japan.csv").read_text(encoding="utf-8")
    )
)
HOURS = OfficeHours(time(9), time(18))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 10, 31))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("opened", "registered"),
    [
        (at(date(2026, 11, 10), 9), date(2026, 11, 10)),
        (at(date(2026, 11, 10), 18), date(2026, 11, 10)),
        (at(date(2026, 11, 10), 18, 1), date(2026, 11, 11)),
        (at(date(2026, 11, 10), 8), date(2026, 11, 10)),
        (at(date(2026, 11, 13), 19), date(2026, 11, 16)),  # Friday evening
        (at(date(2026, 11, 14), 10), date(2026, 11, 16)),
        (at(date(2026, 11, 23), 10), date(2026, 11, 24)),  # 勤労感謝の日
    ],
)
def test_the_day_of_registration_is_a_business_day(opened: datetime, registered: date):
    assert registered_on(date(2026, 11, 10), opened, HOURS, CALENDAR) == registered


def test_a_letter_that_arrived_on_sunday_is_registered_on_monday_but_counts_from_sunday():
    arrived = date(2026, 11, 8)
    assert registered_on(arrived, at(date(2026, 11, 9), 9), HOURS, CALENDAR) == date(2026, 11, 9)
    assert statutory_mark(arrived, CALENDAR) == date(2026, 11, 20)  # 11-22 is a Sunday
    assert suit_from(arrived) == date(2026, 11, 23)


def test_the_office_clock_is_that_of_japan():
    evening_in_utc = datetime(2026, 11, 10, 10, 0, tzinfo=timezone.utc)  # noqa: UP017
    assert registered_on(date(2026, 11, 10), evening_in_utc, HOURS, CALENDAR) == date(2026, 11, 11)
    with pytest.raises(ValueError, match="time zone"):
        registered_on(date(2026, 11, 10), datetime(2026, 11, 10, 9), HOURS, CALENDAR)  # noqa: DTZ001


def test_an_arrival_after_the_opening_is_refused():
    with pytest.raises(Refused) as refusal:
        registered_on(date(2026, 11, 11), at(date(2026, 11, 10), 9), HOURS, CALENDAR)
    assert refusal.value.field == "arrived_on"


def test_the_statutory_mark_is_two_weeks_after_the_arrival():
    assert statutory_mark(date(2026, 11, 2), CALENDAR) == date(2026, 11, 16)
    assert suit_from(date(2026, 11, 2)) == date(2026, 11, 17)


def test_over_new_year_our_deadline_rolls_back_and_the_customers_forward():
    assert statutory_mark(date(2026, 12, 18), CALENDAR) == date(2026, 12, 31)
    assert customer_deadline(date(2026, 12, 18), 14, CALENDAR) == date(2027, 1, 4)


def test_the_service_clock_has_a_target_and_a_limit():
    today = date(2026, 11, 10)
    assert service_target(date(2026, 11, 2), (), today, CALENDAR) == date(2026, 11, 16)
    assert service_limit(date(2026, 11, 2), (), today, CALENDAR) == date(2026, 12, 2)
    assert service_target(date(2026, 11, 9), (), today, CALENDAR) == date(2026, 11, 20)  # 23 祝日


def test_waiting_for_the_customer_moves_the_target():
    pause = Pause(date(2026, 11, 4), date(2026, 11, 9), "補正")
    assert service_target(date(2026, 11, 2), [pause], date(2026, 11, 30), CALENDAR) == date(
        2026, 11, 20  # 11-16 + 5 days = Saturday 21, back to Friday
    )  # fmt: skip


def test_two_waits_at_once_count_once():
    pauses = [
        Pause(date(2026, 11, 4), date(2026, 11, 9), "補正"),
        Pause(date(2026, 11, 6), date(2026, 11, 10), "手数料"),
    ]
    assert service_target(date(2026, 11, 2), pauses, date(2026, 11, 30), CALENDAR) == date(
        2026, 11, 20  # 6 days: Sunday 22, back to Friday
    )  # fmt: skip
    apart = [pauses[0], Pause(date(2026, 11, 10), date(2026, 11, 12), "手数料")]
    assert service_target(date(2026, 11, 2), apart, date(2026, 11, 30), CALENDAR) == date(
        2026, 11, 20  # 7 days: Monday 23 is a holiday
    )  # fmt: skip


def test_a_wait_that_begins_after_the_target_saves_nothing():
    late = Pause(date(2026, 11, 17), date(2026, 12, 17), "補正")
    assert service_target(date(2026, 11, 2), [late], date(2026, 12, 20), CALENDAR) == date(
        2026, 11, 16
    )


def test_the_view_says_days_left_late_and_paused():
    running = clock_view(date(2026, 11, 2), (), date(2026, 11, 10), CALENDAR)
    assert (running.due, running.days_left, running.late) == (date(2026, 11, 16), 6, False)
    assert not running.paused
    late = clock_view(date(2026, 11, 2), (), date(2026, 11, 18), CALENDAR)
    assert (late.days_left, late.late) == (-2, True)
    paused = clock_view(
        date(2026, 11, 2), [Pause(date(2026, 11, 4), None, "補正")], date(2026, 11, 12), CALENDAR
    )
    assert (paused.paused, paused.pause_why, paused.pause_days) == (True, "補正", 9)
    assert paused.due == date(2026, 11, 24)


def test_the_statutory_mark_never_pauses():
    view = statutory_view(date(2026, 11, 2), date(2026, 11, 18), CALENDAR)
    assert (view.due, view.days_left, view.late, view.paused) == (
        date(2026, 11, 16), -2, True, False,
    )  # fmt: skip


def test_a_correction_letter_leaves_within_two_business_days():
    assert correction_letter_due(date(2026, 11, 20), CALENDAR, DEFAULT_TERMS) == date(2026, 11, 25)


@given(DAYS, st.integers(0, 20), st.integers(0, 40))
def test_a_pause_never_brings_the_target_nearer(registered: date, after: int, length: int):
    start = registered + timedelta(days=after)
    today = registered + timedelta(days=60)
    pause = Pause(start, start + timedelta(days=length))
    plain = service_target(registered, (), today, CALENDAR)
    assert service_target(registered, [pause], today, CALENDAR) >= plain
    assert CALENDAR.is_business_day(service_target(registered, [pause], today, CALENDAR))


@given(DAYS, st.integers(0, 60))
def test_the_customers_day_is_never_shortened(sent: date, days: int):
    due = customer_deadline(sent, days, CALENDAR)
    assert due >= sent + timedelta(days=days)
    assert CALENDAR.is_business_day(due)


@pytest.mark.parametrize(
    ("delivery", "until", "red_from"),
    [
        ("HONNIN_GENTEI", date(2026, 11, 20), date(2026, 11, 17)),  # 本人限定受取: held 10 d
        ("KAN_I_KAKITOME", date(2026, 11, 17), date(2026, 11, 14)),  # 簡易書留: held 7 d
        ("IPPAN_KAKITOME", date(2026, 11, 17), date(2026, 11, 14)),
    ],
)
def test_held_mail_is_red_before_the_post_office_sends_it_back(
    delivery: str, until: date, red_from: date
):
    sent = date(2026, 11, 10)
    assert held_until(sent, delivery) == until
    assert held_mail_is_red(sent, delivery, red_from)
    assert not held_mail_is_red(sent, delivery, red_from - timedelta(days=1))


def test_ordinary_mail_is_held_by_nobody():
    assert held_until(date(2026, 11, 10), "FUTSU") is None
    assert not held_mail_is_red(date(2026, 11, 10), "FUTSU", date(2027, 1, 1))


@given(DAYS)
def test_our_mark_is_a_business_day_never_after_the_two_weeks(arrived: date):
    mark = statutory_mark(arrived, CALENDAR)
    assert CALENDAR.is_business_day(mark)
    assert mark <= arrived + timedelta(days=14)
    # Nothing but free days lies between the mark and the end of the two weeks.
    between = (mark + timedelta(days=n) for n in range(1, (arrived - mark).days + 15))
    assert not any(CALENDAR.is_business_day(day) for day in between)
    assert suit_from(arrived) == arrived + timedelta(days=15)


@given(DAYS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=4))
def test_the_limit_is_never_before_the_target_whatever_was_waited_for(
    registered: date, waits: list[tuple[int, int]]
):
    pauses = [
        Pause(registered + timedelta(days=start), registered + timedelta(days=start + length))
        for start, length in waits
    ]
    today = registered + timedelta(days=90)
    target = service_target(registered, pauses, today, CALENDAR)
    limit = service_limit(registered, pauses, today, CALENDAR)
    assert target <= limit
    assert statutory_mark(registered, CALENDAR) <= target
    # The same waits told in another order, or one of them twice, are the same waits.
    assert service_target(registered, [*reversed(pauses), *pauses], today, CALENDAR) == target
