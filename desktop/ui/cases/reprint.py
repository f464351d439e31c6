"""もう一度出す: why there is to be another sheet or copy, and whether it bears 再発行."""

from __future__ import annotations

from collections.abc import Callable

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
    """The approved letter itself stays as it was signed; the mark is on the new sheet only.

    `carry` hands the sheet out, off the window's thread; `handed` takes its answer. `copy`: it is
    saved as a file instead of being printed.
    """

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        carry: Callable[[Act, Again, str], object],
        handed: Callable[[object], None],
        *,
        posted: bool,
        usual: Again,
        copy: bool = False,
    ) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("この文書の写しをもう一度保存しますか")
            if copy
            else self.tr("この文書をもう一度印刷しますか"),
            self.tr("写しを保存する") if copy else self.tr("もう一度印刷する"),
            name="reprint",
        )
        self._carry, self._handed = carry, handed
        self._posted, self._copy = posted, copy
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
        self.confirmed.connect(self._hand_out)

    def _tell(self) -> None:
        marked = is_reissue(Again(self.why.key()), posted=self._posted)
        self.words.setText(
            self.tr("各頁の右上に「再発行」と日付を入れます。決裁した文書は変わりません。")
            if marked
            else self.tr("「再発行」は入れません。使えない紙は廃棄してください。")
        )

    def _hand_out(self) -> None:
        why, note, carry = Again(self.why.key()), self.note.text(), self._carry
        said = self.tr("写しを保存しました。") if self._copy else ""
        self.opened.change(
            self,
            lambda act: carry(act, why, note),
            self._on_handed,
            button=self.act,
            said=said or self.tr("プリンターに送りました。"),
        )

    def _on_handed(self, handed: object) -> None:
        self.accept()
        self._handed(handed)
