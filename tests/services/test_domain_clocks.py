"""Every line of DOMAIN §4 through the services; the days are worked out by hand.

Further lines: the interim letter over the target in test_notices.py, waits and posted letters in
test_waiting.py, the tables of holidays in test_holiday_table.py, civil-code months in
tests/domain/test_calendar.py and, of retention, in test_disposal.py, wareki in the letters' tests.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.clocks import JST, suit_from
from desktop.domain.requests import Item, RequestType
from desktop.services.case_views import CaseView


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def filed(track: Track, now: datetime, arrived: date) -> CaseView:
    """Mail that arrived on a day and is filed at a moment."""
    track.later(days=(now.date() - track.office.now.date()).days)
    track.office.now = now
    return track.get(track.file(arrived_on=arrived).case_id)


def test_mail_is_registered_on_the_business_day_on_which_it_is_filed(track: Track):
    """After 18:00 and on closed days it is the next one; the day of arrival is any day."""
    for at, arrived, registered in (
        (datetime(2026, 11, 10, 18, 0, tzinfo=JST), date(2026, 11, 10), date(2026, 11, 10)),
        (datetime(2026, 11, 10, 18, 1, tzinfo=JST), date(2026, 11, 10), date(2026, 11, 11)),
        (datetime(2026, 11, 13, 18, 30, tzinfo=JST), date(2026, 11, 13), date(2026, 11, 16)),
        (datetime(2026, 11, 14, 10, 0, tzinfo=JST), date(2026, 11, 14), date(2026, 11, 16)),
        (datetime(2026, 11, 23, 10, 0, tzinfo=JST), date(2026, 11, 22), date(2026, 11, 24)),
    ):
        case = filed(track, at, arrived)
        assert (case.arrived_on, case.registered_on) == (arrived, registered)


def test_the_statutory_mark_is_two_weeks_after_the_arrival_and_a_suit_is_possible_from_the_next_day(
    track: Track,
):
    case = filed(track, datetime(2026, 11, 10, 10, 0, tzinfo=JST), date(2026, 11, 2))
    assert case.line.statutory is not None
    assert case.line.statutory.due == date(2026, 11, 16)
    assert suit_from(case.arrived_on) == date(2026, 11, 17)
    assert not case.line.statutory.late
    track.later(days=6)  # the 16th itself
    line = track.get(case.id).line
    assert line.statutory is not None
    assert (line.statutory.days_left, line.statutory.late) == (0, False)
    track.later(days=1)
    line = track.get(case.id).line
    assert line.statutory is not None
    assert (line.statutory.days_left, line.statutory.late) == (-1, True)


def test_the_notice_of_purposes_has_no_statutory_mark_and_the_target_all_the_same(track: Track):
    """Art. 39 does not name art. 32."""
    case_id = track.to_identity(wanted={RequestType.PURPOSE: (Item.K1,)})
    line = track.get(case_id).line
    assert line.statutory is None
    assert line.target is not None
    assert line.target.due == date(2026, 11, 24)
    both = {RequestType.PURPOSE: (Item.K1,), RequestType.DISCLOSE: (Item.K1,)}
    assert track.get(track.to_identity(wanted=both)).line.statutory is not None


def test_over_new_year_our_days_roll_back_and_the_customers_forward(track: Track):
    """到達 2026-12-18: two weeks end on 2027-01-01, a holiday, before a weekend."""
    case = filed(track, datetime(2026, 12, 18, 10, 0, tzinfo=JST), date(2026, 12, 18))
    assert case.line.statutory is not None
    assert case.line.target is not None
    assert (case.line.statutory.due, case.line.target.due) == (date(2026, 12, 31),) * 2
    track.office.desk.casework.ask_correction(track.act("c01"), case.id, ("ITEMS",))
    track.post_request(case.id)
    assert track.get(case.id).waits_until == date(2027, 1, 4)


def test_the_service_clock_has_a_target_and_a_limit_and_both_stand_while_the_customer_is_waited_for(
    track: Track,
):
    """受付 2026-11-10: +14 d is Tuesday 11-24, +30 d Thursday 12-10."""
    case_id = track.to_identity()
    case = track.get(case_id)
    assert case.line.target is not None
    assert (case.line.target.due, case.limit) == (date(2026, 11, 24), date(2026, 12, 10))
    work = track.office.desk.casework
    work.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.later(days=2)  # it lies on the desk for two days: they are ours
    track.post_request(case_id)
    track.later(days=5)
    case = track.get(case_id)
    assert case.line.target is not None
    assert (case.line.target.paused, case.line.target.pause_days) == (True, 6)
    case = work.resume(track.act("c01"), case_id, date(2026, 11, 17))
    assert case.line.target is not None
    # 11-24 + 5 = Sunday 11-29, rolled back to Friday; 12-10 + 5 = Tuesday 12-15.
    assert (case.line.target.due, case.limit) == (date(2026, 11, 27), date(2026, 12, 15))
    assert track.get(case_id).line.statutory == case.line.statutory
    assert case.line.statutory is not None
    assert case.line.statutory.due == date(2026, 11, 20)  # 11-23 is a holiday; it never stood
