"""The sheet between two envelopes, printed by us and scanned in every direction."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn_pages import paper, pixels

from desktop import paths
from desktop.capture import decode
from desktop.capture.pixels import Pixels
from desktop.capture.separator import is_separator
from desktop.capture.tidy import to_gray
from desktop.letters.marks import qr
from desktop.letters.separator import separator_sheet


@pytest.fixture(scope="module")
def printed() -> Pixels:
    (page,) = decode.decode(separator_sheet(paths.resources() / "fonts"))
    return page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_sheet_is_told_however_it_lies(printed: Pixels, turn: int) -> None:
    array = np.ascontiguousarray(np.rot90(printed.array, turn // 90))
    assert is_separator(Pixels(array, printed.dpi))


@pytest.mark.parametrize("angle", [-7.0, 3.0, 12.0])
def test_a_sheet_fed_askew_at_low_contrast_is_told(printed: Pixels, angle: float) -> None:
    gray = to_gray(printed.array)
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.93)
    askew = cv2.warpAffine(gray, matrix, (width, height), borderValue=255)
    faint = (90 + askew.astype(np.float32) * 0.5).astype(np.uint8)
    assert is_separator(Pixels(faint, printed.dpi))


def test_the_loss_of_one_code_does_no_harm(printed: Pixels) -> None:
    array = printed.array.copy()
    array[: array.shape[0] // 2] = 0
    assert is_separator(Pixels(array, printed.dpi))


def test_other_paper_is_no_separator() -> None:
    assert not is_separator(pixels(paper((105, 30, "個人情報開示請求書", 8))))


def test_another_code_is_no_separator() -> None:
    cells = np.array(qr("MADOGUCHI-SEP:2"), dtype=bool)
    code = np.kron(np.where(cells, 0, 255), np.ones((20, 20))).astype(np.uint8)
    page = np.full((3508, 2480), 255, np.uint8)
    page[600 : 600 + code.shape[0], 600 : 600 + code.shape[1]] = code
    assert not is_separator(Pixels(page, 300.0))
