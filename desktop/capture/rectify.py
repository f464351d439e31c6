"""An own form on a scan → its sheet laid straight, by the four corner marks and the QR code.

Works for any of the four turns, skew, photocopies and shrunk prints (CAPTURE §5). The marks give
the geometry; the QR says which form, version and page it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from desktop.capture.pixels import Gray, Picture, Pixels
from desktop.capture.tidy import flatten, to_gray
from desktop.domain.forms import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    FormDefinition,
    Marker,
    QrText,
    Rect,
    parse_qr,
)
from desktop.domain.reading import Box

_MM_PER_INCH = 25.4
_FEWEST_MARKS = 3
_MOST_ERROR_MM = 1.5
_SEARCH_SIDE = 2000
_RED, _LEAST_RED = 50, 0.0002  # gray steps; share of the page
_Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An own page, upright on A4 at `dpi`: `raw` as scanned, `flat` with shadows dropped.

    `marks` counts the corner marks found, `rotation` is the clockwise turn that was made.
    `without_red` is `flat` without the ink of seals, where there is any.
    """

    raw: Gray
    flat: Gray
    dpi: float
    qr: QrText | None
    marks: int
    rotation: int
    without_red: Gray | None = None

    def box(self, rect: Rect) -> Box:
        """A place of the definition in this sheet's pixels."""
        scale = self.dpi / _MM_PER_INCH
        left, top = round(rect.x * scale), round(rect.y * scale)
        return (left, top, round(rect.right * scale) - left, round(rect.bottom * scale) - top)

    def crop(self, rect: Rect) -> Gray:
        return self._cut(self.flat, rect)

    def crop_without_red(self, rect: Rect) -> Gray | None:
        """The place as it is without red ink; None where the sheet shows none."""
        return None if self.without_red is None else self._cut(self.without_red, rect)

    def _cut(self, picture: Gray, rect: Rect) -> Gray:
        left, top, width, height = self.box(rect)
        left, top = max(left, 0), max(top, 0)
        return picture[top : top + height, left : left + width]


def find_sheet(page: Pixels, forms: Sequence[FormDefinition]) -> Sheet | None:
    """The own sheet on this page, or None when its marks are not there."""
    gray = to_gray(page.array)
    seen = _marks(gray)
    best: tuple[int, float, _Matrix] | None = None
    for layout in _layouts(forms):
        fit = _fit(layout, seen)
        if fit is not None and (best is None or (fit[0], -fit[1]) > (best[0], -best[1])):
            best = fit
    if best is None:
        return None
    marks, _, to_paper = best
    dpi = 300.0 if page.dpi >= 250 else 200.0
    scale = np.diag([dpi / _MM_PER_INCH, dpi / _MM_PER_INCH, 1.0])
    size = (round(PAGE_WIDTH / _MM_PER_INCH * dpi), round(PAGE_HEIGHT / _MM_PER_INCH * dpi))
    raw = _laid(gray, scale @ to_paper, size)
    sheet = Sheet(raw, flatten(raw), dpi, None, marks, _turn(to_paper))
    red = _red_channel(page.array)
    unsealed = None if red is None else flatten(_laid(red, scale @ to_paper, size))
    return replace(sheet, qr=_qr(sheet, gray, forms), without_red=unsealed)


def _laid(gray: Gray, way: _Matrix, size: tuple[int, int]) -> Gray:
    straight: Gray = cv2.warpPerspective(
        gray, way, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return straight


def _red_channel(picture: Picture) -> Gray | None:
    """What red light sees, in which a seal's ink is paper; None where nothing is red."""
    if picture.ndim == 2:
        return None
    few = picture[::4, ::4].astype(np.int16)
    redness = few[..., 0] - few[..., 1:].max(axis=2)
    if float((redness > _RED).mean()) < _LEAST_RED:
        return None
    return np.ascontiguousarray(picture[..., 0])


def _layouts(forms: Sequence[FormDefinition]) -> list[tuple[Marker, ...]]:
    layouts: list[tuple[Marker, ...]] = []
    for form in forms:
        for page in range(1, form.pages + 1):
            marks = form.page_markers(page)
            shape = {(m.id, m.box) for m in marks}
            if shape not in ({(m.id, m.box) for m in known} for known in layouts):
                layouts.append(marks)
    return layouts


def _marks(gray: Gray) -> dict[int, NDArray[np.float32]]:
    """Corner marks by number; a number seen twice is believed nowhere."""
    scale = min(1.0, _SEARCH_SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    corners, ids, _ = cv2.aruco.ArucoDetector(words, settings).detectMarkers(small)
    numbers = [] if ids is None else [int(number) for number in ids.ravel()]
    return {
        number: (quad.reshape(4, 2) / scale).astype(np.float32)
        for number, quad in zip(numbers, corners, strict=True)
        if numbers.count(number) == 1
    }


def _fit(
    layout: Sequence[Marker], seen: dict[int, NDArray[np.float32]]
) -> tuple[int, float, _Matrix] | None:
    """Marks used, their error in millimetres and the way from scan to paper; None if unlike."""
    used = [mark for mark in layout if mark.id in seen]
    if len(used) < _FEWEST_MARKS:
        return None
    scan = np.concatenate([seen[mark.id] for mark in used])
    paper = np.concatenate([_corners(mark.box) for mark in used])
    matrix, _ = cv2.findHomography(scan, paper, 0)
    if matrix is None:
        return None
    landed = cv2.perspectiveTransform(scan[np.newaxis], matrix)[0]
    error = float(np.linalg.norm(landed - paper, axis=1).max())
    return (len(used), error, matrix) if error < _MOST_ERROR_MM else None


def _corners(box: Rect) -> NDArray[np.float32]:
    return np.array(
        [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)],
        dtype=np.float32,
    )


def _turn(to_paper: _Matrix) -> int:
    """The clockwise quarter turns that the scan needed, in degrees."""
    edge = np.array([[[0.0, 0.0], [PAGE_WIDTH, 0.0]]])
    start, end = cv2.perspectiveTransform(edge, np.linalg.inv(to_paper))[0]
    angle = float(np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0])))
    return (-round(angle / 90) * 90) % 360


def _qr(sheet: Sheet, gray: Gray, forms: Sequence[FormDefinition]) -> QrText | None:
    """The own code, first where the definitions print one, then anywhere on the scan."""
    places = {code.box for form in forms for code in form.codes}
    for picture in (*(_code_crop(sheet, box) for box in places), gray):
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
            text = parse_qr(code.text)
            if text is not None:
                return text
    return None


def _code_crop(sheet: Sheet, box: Rect) -> Gray:
    left, top, width, height = sheet.box(box.grown(6.0))
    return np.ascontiguousarray(sheet.raw[max(top, 0) : top + height, max(left, 0) : left + width])
