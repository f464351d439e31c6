"""Where a place of the drawn page lies on the kept picture, found by laying one over the other.

Nothing the reader says is asked: the scan is turned and levelled in every way the reader may have
done it, and what is most like the kept picture is the way it did.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from card_scans import CardScan

_SIDE = 420
_BLACK = 24
_LEAST_SEEN = 0.3


@dataclass(frozen=True, slots=True)
class Placing:
    """From the upright, level drawing to the kept picture: an angle, quarter turns, a scale."""

    width: int
    height: int
    angle: float
    quarters: int
    scale: float

    def box(self, drawn: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Left, top, right, bottom on the kept picture."""
        left, top, right, bottom = drawn
        x, y = (left + right) / 2, (top + bottom) / 2
        wide, tall = (right - left) / 2, (bottom - top) / 2
        turn = cv2.getRotationMatrix2D((self.width / 2, self.height / 2), self.angle, 1.0)
        x, y = (float(n) for n in turn @ np.array((x, y, 1.0)))
        width, height = self.width, self.height
        for _ in range(self.quarters):  # clockwise
            x, y, width, height = height - y, x, height, width
            wide, tall = tall, wide
        return tuple(n * self.scale for n in (x - wide, y - tall, x + wide, y + tall))


def placing(one: CardScan, kept: np.ndarray) -> Placing:
    """How the drawing of this scan lies on the kept picture."""
    scan = one.picture if one.picture.ndim == 2 else cv2.cvtColor(one.picture, cv2.COLOR_RGB2GRAY)
    best, likeness = (0, 0.0), -2.0
    for clockwise in range(4):
        turned = np.ascontiguousarray(np.rot90(scan, -clockwise))
        if (turned.shape[0] > turned.shape[1]) != (kept.shape[0] > kept.shape[1]):
            continue
        for level in {0.0, -one.skew}:
            alike = _alike(turned, level, kept)
            if alike > likeness:
                best, likeness = (clockwise, level), alike
    clockwise, level = best
    tall, wide = one.picture.shape[:2]
    if one.turned % 2:
        tall, wide = wide, tall
    quarters = (clockwise - one.turned) % 4
    scale = kept.shape[0] / (tall if quarters % 2 == 0 else wide)
    return Placing(wide, tall, one.skew + level, quarters, scale)


def _alike(scan: np.ndarray, level: float, kept: np.ndarray) -> float:
    height, width = scan.shape
    if level:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), level, 1.0)
        scan = cv2.warpAffine(scan, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    size = (round(_SIDE * width / max(scan.shape)), round(_SIDE * height / max(scan.shape)))
    one = cv2.resize(scan, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    other = cv2.resize(kept, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    seen = ~_blacked_out(kept, size)
    if seen.mean() < _LEAST_SEEN:
        seen[:] = True
    return float(np.corrcoef(one[seen], other[seen])[0, 1])


def _blacked_out(kept: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Where the kept picture is covered: of a pale page the masks would outweigh everything."""
    black = cv2.morphologyEx((kept < _BLACK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9)))
    black = cv2.dilate(black, np.ones((9, 9)))
    return cv2.resize(black, size, interpolation=cv2.INTER_NEAREST) > 0
