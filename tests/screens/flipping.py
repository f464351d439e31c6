"""A shipped scan on which one digit was painted over and another one written in its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop import paths
from desktop.domain.forms import FormDefinition, Rect, parse

Pixels = NDArray[np.uint8]
_MM = 25.4
_HEIGHT_OF_A_DIGIT = 0.75  # of its square, in this hand
_FINE = 300 / _MM  # pixels a millimetre of the straightened crop in which digits are told apart


def flip_last_digit(scan: Path, dpi: int, field: str, digit: str, out: Path) -> Path:
    """`scan` is a PDF whose first page is F-01; every other page stays as it was."""
    pages = _pages(scan, dpi)
    pages[0] = _flipped(pages[0], _form("F-01"), field, digit)
    first, *others = [Image.fromarray(page) for page in pages]
    first.save(out, save_all=True, append_images=others, resolution=dpi, quality=90)
    return out


def _pages(scan: Path, dpi: int) -> list[Pixels]:
    document = pypdfium2.PdfDocument(scan)
    try:
        return [np.asarray(page.render(scale=dpi / 72).to_pil()).copy() for page in document]
    finally:
        document.close()


def _form(code: str) -> FormDefinition:
    file = paths.forms() / "requests" / f"{code}.toml"
    return parse(tomllib.loads(file.read_text("utf-8")), file.name)


def _flipped(page: Pixels, form: FormDefinition, key: str, digit: str) -> Pixels:
    """The page with the last character in the field's box painted over and written anew."""
    field = form.field(key)
    assert field is not None
    to_scan = _paper_to_scan(page, form)
    box = _last_character(page, to_scan, field.box.grown(-1.0))
    corners = _on_scan(to_scan, box)
    around = _on_scan(to_scan, box.grown(0.4))
    image = Image.fromarray(page)
    pen = ImageDraw.Draw(image)
    pen.polygon([tuple(corner) for corner in around.tolist()], fill=_shade(page, around, 0.9))
    high = float(corners[3, 1] - corners[0, 1])
    face = str(paths.resources() / "fonts" / "KleeOne_600SemiBold.ttf")
    font = ImageFont.truetype(face, round(high / _HEIGHT_OF_A_DIGIT))
    x, y = corners.mean(axis=0).tolist()
    pen.text((x, y), digit, fill=_shade(page, around, 0.02), font=font, anchor="mm")
    return np.asarray(image).copy()


def _paper_to_scan(page: Pixels, form: FormDefinition) -> NDArray[np.float64]:
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    corners, ids, _ = cv2.aruco.ArucoDetector(words).detectMarkers(_gray(page))
    seen = {int(number): quad[0] for number, quad in zip(ids.ravel(), corners, strict=True)}
    marks = form.page_markers(1)
    paper = np.concatenate([_corners(mark.box) for mark in marks])
    scan = np.concatenate([seen[mark.id] for mark in marks])
    matrix, _ = cv2.findHomography(paper, scan)
    return np.asarray(matrix, np.float64)


def _last_character(page: Pixels, to_scan: NDArray[np.float64], box: Rect) -> Rect:
    """Where the rightmost character in a box of the form stands, in millimetres."""
    straight = np.diag([_FINE, _FINE, 1.0]) @ np.array(
        [[1, 0, -box.x], [0, 1, -box.y], [0, 0, 1.0]]
    )
    size = (round(box.width * _FINE), round(box.height * _FINE))
    crop = cv2.warpPerspective(_gray(page), straight @ np.linalg.inv(to_scan), size)
    ink = crop < np.median(crop) - 60
    columns = np.flatnonzero(ink.sum(axis=0) > 1)
    gaps = np.flatnonzero(np.diff(columns) > 1)
    left, right = int(columns[gaps[-1] + 1]), int(columns[-1])
    rows = np.flatnonzero(ink[:, left : right + 1].any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1])
    return Rect(
        box.x + left / _FINE,
        box.y + top / _FINE,
        (right - left + 1) / _FINE,
        (bottom - top + 1) / _FINE,
    )


def _on_scan(to_scan: NDArray[np.float64], box: Rect) -> NDArray[np.float32]:
    return np.asarray(cv2.perspectiveTransform(_corners(box)[np.newaxis], to_scan)[0], np.float32)


def _corners(box: Rect) -> NDArray[np.float32]:
    return np.array(
        [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)],
        np.float32,
    )


def _shade(page: Pixels, around: NDArray[np.float32], share: float) -> int | tuple[int, ...]:
    """The paper's colour (a high share of the pixels is darker) or the pen's (a low one)."""
    (left, top), (right, bottom) = around.min(axis=0).astype(int), around.max(axis=0).astype(int)
    part = page[top : bottom + 1, left : right + 1]
    if part.ndim == 2:
        return int(np.quantile(part, share))
    return tuple(int(level) for level in np.quantile(part.reshape(-1, 3), share, axis=0))


def _gray(page: Pixels) -> Pixels:
    return page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
