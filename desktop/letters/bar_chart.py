"""Monthly amounts as bars for black and white: hatched, the amount on each, gaps shown as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from desktop.domain.annex_tables import Bar, amount_text
from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki_year
from desktop.letters.flow import LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.sheet import INK, PT, RULE, SOFT, Sheet

HEIGHT = 58.0
"""Millimetres of one chart with its axes, without the title."""

_MOST = 18  # months beside one another: more of them stand in a further chart
_TITLE = Style("sans-500", SMALL.size, 5.2)
_AXIS = 13.0  # left of the bars, for the amounts of the lines
_FOOT = 11.0  # below them, for month and year
_HEAD = 6.0  # above them, for the amount on the highest
_HATCH = 1.3  # between two strokes
_NO_BAR = "記録なし"
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def draw_chart(
    flow: Flow, title: str, unit: str, bars: Sequence[Bar], *, whole: bool = False
) -> None:
    """One chart, or several with one scale where the months are many. `whole`: what is counted has
    no halves, and no line stands between two numbers."""
    count = ceil(len(bars) / _MOST)
    size = ceil(len(bars) / count)
    most = max(bar.amount for bar in bars if bar.amount is not None)
    step, top = scale(most)
    if whole and step < 1:
        step, top = Decimal(1), Decimal(ceil(most))
    for part in range(count):
        flow.need(_TITLE.leading + HEIGHT)
        number = f"（{part + 1}／{count}）" if count > 1 else ""
        flow.line(f"{title}（単位 {unit}）{number}", _TITLE)
        box = Rect(LEFT, flow.y, RIGHT - LEFT, HEIGHT)
        _draw(flow.sheet, box, bars[part * size : (part + 1) * size], size, step, top)
        flow.y = box.bottom
        flow.skip(2)


def scale(most: Decimal) -> tuple[Decimal, Decimal]:
    """The step between two lines and the highest line: 1, 2 or 5 times a power of ten, four to
    seven of them at most."""
    if most <= 0:
        return Decimal(1), Decimal(1)
    power = Decimal(10) ** (most / 5).adjusted()
    step = next(one * power for one in _STEPS if one * power * 5 >= most)
    return step, step * ceil(most / step)


def _draw(
    sheet: Sheet, box: Rect, bars: Sequence[Bar], places: int, step: Decimal, top: Decimal
) -> None:
    field = Rect(box.x + _AXIS, box.y + _HEAD, box.width - _AXIS, box.height - _HEAD - _FOOT)
    for number in range(int(top / step) + 1):
        y = field.bottom - field.height * number * float(step / top)
        sheet.line((field.x, y), (field.right, y), width=0.1, color=SOFT, dash=(0.6, 0.8))
        words = amount_text((step * number).normalize() + 0)
        sheet.text(field.x - 1.2, y + 1.0, words, size=6.5, align="right", color=INK)
    wide = field.width / places
    for place, bar in enumerate(bars):
        slot = Rect(field.x + place * wide, field.y, wide, field.height)
        if bar.amount is None:
            _gap(sheet, slot)
        else:
            _bar(sheet, slot, bar.amount, float(bar.amount / top))
        _month(sheet, slot, bar, begins=place == 0 or bar.month.month == 1)
    sheet.line((field.x, field.y), (field.x, field.bottom), width=0.25, color=INK)
    sheet.line((field.x, field.bottom), (field.right, field.bottom), width=0.25, color=INK)


def _bar(sheet: Sheet, slot: Rect, amount: Decimal, part: float) -> None:
    wide = min(slot.width * 0.62, 8.0)
    height = slot.height * part
    box = Rect(slot.x + (slot.width - wide) / 2, slot.bottom - height, wide, height)
    if height > 0:
        hatch(sheet, box)
        sheet.frame(box, 0.25, INK)
    words = amount_text(amount)
    size = 7.0
    while size > 4.5 and sheet.width(words, "sans-500", size) > slot.width - 0.4:
        size -= 0.25
    middle = slot.x + slot.width / 2
    sheet.text(middle, box.y - 1.0, words, face="sans-500", size=size, align="center")


def _gap(sheet: Sheet, slot: Rect) -> None:
    """Nothing was told of the month: words from top to bottom, and no bar."""
    middle = slot.x + slot.width / 2
    size = 6.5
    step = size / PT * 1.1
    top = slot.bottom - 2.0 - step * (len(_NO_BAR) - 1)
    for number, character in enumerate(_NO_BAR):
        sheet.text(middle, top + number * step, character, size=size, align="center", color=INK)


def _month(sheet: Sheet, slot: Rect, bar: Bar, *, begins: bool) -> None:
    middle = slot.x + slot.width / 2
    words = f"{bar.month.month}月"
    sheet.text(middle, slot.bottom + 3.6, words, size=6.5, align="center")
    if begins:
        sheet.line((slot.x, slot.bottom), (slot.x, slot.bottom + 8.6), width=0.15, color=RULE)
        year = wareki_year(bar.month)
        sheet.text(slot.x + 0.8, slot.bottom + 7.8, year, face="sans-500", size=7)


def hatch(sheet: Sheet, box: Rect) -> None:
    """Strokes from the lower left to the upper right, cut at the edges of the bar."""
    reach = box.width + box.height
    for number in range(1, int(reach / _HATCH) + 1):
        along = number * _HATCH
        if along >= reach:
            break
        left = (
            (box.x, box.y + along)
            if along <= box.height
            else (
                box.x + along - box.height,
                box.bottom,
            )
        )
        right = (
            (box.x + along, box.y)
            if along <= box.width
            else (
                box.right,
                box.y + along - box.width,
            )
        )
        sheet.line(left, right, width=0.12, color=INK)
