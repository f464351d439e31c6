"""The tour's hands and eyes: keys, mouse, drops; finding, waiting, and pictures of the window."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
PATIENCE = 60.0  # seconds; reading a thick envelope on a busy machine is the longest wait
_OFTEN, _SELDOM = 10, 50  # milliseconds between two looks: at first, and once it takes long
_LONG = 0.5  # seconds


class TourFailed(Exception):
    """The window did not show what it should; the message says what was awaited."""


class Stage:
    """One window on its way through the tour."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self.window = window
        self._pictures = pictures
        self._taken = 0
        self.steps: list[dict[str, object]] = []
        self._began = time.monotonic()

    # -- waiting ---------------------------------------------------------------------------

    def wait(self, what: str, fact: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Run the event loop until `fact` holds; else raise TourFailed naming `what`."""
        began = time.monotonic()
        run_events(1)  # what was asked for by the last key or click is delivered first
        while not fact():
            waited = time.monotonic() - began
            if waited > seconds:
                self.picture("stuck")
                raise TourFailed(f"{what}（{seconds:.0f}秒待ちました）")
            run_events(_OFTEN if waited < _LONG else _SELDOM)

    def expect(self, what: str, fact: object) -> None:
        if not fact:
            self.picture("stuck")
            raise TourFailed(what)

    def settle(self) -> None:
        """Wait until the window has fetched and laid out everything it shows."""
        self.wait("画面の読み込みが終わること", lambda: not getattr(self.window, "is_busy", False))
        run_events(0)

    # -- finding ---------------------------------------------------------------------------

    def find(self, kind: type[W], name: str, *, shown: bool = True) -> W:
        """The visible widget of that object name, waited for."""
        self.wait(f"「{name}」が現れること", lambda: self._seen(kind, name, shown))
        found = self._seen(kind, name, shown)
        if found is None:
            raise TourFailed(f"「{name}」がありません")
        return found

    def sees(self, name: str) -> bool:
        return self._seen(QWidget, name, True) is not None

    def _seen(self, kind: type[W], name: str, shown: bool) -> W | None:
        tops = [self.window, *(w for w in QApplication.topLevelWidgets() if w is not self.window)]
        for top in tops:
            if shown and not top.isVisible():
                continue  # nothing in it is in view either
            for widget in (top, *top.findChildren(QWidget, name)):
                if widget.objectName() != name or not isinstance(widget, kind):
                    continue
                if widget.isVisible() or not shown:
                    return widget
        return None

    def text(self, name: str) -> str:
        """What a label, field or button of that name shows."""
        widget = self.find(QWidget, name)
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            return widget.text()
        if isinstance(widget, QComboBox):
            return widget.currentText()
        raise TourFailed(f"「{name}」の文字を読めません")

    def glimpse(self, name: str) -> str:
        """What a label of that name shows just now, or "" where none is in view."""
        label = self._seen(QLabel, name, True)
        return label.text() if label is not None else ""

    def texts(self, within: QWidget) -> str:
        """All words that the labels inside a widget show."""
        labels = within.findChildren(QLabel)
        return "\n".join(one.text() for one in labels if one.isVisible() and one.text())

    # -- acting ----------------------------------------------------------------------------

    def click(self, name: str) -> None:
        """A mouse click in the middle of an enabled button or tick box."""
        button = self.find(QWidget, name)
        self.wait(f"「{name}」が押せること", lambda: self._pressable(name))
        button = self.find(QWidget, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=self._spot(button))

    @staticmethod
    def _spot(widget: QWidget) -> QPoint:
        # A tick box answers on its left end, where the box is, however wide its row is.
        if isinstance(widget, QAbstractButton) and widget.isCheckable():
            return QPoint(min(10, widget.width() // 2), widget.height() // 2)
        return widget.rect().center()

    def _pressable(self, name: str) -> bool:
        widget = self._seen(QWidget, name, True)
        return widget is not None and widget.isEnabled()

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        to: QWidget | None = None,
    ) -> None:
        """A key press where the focus is (or at `to`)."""
        target = to or QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifiers)

    def primary(self) -> None:
        """Ctrl+Enter: the screen's one primary action."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def place(self, number: int) -> None:
        """Ctrl+1…7: go to a place of the rail."""
        keys = (
            Qt.Key.Key_1,
            Qt.Key.Key_2,
            Qt.Key.Key_3,
            Qt.Key.Key_4,
            Qt.Key.Key_5,
            Qt.Key.Key_6,
            Qt.Key.Key_7,
        )
        self.key(keys[number - 1], Qt.KeyboardModifier.ControlModifier, self.window)

    def type(self, name: str, text: str) -> None:
        """Replace a field's content as a typist with an input method does."""
        field = self.find(QWidget, name)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, field)
        self.key(Qt.Key.Key_Delete, to=field)
        self.write(field, text)

    @staticmethod
    def write(field: QWidget, text: str) -> None:
        if text.isascii():
            QTest.keyClicks(field, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def choose(self, name: str, wanted: str) -> None:
        """Walk a combo box with the arrow keys until it shows an entry that contains `wanted`."""
        box = self.find(QComboBox, name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        self.key(Qt.Key.Key_Home, to=box)
        for _ in range(box.count()):
            if wanted in box.currentText():
                return
            self.key(Qt.Key.Key_Down, to=box)
        self.expect(f"「{name}」に「{wanted}」があること", wanted in box.currentText())

    def tick(self, name: str, on: bool = True) -> None:
        box = self.find(QAbstractButton, name)
        if box.isChecked() != on:
            self.click(name)
        self.expect(f"「{name}」に印が付くこと", box.isChecked() == on)

    def drop(self, name: str, files: Sequence[Path]) -> None:
        """Drag files over a widget and let them go there."""
        target = self.find(QWidget, name)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file.resolve())) for file in files])
        spot = target.rect().center()
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        plain = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(spot, copy, mime, left, plain)
        QApplication.sendEvent(target, enter)
        self.expect(f"「{name}」がファイルを受けること", enter.isAccepted())
        QApplication.sendEvent(target, QDragMoveEvent(spot, copy, mime, left, plain))
        QApplication.sendEvent(target, QDropEvent(QPointF(spot), copy, mime, left, plain))

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the open file dialog and accept it."""
        self.wait("ファイルの場所を尋ねる窓が開くこと", lambda: self._file_dialog() is not None)
        dialog = self._file_dialog()
        if dialog is None:
            raise TourFailed("ファイルの場所を尋ねる窓がありません")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if not isinstance(field, QLineEdit):
            raise TourFailed("ファイル名を入れる欄がありません")
        field.selectAll()
        self.write(field, str(path.resolve()))
        self.key(Qt.Key.Key_Return, to=field)
        self.wait("場所を尋ねる窓が閉じること", lambda: self._file_dialog() is None)
        self.take_front()

    def take_front(self) -> None:
        """After a dialog a window manager hands the keyboard back; without one, nobody does."""
        self.window.activateWindow()
        self.wait("窓口が前に戻ること", self.window.isActiveWindow)

    @staticmethod
    def _file_dialog() -> QFileDialog | None:
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QFileDialog) and top.isVisible():
                return top
            for inner in top.findChildren(QFileDialog):
                if inner.isVisible():
                    return inner
        return None

    # -- keeping ---------------------------------------------------------------------------

    def picture(self, name: str, dialog: str = "") -> Path:
        """Save what the window shows now, or the dialog of that object name."""
        self._taken += 1
        run_events(60)  # labels that changed are laid out in the next turns
        file = self._pictures / f"{self._taken:02d}-{name}.png"
        shown = self._seen(QWidget, dialog, True) if dialog else None
        (shown or self.window).grab().save(str(file))
        return file

    def step(self, name: str, work: Callable[[], None], **facts: object) -> None:
        """One named step with its seconds; a failure keeps the name of the step."""
        began = time.monotonic()
        try:
            work()
        except TourFailed as failure:
            raise TourFailed(f"{name}: {failure}") from failure
        self.steps.append({"step": name, "seconds": round(time.monotonic() - began, 2), **facts})

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def run_events(milliseconds: int) -> None:
    """Let the window and its workers go on for a while.

    QTest.qWait keeps the interpreter's lock all the while, so that no worker comes to its turn.
    What was to be deleted goes now: the tour presses from outside every loop, and Qt deletes in
    the loop that asked for it only, so that every screen of the way would stay in memory.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def peak_memory() -> dict[str, int]:
    """Peak resident memory in MB of this program and of the largest child it waited for.

    Empty where the system does not count it so (Windows).
    """
    try:
        import resource
    except ImportError:
        return {}
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {
        "window": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit,
        "largest_child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit,
    }
