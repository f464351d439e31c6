"""Case windows over an office whose cases were carried there through the real services."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parents[2] / "services"))
sys.path.insert(0, str(Path(__file__).parent))

from case_path import Track
from case_screen import Screen
from desk_office import Office
from two_seats import Seat

from desktop.services.desk import Desk, Surroundings
from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.cases.place import CasesPlace
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.main_window import MainWindow
from desktop.ui.tasks import TaskRunner

SIZE = (1366, 768)


@pytest.fixture
def track(
    desk: Desk, tmp_path: Path, window_surroundings: Surroundings, clock: SteppedClock
) -> Track:
    """The steps of the main job as the office's people take them; a register is still to come."""
    office = Office(desk, "", tmp_path, window_surroundings, (), clock.now())
    return Track(office, tmp_path)


@pytest.fixture
def screen(
    context: Context, qtbot: QtBot, sign_in: Callable[[str], Context]
) -> Callable[..., Screen]:
    """Opens the window for a person, without the login screen."""

    def act(login: str = "c01", size: tuple[int, int] = SIZE) -> Screen:
        window = MainWindow(
            context, {"cases": CasesPlace}, CaseWindow, office="みどり野電力", idle_seconds=3600
        )
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        with qtbot.waitExposed(window):
            pass
        sign_in(login)
        window._on_signed_in(context.signed_in)
        made = Screen(context, window, qtbot)
        made.settle()
        return made

    return act


@pytest.fixture
def first(context: Context, qtbot: QtBot, draft: str) -> Seat:
    """c01 before their program; `draft` is the case, as a file has it made."""
    return Seat(context, qtbot).sit("c01")


@pytest.fixture
def second(
    desk: Desk,
    draft: str,
    tmp_path: Path,
    window_surroundings: Surroundings,
    clock: SteppedClock,
    qtbot: QtBot,
) -> Iterator[Seat]:
    other = Desk.open(str(tmp_path / "office"), window_surroundings, window=False)
    tasks = TaskRunner()
    yield Seat(Context(other, tasks, clock), qtbot).sit("c02")
    tasks.shutdown()
    other.close()
