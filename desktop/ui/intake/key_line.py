"""The keys that work on the envelopes, in one line below them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.labels import keycap, label
from desktop.ui.widgets.layout import row


class KeyLine(QWidget):
    def __init__(self, *, takes_in: bool) -> None:
        super().__init__()
        keys = [
            ("←→", self.tr("移動")),
            ("Space", self.tr("拡大")),
            ("F2", self.tr("読みを直す")),
            ("F3", self.tr("次の要確認")),
            ("Del", self.tr("封筒を取り消す")),
        ]
        if takes_in:
            keys.append(("Ctrl+O", self.tr("ファイルを選ぶ")))
        pairs = [row(keycap(key), label(words, "small"), spacing=6) for key, words in keys]
        self._note = label("", "small", name="key_line_note")
        self.setLayout(row(*pairs, None, self._note, spacing=16, margins=(0, 2, 0, 2)))

    def tell(self, note: str) -> None:
        """Why an act is not offered, beside the keys that are."""
        self._note.setText(note)
