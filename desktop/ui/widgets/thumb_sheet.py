"""All tiles of a row of pages in one picture, so that showing them again is a single step.

A worker that computes may stop the window at each step of a painting, to have Python's lock; thirty
tiles painted one by one were hundreds of such steps.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from desktop.ui import theme
from desktop.ui.widgets.thumb_model import ThumbsModel
from desktop.ui.widgets.thumb_tile import ThumbTile

Look = tuple[object, ...]


class ThumbSheet:
    """Tiles of one size in lines of `columns`, or all in one line where that is 0.

    Only what is about to be seen is drawn, and only where it has changed.
    """

    def __init__(self, pages: ThumbsModel, tile: ThumbTile) -> None:
        self._pages, self._tile = pages, tile
        self._sheet = QPixmap()
        self._base: Look = ()
        self._looks: dict[int, Look] = {}

    def compose(self, seen: QRect, chosen: int, columns: int, ratio: float) -> QPixmap:
        """The picture, right within `seen`; `chosen` is the row of the cursor or -1."""
        thumbs = self._pages.thumbs()
        if not thumbs:
            return QPixmap()
        size = self._tile.size(thumbs[0])
        base = (size, columns, ratio, theme.palette())
        if base != self._base:
            self._base, self._sheet = base, QPixmap()
            self._looks.clear()
        across = columns or len(thumbs)
        lines = -(-len(thumbs) // across)
        self._make_room(QSize(size.width() * across, size.height() * lines), ratio)
        first = max(0, seen.top() // size.height()) * across
        last = min(len(thumbs), (seen.bottom() // size.height() + 1) * across)
        wanted: dict[int, Look] = {}
        for row in range(first, last):
            thumb = thumbs[row]
            picture = 0 if thumb.barred else self._pages.picture(thumb).cacheKey()
            look = (thumb, picture, row == chosen)
            if self._looks.get(row) != look:
                wanted[row] = look
        gone = [row for row in self._looks if row >= len(thumbs)]
        if wanted or gone:
            self._draw(wanted, gone, size, columns)
        return self._sheet

    def _draw(self, wanted: dict[int, Look], gone: list[int], size: QSize, columns: int) -> None:
        thumbs = self._pages.thumbs()
        painter = QPainter(self._sheet)
        for row in (*gone, *wanted):
            line, column = divmod(row, columns) if columns else (0, row)
            place = QRect(QPoint(column * size.width(), line * size.height()), size)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(place, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if row in wanted:
                self._tile.draw(painter, thumbs[row], bool(wanted[row][-1]), place)
        painter.end()
        for row in gone:
            del self._looks[row]
        self._looks |= wanted

    def _make_room(self, size: QSize, ratio: float) -> None:
        """A larger picture where more tiles have come; what was drawn stays."""
        before = self._sheet.deviceIndependentSize().toSize()
        if before.width() >= size.width() and before.height() >= size.height():
            return
        made = QPixmap(before.expandedTo(size) * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        if not self._sheet.isNull():
            painter = QPainter(made)
            painter.drawPixmap(0, 0, self._sheet)
            painter.end()
        self._sheet = made
