"""Small pictures of pages: a column beside a case, or a row for each envelope."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView

from desktop.ui.widgets.cells import KEY_ROLE
from desktop.ui.widgets.thumb_model import Flag, Index, Thumb, ThumbsModel
from desktop.ui.widgets.thumb_sheet import ThumbSheet
from desktop.ui.widgets.thumb_tile import ThumbTile


class Thumbnails(QListView):
    """`page_chosen` follows the cursor, `page_activated` Enter, Space or a double click."""

    page_chosen = Signal(str)
    page_activated = Signal(str)

    def __init__(
        self,
        *,
        name: str,
        accessible: str = "",
        width: int = 76,
        across: bool = False,
        gap: int = 24,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible or self.tr("ページ一覧"))
        self.setProperty("surface", "clear")
        self._pages = ThumbsModel()
        self.setModel(self._pages)
        self._delegate = ThumbTile(self._pages, width, gap, flagged=across)
        self.setItemDelegate(self._delegate)
        self._across = across
        self._sheet = ThumbSheet(self._pages, self._delegate)
        self._per_line = 0
        self.setFlow(QListView.Flow.LeftToRight if across else QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setUniformItemSizes(across)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if across:
            self.setVerticalScrollBarPolicy(never)
        else:
            self.setHorizontalScrollBarPolicy(never)
        self.activated.connect(self._on_activated)

    def set_thumbs(self, thumbs: Sequence[Thumb]) -> None:
        """Show these pages; the cursor stays on its page where that is still shown."""
        kept = self.current_key()
        self._pages.set_thumbs(thumbs, self.currentIndex().row())
        self._fit()
        if kept and self.current_key() != kept:
            self.choose(kept)

    def set_per_line(self, count: int) -> None:
        """How many pages stand side by side before the next line begins; 0 for all."""
        if count != self._per_line:
            self._per_line = count
            self.setWrapping(count > 0)
            self._fit()

    def per_line(self) -> int:
        return self._per_line or max(1, self._pages.rowCount())

    def set_thumb(self, thumb: Thumb) -> None:
        """Show one page as it is now; the others stay."""
        self._pages.set_thumb(thumb)

    def set_image(self, key: str, image: bytes) -> None:
        self._pages.set_image(key, image)

    def set_picture(self, key: str, image: QImage) -> None:
        self._pages.set_picture(key, QPixmap.fromImage(image))

    def set_sheet_width(self, width: int) -> None:
        """How wide a page is drawn, in px of the visual language."""
        if self._delegate.set_width(width):
            self.doItemsLayout()

    def thumbs(self) -> tuple[Thumb, ...]:
        return self._pages.thumbs()

    def current_key(self) -> str:
        index = self.currentIndex()
        return str(index.data(KEY_ROLE) or "") if index.isValid() else ""

    def choose(self, key: str) -> bool:
        for number, thumb in enumerate(self._pages.thumbs()):
            if thumb.key == key:
                self.setCurrentIndex(self._pages.index(number))
                return True
        return False

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) page."""
        count = self._pages.rowCount()
        if count:
            row = min(count - 1, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self._pages.index(row))

    def content_size(self) -> QSize:
        """The room that all pages need side by side, line by line."""
        thumbs, each = self._pages.thumbs(), self.per_line()
        if not thumbs:
            return QSize(2, 2)
        tile = self._delegate.size(thumbs[0])  # across, all are of one size
        lines = -(-len(thumbs) // each)
        return QSize(tile.width() * min(len(thumbs), each) + 2, tile.height() * lines + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._across:
            super().paintEvent(event)
            return
        origin = self.visualRect(self._pages.index(0)).topLeft()
        chosen = self.selectionModel().selectedIndexes()
        sheet = self._sheet.compose(
            event.rect().translated(-origin),
            chosen[0].row() if chosen else -1,
            self._per_line,
            self.devicePixelRatioF(),
        )
        painter = QPainter(self.viewport())
        painter.drawPixmap(origin, sheet)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.page_chosen.emit(str(current.data(KEY_ROLE) or ""))

    def _fit(self) -> None:
        if self._across and self.maximumSize() != (size := self.content_size()):
            self.setFixedSize(size)

    def _on_activated(self, index: QModelIndex) -> None:
        self.page_activated.emit(str(index.data(KEY_ROLE) or ""))


__all__ = ["Flag", "Thumb", "Thumbnails"]
