"""Columns of writing that the detector passed over: a number written downwards may be one.

What is left of the ink once every line that was read is taken away is joined downwards; a tall and
narrow piece is set side by side and read. Digits for the most part, about as many as a 個人番号
has, are blacked out, and a clerk is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np

from desktop.capture.digit_places import LIKE_DIGITS
from desktop.capture.engine import Engine, Line, column_crop
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.domain.reading import Box

_DARK = 165
_WIDE = (1.2, 8.0)  # millimetres
_TALL = (20.0, 120.0)
_GAP = 5.0  # between two digits, or two groups of them
_LEAST, _MOST = 7, 16
_TRIED = 8  # pieces looked at on one page


def numbers_downwards(
    engine: Engine, flat: Gray, lines: Sequence[ReadLine], dpi: float
) -> tuple[Box, ...]:
    """Places of digits one under another where no line was found."""
    mm = dpi / 25.4
    ink = (flat < _DARK).astype(np.uint8)
    for line in lines:
        x, y, width, height = line.box
        ink[max(0, y) : y + height, max(0, x) : x + width] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((round(_GAP * mm), 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    tall = [
        (int(x), int(y), int(width), int(height))
        for x, y, width, height, _ in stats[1:]
        if _WIDE[0] * mm <= width <= _WIDE[1] * mm and _TALL[0] * mm <= height <= _TALL[1] * mm
    ]
    return tuple(box for box in tall[:_TRIED] if _are_digits(engine, flat, box))


def _are_digits(engine: Engine, flat: Gray, box: Box) -> bool:
    x, y, width, height = box
    pad = max(2, width // 6)
    corners = np.array(
        [(x - pad, y - pad), (x + width + pad, y - pad),
         (x + width + pad, y + height + pad), (x - pad, y + height + pad)], np.float32)  # fmt: skip
    (line,) = engine.read([column_crop(flat, corners)])
    return are_digits(line)


def are_digits(line: Line) -> bool:
    """Whether a line is digits for the most part, about as many as a 個人番号 has."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", line.text)).translate(LIKE_DIGITS)
    digits = sum(c.isdigit() for c in text)
    return _LEAST <= digits <= _MOST and digits >= 0.8 * len(text)
