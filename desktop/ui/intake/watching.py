"""The watched folders on the screen: looked into while somebody sits at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.act import Act
from desktop.services.intake_views import ImportReport
from desktop.services.watched_views import WatchReport
from desktop.ui.context import Context
from desktop.ui.intake.importing import Importing, Tell, Wish
from desktop.ui.intake.stop import Stop
from desktop.ui.intake.watch_view import WatchView
from desktop.ui.tasks import Asked, Task

_LOOK_MS = 3000
_SOON_MS = 700  # a file has to look the same twice; a clerk who asked does not want to wait


class Watching(QObject):
    """One look at a time; nothing while the desk is locked or other mail comes in.

    It lives with the screens of one person: whoever signs in next has one of their own.
    """

    changed = Signal()  # whether a folder is watched at all

    def __init__(self, context: Context, importing: Importing, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._importing = context, importing
        self._profiles_asked = Asked()
        self._look: Task | None = None
        self._wish: Wish | None = None
        self._report = WatchReport()
        self._held = self._paused = self._asked_by_key = self._answered = False
        self.is_on = False
        self.view = WatchView()
        self.view.resumed.connect(self._resume)
        self.timer = QTimer(self)
        self.timer.setInterval(_LOOK_MS)
        self.timer.timeout.connect(self._on_time)
        importing.answered.connect(self._on_answered)
        importing.finished.connect(self._on_taken)
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read anew which folders are watched."""
        if self._context.somebody is None or self._context.locked:
            return
        scanning = self._context.desk.scanning
        task = self._context.tasks.store(scanning.profiles, asked=self._profiles_asked)
        task.succeeded.connect(self._on_profiles)
        task.failed.connect(self._context.show_error)

    def hold(self, held: bool) -> None:
        """While other mail comes in, the folders wait."""
        self._held = held

    def look_now(self, profile_id: str) -> None:
        """The key of scanning, with a folder chosen: look at once, and go on where it was held."""
        self._paused, self._asked_by_key = False, True
        desk, act = self._context.desk, self._context.act()
        self._context.tasks.store(lambda: desk.watched.choose(act, profile_id))
        self._start_look()

    def _on_profiles(self, profiles: object, _tag: object) -> None:
        if isinstance(profiles, tuple):
            self._set_folders([one for one in profiles if one.kind is SourceKind.FOLDER])

    def _set_folders(self, folders: Sequence[ScanProfile]) -> None:
        was_on, self.is_on = self.is_on, bool(folders)
        self.view.set_names([one.name for one in folders])
        if not self.is_on:
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start()
            self._on_time()
        if was_on != self.is_on:
            self.changed.emit()

    def _on_time(self) -> None:
        if not self._paused:
            self._start_look()

    def _start_look(self) -> None:
        free = self._look is None and self._wish is None and not self._held
        away = self._context.locked or self._context.somebody is None
        if not free or away or self._context.tasks.is_closed:
            return
        watched, act = self._context.desk.watched, self._context.act()
        self._look = self._context.tasks.free(lambda: watched.look_around(act), quiet=True)
        self._look.succeeded.connect(self._on_looked)
        self._look.failed.connect(self._on_failed)
        self._look.ended.connect(self._on_look_ended)

    def _on_look_ended(self) -> None:
        self._look = None

    def _on_looked(self, report: object, _tag: object) -> None:
        if not isinstance(report, WatchReport):
            return
        self._report = report
        self._show()
        if self._asked_by_key:
            self._answer_key(report)
        if report.ready and not self._paused and not self._context.locked:
            self._take_in()

    def _answer_key(self, report: WatchReport) -> None:
        growing = sum(not one.wants_hand for one in report.waiting)
        if growing:  # a moment later they have been seen twice
            QTimer.singleShot(_SOON_MS, self, self._start_look)
        elif not report.ready:
            self._context.notify(self.tr("新しいファイルはありません。"))
        self._asked_by_key = growing > 0

    def _take_in(self) -> None:
        watched = self._context.desk.watched

        def work(act: Act, tell: Tell, stop: Stop) -> ImportReport:
            taken = watched.take_in(act, tell, stop).taken
            envelopes = {one.envelope_id for one in taken if one.envelope_id}
            pages = sum(one.pages for one in taken)
            return ImportReport(taken, pages, len(envelopes), stop.is_set())

        self._wish = Wish(self.tr("フォルダーからの取込"), work, listed=False)
        self._asked_by_key = self._answered = False
        self._importing.add(self._wish)

    def _on_answered(self, wish: object, report: object) -> None:
        if wish is not self._wish or not isinstance(report, ImportReport):
            return
        self._answered = True
        self._paused = report.cancelled and self._context.somebody is not None
        if report.pages:
            words = self.tr("フォルダーから{0}通・{1}枚を取り込みました。")
            self._context.notify(words.format(report.envelopes, report.pages))

    def _on_taken(self) -> None:
        """The import has ended, well or not: what stands in the folders now is told anew."""
        if self._wish is None or self._importing.has(self._wish):
            return
        if not self._answered:  # broken off or put away: trying again at once would never end
            self._paused = True
        self._wish = None
        self._show()
        self._start_look()

    def _resume(self) -> None:
        self._paused = False
        self._show()
        self._start_look()

    def _show(self) -> None:
        self.view.show_report(self._report, paused=self._paused)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self.view)
