"""Steppers show how far a case or a certificate has come; they are read, not operated."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import theme
from desktop.ui.tokens import Token

_GAP, _LEAST_GAP = 34.0, 8.0


class Stepper(QWidget):
    """The steps of a case: done, now (a pill) and later; or the one at which it ended early."""

    def __init__(self, steps: Sequence[str], current: int = 0, *, name: str = "stepper") -> None:
        super().__init__()
        self.setObjectName(name)
        self._steps = tuple(steps)
        self._current = current
        self._ended = False
        self.setFixedHeight(theme.px(36))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(current)

    def set_current(self, current: int, *, ended: bool = False) -> None:
        """`current` may be the number of steps: then all are done. `ended`: nothing comes after
        this step, which was not finished."""
        self._current, self._ended = current, ended
        if ended:
            self.setAccessibleName(
                self.tr("進み具合：{0}で終了（{1}/{2}）").format(
                    self._steps[current], current + 1, len(self._steps)
                )
            )
        elif current < len(self._steps):
            self.setAccessibleName(
                self.tr("進み具合：{0}（{1}/{2}）").format(
                    self._steps[current], current + 1, len(self._steps)
                )
            )
        else:
            self.setAccessibleName(self.tr("進み具合：すべて完了"))
        self.updateGeometry()
        self.update()

    def current(self) -> int:
        return self._current

    def sizeHint(self) -> QSize:
        gaps = _GAP * (len(self._steps) - 1)
        return QSize(round(sum(self._widths()) + gaps) + 2, self.height())

    def _widths(self) -> list[float]:
        return [
            theme.text_width(step, 13, 700 if number == self._current else 400)
            + theme.px(14)
            + 5
            + (14 if number == self._current else 0)
            for number, step in enumerate(self._steps)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = theme.px(14)
        widths = self._widths()
        room = self.width() - sum(widths) - 2
        gap = min(_GAP, max(_LEAST_GAP, room / max(1, len(widths) - 1)))
        x, middle = 1.0, self.height() / 2
        for number, step in enumerate(self._steps):
            now, done = number == self._current, number < self._current
            token: Token = "text2" if done else "text3"
            if now:
                token = "mute" if self._ended else "accent_text"
            left = x
            if now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("mute_soft" if self._ended else "accent_soft"))
                half = theme.px(13)
                painter.drawRoundedRect(
                    QRectF(x, middle - half, widths[number], 2 * half), half, half
                )
                left += 7
            icon = "check" if done else "circle"
            if now:
                icon = "ban" if self._ended else "circle-dot"
            size = 14 if now or done else 12
            offset = theme.px(size) / 2
            theme.paint_icon(
                painter, QPointF(left, middle - offset), icon, theme.color(token), size, 2
            )
            painter.setFont(theme.font(13, 700 if now else 400))
            painter.setPen(theme.color(token))
            painter.drawText(
                QRectF(left + mark + 4, 0, widths[number], self.height()),
                Qt.AlignmentFlag.AlignVCenter,
                step,
            )
            x += widths[number]
            if number < len(self._steps) - 1:
                if gap > _LEAST_GAP + 2:
                    painter.setPen(QPen(theme.color("line2" if done else "line"), 1))
                    painter.drawLine(QPointF(x + 5, middle), QPointF(x + gap - 5, middle))
                x += gap


class ProofStepper(QWidget):
    """The stages of a certificate: a stage is done only when it has been proven (TRUST §2)."""

    def __init__(self, stages: Sequence[str], proven: int = 0, *, name: str = "proof") -> None:
        super().__init__()
        self.setObjectName(name)
        self._stages = tuple(stages)
        self._proven = proven
        self.setFixedHeight(theme.px(48))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_proven(proven)

    def set_proven(self, proven: int) -> None:
        self._proven = proven
        reached = self._stages[proven - 1] if proven else self.tr("まだありません")
        self.setAccessibleName(
            self.tr("証明できた段階：{0}（{1}/{2}）").format(reached, proven, len(self._stages))
        )
        self.update()

    def proven(self) -> int:
        return self._proven

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._stages)
        half = theme.px(8)
        for number, stage in enumerate(self._stages):
            centre = number * width + width / 2
            done = number < self._proven
            if number:
                painter.setPen(QPen(theme.color("ok" if done else "line2"), 1))
                painter.drawLine(
                    QPointF(centre - width + half + 3, half + 3),
                    QPointF(centre - half - 3, half + 3),
                )
            last = number == len(self._stages) - 1
            icon = "circle-check" if done else "shield-check" if last else "circle"
            theme.paint_icon(
                painter,
                QPointF(centre - half, 3),
                icon,
                theme.color("ok" if done else "text3"),
                16,
                2,
            )
            painter.setFont(theme.font(12, 700 if done else 500))
            painter.setPen(theme.color("ok" if done else "text2"))
            painter.drawText(
                QRectF(number * width - 8, theme.px(24), width + 16, theme.px(20)),
                Qt.AlignmentFlag.AlignCenter,
                stage,
            )
