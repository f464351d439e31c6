"""調査: which department is asked about which item, and its 回答, item by item (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.domain.printing import PaperKind
from desktop.domain.requests import Item
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.cases import inquiry_going
from desktop.ui.cases.answer_drop import AnswerDrop
from desktop.ui.cases.answer_lines import AnswerDialog
from desktop.ui.cases.answer_pages_dialog import AnswerPagesDialog, ConfirmedPagesDialog
from desktop.ui.cases.answer_taking import AnswerTaking
from desktop.ui.cases.fee_record import FeeRecordDialog
from desktop.ui.cases.inquiry_ask import InquiryDialog
from desktop.ui.cases.inquiry_going import Going
from desktop.ui.cases.inquiry_rows import answer_rows
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.tasks import Asked, Task
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, RowsModel

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
        self.ask = Button(self.tr("期間を選んで依頼する"), small=True, key="F6", name="inquiry_ask")
        self.print = Button(self.tr("印刷する"), small=True, name="inquiry_print")
        self.save = Button(self.tr("調査依頼を保存する"), small=True, name="inquiry_save")
        self.remind = Button(self.tr("催促する"), small=True, name="inquiry_remind")
        self.read = Button(self.tr("回答を見る"), small=True, name="answer_open")
        self.fee = Button(self.tr("手数料の記録"), small=True, name="fee_open")
        self.fee.clicked.connect(self._open_fee)
        self.ask.clicked.connect(self._ask)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_folder)
        self.remind.clicked.connect(self._remind)
        self.read.clicked.connect(self._open_answer)
        self.printer = Select(name="inquiry_printer", accessible=self.tr("プリンター"))
        self.printer.hide()
        self.drop = AnswerDrop()
        self.taking = AnswerTaking(self, opened)
        self._asked = Asked()
        self.missing = label("", "small", wrap=True, name="answer_missing")
        self.put(
            self.table,
            row(self.ask, self.print, self.save, self.remind, self.read, None, spacing=8),
            row(self.printer, None),
        )
        self.foot.addWidget(self.drop)
        self.foot.addWidget(self.missing)
        self.primary = Button(
            self.tr("調査を終える"), "primary", key="Ctrl+Enter", name="investigation_finish"
        )
        self.act_with(self.primary, None, self.fee)
        self.drop.files_given.connect(self._import)
        self.drop.taken_in.connect(self._take_waiting)
        self.primary.clicked.connect(self._on_primary)
        self._show(opened.case)
        desk = opened.desk
        task = opened.context.tasks.free(lambda: desk.printing.printers_for(PaperKind.FORM))
        task.succeeded.connect(self._on_printers)

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
        missing = [view.items.word(item) for item in view.missing_answers]
        owed = [one for one in view.inquiries if one.owed]
        self.note.setText(self.tr("未着 {0}").format(len(missing)) if missing else "")
        self.missing.setText(
            self.tr("未着：{0}。すべての回答が届くまで、起案へ進めません。").format(
                "、".join(missing)
            )
            if missing
            else self.tr("すべての回答が届きました。")
        )
        if self.ask.hasFocus() and not view.to_ask:
            self.drop.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask.setVisible(bool(view.to_ask))
        self.save.setVisible(bool(owed))
        self.remind.setVisible(bool(owed))
        self.print.setVisible(bool(owed) and self.printer.count() > 0)
        self.read.setVisible(bool(view.answers or view.unconfirmed))
        self.read.set_text(
            self.tr("回答を確かめる") if self._in_doubt() is not None else self.tr("回答を見る")
        )
        self.primary.set_text(
            self.tr("調査を依頼する") if self._asks(view) else self.tr("調査を終える")
        )
        if self.opened.context.somebody is not None:  # the desk may be locked meanwhile
            self._look(quiet=True).succeeded.connect(self._on_waiting)

    def _in_doubt(self) -> Item | None:
        """The first item of which a person has something to settle."""
        view = self.view
        doubtful = {one.item for one in view.answers if one.doubts} | set(view.unconfirmed)
        return next((item for item in Item if item in doubtful), None)

    @staticmethod
    def _asks(view: CaseView) -> bool:
        """Whether nobody was asked and nothing has come: that is then the next step."""
        begun = view.inquiries or view.answers or view.unconfirmed
        return bool(view.missing_answers and view.to_ask) and not begun

    def _on_primary(self) -> None:
        if self._asks(self.view):
            self._ask_at_once()
        else:
            self._finish()

    # -- asking ----------------------------------------------------------------------------

    def _open_fee(self) -> None:
        FeeRecordDialog(self, self.opened).open()

    def _ask(self) -> None:
        """With another period than the usual one."""
        dialog = InquiryDialog(self, self.opened, self.printer.key())
        dialog.going.connect(self._on_going)
        dialog.open()

    def _ask_at_once(self) -> None:
        """The usual period and days, and what can be printed is printed."""
        desk, case_id, printer = self.opened.desk, self.opened.case_id, self.printer.key()
        again = self.opened.context.act()
        self.opened.change(
            self,
            lambda act: inquiry_going.ask(desk, act, again, case_id, None, printer),
            self._on_going,
            button=self.primary,
            said=self.tr("調査を依頼しました。"),
        )

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
        desk, case_id, printer = self.opened.desk, self.opened.case_id, self.printer.key()
        again = self.opened.context.act()
        self.opened.change(
            self,
            lambda act: inquiry_going.remind(desk, act, again, case_id, target.id, printer),
            self._on_going,
            button=self.remind,
            said=self.tr("{0}への催促を記録しました。").format(target.department),
        )

    def _print(self) -> None:
        desk, case_id, printer = self.opened.desk, self.opened.case_id, self.printer.key()
        self.opened.change(
            self,
            lambda act: inquiry_going.printed(desk, act, case_id, printer),
            self._on_going,
            button=self.print,
        )

    def _on_going(self, going: object) -> None:
        if not isinstance(going, Going):
            return
        if going.problem is not None:
            self.opened.context.show_error(going.problem, self)
        elif going.printed:
            self.opened.context.notify(
                self.tr("調査依頼を{0}通、プリンターに送りました。").format(going.printed)
            )
        else:
            self.opened.context.notify(
                self.tr("この端末にはプリンターがありません。調査依頼を保存して渡してください。")
            )

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names:
            self.printer.set_options([(name, name) for name in names])
            self.printer.setVisible(len(names) > 1)
            self._show(self.view)

    # -- answers ---------------------------------------------------------------------------

    def _chosen(self) -> Item | None:
        at = self.model.row_at(self.table.currentIndex().row())
        return Item(at.key) if at is not None else None

    def _open_answer(self, *_ignored: object) -> None:
        """The chosen item's, where there is something to see; else what is in doubt, or the
        first."""
        there = {one.item for one in self.view.answers} | set(self.view.unconfirmed)
        chosen = self._chosen()
        doubtful = self._in_doubt()
        item = chosen if chosen in there else doubtful or next(iter(sorted(there)), None)
        if item is None:
            return
        if item in self.view.unconfirmed:
            AnswerPagesDialog(self, self.opened, item).open()
        elif any(one.item is item and one.pages for one in self.view.answers):
            ConfirmedPagesDialog(self, self.opened, item).open()
        else:
            AnswerDialog(self, self.opened, item).open()

    def _import(self, files: Sequence[Path]) -> None:
        if files:
            self.taking.take(files, self._chosen())

    def _take_waiting(self) -> None:
        """F5: what the departments laid down for this case."""
        task = self._look(quiet=False)
        task.succeeded.connect(self._on_found)

    def _look(self, *, quiet: bool) -> Task:
        desk, case_id, act = self.opened.desk, self.opened.case_id, self.opened.context.act()
        task = self.opened.context.tasks.free(
            lambda: desk.investigation.folder.waiting(act, case_id),
            asked=self._asked if quiet else None,
            quiet=quiet,
        )
        task.failed.connect(self._on_no_folder)
        return task

    def _on_waiting(self, found: object, _tag: object) -> None:
        if isinstance(found, tuple):
            self.drop.offer(len(found))

    def _on_found(self, found: object, _tag: object) -> None:
        if isinstance(found, tuple) and found:
            self._import([one.file for one in found])
        else:
            self.opened.context.notify(self.tr("この案件の回答は、まだ届いていません。"))

    def _on_no_folder(self, error: BaseException) -> None:
        self.opened.context.show_error(error, self)

    def _finish(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.finish_investigation(act, case_id),
            button=self.primary,
            said=self.tr("調査を終えました。"),
        )
