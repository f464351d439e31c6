"""How a page's tile is painted: the sheet, its name, its flag."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import theme
from desktop.ui.tokens import Tone
from desktop.ui.widgets.thumb_model import THUMB_ROLE, Flag, Index, Thumb, ThumbsModel

_A4 = 1.414


class ThumbTile(QStyledItemDelegate):
    """With `flagged` every tile keeps the room of a flag, so that all are of one size."""

    def __init__(self, pages: ThumbsModel, width: int, gap: int, *, flagged: bool) -> None:
        super().__init__()
        self._pages = pages
        self._width = width
        self._gap = gap
        self._flagged = flagged

    def set_width(self, width: int) -> bool:
        """Whether the width is another than before."""
        changed = width != self._width
        self._width = width
        return changed

    def size(self, thumb: Thumb) -> QSize:
        words = theme.px(24) + (theme.px(20) if thumb.flag or self._flagged else 0)
        sheet = theme.px(self._width)
        return QSize(sheet + self._gap, round(sheet * _A4) + words + 14)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        thumb = index.data(THUMB_ROLE)
        return self.size(thumb) if isinstance(thumb, Thumb) else QSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        thumb = index.data(THUMB_ROLE)
        if not isinstance(thumb, Thumb):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self.draw(painter, thumb, chosen, option.rect)

    def draw(self, painter: QPainter, thumb: Thumb, chosen: bool, place: QRect) -> None:
        """Draw a page's tile."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(place).adjusted(2, 1, -2, -1)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(area, 5, 5)
        width = theme.px(self._width)
        height = round(width * _A4)
        sheet = QRectF(round(area.center().x() - width / 2), area.y() + 6, width, height)
        if thumb.barred:
            self._paint_barred(painter, thumb, sheet)
        else:
            self._paint_sheet(painter, thumb, sheet, chosen)
        line = QRectF(area.x(), sheet.bottom() + 4, area.width(), theme.px(18))
        self._words(
            painter, thumb.title, line, 700 if chosen else 400, "accent" if chosen else "text2"
        )
        if thumb.flag is not None:
            self._paint_flag(painter, thumb.flag, line.translated(0, theme.px(20)))
        painter.restore()

    def _paint_sheet(self, painter: QPainter, thumb: Thumb, sheet: QRectF, chosen: bool) -> None:
        painter.fillRect(sheet, QColor("#FFFFFF"))
        picture = self._pages.picture(thumb)
        if not picture.isNull():
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            room = QSize(round(sheet.width() * ratio), round(sheet.height() * ratio))
            scaled = self._pages.scaled(thumb, room)
            scaled.setDevicePixelRatio(ratio)
            size = scaled.deviceIndependentSize()
            at = QPointF(
                sheet.x() + (sheet.width() - size.width()) / 2,
                sheet.y() + (sheet.height() - size.height()) / 2,
            )
            painter.drawPixmap(at, scaled)
        if theme.palette().veil:
            painter.fillRect(sheet, QColor(0, 0, 0, round(255 * theme.palette().veil)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent" if chosen else "line2"), 2 if chosen else 1))
        painter.drawRect(sheet)

    def _paint_barred(self, painter: QPainter, thumb: Thumb, sheet: QRectF) -> None:
        tone: Tone = thumb.flag.tone if thumb.flag else "mute"
        ink = theme.tone_color(tone)
        painter.fillRect(sheet, theme.soft_color(tone))
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))
        icon = "octagon-pause" if tone == "bad" else "ban"
        half = theme.px(14)
        top = sheet.y() + sheet.height() * 0.2
        theme.paint_icon(painter, QPointF(sheet.center().x() - half, top), icon, ink, 28)
        line = QRectF(sheet.x(), top + theme.px(34), sheet.width(), theme.px(17))
        for words in thumb.barred:
            self._words(painter, words, line, 700, tone)
            line = line.translated(0, theme.px(17))

    def _paint_flag(self, painter: QPainter, flag: Flag, line: QRectF) -> None:
        weight = 700 if flag.tone == "bad" else 500
        width = theme.px(14) + 4 + theme.text_width(flag.text, 12, weight)
        left = line.center().x() - width / 2
        at = QPointF(left, line.center().y() - theme.px(7))
        theme.paint_icon(painter, at, flag.icon, theme.tone_color(flag.tone), 14, 2)
        painter.setFont(theme.font(12, weight))
        painter.setPen(theme.tone_color(flag.tone))
        words = QRectF(left + theme.px(14) + 4, line.y(), width, line.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, flag.text)

    @staticmethod
    def _words(painter: QPainter, text: str, area: QRectF, weight: int, tone: Tone) -> None:
        painter.setFont(theme.font(12, weight))
        painter.setPen(theme.tone_color(tone))
        shown = theme.metrics(12, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, area.width() + 2
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
