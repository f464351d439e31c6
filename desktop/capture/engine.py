"""The two networks that ship in rapidocr's wheel: where text stands, and what it says.

They are run through onnxruntime directly, because the desk needs each character's probability
and place and must mask the output to a field's characters (CAPTURE §5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from desktop.capture import charset as charsets
from desktop.capture import shaped
from desktop.capture.pixels import Picture
from desktop.domain.forms import Charset

Quad = NDArray[np.float32]  # four corners clockwise from the top left
_LINE_HEIGHT = 48
_MAX_LINE_WIDTH = 3200
_DETECTION_SIDE = 1280
_SURE, _OTHERS = 0.97, 8  # a surer letter has no others; so many are kept


class ModelsMissing(Exception):
    """The reading networks are not in this installation."""


@dataclass(frozen=True, slots=True)
class Char:
    """One read character; `at` is its middle as a share of the line's width.

    `others` are what it may be instead, with their probabilities, where it is not sure.
    """

    text: str
    probability: float
    at: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One read line; `text` is as the characters stand, unmended. `placed`: so are their places."""

    chars: tuple[Char, ...]
    placed: bool = True

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def confidence(self) -> float:
        """The lowest character's probability, blanks apart; 0 for nothing read."""
        return lowest(self.chars)

    @property
    def mean(self) -> float:
        if not self.chars:
            return 0.0
        return sum(char.probability for char in self.chars) / len(self.chars)


def lowest(chars: Sequence[Char]) -> float:
    """The lowest probability of a written character: a gap is no character."""
    return min((char.probability for char in chars if not char.text.isspace()), default=0.0)


class Engine:
    """Loads both networks on one thread; made once in a reading child."""

    def __init__(self) -> None:
        folder = _models()
        self._detector = _session(folder / "PP-OCRv6_det_small.onnx")
        self._recogniser = _session(folder / "PP-OCRv6_rec_small.onnx")
        meta = self._recogniser.get_modelmeta().custom_metadata_map
        self._characters = [*meta["character"].splitlines(), " "]
        self._allowed: dict[Charset, NDArray[np.intp]] = {}
        self._weights: dict[Charset, NDArray[np.float32]] = {}

    def detect(self, picture: Picture, side: int = _DETECTION_SIDE) -> list[Quad]:
        """Where lines of text stand, in the picture's own pixels."""
        height, width = picture.shape[:2]
        scale = min(1.0, side / max(height, width))
        size = tuple(max(32, round(n * scale / 32) * 32) for n in (width, height))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        heat = self._detector.run(None, {"x": _network_input(small)[np.newaxis]})[0][0, 0]
        return _quads(heat, width / size[0], height / size[1])

    def read(self, crops: Sequence[Picture], charset: Charset = Charset.JAPANESE) -> list[Line]:
        """What each crop of one line says, in the characters of `charset`."""
        return [self._read_one(crop, charset) for crop in crops]

    def read_shaped(self, crop: Picture, charset: Charset, start: shaped.Shape) -> Line:
        """The likeliest text of a shape that a crop can be; an empty line where it can be none."""
        steps = self._steps(crop)
        if steps is None:
            return Line(())
        indices = self._indices(charset)
        names = [self._characters[index - 1] for index in indices[1:]]
        found = shaped.read_shaped(steps[:, indices], names, start) or ()
        return Line(
            tuple(Char(text, sure, (n + 0.5) / len(found)) for n, (text, sure) in enumerate(found)),
            placed=False,
        )

    def _read_one(self, crop: Picture, charset: Charset) -> Line:
        steps = self._steps(crop)
        return Line(()) if steps is None else self._decode(steps, charset)

    def _steps(self, crop: Picture) -> NDArray[np.float32] | None:
        """The network's answer: for each step across the line, every character's probability."""
        height, width = crop.shape[:2]
        if min(height, width) < 2:
            return None
        wide = min(max(8, round(width * _LINE_HEIGHT / height)), _MAX_LINE_WIDTH)
        shrink = height > _LINE_HEIGHT
        small = cv2.resize(
            crop, (wide, _LINE_HEIGHT), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC
        )
        steps: NDArray[np.float32] = self._recogniser.run(
            None, {"x": _network_input(small)[np.newaxis]}
        )[0][0]
        return steps

    def _decode(self, steps: NDArray[np.float32], charset: Charset) -> Line:
        """Greedy CTC over the allowed characters; a step's index 0 is the blank."""
        indices = self._indices(charset)
        masked = steps[:, indices]
        best = (masked * self._weights[charset]).argmax(axis=1)
        certainty = masked[np.arange(len(best)), best]
        starts: list[int] = []
        peaks: list[int] = []
        previous = 0
        for step, choice in enumerate(best):
            if choice not in (0, previous):
                starts.append(step)
                peaks.append(step)
            elif choice != 0 and certainty[step] > certainty[peaks[-1]]:
                peaks[-1] = step
            previous = int(choice)
        names = [self._characters[indices[best[step]] - 1] for step in peaks]
        return Line(
            tuple(
                Char(
                    name,
                    float(certainty[step]),
                    (start + 0.5) / len(best),
                    self._others(masked[step], indices) if certainty[step] < _SURE else (),
                )
                for name, start, step in zip(names, starts, peaks, strict=True)
            )
        )

    def _others(
        self, row: NDArray[np.float32], indices: NDArray[np.intp]
    ) -> tuple[tuple[str, float], ...]:
        likeliest = np.argpartition(row, -_OTHERS)[-_OTHERS:]
        return tuple((self._characters[indices[i] - 1], float(row[i])) for i in likeliest if i > 0)

    def _indices(self, charset: Charset) -> NDArray[np.intp]:
        if charset not in self._allowed:
            chosen = charsets.allowed(charset, self._characters)
            self._allowed[charset] = np.concatenate([[0], np.flatnonzero(chosen) + 1])
            weights = np.array([1.0, *charsets.weights(charset, self._characters)], np.float32)
            self._weights[charset] = weights[self._allowed[charset]]
        return self._allowed[charset]


