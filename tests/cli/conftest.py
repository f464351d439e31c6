"""The real program, and a store made through the services that it is tried on."""

from __future__ import annotations

import pytest
from real_program import Program, Store, busy_office


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, program: Program) -> Store:
    """An office with one case just opened and one completed."""
    place, work = tmp_path_factory.mktemp("store") / "store", tmp_path_factory.mktemp("work")
    busy_office(place, work)
    return Store(program, place, work)
