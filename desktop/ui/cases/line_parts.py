"""Where a part of a one-line reading stands on its page."""

from __future__ import annotations

import unicodedata

import numpy as np
from PySide6.QtGui import QImage

from desktop.domain.reading import Box

_INK = 48  # how much darker than the paper ink is, of 255
_HALF = 0.56  # how wide a half-width character is beside a full one
_SPACE = 0.25
_BEFORE, _AFTER = 0.03, 0.14  # a little more, of the line's height: no stroke is to be cut off


def part_of_line(page: QImage, box: Box, line: str, part: str) -> Box:
    """The share of the line's ink that the part takes, by the widths of its characters."""
    start = line.find(part)
    if not part or start < 0 or part == line:
        return box
    left, right = _ink_span(page, box)
    widths = [_width(one) for one in line]
    whole = sum(widths) or 1.0
    first = sum(widths[:start]) / whole
    last = sum(widths[: start + len(part)]) / whole
    begin = max(box[0], round(left + (right - left) * first - _BEFORE * box[3]))
    end = min(box[0] + box[2], round(left + (right - left) * last + _AFTER * box[3]))
    return begin, box[1], max(1, end - begin), box[3]


def _ink_span(page: QImage, box: Box) -> tuple[int, int]:
    left, top, width, height = box
    gray = page.copy(left, top, width, height).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())[
        :, : gray.width()
    ]
    ink = (pixels < int(np.percentile(pixels, 75)) - _INK).any(axis=0)
    columns = np.flatnonzero(ink)
    if len(columns) < 2:
        return left, left + width
    return left + int(columns[0]), left + int(columns[-1]) + 1


def _width(character: str) -> float:
    if character == " ":
        return _SPACE
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _HALF
