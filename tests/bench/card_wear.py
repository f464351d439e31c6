"""What happened to a paper before it was copied: a seal or a smear over what stands on it."""

from __future__ import annotations

import cv2
import numpy as np
from card_canvas import Canvas
from PIL import Image

_INKS = ((205, 45, 50), (150, 150, 152), (110, 112, 116))


def sealed(canvas: Canvas, rng: np.random.Generator) -> None:
    """A round or square seal, red, gray or faint, on a number or anywhere."""
    wide, tall = canvas.image.size
    x, y = float(rng.uniform(0.1, 0.9)) * wide, float(rng.uniform(0.1, 0.9)) * tall
    if canvas.secret and rng.random() < 0.7:
        group = canvas.secret[int(rng.integers(len(canvas.secret)))]
        if group:
            left, top, right, bottom = group[int(rng.integers(len(group)))].box
            x, y = (left + right) / 2, (top + bottom) / 2
    radius = canvas.px(float(rng.uniform(4, 9)))
    ink = np.zeros((tall, wide), np.float32)
    middle, thick = (round(x), round(y)), max(2, round(radius * 0.12))
    if rng.random() < 0.6:
        cv2.circle(ink, middle, radius, 1.0, thick, cv2.LINE_AA)
    else:
        corner = (middle[0] - radius, middle[1] - radius)
        cv2.rectangle(ink, corner, (middle[0] + radius, middle[1] + radius), 1.0, thick)
    for _ in range(int(rng.integers(3, 9))):
        points = rng.uniform(-0.65, 0.65, (3, 2)) * radius + middle
        cv2.polylines(ink, [points.astype(np.int32)], False, 1.0, thick, cv2.LINE_AA)
    ink *= float(rng.uniform(0.35, 0.8))
    colour = np.array(_INKS[int(rng.integers(len(_INKS)))], np.float32)
    page = np.asarray(canvas.image).astype(np.float32) * (1 - ink[..., None] * (1 - colour / 255))
    canvas.image = Image.fromarray(page.astype(np.uint8))
