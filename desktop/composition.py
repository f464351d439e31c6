"""Puts the window together: application, tasks, desk and places, for the office and the tour."""

from __future__ import annotations

import logging
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop import paths
from desktop.cli.app import TourWish, WindowWish
from desktop.domain.errors import DeskError
from desktop.services import sample_office
from desktop.services.desk import Desk, NewPerson, OfficeSettings, StoreMissing, Surroundings
from desktop.ui import theme
from desktop.ui.approvals.place import ApprovalsPlace
from desktop.ui.audit.place import AuditPlace
from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.cases.place import CasesPlace
from desktop.ui.clock import Clock, SystemClock
from desktop.ui.context import Context
from desktop.ui.disposal.place import KeepingPlace
from desktop.ui.errors import ErrorReporter
from desktop.ui.garbage import spare_nothing, spare_what_stands
from desktop.ui.intake.place import IntakePlace
from desktop.ui.main_window import MainWindow
from desktop.ui.people.setup import SetupWizard
from desktop.ui.register.place import RegisterPlace
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.tasks import TaskRunner

log = logging.getLogger(__name__)

PLACES = {
    "intake": IntakePlace,
    "cases": CasesPlace,
    "approvals": ApprovalsPlace,
    "keeping": KeepingPlace,
    "register": RegisterPlace,
    "audit": AuditPlace,
    "settings": SettingsPlace,
}


class Office(QObject):
    """One run of the window on one store: the wizard where there is none yet, then the desk."""

    window_opened = Signal(object)  # MainWindow

    def __init__(self, place: str, surroundings: Surroundings, clock: Clock) -> None:
        super().__init__()
        self.place, self.surroundings, self.clock = place, surroundings, clock
        self.tasks = TaskRunner(self)
        self.errors = ErrorReporter(self)
        self.desk: Desk | None = None
        self.window: MainWindow | None = None
        self.wizard: SetupWizard | None = None

    def show(self) -> QWidget:
        """Open the store and the window; a place without a store gets the set-up wizard."""
        try:
            return self.show_desk(Desk.open(self.place, self.surroundings, window=True))
        except StoreMissing:
            self.wizard = SetupWizard(
                self._make, self.tasks, self.clock, self.errors, self.place_name()
            )
            self.wizard.finished.connect(self._on_set_up)
            self.wizard.show()
            return self.wizard

    def show_desk(self, desk: Desk) -> MainWindow:
        settings = desk.administration.settings(self.clock.now().date())
        context = Context(desk, self.tasks, self.clock, self.errors, self)
        self.desk = desk
        self.window = MainWindow(
            context,
            PLACES,
            CaseWindow,
            office=settings.office_name,
        )
        self.window.show()
        spare_what_stands()
        self.window_opened.emit(self.window)
        return self.window

    def place_name(self) -> str:
        """The place as words on the screen; a database URL may hold a password."""
        return "PostgreSQL" if "://" in self.place else self.place

    def close(self) -> None:
        """Stop the work first, then let the keys and the store go."""
        for widget in (self.window, self.wizard):
            if widget is not None:
                widget.close()
        self.tasks.shutdown()
        spare_nothing()
        if self.desk is not None:
            self.desk.close()

    def _make(
        self, office: OfficeSettings, people: tuple[NewPerson, ...], at: datetime
    ) -> tuple[Desk, tuple[str, ...]]:
        return Desk.set_up(self.place, self.surroundings, office, people, at)

    def _on_set_up(self, desk: Desk) -> None:
        wizard, self.wizard = self.wizard, None
        self.show_desk(desk)
        if wizard is not None:
            wizard.hide()
            wizard.deleteLater()


def application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["madoguchi"])
    app.setApplicationName("madoguchi")
    app.setApplicationDisplayName("窓口")
    theme.install(app, paths.resources())
    return app


def write_log(folder: Path) -> None:
    """Log to the store's own folder; entries hold ids, counts and durations only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = logging.FileHandler(folder / "madoguchi.log", encoding="utf8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("desktop").addHandler(handler)
    logging.getLogger("desktop").setLevel(logging.INFO)


def open_window(wish: WindowWish) -> int:
    """The window until it is closed. 1 where the store cannot be opened, with the reason."""
    app = application()
    if not wish.sample:
        return _run(app, wish, wish.store or str(paths.default_store()), light=False)
    with tempfile.TemporaryDirectory(prefix="madoguchi-sample-") as folder:
        return _run(app, wish, folder, light=True)


def _run(app: QApplication, wish: WindowWish, place: str, *, light: bool) -> int:
    at_home = place if "://" not in place else str(paths.default_store())
    surroundings = Surroundings(
        paths.resources(), paths.forms(), Path(at_home) if "://" in place else None, light
    )
    office = Office(place, surroundings, SystemClock())
    office.errors.install()
    try:
        if wish.sample:
            desk = sample_office.furnish(Path(place), surroundings, office.clock.now())
            window = office.show_desk(desk)
            _tell_sample_people(window, surroundings)
        else:
            office.show()
    except DeskError as error:
        sys.stderr.write(f"{error.sentence}\n{error.next_step}\n")
        office.close()
        return 1
    write_log(Path(at_home) / "logs")
    if wish.exit_after_start:
        QTimer.singleShot(0, app.quit)
    code = app.exec()
    office.close()
    return code


def _tell_sample_people(window: MainWindow, surroundings: Surroundings) -> None:
    people = sample_office.read_sample_office(surroundings.resources).people
    window.login.tell_sample([(one.login, one.role, one.passphrase) for one in people])


def run_tour(wish: TourWish) -> int:
    """The whole main job, driven through the window (desktop.tour)."""
    from desktop.tour.journey import travel

    def opener(place: Path, clock: Clock) -> Office:
        return Office(str(place), Surroundings(paths.resources(), paths.forms(), None, True), clock)

    return travel(wish.out, wish.seed, wish.envelopes, wish.as_json, application(), opener)
