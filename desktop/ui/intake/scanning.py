"""Scans started and continued from the window, by the profiles of this office."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.scanning import ScanProfile
from desktop.services.act import Act
from desktop.services.intake_views import DiscardReason
from desktop.services.scanning_views import BlockAnswer, RunView, ScanReport, ScanStep
from desktop.ui.context import Context
from desktop.ui.intake.scan_view import ScanView
from desktop.ui.intake.stop import Stop
from desktop.ui.tasks import Asked, Job, Task

Tell = Callable[[ScanStep], None]
Scan = Callable[[Act, Tell, Stop], ScanReport]


class Scanning(QObject):
    """Works one run at a time and shows it in `view`."""

    finished = Signal()
    profiles_read = Signal(object)  # the last used one first

    def __init__(self, context: Context, view: ScanView, screen: QWidget) -> None:
        super().__init__(screen)
        self._context, self._view, self._screen = context, view, screen
        self._task: Task | None = None
        self._stop = Stop()
        self._asked = Asked()
        self._profiles: dict[str, ScanProfile] = {}
        view.progress.cancel_requested.connect(self._on_cancel)
        view.notice.go_on.connect(self._on_go_on)
        view.notice.answered.connect(self._on_answered)
        view.notice.closed.connect(self._close)
        view.notice.retaken.connect(self._on_retake)
        context.person_changed.connect(self._on_person_changed)

    def refresh(self) -> None:
        """Read the profiles and the runs that wait for an answer."""
        if self._task is not None:
            return
        scanning = self._context.desk.scanning
        task = self._context.tasks.store(
            lambda: (scanning.profiles(), scanning.unfinished_runs()), asked=self._asked
        )
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def start(self, profile_id: str, sheets: int | None) -> None:
        """Scan what lies in the feeder as new mail."""
        scanning = self._context.desk.scanning

        def scan(act: Act, tell: Tell, stop: Stop) -> ScanReport:
            return scanning.scan(act, profile_id, sheets, None, tell, stop)

        self._run(profile_id, sheets, scan)

    def stop(self) -> None:
        """End the run after the sheets that are through already; what was kept stays."""
        self._stop.set()
        if self._task is not None:
            self._view.stopping()

    def _run(self, profile_id: str, sheets: int | None, scan: Scan) -> None:
        if self._task is not None:
            return
        self._asked.again()  # what was read of the runs before is no longer true
        act, stop = self._context.act(), Stop()
        self._stop = stop
        profile = self._profiles.get(profile_id)
        name = profile.name if profile is not None else self.tr("スキャン")

        def work(job: Job) -> object:
            stop.follow(job)
            return scan(act, job.step, stop)

        self._task = self._context.tasks.long_free(work)
        self._task.progressed.connect(self._on_step)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_failed)
        self._task.ended.connect(self._on_ended)
        self._view.begin(name, profile, sheets)

    def _on_step(self, step: object) -> None:
        if isinstance(step, ScanStep):
            self._view.show_step(step)

    def _on_done(self, report: object, _tag: object) -> None:
        if not isinstance(report, ScanReport):
            return
        self._view.new_envelopes.update(report.envelopes)
        if report.run.unfinished:
            self._tell(report.run)
        else:
            words = self.tr("{0}枚を取り込みました。").format(report.run.sheets)
            self._context.notify(words)

    def _tell(self, run: RunView) -> None:
        self._view.show_standing(run, self._profiles.get(run.profile_id))

    def _on_read(self, answer: object, _tag: object) -> None:
        if self._task is not None or not isinstance(answer, tuple):
            return
        profiles, runs = answer
        self._profiles = {one.id: one for one in profiles}
        self.profiles_read.emit(list(profiles))
        standing = self._view.standing
        if runs and (standing is None or standing.id in {one.id for one in runs}):
            self._tell(next((one for one in runs if standing and one.id == standing.id), runs[0]))

    def _on_go_on(self, run: object) -> None:
        if isinstance(run, RunView):
            self._resume(run, None)

    def _on_answered(self, run: object, answer: object) -> None:
        if isinstance(run, RunView) and isinstance(answer, BlockAnswer):
            self._resume(run, answer)

    def _resume(self, run: RunView, answer: BlockAnswer | None) -> None:
        """Go on in the envelope where the run stands, after the answer that it waited for."""
        scanning, answering = self._context.desk.scanning, self._context.act()

        def scan(act: Act, tell: Tell, stop: Stop) -> ScanReport:
            if answer is not None:
                scanning.answer_block(answering, run.id, answer)
            return scanning.resume(act, run.id, tell, stop)

        self._run(run.profile_id, run.expected, scan)

    def _on_cancel(self) -> None:
        """中止: of a run that stands still, the run is closed."""
        if self._task is not None:
            self.stop()
        elif self._view.standing is not None:
            self._close(self._view.standing)

    def _close(self, run: object) -> None:
        if isinstance(run, RunView):
            scanning, run_id, act = self._context.desk.scanning, run.id, self._context.act()
            self._settle(lambda: scanning.close_run(act, run_id), "")

    def _on_retake(self, run: object) -> None:
        if not isinstance(run, RunView):
            return
        desk, run_id, envelope_id = self._context.desk, run.id, run.envelope_id
        discard, close = self._context.act(), self._context.act()

        def work() -> object:
            desk.intake.discard(discard, envelope_id, DiscardReason.RESCAN)
            return desk.scanning.close_run(close, run_id)

        words = self.tr("取り消しました。この封筒の最初の用紙から、もう一度スキャンしてください。")
        self._settle(work, words)

    def _settle(self, work: Callable[[], object], words: str) -> None:
        self._view.notice.set_busy(True)
        task = self._context.tasks.store(work, tag=words)
        task.succeeded.connect(self._on_settled)
        task.failed.connect(self._on_refused)

    def _on_settled(self, _answer: object, words: object) -> None:
        self._view.settle()
        if isinstance(words, str) and words:
            self._context.notify(words)
        self._context.data_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self._view.notice.set_busy(False)
        self._context.show_error(error, self._screen)

    def _on_failed(self, error: BaseException) -> None:
        # Told even while the window is locked: it stands there when the clerk is back.
        self._context.errors.show_error(self._screen, error)

    def _on_ended(self) -> None:
        self._task = None
        self._view.end()
        self.finished.emit()

    def _on_person_changed(self) -> None:
        if self._context.somebody is None:
            self.stop()
