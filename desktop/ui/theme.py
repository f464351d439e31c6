"""The window's look: palette, fonts, style sheet and icons, all from one set of tokens.

Like Qt's own palette, colours and fonts belong to the application: `install` sets them once, and
the painting widgets ask for them by name. The style sheet is each window's own (`dress`): one of
the application is worked out anew for all that a widget holds whenever it is laid into another,
and a screen is laid together from the inside, seven or eight deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.tokens import LIGHT, TONE_SOFT, TONE_TEXT, Palette, Token, Tone

FAMILY = "Noto Sans JP"
SMALLEST = 12
_FONT_FILES = ("NotoSansJP_400Regular", "NotoSansJP_500Medium", "NotoSansJP_700Bold")
_ROLES: tuple[tuple[QPalette.ColorRole, Token], ...] = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "canvas"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.Highlight, "accent_soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.PlaceholderText, "text3"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.ToolTipBase, "text"),
    (QPalette.ColorRole.ToolTipText, "surface"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Link, "accent_text"),
)


@dataclass(slots=True)
class _Look:
    palette: Palette
    factor: float
    icons: Path
    sheet: str
    svg: dict[str, str] = field(default_factory=dict)
    pixmaps: dict[tuple[str, str, int, float, float], QPixmap] = field(default_factory=dict)
    fonts: dict[tuple[int, int], QFont] = field(default_factory=dict)
    metrics: dict[tuple[int, int], QFontMetricsF] = field(default_factory=dict)


_looks: list[_Look] = []


def _look() -> _Look:
    if not _looks:
        raise RuntimeError("theme.install has not been called")
    return _looks[-1]


def install(
    app: QApplication, resources: Path, palette: Palette = LIGHT, factor: float = 1.0
) -> None:
    """Load the fonts and give the application its look. `factor` scales every size (1–1.3)."""
    if not _looks:
        for name in _FONT_FILES:
            if QFontDatabase.addApplicationFont(str(resources / "fonts" / f"{name}.ttf")) < 0:
                raise FileNotFoundError(f"font {name} is missing from the installation")
    template = (resources / "styles" / "desk.qss").read_text(encoding="utf-8")
    _looks[:] = [_Look(palette, factor, resources / "icons", "")]
    app.setStyle("Fusion")
    app.setFont(font(14))
    colours = QPalette()
    for role, token in _ROLES:
        colours.setColor(role, color(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        colours.setColor(QPalette.ColorGroup.Disabled, role, color("mute"))
    app.setPalette(colours)
    # The sheet's own font outdoes a label's, so the fixed font is named in it as well.
    fixed = fixed_font().family()
    mono = f'QLabel[role="mono"] {{ font-family: "{fixed}"; font-size: @13px; }}'
    _look().sheet = style_sheet(template + mono, palette, factor)
    for window in app.topLevelWidgets():
        if window.styleSheet():
            dress(window)


def dress(window: QWidget) -> None:
    """Give a window the look, once all that it begins with stands in it; what is laid into it
    later, and every dialog, list and menu that opens over it, has it from there."""
    sheet = _look().sheet
    if window.styleSheet() != sheet:
        window.setStyleSheet(sheet)


def style_sheet(template: str, palette: Palette, factor: float) -> str:
    """Fill `@token` with its colour and `@14px` with the scaled size."""

    def fill(match: re.Match[str]) -> str:
        word = match.group(1)
        if word.endswith("px"):
            return f"{round(int(word[:-2]) * factor)}px"
        return palette.value(word)  # type: ignore[arg-type]

    return re.sub(r"@([a-z_]\w*|\d+px)", fill, template)


def palette() -> Palette:
    return _look().palette


def color(token: Token) -> QColor:
    return QColor(_look().palette.value(token))


def tone_color(tone: Tone) -> QColor:
    """The colour of words and icons of a tone."""
    return color(TONE_TEXT[tone])


def soft_color(tone: Tone) -> QColor:
    """The quiet background that belongs to a tone."""
    return color(TONE_SOFT[tone])


def px(size: int) -> int:
    """A length of the visual language in the office's scale."""
    return round(size * _look().factor)


def font(size: int = 14, weight: int = 400) -> QFont:
    """Noto Sans JP at `size` px (scaled); nothing is ever smaller than 12 px."""
    look, key = _look(), (size, weight)
    if key not in look.fonts:
        made = QFont(FAMILY)
        made.setPixelSize(max(SMALLEST, px(size)))
        made.setWeight(QFont.Weight(weight))
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        look.fonts[key] = made
    return look.fonts[key]


def fixed_font(size: int = 13) -> QFont:
    """The system's fixed font, for hashes and recovery words."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(max(SMALLEST, px(size)))
    return made


def metrics(size: int = 14, weight: int = 400) -> QFontMetricsF:
    look, key = _look(), (size, weight)
    if key not in look.metrics:
        look.metrics[key] = QFontMetricsF(font(size, weight))
    return look.metrics[key]


def text_width(text: str, size: int = 14, weight: int = 400) -> float:
    return metrics(size, weight).horizontalAdvance(text)


def pixmap(
    name: str, colour: QColor, size: int = 16, ratio: float = 1.0, stroke: float = 1.75
) -> QPixmap:
    """A Lucide icon as a pixmap, drawn once for each colour, size and device ratio."""
    look = _look()
    key = (name, colour.name(), size, ratio, stroke)
    if key not in look.pixmaps:
        if name not in look.svg:
            look.svg[name] = (look.icons / f"{name}.svg").read_text(encoding="utf-8")
        svg = look.svg[name].replace("currentColor", colour.name())
        svg = svg.replace('stroke-width="2"', f'stroke-width="{stroke}"')
        side = round(px(size) * ratio)
        made = QPixmap(side, side)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        made.setDevicePixelRatio(ratio)
        look.pixmaps[key] = made
    return look.pixmaps[key]


def icon(name: str, tone: Tone = "text2", size: int = 16) -> QIcon:
    """A Lucide icon in a tone, sharp on ordinary and on dense screens."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, tone_color(tone), size, ratio))
    return made


def paint_icon(
    painter: QPainter, at: QPointF, name: str, colour: QColor, size: int = 16, stroke: float = 1.75
) -> None:
    """Draw an icon with its upper left corner at `at`."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    painter.drawPixmap(at, pixmap(name, colour, size, ratio, stroke))


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a changed dynamic property."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
