"""The import of the register: file, columns, a dry run, then the switch; values are not shown."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.register import RegisterInfo
from desktop.services.register_intake import ImportCancelled, RegisterReport
from desktop.services.register_source import SourceCells, SourceLook
from desktop.ui.context import Context
from desktop.ui.register.column_choice import ColumnChoice
from desktop.ui.register.import_report import ImportReport
from desktop.ui.tasks import Asked, Job, Task
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.layout import column, panel
from desktop.ui.widgets.progress_card import ProgressCard

_DROP, _COLUMNS, _REPORT = range(3)


class ImportPanel(QWidget):
    """Drop a CSV or choose one; what would happen is told before anything happens."""

    imported = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_import")
        self.setAccessibleName(self.tr("登録情報の取込"))
        self._drop = FileDrop(self, lambda: self._task is None)
        self._drop.given.connect(self._on_files)
        self._context = context
        self._file: Path | None = None
        self._task: Task | None = None
        self._replaced = False  # whether an import ends a register that is there
        self._stop = threading.Event()
        self._looked, self._opened = Asked(), Asked()
        self.banners = BannerArea(name="register_import_banners")
        choose = Button(
            self.tr("CSVファイルを選ぶ"), "primary", name="register_choose", icon="folder-open"
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
        self.progress = ProgressCard("", unit=self.tr("行"), name="register_progress")
        self.progress.cancel_requested.connect(self._stop.set)
        self.progress.hide()
        self.mapping = ColumnChoice()
        self.mapping.check_requested.connect(self._check)
        self.mapping.look_wanted.connect(self._look)
        self.mapping.other_requested.connect(self._choose)
        self.report = ImportReport()
        self.report.take_requested.connect(self._take)
        self.report.other_requested.connect(self._choose)
        self.report.columns_requested.connect(self._back_to_columns)
        self.report.line_wanted.connect(self._open_line)
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(column((empty, 1)), "card"))
        self._stack.addWidget(self.mapping)
        self._stack.addWidget(self.report)
        self.setLayout(column(self.banners, self.progress, (self._stack, 1), spacing=10))

    def look_at(self, file: Path) -> None:
        """Show which columns the file seems to have; nothing is imported."""
        self._file = file
        self.banners.clear()
        self.report.forget_line()
        desk, today = self._context.desk, self._context.today()
        task = self._context.tasks.store(lambda: desk.register.info(today))
        task.succeeded.connect(self._on_info)
        task.failed.connect(self._on_failed)
        self._look()

    # File and columns

    def _choose(self) -> None:
        title, kinds = self.tr("登録情報のCSVを選ぶ"), self.tr("CSVファイル (*.csv)")
        self._drop.ask(title, kinds, name="register_file_dialog")

    def _on_files(self, files: tuple[Path, ...]) -> None:
        self.look_at(files[0])

    def _on_info(self, info: object, _tag: object) -> None:
        if isinstance(info, RegisterInfo):
            self._replaced = info.generation > 0
            self.mapping.allow_delta(info.generation > 0)

    def _look(self) -> None:
        if self._file is None:
            return
        source, by, file = self._context.desk.register_source, self._context.signed_in, self._file
        delta = self.mapping.is_delta()
        task = self._context.tasks.free(
            lambda: source.look(by, file, delta=delta), asked=self._looked
        )
        task.succeeded.connect(self._on_look)
        task.failed.connect(self._on_failed)

    def _on_look(self, look: object, _tag: object) -> None:
        if isinstance(look, SourceLook) and self._file is not None:
            shown = self._stack.currentIndex() == _COLUMNS
            self.mapping.show_look(self._file.name, look)
            self._stack.setCurrentIndex(_COLUMNS)
            if not shown:
                self.mapping.start()

    def _back_to_columns(self) -> None:
        self.report.forget_line()
        self._stack.setCurrentIndex(_COLUMNS)
        self.mapping.start()

    # Dry run and import

    def _check(self) -> None:
        self._start(self.tr("内容の確認"), dry_run=True)

    def _take(self) -> None:
        self._start(self.tr("登録情報の取込"), dry_run=False)

    def _start(self, title: str, *, dry_run: bool) -> None:
        if self._file is None or self._task is not None:
            return
        register, act, file = self._context.desk.register, self._context.act(), self._file
        columns, delta = self.mapping.columns(), self.mapping.is_delta()
        self.banners.clear()
        self.report.forget_line()
        self.progress.set_title(title, file.name)
        self.progress.set_progress(0, 0)
        self.progress.show()
        self._stack.setEnabled(False)
        stop = self._stop
        stop.clear()

        def work(job: Job) -> object:
            def told(done: int, total: int) -> None:
                if job.cancelled.is_set():  # the window is closing
                    stop.set()
                job.progress(done, total)

            # Stopped by an event of its own, so that the answer still comes: whether the register
            # was switched before the wish to stop arrived.
            return register.import_csv(
                act,
                file,
                dry_run=dry_run,
                delta=delta,
                columns=columns,
                progress=told,
                cancelled=stop,
            )

        self._task = self._context.tasks.long_free(work, tag=dry_run)
        self._task.progressed.connect(self._on_progress)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_stopped)
        self._task.ended.connect(self._on_ended)

    def _on_progress(self, value: object) -> None:
        if isinstance(value, tuple):
            # Every line is gone through twice: read, then built; the heading is a line too.
            lines = max(1, int(value[1]) // 2 - 1)
            self.progress.set_progress(min(int(value[0]) // 2, lines), lines)

    def _on_ended(self) -> None:
        self._task = None
        self.progress.hide()
        self._stack.setEnabled(True)
        if self._stack.currentIndex() == _REPORT:
            self.report.start()
        elif self._stack.currentIndex() == _COLUMNS:
            self.mapping.start()

    def _on_done(self, report: object, dry_run: object) -> None:
        if not isinstance(report, RegisterReport):
            return
        delta = self.mapping.is_delta()
        if dry_run:
            self.report.show_report(report, delta=delta)
            self._stack.setCurrentIndex(_REPORT)
            return
        self._stack.setCurrentIndex(_DROP)
        self._file = None
        self.mapping.whole.setChecked(True)
        words = (
            self.tr("{0:,}行の差分を取り込みました")
            if delta
            else self.tr("{0:,}行を取り込みました")
        )
        told = self.tr("お客様 {0:,}人　受け入れなかった行 {1:,}").format(
            report.customers, report.rejected_count
        )
        if self._replaced and not delta:
            told += self.tr("　これまでの登録情報は、次の鍵の更新で開けなくなります。")
        self.banners.show_banner(
            Banner(
                "ok", words.format(report.accepted), told, closable=True, name="register_imported"
            )
        )
        self.imported.emit()

    def _on_stopped(self, error: BaseException) -> None:
        if isinstance(error, ImportCancelled):
            self.banners.show_banner(
                Banner(
                    "mute",
                    error.sentence,
                    error.next_step,
                    closable=True,
                    name="register_cancelled",
                )
            )
        else:
            self._on_failed(error)

    # A line of the source file

    def _open_line(self, number: int) -> None:
        if self._file is None:
            return
        source, by, file = self._context.desk.register_source, self._context.signed_in, self._file
        task = self._context.tasks.free(lambda: source.line(by, file, number), asked=self._opened)
        task.succeeded.connect(self._on_line)
        task.failed.connect(self._on_failed)

    def _on_line(self, cells: object, _tag: object) -> None:
        if isinstance(cells, SourceCells):
            self.report.show_line(cells)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
