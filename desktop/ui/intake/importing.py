"""Takes files in as mail: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.act import Act
from desktop.services.intake_views import ImportReport, ImportStep
from desktop.ui.context import Context
from desktop.ui.intake.outcomes import Outcomes
from desktop.ui.intake.stop import Stop
from desktop.ui.tasks import Job, Task
from desktop.ui.widgets.progress_card import ProgressCard

_SCANS = "*.pdf *.tif *.tiff *.jpg *.jpeg *.png"

Tell = Callable[[ImportStep], None]


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """Files to be taken in. Of those a clerk gave, the end is told by a list that stays."""

    title: str
    work: Callable[[Act, Tell, Stop], ImportReport]
    listed: bool = True


class Importing(QObject):
    """`stepped` follows every acknowledged page. `screen` is where its parts stand."""

    stepped = Signal()
    started = Signal()
    finished = Signal()
    answered = Signal(object, object)  # a Wish, and its ImportReport

    def __init__(self, context: Context, screen: QWidget) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen
        self._task: Task | None = None
        self._stop = Stop()
        self._queue: list[Wish] = []
        self._wish: Wish | None = None
        self._pages = self._total = 0
        self._held = False
        self._title = ""
        self.envelope_id = ""  # whose pages are being read now
        self.new_envelopes: set[str] = set()
        self.progress = ProgressCard(
            self.tr("郵便の取込"), unit=self.tr("通"), name="intake_progress"
        )
        self.progress.cancel_requested.connect(self.stop)
        self.progress.hide()
        self.outcomes = Outcomes()
        context.person_changed.connect(self._on_person_changed)

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def take_in(self, paths: list[Path]) -> None:
        """Import files and folders as new mail; a second drop waits for the first."""
        if not paths:
            return
        intake, chosen = self._context.desk.intake, tuple(paths)

        def work(act: Act, tell: Tell, stop: Stop) -> ImportReport:
            return intake.import_files(act, chosen, tell, stop)

        self.add(Wish(self.tr("郵便の取込"), work))

    def add(self, wish: Wish) -> None:
        """Take these in as soon as nothing else comes in."""
        self._queue.append(wish)
        self._go_on()

    def has(self, wish: Wish) -> bool:
        """Whether this one waits or is in work."""
        return wish is self._wish or wish in self._queue

    def hold(self, held: bool) -> None:
        """While a scan runs, files wait for its end."""
        self._held = held
        self._go_on()

    def stop(self) -> None:
        """End the run after the pages in work; what was acknowledged stays."""
        self._queue.clear()
        self._stop.set()
        self.progress.set_state(self.tr("中止しています"), "warn", "pause")
        self.progress.cancel.setEnabled(False)

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
        dialog = QFileDialog(self._screen, title)
        dialog.setObjectName("intake_file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _on_files_selected(self, names: list[str]) -> None:
        self.take_in([Path(name) for name in names])

    def _go_on(self) -> None:
        free = self._task is None and not self._held
        if free and self._queue and self._context.somebody is not None:
            self._next()

    def _next(self) -> None:
        wish, act = self._queue.pop(0), self._context.act()
        self._wish = wish
        stop = self._stop = Stop()
        self._pages = self._total = 0
        self._title = wish.title
        if wish.listed:
            self.outcomes.forget()
        self.progress.set_title(wish.title)
        self.progress.set_progress(0, 0)
        self.progress.set_state(self.tr("読取中"), "accent", "loader")
        self.progress.cancel.setEnabled(True)
        self.progress.show()

        def work(job: Job) -> object:
            stop.follow(job)
            return wish.work(act, job.step, stop)

        self._task = self._context.tasks.long_free(work, tag=wish)
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
        self.progress.set_title(self._title, step.label)
        self.progress.set_progress(
            step.done, step.total, self.tr("保存した用紙 {0}枚").format(self._pages)
        )
        self.stepped.emit()

    def _on_done(self, report: object, wish: object) -> None:
        if not isinstance(report, ImportReport) or not isinstance(wish, Wish):
            return
        self.new_envelopes.update(one.envelope_id for one in report.files if one.envelope_id)
        if wish.listed:
            self.outcomes.show_report(report)
        self.answered.emit(wish, report)

    def _on_failed(self, error: BaseException) -> None:
        # Told even while the window is locked: it stands there when the clerk is back.
        self._context.errors.show_error(self._screen, error)

    def _on_ended(self) -> None:
        self._task = self._wish = None
        self.envelope_id = ""
        self.progress.hide()
        self.finished.emit()
        self._go_on()

    def _on_person_changed(self) -> None:
        if self._context.somebody is None:
            self.stop()
