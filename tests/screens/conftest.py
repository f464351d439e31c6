"""Whole tasks from the outside: the tour in a process of its own, and the real window."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from real_window import MORNING, RealWindow, opened_window
from sample_people import SHIPPED
from tour_run import TourRun, take_the_tour

from desktop import paths
from desktop.services import sample_office
from desktop.services.desk import Surroundings

TourOf = Callable[..., TourRun]


@pytest.fixture(scope="session")
def tour_of(tmp_path_factory: pytest.TempPathFactory) -> TourOf:
    """`tour_of(seed=1, envelopes=None)`: a tour that came to its end, taken once a session."""
    taken: dict[tuple[int, Path | None], TourRun] = {}

    def take(seed: int = 1, envelopes: Path | None = None) -> TourRun:
        if (seed, envelopes) not in taken:
            root = tmp_path_factory.mktemp("tour")
            taken[seed, envelopes] = take_the_tour(root, seed, envelopes)
        run = taken[seed, envelopes]
        if run.code != 0:
            words = run.words.read_text("utf-8", "replace")
            pytest.fail(f"the tour ended with {run.code}:\n{words}", pytrace=False)
        return run

    return take


@pytest.fixture(scope="session")
def tour(tour_of: TourOf) -> TourRun:
    """The tour of the office as shipped."""
    return tour_of()


@pytest.fixture(scope="session")
def surroundings() -> Surroundings:
    return Surroundings(paths.resources(), paths.forms(), None, kdf_light=True)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, surroundings: Surroundings) -> Path:
    """The sample office with its register; every test gets its own copy."""
    folder = tmp_path_factory.mktemp("furnished") / "store"
    sample_office.furnish(folder, surroundings, MORNING).close()
    return folder


@pytest.fixture
def desk(
    furnished: Path, surroundings: Surroundings, tmp_path: Path, qapp: QApplication
) -> Iterator[RealWindow]:
    """The real window on a sample office of the test's own; nobody is signed in."""
    shutil.copytree(furnished, tmp_path / "store")
    with opened_window(tmp_path, surroundings) as real:
        yield real


@pytest.fixture(scope="module")
def shared_desk(
    furnished: Path,
    surroundings: Surroundings,
    tmp_path_factory: pytest.TempPathFactory,
    qapp: QApplication,
) -> Iterator[RealWindow]:
    """One window for all tests of a file, which leave it as they found it."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(furnished, folder / "store")
    with opened_window(folder, surroundings) as real:
        yield real


@pytest.fixture(scope="session")
def mail() -> Path:
    """The shipped envelopes."""
    return SHIPPED / "mail"
