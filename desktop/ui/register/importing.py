"""The import of the register: a dry run first, then the switch; values are never shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.services.register_file import LineProblem
from desktop.services.register_intake import RegisterReport
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Job, Task
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.progress_card import ProgressCard
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class ImportPanel(QWidget):
    """Drop a CSV or choose one; what would happen is told before anything happens."""

    imported = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_import")
        self.setAccessibleName(self.tr("登録情報の取込"))
        self.setAcceptDrops(True)
        self._context = context
        self._file: Path | None = None
        self._task: Task | None = None
        self.banners = BannerArea(name="register_import_banners")
        choose = Button(
            self.tr("CSVファイルを選ぶ"), "secondary", name="register_choose", icon="folder-open"
        )
        choose.clicked.connect(self._choose)
        empty = EmptyState(
            self.tr(
                "登録情報のCSVをここへドラッグするか、ファイルを選んでください。まず内容だけを確かめます。"
            ),
            choose,
            icon="book-user",
            name="register_drop",
        )
        self.progress = ProgressCard(
            self.tr("登録情報の確認"), unit=self.tr("行"), name="register_progress"
        )
        self.progress.cancel_requested.connect(self._cancel)
        self.progress.hide()
        self._model = RowsModel(
            (
                Column(self.tr("行"), 90, "right"),
                Column(self.tr("扱い"), 130),
                Column(self.tr("項目"), 170),
                Column(self.tr("理由")),
            )
        )
        self.lines = Table(
            self._model, name="register_lines", accessible=self.tr("直した行と受け入れない行")
        )
        self._summary = label("", "h2", name="register_summary")
        self._note = label("", "small", wrap=True, name="register_note")
        self.take = Button(
            self.tr("この内容で取り込む"), "primary", key="Ctrl+Enter", name="register_take"
        )
        self.take.clicked.connect(self._take)
        self.other = Button(self.tr("別のファイルを選ぶ"), "secondary", name="register_other")
        self.other.clicked.connect(self._choose)
        report = panel(
            column(
                column(self._summary, self._note, spacing=4, margins=(16, 14, 16, 10)),
                (self.lines, 1),
                panel(row(self.take, self.other, None, margins=(14, 10, 14, 12)), "foot"),
                spacing=0,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(column((empty, 1)), "card"))
        self._stack.addWidget(report)
        self.setLayout(column(self.banners, self.progress, (self._stack, 1), spacing=10))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._task is None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if files:
            self.look_at(files[0])

    def look_at(self, file: Path) -> None:
        """Read a file without importing it, and tell what an import would do."""
        self._file = file
        self.banners.clear()
        self._start(self.tr("登録情報の確認"), dry_run=True)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("登録情報のCSVを選ぶ"))
        dialog.setObjectName("register_file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("CSVファイル (*.csv)"))
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        self.look_at(Path(name))

    def _take(self) -> None:
        self._start(self.tr("登録情報の取込"), dry_run=False)

    def _start(self, title: str, *, dry_run: bool) -> None:
        if self._file is None or self._task is not None:
            return
        desk, act, file = self._context.desk, self._context.act(), self._file
        self.progress.set_title(title)
        self.progress.set_progress(0, 0)
        self.progress.show()
        self.take.setEnabled(False)

        def work(job: Job) -> object:
            return desk.register.import_csv(
                act, file, dry_run=dry_run, progress=job.progress, cancelled=job.cancelled
            )

        self._task = self._context.tasks.long_free(work, tag=dry_run)
        self._task.progressed.connect(self._on_progress)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_failed)
        self._task.ended.connect(self._on_ended)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_progress(self, value: object) -> None:
        if isinstance(value, tuple):
            self.progress.set_progress(int(value[0]), int(value[1]))

    def _on_ended(self) -> None:
        self._task = None
        self.progress.hide()
        self.take.setEnabled(True)

    def _on_done(self, report: object, dry_run: object) -> None:
        if not isinstance(report, RegisterReport):
            return
        if not dry_run:
            self._stack.setCurrentIndex(0)
            self.banners.show_banner(
                Banner(
                    "ok",
                    self.tr("{0:,}行を取り込みました").format(report.accepted),
                    self.tr("これまでの登録情報は、次の鍵の更新で開けなくなります。"),
                    closable=True,
                    name="register_imported",
                )
            )
            self.imported.emit()
            return
        self._summary.setText(self.tr("{0:,}行を受け入れます").format(report.accepted))
        self._note.setText(
            self.tr(
                "直した行 {0}　受け入れない行 {1}　"
                "値は表示しません。元のファイルの行番号で確かめてください。"
            ).format(report.repaired_count, report.rejected_count)
        )
        rows = [_line(problem, rejected=True) for problem in report.rejected]
        rows += [_line(problem, rejected=False) for problem in report.repaired]
        self._model.set_rows(rows)
        self._stack.setCurrentIndex(1)
        self.take.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


_COLUMNS = {
    "customer_no": "お客様番号",
    "name": "氏名",
    "kana": "フリガナ",
    "birth": "生年月日",
    "phone": "電話番号",
    "postal": "郵便番号",
    "address": "住所",
    "supply_point_no": "供給地点特定番号",
    "supply_postal": "供給場所の郵便番号",
    "supply_address": "供給場所の住所",
    "valid_from": "適用開始日",
    "valid_to": "適用終了日",
}


def _line(problem: LineProblem, *, rejected: bool) -> Row:
    how = (
        Cell("受け入れない", tone="bad", icon="octagon-alert", px=13, weight=500)
        if rejected
        else Cell("直して受ける", tone="warn", icon="triangle-alert", px=13, weight=500)
    )
    return Row(
        (
            Cell(f"{problem.line}", align="right"),
            how,
            Cell(_COLUMNS.get(problem.column, problem.column)),
            Cell(problem.reason),
        )
    )
