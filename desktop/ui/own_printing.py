"""The window prints by itself: pages that pdfium drew, through Qt's printer (CAPTURE §6).

A fallback for Windows, where no program takes the PDF: the page goes out as a picture of 300 dots
an inch, and nobody can tell when its paper is out.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.domain.errors import DeskError
from desktop.domain.printing import TROUBLES, Sides, Trouble

DPI = 300


class NotPainted(DeskError):
    """The system's printer did not begin."""

    code = "not_painted"

    def __init__(self) -> None:
        super().__init__(*TROUBLES[Trouble.REFUSED])


def window_printers() -> tuple[str, ...]:
    """The printers that the system offers to windows."""
    return tuple(QPrinterInfo.availablePrinterNames())


def device_for(printer: str, title: str, sides: Sides) -> QPrinter:
    """The system's printer for A4 without margins. `title` shows in the queue: a number, never a
    name."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setPrinterName(printer)
    device.setDocName(title)
    device.setResolution(DPI)
    duplex = QPrinter.DuplexMode
    device.setDuplex(duplex.DuplexLongSide if sides is Sides.TWO else duplex.DuplexNone)
    device.setFullPage(True)
    portrait = QPageLayout.Orientation.Portrait
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    device.setPageLayout(QPageLayout(a4, portrait, QMarginsF(0, 0, 0, 0)))
    return device


def paint_pages(pages: Sequence[bytes], device: QPrinter) -> None:
    """Each picture fills a page."""
    painter = QPainter()
    if not painter.begin(device):
        raise NotPainted
    try:
        for number, page in enumerate(pages):
            if number:
                device.newPage()
            painter.drawImage(
                QRectF(device.paperRect(QPrinter.Unit.DevicePixel)), QImage.fromData(page)
            )
    finally:
        painter.end()
