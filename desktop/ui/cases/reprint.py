"""もう一度印刷: why, and whether the sheet bears 再発行."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.domain.printing import AGAIN_LABELS, Again, is_reissue
from desktop.services.act import Act
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.select import Select

_POSTED_ONLY = (Again.ASKED, Again.RETURNED)


class ReprintDialog(CaseDialog):
    """The approved letter itself stays as it was signed; the mark is on the new sheet only."""

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        letter_id: str,
        printer: str,
        *,
        along: Sequence[str] = (),
        posted: bool,
    ) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("この文書をもう一度印刷しますか"),
            self.tr("もう一度印刷する"),
            name="reprint",
        )
        self._letter_id, self._printer, self._posted = letter_id, printer, posted
        self._along = [(one, opened.context.act()) for one in along]
        offered = [one for one in Again if posted or one not in _POSTED_ONLY]
        self.why = Select(
            [(one.value, AGAIN_LABELS[one]) for one in offered],
            name="reprint_why",
            accessible=self.tr("理由"),
        )
        self.why.currentIndexChanged.connect(self._tell)
        self.note = TextField()
        self.note_field = FormField(
            self.tr("補足（そのほかのときは必須）"), self.note, key="note", name="reprint_note"
        )
        self.words = label("", "small", wrap=True, name="reprint_words")
        self.add(
            FormField(self.tr("理由"), self.why, key="again", name="reprint_why"),
            self.note_field,
            self.words,
        )
        self._tell()
        self.start_at(self.why)
        self.confirmed.connect(self._print)

    def _tell(self) -> None:
        marked = is_reissue(Again(self.why.key()), posted=self._posted)
        self.words.setText(
            self.tr("各頁の右上に「再発行」と日付を入れます。決裁した文書は変わりません。")
            if marked
            else self.tr("「再発行」は入れません。使えない紙は廃棄してください。")
        )

    def _print(self) -> None:
        why, note = Again(self.why.key()), self.note.text()
        printing, letter_id = self.opened.desk.letter_printing, self._letter_id
        printer = self._printer

        def again(act: Act) -> object:
            for cover, own in self._along:
                printing.print_along(replace(own, seen=act.seen), cover, printer, why, note)
            return printing.print(act, letter_id, printer, why, note)

        self.carry_out(again, self.tr("プリンターに送りました。"))
