"""A letter on its way out: what it is, how far it is, and how it leaves in clear (DOMAIN §9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame
from shiboken6 import isValid

from desktop.domain.printing import Again, JobState, PaperKind
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.case_facts import INTERIM_CODE
from desktop.services.case_views import LetterView
from desktop.ui.cases.cover_line import covers_with
from desktop.ui.cases.hand_line import HandLine
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.paper_way import Along, hand_over, paint_what_is_left, usual_folder
from desktop.ui.cases.print_line import PrintLine
from desktop.ui.cases.print_notes import print_notes
from desktop.ui.cases.reprint import ReprintDialog
from desktop.ui.cases.words import letter_state
from desktop.ui.labels import label
from desktop.ui.own_printing import window_printers
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

    left = Signal()  # it came out of a printer, or a copy was written
    handed = Signal(bool)  # whether a printer is at work on it

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
        self.again = Button(self.tr("もう一度印刷する"), small=True, name="letter_again")
        self.again.clicked.connect(self._ask_again)
        self.again.hide()
        self._printing = panel(
            row((self.printer_field, 1), column(23, self.again, None), spacing=8)
        )
        self._printing.hide()
        self.line = PrintLine(opened, letter.id)
        self.line.known.connect(self._on_standing)
        self.hand = HandLine(opened, letter.id, leaves=leaves and letter.state == "READY")
        self._place = panel(row((self.folder_field, 1), column(23, self.choose, None), spacing=8))
        self.copy = Button(
            self.tr("写しをもう一度保存する"), "quiet", small=True, name="letter_copy_again"
        )
        self.copy.clicked.connect(self._copy_again)
        self.copy.hide()
        self.setLayout(
            column(
                head,
                row((self.facts, 1), self.copy, spacing=8),
                *print_notes(letter, name="letter_notes"),
                self.line,
                self._printing,
                self._place,
                self.hand,
                spacing=8,
                margins=(14, 10, 14, 12),
            )
        )
        self._place.setVisible(leaves)
        out = letter.state in ("PRINTED", "CHECKED", "SENT") and not letter.destroyed
        self._again = out and opened.context.may(Capability.DISPATCH)
        self._leaves = leaves
        self._was_open = False
        if leaves or self._again:
            printing = opened.desk.printing
            task = opened.context.tasks.free(
                lambda: (
                    window_printers() if printing.by_window else printing.printers(),
                    printing.choices().get(PaperKind.LETTER),
                )
            )
            task.succeeded.connect(self._on_printers)

    @property
    def can_print(self) -> bool:
        return self.printer.count() > 0

    def show_letter(self) -> None:
        self._opened.letter_wanted.emit(self.letter.id)

    def save(self, button: Button) -> None:
        """Write a clear copy, which is listed until it is destroyed; where a sheet may be out
        already, ask first why there is to be another."""
        words = self.folder.text().strip()
        if not words or not Path(words).is_dir():
            self.folder_field.set_error(
                self.tr("このフォルダーはありません。保存先を選び直してください。")
            )
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        standing = self.line.standing
        if standing is not None and standing.taken_out:
            self._ask_another_copy(Path(words), posted=standing.posted)
            return
        copy = self._copying(Path(words), self._along())
        self._opened.change(
            self,
            lambda act: copy(act, None, ""),
            self._on_left,
            button=button,
            said=self.tr("写しを保存しました。"),
        )

    def _copy_again(self) -> None:
        """First where to, then why."""
        if self._place.isVisible():
            self.save(self.copy)
            return
        self._place.show()
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_another_copy(self, folder: Path, *, posted: bool) -> None:
        ReprintDialog(
            self,
            self._opened,
            self._copying(folder, self._along(fresh=posted)),
            self._on_left,
            posted=posted,
            usual=self._usual_reason(posted=posted),
            copy=True,
        ).open()

    def _copying(self, folder: Path, along: Along) -> Callable[[Act, Again | None, str], object]:
        save, letter_id = self._opened.desk.correspondence.save_copy, self.letter.id

        def copy(act: Act, again: Again | None, note: str) -> object:
            for cover, own in along:
                save(replace(own, seen=act.seen), cover, folder, again, note)
            return save(act, letter_id, folder, again, note)

        return copy

    def print(self, button: Button) -> None:
        """Hand it over; where a sheet may be out already, ask first why there is to be another."""
        if self.line.standing is not None and self.line.standing.taken_out:
            self._ask_again()
            return
        desk, letter_id, printer = self._opened.desk, self.letter.id, self.printer.key()
        along = self._along(fresh=True)
        self._opened.change(
            self,
            lambda act: hand_over(desk, act, letter_id, printer, along),
            lambda handed: paint_what_is_left(desk, handed, printer),
            button=button,
            said=self.tr("プリンターに送りました。"),
        )

    def _ask_again(self) -> None:
        standing = self.line.standing
        if standing is None:
            return
        desk, letter_id, printer = self._opened.desk, self.letter.id, self.printer.key()
        along = self._along(fresh=True)
        ReprintDialog(
            self,
            self._opened,
            lambda act, why, note: hand_over(desk, act, letter_id, printer, along, why, note),
            lambda handed: paint_what_is_left(desk, handed, printer),
            posted=standing.posted,
            usual=self._usual_reason(posted=standing.posted),
        ).open()

    def _usual_reason(self, *, posted: bool) -> Again:
        if not posted:
            return Again.SPOILED
        return Again.RETURNED if self.letter.state == "READY" else Again.ASKED

    def _along(self, *, fresh: bool = False) -> tuple[tuple[str, Act], ...]:
        """The cover sheets that leave with the letter, each as an act of its own; `fresh`: those
        of which there is no sheet yet."""
        covers = covers_with(self._opened, self.letter)
        act = self._opened.context.act
        return tuple((one.id, act()) for one in covers if one.state == "READY" or not fresh)

    def when_printers_known(self, act: Callable[[], None]) -> None:
        self._told = act

    _told: Callable[[], None] | None = None

    def _on_printers(self, found: object, _tag: object) -> None:
        names, chosen = found if isinstance(found, tuple) else ((), None)
        if names:
            usual = chosen.printer if chosen is not None and chosen.printer in names else ""
            self.printer.set_options([(name, name) for name in names], usual)
            self._printing.show()
            self._offer_again()
            if self._leaves and self._told is not None:
                self._told()
        elif self._again and not self._leaves:  # 再発行 where this machine has no printer
            self.copy.show()

    def _on_standing(self, _standing: object) -> None:
        """What a printer has done is out, as a copy that was saved is."""
        open_now = self.line.is_open
        self.handed.emit(open_now)
        self._offer_again()
        job = self.line.standing.job if self.line.standing is not None else None
        if self._was_open and job is not None and job.state is JobState.DONE:
            self.left.emit()
        self._was_open = open_now

    def _offer_again(self) -> None:
        taken_out = self.line.standing is not None and self.line.standing.taken_out
        offered = self._again and self.can_print and taken_out and not self.line.is_open
        self.again.setVisible(offered)
        if not self._leaves:
            self._printing.setVisible(offered)

    def _on_left(self, _result: object) -> None:
        if isValid(self):  # the panel may have been made anew behind the dialog
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
        if letter.returned_on is not None:
            facts.append(self.tr("返戻 {0}").format(day_and_weekday(letter.returned_on)))
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
