"""Cells: what a table shows in one place, and the delegate that paints it.

Colour never stands alone: a cell that has a tone has an icon or a word that says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import theme
from desktop.ui.tokens import TONE_TEXT, Token, Tone
from desktop.ui.widgets.strip import Crop, paint_strip

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2
LEFT = 8
_BAR = 120
_CENTRE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, and around it whatever helps to read it.

    `second` stands after the text on the same line, `sub` below it. `crop` is the piece of the
    scan above the text. `indent` is the distance from the cell's left edge.
    """

    text: str = ""
    tone: Tone | None = None
    icon: str = ""
    icon_tone: Tone | None = None
    weight: int = 400
    px: int = 14
    second: str = ""
    second_tone: Tone = "text3"
    second_weight: int = 400
    sub: str = ""
    sub_tone: Tone = "text3"
    align: Literal["left", "right"] = "left"
    crop: Crop | None = None
    crop_height: int = 27
    background: Token | None = None
    indent: int = LEFT
    share: float | None = None  # 0–1: a bar before the text, which says the same in figures
    spoken: str = ""  # what a screen reader says, where it differs from the words

    def words(self) -> str:
        """All words of the cell; copied, searched and read aloud."""
        return " ".join(part for part in (self.text, self.second, self.sub) if part)


EMPTY = Cell()


class Cells(QStyledItemDelegate):
    """Paints `Cell` values; rules between rows, an accent bar at the chosen row."""

    def __init__(self, row_height: int = 36, *, rules: bool = True) -> None:
        super().__init__()
        self.row_height = row_height
        self._rules = rules

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(40, theme.px(self.row_height))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            cell = Cell(str(index.data() or ""))
        area = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if chosen:
            painter.fillRect(area, theme.color("accent_soft"))
            if index.column() == 0:
                painter.fillRect(
                    QRectF(area.x(), area.y(), 3, area.height()), theme.color("accent")
                )
        elif cell.background is not None:
            painter.fillRect(area, theme.color(cell.background))
        if self._rules:
            painter.fillRect(
                QRectF(area.x(), area.bottom() - 1, area.width(), 1), theme.color("line")
            )
        if cell.crop is not None:
            self._paint_reading(painter, cell, cell.crop, area)
        else:
            self._paint_words(painter, cell, area, chosen)
        painter.restore()

    def _paint_reading(self, painter: QPainter, cell: Cell, piece: Crop, area: QRectF) -> None:
        width = area.width() - cell.indent - LEFT
        strip_height = theme.px(cell.crop_height)
        top = area.y() + 4
        paint_strip(painter, piece, QRectF(area.x() + cell.indent, top, width, strip_height))
        below = QRectF(
            area.x() + cell.indent,
            top + strip_height,
            width,
            area.bottom() - top - strip_height - 2,
        )
        self._text(painter, cell, below)

    def _paint_words(self, painter: QPainter, cell: Cell, area: QRectF, chosen: bool) -> None:
        x = area.x() + cell.indent
        middle = area.center().y()
        if cell.icon:
            tone = cell.icon_tone or cell.tone or "text2"
            y = middle - theme.px(18) if cell.sub else middle - theme.px(8)
            theme.paint_icon(painter, QPointF(x, y), cell.icon, theme.tone_color(tone), 16, 2)
            x += theme.px(16) + 6
        if cell.share is not None:
            self._bar(painter, cell.share, QRectF(x, middle - 5, theme.px(_BAR), theme.px(10)))
            x += theme.px(_BAR) + 8
        line = QRectF(x, area.y(), area.right() - x - LEFT, area.height())
        if cell.sub:
            upper = QRectF(x, middle - theme.px(21), line.width(), theme.px(21))
            lower = QRectF(x, middle - 1, line.width(), theme.px(19))
            self._text(painter, cell, upper)
            sub_tone: Tone = "text2" if chosen and cell.sub_tone == "text3" else cell.sub_tone
            self._words(painter, cell.sub, 12, 400, TONE_TEXT[sub_tone], lower, cell.align)
        else:
            self._text(painter, cell, line)

    def _text(self, painter: QPainter, cell: Cell, line: QRectF) -> None:
        token = TONE_TEXT[cell.tone] if cell.tone else "text"
        if not cell.second:
            self._words(painter, cell.text, cell.px, cell.weight, token, line, cell.align)
            return
        used = theme.text_width(cell.text, cell.px, cell.weight) + 8 if cell.text else 0.0
        second_px = min(cell.px, 13)
        if cell.align == "right":
            used_second = theme.text_width(cell.second, second_px, cell.second_weight) + 8
            first = QRectF(line.x(), line.y(), line.width() - used_second, line.height())
            rest = line
        else:
            first = line
            rest = QRectF(line.x() + used, line.y(), line.width() - used, line.height())
        self._words(painter, cell.text, cell.px, cell.weight, token, first, cell.align)
        self._words(
            painter,
            cell.second,
            second_px,
            cell.second_weight,
            TONE_TEXT[cell.second_tone],
            rest,
            cell.align,
        )

    @staticmethod
    def _bar(painter: QPainter, share: float, whole: QRectF) -> None:
        """An outline and what is filled of it: read without colours, too."""
        painter.setPen(theme.color("line2"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole)
        filled = whole.adjusted(1, 1, 0, 0)
        filled.setWidth(filled.width() * min(1.0, share))
        painter.fillRect(filled, theme.color("text2"))

    @staticmethod
    def _words(
        painter: QPainter, text: str, size: int, weight: int, token: Token, area: QRectF, align: str
    ) -> None:
        painter.setFont(theme.font(size, weight))
        painter.setPen(theme.color(token))
        side = Qt.AlignmentFlag.AlignRight if align == "right" else Qt.AlignmentFlag.AlignLeft
        shown = theme.metrics(size, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, max(0.0, area.width() + 1)
        )
        painter.drawText(area, side | _CENTRE | Qt.TextFlag.TextSingleLine, shown)
