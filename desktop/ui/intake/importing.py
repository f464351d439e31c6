"""Takes files in as mail: the strip to choose or drop them, how far it is, what came of it."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.intake_views import ImportReport, ImportStep
from desktop.ui.context import Context
from desktop.ui.intake.outcomes import Outcomes
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.tasks import Job, Task
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.progress_card import ProgressCard

_SCANS = "*.pdf *.tif *.tiff *.jpg *.jpeg *.png"


class Stop(threading.Event):
    """Set by the clerk, or by the end of the program: either ends the run between two pages.

    A clerk's stop is not the task's, because a stopped run still answers with its report.
    """

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def is_set(self) -> bool:
        return super().is_set() or self._job.cancelled.is_set()


class Importing(QWidget):
    """`stepped` follows every acknowledged page: envelope id, and whether pages may follow."""

    stepped = Signal()
    started = Signal()
    finished = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("intake_importing")
        self._context = context
        self._task: Task | None = None
        self._stop: list[Stop] = []
        self._queue: list[tuple[Path, ...]] = []
        self._pages = self._total = 0
        self.envelope_id = ""  # whose pages are being read now
        self.new_envelopes: set[str] = set()
        self.banners = BannerArea(name="intake_import_banners")
        self._hint = self.tr("PDF・TIFF・JPEG・PNGを、ここへドラッグしても取り込めます。")
        self._invitation = self.tr("ここで離すと取り込みます。")
        self.hint = label(self._hint, "small", name="intake_drop_hint")
        self.choose_files = Button(
            self.tr("ファイルを選ぶ"),
            "secondary",
            name="intake_choose_files",
            key="Ctrl+O",
            small=True,
        )
        self.choose_files.clicked.connect(self.ask_files)
        self.choose_folder = Button(
            self.tr("フォルダーを選ぶ"), "secondary", name="intake_choose_folder", small=True
        )
        self.choose_folder.clicked.connect(self.ask_folder)
        self.strip = panel(
            row(
                icon_label("scan-line", "text2", 18),
                (self.hint, 1),
                self.choose_files,
                self.choose_folder,
                spacing=8,
                margins=(14, 7, 10, 7),
            ),
            "card",
            name="intake_strip",
        )
        self.progress = ProgressCard(
            self.tr("郵便の取込"), unit=self.tr("通"), name="intake_progress"
        )
        self.progress.cancel_requested.connect(self.stop)
        self.progress.hide()
        self.outcomes = Outcomes()
        self.setLayout(column(self.banners, self.strip, self.progress, self.outcomes, spacing=8))
        context.person_changed.connect(self._on_person_changed)

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def take_in(self, paths: list[Path]) -> None:
        """Import files and folders as new mail; a second drop waits for the first."""
        if not paths:
            return
        self._queue.append(tuple(paths))
        if self._task is None:
            self._next()

    def stop(self) -> None:
        """End the run after the pages in work; what was acknowledged stays."""
        self._queue.clear()
        for stop in self._stop:
            stop.set()
        self.progress.set_state(self.tr("中止しています"), "warn", "pause")
        self.progress.cancel.setEnabled(False)

    def invite(self, over: bool) -> None:
        """Say that what is being dragged can be let go here."""
        self.hint.setText(self._invitation if over else self._hint)
        set_tone(self.hint, "accent" if over else None)

    def ask_files(self) -> None:
        dialog = self._dialog(self.tr("取り込むファイルを選ぶ"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("スキャンした画像 ({0})").format(_SCANS))
        dialog.open()

    def ask_folder(self) -> None:
        dialog = self._dialog(self.tr("取り込むフォルダーを選ぶ"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setObjectName("intake_file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _on_files_selected(self, names: list[str]) -> None:
        self.take_in([Path(name) for name in names])

    def _next(self) -> None:
        paths = self._queue.pop(0)
        desk, act = self._context.desk, self._context.act()
        self._stop.clear()
        self._pages = self._total = 0
        self.banners.clear()
        self.outcomes.forget()
        self.progress.set_progress(0, 0)
        self.progress.set_state(self.tr("読取中"), "accent", "loader")
        self.progress.cancel.setEnabled(True)
        self.progress.show()
        self.strip.hide()

        stops = self._stop

        def work(job: Job) -> object:
            stop = Stop(job)
            stops.append(stop)
            return desk.intake.import_files(act, paths, job.step, stop)

        self._task = self._context.tasks.long_free(work)
        self._task.progressed.connect(self._on_step)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_failed)
        self._task.ended.connect(self._on_ended)
        self.started.emit()

    def _on_step(self, step: object) -> None:
        if not isinstance(step, ImportStep):
            return
        self._total = step.total
        if step.kind == "FILE":
            self.envelope_id = ""
        elif step.envelope_id:
            self.envelope_id = step.envelope_id
            self.new_envelopes.add(step.envelope_id)
        if step.kind == "PAGE":
            self._pages += 1
        if step.kind == "PROBLEM":
            self.envelope_id = ""
        self.progress.set_title(self.tr("郵便の取込"), step.label)
        self.progress.set_progress(
            step.done, step.total, self.tr("保存した用紙 {0}枚").format(self._pages)
        )
        self.stepped.emit()

    def _on_done(self, report: object, _tag: object) -> None:
        if isinstance(report, ImportReport):
            self.new_envelopes.update(one.envelope_id for one in report.files if one.envelope_id)
            self.outcomes.show_report(report)

    def _on_failed(self, error: BaseException) -> None:
        # Told even while the window is locked: it stands there when the clerk is back.
        self._context.errors.show_error(self, error)

    def _on_ended(self) -> None:
        self._task = None
        self.envelope_id = ""
        self.progress.hide()
        self.strip.show()
        self.finished.emit()
        if self._queue and self._context.somebody is not None:
            self._next()

    def _on_person_changed(self) -> None:
        if self._context.somebody is None:
            self.stop()
