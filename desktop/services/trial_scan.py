"""試し読み, one sheet by way of trial: to see how a profile scans before letters lie in it.

It is screened like any page and lives in memory only: nothing of it reaches the spool, the store
or the log, whatever is on it.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from time import monotonic

from desktop.capture import decode
from desktop.capture.sources.source import ScanStopped, Source
from desktop.domain.reading import BlockedPage, Forbidden, Quality, ScreenedPage
from desktop.domain.scanning import Fault, ScanProfile
from desktop.services.scan_faults import ScanFault
from desktop.services.scanning_run import PageReader

_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class TrialSheet:
    """`image` is the screened page as JPEG, or nothing where a forbidden number was on it.

    `seconds` are those of the device, until the sheet was here; `size_mm` and `dpi` are what it
    delivered, not what was asked for.
    """

    image: bytes = field(repr=False)
    blocked: Forbidden | None
    quality: tuple[Quality, ...]
    size_mm: tuple[int, int]
    dpi: int
    seconds: float


def one_sheet(
    source: Source, reader: PageReader, profile: ScanProfile, cancelled: threading.Event
) -> TrialSheet | None:
    """The first side that the device gives; None where it was cancelled."""
    began = monotonic()
    try:
        with contextlib.closing(source.scan(profile, cancelled)) as images:  # type: ignore[type-var]
            first = next(images, None)
            seconds = monotonic() - began
    except ScanStopped as stopped:
        raise ScanFault(stopped.fault) from stopped
    if cancelled.is_set():
        return None
    if first is None:
        raise ScanFault(Fault.EMPTY)
    with contextlib.closing(decode.pages(first.data)) as pages:  # type: ignore[type-var]
        page = next(pages)
    result = reader.screen(page)
    width, height = (round(side / page.dpi * _MM_PER_INCH) for side in (page.width, page.height))
    size, dpi = (width, height), round(page.dpi)
    match result:
        case ScreenedPage(image=image, reading=reading):
            return TrialSheet(image, None, reading.quality, size, dpi, seconds)
        case BlockedPage(forbidden=forbidden):
            kind = min(found.kind for found in forbidden)
            return TrialSheet(b"", kind, (), size, dpi, seconds)
        case _:  # a separator sheet: nothing to look at, and nothing to hide
            return TrialSheet(b"", None, (), size, dpi, seconds)
