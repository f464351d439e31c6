"""A field written in two lines, parted: people write small, and twice, where a box is too short."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop.capture.pixels import Gray

_INK = 218
_LEAST_HEIGHT = 6.0  # millimetres of two lines together
_LEAST_LINE = 1.8  # millimetres: lower is a stroke of one letter, as in 二
_LEAST_WIDTH = 4.0  # millimetres of each line
_LEAST_GAP = 0.3
_LONG = 3.0  # times as wide as high: one of the two is a line and no part of a letter
_SLOPES = (0.0, 0.01, -0.01, 0.02, -0.02, 0.035, -0.035)
_STRAY = 0.002  # of the ink: so little may cross the gap


def parted(crop: Gray, dpi: float) -> tuple[Gray, ...]:
    """The crop's two lines from the top, where a gap runs across it; else the crop itself."""
    mm = dpi / 25.4
    places = np.argwhere(crop < _INK)
    rows, columns = places[:, 0], places[:, 1]
    if rows.size == 0 or np.ptp(rows) < _LEAST_HEIGHT * mm:
        return (crop,)
    best: tuple[float, float] | None = None
    gap = _LEAST_GAP * mm
    for slope in _SLOPES:
        level = np.round(rows - slope * columns).astype(int)
        found = _gap(level - level.min(), mm)
        if found is not None and found[1] > gap:
            best, gap = (slope, found[0] + int(level.min())), found[1]
    if best is None:
        return (crop,)
    slope, middle = best
    down, across = np.ogrid[: crop.shape[0], : crop.shape[1]]
    above = down - slope * across < middle
    lines = tuple(_cut(np.where(part, crop, np.uint8(250)), mm) for part in (above, ~above))
    wide = [line.shape[1] for line in lines]
    long = any(line.shape[1] >= _LONG * line.shape[0] for line in lines)
    return lines if min(wide) >= _LEAST_WIDTH * mm and long else (crop,)


def _gap(level: NDArray[np.int_], mm: float) -> tuple[float, int] | None:
    """The middle and height of the highest gap that leaves a line's height on both sides."""
    profile = np.bincount(level)
    least = round(_LEAST_LINE * mm)
    bare = profile <= max(1.0, _STRAY * level.size / 10)
    bare[:least] = bare[-least:] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], bare.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return None
    start, end = max(runs.tolist(), key=lambda run: run[1] - run[0])
    return (start + end) / 2, end - start


def _cut(picture: Gray, mm: float) -> Gray:
    """The written part with a margin round it."""
    dark = picture < _INK
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    margin = round(0.6 * mm)
    top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
    return picture[top : rows[-1] + 1 + margin, left : columns[-1] + 1 + margin]
