"""The clocks in words (visual language §2)."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.clocks import ClockView
from desktop.ui.widgets.clock_words import ClockWords, clock_cell, clock_words

FRIDAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (ClockView(FRIDAY, 3, False), ClockWords("clock", "11/13", "あと3日", "text2")),
        (ClockView(FRIDAY, 0, False), ClockWords("clock", "11/13", "今日", "warn")),
        (ClockView(FRIDAY, -4, True), ClockWords("clock-alert", "11/13", "4日超過", "bad")),
        (
            ClockView(FRIDAY, 3, False, True, "補正", 2),
            ClockWords("pause", "停止中", "補正 2日目", "mute"),
        ),
    ],
)
def test_a_clock_in_a_list_says_its_day_and_what_is_left(
    clock: ClockView, words: ClockWords
) -> None:
    assert clock_words(clock) == words


def test_in_the_head_three_days_warn_and_four_do_not() -> None:
    assert clock_words(ClockView(FRIDAY, 3, False), head=True) == ClockWords(
        "clock-alert", "11/13 金", "あと3日", "warn"
    )
    assert clock_words(ClockView(FRIDAY, 4, False), head=True).tone == "text2"


def test_no_clock_is_an_empty_cell() -> None:
    assert clock_cell(None).words() == ""
    assert clock_cell(ClockView(FRIDAY, -1, True)).words() == "11/13 1日超過"
