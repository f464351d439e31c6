"""Strips: the piece of a scan that a reading comes from, trimmed to its ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.reading import Box
from desktop.ui import theme

_INK = 48  # how much darker than the paper ink is, of 255


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A piece of a page and the colour of its paper, with which a strip is filled up."""

    image: QImage
    paper: QColor


def crop(page: QImage, box: Box, inset: int = 0) -> Crop:
    """Cut a box out of a page and trim it to its ink, so that strokes fill the strip."""
    x, y, width, height = box
    piece = page.copy(
        x + inset, y + inset, max(1, width - 2 * inset), max(1, height - 2 * inset)
    ).convertToFormat(QImage.Format.Format_RGB32)
    gray = piece.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())[
        :, : gray.width()
    ]
    paper_gray = int(np.percentile(pixels, 75))
    ink = pixels < paper_gray - _INK
    rows = np.flatnonzero(ink.sum(axis=1) >= 2)
    columns = np.flatnonzero(ink.sum(axis=0) >= 1)
    paper_at = np.argmin(np.abs(pixels.astype(np.int16) - paper_gray))
    paper_y, paper_x = divmod(int(paper_at), pixels.shape[1])
    paper = QColor(piece.pixel(paper_x, paper_y))
    if len(rows) < 3 or len(columns) < 3:
        return Crop(piece, paper)
    top, bottom = max(0, int(rows[0]) - 5), min(piece.height(), int(rows[-1]) + 6)
    left, right = max(0, int(columns[0]) - 8), min(piece.width(), int(columns[-1]) + 9)
    return Crop(piece.copy(left, top, right - left, bottom - top), paper)


def paint_strip(painter: QPainter, piece: Crop, area: QRectF) -> None:
    """Paint a crop into an area, at the left, smoothly scaled for the screen's density."""
    painter.fillRect(area, piece.paper)
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    inner = area.adjusted(2, 1, -2, -1)
    image = piece.image
    scale = min(inner.height() / image.height(), inner.width() / image.width(), 2.0)
    width, height = max(1.0, image.width() * scale), max(1.0, image.height() * scale)
    scaled = image.scaled(
        QSize(round(width * ratio), round(height * ratio)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(inner.x(), inner.y() + (inner.height() - height) / 2), scaled)
    veil = theme.palette().veil
    if veil:
        painter.fillRect(area, QColor(0, 0, 0, round(255 * veil)))
    painter.setPen(QPen(theme.color("line")))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


class Strip(QWidget):
    """A crop as a widget, above the field that holds its reading."""

    def __init__(self, piece: Crop | None = None, *, height: int = 28, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._piece = piece
        self.setFixedHeight(theme.px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("読み取った箇所の画像"))

    def set_crop(self, piece: Crop | None) -> None:
        self._piece = piece
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._piece is not None:
            paint_strip(painter, self._piece, QRectF(self.rect()))
