"""The window as the composition root puts it together, and the hands that work it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import standing_heap
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QTableView, QWidget

from desktop import paths
from desktop.composition import Office, application
from desktop.services import sample_office
from desktop.services.desk import Surroundings
from desktop.tour.stage import Stage
from desktop.ui.clock import JST, SteppedClock
from desktop.ui.main_window import MainWindow

MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=JST)  # a Tuesday


@dataclass
class RealWindow:
    """Worked with key, mouse and drop events only, by the tour's own hands."""

    office: Office
    stage: Stage
    store: Path

    @property
    def window(self) -> MainWindow:
        window = self.office.window
        assert window is not None
        return window

    @property
    def frame(self) -> QWidget:
        return self.stage.find(QWidget, "frame")

    def sign_in(self, login: str) -> None:
        """By the keyboard: nobody is there, or the desk is locked."""
        people = sample_office.read_sample_office(paths.resources()).people
        person = next(one for one in people if one.login == login)
        self.stage.type("login_id", person.login)
        self.stage.type("login_passphrase", person.passphrase)
        self.stage.primary()
        self.stage.wait("the desk of the person", lambda: self.stage.sees("frame"))
        self.stage.settle()

    def go_to_import(self) -> None:
        """受付 → 取込, by the keyboard."""
        self.stage.place(1)
        tabs = self.stage.find(QWidget, "intake_tabs")
        self.stage.key(Qt.Key.Key_Home, to=tabs)
        self.stage.key(Qt.Key.Key_Right, to=tabs)
        self.stage.wait("the place to take mail in", lambda: self.stage.sees("mail_tab"), 20)

    def rows(self, name: str) -> list[tuple[str, ...]]:
        """What a table shows, cell by cell."""
        model: QAbstractItemModel = self.stage.find(QTableView, name).model()
        columns = range(model.columnCount())
        return [
            tuple(str(model.index(row, column).data() or "") for column in columns)
            for row in range(model.rowCount())
        ]


@contextmanager
def opened_window(folder: Path, surroundings: Surroundings) -> Iterator[RealWindow]:
    """The real window on the store in this folder, until it is closed."""
    application()
    pictures = Path(os.environ.get("MADOGUCHI_SHOTS", folder / "pictures"))
    pictures.mkdir(parents=True, exist_ok=True)
    store = folder / "store"
    office = Office(str(store), surroundings, SteppedClock(MORNING))
    stage = Stage(office.show(), pictures)
    stage.wait("the window in front", stage.window.isActiveWindow)
    yield RealWindow(office, stage, store)
    office.close()
    standing_heap.spare()
