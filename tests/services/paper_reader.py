"""Stands where the reading networks stand: what a sheet "says" is its shade of gray.

The tests of the spool, of cancelling and of kills need many pages, and no letters on them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
from PIL import Image

from desktop.capture.pixels import Pixels
from desktop.capture.reader import ReadingFailed, Result
from desktop.domain.reading import (
    BlockedPage,
    FieldReading,
    Forbidden,
    ForbiddenFound,
    PageKind,
    PageReading,
    Quality,
    ScreenedPage,
    SeparatorSheet,
)

FORM, LICENCE, SLIP, CARD_BACK, INSURANCE, BROKEN = 250, 40, 80, 120, 160, 200
SEPARATOR = 100
NAME = "架空 太郎"


class PaperReader:
    def submit(self, page: Pixels) -> Future[Result]:
        future: Future[Result] = Future()
        shade = round(float(page.array.mean()))
        if shade == BROKEN:
            future.set_exception(ReadingFailed())
        else:
            future.set_result(_result(shade, page))
        return future

    def screen(self, page: Pixels) -> Result:
        return self.submit(page).result()


def _result(shade: int, page: Pixels) -> Result:
    if shade == SEPARATOR:
        return SeparatorSheet()
    if shade == CARD_BACK:
        return BlockedPage(PageKind.MNC_BACK, (ForbiddenFound(Forbidden.MY_NUMBER),))
    name = FieldReading("name", NAME, 0.99, sure=True, box=(1, 2, 3, 4))
    vague = FieldReading("phone", "090-0000-1111", 0.4, sure=False)
    readings = {
        FORM: PageReading(
            PageKind.FORM, (name, vague), form="F-01", form_version=1, quality=(Quality.FAINT,)
        ),
        LICENCE: PageReading(PageKind.DL, (name,)),
        SLIP: PageReading(PageKind.SLIP, form="SLIP", case_number="26-0007"),
        INSURANCE: PageReading(
            PageKind.SKC,
            (name,),
            forbidden=(ForbiddenFound(Forbidden.INSURANCE, (1, 1, 2, 2)),),
            masked=((1, 1, 2, 2),),
        ),
    }
    image, small = _jpeg(page.array), _jpeg(page.array[::2, ::2])
    return ScreenedPage(image, small, page.width, page.height, readings[shade])


def _jpeg(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, "JPEG")
    return stream.getvalue()


def scan(file: Path, shades: Sequence[int]) -> Path:
    """A TIFF of plain sheets, as a scanner would leave them."""
    sheets = [Image.new("L", (60, 80), shade) for shade in shades]
    sheets[0].save(file, "TIFF", save_all=True, append_images=sheets[1:], dpi=(200, 200))
    return file
