"""The look: contrast, sizes, fonts, icons, and labels that are plain text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.ui import theme
from desktop.ui.labels import icon_label, keycap, label, set_tooltip
from desktop.ui.tokens import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    TONE_SOFT,
    TONE_TEXT,
    Palette,
    Token,
    contrast,
)
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import column, panel

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda p: p.name)
UI = Path(theme.__file__).parent

# Words on backgrounds that stand together somewhere in the window.
WORDS: list[tuple[Token, Token]] = [
    ("text", "canvas"), ("text", "surface"), ("text", "accent_soft"), ("text", "bad_soft"),
    ("text", "warn_soft"), ("text", "ok_soft"), ("text", "hold_soft"), ("text2", "canvas"),
    ("text2", "surface"), ("text2", "rail"), ("text2", "sunken"), ("text2", "accent_soft"),
    ("text3", "canvas"), ("text3", "surface"), ("text3", "rail"), ("text3", "accent_soft"),
    ("accent_text", "surface"), ("accent_text", "accent_soft"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("mute", "mute_soft"), ("surface", "text"),
    ("on_page_mark", "page_mark"), ("bad", "accent_soft"), ("warn", "accent_soft"),
    ("ok", "accent_soft"), ("hold", "accent_soft"),
]  # fmt: skip
SHAPES: list[tuple[Token, Token]] = [
    ("line2", "surface"), ("line2", "canvas"), ("focus", "surface"), ("focus", "canvas"),
    ("focus", "rail"), ("accent", "canvas"), ("accent", "surface"),
]  # fmt: skip


@THEMES
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_stand_out_by_at_least_four_and_a_half(
    palette: Palette, ink: Token, ground: Token
) -> None:
    assert contrast(palette.value(ink), palette.value(ground)) >= 4.5


@THEMES
def test_every_tone_can_be_read_on_its_own_ground(palette: Palette) -> None:
    for tone, token in TONE_TEXT.items():
        assert contrast(palette.value(token), palette.value(TONE_SOFT[tone])) >= 4.5, tone


@THEMES
@pytest.mark.parametrize(("ink", "ground"), SHAPES)
def test_edges_and_the_focus_ring_stand_out_by_at_least_three(
    palette: Palette, ink: Token, ground: Token
) -> None:
    assert contrast(palette.value(ink), palette.value(ground)) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_no_size_in_the_style_sheet_is_under_twelve_px() -> None:
    sheet = (paths.resources() / "styles" / "desk.qss").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall(r"font-size:\s*@(\d+)px", sheet)]
    assert sizes
    assert min(sizes) >= 12


def test_no_painted_text_asks_for_less_than_twelve_px() -> None:
    asked = []
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "theme.font":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    asked.append(first.value)
    assert asked
    assert min(asked) >= 12


def test_a_font_is_never_smaller_than_twelve_px(look: QApplication) -> None:
    assert theme.font(8).pixelSize() == 12


def test_the_fonts_are_those_that_are_shipped(look: QApplication) -> None:
    assert QFontInfo(theme.font(14, 400)).family() == theme.FAMILY
    assert theme.text_width("開示", 14, 700) > 0


@pytest.mark.parametrize("factor", [1.0, 1.15, 1.3])
def test_all_sizes_come_from_one_factor(factor: float) -> None:
    filled = theme.style_sheet("a { font-size: @20px; color: @text; }", LIGHT, factor)
    assert filled == f"a {{ font-size: {round(20 * factor)}px; color: #1A1E24; }}"


def test_the_style_sheet_fills_every_token(look: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert "QLabel" in window.styleSheet()
    assert "@" not in window.styleSheet()
    assert look.palette().window().color() == QColor(LIGHT.canvas)


ROLES = ("body", "dim", "h1", "h2", "h3", "strong", "small", "caption", "number", "chip", "keycap")


@pytest.mark.parametrize("role", ROLES)
def test_a_label_has_its_font_before_it_stands_in_a_window(qtbot: QtBot, role: str) -> None:
    made = label("開示", role)
    alone = made.font()
    window = QWidget()
    window.setLayout(column(made))
    qtbot.addWidget(window)
    made.ensurePolished()
    styled = made.font()
    assert (alone.pixelSize(), alone.weight()) == (styled.pixelSize(), styled.weight())
    assert alone.family() == styled.family() == theme.FAMILY


def test_what_is_laid_into_a_window_has_its_look_and_a_dialog_over_it_too(qtbot: QtBot) -> None:
    window = QWidget()
    window.setLayout(column())
    qtbot.addWidget(window)
    card = panel(column(label("見本")), "card")
    window.layout().addWidget(card)
    dialog = Dialog(window, "消しますか", "消す", name="asked")
    alone = Dialog(None, "消しますか", "消す", name="asked_alone")
    qtbot.addWidget(alone)
    card.ensurePolished()
    for one, ground in ((card, "surface"), (dialog, "canvas"), (alone, "canvas")):
        drawn = one.grab().toImage()
        assert drawn.pixelColor(drawn.width() // 2, 4).name() == getattr(LIGHT, ground).lower()


def test_no_sheet_of_the_application_costs_every_screen_its_time(look: QApplication) -> None:
    assert look.styleSheet() == ""


def test_an_icon_is_drawn_in_its_tone(look: QApplication) -> None:
    drawn = theme.pixmap("check", theme.tone_color("ok"), 20).toImage()
    inked = [
        drawn.pixelColor(x, y)
        for x in range(drawn.width())
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert {colour.name() for colour in inked} == {LIGHT.ok.lower()}


# Where a call names an icon: the place of the argument, counted from 0.
ICON_ARGUMENT = {
    "icon_label": 0, "IconButton": 0, "theme.icon": 0, "theme.pixmap": 0, "set_icon": 1,
    "theme.paint_icon": 2, "Chip": 2, "Place": 2, "Flag": 2, "Cell": 2,
}  # fmt: skip


def icon_names() -> set[str]:
    """Every icon that the window's source names outright."""
    used = set()
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            named = [word.value for word in node.keywords if word.arg == "icon"]
            place = ICON_ARGUMENT.get(ast.unparse(node.func), -1)
            if 0 <= place < len(node.args):
                named.append(node.args[place])
            parts = [part for name in named for part in ast.walk(name)]
            used |= {p.value for p in parts if isinstance(p, ast.Constant) and p.value}
    return {name for name in used if isinstance(name, str)}


