"""A hand whose strokes a person drew: KanjiVG's files, where the one who measures has them.

KanjiVG (CC BY-SA 3.0) is not shipped: `--font kanjivg-….whl` names the archive. Its letters are
middle lines in a box of 109 units, stroke by stroke, without a face's shapes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from numpy.typing import NDArray

_BOX = 109.0
_STEPS = np.linspace(0.0, 1.0, 12)[1:, None]
_Points = NDArray[np.float32]


def is_drawn(font: str) -> bool:
    return Path(font).suffix in (".whl", ".zip")


def drawn_strokes(font: str, character: str) -> tuple[_Points, ...]:
    """A letter's strokes, in parts of the size round its middle; none where it is not drawn."""
    archive = _archive(font)
    name = f"kanji/{ord(character):05x}.svg"
    if name not in archive.namelist():
        return ()
    paths = re.findall(r'<path [^>]*\bd="([^"]+)"', archive.read(name).decode())
    return tuple((_line(path) / _BOX - 0.5).astype(np.float32) for path in paths)


@lru_cache(maxsize=4)
def _archive(font: str) -> ZipFile:
    return ZipFile(font)


def _line(path: str) -> NDArray[np.float64]:
    pen = RecordingPen()
    parse_path(path, pen)
    points: list[NDArray[np.float64]] = []
    for kind, arguments in pen.value:
        ends = [np.array(end, np.float64) for end in arguments]
        if kind in ("moveTo", "lineTo"):
            points.append(ends[0][None])
        elif kind == "curveTo":
            a, (b, c, d) = points[-1][-1], ends
            t = _STEPS
            curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            points.append(curve)
    return np.concatenate(points)
