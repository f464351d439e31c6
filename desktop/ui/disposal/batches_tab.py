"""申請と実施: every list on its way from proposal to certificate, newest first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.retention import DisposalStage
from desktop.domain.roles import Capability
from desktop.services.batch_sheets import PROPOSAL, RECORD
from desktop.services.keeping_views import BatchLine, BatchView, KeepingView
from desktop.ui import theme
from desktop.ui.audit.words import moment
from desktop.ui.context import Context
from desktop.ui.disposal.batch_panel import BatchPanel
from desktop.ui.disposal.batch_table import BatchTable
from desktop.ui.disposal.stages import state_words
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 416
_SHOWN = 4


class BatchesTab(QWidget):
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("batches_tab")
        self._context = context
        self._asked = Asked()
        self._wanted = ""
        self._model = RowsModel(
            (
                Column(self.tr("廃棄番号"), 120),
                Column(self.tr("状態")),
                Column(self.tr("件数"), 72, "right"),
                Column(self.tr("申請者"), 120),
                Column(self.tr("申請日時"), 148),
            )
        )
        self.list = Table(self._model, name="keeping_batches", accessible=self.tr("廃棄の一覧"))
        self.list.row_chosen.connect(self._ask)
        self.table = BatchTable(name="batch_units")
        self.panel = BatchPanel(
            context.signed_in.name,
            may_execute=context.may(Capability.EXECUTE_DISPOSAL),
            may_approve=context.may(Capability.APPROVE_DISPOSAL),
        )
        self.panel.setFixedWidth(theme.px(_SIDE))
        self.panel.form.execute_requested.connect(self._execute)
        self.panel.open_approval_requested.connect(self._open_approval)
        self.panel.resume_requested.connect(self._resume)
        self.panel.certificate_requested.connect(self._ask_file)
        self.panel.sheet_requested.connect(self._ask_sheet)
        self.panel.paper_end_requested.connect(self._note_paper_end)
        self._sheet = PROPOSAL
        listing = panel(column(self.list, margins=(1, 1, 1, 1)), "card")
        left = column(listing, (self.table, 1), spacing=12)
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(row((left, 1), self.panel, spacing=14)))
        empty = EmptyState(
            self.tr("廃棄の申請はまだありません。"), icon="archive", name="batches_empty"
        )
        self._stack.addWidget(panel(column(empty), "card"))
        self.setLayout(column((self._stack, 1)))

    def show_keeping(self, view: KeepingView) -> None:
        before = self._wanted or self.list.current_key()
        self._wanted = ""
        self._model.set_rows([_row(line) for line in view.batches])
        rows = max(1, min(len(view.batches), _SHOWN))
        self.list.setFixedHeight(theme.px(30 + 36 * rows + 2))
        self._stack.setCurrentIndex(0 if view.batches else 1)
        if not view.batches:
            return
        if not (before and self.list.choose(before)):
            self.list.choose_first()
        self._ask(self.list.current_key())

    def want(self, batch_id: str) -> None:
        """Show this batch as soon as the list has it."""
        self._wanted = batch_id

    def take_focus(self) -> None:
        self.list.setFocus()

    def _ask(self, batch_id: str) -> None:
        if not batch_id:
            return
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.disposal.batch(by, batch_id), asked=self._asked
        )
        task.succeeded.connect(self._show_batch)
        task.failed.connect(self._on_failed)

    def _show_batch(self, batch: object, _tag: object) -> None:
        if isinstance(batch, BatchView):
            self.table.show_batch(batch)
            self.panel.show_batch(batch)

    def _open_approval(self) -> None:
        self._context.place_requested.emit("approvals", "disposal")

    def _execute(self, witness: str, passphrase: str, method: str, place: str) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        desk, act, batch_id = self._context.desk, self._context.act(), batch.id
        self.panel.banners.clear()
        self.panel.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.disposal.execute(act, batch_id, witness, passphrase, method, place)
        )
        task.succeeded.connect(self._on_executed)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _resume(self) -> None:
        desk, act = self._context.desk, self._context.act()
        self.panel.banners.clear()
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: desk.disposal.resume_interrupted(act))
        task.succeeded.connect(self._on_resumed)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_executed(self, batch: object, _tag: object) -> None:
        if not isinstance(batch, BatchView):
            return
        self.panel.form.forget()
        self._show_batch(batch, None)
        self._tell_executed(batch)
        self.panel.set_busy(False)
        self.panel.take_focus()
        self.changed.emit()

    def _on_resumed(self, batches: object, _tag: object) -> None:
        if isinstance(batches, tuple):
            for batch in batches:
                if isinstance(batch, BatchView):
                    self._tell_executed(batch)
        self.changed.emit()

    def _tell_executed(self, batch: BatchView) -> None:
        if batch.stage is DisposalStage.CONTENT_ERASED:
            return
        self.panel.tell(
            Banner(
                "ok",
                self.tr("廃棄 {0} を実施しました").format(batch.number),
                self.tr("鍵 {0}個を破棄しました。証明書を保存してください。").format(batch.keys),
                name="batch_executed",
            )
        )

    def _ask_file(self) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        dialog = SaveDialog(
            self,
            self.tr("証明書を保存する場所"),
            f"certificate-{batch.number}.pdf",
            name="certificate_file_dialog",
        )
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    def _save_to(self, name: str) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        desk, act, batch_id = self._context.desk, self._context.act(), batch.id
        self.panel.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.disposal.save_certificate(act, batch_id, Path(name))
        )
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _ask_sheet(self, code: str) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        self._sheet = code
        title = {
            PROPOSAL: self.tr("廃棄申請書を保存する場所"),
            RECORD: self.tr("廃棄承認・実施記録を保存する場所"),
        }[code]
        dialog = SaveDialog(self, title, f"{code}_{batch.number}.pdf", name="sheet_file_dialog")
        dialog.fileSelected.connect(self._save_sheet_to)
        dialog.open()

    def _save_sheet_to(self, name: str) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        desk, act, batch_id, code = self._context.desk, self._context.act(), batch.id, self._sheet
        self.panel.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.disposal.sheets.save_copy(act, batch_id, code, Path(name))
        )
        task.succeeded.connect(self._on_sheet_saved)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_sheet_saved(self, _file: object, _tag: object) -> None:
        words = {
            PROPOSAL: self.tr("廃棄申請書を保存しました。"),
            RECORD: self.tr("廃棄承認・実施記録を保存しました。"),
        }
        self._context.notify(words[self._sheet])
        self.changed.emit()

    def _note_paper_end(self, vendor: str, number: str) -> None:
        batch = self.panel.batch
        if batch is None:
            return
        desk, act, batch_id = self._context.desk, self._context.act(), batch.id
        self.panel.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.disposal.paper_ends.note(act, batch_id, vendor, number)
        )
        task.succeeded.connect(self._on_paper_end)
        task.failed.connect(self._on_act_failed)
        task.ended.connect(self._on_ended)

    def _on_paper_end(self, _nothing: object, _tag: object) -> None:
        self._context.notify(self.tr("紙の廃棄の証明書の番号を記録しました。"))
        self.changed.emit()

    def _on_saved(self, _file: object, _tag: object) -> None:
        self._context.notify(self.tr("廃棄証明書を保存しました。"))
        self.changed.emit()

    def _on_act_failed(self, error: BaseException) -> None:
        # The act may have come half the way: the list tells how far.
        self._context.show_error(error, self.panel)
        if not (isinstance(error, DeskError) and error.field):
            self.panel.set_busy(False)
            self.panel.take_focus()
        self.changed.emit()

    def _on_ended(self) -> None:
        self.panel.set_busy(False)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(line: BatchLine) -> Row:
    words, tone, icon = state_words(line.state, line.stage)
    return Row(
        (
            Cell(line.number, weight=500, px=13),
            Cell(words, tone=tone, icon=icon, px=13, weight=500),
            Cell(_tr("{0:,}件").format(line.units), px=13, align="right"),
            Cell(line.proposed_by, px=13),
            Cell(moment(line.proposed_at), px=13, tone="text2"),
        ),
        key=line.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("BatchesTab", text)
