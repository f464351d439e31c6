"""Three hands that fill a form in: a printer's face, a handwriting face, and drawn strokes.

The third takes the middle lines of a face's letters and draws them anew with a pen: every stroke
is moved, bent and turned by itself, so that no letter comes twice in the same shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from reading_drawn_strokes import drawn_strokes, is_drawn
from reading_paper import Gray, Place, face

from desktop import paths

_EM = 160  # the size letters are thinned at
_Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hand:
    """`kind` is printed, handwriting or strokes; `font` the face it takes its shapes from."""

    kind: str
    font: str

    def line(
        self, text: str, height: float, mm: float, width: float, rng: np.random.Generator
    ) -> Gray:
        """The text as ink (255) on nothing (0), letters about `height` millimetres tall."""
        size = height * mm
        steps = [_advance(self.font, character) * size for character in text]
        spread = 1.0 if self.kind == "printed" else float(rng.uniform(0.98, 1.12))
        natural = sum(steps) * spread
        if natural > width * mm:
            size *= width * mm / natural
            steps = [step * width * mm / natural for step in steps]
        total = sum(steps) * spread
        canvas = np.zeros((round(size * 1.7), max(4, round(total + size))), np.uint8)
        pen = float(rng.uniform(0.28, 0.5)) * mm
        lean = float(rng.normal(0, 0.05))
        x, drift = size * 0.25, 0.0
        for character, step in zip(text, steps, strict=True):
            if not character.isspace():
                drift = 0.7 * drift + float(rng.normal(0, 0.025)) * size
                y = size * 0.85 + (0.0 if self.kind == "printed" else drift)
                self._letter(canvas, character, x + step / 2, y, size, pen, lean, rng)
            x += step * spread
        if self.kind == "printed":
            return canvas
        tilt = float(rng.normal(0, 0.5))
        middle = (canvas.shape[1] / 2, canvas.shape[0] / 2)
        turn = cv2.getRotationMatrix2D(middle, tilt, 1.0)
        return cv2.warpAffine(canvas, turn, canvas.shape[::-1], flags=cv2.INTER_LINEAR)

    def _letter(
        self,
        canvas: Gray,
        character: str,
        x: float,
        y: float,
        size: float,
        pen: float,
        lean: float,
        rng: np.random.Generator,
    ) -> None:
        if self.kind == "strokes":
            own = size * float(rng.normal(1.0, 0.05))
            for stroke in _moved(strokes_of(self.font, character), lean, rng):
                points = np.round((stroke * own + (x, y)) * 16).astype(np.int32)
                thick = max(1, round(pen * float(rng.uniform(0.8, 1.2))))
                cv2.polylines(canvas, [points], False, 255, thick, cv2.LINE_AA, 4)
            return
        jitter = 0.0 if self.kind == "printed" else 1.0
        own = round(size * (1.0 + jitter * float(rng.normal(0, 0.04))))
        picture = Image.fromarray(canvas)
        where = (x, y + jitter * float(rng.normal(0, 0.02)) * size)
        font = face(self.font, max(6, own))
        ImageDraw.Draw(picture).text(where, character, font=font, fill=255, anchor="mm")
        canvas[:] = np.asarray(picture)


def write(page: Gray, ink: Gray, left: float, middle: float, shade: int) -> None:
    """Lay ink on the page; `left` and `middle` in pixels, what leaves the page is lost."""
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    if rows.size == 0:
        return
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    top, left_at = round(middle - ink.shape[0] / 2), round(left)
    part = page[top : top + ink.shape[0], left_at : left_at + ink.shape[1]]
    cover = ink[: part.shape[0], : part.shape[1]].astype(np.float32) / 255
    part[:] = (part * (1 - cover) + shade * cover).astype(np.uint8)


def tick(page: Gray, place: Place, mm: float, shade: int, rng: np.random.Generator) -> str:
    """One of the ways in which people mark a box; tells which."""
    box = place.box
    x, y, width, height = box
    pen = max(1, round(float(rng.uniform(0.35, 0.8)) * mm))
    way = str(rng.choice(["check", "check", "check", "long", "cross", "fill", "circle", "label"]))

    def at(points: list[tuple[float, float]]) -> NDArray[np.int32]:
        shift = rng.normal(0, 0.05, 2)
        wobble = rng.normal(0, 0.04, (len(points), 2))
        places = (np.array(points) + shift + wobble) * (width, height) + (x, y)
        return np.round(places * mm * 16).astype(np.int32)

    if way == "check":
        lines = [at([(0.1, 0.5), (0.4, 0.85), (1.0, 0.05)])]
    elif way == "long":
        lines = [at([(0.0, 0.35), (0.35, 0.95), (1.5, -0.5)])]
    elif way == "cross":
        lines = [at([(0.1, 0.1), (0.9, 0.9)]), at([(0.9, 0.1), (0.1, 0.9)])]
    elif way == "fill":
        lines = [at([(0.15, 0.2 + 0.2 * i), (0.85, 0.25 + 0.2 * i)]) for i in range(4)]
    elif way == "label":  # round the words beside the box
        wide = 3.2 * place.letters / width
        turns = np.linspace(0, 2 * np.pi + 0.2, 60)
        middle, reach = 1.4 + wide / 2, wide / 2 + 0.3
        lines = [
            at([(middle + reach * float(np.cos(t)), 0.5 + 0.7 * float(np.sin(t))) for t in turns])
        ]
    else:  # round the box
        turns = np.linspace(0, 2 * np.pi + 0.3, 40)
        lines = [at([(0.5 + 0.85 * float(np.cos(t)), 0.5 + 0.8 * float(np.sin(t))) for t in turns])]
    for line in lines:
        cv2.polylines(page, [line], False, shade, pen, cv2.LINE_AA, 4)
    return way


@lru_cache(maxsize=4096)
def _advance(font: str, character: str) -> float:
    """How far the pen goes on, in parts of the size."""
    font = _face_for(font)
    return float(face(font, 100).getlength(character)) / 100


def _moved(strokes: tuple[_Points, ...], lean: float, rng: np.random.Generator) -> list[_Points]:
    """The strokes as one hand writes them this time."""
    turn = float(rng.normal(0, 0.04))
    shape = np.array(
        [
            [1.0 + float(rng.normal(0, 0.06)), lean + float(rng.normal(0, 0.05))],
            [turn, 1.0 + float(rng.normal(0, 0.05))],
        ]
    )
    waves = rng.normal(0, 0.022, (4, 2))  # the whole letter bends alike
    moved = []
    for stroke in strokes:
        points = stroke @ shape.T
        for number, wave in enumerate(waves):
            points = points + np.sin((number + 1) * 2.2 * points[:, ::-1] + number) * wave
        start, end = rng.normal(0, 0.014, 2), rng.normal(0, 0.014, 2)
        along = np.linspace(0, 1, len(points))[:, None]
        moved.append((points + start * (1 - along) + end * along).astype(np.float32))
    return moved


@lru_cache(maxsize=4096)
def strokes_of(font: str, character: str) -> tuple[_Points, ...]:
    """A letter's middle lines, in parts of the size round its middle."""
    if is_drawn(font):
        drawn = drawn_strokes(font, character)
        if drawn:
            return drawn
        font = _face_for(font)
    middle = round(_EM * 0.7)
    picture = Image.new("L", (middle * 2, middle * 2), 0)
    place = (middle, middle)
    ImageDraw.Draw(picture).text(place, character, font=face(font, _EM), fill=255, anchor="mm")
    thin = _thinned(np.asarray(picture) > 127)
    return tuple(
        ((_smooth(np.array(path, np.float32))[:, ::-1] - middle) / _EM).astype(np.float32)
        for path in _paths(thin)
    )


