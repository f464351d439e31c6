"""Where 回答ファイル are dropped, or chosen with a button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.layout import row


class AnswerDrop(QFrame):
    files_given = Signal(tuple)  # of Path
    taken_in = Signal()  # what lies in the departments' folder

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunk")
        self.setObjectName("answer_drop")
        self.setAccessibleName(self.tr("回答ファイルを置く場所"))
        self._drop = FileDrop(self)
        self._drop.given.connect(self.files_given)
        self._drop.hovering.connect(self._mark)
        self.choose = Button(
            self.tr("ファイルを選ぶ"), name="answer_choose", key="Ctrl+O", small=True
        )
        self.choose.clicked.connect(self._ask_files)
        self.take = Button("", name="answer_take", key="F5", small=True)
        self.take.hide()
        self.take.clicked.connect(self.taken_in)
        self._words = label(
            self.tr("回答ファイル（CSV・XLSX・PDF）をここに置いてください。"), "small"
        )
        self.setLayout(
            row(
                icon_label("download", "text2", 20),
                self._words,
                None,
                self.take,
                self.choose,
                spacing=10,
                margins=(14, 12, 12, 12),
            )
        )

    def offer(self, number: int) -> None:
        """The departments have a folder, and so many files of this case lie in it."""
        words = (
            self.tr("届いた回答を取り込む（{0}件）") if number else self.tr("届いた回答を取り込む")
        )
        self.take.set_text(words.format(number))
        self.take.show()
        self._words.setText(self.tr("ここにも置けます。"))

    def _mark(self, hovering: bool) -> None:
        set_tone(self._words, "accent" if hovering else None)
        self.setProperty("surface", "banner" if hovering else "sunk")
        self.setProperty("tone", "accent" if hovering else None)
        theme.restyle(self)

    def _ask_files(self) -> None:
        title, kinds = self.tr("回答ファイルを選ぶ"), self.tr("回答ファイル (*.csv *.xlsx *.pdf)")
        self._drop.ask(title, kinds, name="answer_dialog", several=True)
