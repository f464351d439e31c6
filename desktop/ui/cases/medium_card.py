"""開示の媒体: its files are written on purpose, and read back by another person (DOMAIN §2, §9)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame

from desktop.domain.roles import Capability
from desktop.services.media_views import MediumView
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, panel, row

_SHOWN = 3
_HASH = 16  # signs of the hash on the screen; the letter prints it whole


class MediumCard(QFrame):
    """What lies in the envelope beside the letter. Hidden where the answer goes on paper alone."""

    def __init__(self, opened: OpenCase, *, name: str) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName(f"{name}_medium")
        self._opened = opened
        self.folder = TextField()
        self.folder_field = FormField(
            self.tr("媒体の場所（フォルダー）"), self.folder, key="folder", name="medium_folder"
        )
        self.choose = Button(self.tr("選ぶ"), small=True, name="medium_choose")
        self.write = Button(self.tr("媒体に書き出す"), small=True, name="medium_write")
        self.check = Button(self.tr("媒体を照合する"), small=True, name="medium_check")
        self.words = label("", "small", wrap=True, name="medium_words")
        self.choose.clicked.connect(self._ask_folder)
        self.write.clicked.connect(self._write)
        self.check.clicked.connect(self._check)
        medium = opened.case.medium
        place = panel(row((self.folder_field, 1), column(23, self.choose, None), spacing=8))
        facts = FactList(_facts(self, medium) if medium is not None else (), name="medium_facts")
        self.setLayout(
            column(
                label(self.tr("同封する媒体（CD-R）"), "h3"),
                facts,
                self.words,
                place,
                row(self.write, self.check, None, spacing=8),
                spacing=8,
                margins=(14, 10, 14, 12),
            )
        )
        if medium is None:
            self.hide()
            return
        me = opened.context.signed_in
        may_write = opened.context.may(Capability.DISPATCH)
        may_check = opened.context.may(Capability.ENCLOSE_CHECK) and bool(medium.written_by)
        mine = medium.written_by_id == me.person_id
        self.words.setText(self._next(medium, mine=mine))
        self.check.setEnabled(not mine)
        if medium.checked_by or not may_write:
            self.write.hide()
        if medium.checked_by or not may_check:
            self.check.hide()
        if medium.checked_by or not (may_write or may_check):
            place.hide()

    def _next(self, medium: MediumView, *, mine: bool) -> str:
        if medium.checked_by:
            return self.tr("媒体は、決裁を受けた内容と同じです。封筒に入れてください。")
        if not medium.written_by:
            return self.tr(
                "空の媒体に書き出してください。書き出したものは、消去するまで持ち出しの一覧に載ります。"
            )
        if mine:
            return self.tr("書き出した人とは別の人が、媒体を読み直して照合します。")
        return self.tr(
            "媒体を入れ、その場所を選んで照合してください。全部のファイルを読み直します。"
        )

    def _place(self) -> Path | None:
        words = self.folder.text().strip()
        if words and Path(words).is_dir():
            return Path(words)
        self.folder_field.set_error(
            self.tr("このフォルダーはありません。媒体の場所を選び直してください。")
        )
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def _write(self) -> None:
        folder = self._place()
        if folder is None:
            return
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.media.write(act, case_id, folder),
            button=self.write,
            said=self.tr("媒体に書き出しました。"),
        )

    def _check(self) -> None:
        folder = self._place()
        if folder is None:
            return
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.media.check(act, case_id, folder),
            button=self.check,
            said=self.tr("媒体を照合しました。決裁を受けた内容と同じです。"),
        )

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("媒体の場所を選ぶ"), self.folder.text())
        dialog.setObjectName("medium_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()


def _facts(card: MediumCard, medium: MediumView) -> tuple[tuple[str, str], ...]:
    shown = [
        (
            one.name,
            card.tr("{0}　{1}件　{2}…").format(one.what, f"{one.records:,}", one.sha256[:_HASH]),
        )
        for one in medium.files[:_SHOWN]
    ]
    rest = len(medium.files) - _SHOWN
    if rest > 0:
        shown.append((card.tr("ほか"), card.tr("{0}ファイル").format(rest)))
    for step, who, when in (
        (card.tr("書出し"), medium.written_by, medium.written_at),
        (card.tr("照合"), medium.checked_by, medium.checked_at),
    ):
        told = f"{who}　{day_and_weekday(when.date())}" if who and when is not None else ""
        shown.append((step, told or card.tr("まだです")))
    return tuple(shown)
