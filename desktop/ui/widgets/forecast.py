"""Bars of what falls due on the coming days. The title beside it says what the bars show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import theme
from desktop.ui.tokens import Token


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its label, how many, and whether it is the bar of what is overdue."""

    label: str
    count: int
    overdue: bool = False


class ForecastChart(QWidget):
    """Every value is written; the highest day is the one hot bar."""

    def __init__(self, bars: Sequence[Bar] = (), *, name: str = "forecast") -> None:
        super().__init__()
        self.setObjectName(name)
        self._bars: tuple[Bar, ...] = ()
        self.setMinimumHeight(theme.px(96))
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleName(
            "、".join(self.tr("{0} {1}件").format(bar.label, bar.count) for bar in self._bars)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._bars)
        base, top = self.height() - theme.px(20), theme.px(18)
        days = [bar.count for bar in self._bars if not bar.overdue]
        highest = max((bar.count for bar in self._bars), default=0)
        hot_count = max(days, default=0)
        hot = next(
            (n for n, b in enumerate(self._bars) if not b.overdue and b.count == hot_count), -1
        )
        scale = (base - top) / highest if highest else 0.0
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("line2"))
        centre = Qt.AlignmentFlag.AlignCenter
        for number, bar in enumerate(self._bars):
            is_hot = number == hot and bar.count > 0
            loud = is_hot or (bar.overdue and bar.count > 0)
            fill: Token = "bad" if bar.overdue else "accent" if is_hot else "line2"
            ink: Token = "bad" if bar.overdue and bar.count else "text" if is_hot else "text2"
            height = bar.count * scale
            left = number * width
            thick = min(width * 0.6, theme.px(28))
            painter.fillRect(
                QRectF(left + (width - thick) / 2, base - height, thick, height), theme.color(fill)
            )
            painter.setPen(theme.color(ink))
            painter.setFont(theme.font(12, 700 if loud else 400))
            painter.drawText(
                QRectF(left, base - height - theme.px(17), width, theme.px(16)),
                centre,
                str(bar.count),
            )
            painter.setPen(theme.color("text" if is_hot else "text2"))
            painter.setFont(theme.font(12, 700 if is_hot else 400))
            painter.drawText(
                QRectF(left - 6, base + 2, width + 12, theme.px(18)), centre, bar.label
            )
