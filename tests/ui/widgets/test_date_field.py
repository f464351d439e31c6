"""Days typed in digits, in the ways a clerk writes them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.date_field import DateField, read_day

TODAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-11-12", date(2026, 11, 12)),
        ("2026/11/12", date(2026, 11, 12)),
        ("20261112", date(2026, 11, 12)),
        ("11/12", date(2026, 11, 12)),
        ("1112", date(2026, 11, 12)),
        ("8.11.12", date(2026, 11, 12)),  # 令和8年
        ("令和8年11月12日", date(2026, 11, 12)),
        ("１１/１２", date(2026, 11, 12)),
    ],
)
def test_a_day_is_read_in_every_usual_writing(words: str, day: date) -> None:
    assert read_day(words, TODAY) == day


def test_in_january_a_december_day_is_that_of_the_year_before() -> None:
    assert read_day("12/28", date(2027, 1, 4)) == date(2026, 12, 28)


@pytest.mark.parametrize("words", ["", "きのう", "13/45", "2026-02-30", "12"])
def test_what_is_no_day_is_not_guessed(words: str) -> None:
    assert read_day(words, TODAY) is None


def test_the_field_tidies_the_day_when_it_is_left(qtbot: QtBot) -> None:
    field = DateField(None, TODAY)
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "11/9")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "2026-11-09"
    assert field.day() == date(2026, 11, 9)
