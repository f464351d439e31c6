"""Pages of a department's PDF as the reader gives them: a name stands in gray at a known place."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from mail_bag import ICHIRO, page
from PIL import Image

from desktop.domain.reading import PageKind, ScreenedPage, TextLine

NAME_AT = (300, 500, 200, 40)


def answered(*lines: TextLine) -> ScreenedPage:
    made = page(PageKind.UNKNOWN)
    picture = np.full((1754, 1240), 250, np.uint8)
    x, y, width, height = NAME_AT
    picture[y : y + height, x : x + width] = 120
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=80)
    return replace(made, image=out.getvalue(), reading=replace(made.reading, lines=lines))


def own_number(number: str = ICHIRO.number) -> TextLine:
    return TextLine(f"お客様番号 {number}", 0.99, (100, 100, 500, 40))


def staff() -> tuple[TextLine, ...]:
    """A column of those who spoke with the customer, with one name in it."""
    head = TextLine("応対者", 0.99, (300, 440, 120, 40))
    return head, TextLine("見本 花子", 0.99, NAME_AT)


def picture_of(image: bytes) -> np.ndarray:
    """What the picture shows at the place of the name, without its edge."""
    x, y, width, height = NAME_AT
    gray = np.asarray(Image.open(io.BytesIO(image)).convert("L"))
    return gray[y + 8 : y + height - 8, x + 8 : x + width - 8]
