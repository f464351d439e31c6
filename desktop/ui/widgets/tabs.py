"""Tabs inside a place: one Tab stop, arrow keys go from tab to tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import theme
from desktop.ui.widgets.focus_ring import tell_moved

_GAP = 24


class Tabs(QWidget):
    """Words with an optional count; `changed` gives the index and follows every way of choosing.

    `keys` name the tabs for who asks for one, whatever language its word is in.
    """

    changed = Signal(int)

    def __init__(
        self,
        words: Sequence[str],
        *,
        name: str,
        accessible: str = "",
        keys: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._keys = tuple(keys)
        self.setObjectName(name)
        self._accessible = accessible or self.tr("表示の切り替え")
        self._words = tuple(words)
        self._counts = [0] * len(words)
        self._current = 0
        self.setFixedHeight(theme.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._speak()

    def current(self) -> int:
        return self._current

    def words(self) -> tuple[str, ...]:
        return self._words

    def ask_for(self, key: object) -> bool:
        """Choose the tab of this key; whether there is one."""
        if key not in self._keys:
            return False
        self.set_current(self._keys.index(str(key)))
        return True

    def set_current(self, index: int) -> None:
        if 0 <= index < len(self._words) and index != self._current:
            self._current = index
            self._speak()
            self.update()
            tell_moved(self)
            self.changed.emit(index)

    def set_count(self, index: int, count: int) -> None:
        """The number beside a word; 0 shows none."""
        self._counts[index] = count
        self._speak()
        self.updateGeometry()
        self.update()

    def count(self, index: int) -> int:
        return self._counts[index]

    def tab_area(self, index: int) -> QRectF:
        """Where a tab stands; tests and the tour click there."""
        x = 0.0
        for number in range(index):
            x += self._width(number) + theme.px(_GAP)
        return QRectF(x, 0, self._width(index), self.height())

    def focus_area(self) -> QRect:
        """The chosen tab; the focus ring stands around it and not around all of them."""
        return self.tab_area(self._current).adjusted(-2, 1, 2, 0).toAlignedRect()

    def sizeHint(self) -> QSize:
        widths = sum(self._width(n) for n in range(len(self._words)))
        return QSize(round(widths + theme.px(_GAP) * (len(self._words) - 1)) + 2, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._words) - 1
        target = {
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.set_current(target)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index in range(len(self._words)):
            if self.tab_area(index).adjusted(-8, 0, 8, 0).contains(event.position()):
                self.set_current(index)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = theme.px(3)
        for index, word in enumerate(self._words):
            area = self.tab_area(index)
            on = index == self._current
            painter.setFont(theme.font(14, 700 if on else 400))
            painter.setPen(theme.color("text" if on else "text2"))
            words_area = area.adjusted(0, 0, 4, -line - 2)
            painter.drawText(words_area, Qt.AlignmentFlag.AlignVCenter, word)
            if self._counts[index]:
                left = theme.text_width(word, 14, 700) + 6
                painter.setFont(theme.font(13))
                painter.setPen(theme.color("text3"))
                painter.drawText(
                    words_area.adjusted(left, 0, 8, 0),
                    Qt.AlignmentFlag.AlignVCenter,
                    str(self._counts[index]),
                )
            if on:
                painter.fillRect(
                    QRectF(area.x(), self.height() - line, area.width(), line),
                    theme.color("accent"),
                )

    def _width(self, index: int) -> float:
        width = theme.text_width(self._words[index], 14, 700)
        if self._counts[index]:
            width += 6 + theme.text_width(str(self._counts[index]), 13)
        return width + 2

    def _speak(self) -> None:
        count = self._counts[self._current]
        spoken = (
            self.tr("{0} {1}件").format(self._words[self._current], count)
            if count
            else self._words[self._current]
        )
        self.setAccessibleName(
            f"{self._accessible}：{spoken}（{self._current + 1}/{len(self._words)}）"
        )
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
