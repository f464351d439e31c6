"""What is wrong with a page's picture, told while the paper is still in hand; nothing is dropped.

The thresholds stand between good and spoilt pages drawn by `madoguchi bench read --quality N`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.capture.pixels import Gray
from desktop.capture.tidy import WHITE, Mask
from desktop.domain.reading import Quality

_DPI = 200.0
_MM = _DPI / 25.4
_PALEST = 22  # gray steps below white: a hard pencil's line has 38, grain has less
_SHORTEST = 1.2 * _MM  # shorter marks are dust
_EDGE, _DEPTH = 15, 75  # what shows through from the back is less steep, and paler
_PALE_EDGE = 0.42  # of a mark's depth
_HOLE = (4.0, 8.5, 20.0)  # millimetres: a punched hole's width, and how far from the edge it lies
_DARK = 110  # the paper's own gray
_FAINT = 70
_BLURRED = 0.4  # of a mark's depth, that its steepest edge takes
_ENOUGH = 12  # marks
_WAYS = ((0, 1), (1, 0), (1, 1), (1, -1))
_CORNER_DPI = 50.0
_CORNER, _REACH = 110, 14  # pixels of that picture looked at; how near the corner a fold begins
_LEAST_FOLD, _LONGEST_SIDE = 24, 3.0
_RIM = 9  # pixels of that picture: a paper askew shows so much of the lid at most
_BLUNT = 1.45  # of a triangle's area: with the rim it loses its sharp ends
_UNLIKE_PAPER = 24  # gray steps


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """Every mark on the page: gray steps from paper to its darkest place, and its edges."""

    depth: NDArray[np.int16]
    edges: NDArray[np.float32]  # the steepest of each mark in each of the four ways


def faults(gray: Gray, level: Gray, dpi: float, border: Mask | None = None) -> tuple[Quality, ...]:
    """What a clerk should know. `level` has its paper at white; `border` is no paper."""
    paper = gray if border is None else gray[~border]
    marks = _marks(level, dpi)
    found: list[Quality] = []
    if not marks.depth.size:
        found.append(Quality.BLANK)
    if float(np.median(paper)) < _DARK:
        found.append(Quality.DARK)
    if _corner_gone(gray):
        found.append(Quality.CUT_CORNER)
    if Quality.BLANK in found:
        return tuple(found)
    if float(np.percentile(marks.depth, 80)) < _FAINT:
        found.append(Quality.FAINT)
    steepness = np.percentile(marks.edges / marks.depth[:, np.newaxis], 90, axis=0)
    # A page moved while it was taken is blurred one way only; a few strokes may all run one way.
    many = marks.depth.size >= _ENOUGH
    if float(steepness.min() if many else steepness.max()) < _BLURRED:
        found.append(Quality.BLURRED)
    return tuple(found)


def _marks(level: Gray, dpi: float) -> _Marks:
    """What is written or printed: longer than dust, steeper or darker than what shows through."""
    scale = _DPI / dpi
    if scale < 1.0:
        level = cv2.resize(level, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    calm = cv2.GaussianBlur(level, (0, 0), 1.0).astype(np.int16)
    mask = calm < WHITE - _PALEST
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    at = labels[mask]
    depth = np.zeros(count, np.int16)
    np.maximum.at(depth, at, (round(WHITE) - calm)[mask])
    edges = np.zeros((count, len(_WAYS)), np.float32)
    for way, (down, across) in enumerate(_WAYS):
        steps = np.zeros_like(calm)
        far = np.roll(calm, (down, across), (0, 1)) - np.roll(calm, (-down, -across), (0, 1))
        steps[1:-1, 1:-1] = np.abs(far)[1:-1, 1:-1]
        steepest = np.zeros(count, np.int16)
        np.maximum.at(steepest, at, steps[mask])  # both int16: numpy is fast then
        edges[:, way] = steepest / np.hypot(down, across)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _SHORTEST
    steep = edges.max(axis=1)
    seen = (steep >= _EDGE) | (depth >= _DEPTH)
    pale = long & (steep >= _PALE_EDGE * np.maximum(depth, 1))
    if pale.sum() >= _ENOUGH:  # print that is hardly there, but as sharp as print
        seen |= pale
    kept = long & seen & ~_holes(stats, calm.shape)
    kept[0] = False
    return _Marks(depth[kept], edges[kept])


def _holes(stats: NDArray[np.int32], shape: tuple[int, ...]) -> Mask:
    """Which marks are punched holes: full, round, and near an edge of the sheet."""
    least, most, away = (millimetres * _MM for millimetres in _HOLE)
    x, y, wide, tall, area = stats[:, :5].T
    near = np.minimum.reduce([x, y, shape[1] - x - wide, shape[0] - y - tall]) < away
    size = (np.minimum(wide, tall) >= least) & (np.maximum(wide, tall) <= most)
    found: Mask = near & size & (area >= 0.7 * wide * tall)
    return found


def _corner_gone(gray: Gray) -> bool:
    """Whether a corner was folded over or torn off: a triangle there is unlike the paper."""
    scale = _CORNER_DPI * 297 / 25.4 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if min(small.shape) < 2 * _CORNER:
        return False
    ways = (small, small[:, ::-1], small[::-1], small[::-1, ::-1])
    return any(_is_cut(part[:_CORNER, :_CORNER]) for part in ways)


def _is_cut(part: Gray) -> bool:
    """Of one corner, turned to the top left: does a triangle of another tone lie in it?"""
    values = part.astype(np.int16)
    unlike = np.abs(values - int(np.median(part))) > _UNLIKE_PAPER
    unlike_paper = cv2.morphologyEx(
        unlike.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)
    )
    bare = _without_rim(unlike_paper)
    return _has_triangle(unlike_paper, 1.25) or _has_triangle(bare, _BLUNT)


def _without_rim(unlike_paper: Gray) -> Gray:
    """Less the narrow wedges of the lid that a paper laid askew shows beside its edges."""
    framed = cv2.copyMakeBorder(unlike_paper, *(_RIM,) * 4, cv2.BORDER_CONSTANT, value=0)
    opened = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((_RIM, _RIM), np.uint8))
    kept: Gray = opened[_RIM:-_RIM, _RIM:-_RIM]
    return kept


def _has_triangle(unlike_paper: Gray, fullest: float) -> bool:
    _, labels, stats, middles = cv2.connectedComponentsWithStats(unlike_paper, connectivity=4)
    for name in set(np.unique(labels[:_REACH, :_REACH]).tolist()) - {0}:
        x, y, wide, tall, area = (int(value) for value in stats[name])
        short, long = sorted((wide, tall))
        if short < _LEAST_FOLD or long > _LONGEST_SIDE * short or long >= _CORNER - 2:
            continue
        across, down = (middles[name] - (x, y)) / (wide, tall)
        if 0.75 < area / (wide * tall / 2) < fullest and across < 0.42 and down < 0.42:
            return True
    return False
