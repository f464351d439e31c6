"""A letter's pages as pictures for the screen, drawn by the sandboxed decoder."""

from __future__ import annotations

import io

from PIL import Image

from desktop.capture.decode import pages


def draw_pages(pdf: bytes, dpi: int) -> tuple[bytes, ...]:
    """PNG pictures, one a page; they exist in memory only."""
    found = []
    for page in pages(pdf):
        picture = Image.fromarray(page.array)
        if page.dpi > dpi:
            size = (round(page.width * dpi / page.dpi), round(page.height * dpi / page.dpi))
            picture = picture.resize(size, Image.Resampling.HAMMING)
        out = io.BytesIO()
        picture.save(out, "PNG", dpi=(dpi, dpi), compress_level=1)  # it goes nowhere
        found.append(out.getvalue())
    return tuple(found)
