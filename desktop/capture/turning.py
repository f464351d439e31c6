"""A kept picture turned by quarters, as nearly the same picture as JPEG allows.

The picture is opened in this process and not in the sandboxed child of CAPTURE §4: what comes here
is what our own encoder made of screened pixels, and the seal it was kept under shows that not a
byte of it was changed. A stranger's file never comes here.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, JpegImagePlugin

from desktop.capture import encode

_TURNS = {
    1: Image.Transpose.ROTATE_270,  # Pillow turns counter-clockwise
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}
_SIDE = 8  # of a JPEG block


def turned(image: bytes, quarters: int) -> tuple[bytes, int, int]:
    """The JPEG after so many clockwise quarter turns, with its width and height.

    It keeps the tables it was made with, so that hardly anything is rounded a second time.
    """
    with Image.open(io.BytesIO(image), formats=("JPEG",)) as picture:
        turn = _TURNS.get(quarters % 4)
        if turn is None:
            return image, picture.width, picture.height
        if not isinstance(picture, JpegImagePlugin.JpegImageFile):
            raise TypeError(picture.format)
        tables = [list(table) for _number, table in sorted(picture.quantization.items())]
        sampling = JpegImagePlugin.get_sampling(picture)
        upright = picture.transpose(turn)
    if quarters % 2:
        tables = [_across(table) for table in tables]
    out = io.BytesIO()
    upright.save(out, "JPEG", qtables=tables, subsampling=max(sampling, 0), optimize=True)
    if len(out.getvalue()) <= encode.MAX_BYTES:
        return out.getvalue(), upright.width, upright.height
    return encode.keep(np.asarray(upright))


def _across(table: list[int]) -> list[int]:
    return [table[_SIDE * (place % _SIDE) + place // _SIDE] for place in range(len(table))]
