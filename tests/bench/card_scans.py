"""How a paper comes out of the scanner: alone or two on a sheet, crooked, gray, copied, turned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from card_canvas import Glyph
from card_desk import Paper
from card_draw import papers as drawn_papers
from PIL import Image


@dataclass(frozen=True, slots=True)
class CardScan:
    """The page as scanned, the papers on it, and where on the upright, level page what must be
    gone stands."""

    picture: np.ndarray
    dpi: int
    papers: tuple[Paper, ...]
    secret: tuple[tuple[Glyph, ...], ...]
    turned: int
    skew: float
    style: str

    @property
    def kinds(self) -> str:
        return "+".join(one.kind for one in self.papers)

    @property
    def told(self) -> str:
        """The kinds, and how their numbers were put down."""
        notes = "; ".join(one.note for one in self.papers if one.note)
        return f"{self.kinds} ({notes})" if notes else self.kinds


def scan(number: int, seed: int, fonts: Path) -> CardScan:
    """Page `number` of a seed; it depends on nothing else."""
    rng = np.random.default_rng((seed, number))
    papers = drawn_papers(rng, fonts)
    dpi = papers[0].canvas.dpi
    page, secret = _laid(papers, dpi, rng)
    style = ("colour", "gray", "copy", "faint")[int(rng.choice(4, p=(0.31, 0.31, 0.28, 0.1)))]
    picture = _as_scanned(page, style, rng)
    skew = float(rng.normal(0, 1.0)) if rng.random() < 0.5 else 0.0
    if skew:
        height, width = picture.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
        picture = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT, borderValue=(250, 250, 250),
        )  # fmt: skip
    turned = int(rng.integers(4)) if rng.random() < 0.25 else 0
    picture = np.ascontiguousarray(np.rot90(picture, turned))
    return CardScan(picture, dpi, tuple(papers), secret, turned, skew, style)


def _laid(
    papers: list[Paper], dpi: int, rng: np.random.Generator
) -> tuple[np.ndarray, tuple[tuple[Glyph, ...], ...]]:
    """The papers on one sheet, one above or beside the other: cut close, or somewhere on A4."""
    mm = dpi / 25.4
    pictures = [one.canvas.image for one in papers]
    gap = round(float(rng.uniform(6, 14)) * mm)
    beside = len(papers) > 1 and max(i.width for i in pictures) < 92 * mm and rng.random() < 0.25
    widths, heights = [i.width for i in pictures], [i.height for i in pictures]
    wide = sum(widths) + gap if beside else max(widths)
    tall = max(heights) if beside else sum(heights) + gap * (len(papers) - 1)
    if rng.random() < (0.6 if len(papers) > 1 else 0.2) and wide < 195 * mm and tall < 280 * mm:
        size = (max(wide, round(210 * mm)), max(tall, round(297 * mm)))
    else:
        size = (wide + 2 * gap, tall + 2 * gap)
    sheet = Image.new("RGB", size, (251, 251, 251))
    x = round((size[0] - wide) * float(rng.uniform(0.1, 0.9)))
    y = round((size[1] - tall) * float(rng.uniform(0.1, 0.9)))
    secret: list[tuple[Glyph, ...]] = []
    for one in papers:
        sheet.paste(one.canvas.image, (x, y))
        for group in one.canvas.secret:
            moved = (Glyph(g.text, (g.box[0] + x, g.box[1] + y, g.box[2] + x, g.box[3] + y),
                           g.law)
                     for g in group)  # fmt: skip
            secret.append(tuple(moved))
        if beside:
            x += one.canvas.image.width + gap
        else:
            y += one.canvas.image.height + gap
    return np.asarray(sheet), tuple(secret)


def _as_scanned(page: np.ndarray, style: str, rng: np.random.Generator) -> np.ndarray:
    values = page.astype(np.float32)
    if style != "colour":
        values = values.mean(axis=2)
    if style == "copy":
        values = (values - 128) * float(rng.uniform(1.1, 1.5)) + 128
        shade = 1 - 0.25 * float(rng.random()) * np.exp(-np.arange(page.shape[1]) / 120)
        values = values * shade[np.newaxis, :]
    if style == "faint":
        values = 250 - (250 - values) * float(rng.uniform(0.3, 0.5))
    values += rng.normal(0, float(rng.uniform(1, 7)), values.shape)
    scanned = np.clip(values, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        scanned = cv2.GaussianBlur(scanned, (0, 0), float(rng.uniform(0.3, 0.8)))
    _, packed = cv2.imencode(".jpg", scanned, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 93))])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED))
