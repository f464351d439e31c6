"""Making paper white and ink dark: shadows, ink masks, what is wrong with a picture."""

from __future__ import annotations

import cv2
import numpy as np

from desktop.capture.pixels import Gray, Picture
from desktop.domain.reading import Quality

_WHITE = 245.0  # what flattened paper becomes
_INK = 185  # darker is ink
_NOISE = 14.0  # how far a scanner's grain goes below white
_TINT, _SHADOW = 0.88, 0.80  # of the paper's white
_MM_PER_INCH = 25.4


def to_gray(picture: Picture) -> Gray:
    if picture.ndim == 2:
        return picture
    gray: Gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return gray


def flatten(gray: Gray) -> Gray:
    """The page with its paper brought to white: shadows and yellowing go, ink stays.

    A slight darkening is taken for a printed tint and kept, so that shaded labels stay even.
    """
    height, width = gray.shape
    scale = 8
    small = cv2.resize(
        gray, (max(1, width // scale), max(1, height // scale)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21).astype(np.float32)
    white = max(float(np.percentile(paper, 90)), 60.0)
    shadow = np.clip((_TINT - paper / white) / (_TINT - _SHADOW), 0.0, 1.0)
    level = np.clip(white + (paper - white) * shadow, 60.0, 255.0).astype(np.uint8)
    level = cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)
    flat: Gray = cv2.divide(gray, level, scale=_WHITE)
    return _strengthened(flat)


def _strengthened(flat: Gray) -> Gray:
    """A faint page with its ink made dark: what is hardly seen must be screened all the same."""
    calm = cv2.medianBlur(flat[::2, ::2], 3)
    darkest = float(np.percentile(calm, 0.1))
    if darkest < _INK - 40 or darkest > _WHITE - _NOISE:
        return flat
    steps = np.arange(256, dtype=np.float32)
    table = np.clip(_WHITE - (_WHITE - steps) * (_WHITE - 50) / (_WHITE - darkest), 0, 255)
    strong: Gray = cv2.LUT(flat, table.astype(np.uint8))
    return strong


def ink(flat: Gray, dpi: float, smallest_mm: float = 0.3) -> Gray:
    """A mask of what is written (255), without specks smaller than `smallest_mm` square."""
    mask = np.where(flat < _INK, np.uint8(255), np.uint8(0))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least = (smallest_mm * dpi / _MM_PER_INCH) ** 2
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= least, 255, 0)
    kept: Gray = keep[labels]
    return kept


def faults(gray: Gray, flat: Gray, dpi: float) -> tuple[Quality, ...]:
    """What a clerk should know of the picture; nothing is dropped for it (CAPTURE §3)."""
    found: list[Quality] = []
    share = float((ink(flat, dpi) > 0).mean())
    if share < 0.00002:
        found.append(Quality.BLANK)
    if float(np.median(gray)) < 110:
        found.append(Quality.DARK)
    if Quality.BLANK in found:
        return tuple(found)
    written = gray[flat < _INK]
    if written.size and float(np.percentile(gray, 90)) - float(np.percentile(written, 10)) < 60:
        found.append(Quality.FAINT)
    if _sharpness(flat, dpi) < 20:
        found.append(Quality.BLURRED)
    return tuple(found)


def _sharpness(flat: Gray, dpi: float) -> float:
    """How steep the steepest edges are, in gray steps a pixel at 200 dpi."""
    scale = min(1.0, 200 / dpi)
    small = cv2.resize(flat, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    across = np.abs(np.diff(small.astype(np.int16), axis=1))
    return float(np.percentile(across, 99.8))
