"""Where 回答ファイル are dropped, or chosen with a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row


class AnswerDrop(QFrame):
    files_given = Signal(tuple)  # of Path

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunk")
        self.setObjectName("answer_drop")
        self.setAccessibleName(self.tr("回答ファイルを置く場所"))
        self.setAcceptDrops(True)
        self.choose = Button(self.tr("ファイルを選ぶ"), name="answer_choose", small=True)
        self.choose.clicked.connect(self._ask_files)
        self._words = label(self.tr("部署の回答ファイル（CSV）をここに置いてください。"), "small")
        self.setLayout(
            row(
                icon_label("download", "text2", 20),
                self._words,
                None,
                self.choose,
                spacing=10,
                margins=(14, 12, 12, 12),
            )
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._mark("accent")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark("")

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark("")
        files = tuple(
            Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()
        )
        if files:
            event.acceptProposedAction()
            self.files_given.emit(files)

    def _mark(self, tone: str) -> None:
        set_tone(self._words, "accent" if tone else None)
        self.setProperty("surface", "banner" if tone else "sunk")
        self.setProperty("tone", tone or None)
        theme.restyle(self)

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, self.tr("回答ファイルを選ぶ"))
        dialog.setObjectName("answer_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("回答ファイル (*.csv)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_selected)
        dialog.open()

    def _on_selected(self, names: list[str]) -> None:
        self.files_given.emit(tuple(Path(name) for name in names))
