"""What is done with the slot, a stick or a copy of the card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.key_media import STICK_LABELS
from desktop.services.key_views import CardCopyView, KeysView, StickView
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row, rule


class SlotActs(QWidget):
    roll_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slot_acts")
        self.banners = BannerArea(name="slot_banners")
        self._told = label("", "small", wrap=True, name="slot_told")
        self.roll = Button(self.tr("鍵を更新する"), "primary", key="Ctrl+Enter", name="keys_roll")
        self.roll.clicked.connect(self.roll_requested)
        self.setLayout(
            column(
                label(self.tr("鍵の更新"), "h2"),
                label(
                    self.tr(
                        "残す記録の鍵だけを新しい鍵で包み直し、前の鍵を鍵ファイルから消します。"
                        "ほかのプログラムが保管庫を使っていないときに行います。"
                    ),
                    "small",
                    wrap=True,
                ),
                self._told,
                self.banners,
                None,
                row((self.roll, 1)),
                spacing=10,
            )
        )

    def show_keys(self, view: KeysView) -> None:
        self._told.setText(
            self.tr("廃棄 {0}件が、鍵媒体の更新を待っています。").format(view.unproven)
            if view.unproven
            else self.tr("更新すると、鍵媒体A・Bも7日以内に更新します。")
        )

    def set_busy(self, busy: bool) -> None:
        self.roll.setEnabled(not busy)


class StickActs(QWidget):
    write_requested = Signal(str, str)  # which, folder
    lost = Signal(str)

    def __init__(self, screen: QWidget) -> None:
        super().__init__()
        self.setObjectName("stick_acts")
        self._screen = screen
        self._stick: StickView | None = None
        self.banners = BannerArea(name="stick_banners")
        self._title = label("", "h2", name="stick_title")
        self._told = label("", "small", wrap=True, name="stick_told")
        self.folder = FormField(self.tr("媒体のフォルダー"), key="folder", name="stick_folder")
        self.choose = Button(
            self.tr("フォルダーを選ぶ"), "secondary", small=True, name="stick_choose"
        )
        self.choose.clicked.connect(self._ask_folder)
        self.write = Button(
            self.tr("書き込んで読み返す"), "primary", key="Ctrl+Enter", name="stick_write"
        )
        self.write.clicked.connect(self._on_write)
        self.lose = Button(self.tr("なくした・壊れた"), "danger", small=True, name="stick_lose")
        self.lose.clicked.connect(self._on_lost)
        self.setLayout(
            column(
                self._title,
                label(
                    self.tr(
                        "回復カードだけが開ける鍵です。前の鍵は上書きして消し、読み返して確かめます。"
                        "書き終えたら抜き、カードとは別の場所に置きます。"
                    ),
                    "small",
                    wrap=True,
                ),
                self._told,
                self.folder,
                row(self.choose, None),
                self.banners,
                None,
                rule(),
                row((self.write, 1), self.lose, spacing=8),
                spacing=10,
            )
        )

    def show_stick(self, stick: StickView) -> None:
        if self._stick is None or self._stick.label != stick.label:
            self.forget()
        self._stick = stick
        self._title.setText(STICK_LABELS[stick.label])
        self._told.setText(
            self.tr("新しい回復カードを作ってから、新しい媒体に作り直します。")
            if stick.lost
            else self.tr("取り外せる媒体を差し込み、その中のフォルダーを選んでください。")
            if not stick.made
            else self.tr("前に作った媒体を差し込み、同じフォルダーを選んでください。")
        )
        self.lose.setVisible(stick.made and not stick.lost)

    def forget(self) -> None:
        self.folder.set_text("")
        self.folder.clear_error()
        self.banners.clear()

    def set_busy(self, busy: bool) -> None:
        for button in (self.write, self.lose, self.choose):
            button.setEnabled(not busy)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self._screen, self.tr("鍵媒体のフォルダーを選ぶ"), self.folder.text())
        dialog.setObjectName("stick_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder(self, names: list[str]) -> None:
        if names:
            self.folder.set_text(names[0])
            self.folder.clear_error()

    def _on_write(self) -> None:
        self.folder.clear_error()
        if not self.folder.text().strip():
            self.folder.set_error(self.tr("媒体のフォルダーが空欄です。選んでください。"))
            self.folder.editor.setFocus()
        elif self._stick is not None:
            self.write_requested.emit(self._stick.label.value, self.folder.text().strip())

    def _on_lost(self) -> None:
        if self._stick is not None:
            self.lost.emit(self._stick.label.value)


class CardActs(QWidget):
    check_requested = Signal(int, str)  # which copy, its words
    lost = Signal(int)
    renew_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_acts")
        self._copy = 0
        self.banners = BannerArea(name="card_banners")
        self._title = label("", "h2", name="card_title")
        self.words = FormField(
            self.tr("カードの24語（番号の順に、空白で区切る）"),
            key="words",
            name="card_words_field",
        )
        self.check = Button(
            self.tr("カードを照合する"), "primary", key="Ctrl+Enter", name="card_check"
        )
        self.check.clicked.connect(self._on_check)
        self.lose = Button(self.tr("なくした"), "danger", small=True, name="card_lose")
        self.lose.clicked.connect(self._on_lost)
        self.renew = Button(
            self.tr("新しい回復カードを作る"), "secondary", small=True, name="card_renew"
        )
        self.renew.clicked.connect(self.renew_requested)
        self.setLayout(
            column(
                self._title,
                label(
                    self.tr(
                        "金庫から出して、24語を入れるか、二次元コードを読み取り機で読みます。"
                        "24語は保存しません。"
                    ),
                    "small",
                    wrap=True,
                ),
                self.words,
                self.banners,
                None,
                rule(),
                row((self.check, 1), self.lose, spacing=8),
                row(self.renew, None),
                spacing=10,
            )
        )

    def show_copy(self, copy: CardCopyView) -> None:
        if self._copy != copy.copy:
            self.forget()
        self._copy = copy.copy
        self._title.setText(self.tr("回復カード {0}枚目").format(copy.copy))
        self.lose.setVisible(not copy.lost)

    def forget(self) -> None:
        """Take the words off the screen."""
        self.words.set_text("")
        self.words.clear_error()
        self.banners.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()  # the words open everything: they wait behind no lock and no other page

    def set_busy(self, busy: bool) -> None:
        for button in (self.check, self.lose, self.renew):
            button.setEnabled(not busy)

    def _on_check(self) -> None:
        self.words.clear_error()
        if not self.words.text().strip():
            self.words.set_error(self.tr("24語が空欄です。カードを見て入れてください。"))
            self.words.editor.setFocus()
        else:
            self.check_requested.emit(self._copy, self.words.text())

    def _on_lost(self) -> None:
        self.lost.emit(self._copy)
