"""Any other paper: turned upright, laid level, its lines found and read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from desktop.capture.engine import Engine, Quad, column_crop, straight_crop
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray, Picture, Pixels
from desktop.capture.quality import faults
from desktop.capture.tidy import WHITE, dark_border, ink, levelled, strengthened, to_gray
from desktop.domain.reading import Box, Quality

_MOST_DPI = 300.0
_SIDE = 1280
_ALONE = 0.8  # a reading in one position only, and what the next best then is at most of it
_GOOD = 0.9  # mean probability of upright text
_LEVEL = 0.6  # both readings of an upright page that is written across
_SAMPLE = 5  # lines
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A bar or QR code: what it says, and where."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class FreePage:
    """An upright page with its lines. `columns` counts lines of characters written downwards."""

    picture: Picture
    flat: Gray
    dpi: float
    rotation: int
    lines: tuple[ReadLine, ...]
    codes: tuple[CodeSeen, ...]
    columns: int
    quality: tuple[Quality, ...]


def read_free(engine: Engine, page: Pixels) -> FreePage:
    picture, dpi = page.array, page.dpi
    if dpi > _MOST_DPI:
        scale = _MOST_DPI / dpi
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        dpi = _MOST_DPI
    gray = to_gray(picture)
    level, border = levelled(gray), dark_border(gray, dpi)
    if border is not None:
        level[border] = round(WHITE)
    quality = faults(gray, level, dpi, border)
    flat = strengthened(level)
    quads = _find(engine, flat, dpi)
    quarter = _quarter_turns(engine, flat, quads)
    if quarter:
        height, width = flat.shape
        quads = [_turned(quad, quarter, width, height) for quad in quads]
        picture = np.ascontiguousarray(np.rot90(picture, -quarter))
        flat = np.ascontiguousarray(np.rot90(flat, -quarter))
    angle = _skew(quads)
    if 0.2 < abs(angle) < 20:
        picture, flat, quads = _level(picture, flat, quads, angle)
    columns = sum(_is_column(quad) for quad in quads)
    lines = _read(engine, flat, quads)
    return FreePage(picture, flat, dpi, quarter * 90, lines, _codes(flat), columns, quality)


def _find(engine: Engine, flat: Gray, dpi: float) -> list[Quad]:
    """Text is looked for where there is ink only: a card on A4 then fills the detector's view."""
    mask = ink(flat, dpi)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return []
    margin = round(4 * dpi / _MM_PER_INCH)
    top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
    part = flat[top : rows[-1] + margin, left : columns[-1] + margin]
    offset = np.array([left, top], dtype=np.float32)
    return [quad + offset for quad in engine.detect(part, _SIDE)]


def _size(quad: Quad) -> tuple[float, float]:
    width = float(np.linalg.norm(quad[0] - quad[1]))
    return width, float(np.linalg.norm(quad[1] - quad[2]))


def _is_column(quad: Quad) -> bool:
    width, height = _size(quad)
    return height > 2.5 * width


def _quarter_turns(engine: Engine, flat: Gray, quads: list[Quad]) -> int:
    """Clockwise quarter turns that make the page upright, by reading its longest lines.

    A page of tall lines may lie on its side or be written downwards, and so may a page of long
    ones. The recogniser also reads characters lying on their left side, in a line or one under
    another, so each turn has a second one in which it is read nearly as well: the pair tells the
    turns apart.
    """
    sizes = [_size(quad) for quad in quads]
    lying = sum(w for w, h in sizes if w > 1.5 * h)
    standing = sum(h for w, h in sizes if h > 1.5 * w)
    sample = sorted(quads, key=lambda quad: -max(_size(quad)))[:_SAMPLE]
    score = {turn: _score(engine, flat, sample, turn) for turn in (0, 3)}
    level = standing <= 1.5 * lying
    if level and min(score.values()) >= _LEVEL:
        return 0
    score |= {turn: _score(engine, flat, sample, turn) for turn in (1, 2)}
    first, second = sorted(score, key=lambda turn: -score[turn])[:2]
    if score[first] >= _ALONE and score[second] < _ALONE * score[first]:
        return first  # Latin letters and figures lying on their side are read by nobody
    pairs = {turn: min(score[turn], score[(turn - 1) % 4]) for turn in (0, 3, 1, 2)}
    best = max(pairs, key=lambda turn: pairs[turn])
    if level and best in (1, 3) and pairs[best] < _GOOD:
        best = 0
    if level and best in (0, 2):
        return 2 if score[0] < _GOOD and score[2] > score[0] else 0
    return best


