"""The one place that makes labels: every label is plain text.

Names and addresses come from paper and may hold markup; Qt would render it (TRUST §6).
"""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui import theme
from desktop.ui.tokens import Tone

_FONTS: Final = {
    "h1": (20, 700),
    "h2": (16, 700),
    "h3": (14, 700),
    "strong": (14, 500),
    "small": (13, 400),
    "caption": (12, 400),
    "number": (28, 700),
    "chip": (12, 500),
    "keycap": (12, 400),
}
"""Size and weight of the roles that are not written like everything else."""


def label(
    text: str = "",
    role: str = "body",
    *,
    tone: Tone | None = None,
    wrap: bool = False,
    align: Qt.AlignmentFlag | None = None,
    selectable: bool = False,
    name: str = "",
) -> QLabel:
    """A plain-text label; roles: h1 h2 h3 strong body dim small caption number keycap mono."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setOpenExternalLinks(False)
    made.setText(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if role == "mono":
        made.setFont(theme.fixed_font(13))
    elif role in _FONTS:  # as the sheet has it: measured right before it stands in a window
        made.setFont(theme.font(*_FONTS[role]))
    if tone is not None:
        made.setProperty("tone", tone)
    if align is not None:
        made.setAlignment(align)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if name:
        made.setObjectName(name)
    return made


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Change the tone of a label, chip or banner."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        theme.restyle(widget)


def icon_label(name: str, tone: Tone = "text2", size: int = 16) -> QLabel:
    """An icon standing beside its word; it says nothing by itself."""
    made = label()
    made.setFixedSize(theme.px(size), theme.px(size))
    set_icon(made, name, tone, size)
    return made


def set_icon(target: QLabel, name: str, tone: Tone = "text2", size: int = 16) -> None:
    ratio = target.devicePixelRatioF()
    target.setPixmap(theme.pixmap(name, theme.tone_color(tone), size, ratio))


def keycap(text: str) -> QLabel:
    """The drawing of a key."""
    made = label(text, "keycap")
    made.setFixedHeight(theme.px(20))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def set_tooltip(widget: QWidget, text: str) -> None:
    """A tooltip whose text is never read as markup."""
    widget.setToolTip(f"<span>{html.escape(text)}</span>" if text else "")
