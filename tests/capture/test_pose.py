"""Where an own sheet lies on a scan, also when staples, folds and tears have taken marks away."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import cv2
import numpy as np
import pytest
from drawn_pages import DPI, blank
from numpy.typing import NDArray

from desktop.capture.pixels import Pixels
from desktop.capture.pose import Pose, find_pose
from desktop.capture.rectify import find_sheet
from desktop.domain.forms import FormDefinition

Forms = tuple[FormDefinition, ...]
Gray = NDArray[np.uint8]
MM = DPI / 25.4
CORNERS = {0: (13, 13), 1: (197, 13), 2: (197, 284), 3: (13, 284)}
PAIRS = list(combinations(CORNERS, 2))


@pytest.fixture(scope="module")
def sheet(request_form: FormDefinition) -> Gray:
    return np.asarray(blank(request_form))


def without(page: Gray, marks: Collection[int], *, code: bool = False) -> Gray:
    """The marks' corners torn off: a few centimetres of nothing."""
    torn = page.copy()
    places = [(*CORNERS[mark], 9) for mark in marks] + [(178, 30, 12)] * code
    for x, y, reach in places:
        top, bottom = round(max(0, y - reach) * MM), round((y + reach) * MM)
        left, right = round(max(0, x - reach) * MM), round((x + reach) * MM)
        torn[top:bottom, left:right] = 250
    return torn


def laid(page: Gray, degrees: float, size: float = 1.0) -> tuple[Gray, NDArray[np.float64]]:
    """Turned and shrunk on a larger glass, and how: from paper millimetres to the scan's pixels."""
    height, width = page.shape
    way = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, size), (0, 0, 1.0)])
    way[:2, 2] += 60
    scan = cv2.warpPerspective(page, way, (width + 120, height + 120), borderValue=250)
    return scan, way @ np.diag([MM, MM, 1.0])


def farthest(pose: Pose | None, way: NDArray[np.float64]) -> float:
    """How far off the sheet's worst place lands, in millimetres."""
    assert pose is not None
    places = np.array([[(x, y) for x in (0, 70, 140, 210) for y in (0, 100, 200, 297)]], float)
    landed = cv2.perspectiveTransform(places, pose.to_paper @ way)
    return float(np.linalg.norm(landed - places, axis=2).max())


@pytest.mark.parametrize("lost", PAIRS, ids=str)
def test_two_lost_corners_leave_the_sheet_where_it_is(
    sheet: Gray, forms: Forms, lost: tuple[int, int]
) -> None:
    scan, way = laid(without(sheet, lost), 3.0, 0.96)
    pose = find_pose(scan, forms)
    assert farthest(pose, way) < 0.6
    assert pose is not None
    assert pose.marks == 2


@pytest.mark.parametrize("left", [2, 3])
def test_one_corner_far_from_the_code_is_enough(sheet: Gray, forms: Forms, left: int) -> None:
    scan, way = laid(without(sheet, set(CORNERS) - {left}), -4.0)
    assert farthest(find_pose(scan, forms), way) < 0.8


def test_a_corner_beside_the_code_is_not_enough(sheet: Gray, forms: Forms) -> None:
    scan, _ = laid(without(sheet, {0, 2, 3}), 0.0)
    assert find_pose(scan, forms) is None


def test_without_its_code_two_corners_are_not_enough(sheet: Gray, forms: Forms) -> None:
    scan, _ = laid(without(sheet, {0, 2}, code=True), 0.0)
    assert find_pose(scan, forms) is None


@pytest.mark.parametrize("degrees", [-5.0, 5.0, 92.0, 178.0, 271.0])
def test_all_four_corners_hold_the_sheet_however_it_lies(
    sheet: Gray, forms: Forms, degrees: float
) -> None:
    if degrees % 180 > 45:
        height, width = sheet.shape
        room = np.full((height, height), 250, np.uint8)
        room[:, (height - width) // 2 :][:, :width] = sheet
        scan, way = laid(room, degrees)
        way = way @ np.array([[1, 0, (height - width) // 2 / MM], [0, 1, 0], [0, 0, 1.0]])
    else:
        scan, way = laid(sheet, degrees)
    assert farthest(find_pose(scan, forms), way) < 0.3


@pytest.mark.parametrize("size", [0.94, 0.97])
def test_a_sheet_printed_to_fit_the_page_is_laid_in_its_own_size(
    sheet: Gray, forms: Forms, size: float
) -> None:
    scan, way = laid(sheet, 0.4, size)
    assert farthest(find_pose(scan, forms), way) < 0.3


def test_a_camera_held_askew_is_seen_through_with_a_corner_lost(sheet: Gray, forms: Forms) -> None:
    height, width = sheet.shape
    corners = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    seen = np.float32([(90, 60), (width - 60, 30), (width - 10, height - 40), (20, height - 10)])
    way = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(without(sheet, {3}), way, (width, height), borderValue=120)
    assert farthest(find_pose(photo, forms), way @ np.diag([MM, MM, 1.0])) < 1.0


def test_a_sheet_with_two_lost_corners_still_names_its_form(sheet: Gray, forms: Forms) -> None:
    scan, _ = laid(without(sheet, {0, 3}), 1.0)
    found = find_sheet(Pixels(scan, DPI), forms)
    assert found is not None
    assert found.qr is not None
    assert (found.qr.form, found.marks) == ("F-01", 2)
