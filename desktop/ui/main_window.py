"""The desk's window: login, the frame of the signed-in person, the lock over everything."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from desktop.domain.roles import Capability
from desktop.services.act import SignedIn
from desktop.ui import theme
from desktop.ui.anchor_watch import AnchorWatch
from desktop.ui.clock_notice import ClockNotice
from desktop.ui.context import Context
from desktop.ui.frame import CaseFactory, Factory, Frame
from desktop.ui.idle import IdleWatch
from desktop.ui.people.card_entry import CardEntryDialog
from desktop.ui.people.login import LoginScreen
from desktop.ui.people.standing import StandingNotice
from desktop.ui.print_watch import PrintWatch
from desktop.ui.tasks import Asked
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.notification import Notification

_UNTIL_READ = 300.0  # seconds


class MainWindow(QWidget):
    """`office` is the name on the rail; `idle_seconds` is how long nobody may be away, where that
    is not to follow the office's signed setting."""

    frame_opened = Signal(object)  # Frame: somebody has signed in
    lock_shown = Signal()
    closed = Signal()

    def __init__(
        self,
        context: Context,
        places: Mapping[str, Factory],
        case: CaseFactory,
        *,
        office: str,
        idle_seconds: float | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setProperty("surface", "canvas")
        self.setWindowTitle(self.tr("窓口"))
        self.setWindowIcon(theme.icon("mail-open", "accent", 32))
        self.setMinimumSize(1180, 640)
        self.resize(1366, 768)
        self._context, self._places, self._case, self._office = context, places, case, office
        self.frame: Frame | None = None
        self._hidden: list[QWidget] = []
        self.login = LoginScreen(
            context.desk.people, context.tasks, context.clock, context.errors, office
        )
        self.login.signed_in.connect(self._on_signed_in)
        self.login.card_requested.connect(self._enter_by_card)
        self._stack = QStackedLayout()
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.login)
        self.setLayout(self._stack)
        self.notification = Notification(self)
        context.notified.connect(self.notification.say)
        context.errors.window = self
        seconds = _UNTIL_READ if idle_seconds is None else idle_seconds
        self._idle = IdleWatch(seconds, lambda: self.is_busy, self)
        self._idle.idle.connect(self.lock)
        self._idle_asked = Asked()
        if idle_seconds is None:
            self.frame_opened.connect(self._read_idle)
            context.data_changed.connect(self._read_idle)
        self._ring = FocusRing(self)
        theme.dress(self)
        self.login.take_focus()
        # Nothing in it is about a person, so it is ready when somebody signs in.
        desk, today = context.desk, context.today()
        context.tasks.free(lambda: desk.cases.warm(today))

    def _enter_by_card(self) -> None:
        context = self._context
        entry, errors = context.desk.card_entry, context.errors
        dialog = CardEntryDialog(self.login, entry, context.tasks, context.clock, errors)
        dialog.accepted.connect(self._on_entered_by_card)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_entered_by_card(self) -> None:
        self.notification.say(
            self.tr("二人の鍵を作り直しました。新しいパスフレーズでサインインしてください。")
        )

    @property
    def is_locked(self) -> bool:
        return self._context.locked

    @property
    def is_busy(self) -> bool:
        """Whether something is still being fetched, written or read."""
        return self._context.tasks.is_busy

    def set_idle_seconds(self, seconds: float) -> None:
        self._idle.set_seconds(seconds)

    def _read_idle(self, _frame: object = None) -> None:
        """The office's signed setting of today; another one holds without starting anew."""
        if self._context.locked or self._context.somebody is None:
            return
        desk, today = self._context.desk, self._context.today()
        task = self._context.tasks.store(
            lambda: desk.administration.settings(today).idle_lock_seconds, asked=self._idle_asked
        )
        task.succeeded.connect(self._on_idle_read)

    def _on_idle_read(self, seconds: object, _tag: object) -> None:
        if isinstance(seconds, int) and seconds != self._idle.seconds:
            self.set_idle_seconds(seconds)

    def lock(self) -> None:
        """Put the login screen over everything, dialogs and case windows too; drop the keys."""
        person = self._context.somebody
        if person is None or self._context.locked:
            return
        self._context.locked = True
        self._idle.stop()
        at_work = QApplication.activeWindow() is not None
        self._hide_other_windows()
        self.notification.dismiss()
        self.login.ask(person.login, locked=True)
        self._stack.setCurrentWidget(self.login)
        if at_work:  # a dialog that had the keyboard hands it to the login
            self.activateWindow()
        self.login.take_focus()
        people, at = self._context.desk.people, self._context.now()
        self._context.tasks.store(lambda: people.lock(person, at))
        self.lock_shown.emit()

    def switch_user(self) -> None:
        """Let somebody else sign in without closing the window."""
        person = self._context.somebody
        if person is None:
            return
        self._leave_frame()
        people, at = self._context.desk.people, self._context.now()
        self._context.tasks.store(lambda: people.sign_out(person, at))
        self.login.ask("")

    def closeEvent(self, event: QCloseEvent) -> None:
        person = self._context.somebody
        if person is not None:
            self._leave_frame()
            people, at = self._context.desk.people, self._context.now()
            self._context.tasks.store(lambda: people.sign_out(person, at))
        self.closed.emit()
        super().closeEvent(event)

    def _on_signed_in(self, person: SignedIn) -> None:
        before = self._context.somebody
        same = self._context.locked and before is not None and before.person_id == person.person_id
        if self._context.locked and not same:
            self._leave_frame()
        self._context.set_person(person)
        if same and self.frame is not None:
            self._stack.setCurrentWidget(self.frame)
            self._show_other_windows()
            self._context.data_changed.emit()
        else:
            self._open_frame()
        self._load_index(person)
        self._idle.start()

    def _open_frame(self) -> None:
        frame = Frame(self._context, self._places, self._case, self._office)
        frame.lock_requested.connect(self.lock)
        frame.switch_requested.connect(self.switch_user)
        self.frame = frame
        self._clock = ClockNotice(self._context, frame.banners, frame)
        self._clock.check()
        self._standing = StandingNotice(self._context, frame.banners, frame)
        self._standing.check()
        self._prints = PrintWatch(self._context, frame.banners, frame)
        self._prints.begin()
        self._anchors = AnchorWatch(self._context, frame)
        self._anchors.begin()
        self._stack.addWidget(frame)
        self._stack.setCurrentWidget(frame)
        self.frame_opened.emit(frame)

    def _leave_frame(self) -> None:
        """Take the person's screens away, with everything that stands on them."""
        self._idle.stop()
        self.notification.dismiss()
        for window in self._other_windows() + self._hidden:
            window.close()
            window.deleteLater()
        self._hidden = []
        frame, self.frame = self.frame, None
        if frame is not None:
            frame.leave()
            self._stack.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._stack.setCurrentWidget(self.login)
        self._context.set_person(None)

    def _other_windows(self) -> list[QWidget]:
        return [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget is not self and widget.isVisible() and _belongs(widget, self)
        ]

    def _hide_other_windows(self) -> None:
        # Hiding is not rejecting: a dialog asks on when it is shown again.
        self._hidden = self._other_windows()
        for window in self._hidden:
            window.hide()

    def _show_other_windows(self) -> None:
        hidden, self._hidden = self._hidden, []
        for window in hidden:
            window.show()
            window.raise_()

    def _load_index(self, person: SignedIn) -> None:
        if self._context.may(Capability.VIEW_CASE):
            desk = self._context.desk
            # Beside the store's own thread, so that no question waits for the load.
            task = self._context.tasks.long_free(
                lambda job: desk.cases.load_index(job.progress, job.cancelled)
            )
            task.succeeded.connect(self._on_index_loaded)

    def _on_index_loaded(self, _number: object, _tag: object) -> None:
        self._context.index_loaded.emit()


def _belongs(widget: QWidget, window: QWidget) -> bool:
    """Whether a top-level widget is a dialog or window of this window."""
    step: QObject | None = widget
    while step is not None:
        if step is window:
            return True
        step = step.parent()
    return False
