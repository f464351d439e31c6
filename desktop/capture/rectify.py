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

from desktop.capture.pixels import Gray, Picture, Pixels
from desktop.capture.pose import Matrix, find_pose
from desktop.capture.tidy import flatten, levelled, strengthened, to_gray
from desktop.domain.forms import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    FormDefinition,
    QrText,
    Rect,
    parse_qr,
)
from desktop.domain.reading import Box

_MM_PER_INCH = 25.4
_ALL_MARKS = 4
_RED, _LEAST_RED = 50, 0.0002  # gray steps; share of the page


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An own page, upright on A4 at `dpi`: `scan` as it was scanned, in colour where it has any,
    `raw` in gray, `level` with shadows dropped, `flat` with faint ink made dark too, for reading.

    `marks` counts the corner marks found, `rotation` is the clockwise turn that was made.
    `without_red` is `flat` without the ink of seals, where there is any.
    """

    scan: Picture
    raw: Gray
    level: Gray
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
    pose = find_pose(gray, forms)
    if page.array.ndim == 3 and (pose is None or pose.marks < _ALL_MARKS):
        # A seal over a mark is paper to red light.
        unsealed = find_pose(np.ascontiguousarray(page.array[..., 0]), forms)
        if unsealed is not None and (pose is None or unsealed.marks > pose.marks):
            pose = unsealed
    if pose is None:
        return None
    dpi = 300.0 if page.dpi >= 250 else 200.0
    scale = np.diag([dpi / _MM_PER_INCH, dpi / _MM_PER_INCH, 1.0])
    size = (round(PAGE_WIDTH / _MM_PER_INCH * dpi), round(PAGE_HEIGHT / _MM_PER_INCH * dpi))
    scan = _laid(page.array, scale @ pose.to_paper, size)
    raw = to_gray(scan)
    level = levelled(raw)
    sheet = Sheet(
        scan, raw, level, strengthened(level), dpi, None, pose.marks, _turn(pose.to_paper)
    )
    red = _red_channel(scan)
    without_red = None if red is None else flatten(red)
    return replace(sheet, qr=_qr(sheet, gray, forms), without_red=without_red)


def _laid(picture: Picture, way: Matrix, size: tuple[int, int]) -> Picture:
    straight: Picture = cv2.warpPerspective(
        picture, way, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
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


def _turn(to_paper: Matrix) -> int:
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
