"""Whether a page is the sheet between two envelopes: told by its QR code, before any reading."""

from __future__ import annotations

import cv2
import zxingcpp

from desktop.capture.pixels import Pixels
from desktop.capture.tidy import to_gray
from desktop.domain.separators import SEPARATOR_QR

_SIDE = 1200  # its codes are 45 mm wide: a seventh of the pixels is enough, however it lies


def is_separator(page: Pixels) -> bool:
    gray = to_gray(page.array)
    scale = min(1.0, _SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    codes = zxingcpp.read_barcodes(small, formats=zxingcpp.BarcodeFormat.QRCode)
    return any(code.text == SEPARATOR_QR for code in codes)
