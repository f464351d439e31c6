"""The two clocks of a case in words, icon and tone, for lists and for the head of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.clocks import ClockView
from desktop.domain.wareki import weekday_ja
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import EMPTY, Cell

NEAR_DAYS = 3  # so near, the head of a case warns


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A clock as it is shown: 「11/13 金」「あと3日」, or 「停止中」「補正 3日目」."""

    icon: str
    day: str
    rest: str
    tone: Tone

    @property
    def warns(self) -> bool:
        return self.tone in ("bad", "warn")


def short_day(day: date) -> str:
    return f"{day.month}/{day.day}"


def day_and_weekday(day: date) -> str:
    return f"{short_day(day)} {weekday_ja(day)}"


def clock_words(clock: ClockView, *, head: bool = False) -> ClockWords:
    """In a list the day stands without its weekday, and only today and lateness are coloured."""
    day = day_and_weekday(clock.due) if head else short_day(clock.due)
    if clock.paused:
        return ClockWords(
            "pause",
            _tr("停止中"),
            _tr("{0} {1}日目").format(clock.pause_why, clock.pause_days),
            "mute",
        )
    if clock.late:
        return ClockWords("clock-alert", day, _tr("{0}日超過").format(-clock.days_left), "bad")
    if clock.days_left == 0:
        return ClockWords("clock", day, _tr("今日"), "warn")
    near = head and clock.days_left <= NEAR_DAYS
    icon, tone = ("clock-alert", "warn") if near else ("clock", "text2")
    return ClockWords(icon, day, _tr("あと{0}日").format(clock.days_left), tone)  # type: ignore[arg-type]


def clock_cell(clock: ClockView | None) -> Cell:
    """The clock in a table; an empty cell where none runs."""
    if clock is None:
        return EMPTY
    words = clock_words(clock)
    return Cell(
        words.day,
        "text2",
        words.icon,
        words.tone,
        px=13,
        second=words.rest,
        second_tone=words.tone,
        second_weight=700 if words.warns else 500 if clock.paused else 400,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClockWords", text)
