"""The pages that small pictures stand for, and their pictures, decoded and scaled once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QPixmap

from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import KEY_ROLE

THUMB_ROLE = Qt.ItemDataRole.UserRole + 3

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Flag:
    """A state below a page's name: word, tone and icon."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Thumb:
    """A page. `barred` says why there is no picture (never stored, destroyed).

    `picture` is `image` decoded already, where that was done off the window's thread.
    """

    key: str
    title: str
    image: bytes = field(default=b"", repr=False)
    flag: Flag | None = None
    barred: tuple[str, ...] = ()
    picture: QImage | None = field(default=None, compare=False, repr=False)

    def words(self) -> str:
        parts = (self.title, self.flag.text if self.flag else "", "".join(self.barred))
        return " ".join(part for part in parts if part)


class ThumbsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._thumbs: tuple[Thumb, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._scaled: dict[str, QPixmap] = {}

    def set_thumbs(self, thumbs: Sequence[Thumb], standing: int = -1) -> None:
        """Show these; nothing is drawn anew of a page that stays as it is.

        `standing` is the row of the cursor: only where its page itself goes, or another comes in
        its place, is the list begun anew.
        """
        before, after = self._thumbs, tuple(thumbs)
        head = _alike(before, after)
        rest = min(len(before), len(after)) - head
        tail = _alike(before[::-1][:rest], after[::-1][:rest])
        old, new = len(before) - tail, len(after) - tail
        if head <= standing < old:
            self.beginResetModel()
            self._take(after)
            self.endResetModel()
            return
        # What stands in another's place is the same row with other contents.
        same = min(old, new)
        if new > same:
            self.beginInsertRows(QModelIndex(), same, new - 1)
            self._take(after)
            self.endInsertRows()
        elif old > same:
            self.beginRemoveRows(QModelIndex(), same, old - 1)
            self._take(after)
            self.endRemoveRows()
        else:
            self._take(after)
        for row, thumb in enumerate(after):
            was = row if row < same else row - new + old
            if not same <= row < new and thumb != before[was]:
                self.dataChanged.emit(self.index(row), self.index(row))

    def set_thumb(self, thumb: Thumb) -> None:
        """Show one page as it is now."""
        for row, one in enumerate(self._thumbs):
            if one.key == thumb.key:
                self._take((*self._thumbs[:row], thumb, *self._thumbs[row + 1 :]))
                self.dataChanged.emit(self.index(row), self.index(row))

    def set_picture(self, key: str, picture: QPixmap) -> None:
        """Give a page a picture that is already decoded."""
        for row, thumb in enumerate(self._thumbs):
            if thumb.key == key:
                self._pictures[key] = picture
                self._scaled.pop(key, None)
                self.dataChanged.emit(self.index(row), self.index(row))

    def set_image(self, key: str, image: bytes) -> None:
        """Give a page its picture when it has been fetched."""
        self.set_picture(key, _pixmap(image))

    def thumbs(self) -> tuple[Thumb, ...]:
        return self._thumbs

    def picture(self, thumb: Thumb) -> QPixmap:
        if thumb.key not in self._pictures:
            decoded = thumb.picture
            made = _pixmap(thumb.image) if decoded is None else QPixmap.fromImage(decoded)
            self._pictures[thumb.key] = made
        return self._pictures[thumb.key]

    def scaled(self, thumb: Thumb, size: QSize) -> QPixmap:
        """The picture fitted into so many device pixels; scaled once, painted often."""
        made = self._scaled.get(thumb.key)
        picture = self.picture(thumb)
        fitted = picture.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        if made is None or made.size() != fitted:
            made = picture.scaled(
                fitted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled[thumb.key] = made
        return made

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._thumbs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        thumb = self._thumbs[index.row()]
        if role == THUMB_ROLE:
            return thumb
        if role == KEY_ROLE:
            return thumb.key
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return thumb.words()
        return None

    def _take(self, thumbs: tuple[Thumb, ...]) -> None:
        """The picture of a page that stays is not decoded a second time."""
        before = {thumb.key: thumb.image for thumb in self._thumbs if thumb.image}
        kept = {one.key for one in thumbs if before.get(one.key) == one.image}
        self._thumbs = thumbs
        self._pictures = {key: made for key, made in self._pictures.items() if key in kept}
        self._scaled = {key: made for key, made in self._scaled.items() if key in kept}


def _alike(some: Sequence[Thumb], others: Sequence[Thumb]) -> int:
    """How many pages from the beginning are the same ones."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if one.key != other.key:
            break
        count += 1
    return count


def _pixmap(image: bytes) -> QPixmap:
    made = QPixmap()
    if image:
        made.loadFromData(image)
    return made
