"""30分値 on paper: a day in two rows of 24 values, for who asked for paper (DOMAIN §2, §9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from desktop.domain.forms import Rect
from desktop.domain.half_hours import SLOTS, HalfHours, slot_times
from desktop.domain.wareki import wareki_year, weekday_ja
from desktop.letters.flow import BOTTOM, LEFT, RIGHT, Flow
from desktop.letters.sheet import FILLS, RULE, SOFT

_DAY = 22.0  # the column of the day
_HALF = SLOTS // 2
_LINE = 3.1
_SIZE = 6.4
_HEAD = 2 * _LINE + 0.8
_ROW = 2 * _LINE + 0.6
_LEAST = 4.2


def draw_half_hours(flow: Flow, told: HalfHours, again: Callable[[], None]) -> None:
    """Every value; a missing one is a dash. The times stand above their columns on each page."""
    flow.need(_HEAD + 2 * _ROW)
    top = _head(flow)
    for day, values in told.every_day():
        if flow.y + _ROW > BOTTOM:
            _rules(flow, top)
            again()
            top = _head(flow)
        _day(flow, day, values)
    _rules(flow, top)


def _step() -> float:
    return (RIGHT - LEFT - _DAY) / _HALF


def _head(flow: Flow) -> float:
    top = flow.y
    flow.sheet.fill(Rect(LEFT, top, RIGHT - LEFT, _HEAD), FILLS["label"])
    flow.sheet.text(LEFT + 1, top + _HEAD / 2 + 1.0, "年月日", face="sans-700", size=6.5)
    for slot in range(SLOTS):
        flow.sheet.text(
            LEFT + _DAY + (slot % _HALF + 1) * _step() - 0.5,
            top + (slot // _HALF + 1) * _LINE - 0.4,
            slot_times(slot)[0],
            face="sans-500",
            size=5.2,
            align="right",
        )
    flow.y = top + _HEAD
    return top


def _day(flow: Flow, day: date, values: tuple[str, ...]) -> None:
    sheet, top = flow.sheet, flow.y
    words = (wareki_year(day), f"{day.month}月{day.day}日（{weekday_ja(day)}）")
    for number, text in enumerate(words, start=1):
        sheet.text(LEFT + 1, top + number * _LINE - 0.5, text, size=_SIZE)
    for slot, value in enumerate(values):
        text, size = value or "―", _SIZE
        while size > _LEAST and sheet.width(text, "sans-400", size) > _step() - 0.6:
            size -= 0.2
        sheet.text(
            LEFT + _DAY + (slot % _HALF + 1) * _step() - 0.5,
            top + (slot // _HALF + 1) * _LINE - 0.5,
            text,
            size=size,
            align="right",
        )
    flow.y = top + _ROW
    sheet.line((LEFT, flow.y), (RIGHT, flow.y), width=0.1, color=SOFT)


def _rules(flow: Flow, top: float) -> None:
    """The frame and the rules between every six hours."""
    flow.sheet.frame(Rect(LEFT, top, RIGHT - LEFT, flow.y - top), 0.15, RULE)
    for column in range(0, _HALF, 6):
        x = LEFT + _DAY + column * _step()
        flow.sheet.line((x, top), (x, flow.y), width=0.15, color=RULE)
