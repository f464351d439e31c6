"""A desk whose watched folders are read by shades of gray, and a folder that a test drops into."""

from __future__ import annotations

import dataclasses
import sys
import threading
from concurrent.futures import Future
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "services"))

from paper_reader import BROKEN, CARD_BACK, FORM, LICENCE, PaperReader, scan

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Result
from desktop.domain.reading import ScreenedPage
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.watched_folder import Watched
from desktop.ui.context import Context


class ShownPages(PaperReader):
    """As the reader of the services' tests, with small pictures that can be drawn. Behind the
    first page it waits for the gate, where there is one."""

    def __init__(self, gate: threading.Event | None = None) -> None:
        self._gate, self._pages = gate, 0

    def submit(self, page: Pixels) -> Future[Result]:
        self._pages += 1
        if self._gate is not None and self._pages > 1:
            assert self._gate.wait(60)
        answer = super().submit(page)
        if answer.exception() is None and isinstance(read := answer.result(), ScreenedPage):
            drawn: Future[Result] = Future()
            drawn.set_result(dataclasses.replace(read, thumbnail=read.image))
            return drawn
        return answer


class PaperIntake:
    """Gives the reader of these tests instead of the networks."""

    def __init__(self, gate: threading.Event | None) -> None:
        self._gate = gate

    def reader(self) -> PaperReader:
        return ShownPages(self._gate)


def watch(context: Context, folder: Path, gate: threading.Event | None = None) -> str:
    """The folder is watched by a profile; its id."""
    folder.mkdir(exist_ok=True)
    desk = context.desk
    desk.watched = Watched(desk.premises, PaperIntake(gate), desk.sources.book)  # type: ignore[arg-type]
    profile = ScanProfile("", "複合機の受信", SourceKind.FOLDER, str(folder))
    return desk.scanning.save_profile(context.act(), profile).id


__all__ = ["BROKEN", "CARD_BACK", "FORM", "LICENCE", "ShownPages", "scan", "watch"]