def _face_for(font: str) -> str:
    """What gives the widths, and the letters that nobody drew."""
    return str(paths.resources() / "fonts" / "KleeOne_600SemiBold.ttf") if is_drawn(font) else font


def _smooth(path: _Points) -> _Points:
    if len(path) < 5:
        return path
    kernel = np.ones(5) / 5
    inner = np.stack([np.convolve(path[:, i], kernel, "valid") for i in (0, 1)], axis=1)
    whole: _Points = np.concatenate([path[:1], inner, path[-1:]]).astype(np.float32)
    return whole


def _thinned(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Zhang and Suen's thinning, all pixels of a step at once."""
    now = np.pad(mask, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            p = [
                np.roll(now, shift, (0, 1))
                for shift in (
                    (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1),
                )
            ]  # fmt: skip
            count = sum(p)
            turns = sum((p[i] == 0) & (p[(i + 1) % 8] == 1) for i in range(8))
            if first:
                edge = (p[0] * p[2] * p[4] == 0) & (p[2] * p[4] * p[6] == 0)
            else:
                edge = (p[0] * p[2] * p[6] == 0) & (p[0] * p[4] * p[6] == 0)
            gone = (now == 1) & (count >= 2) & (count <= 6) & (turns == 1) & edge
            if gone.any():
                now[gone] = 0
                changed = True
    return now[1:-1, 1:-1].astype(bool)


def _paths(thin: NDArray[np.bool_]) -> list[list[tuple[int, int]]]:
    """The thin lines, cut where more than two of them meet."""
    dots = {(int(y), int(x)) for y, x in np.argwhere(thin)}

    def near(dot: tuple[int, int]) -> list[tuple[int, int]]:
        y, x = dot
        straight = [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
        found = [other for other in straight if other in dots]
        for dy, dx in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            corner = (y + dy, x + dx)
            if corner in dots and (y + dy, x) not in dots and (y, x + dx) not in dots:
                found.append(corner)
        return found

    knots = {dot for dot in dots if len(near(dot)) != 2}
    done: set[frozenset[tuple[int, int]]] = set()
    paths = []
    for start in [*sorted(knots), *sorted(dots)]:
        for step in near(start):
            if frozenset((start, step)) in done:
                continue
            if start not in knots and any(frozenset((start, n)) in done for n in near(start)):
                continue
            path = [start, step]
            done.add(frozenset((start, step)))
            while path[-1] not in knots and path[-1] != start:
                onward = [n for n in near(path[-1]) if frozenset((path[-1], n)) not in done]
                if not onward:
                    break
                done.add(frozenset((path[-1], onward[0])))
                path.append(onward[0])
            if len(path) > 3:
                paths.append(path)
    return paths


def hands(fonts: Path, extra: tuple[Path, ...] = ()) -> tuple[Hand, ...]:
    """The hands of the shipped faces; with `extra` faces, those write instead of the shipped."""
    printed = [str(fonts / "NotoSansJP_400Regular.ttf"), str(fonts / "NotoSerifJP_400Regular.ttf")]
    written = [str(file) for file in extra] or [str(fonts / "KleeOne_600SemiBold.ttf")]
    return (
        *(Hand("printed", font) for font in printed),
        *(Hand("handwriting", font) for font in written),
        *(Hand("strokes", font) for font in written),
    )
