"""Counts as rows of bars for black and white: hatched, the number behind each (I-08)."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.forms import Rect
from desktop.letters.bar_chart import hatch
from desktop.letters.flow import LEFT, RIGHT, Flow
from desktop.letters.sheet import INK

_ROW = 7.0  # millimetres from bar to bar
_BAR = 4.4
_LABEL = 40.0
_NUMBER = 16.0
_SIZE = 9.0


def draw_rows(flow: Flow, rows: Sequence[tuple[str, int]], unit: str) -> None:
    """Label, bar and number; the longest bar takes the whole room, and a zero has none."""
    most = max((number for _label, number in rows), default=0)
    room = RIGHT - LEFT - _LABEL - _NUMBER
    flow.need(_ROW * len(rows) + 2)
    for label, number in rows:
        sheet, top = flow.sheet, flow.y
        sheet.text(LEFT, top + 4.6, label, size=_SIZE)
        wide = room * number / most if most else 0.0
        box = Rect(LEFT + _LABEL, top + (_ROW - _BAR) / 2, wide, _BAR)
        if wide > 0:
            hatch(sheet, box)
            sheet.frame(box, 0.25, INK)
        sheet.text(box.right + 1.6, top + 4.6, f"{number:,}{unit}", face="sans-500", size=_SIZE)
        flow.y = top + _ROW
    axis = LEFT + _LABEL
    flow.sheet.line((axis, flow.y - _ROW * len(rows)), (axis, flow.y), width=0.25, color=INK)
    flow.skip(2)
