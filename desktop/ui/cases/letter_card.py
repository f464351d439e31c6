"""A letter on its way out: what it is, how far it is, and how it leaves in clear (DOMAIN §9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from desktop.services.act import Act
from desktop.services.case_facts import INTERIM_CODE
from desktop.services.case_views import LetterView
from desktop.ui.cases.cover_line import covers_with
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.words import letter_state
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select


class LetterCard(QFrame):
    """Prints on a printer of this machine, or saves a copy to be printed elsewhere.

    `leaves` says whether the letter may leave now; the services decide again.
    """

    left = Signal()  # it was handed to a printer, or a copy was written

    def __init__(self, opened: OpenCase, letter: LetterView, *, leaves: bool) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("letter_card")
        self._opened, self.letter = opened, letter
        word, tone, icon = letter_state(letter.state)
        self.state = Chip(word, tone, icon, name="letter_state")
        self.number = label(letter.number, "caption", name="letter_number")
        self.look = Button(self.tr("文面を見る"), "quiet", small=True, name="letter_look")
        self.look.clicked.connect(self.show_letter)
        made = self.tr("{0} に {1} が作成").format(
            day_and_weekday(letter.made_at.date()), letter.made_by
        )
        self.facts = label(" ・ ".join(self._facts(made)), "small", wrap=True, name="letter_facts")
        head = row(label(letter.title, "h3"), self.number, self.state, None, self.look, spacing=10)
        self.folder = TextField(usual_folder())
        self.folder_field = FormField(
            self.tr("写しの保存先（フォルダー）"),
            self.folder,
            key="folder",
            name="letter_folder",
            hint=self.tr("写しは書き出しとして記録し、廃棄を確かめるまで一覧に残ります。"),
        )
        self.choose = Button(self.tr("選ぶ"), name="letter_folder_choose")
        self.choose.clicked.connect(self._ask_folder)
        self.printer = Select(name="letter_printer", accessible=self.tr("プリンター"))
        self.printer_field = FormField(
            self.tr("プリンター"), self.printer, key="printer", name="letter_printer"
        )
        self.printer_field.hide()
        place = panel(row((self.folder_field, 1), column(23, self.choose, None), spacing=8))
        self.setLayout(
            column(head, self.facts, self.printer_field, place, spacing=8, margins=(14, 10, 14, 12))
        )
        place.setVisible(leaves)
        if leaves:
            desk = opened.desk
            task = opened.context.tasks.free(desk.correspondence.printers)
            task.succeeded.connect(self._on_printers)

    @property
    def can_print(self) -> bool:
        return self.printer.count() > 0

    def show_letter(self) -> None:
        self._opened.letter_wanted.emit(self.letter.id)

    def save(self, button: Button) -> None:
        """Write a clear copy, which is listed until it is destroyed."""
        desk, letter_id = self._opened.desk, self.letter.id
        words = self.folder.text().strip()
        if not words or not Path(words).is_dir():
            self.folder_field.set_error(
                self.tr("このフォルダーはありません。保存先を選び直してください。")
            )
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        folder, along = Path(words), self._along()

        def leave(act: Act) -> object:
            for cover, own in along:
                desk.correspondence.save_copy(replace(own, seen=act.seen), cover, folder)
            return desk.correspondence.save_copy(act, letter_id, folder)

        self._opened.change(
            self,
            leave,
            self._on_left,
            button=button,
            said=self.tr("写しを保存しました。"),
        )

    def print(self, button: Button) -> None:
        desk, letter_id, printer = self._opened.desk, self.letter.id, self.printer.key()
        along = self._along()

        def leave(act: Act) -> object:
            for cover, own in along:
                desk.correspondence.print_letter(replace(own, seen=act.seen), cover, printer)
            return desk.correspondence.print_letter(act, letter_id, printer)

        self._opened.change(
            self,
            leave,
            self._on_left,
            button=button,
            said=self.tr("プリンターに送りました。"),
        )

    def _along(self) -> tuple[tuple[str, Act], ...]:
        """The cover sheets that leave with the letter, each as an act of its own."""
        covers = covers_with(self._opened, self.letter)
        return tuple((one.id, self._opened.context.act()) for one in covers)

    def when_printers_known(self, act: Callable[[], None]) -> None:
        self._told = act

    _told: Callable[[], None] | None = None

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names:
            self.printer.set_options([(name, name) for name in names])
            self.printer_field.show()
            if self._told is not None:
                self._told()

    def _on_left(self, _result: object) -> None:
        self.left.emit()

    def _facts(self, made: str) -> list[str]:
        letter = self.letter
        facts = [made]
        if letter.printed_by:
            facts.append(self.tr("印刷 {0}").format(letter.printed_by))
        if letter.checked_by:
            facts.append(self.tr("封入確認 {0}").format(letter.checked_by))
        if letter.sent_at is not None:
            facts.append(self.tr("発送 {0}").format(day_and_weekday(letter.sent_at.date())))
        if letter.answer_by is not None:
            promised = letter.code == INTERIM_CODE
            words = self.tr("お答えの予定 {0}") if promised else self.tr("期限 {0}")
            facts.append(words.format(day_and_weekday(letter.answer_by)))
        return facts

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("写しの保存先を選ぶ"), self.folder.text())
        dialog.setObjectName("letter_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()


def usual_folder() -> str:
    """The person's documents, or their home where there is no such folder."""
    where = QStandardPaths.StandardLocation
    documents = QStandardPaths.writableLocation(where.DocumentsLocation)
    if Path(documents).is_dir():
        return documents
    return QStandardPaths.writableLocation(where.HomeLocation)