def straight_crop(picture: Picture, quad: Quad) -> Picture:
    """The line inside `quad`, laid level."""
    top, right = np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[1] - quad[2])
    width, height = max(2, round(float(top))), max(2, round(float(right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    crop: Picture = cv2.warpPerspective(
        picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return crop


def column_crop(picture: Picture, quad: Quad) -> Picture:
    """A line written downwards, its characters set side by side so that it can be read.

    Characters are parted at blank rows; strokes that belong together are joined up to a square.
    """
    left, top = np.maximum(quad.min(axis=0), 0).astype(int)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int)
    strip = picture[top:bottom, left:right]
    side = strip.shape[1]
    dark = (strip < 165).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], dark.astype(np.int8), [0]])))
    cells: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if cells and end - cells[-1][0] <= 0.95 * side:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
    glyphs = [_in_square(strip[start:end], side) for start, end in cells]
    return np.concatenate(glyphs, axis=1) if glyphs else strip


def _in_square(glyph: Picture, side: int) -> Picture:
    spare = max(0, side - glyph.shape[0])
    above = spare // 2
    square: Picture = cv2.copyMakeBorder(
        glyph[:side], above, spare - above, 0, 0, cv2.BORDER_CONSTANT, value=250
    )
    return square


def _models() -> Path:
    spec = find_spec("rapidocr")
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise ModelsMissing
    return Path(places[0]) / "models"


def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_mem_pattern = False  # every line has its own width: patterns only cost memory
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _network_input(picture: Picture) -> NDArray[np.float32]:
    """Channels first, −1 … 1; a gray picture three times (rapidocr: mean and std 0.5)."""
    values = picture.astype(np.float32) / 127.5 - 1.0
    if values.ndim == 2:
        return np.broadcast_to(values, (3, *values.shape)).copy()
    return np.ascontiguousarray(values[..., ::-1].transpose(2, 0, 1))


def _quads(heat: NDArray[np.float32], scale_x: float, scale_y: float) -> list[Quad]:
    """Boxes from the detector's map: threshold, outline, widen (DB, as rapidocr sets it)."""
    mask = cv2.dilate((heat > 0.3).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for outline in outlines[:1000]:
        box = cv2.minAreaRect(outline)
        (x, y), (width, height), angle = box
        if min(width, height) < 3 or _score(heat, cv2.boxPoints(box)) < 0.5:
            continue
        # Widening a rectangle by area × ratio ÷ perimeter on every side.
        by = width * height * 1.6 / (2 * (width + height))
        corners = cv2.boxPoints(((x, y), (width + 2 * by, height + 2 * by), angle))
        quads.append(_clockwise(corners * np.array([scale_x, scale_y], dtype=np.float32)))
    return quads


def _score(heat: NDArray[np.float32], corners: Quad) -> float:
    x, y, width, height = cv2.boundingRect(corners.astype(np.int32))
    x, y = max(x, 0), max(y, 0)
    part = heat[y : y + height, x : x + width]
    if part.size == 0:
        return 0.0
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(inside, [(corners - (x, y)).astype(np.int32)], 1)
    return float(cv2.mean(part, inside)[0])


def _clockwise(corners: Quad) -> Quad:
    """The corners from the top left on; "top" is the side nearest to the page's top."""
    by_x = corners[np.argsort(corners[:, 0])]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)
