"""The window's tests: real widgets offscreen, in the look of the desk, over real services."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from dialog_sight import dialogs, faults
from office_people import MORNING, OFFICE, PEOPLE, passphrase
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.services.desk import Desk, Surroundings
from desktop.ui import theme
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.errors import ErrorReporter
from desktop.ui.tasks import TaskRunner

_GLANCE = 3  # milliseconds between two looks, of which a screen takes some twenty


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Every dialog that a test opens fits the smallest screen and shows each of its words whole:
    looked at when it takes or gives up the keyboard, and when the test has done with it."""
    found: dict[str, None] = {}

    def look_at_them(*_focus: object) -> None:
        found.update(dict.fromkeys(fault for one in dialogs() for fault in faults(one)))

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return (yield)
    app.focusWindowChanged.connect(look_at_them)
    try:
        result = yield
    finally:
        app.focusWindowChanged.disconnect(look_at_them)
    look_at_them()
    assert not found, "cut or too large: " + "; ".join(found)
    return result


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    """The application with fonts, palette and style sheet."""
    theme.install(qapp, paths.resources())
    return qapp


@pytest.fixture(autouse=True)
def _look(look: QApplication) -> None:
    """Every test of the window has the look."""


@pytest.fixture
def qtbot(qtbot: QtBot, look: QApplication) -> QtBot:
    """What a test shows by itself has the look that the desk's window would give it."""
    keep = qtbot.addWidget

    def add(widget: QWidget, **more: object) -> None:
        theme.dress(widget)
        keep(widget, **more)

    qtbot.addWidget = add
    wait = qtbot.wait
    qtbot.wait = lambda milliseconds: wait(min(milliseconds, _GLANCE))  # only `waitUntil` does
    return qtbot


@pytest.fixture(scope="session")
def window_surroundings() -> Surroundings:
    return Surroundings(paths.resources(), paths.forms(), kdf_light=True)


@pytest.fixture(scope="session")
def office_template(
    tmp_path_factory: pytest.TempPathFactory, window_surroundings: Surroundings
) -> Path:
    """A store that was set up once; every test gets its own copy."""
    folder = tmp_path_factory.mktemp("office") / "store"
    desk, words = Desk.set_up(str(folder), window_surroundings, OFFICE, PEOPLE, MORNING)
    desk.close()
    (folder.parent / "words").write_text(" ".join(words), encoding="utf8")
    return folder


@pytest.fixture
def card_words(office_template: Path) -> str:
    """The 24 words of the office's recovery card."""
    return (office_template.parent / "words").read_text(encoding="utf8")


@pytest.fixture
def desk(
    office_template: Path, window_surroundings: Surroundings, tmp_path: Path
) -> Iterator[Desk]:
    """The opened desk of the test's own office, on SQLite."""
    folder = tmp_path / "office"
    shutil.copytree(office_template, folder)
    opened = Desk.open(str(folder), window_surroundings, window=True)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(MORNING)


@pytest.fixture
def tasks(look: QApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def context(desk: Desk, tasks: TaskRunner, clock: SteppedClock) -> Context:
    """A context with nobody at the desk; see `sign_in`. Workers stop before the desk closes."""
    return Context(desk, tasks, clock, ErrorReporter())


@pytest.fixture
def sign_in(context: Context, qtbot: QtBot) -> Callable[[str], Context]:
    """Puts a person at the desk without the login screen: for tests of single screens."""

    def act(login: str) -> Context:
        at = context.now()
        task = context.tasks.store(
            lambda: context.desk.people.sign_in(login, passphrase(login), at)
        )
        with qtbot.waitSignal(task.succeeded) as answered:
            pass
        context.set_person(answered.args[0])
        return context

    return act


@pytest.fixture
def shots() -> Path:
    """Where pictures are left for people to look at."""
    folder = Path(os.environ.get("MADOGUCHI_SHOTS", "/tmp/shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
