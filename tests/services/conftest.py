"""An office that was set up through the real services, on each engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_office import MORNING, OFFICE, PEOPLE, Office

from desktop import paths
from desktop.services.desk import Desk, Surroundings

RULES_ALONE = frozenset(
    {
        "test_audit_entries.py",
        "test_domain_must_have.py",
        "test_doctor_folders.py",
        "test_drafting.py",
        "test_fees.py",
        "test_identity_rules.py",
        "test_killed_source.py",
        "test_masking.py",
        "test_office_settings.py",
        "test_register_one_field.py",
        "test_scanning.py",
        "test_signing_in.py",
        "test_trial_scan.py",
        "test_typed_numbers.py",
        "test_verification.py",
        "test_watched_mail.py",
    }
)
"""Files about rules, whose statements the other files and tests/store put to both engines.

On PostgreSQL they run with MADOGUCHI_ENGINES=all, so that CI keeps to its time.
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("MADOGUCHI_ENGINES") == "all":
        return
    spared = [
        item
        for item in items
        if item.path.name in RULES_ALONE
        and isinstance(item, pytest.Function)
        and hasattr(item, "callspec")
        and item.callspec.params.get("engine") == "postgresql"
    ]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in set(spared)]


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(paths.resources(), paths.forms(), tmp_path / "workstation", kdf_light=True)


class OfficeTemplates:
    """One set-up office on each engine: made once a session, copied for each test."""

    def __init__(self, engines, folder: Path) -> None:
        self._engines = engines
        self._folder = folder
        self._made: dict[str, tuple[str, Path, tuple[str, ...]]] = {}

    def copy(self, engine: str, beside: Path) -> tuple[str, tuple[str, ...]]:
        """The place of the copy, and the words of its recovery card."""
        if engine not in self._made:
            self._made[engine] = self._make(engine)
        place, workstation, words = self._made[engine]
        shutil.copytree(workstation, beside / "workstation")
        if engine == "postgresql":
            return self._engines.copy_of(place), words
        shutil.copytree(place, beside / "store")
        return str(beside / "store"), words

    def _make(self, engine: str) -> tuple[str, Path, tuple[str, ...]]:
        folder = self._folder / engine
        place = (
            self._engines.postgresql()
            if engine == "postgresql"
            else self._engines.sqlite(folder / "store")
        )
        workstation = folder / "workstation"
        workstation.mkdir(mode=0o700, parents=True, exist_ok=True)
        around = Surroundings(paths.resources(), paths.forms(), workstation, kdf_light=True)
        desk, words = Desk.set_up(place, around, OFFICE, PEOPLE, MORNING)
        desk.close()
        return place, workstation, words


@pytest.fixture(scope="session")
def office_templates(engines, tmp_path_factory: pytest.TempPathFactory) -> OfficeTemplates:
    return OfficeTemplates(engines, tmp_path_factory.mktemp("offices"))


@pytest.fixture(params=("sqlite", "postgresql"))
def engine(request: pytest.FixtureRequest) -> str:
    """The database that a test's office stands on."""
    return str(request.param)


@pytest.fixture
def office(
    engine: str,
    engines,
    office_templates: OfficeTemplates,
    tmp_path: Path,
    surroundings: Surroundings,
) -> Iterator[Office]:
    """A set-up office of six people; nobody is signed in."""
    place, words = office_templates.copy(engine, tmp_path)
    folder = tmp_path / ("workstation" if "://" in place else "store")
    desk = Desk.open(place, surroundings, window=True)
    made = Office(desk, place, folder, surroundings, words)
    yield made
    made.desk.close()
    if "://" in place:
        engines.drop(place)
