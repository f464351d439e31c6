"""The picture to keep and its thumbnail: JPEG, at most 400 KB and 200 dpi (DESIGN §4)."""

from __future__ import annotations

import cv2

from desktop.capture.pixels import Picture

MAX_BYTES = 400_000
MAX_DPI = 200.0
THUMBNAIL_HEIGHT = 240


def kept_scale(dpi: float) -> float:
    """By how much a page is shrunk to be kept."""
    return min(1.0, MAX_DPI / dpi)


def keep(picture: Picture) -> tuple[bytes, int, int]:
    """The JPEG with its width and height. Quality falls first, then size; the limit holds."""
    while True:
        for quality in (78, 68, 56, 45):
            data = _jpeg(picture, quality)
            if len(data) <= MAX_BYTES:
                return data, picture.shape[1], picture.shape[0]
        picture = cv2.resize(picture, None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA)


def keep_size(picture: Picture) -> bytes:
    """The JPEG in the picture's own size, for a page that was kept once: boxes stay true."""
    for quality in (78, 68, 56, 45, 35):
        data = _jpeg(picture, quality)
        if len(data) <= MAX_BYTES:
            break
    return data


def thumbnail(picture: Picture) -> bytes:
    scale = THUMBNAIL_HEIGHT / picture.shape[0]
    width = max(1, round(picture.shape[1] * scale))
    small = cv2.resize(picture, (width, THUMBNAIL_HEIGHT), interpolation=cv2.INTER_AREA)
    return _jpeg(small, 80)


def _jpeg(picture: Picture, quality: int) -> bytes:
    turned = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(data)
