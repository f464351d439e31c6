"""30分値: days of 48 values whichever way they are told; what is missing is told, not made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.half_hours import (
    SLOTS,
    HalfHourReader,
    WrongLine,
    day_line,
    half_hours_in,
    slot_times,
)

FULL = " ".join(["0.25"] * SLOTS)


def taken(*lines: tuple[str, str]):
    reader = HalfHourReader()
    for line in lines:
        assert reader.take(*line), line
    told = reader.found()
    assert told is not None
    return told


def test_a_line_of_a_day_has_forty_eight_values_that_add_up():
    told = taken(("2026-04-01", FULL), ("2026年4月2日", FULL.replace(" ", ",")))
    assert (told.first, told.last) == (date(2026, 4, 1), date(2026, 4, 2))
    assert (told.count, told.missing, told.total) == (96, 0, Decimal("24.00"))


@pytest.mark.parametrize("count", [46, 47, 49, 50])
def test_a_day_of_another_number_of_values_is_wrong(count: int):
    """Japan has no summer time, so that no day is shorter or longer."""
    with pytest.raises(WrongLine, match=f"{count}個"):
        HalfHourReader().take("2026-03-29", " ".join(["0.1"] * count))


@pytest.mark.parametrize(
    ("label", "slot"),
    [
        ("2026-04-01 00:00", 0),
        ("2026/4/1 0:30", 1),
        ("2026年4月1日 13時30分", 27),
        ("2026-04-01T23:30", 47),
        ("２０２６－０４－０１　１２：００", 24),
        ("2026-04-01 00:30-01:00", 1),
        ("2026-04-01(水) 9:00 使用量", 18),
    ],
)
def test_a_line_of_one_half_hour_goes_to_its_place(label: str, slot: int):
    told = taken((label, "0.35kWh"))
    assert [at for at, value in enumerate(told.days[date(2026, 4, 1)]) if value] == [slot]
    assert (told.count, told.missing) == (1, 47)


@pytest.mark.parametrize(
    ("label", "value", "column"),
    [
        ("2026-04-01 24:00", "0.1", "label"),
        ("2026-04-01 10:15", "0.1", "label"),
        ("2026-02-30", FULL, "label"),
        ("2026-04-01 10:00", "多め", "value"),
        ("2026-04-01 10:00", "-0.1", "value"),
        ("2026-04-01 10:00", "0.1 0.2", "value"),
        ("2026-04-01", FULL.replace("0.25", "1.2.3", 1), "value"),
    ],
)
def test_a_wrong_line_is_named_by_its_column(label: str, value: str, column: str):
    if "1.2.3" in value:
        assert HalfHourReader().take(label, FULL)  # the same without the wrong value
    with pytest.raises(WrongLine) as wrong:
        HalfHourReader().take(label, value)
    assert wrong.value.column == column
    assert value not in str(wrong.value)


def test_the_same_half_hour_told_twice_is_wrong_and_leaves_the_first():
    reader = HalfHourReader()
    reader.take("2026-04-01 10:00", "0.1")
    with pytest.raises(WrongLine, match="二つ"):
        reader.take("2026-04-01", FULL)
    told = reader.found()
    assert told is not None
    assert told.count == 1


def test_missing_values_and_days_are_counted_and_not_zero():
    gappy = FULL.split()
    gappy[3], gappy[4] = "-", "欠測"
    told = taken(("2026-04-01", " ".join(gappy)), ("2026-04-03", FULL))
    assert (told.count, told.missing) == (94, 2 + 48)
    assert told.total == Decimal("23.50")
    days = list(told.every_day())
    assert [day for day, _values in days] == [date(2026, 4, n) for n in (1, 2, 3)]
    assert set(days[1][1]) == {""}


def test_words_about_a_day_are_no_half_hours_and_stay():
    lines = [("2026-04-01", "計器を 取り替えた"), ("2026-04-01 検針日", "1"), ("計器番号", "12345")]
    told, others = half_hours_in([*lines, ("2026-04-02", FULL)])
    assert told is not None
    assert (list(told.days), list(others)) == ([date(2026, 4, 2)], lines)


def test_a_day_blacked_by_hand_stays_as_words():
    told, others = half_hours_in([("2026-04-01", FULL.replace("0.25", "■■■", 1))])
    assert told is None
    assert len(others) == 1


def test_times_begin_at_midnight_and_the_last_ends_at_twenty_four():
    assert [slot_times(0), slot_times(47)] == [("00:00", "00:30"), ("23:30", "24:00")]


values = st.one_of(st.just(""), st.decimals(0, 9999, places=2).map(str))


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.dates(date(2020, 1, 1), date(2026, 12, 31)),
        st.lists(values, min_size=SLOTS, max_size=SLOTS).map(tuple),
        min_size=1,
        max_size=4,
    )
)
def test_kept_lines_give_the_same_values_again(days):
    told, others = half_hours_in([day_line(*one) for one in days.items()])
    assert told is not None
    assert (told.days, others) == (days, ())
