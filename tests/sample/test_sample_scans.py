"""The scans look like scans: own forms carry readable marks although the page is crooked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

Truth = dict[str, Any]
Pages = Callable[[Path, Truth], list[Image.Image]]


@pytest.fixture(scope="module")
def own_pages(truth: Truth, shipped: Path, pages_of: Pages) -> list[tuple[str, Any]]:
    """Every scanned form and slip, as (what its QR should say, grey pixels)."""
    found = []
    for told in truth.values():
        for page, picture in zip(told["pages"], pages_of(shipped, told), strict=True):
            if page["kind"] in ("FORM", "SLIP"):
                text = "MDG1|F-01|1|1" if page["kind"] == "FORM" else "MDG1|SLIP|1|1|26-0007"
                found.append((text, np.asarray(picture.convert("L"))))
    return found


def test_every_own_page_shows_its_four_corners_and_its_code(
    own_pages: list[tuple[str, Any]],
) -> None:
    assert len(own_pages) == 12
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    for text, pixels in own_pages:
        _, ids, _ = detector.detectMarkers(pixels)
        assert sorted(ids.ravel().tolist()) == [0, 1, 2, 3]
        assert [code.text for code in zxingcpp.read_barcodes(pixels)] == [text]


def test_no_page_lies_quite_straight_and_some_lie_far_from_it(
    own_pages: list[tuple[str, Any]],
) -> None:
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    slopes = []
    for _, pixels in own_pages:
        corners, ids, _ = detector.detectMarkers(pixels)
        place = {int(i): c[0][0] for i, c in zip(ids.ravel(), corners, strict=True)}
        across = place[1] - place[0]
        slopes.append(abs(float(np.degrees(np.arctan2(across[1], across[0])))))
    assert max(slopes) > 1
    assert max(slopes) < 2.6
    assert len({round(slope, 2) for slope in slopes}) > 8


def test_the_paper_is_grainy_and_darker_towards_an_edge(own_pages: list[tuple[str, Any]]) -> None:
    for _, pixels in own_pages:
        height, width = pixels.shape
        patch = pixels[int(height * 0.93) : int(height * 0.95), int(width * 0.15) : width // 4]
        assert patch.std() > 0.4
    strips = [
        [float(np.median(part)) for part in (p[:, 30:60], p[:, -60:-30], p[30:60], p[-60:-30])]
        for _, p in own_pages
    ]
    assert max(max(strip) - min(strip) for strip in strips) > 8


def test_the_forbidden_back_carries_its_number_as_a_code_too(
    truth: Truth, shipped: Path, pages_of: Pages
) -> None:
    told = truth["env04"]
    back = pages_of(shipped, told)[2]
    [code] = zxingcpp.read_barcodes(np.asarray(back.convert("L")))
    assert [code.text] == told["pages"][2]["never_kept"]
