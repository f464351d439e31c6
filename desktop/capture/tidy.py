"""Making paper white and ink dark for reading: shadows, dark borders, ink masks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.capture.pixels import Gray, Picture

WHITE = 245.0  # what flattened paper becomes
INK = 185  # darker is ink
_NOISE = 14.0  # how far a scanner's grain goes below white
_TINT, _SHADOW = 0.88, 0.80  # of the paper's white
_ROUNDS, _UNEVEN = 4, 6.0  # gray steps that bare paper may lie below its own white
_MM_PER_INCH = 25.4
_BORDER_DPI = 50.0
_LID = 0.45  # of the paper's white: darker is the lid
_THICK, _WRITING = 7, 17  # pixels of that picture: thinner is print; larger than writing
_SOLID = 0.97

Mask = NDArray[np.bool_]


def to_gray(picture: Picture) -> Gray:
    if picture.ndim == 2:
        return picture
    gray: Gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return gray


def flatten(gray: Gray) -> Gray:
    """The page for reading: its paper white, its ink dark, even where it is faint."""
    return strengthened(levelled(gray))


def levelled(gray: Gray) -> Gray:
    """The page with its paper brought to white: shadows and yellowing go, ink stays.

    A slight darkening is taken for a printed tint and kept, so that shaded labels stay even.
    """
    height, width = gray.shape
    scale = 8
    small = cv2.resize(
        gray, (max(1, width // scale), max(1, height // scale)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21).astype(np.float32)
    white = _white(paper)
    shadow = np.clip((_TINT - paper / white) / (_TINT - _SHADOW), 0.0, 1.0)
    level = np.clip(white + (paper - white) * shadow, 60.0, 255.0).astype(np.uint8)
    level = cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)
    flat: Gray = cv2.divide(gray, level, scale=WHITE)
    return flat


def _white(paper: NDArray[np.float32]) -> NDArray[np.float32]:
    """How white bare paper is at each place: the light falls off evenly across the glass.

    A smooth surface is laid over the lightest part; what lies well below it is print or shadow.
    """
    height, width = paper.shape
    y, x = np.mgrid[-1 : 1 : complex(height), -1 : 1 : complex(width)]
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1).reshape(-1, 6)
    values = paper.ravel()
    bare = values >= np.percentile(values, 90) * _SHADOW
    weights = np.zeros(6)
    for _ in range(_ROUNDS):
        few = np.flatnonzero(bare)[:: max(1, int(bare.sum()) // 4000)]
        if few.size < 100:
            break
        weights = np.linalg.lstsq(terms[few], values[few], rcond=None)[0]
        above = terms @ weights
        bare = (values >= above - _UNEVEN) & (values <= above + 2 * _UNEVEN)
    surface = (terms @ weights).reshape(height, width)
    top = max(float(np.percentile(paper, 90)), 60.0)
    limited: NDArray[np.float32] = np.clip(surface, _SHADOW * top, 1.1 * top).astype(np.float32)
    return limited


def strengthened(flat: Gray) -> Gray:
    """A faint page with its ink made dark: what is hardly seen must be screened all the same."""
    calm = cv2.medianBlur(flat[::2, ::2], 3)
    darkest = float(np.percentile(calm, 0.1))
    if darkest < INK - 40 or darkest > WHITE - _NOISE:
        return flat
    steps = np.arange(256, dtype=np.float32)
    table = np.clip(WHITE - (WHITE - steps) * (WHITE - 50) / (WHITE - darkest), 0, 255)
    strong: Gray = cv2.LUT(flat, table.astype(np.uint8))
    return strong


def dark_border(gray: Gray, dpi: float) -> Mask | None:
    """What a scanner's lid shows round the paper: solid dark areas at the picture's edge.

    None where there are none. A dark area with anything in it stays: somebody may have written.
    """
    scale = _BORDER_DPI / dpi
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.where(small < _LID * np.percentile(small, 98), np.uint8(255), np.uint8(0))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THICK, _THICK))
    framed = cv2.copyMakeBorder(dark, *(_THICK,) * 4, cv2.BORDER_REPLICATE)
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, kernel)[_THICK:-_THICK, _THICK:-_THICK]
    found = np.zeros_like(solid)
    count, labels = cv2.connectedComponents(solid, connectivity=4)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    for label in set(np.unique(edge).tolist()) & set(range(1, count)):
        part = np.where(labels == label, np.uint8(255), np.uint8(0))
        closed = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((_WRITING, _WRITING), np.uint8))
        if (part > 0).sum() >= _SOLID * (closed > 0).sum():
            found |= part
    if not found.any():
        return None
    grown = cv2.dilate(found, np.ones((3, 3), np.uint8))
    whole = cv2.resize(grown, gray.shape[::-1], interpolation=cv2.INTER_NEAREST)
    mask: Mask = whole > 0
    return mask


def ink(flat: Gray, dpi: float, smallest_mm: float = 0.3) -> Gray:
    """A mask of what is written (255), without specks smaller than `smallest_mm` square."""
    mask = np.where(flat < INK, np.uint8(255), np.uint8(0))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least = (smallest_mm * dpi / _MM_PER_INCH) ** 2
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= least, 255, 0)
    kept: Gray = keep[labels]
    return kept


def without_edge_strips(mask: Gray, dpi: float, thickest_mm: float) -> Gray:
    """Without thin strips along the edges: what a crop still holds of a printed frame."""
    thin = thickest_mm * dpi / _MM_PER_INCH
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = np.zeros(count, np.uint8)
    height, width = mask.shape
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        keep[index] = 0 if at_edge and min(w, h) <= thin else 255
    kept: Gray = keep[labels]
    return kept
