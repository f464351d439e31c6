"""The keys that work on the envelopes, in one line below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.ui.labels import keycap, label
from desktop.ui.widgets.layout import row


class KeyLine(QWidget):
    """The keys change where a page is looked at closely."""

    def __init__(self) -> None:
        super().__init__()
        self._takes_in, self._close = True, False
        self._on_board = _Keys(
            (
                ("←→", self.tr("移動")),
                ("Space", self.tr("拡大")),
                ("F2", self.tr("読みを直す")),
                ("F3", self.tr("次の要確認")),
                ("Del", self.tr("封筒を取り消す")),
            )
        )
        self._taking = _Keys((("Ctrl+O", self.tr("ファイルを選ぶ")),))
        self._on_page = _Keys(
            (
                ("Esc", self.tr("一覧に戻る")),
                ("+ −", self.tr("拡大・縮小")),
                ("0", self.tr("幅に合わせる")),
                ("9", self.tr("全体")),
                ("R", self.tr("回転")),
                ("F2", self.tr("読みを直す")),
            )
        )
        self._note = label("", "small", name="key_line_note")
        self.setLayout(
            row(
                self._on_board,
                self._taking,
                self._on_page,
                None,
                self._note,
                spacing=16,
                margins=(0, 2, 0, 2),
            )
        )
        self._show()

    def tell(self, note: str) -> None:
        """Why an act is not offered, beside the keys that are."""
        self._note.setText(note)

    def set_taking_in(self, takes_in: bool) -> None:
        self._takes_in = takes_in
        self._show()

    def set_close(self, close: bool) -> None:
        self._close = close
        self._show()

    def _show(self) -> None:
        self._on_board.setVisible(not self._close)
        self._taking.setVisible(self._takes_in and not self._close)
        self._on_page.setVisible(self._close)


class _Keys(QWidget):
    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        pairs = [row(keycap(key), label(words, "small"), spacing=6) for key, words in keys]
        self.setLayout(row(*pairs, spacing=16))
