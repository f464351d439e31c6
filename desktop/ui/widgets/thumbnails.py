"""Small pictures of pages: a column beside a case, or a row for each envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui import theme
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import KEY_ROLE

THUMB_ROLE = Qt.ItemDataRole.UserRole + 3
_A4 = 1.414


@dataclass(frozen=True, slots=True)
class Flag:
    """A state below a page's name: word, tone and icon."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Thumb:
    """A page. `barred` says why there is no picture (never stored, destroyed)."""

    key: str
    title: str
    image: bytes = b""
    flag: Flag | None = None
    barred: tuple[str, ...] = ()

    def words(self) -> str:
        parts = (self.title, self.flag.text if self.flag else "", "".join(self.barred))
        return " ".join(part for part in parts if part)


Index = QModelIndex | QPersistentModelIndex


class ThumbsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._thumbs: tuple[Thumb, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._scaled: dict[str, QPixmap] = {}

    def set_thumbs(self, thumbs: Sequence[Thumb]) -> None:
        """Show these; the picture of a page that stays is not decoded a second time."""
        before = {thumb.key: thumb.image for thumb in self._thumbs if thumb.image}
        same = [one.key for one in thumbs] == [one.key for one in self._thumbs]
        if not same:
            self.beginResetModel()
        self._thumbs = tuple(thumbs)
        kept = {one.key for one in thumbs if before.get(one.key) == one.image}
        self._pictures = {key: made for key, made in self._pictures.items() if key in kept}
        self._scaled = {key: made for key, made in self._scaled.items() if key in kept}
        if not same:
            self.endResetModel()
        elif thumbs:
            self.dataChanged.emit(self.index(0), self.index(len(thumbs) - 1))

    def set_image(self, key: str, image: bytes) -> None:
        """Give a page its picture when it has been fetched."""
        self.set_picture(key, _pixmap(image))

    def set_picture(self, key: str, picture: QPixmap) -> None:
        """Give a page a picture that is already decoded."""
        for number, thumb in enumerate(self._thumbs):
            if thumb.key == key:
                self._pictures[key] = picture
                self._scaled.pop(key, None)
                self.dataChanged.emit(self.index(number), self.index(number))

    def thumbs(self) -> tuple[Thumb, ...]:
        return self._thumbs

    def picture(self, thumb: Thumb) -> QPixmap:
        if thumb.key not in self._pictures:
            self._pictures[thumb.key] = _pixmap(thumb.image)
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


class Thumbnails(QListView):
    """`page_chosen` follows the cursor, `page_activated` Enter, Space or a double click."""

    page_chosen = Signal(str)
    page_activated = Signal(str)

    def __init__(
        self,
        *,
        name: str,
        accessible: str = "ページ一覧",
        width: int = 76,
        across: bool = False,
        gap: int = 24,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setProperty("surface", "clear")
        self._pages = ThumbsModel()
        self.setModel(self._pages)
        self._delegate = _ThumbDelegate(self._pages, width, gap)
        self.setItemDelegate(self._delegate)
        self._across = across
        self._per_line = 0
        self.setFlow(QListView.Flow.LeftToRight if across else QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setUniformItemSizes(False)
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
        self._pages.set_thumbs(thumbs)
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
        sizes = [self._delegate.size(thumb) for thumb in self._pages.thumbs()]
        each = self.per_line()
        lines = [sizes[at : at + each] for at in range(0, len(sizes), each)]
        width = max((sum(size.width() for size in line) for line in lines), default=0)
        height = sum(max(size.height() for size in line) for line in lines)
        return QSize(width + 2, height + 2)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.page_chosen.emit(str(current.data(KEY_ROLE) or ""))

    def _fit(self) -> None:
        if self._across:
            self.setFixedSize(self.content_size())
            self.scheduleDelayedItemsLayout()

    def _on_activated(self, index: QModelIndex) -> None:
        self.page_activated.emit(str(index.data(KEY_ROLE) or ""))


class _ThumbDelegate(QStyledItemDelegate):
    def __init__(self, pages: ThumbsModel, width: int, gap: int) -> None:
        super().__init__()
        self._pages = pages
        self._width = width
        self._gap = gap

    def set_width(self, width: int) -> bool:
        """Whether the width is another than before."""
        changed = width != self._width
        self._width = width
        return changed

    def size(self, thumb: Thumb) -> QSize:
        words = theme.px(24) + (theme.px(20) if thumb.flag else 0)
        sheet = theme.px(self._width)
        return QSize(sheet + self._gap, round(sheet * _A4) + words + 14)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        thumb = index.data(THUMB_ROLE)
        return self.size(thumb) if isinstance(thumb, Thumb) else QSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        thumb = index.data(THUMB_ROLE)
        if not isinstance(thumb, Thumb):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(option.rect).adjusted(2, 1, -2, -1)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(area, 5, 5)
        width = theme.px(self._width)
        height = round(width * _A4)
        sheet = QRectF(round(area.center().x() - width / 2), area.y() + 6, width, height)
        if thumb.barred:
            self._paint_barred(painter, thumb, sheet)
        else:
            self._paint_sheet(painter, thumb, sheet, chosen)
        line = QRectF(area.x(), sheet.bottom() + 4, area.width(), theme.px(18))
        self._words(
            painter, thumb.title, line, 700 if chosen else 400, "accent" if chosen else "text2"
        )
        if thumb.flag is not None:
            self._paint_flag(painter, thumb.flag, line.translated(0, theme.px(20)))
        painter.restore()

    def _paint_sheet(self, painter: QPainter, thumb: Thumb, sheet: QRectF, chosen: bool) -> None:
        painter.fillRect(sheet, QColor("#FFFFFF"))
        picture = self._pages.picture(thumb)
        if not picture.isNull():
            device = painter.device()
            ratio = device.devicePixelRatio() if device is not None else 1.0
            room = QSize(round(sheet.width() * ratio), round(sheet.height() * ratio))
            scaled = self._pages.scaled(thumb, room)
            scaled.setDevicePixelRatio(ratio)
            size = scaled.deviceIndependentSize()
            at = QPointF(
                sheet.x() + (sheet.width() - size.width()) / 2,
                sheet.y() + (sheet.height() - size.height()) / 2,
            )
            painter.drawPixmap(at, scaled)
        if theme.palette().veil:
            painter.fillRect(sheet, QColor(0, 0, 0, round(255 * theme.palette().veil)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent" if chosen else "line2"), 2 if chosen else 1))
        painter.drawRect(sheet)

    def _paint_barred(self, painter: QPainter, thumb: Thumb, sheet: QRectF) -> None:
        tone: Tone = thumb.flag.tone if thumb.flag else "mute"
        ink = theme.tone_color(tone)
        painter.fillRect(sheet, theme.soft_color(tone))
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))
        icon = "octagon-pause" if tone == "bad" else "ban"
        half = theme.px(14)
        top = sheet.y() + sheet.height() * 0.2
        theme.paint_icon(painter, QPointF(sheet.center().x() - half, top), icon, ink, 28)
        line = QRectF(sheet.x(), top + theme.px(34), sheet.width(), theme.px(17))
        for words in thumb.barred:
            self._words(painter, words, line, 700, tone)
            line = line.translated(0, theme.px(17))

    def _paint_flag(self, painter: QPainter, flag: Flag, line: QRectF) -> None:
        weight = 700 if flag.tone == "bad" else 500
        width = theme.px(14) + 4 + theme.text_width(flag.text, 12, weight)
        left = line.center().x() - width / 2
        at = QPointF(left, line.center().y() - theme.px(7))
        theme.paint_icon(painter, at, flag.icon, theme.tone_color(flag.tone), 14, 2)
        painter.setFont(theme.font(12, weight))
        painter.setPen(theme.tone_color(flag.tone))
        words = QRectF(left + theme.px(14) + 4, line.y(), width, line.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, flag.text)

    @staticmethod
    def _words(painter: QPainter, text: str, area: QRectF, weight: int, tone: Tone) -> None:
        painter.setFont(theme.font(12, weight))
        painter.setPen(theme.tone_color(tone))
        shown = theme.metrics(12, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, area.width() + 2
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)


def _pixmap(image: bytes) -> QPixmap:
    made = QPixmap()
    if image:
        made.loadFromData(image)
    return made
