"""The files a scanner leaves: one PDF or TIFF of all pages, or a JPEG a page."""

from __future__ import annotations

import time
from pathlib import Path

from PIL import Image

# The hour the sample's post was scanned: the same on every build, so that its bytes are too.
_SCANNED = time.strptime("2026-11-10 08:40:00", "%Y-%m-%d %H:%M:%S")


def write_pdf(pages: list[Image.Image], dpi: int, folder: Path, stem: str) -> list[Path]:
    file = folder / f"{stem}.pdf"
    pages[0].save(
        file,
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=_quality(dpi),
        producer="scanner",
        creationDate=_SCANNED,
        modDate=_SCANNED,
    )
    return [file]


def write_tiff(pages: list[Image.Image], dpi: int, folder: Path, stem: str) -> list[Path]:
    file = folder / f"{stem}.tif"
    pages[0].save(
        file,
        save_all=True,
        append_images=pages[1:],
        compression="jpeg",
        quality=_quality(dpi),
        dpi=(dpi, dpi),
    )
    return [file]


def write_jpegs(pages: list[Image.Image], dpi: int, folder: Path, stem: str) -> list[Path]:
    files = []
    for number, page in enumerate(pages, 1):
        file = folder / f"{stem}-{number}.jpg"
        page.save(file, quality=_quality(dpi) + 8, dpi=(dpi, dpi))
        files.append(file)
    return files


WRITERS = {"PDF": write_pdf, "TIFF": write_tiff, "JPEG": write_jpegs}


def _quality(dpi: int) -> int:
    return 44 if dpi >= 300 else 54