def test_every_icon_that_is_named_is_shipped() -> None:
    shipped = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}
    assert len(icon_names()) > 20
    assert icon_names() - shipped == set()


def test_the_icons_carry_their_licence() -> None:
    licence = (paths.resources() / "icons" / "LICENSE-lucide.txt").read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "The MIT License (MIT)" in licence


@pytest.mark.parametrize("text", ["<b>架空</b>", "<img src='file:///etc/passwd'>", "&amp;", "普通"])
def test_a_label_shows_markup_as_it_was_written(qtbot: QtBot, text: str) -> None:
    made = label(text)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.text() == text


def test_all_labels_come_from_the_one_factory() -> None:
    makers = [
        file.name
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("QLabel", "QMessageBox")
    ]
    assert makers == ["labels.py"]


def test_no_widget_carries_its_own_style_sheet() -> None:
    setters = [
        file.name for file in UI.rglob("*.py") if ".setStyleSheet(" in file.read_text("utf-8")
    ]
    assert setters == ["theme.py"]


def test_a_tooltip_is_not_read_as_markup(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tooltip(widget, "<img src=x>")
    assert "<img" not in widget.toolTip()
    assert "&lt;img" in widget.toolTip()


def test_keycaps_and_icons_are_labels_too(qtbot: QtBot) -> None:
    for made in (keycap("F2"), icon_label("check", "ok")):
        qtbot.addWidget(made)
        assert isinstance(made, QLabel)
        assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_dense_screen_gets_a_dense_icon(look: QApplication) -> None:
    drawn: QImage = theme.pixmap("check", theme.color("text"), 16, 2.0).toImage()
    assert (drawn.width(), drawn.height()) == (32, 32)
