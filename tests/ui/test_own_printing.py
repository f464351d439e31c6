"""The window's own printing, onto a file in place of a Windows printer."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.domain.printing import Sides
from desktop.services.letter_pictures import draw_pages
from desktop.services.stationery import letter_preview
from desktop.ui.own_printing import DPI, NotPainted, device_for, paint_pages


def onto(file: Path, sides: Sides) -> QPrinter:
    device = device_for("", "26-0001", sides)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(file))
    return device


def test_each_page_fills_an_a4_sheet_and_shows_the_letter(qapp: QApplication, tmp_path: Path):
    pages = draw_pages(letter_preview("D-05", paths.forms(), paths.resources()), DPI)
    file = tmp_path / "painted.pdf"
    paint_pages(pages, onto(file, Sides.TWO))
    printed = pypdfium2.PdfDocument(file)
    assert len(printed) == len(pages) == 2
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    shown = printed[0].render(scale=0.5).to_pil().convert("L")
    dark = shown.point(lambda value: 255 if value < 160 else 0).getbbox()
    assert dark is not None
    assert 15 < dark[0] < 60  # the text begins at the left margin, not in a corner
    assert dark[3] > 300  # and goes down the sheet


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_is_told(qapp: QApplication, tmp_path: Path):
    with pytest.raises(NotPainted, match="受け付けませんでした"):
        paint_pages((), onto(tmp_path / "missing" / "painted.pdf", Sides.ONE))
