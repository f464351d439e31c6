"""The window's tests: real widgets offscreen, in the look of the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.ui import theme
from desktop.ui.tasks import TaskRunner


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> QApplication:
    """The application with fonts, palette and style sheet."""
    theme.install(qapp, paths.resources())
    return qapp


@pytest.fixture(autouse=True)
def _look(look: QApplication) -> None:
    """Every test of the window has the look."""


@pytest.fixture
def tasks(look: QApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def shots() -> Path:
    """Where pictures are left for people to look at."""
    folder = Path(os.environ.get("MADOGUCHI_SHOTS", "/tmp/shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
