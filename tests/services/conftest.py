"""An office that was set up through the real services, on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_office import MORNING, OFFICE, PEOPLE, Office

from desktop import paths
from desktop.services.desk import Desk, Surroundings


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(paths.resources(), paths.forms(), tmp_path / "workstation", kdf_light=True)


@pytest.fixture
def office(store_place: str, tmp_path: Path, surroundings: Surroundings) -> Iterator[Office]:
    """A set-up office of six people; nobody is signed in."""
    desk, words = Desk.set_up(store_place, surroundings, OFFICE, PEOPLE, MORNING)
    folder = tmp_path / ("workstation" if "://" in store_place else "store")
    made = Office(desk, store_place, folder, surroundings, words)
    yield made
    made.desk.close()
