"""Buttons: label and quiet key hint in one, painted, since QPushButton has one text style."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.ui import theme
from desktop.ui.labels import set_tooltip
from desktop.ui.tokens import Token, Tone
from desktop.ui.widgets import keys as key_binding

Kind = Literal["primary", "secondary", "quiet", "danger"]

# fill, border, text, key hint
_PAINT: dict[Kind, tuple[Token | None, Token | None, Token, Token]] = {
    "primary": ("accent", "accent", "on_accent", "on_accent"),
    "secondary": ("surface", "line2", "text", "text3"),
    "quiet": (None, None, "accent_text", "text3"),
    "danger": ("surface", "bad", "bad", "text3"),
}
_OVER: dict[Kind, Token] = {
    "primary": "accent_hover",
    "secondary": "hover",
    "quiet": "hover",
    "danger": "bad_soft",
}
_DISABLED: tuple[Token, Token, Token, Token] = ("mute_soft", "line", "mute", "mute")


class Button(QPushButton):
    """A button of the desk; one primary a screen, with Ctrl+Enter.

    `key` is shown inside and bound; with `bind=False` it is only shown.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "secondary",
        *,
        name: str,
        key: str = "",
        icon: str = "",
        small: bool = False,
        bind: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind: Kind = kind
        self.key = key
        self._icon = icon
        self._small = small
        self._over = False
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setFixedHeight(theme.px(28 if small else 34))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        if key and bind:
            key_binding.bind(self, key, self._press)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        self.kind = kind
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        padding = 16 if self.kind == "quiet" else 26
        return QSize(round(padding + sum(self._widths())), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
        fill, border, text, hint = _PAINT[self.kind] if self.isEnabled() else _DISABLED
        if not self.isEnabled() and self.kind == "quiet":
            fill = border = None
        elif self.isEnabled() and (self._over or self.isDown()):
            fill = _OVER[self.kind]
        painter.setPen(QPen(theme.color(border)) if border else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        icon_width, text_width, key_width = self._widths()
        x = (self.width() - icon_width - text_width - key_width) / 2
        middle = self.height() / 2
        if self._icon:
            theme.paint_icon(
                painter, QPointF(x, middle - theme.px(16) / 2), self._icon, theme.color(text)
            )
            x += icon_width
        painter.setPen(theme.color(text))
        painter.setFont(theme.font(*self._font()))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, text_width + 4, self.height()), centre, self.text())
        if self.key:
            painter.setPen(theme.color(hint))
            painter.setFont(theme.font(12))
            painter.drawText(
                QRectF(x + text_width + 12, 0, key_width, self.height()), centre, self.key
            )

    def _font(self) -> tuple[int, int]:
        return 13 if self._small else 14, 700 if self.kind == "primary" else 500

    def _widths(self) -> tuple[float, float, float]:
        return (
            theme.px(16) + 6 if self._icon else 0.0,
            theme.text_width(self.text(), *self._font()),
            theme.text_width(self.key, 12) + 12 if self.key else 0.0,
        )

    def _press(self) -> None:
        if self.isEnabled():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.click()


class IconButton(QToolButton):
    """A small square button with an icon; its word is the tooltip and the accessible name."""

    def __init__(
        self,
        icon: str,
        word: str,
        *,
        name: str,
        key: str = "",
        tone: Tone = "text2",
        size: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(word)
        set_tooltip(self, f"{word}（{key}）" if key else word)
        self.setIcon(theme.icon(icon, tone, size))
        self.setIconSize(QSize(theme.px(size), theme.px(size)))
        self.setFixedSize(theme.px(30), theme.px(30))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if key:
            key_binding.bind(self, key, self._press)

    def _press(self) -> None:
        if self.isEnabled():
            self.click()
