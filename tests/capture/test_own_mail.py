"""Our own mail come back: the number in a letter's QR, and the one in a postal label's bars."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from reportlab.graphics.barcode.code39 import Standard39
from reportlab.graphics.barcode.common import Codabar

from desktop.capture.engine import Engine
from desktop.capture.own_mail import case_of_letter, label_number
from desktop.capture.pixels import Pixels
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.letters.marks import qr

DPI = 200
_PIXELS = 3  # of the narrowest bar


def bars(code: Codabar | Standard39) -> NDArray[np.uint8]:
    """A sheet with the bar code printed on it, as the post's label is."""
    code._calculate()
    drawn: list[NDArray[np.uint8]] = []

    def rect(x: float, _y: float, width: float, _height: float) -> None:
        drawn.append(np.array([x, width]))

    code.rect = rect
    code.draw()
    unit = min(one[1] for one in drawn)
    end = max(one[0] + one[1] for one in drawn)
    sheet = np.full((700, round(end / unit) * _PIXELS + 300), 255, np.uint8)
    for x, width in drawn:
        left = 150 + round(x / unit) * _PIXELS
        sheet[200:320, left : left + round(width / unit) * _PIXELS] = 0
    return sheet


def page_with_qr(text: str) -> NDArray[np.uint8]:
    cells = np.array(qr(text), dtype=bool)
    code = np.kron(cells, np.ones((5, 5), bool))
    sheet = np.full((2339, 1654), 255, np.uint8)
    sheet[200 : 200 + len(code), 1300 : 1300 + len(code)][code] = 0
    return sheet


@pytest.mark.parametrize(
    ("code", "number"),
    [
        (Codabar("A12345678903A"), "12345678903"),
        (Standard39("12345678903", checksum=0, ratio=3), "12345678903"),
        (Codabar("A12345678902A"), ""),  # the last digit does not fit
        (Codabar("A405548424886A"), ""),  # twelve digits could be a 個人番号
    ],
)
def test_the_number_of_a_registered_label_is_read_from_its_bars(
    code: Codabar | Standard39, number: str
) -> None:
    sheet = bars(code)
    assert zxingcpp.read_barcodes(sheet)  # the bars are there to be read
    assert label_number(sheet) == number


def test_a_letter_s_qr_alone_names_its_case() -> None:
    assert case_of_letter(["https://example.invalid/", "26-0143"]) == "26-0143"
    assert case_of_letter(["MADOGUCHI-SEP:1", "anchor 12 00ff", "123456789018"]) == ""


def test_a_page_with_the_qr_of_a_letter_is_read_as_ours(
    engine: Engine, forms: tuple[FormDefinition, ...]
) -> None:
    read = read_page(engine, Pixels(page_with_qr("26-0143"), DPI), forms)
    assert isinstance(read, ScreenedPage)
    assert (read.reading.kind, read.reading.form) == (PageKind.UNKNOWN, "")
    assert (read.reading.case_number, read.reading.posted) == ("26-0143", "")
