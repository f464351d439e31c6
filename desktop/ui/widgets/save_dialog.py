"""Where a copy is to be written: the file dialog that the screens share."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """Asks for one new file of a kind; `fileSelected` brings it."""

    def __init__(
        self, parent: QWidget, title: str, proposed: str, *, name: str, suffix: str = "pdf"
    ) -> None:
        super().__init__(parent, title)
        self.setObjectName(name)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setDefaultSuffix(suffix)
        self.setNameFilter(self.tr("{0}ファイル (*.{1})").format(suffix.upper(), suffix))
        self.selectFile(proposed)
        self.finished.connect(self.deleteLater)
