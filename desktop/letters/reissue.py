"""再発行 over a frozen letter: a copy with the mark; the approved bytes stay as they are."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2

from desktop.domain.forms import PAGE_WIDTH, Rect
from desktop.domain.printing import REISSUED
from desktop.domain.wareki import wareki
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import Sheet

_BOX = Rect(PAGE_WIDTH - 22 - 50, 6.5, 50, 7)
"""Above the letter's head and to the right of the envelope's window (DOMAIN §9)."""

_one_at_a_time = Lock()  # pdfium is not for two threads


def reissued(pdf: bytes, on: date, fonts_dir: Path) -> bytes:
    """The letter with 「再発行　令和…」 framed at the top of every page."""
    sheet = Sheet(load_fonts(fonts_dir), REISSUED)
    sheet.frame(_BOX)
    sheet.text_in(_BOX, f"{REISSUED}　{wareki(on)}", face="sans-700", size=9, align="center")
    with _one_at_a_time:
        return _over(pdf, sheet.finish())


def _over(pdf: bytes, mark_pdf: bytes) -> bytes:
    """The first with the only page of the second drawn over each of its pages."""
    letter, mark = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(mark_pdf)
    try:
        over = mark.page_as_xobject(0, letter)
        for page in letter:
            page.insert_obj(over.as_pageobject())
            page.gen_content()
            page.close()
        over.close()
        out = BytesIO()
        letter.save(out)
        return out.getvalue()
    finally:
        mark.close()
        letter.close()
