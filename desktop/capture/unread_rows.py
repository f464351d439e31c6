"""Rows of cells that the detector passed over: a number written into them digit by digit.

A stamp over some of the cells hides the whole row from the detector. What is left of the ink once
every line that was read and every rule is taken away is joined across; a long and low piece is
drawn together, digit beside digit, and read. Digits for the most part, about as many as a 個人番号
has, are blacked out, and a clerk is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from desktop.capture.engine import Engine
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.capture.unread_columns import are_digits
from desktop.domain.reading import Box

_DARK = 165
_RULE_ACROSS = 12.0  # millimetres; no stroke of a digit is as long
_RULE_DOWN = 5.6
_GAP = 8.0  # between two digits, each in its cell
_LONG = (25.0, 160.0)
_HIGH = (2.0, 18.0)  # up to a stamp's height
_TRIED = 8  # pieces looked at on one page
_APART = 0.25  # of the height of the piece, between two digits


def numbers_across(
    engine: Engine, flat: Gray, lines: Sequence[ReadLine], dpi: float
) -> tuple[Box, ...]:
    """Places of digits one beside another where no line was found."""
    mm = dpi / 25.4
    ink = (flat < _DARK).astype(np.uint8)
    rules = _rules(ink, mm)
    for line in lines:
        x, y, width, height = line.box
        ink[max(0, y) : y + height, max(0, x) : x + width] = 0
    ink[rules > 0] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(_GAP * mm)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    long = [
        (int(x), int(y), int(width), int(height))
        for x, y, width, height, _ in stats[1:]
        if _LONG[0] * mm <= width <= _LONG[1] * mm and _HIGH[0] * mm <= height <= _HIGH[1] * mm
    ]
    clean = np.where(rules > 0, np.uint8(255), flat)
    return tuple(box for box in long[:_TRIED] if _are_digits(engine, clean, box))


def _rules(ink: Gray, mm: float) -> Gray:
    """The frames of cells and other long lines, a little wider than they are."""
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_RULE_ACROSS * mm)), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_RULE_DOWN * mm), 1), np.uint8))
    found: Gray = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    return found


def _are_digits(engine: Engine, clean: Gray, box: Box) -> bool:
    x, y, width, height = box
    pad = max(2, height // 8)
    strip = clean[max(0, y - pad) : y + height + pad, max(0, x) : x + width]
    (line,) = engine.read([_drawn_together(strip)])
    return are_digits(line)


def _drawn_together(strip: Gray) -> Gray:
    """The pieces of a row without the wide paper between them."""
    dark = (strip < _DARK).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], dark.astype(np.int8), [0]])))
    space = np.full((strip.shape[0], max(2, round(_APART * strip.shape[0]))), 255, np.uint8)
    pieces: list[Gray] = [space]
    for start, end in edges.reshape(-1, 2).tolist():
        pieces += [strip[:, start:end], space]
    return np.concatenate(pieces, axis=1)
