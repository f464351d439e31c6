"""A line in a side card that opens its case: number, words, and what stands at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui import theme
from desktop.ui.tokens import Tone

_HEIGHT = 25


class LinkRow(QAbstractButton):
    """`chosen` gives the key of what it stands for, by a click, Enter or Space."""

    chosen = Signal(str)

    def __init__(
        self, key: str, number: str, words: str, right: str, *, icon: str, tone: Tone, name: str
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setText(f"{number} {words} {right}".strip())
        self.setAccessibleName(self.text())
        self._key, self._number, self._words, self._right = key, number, words, right
        self._icon, self._tone = icon, tone
        self._over = False
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._over:
            painter.fillRect(self.rect(), theme.color("hover"))
        middle = self.height() / 2
        x = 0.0
        if self._icon:
            at = QPointF(x, middle - theme.px(7))
            theme.paint_icon(painter, at, self._icon, theme.tone_color(self._tone), 14, 2)
            x += theme.px(14) + 6
        right = theme.text_width(self._right, 13) + 2
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, self.width(), self.height()), centre, self._number)
        x += theme.text_width(self._number, 13) + 12
        painter.setPen(theme.tone_color(self._tone))
        side = Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, 0, self.width(), self.height()), centre | side, self._right)
        room = self.width() - x - right - 8
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(14))
        shown = theme.metrics(14).elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, 0, room + 2, self.height()), centre, shown)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._key)
