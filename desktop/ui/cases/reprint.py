"""もう一度印刷: why, and whether the sheet bears 再発行."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.printing import AGAIN_LABELS, Again, is_reissue
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.paper_way import Along, hand_over, paint_what_is_left
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
        along: Along = (),
        posted: bool,
        usual: Again,
    ) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("この文書をもう一度印刷しますか"),
            self.tr("もう一度印刷する"),
            name="reprint",
        )
        self._letter_id, self._printer, self._posted = letter_id, printer, posted
        self._along = along
        offered = [one for one in Again if posted or one not in _POSTED_ONLY]
        self.why = Select(
            [(one.value, AGAIN_LABELS[one]) for one in offered],
            name="reprint_why",
            accessible=self.tr("理由"),
        )
        self.why.choose(usual.value)
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
        desk, letter_id, printer = self.opened.desk, self._letter_id, self._printer
        self.opened.change(
            self,
            lambda act: hand_over(desk, act, letter_id, printer, self._along, why, note),
            self._on_handed,
            button=self.act,
            said=self.tr("プリンターに送りました。"),
        )

    def _on_handed(self, handed: object) -> None:
        self.accept()
        paint_what_is_left(self.opened.desk, handed, self._printer)
