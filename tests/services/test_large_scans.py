"""Scans larger than memory should hold: decoded twice rather than kept, and still whole or told."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Result
from desktop.capture.sources.files import MailFile
from desktop.domain.reading import BlockedPage, PageKind
from desktop.services.scanned_files import Ended, PageRead, read_all

A4_300 = (2480, 3508)  # 8.7 MB decoded
SHEETS = 15  # in each of two parts: 261 MB decoded


class Counting:
    """A reader that looks at nothing; `then` happens after each page."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self._then = then

    def submit(self, _page: Pixels) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(BlockedPage(PageKind.UNKNOWN, ()))
        self._then()
        return future


@pytest.fixture
def envelope(tmp_path: Path) -> MailFile:
    sheet = Image.new("L", A4_300, 250)
    parts = (tmp_path / "a.tif", tmp_path / "b.tif")
    for part in parts:
        more = [sheet] * (SHEETS - 1)
        sheet.save(part, save_all=True, append_images=more, compression="tiff_deflate")
    return MailFile("a.tif", parts)


def test_a_scan_of_many_sheets_is_never_held_decoded_as_a_whole(envelope: MailFile) -> None:
    tracemalloc.start()
    try:
        events = list(read_all([envelope], Counting(), threading.Event()))  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(isinstance(event, PageRead) for event in events) == 2 * SHEETS
    assert events[-1] == Ended(0)
    assert peak < 240_000_000


def test_a_scan_that_breaks_while_it_is_read_is_told_and_the_next_one_comes(
    envelope: MailFile, tmp_path: Path
) -> None:
    whole = tmp_path / "c.tif"
    Image.new("L", (60, 80), 250).save(whole)
    later = envelope.parts[1]
    reader = Counting(lambda: later.unlink(missing_ok=True))
    files = [envelope, MailFile("c.tif", (whole,))]
    ended = [
        event
        for event in read_all(files, reader, threading.Event())  # type: ignore[arg-type]
        if isinstance(event, Ended)
    ]
    assert [one.index for one in ended] == [0, 1]
    assert ended[0].problem is not None
    assert ended[0].problem.next_step
    assert ended[1].problem is None
