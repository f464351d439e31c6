"""Where a part of a one-line reading stands on its page."""

from __future__ import annotations

import unicodedata

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from desktop.domain.reading import Box

_INK = 48  # how much darker than the paper ink is, of 255
_HALF = 0.56  # how wide a half-width character is beside a full one
_SPACE = 0.28
_REACH = 0.9  # how far, in full characters, an edge may lie from where it is expected
_INK_COST = 3.0  # what cutting through a column full of ink costs
_PAD = 0.04  # of the line's height: no stroke is to be cut off


def part_of_line(page: QImage, box: Box, line: str, part: str) -> Box:
    """The stretch of the line that the part takes; the whole box where that cannot be said."""
    start = line.find(part)
    if not part or start < 0 or part == line:
        return box
    edges = character_edges(page, box, line)
    pad = round(_PAD * box[3])
    begin = max(box[0], edges[start] - pad)
    end = min(box[0] + box[2], edges[start + len(part)] + pad)
    return begin, box[1], max(1, end - begin), box[3]


def character_edges(page: QImage, box: Box, line: str) -> list[int]:
    """The left edge of each character, and the right edge of the last.

    The edges are those that fall between strokes and leave each character about its usual width;
    found all together, since one narrow character moves all that follow.
    """
    ink = _ink_of_columns(page, box)
    columns = np.flatnonzero(ink > 0)
    if len(columns) < 2:
        return [box[0] + round(box[2] * n / len(line)) for n in range(len(line) + 1)]
    left, right = int(columns[0]), int(columns[-1]) + 1
    widths = np.array([_width(one) for one in line])
    full = (right - left) / float(widths.sum())  # pixels of a full-width character
    expected = left + np.concatenate(([0.0], np.cumsum(widths))) * full
    reach = max(1, round(_REACH * full))
    around = np.arange(-reach, reach + 1)
    padded = np.concatenate((ink, [0.0]))
    cost = np.where(around == 0, 0.0, np.inf)  # the first edge is the first ink
    came_from: list[npt.NDArray[np.intp]] = []
    before = round(expected[0]) + around
    for number in range(1, len(expected)):
        here = round(expected[number]) + around
        steps = here[:, None] - before[None, :]
        strain = ((steps - widths[number - 1] * full) / full) ** 2
        total = cost[None, :] + strain + np.where(steps < 1, np.inf, 0.0)
        came_from.append(total.argmin(axis=1))
        cost = total.min(axis=1) + _INK_COST * padded[np.clip(here, 0, len(ink))]
        before = here
    edges = [reach]  # the last edge is the last ink
    for choice in reversed(came_from):
        edges.append(int(choice[edges[-1]]))
    edges.reverse()
    return [
        box[0] + round(place) + int(around[edge])
        for place, edge in zip(expected, edges, strict=True)
    ]


def _ink_of_columns(page: QImage, box: Box) -> npt.NDArray[np.float64]:
    """How much of each column of the box is ink, 0–1."""
    left, top, width, height = box
    gray = page.copy(left, top, width, height).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())[
        :, : gray.width()
    ]
    dark = pixels < int(np.percentile(pixels, 75)) - _INK
    shares: npt.NDArray[np.float64] = dark.mean(axis=0)
    return shares


def _width(character: str) -> float:
    if character == " ":
        return _SPACE
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _HALF
