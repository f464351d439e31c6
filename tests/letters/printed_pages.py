"""What a printed page shows: its text, where each character stands, what machines read on it."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2 as pdfium
import zxingcpp

from desktop.domain.forms import PAGE_HEIGHT, Rect

_MM = 25.4 / 72


def page_count(pdf: bytes) -> int:
    with pdfium.PdfDocument(pdf) as document:
        return len(document)


def text_of(pdf: bytes, page: int = 1) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return document[page - 1].get_textpage().get_text_range().replace("\r\n", "\n")


def plain(text: str) -> str:
    """Without blanks and line ends: layout is tested apart from the words."""
    return "".join(text.split())


def characters(pdf: bytes, page: int = 1) -> list[tuple[str, Rect]]:
    """Every character that shows, with its box in millimetres from the top left corner."""
    with pdfium.PdfDocument(pdf) as document:
        text = document[page - 1].get_textpage()
        found = [
            (text.get_text_range(index, 1), text.get_charbox(index))
            for index in range(text.count_chars())
        ]
    return [
        (
            shown,
            Rect(left * _MM, PAGE_HEIGHT - top * _MM, (right - left) * _MM, (top - bottom) * _MM),
        )
        for shown, (left, bottom, right, top) in found
        if right > left and top > bottom and not shown.isspace()
    ]


def _millimetres(left: float, bottom: float, right: float, top: float) -> Rect:
    return Rect(left * _MM, PAGE_HEIGHT - top * _MM, (right - left) * _MM, (top - bottom) * _MM)


def character_boxes(pdf: bytes, page: int = 1) -> list[Rect]:
    return [box for _shown, box in characters(pdf, page)]


def drawn_boxes(pdf: bytes, page: int = 1) -> list[Rect]:
    """Every frame, rule and mark, in millimetres from the top left corner."""
    with pdfium.PdfDocument(pdf) as document:
        bounds = [
            item.get_bounds()
            for item in document[page - 1].get_objects()
            if item.type == pdfium.raw.FPDF_PAGEOBJ_PATH
        ]
    return [_millimetres(*one) for one in bounds]


def text_within(pdf: bytes, box: Rect, page: int = 1) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return (
            document[page - 1]
            .get_textpage()
            .get_text_bounded(
                left=box.x / _MM,
                bottom=(PAGE_HEIGHT - box.bottom) / _MM,
                right=box.right / _MM,
                top=(PAGE_HEIGHT - box.y) / _MM,
            )
        )


def picture(pdf: bytes, page: int = 1, dpi: int = 200) -> np.ndarray:
    with pdfium.PdfDocument(pdf) as document:
        image = document[page - 1].render(scale=dpi / 72).to_pil().convert("L")
    return np.array(image)


def qr_texts(pdf: bytes, page: int = 1) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture(pdf, page))]


def corner_marks(pdf: bytes, page: int = 1, dpi: int = 200) -> dict[int, Rect]:
    """The ArUco marks found, by number, in millimetres."""
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    corners, numbers, _ = detector.detectMarkers(picture(pdf, page, dpi))
    found: dict[int, Rect] = {}
    for points, number in zip(corners, numbers.ravel(), strict=True):
        millimetres = points[0] * 25.4 / dpi
        left, top = millimetres.min(axis=0)
        right, bottom = millimetres.max(axis=0)
        found[int(number)] = Rect(left, top, right - left, bottom - top)
    return found
