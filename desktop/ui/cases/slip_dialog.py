"""I-01 三者照合票 leaves in clear: to a printer of this machine, or as a copy that is listed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.letter_card import usual_folder
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.select import Select


class SlipDialog(CaseDialog):
    """Prints where the machine can print; otherwise saves a copy to be printed elsewhere."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("{0} の三者照合票を出しますか").format(opened.case.line.number),
            self.tr("写しを保存する"),
            name="match_slip",
        )
        self.folder = TextField(usual_folder())
        self.folder_field = FormField(
            self.tr("写しの保存先（フォルダー）"),
            self.folder,
            key="folder",
            name="match_slip_folder",
            hint=self.tr("写しは書き出しとして記録し、廃棄を確かめるまで一覧に残ります。"),
        )
        self.printer = Select(name="match_slip_printer", accessible=self.tr("プリンター"))
        self.printer_field = FormField(
            self.tr("プリンター"), self.printer, key="printer", name="match_slip_printer"
        )
        self.printer_field.hide()
        self.add(
            label(
                self.tr(
                    "窓口の提案と確認した人・日時、項目ごとの判定を載せた社内の票（I-01）です。"
                    "お客様には渡しません。"
                ),
                wrap=True,
            ),
            self.printer_field,
            self.folder_field,
        )
        self.start_at(self.folder)
        self.confirmed.connect(self._leave)
        task = opened.context.tasks.free(opened.desk.correspondence.printers)
        task.succeeded.connect(self._on_printers)

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names:
            self.printer.set_options([(name, name) for name in names])
            self.printer_field.show()
            self.folder_field.hide()
            self.act.set_text(self.tr("印刷する"))

    def _leave(self) -> None:
        slips, case_id = self.opened.desk.verification.slips, self.opened.case_id
        if self.printer.count():
            printer = self.printer.key()
            self.carry_out(
                lambda act: slips.print(act, case_id, printer),
                self.tr("三者照合票をプリンターに送りました。"),
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
            lambda act: slips.save_copy(act, case_id, folder),
            self.tr("三者照合票の写しを保存しました。"),
        )


def slip_is_there(opened: OpenCase) -> bool:
    """Whether there is a check to print, and this person may take it out."""
    view = opened.view
    if view is None or not opened.context.may(Capability.EXPORT):
        return False
    return view.identity.ok or view.line.state is CaseState.ID_CHECK
