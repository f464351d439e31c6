"""The keys that work on the envelopes, in one line below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.labels import keycap, label
from desktop.ui.widgets.layout import row


class KeyLine(QWidget):
    """The keys change where a page is looked at closely."""

    def __init__(self) -> None:
        super().__init__()
        self._close = False
        self._on_board = _Keys(
            (
                ("S", self.tr("ここで分ける")),
                ("J", self.tr("前とつなぐ")),
                ("R", self.tr("回転")),
                ("Del", self.tr("外す")),
                ("Space", self.tr("拡大")),
                ("←→", self.tr("移動")),
                ("Alt+←→", self.tr("並べ替え")),
                ("F2", self.tr("読みを直す")),
            )
        )
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
        self.setLayout(
            row(
                self._on_board,
                self._on_page,
                None,
                spacing=12,
                margins=(0, 2, 0, 2),
            )
        )
        # Where letters are large the line is cut rather than the window widened.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._show()

    def set_close(self, close: bool) -> None:
        self._close = close
        self._show()

    def _show(self) -> None:
        self._on_board.setVisible(not self._close)
        self._on_page.setVisible(self._close)


class _Keys(QWidget):
    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        pairs = [row(keycap(key), label(words, "small"), spacing=5) for key, words in keys]
        self.setLayout(row(*pairs, spacing=12))
