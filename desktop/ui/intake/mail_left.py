"""What fills the screen: the envelopes, the page itself, or a word on how to begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.ui.context import Context
from desktop.ui.intake.envelope_board import EnvelopeBoard
from desktop.ui.intake.mail import Mail
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel
from desktop.ui.widgets.page_view import PageView

_BOARD, _EMPTY, _EMPTY_LEFT, _PAGE = range(4)


class MailLeft(QStackedWidget):
    start_asked = Signal()
    import_asked = Signal()

    def __init__(self, context: Context, mail: Mail) -> None:
        super().__init__()
        self.board = EnvelopeBoard(context, mail, name="mail_board")
        self.page_view = PageView(name="mail_page")
        self.addWidget(self.board)
        self.addWidget(panel(column((self._make_empty(), 1)), "card"))
        self.addWidget(panel(column((self._make_empty_left(), 1)), "card"))
        self.addWidget(self.page_view)

    @property
    def is_close(self) -> bool:
        """Whether a page is looked at closely."""
        return self.currentIndex() == _PAGE

    def show_board(self) -> None:
        self.setCurrentIndex(_BOARD)

    def show_empty(self, *, left: bool) -> None:
        self.setCurrentIndex(_EMPTY_LEFT if left else _EMPTY)

    def show_page(self) -> None:
        self.setCurrentIndex(_PAGE)
        self.page_view.setFocus()

    def set_source(self, profile: object) -> None:
        """With a scanner set up the day begins at the feeder, without one with files."""
        if isinstance(profile, ScanProfile) and profile.kind is SourceKind.FOLDER:
            self._empty.set_sentence(
                self.tr(
                    "スキャナーで読み取ると、見張っているフォルダーからひとりでに入ります。"
                    "ファイルもここへドラッグできます。"
                )
            )
            self._start.set_text(self.tr("いまフォルダーを見る"))
        elif isinstance(profile, ScanProfile):
            self._empty.set_sentence(
                self.tr(
                    "用紙を給紙トレイに置いて、スキャンしてください。ファイルもここへドラッグできます。"
                )
            )
            self._start.set_text(self.tr("スキャンする"))
        else:
            self._empty.set_sentence(self._by_files())
            self._start.set_text(self.tr("ファイルを選ぶ"))

    def take_focus(self) -> None:
        if self.currentIndex() == _BOARD:
            self.board.take_focus()
        elif self.currentIndex() == _EMPTY:
            self._start.setFocus()
        elif self.currentIndex() == _EMPTY_LEFT:
            self._go_import.setFocus()

    def _by_files(self) -> str:
        return self.tr(
            "スキャンした郵便のファイルやフォルダーをここへドラッグするか、ファイルを選んでください。"
        )

    def _make_empty(self) -> QWidget:
        self._start = Button(
            self.tr("ファイルを選ぶ"),
            "primary",
            key="Ctrl+Enter",
            name="import_start",
        )
        self._start.clicked.connect(self.start_asked)
        self._empty = EmptyState(
            self._by_files(), self._start, icon="scan-line", name="import_empty"
        )
        return self._empty

    def _make_empty_left(self) -> QWidget:
        self._go_import = Button(self.tr("取込を開く"), "secondary", name="unfiled_import")
        self._go_import.clicked.connect(self.import_asked)
        return EmptyState(
            self.tr("前に取り込んで登録していない封筒はありません。"),
            self._go_import,
            icon="inbox",
            name="unfiled_empty",
        )
