"""The office's own papers about a case, I-01 to I-03 and I-10, leave in clear: to a printer of this
machine, or as a copy that is listed until it is destroyed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.office_papers import (
    DECISION,
    ENCLOSURE,
    MASK_RECORD,
    MATCH,
    SHEET_LABELS,
)
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.ui.cases.approval_wait import decision_letter
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.paper_way import usual_folder
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.select import Select

_PRINTED = ("PRINTED", "CHECKED", "SENT")


class SheetDialog(CaseDialog):
    """Prints where the machine can print; otherwise saves a copy to be printed elsewhere."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("{0} の社内票を出しますか").format(opened.case.line.number),
            self.tr("写しを保存する"),
            name="case_sheet",
        )
        codes = sheets_there(opened)
        self.which = Select(
            [(code, f"{code}　{SHEET_LABELS[code]}") for code in codes],
            name="case_sheet_which",
            accessible=self.tr("出す票"),
        )
        self.which.currentIndexChanged.connect(self._tell)
        self.words = label("", "small", wrap=True, name="case_sheet_words")
        self.folder = TextField(usual_folder())
        self.folder_field = FormField(
            self.tr("写しの保存先（フォルダー）"),
            self.folder,
            key="folder",
            name="case_sheet_folder",
            hint=self.tr("写しは書き出しとして記録し、廃棄を確かめるまで一覧に残ります。"),
        )
        self.printer = Select(name="case_sheet_printer", accessible=self.tr("プリンター"))
        self.printer_field = FormField(
            self.tr("プリンター"), self.printer, key="printer", name="case_sheet_printer"
        )
        self.printer_field.hide()
        self.add(
            FormField(self.tr("出す票"), self.which, key="which", name="case_sheet_which"),
            self.words,
            self.printer_field,
            self.folder_field,
        )
        self._tell()
        self.start_at(self.which)
        self.confirmed.connect(self._leave)
        printing = opened.desk.printing
        task = opened.context.tasks.free(lambda: printing.printers_for(PaperKind.INTERNAL))
        task.succeeded.connect(self._on_printers)

    def _tell(self) -> None:
        words = {
            MATCH: self.tr("窓口の提案と確認した人・日時、項目ごとの判定を載せます。"),
            DECISION: self.tr(
                "項目ごとの決定と理由、起案・決裁した人と日時、決裁した文書を載せます。"
            ),
            ENCLOSURE: self.tr("封筒に入れた文書と、印刷・封入確認・発送した人と日時を載せます。"),
            MASK_RECORD: self.tr(
                "取得してはならない番号の検知と処置、黒塗りした頁・種類・人を載せます。"
            ),
        }
        told = words.get(self.which.key(), "")
        self.words.setText(self.tr("{0}お客様には渡しません。").format(told))

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names:
            self.printer.set_options([(name, name) for name in names])
            self.printer_field.show()
            self.folder_field.hide()
            self.act.set_text(self.tr("印刷する"))

    def _leave(self) -> None:
        sheets, case_id, code = self.opened.desk.sheets, self.opened.case_id, self.which.key()
        if self.printer.count():
            printer = self.printer.key()
            self.carry_out(
                lambda act: sheets.print(act, case_id, code, printer),
                self.tr("{0}をプリンターに送りました。").format(SHEET_LABELS[code]),
            )
            return
        words = self.folder.text().strip()
        if not words or not Path(words).is_dir():
            self.folder_field.set_error(
                self.tr("このフォルダーはありません。保存先を選び直してください。")
            )
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        folder = Path(words)
        self.carry_out(
            lambda act: sheets.save_copy(act, case_id, code, folder),
            self.tr("{0}の写しを保存しました。").format(SHEET_LABELS[code]),
        )


def sheets_there(opened: OpenCase) -> tuple[str, ...]:
    """Which sheets there are to print, as far as this person may take them out; the last first."""
    view = opened.view
    if view is None or not opened.context.may(Capability.EXPORT):
        return ()
    letter = decision_letter(view)
    found = []
    if letter is not None and letter.state in _PRINTED and not letter.destroyed:
        found.append(ENCLOSURE)
    if letter is not None and view.decisions:
        found.append(DECISION)
    if view.identity.ok or view.line.state is CaseState.ID_CHECK:
        found.append(MATCH)
    found.append(MASK_RECORD)
    return tuple(found)
