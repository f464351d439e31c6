"""Text flowing down the pages of a letter, with new pages where one is full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.domain.forms import Rect
from desktop.letters.lines import break_lines
from desktop.letters.sheet import FILLS, PT, RULE, Sheet

LEFT = 22.0
RIGHT = 188.0
BOTTOM = 276.0
_ASCENT = 0.88  # of the size, from the line's top to its baseline
_PAD = 1.6  # between a cell's rule and its text
_ROW_KEPT_WHOLE = 40  # lines: a longer row may begin low on a page
_STRETCH = 1.2  # points a character may be moved to reach the right edge


@dataclass(frozen=True, slots=True)
class Style:
    """A face, a size in points and the step to the next line in millimetres."""

    face: str
    size: float
    leading: float


BODY = Style("serif-400", 10.5, 6.3)
SMALL = Style("sans-400", 8.5, 4.7)
CELL = Style("sans-400", 8.5, 4.6)
HEAD = Style("sans-700", 8.5, 4.6)


@dataclass(frozen=True, slots=True)
class Area:
    """Where text may stand on a page, in millimetres."""

    left: float = LEFT
    right: float = RIGHT
    bottom: float = BOTTOM


UPRIGHT = Area()


class Flow:
    """A cursor that goes down. `on_page` draws what stands on every further page."""

    def __init__(
        self,
        sheet: Sheet,
        top: float,
        on_page: Callable[[int], float],
        area: Area = UPRIGHT,
    ) -> None:
        self.area = area
        self.sheet = sheet
        self.y = top
        self.page = 1
        self._on_page = on_page

    def next_page(self) -> None:
        self.sheet.next_page()
        self.page += 1
        self.y = self._on_page(self.page)

    def need(self, height: float) -> None:
        """A new page unless so much room is left."""
        if self.y + height > self.area.bottom:
            self.next_page()

    def skip(self, height: float) -> None:
        self.y = min(self.y + height, self.area.bottom)

    def lines(self, text: str, style: Style, width: float, indent: str = "") -> tuple[str, ...]:
        return break_lines(
            f"{indent}{text}", width, lambda part: self.sheet.width(part, style.face, style.size)
        )

    def paragraph(
        self,
        text: str,
        style: Style = BODY,
        *,
        left: float | None = None,
        right: float | None = None,
        indent: str = "",
    ) -> None:
        """Lines set even on both sides, the last one as it falls."""
        left = self.area.left if left is None else left
        right = self.area.right if right is None else right
        lines = self.lines(text, style, right - left, indent)
        for index, line in enumerate(lines):
            self.need(style.leading)
            last = index == len(lines) - 1
            spread = 0.0 if last else self._spread(line, style, right - left)
            self.sheet.text(
                left,
                self.y + _ASCENT * style.size / PT,
                line,
                face=style.face,
                size=style.size,
                spread=spread,
            )
            self.y += style.leading

    def line(self, text: str, style: Style = BODY, align: str = "left") -> None:
        self.need(style.leading)
        area = self.area
        x = {"left": area.left, "center": (area.left + area.right) / 2, "right": area.right}[align]
        baseline = self.y + _ASCENT * style.size / PT
        self.sheet.text(x, baseline, text, face=style.face, size=style.size, align=align)
        self.y += style.leading

    def row(
        self,
        cells: Sequence[str],
        widths: Sequence[float],
        style: Style = CELL,
        *,
        heads: Sequence[str] = (),
        numbers: bool = False,
        right: Sequence[bool] = (),
    ) -> None:
        """One row of a table, as high as its fullest cell. `heads` are repeated on a new page.

        A row that no page could hold whole is broken over several. With `numbers` every cell but
        the first stands right; `right` says of each cell whether it does.
        """
        right = right or tuple(numbers and column > 0 for column in range(len(cells)))
        wrapped = self._wrapped(cells, widths, style)
        start = 0
        total = max(len(lines) for lines in wrapped)
        while start < total:
            room = self._room(style)
            if room < min(total - start, _ROW_KEPT_WHOLE):
                self.next_page()
                if heads:
                    self.head_row(heads, widths)
                room = self._room(style)
            taken = min(total - start, room)
            part = [lines[start : start + taken] for lines in wrapped]
            self._cells(part, widths, style, taken, right=right)
            start += taken

    def head_row(self, heads: Sequence[str], widths: Sequence[float]) -> None:
        """The shaded row of column heads; it stays with the row below it."""
        self.need(HEAD.leading + CELL.leading + 4 * _PAD)
        lines = self._wrapped(heads, widths, HEAD)
        count = max(len(cell) for cell in lines)
        self._cells(lines, widths, HEAD, count, shaded=True)

    def _wrapped(
        self, cells: Sequence[str], widths: Sequence[float], style: Style
    ) -> list[tuple[str, ...]]:
        return [
            self.lines(cell, style, width - 2 * _PAD)
            for cell, width in zip(cells, widths, strict=True)
        ]

    def _room(self, style: Style) -> int:
        """How many lines of a table still fit the page."""
        return int((self.area.bottom - self.y - 2 * _PAD) / style.leading)

    def _cells(
        self,
        cells: Sequence[Sequence[str]],
        widths: Sequence[float],
        style: Style,
        count: int,
        *,
        shaded: bool = False,
        right: Sequence[bool] = (),
    ) -> None:
        height = (count - 1) * style.leading + style.size / PT + 2 * _PAD
        x = self.area.left
        for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            ends = bool(right) and right[column]
            at, align = (x + width - _PAD, "right") if ends else (x + _PAD, "left")
            box = Rect(x, self.y, width, height)
            if shaded:
                self.sheet.fill(box, FILLS["label"])
            self.sheet.frame(box, 0.15, RULE)
            for index, text in enumerate(lines):
                baseline = self.y + _PAD + index * style.leading + _ASCENT * style.size / PT
                self.sheet.text(at, baseline, text, face=style.face, size=style.size, align=align)
            x += width
        self.y += height

    def _spread(self, line: str, style: Style, width: float) -> float:
        gaps = len(line) - 1
        if gaps < 1:
            return 0.0
        slack = (width - self.sheet.width(line, style.face, style.size)) * PT / gaps
        return slack if 0 < slack <= _STRETCH else 0.0
