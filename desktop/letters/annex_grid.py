"""A table of the 別紙 over as many pages as it takes: heads again, no row left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.domain.annex_tables import AnnexTable, TableRow
from desktop.domain.forms import Rect
from desktop.letters.flow import BOTTOM, CELL, HEAD, LEFT, Flow, Style
from desktop.letters.sheet import FILLS, PT, RULE

_PAD = 1.6  # between a cell's rule and its text
_ASCENT = 0.88
_STRONG = Style("sans-700", CELL.size, CELL.leading)
_FURTHER_TOP = 34.0  # about where a table goes on; a long source above it may push it down
_LEAST_LINES = 4  # of a row that no page could hold: fewer of them do not begin low on a page

Cells = Sequence[Sequence[str]]


class Grid:
    """Draws one table where the flow stands. `again` begins a further page and says what it is."""

    def __init__(self, flow: Flow, table: AnnexTable, again: Callable[[], None]) -> None:
        self._flow = flow
        self._table = table
        self._again = again

    def draw(self) -> None:
        rows = [(row, self._wrapped(row)) for row in self._table.rows]
        groups = _kept_together([row for row, _lines in rows])
        first = sum(_height(lines, CELL) for _row, lines in rows[: groups[0]]) if groups else 0.0
        heads = [self._lines(head, at, HEAD) for at, head in enumerate(self._table.heads)]
        head = _height(heads, HEAD)
        page_room = BOTTOM - _FURTHER_TOP
        self._flow.need(min(head + first, page_room))
        self._row(heads, HEAD, shaded=True)
        start = 0
        for count in groups:
            part = rows[start : start + count]
            start += count
            height = sum(_height(lines, CELL) for _row, lines in part)
            if self._flow.y + height > BOTTOM and height <= page_room - head:
                self._new_page(heads)
            for row, lines in part:
                self._whole_or_broken(row, lines, heads, page_room - head)

    def _new_page(self, heads: Cells) -> None:
        self._again()
        self._row(heads, HEAD, shaded=True)

    def _whole_or_broken(self, row: TableRow, lines: Cells, heads: Cells, room: float) -> None:
        """The row as it is, on the next page where it fits there, or over several."""
        style = _STRONG if row.strong else CELL
        rest = [list(cell) for cell in lines]
        fresh = False  # a row that a fresh page does not hold would want a new one for ever
        while True:
            height = _height(rest, style)
            if self._flow.y + height <= BOTTOM:
                self._row(rest, style, shaded=row.strong, numbers=True)
                return
            fitting = int((BOTTOM - self._flow.y - 2 * _PAD) / style.leading)
            if not fresh and (height <= room or fitting < _LEAST_LINES):
                self._new_page(heads)
                fresh = True
                continue
            self._row([cell[:fitting] for cell in rest], style, numbers=True)
            rest = [cell[fitting:] for cell in rest]
            fresh = False

    def _wrapped(self, row: TableRow) -> Cells:
        style = _STRONG if row.strong else CELL
        return [self._lines(cell, at, style) for at, cell in enumerate(row.cells)]

    def _lines(self, text: str, column: int, style: Style) -> Sequence[str]:
        return self._flow.lines(text, style, self._table.widths[column] - 2 * _PAD)

    def _row(
        self, cells: Cells, style: Style, *, shaded: bool = False, numbers: bool = False
    ) -> None:
        sheet, top = self._flow.sheet, self._flow.y
        height = _height(cells, style)
        x = LEFT
        for column, lines in enumerate(cells):
            width = self._table.widths[column]
            box = Rect(x, top, width, height)
            if shaded:
                sheet.fill(box, FILLS["label" if style is HEAD else "soft"])
            sheet.frame(box, 0.15, RULE)
            right = self._table.right[column]
            align = "right" if right and numbers else "center" if right else "left"
            at = {"right": x + width - _PAD, "center": x + width / 2, "left": x + _PAD}[align]
            for index, text in enumerate(lines):
                baseline = top + _PAD + index * style.leading + _ASCENT * style.size / PT
                if text:
                    sheet.text(at, baseline, text, face=style.face, size=style.size, align=align)
            x += width
        self._flow.y = top + height


def _height(cells: Cells, style: Style) -> float:
    count = max([len(lines) for lines in cells], default=1)
    return (max(count, 1) - 1) * style.leading + style.size / PT + 2 * _PAD


def _kept_together(rows: Sequence[TableRow]) -> list[int]:
    """How many rows stand on one page each time: a sum with the row above it, the first two and
    the last two together."""
    groups: list[int] = []
    for row in rows:
        if row.strong and groups:
            groups[-1] += 1
        else:
            groups.append(1)
    if len(groups) > 1:
        groups[:2] = [groups[0] + groups[1]]
    if len(groups) > 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups
