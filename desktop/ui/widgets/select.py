"""Choices: a drop-down list, a box to tick and a round choice, painted in the theme's colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget

from desktop.ui import theme


class Select(QComboBox):
    """A drop-down list of (key, words); the wheel does not change it by accident."""

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), *, name: str, accessible: str
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]], current: str = "") -> None:
        self.blockSignals(True)
        self.clear()
        for key, words in options:
            self.addItem(words, key)
        if current:
            self.choose(current)
        self.blockSignals(False)
        self.update()

    def key(self) -> str:
        """The key of the chosen option, or "" while there is none."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(14)
        at = QPointF(self.width() - side - 8, (self.height() - side) / 2)
        tone = theme.color("text2" if self.isEnabled() else "mute")
        theme.paint_icon(painter, at, "chevron-down", tone, 14, 2)


class Check(QCheckBox):
    """A box to tick, with its words; with `wrap` they take a second line where there is no room."""

    def __init__(self, text: str, *, name: str, checked: bool = False, wrap: bool = False) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setChecked(checked)
        self.setMinimumHeight(theme.px(28))
        self._wrap = wrap
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return _size(self, self.text())

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(whole.width() // 2 + theme.px(28), whole.height()) if self._wrap else whole

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        return theme.px(28 if width >= self.sizeHint().width() else 46)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(18)
        box = QRectF(1.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        on = self.isChecked()
        edge = "line" if not self.isEnabled() else "accent" if on else "line2"
        painter.setPen(QPen(theme.color("line" if edge == "line" else edge), 1))  # type: ignore[arg-type]
        fill = "mute_soft" if not self.isEnabled() else "accent" if on else "surface"
        painter.setBrush(theme.color(fill))  # type: ignore[arg-type]
        painter.drawRoundedRect(box, 3, 3)
        if on:
            ink = theme.color("on_accent" if self.isEnabled() else "mute")
            at = box.center() - QPointF(theme.px(14) / 2, theme.px(14) / 2)
            theme.paint_icon(painter, at, "check", ink, 14, 3)
        _words(painter, self, self.text(), side)


class Choice(QRadioButton):
    """One of several; arrow keys go from one to the next."""

    def __init__(self, text: str, *, name: str, checked: bool = False) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setChecked(checked)
        self.setMinimumHeight(theme.px(28))

    def sizeHint(self) -> QSize:
        return _size(self, self.text())

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(18)
        ring = QRectF(1.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        on = self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on and self.isEnabled() else "line2"), 1.5))
        painter.setBrush(theme.color("surface" if self.isEnabled() else "mute_soft"))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if self.isEnabled() else "mute"))
            painter.drawEllipse(ring.center(), side * 0.26, side * 0.26)
        _words(painter, self, self.text(), side)


def _size(widget: QWidget, text: str) -> QSize:
    width = theme.px(18) + 10 + theme.text_width(text) + 6
    return QSize(round(width), theme.px(28))


def _words(painter: QPainter, widget: QWidget, text: str, side: int) -> None:
    painter.setFont(theme.font(14))
    painter.setPen(theme.color("text" if widget.isEnabled() else "mute"))
    area = QRectF(side + 10, 0, widget.width() - side - 10, widget.height())
    flags = Qt.AlignmentFlag.AlignVCenter
    if area.width() + 1 < theme.text_width(text):
        flags |= Qt.TextFlag.TextWrapAnywhere
    painter.drawText(area, flags, text)
