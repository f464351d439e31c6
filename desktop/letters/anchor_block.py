"""The anchor of the operation log on paper: 64 hex digits to type, a QR beside (TRUST §3)."""

from __future__ import annotations

from desktop.domain.forms import Rect
from desktop.letters.flow import LEFT, RIGHT, SMALL, Flow
from desktop.letters.marks import qr

SIDE = 30.0


def anchor_qr(size: int, root: str) -> str:
    """The QR of an audit anchor; `audit verify --anchor SIZE ROOT` takes the same two."""
    return f"MDG1|ANCHOR|{size}|{root}"


def grouped(hexadecimal: str) -> tuple[str, ...]:
    """64 hex digits as two lines of eight fours: easy to type from paper."""
    fours = [hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4)]
    return tuple("  ".join(fours[start : start + 8]) for start in range(0, len(fours), 8))


def draw_anchor(flow: Flow, size: int, root: str, meaning: str) -> None:
    """Size and root with their QR at the right; `meaning` says what they are good for."""
    flow.need(SIDE + 2)
    top, right = flow.y, RIGHT - SIDE - 6
    flow.paragraph(f"記録数 {size}　ルート値", SMALL, right=right)
    for text in grouped(root):
        flow.paragraph(text, SMALL, left=LEFT + 4, right=right)
    flow.skip(1.5)
    flow.paragraph(meaning, SMALL, right=right)
    flow.sheet.cells(Rect(RIGHT - SIDE, top, SIDE, SIDE), qr(anchor_qr(size, root)))
    flow.y = max(flow.y, top + SIDE)
