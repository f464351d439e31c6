"""The place of incoming mail over real services, in a window that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import standing_heap
from mail_stand import Stand
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.ui.context import Context
from desktop.ui.garbage import spare_nothing, spare_what_stands
from desktop.ui.intake.place import IntakePlace
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.layout import column, panel


@pytest.fixture
def scans() -> Path:
    """The folder of the sample office's mail."""
    return paths.resources() / "sample_office" / "mail"


@pytest.fixture
def open_place(
    context: Context, sign_in: Callable[[str], Context], qtbot: QtBot
) -> Callable[..., Stand]:
    """The place of a person who is signed in already, or signs in now."""
    kept = []

    def act(login: str = "") -> Stand:
        if login:
            sign_in(login)
        place = IntakePlace(context)
        window = panel(column((place, 1), margins=(24, 8, 24, 16)), "canvas")
        kept.append((window, FocusRing(window)))
        qtbot.addWidget(window)
        window.resize(1190, 714)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        stand = Stand(context, place, qtbot)
        stand.settle()
        return stand

    return act


@pytest.fixture
def opened_window() -> Iterator[None]:
    """What stood before the window opened is swept no more, as when the desk itself starts.

    A test worker's heap holds thousands of earlier tests; to sweep it took 0.6 s of one turn.
    """
    spare_what_stands()
    yield
    spare_nothing()
    standing_heap.spare()
