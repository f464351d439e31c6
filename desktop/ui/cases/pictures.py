"""The pictures of a case's pages, opened in memory while its window stands, and crops of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.domain.reading import Box, PageReading
from desktop.services.case_views import PagePicture
from desktop.services.verification_views import Cell
from desktop.ui.cases.line_parts import part_of_line
from desktop.ui.context import Context
from desktop.ui.widgets.strip import Crop, crop

_LETTER_DPI = 110
_ONE_LINE = 0.12  # a box higher than this share of its width holds more than one line


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPage:
    image: QImage
    reading: PageReading


class Pictures(QObject):
    """Asks for a page once; `page_arrived` tells when it can be taken.

    Looking at an identity paper is recorded, so nothing is fetched that nobody wants to see.
    """

    page_arrived = Signal(str)  # page id
    page_refused = Signal(str, object)  # page id, the exception
    thumbnail_arrived = Signal(str, bytes)
    letter_arrived = Signal(str)  # letter id
    letter_refused = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: dict[str, OpenedPage] = {}
        self._letters: dict[str, tuple[QImage, ...]] = {}
        self._crops: dict[tuple[str, Box], Crop] = {}
        self._parts: dict[tuple[str, str, str], Box] = {}
        self._asked: set[str] = set()
        self._stale: set[str] = set()

    def page(self, page_id: str) -> OpenedPage | None:
        return self._pages.get(page_id)

    def letter(self, letter_id: str) -> tuple[QImage, ...] | None:
        return self._letters.get(letter_id)

    def crop(self, page_id: str, box: Box) -> Crop | None:
        """The piece of a page that has arrived, trimmed to its ink; None before."""
        opened = self._pages.get(page_id)
        if opened is None or opened.image.isNull():
            return None
        key = (page_id, box)
        if key not in self._crops:
            self._crops[key] = crop(opened.image, box, _inset(box))
        return self._crops[key]

    def place(self, reading: Cell) -> Box | None:
        """Where a reading stands; of an address in one line, where its part stands."""
        opened = self._pages.get(reading.page_id)
        if reading.box is None or opened is None or opened.image.isNull():
            return reading.box
        line = opened.reading.field(reading.key)
        if line is None or line.box is None or line.text == reading.text:
            return reading.box
        if line.box[3] > _ONE_LINE * line.box[2]:
            return line.box
        asked = (reading.page_id, line.text, reading.text)
        if asked not in self._parts:
            self._parts[asked] = part_of_line(opened.image, line.box, line.text, reading.text)
        return self._parts[asked]

    def want_page(self, page_id: str) -> None:
        known = page_id in self._pages and page_id not in self._stale
        if known or page_id in self._asked:
            return
        self._asked.add(page_id)
        desk, act = self._context.desk, self._context.act()
        task = self._context.tasks.store(lambda: desk.cases.picture(act, page_id), tag=page_id)
        task.succeeded.connect(self._on_page)
        Failure(task, self, page_id).told.connect(self._on_page_failed)

    def forget_reading(self, page_id: str) -> None:
        """The reading was corrected: fetch the page anew."""
        self._asked.discard(page_id)
        self._stale.add(page_id)

    def forget_page(self, page_id: str) -> None:
        """The page was taken out of its case: nothing of it stays in memory."""
        self._asked.discard(page_id)
        self._stale.discard(page_id)
        self._pages.pop(page_id, None)
        self._crops = {key: kept for key, kept in self._crops.items() if key[0] != page_id}
        self._parts = {key: kept for key, kept in self._parts.items() if key[0] != page_id}

    def want_thumbnail(self, page_id: str) -> None:
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(lambda: desk.cases.thumbnail(by, page_id), tag=page_id)
        task.succeeded.connect(self._on_thumbnail)

    def want_letter(self, letter_id: str) -> None:
        if letter_id in self._letters or letter_id in self._asked:
            return
        self._asked.add(letter_id)
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.correspondence.letter_pages(by, letter_id, _LETTER_DPI), tag=letter_id
        )
        task.succeeded.connect(self._on_letter)
        Failure(task, self, letter_id).told.connect(self._on_letter_failed)

    def _on_page(self, picture: object, page_id: object) -> None:
        if isinstance(picture, PagePicture) and isinstance(page_id, str):
            before = self._pages.get(page_id)
            image = before.image if before else QImage.fromData(picture.image)
            self._stale.discard(page_id)
            self._pages[page_id] = OpenedPage(image, picture.reading)
            self.page_arrived.emit(page_id)

    def _on_page_failed(self, page_id: str, error: object) -> None:
        self._asked.discard(page_id)
        self.page_refused.emit(page_id, error)

    def _on_thumbnail(self, image: object, page_id: object) -> None:
        if isinstance(image, bytes) and isinstance(page_id, str) and image:
            self.thumbnail_arrived.emit(page_id, image)

    def _on_letter(self, pages: object, letter_id: object) -> None:
        if isinstance(pages, tuple) and isinstance(letter_id, str):
            self._letters[letter_id] = tuple(QImage.fromData(page) for page in pages)
            self.letter_arrived.emit(letter_id)

    def _on_letter_failed(self, letter_id: str, error: object) -> None:
        self._asked.discard(letter_id)
        self.letter_refused.emit(letter_id, error)


class Failure(QObject):
    """Tells which of several questions failed."""

    told = Signal(str, object)

    def __init__(self, task: QObject, parent: QObject, about: str) -> None:
        super().__init__(parent)
        self._about = about
        task.failed.connect(self._on_failed)  # type: ignore[attr-defined]
        task.ended.connect(self.deleteLater)  # type: ignore[attr-defined]

    def _on_failed(self, error: BaseException) -> None:
        self.told.emit(self._about, error)


def _inset(box: Box) -> int:
    """The printed frame around a field belongs to no stroke."""
    return 0 if box[3] < 24 else max(2, round(box[3] * 0.06))
