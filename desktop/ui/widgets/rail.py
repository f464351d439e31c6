"""The rail at the left: the seven places, who sits at the desk, and the lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_tooltip
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.layout import column, panel, row, rule

WIDE, NARROW = 176, 52
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the window: its key, its word, its icon."""

    key: str
    word: str
    icon: str


PLACES: tuple[Place, ...] = (
    Place("intake", QT_TRANSLATE_NOOP("Rail", "受付"), "inbox"),
    Place("cases", QT_TRANSLATE_NOOP("Rail", "案件"), "folder-open"),
    Place("approvals", QT_TRANSLATE_NOOP("Rail", "承認"), "stamp"),
    Place("keeping", QT_TRANSLATE_NOOP("Rail", "保管・廃棄"), "archive"),
    Place("register", QT_TRANSLATE_NOOP("Rail", "登録情報"), "book-user"),
    Place("audit", QT_TRANSLATE_NOOP("Rail", "記録・監査"), "scroll-text"),
    Place("settings", QT_TRANSLATE_NOOP("Rail", "設定"), "settings-2"),
)


class RailItem(QAbstractButton):
    """One place; arrow keys go to its neighbours."""

    def __init__(self, place: Place, number: int, narrow: bool) -> None:
        super().__init__()
        self.place = place
        self._number = number
        self._narrow = narrow
        self._count = 0
        self._over = False
        self.setCheckable(True)
        self.setObjectName(f"rail_{place.key}")
        self.word = _tr(place.word)
        self.setText(self.word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(44 if narrow else 36))
        if narrow:
            set_tooltip(self, f"{self.word}（Ctrl+{number}）")
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(
            self.tr("{0} {1}件").format(self.word, count) if count else self.word
        )
        self.update()

    def count(self) -> int:
        return self._count

    def enterEvent(self, event: object) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._over = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self._over:
            painter.setBrush(theme.color("accent_soft" if self.isChecked() else "line"))
            painter.drawRoundedRect(area, 4, 4)
        if self.isChecked():
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(area.x(), area.y() + 8, 3, area.height() - 16), 1.5, 1.5)
        if self._narrow:
            self._paint_narrow(painter)
        else:
            self._paint_wide(painter)

    def _paint_wide(self, painter: QPainter) -> None:
        ink = theme.color("accent_text" if self.isChecked() else "text2")
        height = self.height()
        centre = Qt.AlignmentFlag.AlignVCenter
        theme.paint_icon(painter, QPointF(12, height / 2 - theme.px(9)), self.place.icon, ink, 18)
        left = 12 + theme.px(18) + 8
        painter.setPen(ink)
        painter.setFont(theme.font(14, 700 if self.isChecked() else 500))
        painter.drawText(QRectF(left, 0, self.width(), height), centre, self.word)
        cap = QRectF(
            self.width() - theme.px(23), height / 2 - theme.px(9), theme.px(18), theme.px(18)
        )
        if self._count:
            painter.setFont(theme.font(13, 500))
            painter.drawText(
                QRectF(0, 0, cap.x() - 5, height),
                centre | Qt.AlignmentFlag.AlignRight,
                str(self._count),
            )
        painter.setPen(QPen(theme.color("line")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(theme.color("text3"))
        painter.setFont(theme.font(12))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_narrow(self, painter: QPainter) -> None:
        ink = theme.color("accent_text" if self.isChecked() else "text2")
        half = theme.px(10)
        theme.paint_icon(
            painter,
            QPointF(self.width() / 2 - half, self.height() / 2 - half),
            self.place.icon,
            ink,
            20,
        )
        if not self._count:
            return
        words = str(self._count) if self._count < 100 else "99+"
        width = max(theme.px(18), theme.text_width(words, 12, 700) + 8)
        badge = QRectF(self.width() - width, 1, width, theme.px(18))
        painter.setPen(QPen(theme.color("rail"), 2))
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(badge, 9, 9)
        painter.setPen(theme.color("accent_text"))
        painter.setFont(theme.font(12, 700))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """The places, wide with words or narrow with icons (beside a case)."""

    place_requested = Signal(str)
    lock_requested = Signal()
    switch_requested = Signal()

    def __init__(
        self, office: str, *, narrow: bool = False, places: Sequence[Place] = PLACES
    ) -> None:
        super().__init__()
        self.setProperty("surface", "rail")
        self.setObjectName("rail_narrow" if narrow else "rail")
        self.setFixedWidth(theme.px(NARROW if narrow else WIDE))
        self._items = [RailItem(place, n, narrow) for n, place in enumerate(places, 1)]
        for item in self._items:
            item.clicked.connect(self._on_clicked)
        suffix = "_narrow" if narrow else ""
        self._person = label("", "strong", name=f"signed_in_name{suffix}")
        self._role = label("", "caption", name=f"signed_in_role{suffix}")
        self._switch = IconButton(
            "circle-user", self.tr("利用者を替える"), name=f"switch_user{suffix}", size=20
        )
        self._switch.clicked.connect(self.switch_requested)
        # The key is bound by the frame: this rail is hidden while the other one is shown.
        self._lock = IconButton(
            "lock", self.tr("画面をロックする（Ctrl+L）"), name=f"lock{suffix}", size=16
        )
        self._lock.clicked.connect(self.lock_requested)
        self.setLayout(self._narrow() if narrow else self._wide(office))

    def set_place(self, key: str) -> None:
        for item in self._items:
            item.setChecked(item.place.key == key)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        for item in self._items:
            item.set_count(counts.get(item.place.key, 0))

    def set_person(self, name: str, role: str) -> None:
        self._person.setText(name)
        self._role.setText(role)
        self._switch.setAccessibleName(self.tr("{0}（{1}）。利用者を替える").format(name, role))

    def set_office(self, office: str) -> None:
        """What there is room for; the whole of it under the pointer and for who listens."""
        room = theme.px(WIDE) - self._office_at() - 2 * _MARGIN
        self._office.setText(
            theme.metrics(12, 400).elidedText(office, Qt.TextElideMode.ElideRight, room)
        )
        self._office.setAccessibleName(office)
        set_tooltip(self._office, office)

    def items(self) -> tuple[RailItem, ...]:
        return tuple(self._items)

    @staticmethod
    def _office_at() -> int:
        """Where the office's name begins: below the program's own."""
        return 10 + theme.px(20) + 8

    def _wide(self, office: str) -> QVBoxLayout:
        self._office = label("", "caption", name="office_name")
        self.set_office(office)
        head = row(
            icon_label("mail-open", "accent", 20), label(self.tr("窓口"), "h2"), None, spacing=8
        )
        head.setContentsMargins(10, 0, 0, 0)
        below = row(self._office, None, margins=(self._office_at(), 0, 0, 0))
        who = row(
            self._switch,
            (column(self._person, self._role, spacing=0), 1),
            self._lock,
            spacing=4,
            margins=(2, 0, 2, 0),
        )
        return column(
            head,
            below,
            8,
            *self._items,
            None,
            row(label(self.tr("Ctrl＋数字で移動"), "caption"), None, margins=(10, 0, 0, 0)),
            6,
            rule(),
            8,
            who,
            spacing=2,
            margins=(_MARGIN, 14, _MARGIN, 12),
        )

    def _narrow(self) -> QVBoxLayout:
        self._office = label("", "caption")
        logo = panel(row(None, icon_label("mail-open", "accent", 22), None))
        return column(
            logo,
            10,
            *self._items,
            None,
            row(None, self._lock, None),
            row(None, self._switch, None),
            spacing=2,
            margins=(4, 14, 4, 14),
        )

    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            item.setChecked(True)
            self.place_requested.emit(item.place.key)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rail", text)
