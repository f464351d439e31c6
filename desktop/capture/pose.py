"""How an own sheet lies on a scan: by its corner marks; by its QR code too where marks are lost.

A staple, a fold or a torn corner takes marks away. The QR code names the form, and so tells where
its own corners are on the paper: they stand in for marks (CAPTURE §5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from desktop.capture.pixels import Gray
from desktop.domain.form_versions import shipped_version
from desktop.domain.forms import FormDefinition, Marker, QrText, Rect, parse_qr

Matrix = NDArray[np.float64]
Corners = NDArray[np.float32]  # four, clockwise from the top left of what is printed

_FEWEST_MARKS = 3
_MOST_ERROR_MM = 1.5
_PLAIN_ERROR_MM = 0.6  # a scanner moves, turns and scales; more is a camera's work
_LEAST_SPAN_MM = 150.0  # nearer together, marks do not tell where the sheet's far end lies
_SEARCH_SIDE = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """The way from scan to paper in millimetres, the corner marks used and the worst error."""

    marks: int
    error: float
    to_paper: Matrix


def find_pose(gray: Gray, forms: Sequence[FormDefinition]) -> Pose | None:
    """How the own sheet lies, or None where too little of its marks is left."""
    seen = corner_marks(gray)
    fits = [fit for layout in _layouts(forms) if (fit := _fit(layout, seen)) is not None]
    if not fits and seen:
        fits = [fit for qr, code in _codes(gray) for fit in _fits_with_code(qr, code, seen, forms)]
    return min(fits, key=lambda fit: (-fit.marks, fit.error), default=None)


def corner_marks(gray: Gray) -> dict[int, Corners]:
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


def _layouts(forms: Sequence[FormDefinition]) -> list[tuple[Marker, ...]]:
    layouts: list[tuple[Marker, ...]] = []
    for form in forms:
        for page in range(1, form.pages + 1):
            marks = form.page_markers(page)
            shape = {(m.id, m.box) for m in marks}
            if shape not in ({(m.id, m.box) for m in known} for known in layouts):
                layouts.append(marks)
    return layouts


def _fit(layout: Sequence[Marker], seen: Mapping[int, Corners]) -> Pose | None:
    """By the marks alone; None where they are too few or lie unlike this layout."""
    used = [mark for mark in layout if mark.id in seen]
    if len(used) < _FEWEST_MARKS:
        return None
    scan, paper = _places(used, seen)
    matrix, _ = cv2.findHomography(scan, paper, 0)
    if matrix is None:
        return None
    error = _error(scan, paper, matrix)
    return Pose(len(used), error, matrix) if error < _MOST_ERROR_MM else None


def _places(used: Sequence[Marker], seen: Mapping[int, Corners]) -> tuple[Corners, Corners]:
    scan = np.concatenate([seen[mark.id] for mark in used])
    return scan, np.concatenate([_corners(mark.box) for mark in used])


def _error(scan: Corners, paper: Corners, matrix: Matrix) -> float:
    landed = cv2.perspectiveTransform(scan[np.newaxis], matrix)[0]
    return float(np.linalg.norm(landed - paper, axis=1).max())


def _codes(gray: Gray) -> Iterator[tuple[QrText, Corners]]:
    for code in zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormat.QRCode):
        text = parse_qr(code.text)
        if text is not None:
            at = code.position
            points = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            yield text, np.array([(point.x, point.y) for point in points], dtype=np.float32)


def _fits_with_code(
    qr: QrText, code: Corners, seen: Mapping[int, Corners], forms: Sequence[FormDefinition]
) -> Iterator[Pose]:
    """By the code and whatever marks are left, if they lie far enough apart.

    A scanner's picture is only moved, turned and scaled, which a few points near one edge still
    tell well; the perspective of a camera is looked for only where that does not explain them.
    """
    own = [form for form in forms if form.code == qr.form]
    version = shipped_version(qr.version)
    for form in [form for form in own if form.version == version] or own:
        place = next((code.box for code in form.codes if code.page == qr.page), None)
        used = [mark for mark in form.page_markers(qr.page) if mark.id in seen]
        if place is None or not used:
            continue
        marks, places = _places(used, seen)
        scan = np.concatenate([marks, code])
        paper = np.concatenate([places, _corners(place)])
        if float(np.linalg.norm(np.ptp(paper, axis=0))) < _LEAST_SPAN_MM:
            continue
        plain, _ = cv2.estimateAffinePartial2D(scan, paper, ransacReprojThreshold=_MOST_ERROR_MM)
        if plain is not None:
            matrix: Matrix = np.vstack([plain, (0.0, 0.0, 1.0)])
            error = _error(scan, paper, matrix)
            if error < _PLAIN_ERROR_MM:
                yield Pose(len(used), error, matrix)
                continue
        seen_askew, _ = cv2.findHomography(scan, paper, 0)
        if seen_askew is not None and len(used) > 1:
            error = _error(scan, paper, seen_askew)
            if error < _MOST_ERROR_MM:
                yield Pose(len(used), error, seen_askew)


def _corners(box: Rect) -> Corners:
    return np.array(
        [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)],
        dtype=np.float32,
    )
