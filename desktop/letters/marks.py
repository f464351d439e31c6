"""The marks a machine reads on paper: ArUco corners and QR codes, as black cells."""

from __future__ import annotations

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

Cells = tuple[tuple[bool, ...], ...]

# DICT_4X4_50 of OpenCV, the first eight marks, sixteen white cells row by row. They are written
# here so that printing needs no computer vision library; a test compares them with it.
_ARUCO = (0xB532, 0x0F9A, 0x332D, 0x9946, 0x549E, 0x79CD, 0x9E2E, 0xC4F2)


def aruco(number: int) -> Cells:
    """Mark `number` with its black border: six rows of six, True is black."""
    bits = _ARUCO[number]
    inner = [[not bits >> (15 - 4 * row - column) & 1 for column in range(4)] for row in range(4)]
    edge = (True,) * 6
    return (edge, *((True, *row, True) for row in inner), edge)


def qr(text: str) -> Cells:
    """The QR code of a text, error correction M, without its quiet zone; True is black."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    return tuple(
        tuple(bool(code.isDark(row, column)) for column in range(size)) for row in range(size)
    )
