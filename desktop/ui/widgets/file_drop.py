"""Files for a widget: dropped on it, or chosen in the dialog that says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget


class FileDrop(QObject):
    """`given` brings the files, `hovering` tells whether some are held over the widget.

    While `taking` says no, nothing is accepted.
    """

    given = Signal(tuple)  # of Path
    hovering = Signal(bool)

    def __init__(self, target: QWidget, taking: Callable[[], bool] = lambda: True) -> None:
        super().__init__(target)
        self._target, self._taking = target, taking
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QDragMoveEvent):  # entering is a kind of moving
            if not (event.mimeData().hasUrls() and self._taking()):
                event.ignore()
                return True
            event.acceptProposedAction()
            if kind == QEvent.Type.DragEnter:
                self.hovering.emit(True)
            return True
        if kind == QEvent.Type.DragLeave:
            self.hovering.emit(False)
            return True
        if isinstance(event, QDropEvent):
            self._on_drop(event)
            return True
        return super().eventFilter(watched, event)

    def ask(self, title: str, filters: str, *, name: str, several: bool = False) -> None:
        """Open the dialog of the same purpose."""
        dialog = QFileDialog(self._target, title)
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
        dialog.setNameFilter(filters)
        dialog.filesSelected.connect(self._on_selected)
        dialog.open()

    def _on_drop(self, event: QDropEvent) -> None:
        self.hovering.emit(False)
        urls = event.mimeData().urls()
        files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
        if files and self._taking():
            event.acceptProposedAction()
            self.given.emit(files)

    def _on_selected(self, names: list[str]) -> None:
        self.given.emit(tuple(Path(name) for name in names))
