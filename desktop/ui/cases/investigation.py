"""調査: which department is asked about which item, and its 回答, item by item (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.domain.errors import DeskError
from desktop.domain.requests import ITEM_LABELS, Item
from desktop.services.act import Act, new_act
from desktop.services.case_views import AnswerReport, CaseView
from desktop.ui import theme
from desktop.ui.cases.answer_drop import AnswerDrop
from desktop.ui.cases.answer_lines import AnswerDialog
from desktop.ui.cases.fee_record import FeeRecordDialog
from desktop.ui.cases.inquiry_ask import InquiryDialog
from desktop.ui.cases.inquiry_rows import answer_rows
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, RowsModel

_SHOWN_PROBLEMS = 3
_ROW = 45


class InvestigationPanel(TaskPanel):
    """Ask, save the sheets, take the answers; the next step opens once every item has one."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(
            opened, pictures, self.tr("部署への調査"), name="investigation_panel", scrolls=False
        )
        self.model = RowsModel(
            (
                Column(self.tr("対象とする情報"), 136),
                Column(self.tr("状態"), 132),
                Column(self.tr("部署")),
                Column(self.tr("回答期限"), 96),
                Column(self.tr("基準日"), 96),
            )
        )
        self.table = Table(
            self.model, name="answer_items", accessible=self.tr("項目ごとの回答"), row_height=_ROW
        )
        self.table.activated.connect(self._open_answer)
        self.ask = Button(self.tr("調査を依頼する"), small=True, key="F6", name="inquiry_ask")
        self.save = Button(self.tr("調査依頼を保存する"), small=True, name="inquiry_save")
        self.remind = Button(self.tr("催促する"), small=True, name="inquiry_remind")
        self.read = Button(self.tr("回答を見る"), small=True, name="answer_open")
        self.fee = Button(self.tr("手数料の記録"), small=True, name="fee_open")
        self.fee.clicked.connect(self._open_fee)
        self.ask.clicked.connect(self._ask)
        self.save.clicked.connect(self._ask_folder)
        self.remind.clicked.connect(self._remind)
        self.read.clicked.connect(self._open_answer)
        self.drop = AnswerDrop()
        self.missing = label("", "small", wrap=True, name="answer_missing")
        self.put(self.table, row(self.ask, self.save, self.remind, self.read, None, spacing=8))
        self.foot.addWidget(self.drop)
        self.foot.addWidget(self.missing)
        self.primary = Button(
            self.tr("調査を終える"), "primary", key="Ctrl+Enter", name="investigation_finish"
        )
        self.act_with(self.primary, None, self.fee)
        self.drop.files_given.connect(self._import)
        self.primary.clicked.connect(self._finish)
        self._show(opened.case)

    def renew(self, view: CaseView) -> bool:
        self._show(view)
        return True

    def start(self) -> None:
        first = self.ask if self.view.to_ask and not self.view.answers else self.drop.choose
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: CaseView) -> None:
        rows = answer_rows(view, self.opened.context.today())
        self.model.set_rows(rows)
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * max(1, len(rows)) + 2)
        missing = [ITEM_LABELS[item] for item in view.missing_answers]
        owed = [one for one in view.inquiries if one.owed]
        self.note.setText(self.tr("未着 {0}").format(len(missing)) if missing else "")
        self.missing.setText(
            self.tr("未着：{0}。すべての回答が届くまで、起案へ進めません。").format(
                "、".join(missing)
            )
            if missing
            else self.tr("すべての回答が届きました。")
        )
        self.ask.setVisible(bool(view.to_ask))
        self.save.setVisible(bool(owed))
        self.remind.setVisible(bool(owed))
        self.read.setVisible(bool(view.answers))

    # -- asking ----------------------------------------------------------------------------

    def _open_fee(self) -> None:
        FeeRecordDialog(self, self.opened).open()

    def _ask(self) -> None:
        InquiryDialog(self, self.opened).open()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("調査依頼と回答ファイルの様式を保存する場所"))
        dialog.setObjectName("inquiry_folder_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, folder: str) -> None:
        """Write the sheets and the blank files; each is an open export from then on."""
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.investigation.sheets.save(act, case_id, Path(folder)),
            self._on_saved,
            button=self.save,
        )

    def _on_saved(self, files: object) -> None:
        if isinstance(files, tuple):
            self.opened.context.notify(
                self.tr("調査依頼と様式を{0}件保存しました。渡したら写しを消してください。").format(
                    len(files)
                )
            )

    def _remind(self) -> None:
        """The department of the selected item, or the one whose day is nearest."""
        item = self._chosen()
        owed = [one for one in self.view.inquiries if one.owed]
        of_item = [one for one in owed if item in one.owed]
        target = (of_item or sorted(owed, key=lambda one: one.due_on))[0]
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.investigation.remind(act, case_id, target.id),
            button=self.remind,
            said=self.tr("{0}への催促を記録しました。").format(target.department),
        )

    # -- answers ---------------------------------------------------------------------------

    def _chosen(self) -> Item | None:
        at = self.model.row_at(self.table.currentIndex().row())
        return Item(at.key) if at is not None else None

    def _open_answer(self, *_ignored: object) -> None:
        item = self._chosen()
        answers = [one for one in self.view.answers if one.item is item] or self.view.answers[:1]
        if answers:
            AnswerDialog(self, self.opened, answers[0].item).open()

    def _import(self, files: Sequence[Path]) -> None:
        self.banners.clear()
        desk, case_id = self.opened.desk, self.opened.case_id

        def take(act: Act) -> object:
            # The first one asks for the version on the screen; the others follow from its own.
            acts = (act, *(new_act(act.by, act.at) for _file in files[1:]))
            taken: list[object] = []
            for one, file in zip(acts, files, strict=True):
                try:
                    taken.append(desk.casework.import_answers(one, case_id, file))
                except DeskError as error:
                    if not taken:
                        raise
                    return [*taken, error]  # those before it are in the case and have to be shown
            return taken

        if files:
            self.opened.change(self, take, self._on_imported)

    def _on_imported(self, reports: object) -> None:
        for report in reports if isinstance(reports, list) else ():
            if isinstance(report, AnswerReport):
                self._tell(report)
            elif isinstance(report, DeskError):
                self.opened.context.show_error(report, self)

    def _tell(self, report: AnswerReport) -> None:
        if report.rejected:
            told = [
                self.tr("{0}行目 {1}：{2}").format(one.line, one.column, one.reason)
                for one in report.rejected[:_SHOWN_PROBLEMS]
            ]
            rest = len(report.rejected) - _SHOWN_PROBLEMS
            if rest > 0:
                told.append(self.tr("ほか{0}行").format(rest))
            self.banners.show_banner(
                Banner(
                    "bad",
                    self.tr("回答ファイルに受け取れない行があり、取り込みませんでした。"),
                    "　".join(told),
                    closable=True,
                    name="answer_rejected",
                )
            )
            return
        item = ITEM_LABELS[report.item] if report.item else ""
        self.opened.context.notify(
            self.tr("{0}の回答を{1}行取り込みました。").format(item, report.rows)
        )

    def _finish(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.finish_investigation(act, case_id),
            button=self.primary,
            said=self.tr("調査を終えました。"),
        )
