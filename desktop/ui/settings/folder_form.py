"""Where a watched folder lies: chosen or typed, and tried before it is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row


class FolderForm(QWidget):
    """`profile_id` is the profile that is being changed, "" for a new one."""

    def __init__(self, context: Context, screen: QWidget) -> None:
        super().__init__()
        self.setObjectName("folder_form")
        self._context, self._screen = context, screen
        self._asked = Asked()
        self.profile_id = ""
        self.place = FormField(self.tr("見張るフォルダー"), key="address", name="folder_place")
        self.choose = Button(
            self.tr("フォルダーを選ぶ"), "secondary", small=True, name="folder_choose"
        )
        self.choose.clicked.connect(self._ask_folder)
        self.attempt = Button(
            self.tr("フォルダーを確かめる"), "secondary", small=True, name="folder_try"
        )
        self.attempt.clicked.connect(self._on_try)
        self.told = label("", "small", wrap=True, name="folder_told")
        words = label(
            self.tr(
                "複合機やスキャナーの付属ソフトに、このフォルダーへ保存させます。"
                "書き終わったファイルを1通ずつ、ひとりでに取り込みます。"
                "取り込んだファイルは、消すまで受付に赤く残ります。"
            ),
            "caption",
            wrap=True,
        )
        self.setLayout(
            column(
                self.place,
                row(self.choose, self.attempt, None, spacing=8),
                self.told,
                words,
                spacing=8,
            )
        )

    def set_place(self, place: str, profile_id: str = "") -> None:
        """Begin with this folder."""
        self.profile_id = profile_id
        self.place.set_text(place)
        self.place.clear_error()
        self._say("")

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self._screen, self.tr("見張るフォルダーを選ぶ"), self.place.text())
        dialog.setObjectName("folder_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, names: list[str]) -> None:
        if names:
            self.set_place(names[0], self.profile_id)

    def _on_try(self) -> None:
        self._say("")
        self.place.clear_error()
        self.attempt.setEnabled(False)
        watched, act = self._context.desk.watched, self._context.act()
        place, profile_id = self.place.text(), self.profile_id
        task = self._context.tasks.free(
            lambda: watched.try_folder(act, place, profile_id), asked=self._asked
        )
        task.succeeded.connect(self._on_tried)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_tried(self, files: object, _tag: object) -> None:
        there = self.tr("いま取り込めるファイルは{0}件です。").format(files)
        none = self.tr("いま取り込めるファイルはありません。")
        self._say(self.tr("読み書きできます。") + (there if files else none))

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _on_ended(self) -> None:
        self.attempt.setEnabled(True)
