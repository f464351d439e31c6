"""The register place as one person has it before them, driven by keys and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.context import Context
from desktop.ui.register.place import RegisterPlace

HEAD = (
    "customer_no,name,kana,birth,phone,postal,address,supply_point_no,supply_postal,"
    "supply_address,valid_from,valid_to"
)
LINES = (
    "9000000001,架空 太郎,カクウ タロウ,1980-04-01,080-0000-0001,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,0300000000000000000001,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,2020-04-01,",
    "9000000002,見本 花子,ミホン ハナコ,1985-05-05,080-0000-0002,350-0002,"
    "埼玉県川越市古谷下4丁目5番6号,0300000000000000000002,350-0002,"
    "埼玉県川越市古谷下4丁目5番6号,2021-04-01,",
)
SECRET = "壊れた名前"


class Seat:
    """The place as one person has it before them, and that person's hands."""

    def __init__(self, context: Context, qtbot: QtBot, shots: Path) -> None:
        self.context, self.qtbot, self.shots = context, qtbot, shots
        self.place = RegisterPlace(context)
        qtbot.addWidget(self.place)
        self.place.resize(1142, 664)
        self.place.show()
        self.place.activateWindow()
        with qtbot.waitActive(self.place):
            pass
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=20000)

    def find(self, name: str) -> QWidget:
        found = [one for one in self.place.findChildren(QWidget, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def sees(self, name: str) -> bool:
        return any(one.isVisible() for one in self.place.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel)
        return found.text()

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.place, key, modifier)

    def go(self) -> None:
        """Ctrl+Enter: the one primary action."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def write(self, text: str) -> None:
        """Commit a text where the focus stands, as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def drop(self, name: str, file: Path) -> None:
        target = self.find(name)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        plain = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(50, 50), copy, mime, left, plain)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), copy, mime, left, plain))
        self.settle()

    def cells(self, table: str) -> list[list[str]]:
        model = self.find(table).model()  # type: ignore[attr-defined]
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def words(self) -> str:
        """All that can be read on the place just now."""
        said = [one.text() for one in self.place.findChildren(QLabel) if one.isVisible()]
        for table in ("register_lines", "register_source", "names_lines"):
            if self.sees(table):
                said += [cell for line in self.cells(table) for cell in line]
        return "\n".join(said)

    def unnamed(self) -> list[str]:
        """Widgets that take the focus but cannot be told by name or by ear."""
        return [
            type(one).__name__
            for one in self.place.findChildren(QWidget)
            if one.isVisible()
            and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (one.objectName() and one.accessibleName())
            and type(one).__name__ != "QScrollBar"
        ]

    def shoot(self, name: str) -> None:
        self.settle()
        for _ in range(3):  # layout requests are posted
            QApplication.processEvents()
        self.place.grab().save(str(self.shots / f"{name}.png"))


Sit = Callable[[str], Seat]