def _score(engine: Engine, flat: Gray, quads: list[Quad], quarter: int) -> float:
    """How surely and how fully the lines read when turned clockwise by so many quarters."""
    height, width = flat.shape
    turned = np.rot90(flat, -quarter)
    crops = [_crop(turned, _turned(quad, quarter, width, height)) for quad in quads]
    scores = []
    for quad, line in zip(quads, engine.read(crops), strict=True):
        expected = 0.6 * max(_size(quad)) / max(min(_size(quad)), 1.0)
        scores.append(line.mean * min(1.0, len(line.chars) / expected))
    return sum(scores) / len(scores) if scores else 0.0


def _crop(flat: Gray, quad: Quad) -> Gray:
    return column_crop(flat, quad) if _is_column(quad) else straight_crop(flat, quad)


def _turned(quad: Quad, quarter: int, width: int, height: int) -> Quad:
    """The quad's place after so many clockwise quarter turns of a width×height page."""
    x, y = quad[:, 0], quad[:, 1]
    match quarter:
        case 1:
            points = np.stack([height - y, x], axis=1)
        case 2:
            points = np.stack([width - x, height - y], axis=1)
        case 3:
            points = np.stack([y, width - x], axis=1)
        case _:
            return quad
    return np.roll(points, quarter, axis=0).astype(np.float32)


def _skew(quads: list[Quad]) -> float:
    """The angle of the page's long lines in degrees, clockwise positive."""
    long = [quad for quad in quads if _size(quad)[0] > 5 * _size(quad)[1]]
    if len(long) < 2:
        return 0.0
    slopes = [np.degrees(np.arctan2(*(quad[1] - quad[0])[::-1])) for quad in long]
    return float(np.median(slopes))


def _level(
    picture: Picture, flat: Gray, quads: list[Quad], angle: float
) -> tuple[Picture, Gray, list[Quad]]:
    height, width = flat.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    size = (width, height)
    edge = cv2.BORDER_REPLICATE
    picture = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=edge)
    flat = cv2.warpAffine(flat, matrix, size, flags=cv2.INTER_LINEAR, borderMode=edge)
    turned: NDArray[np.float32] = np.array(quads, dtype=np.float32).reshape(-1, 1, 2)
    moved = cv2.transform(turned, matrix).reshape(-1, 4, 2).astype(np.float32)
    return picture, flat, list(moved)


def _read(engine: Engine, flat: Gray, quads: list[Quad]) -> tuple[ReadLine, ...]:
    crops = [straight_crop(flat, quad) for quad in quads]
    laid = [
        np.rot90(crop) if _is_column(quad) else crop
        for quad, crop in zip(quads, crops, strict=True)
    ]
    read = engine.read([np.ascontiguousarray(crop) for crop in laid])
    lines = [
        ReadLine(line.chars, _box(quad, flat))
        for quad, line in zip(quads, read, strict=True)
        if line.chars and line.mean > 0.5
    ]
    return tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0])))


def _box(quad: Quad, flat: Gray) -> Box:
    left, top = np.maximum(quad.min(axis=0), 0)
    right, bottom = np.minimum(quad.max(axis=0), (flat.shape[1], flat.shape[0]))
    return (
        int(left),
        int(top),
        max(1, int(np.ceil(right - left))),
        max(1, int(np.ceil(bottom - top))),
    )


def _codes(flat: Gray) -> tuple[CodeSeen, ...]:
    found = []
    for code in zxingcpp.read_barcodes(flat, formats=zxingcpp.BarcodeFormat.QRCode):
        corners = code.position
        points = [corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left]
        xs, ys = [p.x for p in points], [p.y for p in points]
        box = (min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
        found.append(CodeSeen(code.text, box))
    return tuple(found)
