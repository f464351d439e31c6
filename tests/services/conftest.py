"""An office that was set up through the real services, on each engine."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from archive import Archive, make_archive
from both_engines import ON_BOTH
from case_path import Track, to_printing
from desk_office import MORNING, OFFICE, PEOPLE, Office

from desktop import paths
from desktop.services.desk import Desk, Surroundings

RULES_ALONE = frozenset(
    {
        "test_answer_names.py",
        "test_answer_pages.py",
        "test_answering_mail.py",
        "test_approvals.py",
        "test_arrivals.py",
        "test_boxes_and_outlook.py",
        "test_assignment.py",
        "test_audit_entries.py",
        "test_audit_reports.py",
        "test_backups.py",
        "test_batch_sheets.py",
        "test_case_history.py",
        "test_case_sheets.py",
        "test_changed_copies.py",
        "test_check_answers.py",
        "test_correspondence.py",
        "test_cover_sheets.py",
        "test_day_close.py",
        "test_disposal.py",
        "test_deputies.py",
        "test_disclosure_media.py",
        "test_doctor_folders.py",
        "test_document_places.py",
        "test_documents.py",
        "test_domain_clocks.py",
        "test_domain_must_have.py",
        "test_drafting.py",
        "test_enclosed_money.py",
        "test_ended_early.py",
        "test_enclosure.py",
        "test_fee_corrections.py",
        "test_fee_pieces.py",
        "test_failures.py",
        "test_fees.py",
        "test_filing.py",
        "test_findings.py",
        "test_found_numbers.py",
        "test_hand_issue.py",
        "test_holds.py",
        "test_holiday_table.py",
        "test_hung_share.py",
        "test_identity_rules.py",
        "test_key_care.py",
        "test_disposal_proof.py",
        "test_killed_disposal.py",
        "test_killed_intake.py",
        "test_killed_source.py",
        "test_leavers.py",
        "test_letter_printing.py",
        "test_mail_intake.py",
        "test_masking.py",
        "test_match_slips.py",
        "test_notices.py",
        "test_notes.py",
        "test_office_settings.py",
        "test_old_cases.py",
        "test_pages_misfiled.py",
        "test_paper_care.py",
        "test_lesser_way.py",
        "test_print_notes.py",
        "test_post_desk.py",
        "test_receipt_ledger.py",
        "test_register_one_field.py",
        "test_result_letters_of_cases.py",
        "test_returned_mail.py",
        "test_returned_notices.py",
        "test_scanning.py",
        "test_second_place.py",
        "test_sheets_that_go_nowhere.py",
        "test_signed_settings.py",
        "test_signing_in.py",
        "test_special_cases.py",
        "test_spoilt_backups.py",
        "test_standing.py",
        "test_trial_scan.py",
        "test_typed_numbers.py",
        "test_verification.py",
        "test_waiting.py",
        "test_watched_mail.py",
    }
)
"""Files about rules, whose statements the other files and tests/store put to both engines.

On PostgreSQL they run with MADOGUCHI_ENGINES=all, so that CI keeps to its time; without it only
those of their tests that are named in both_engines.py.
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
        and item.originalname not in ON_BOTH.get(item.path.name, ())
    ]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in set(spared)]


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return _around(tmp_path / "workstation")


Carry = Callable[[Track], Any]


@dataclass(frozen=True)
class Template:
    """A closed office that is copied; `told` is what carrying it there answered, at `now`."""

    place: str
    workstation: Path
    words: tuple[str, ...]
    now: datetime = MORNING
    told: Any = None


class OfficeTemplates:
    """One set-up office on each engine, and what it was carried to: made once a session, copied."""

    def __init__(self, engines, folder: Path) -> None:
        self._engines = engines
        self._folder = folder
        self._made: dict[tuple[str, Carry | None], Template] = {}

    def copy(self, engine: str, beside: Path) -> tuple[str, tuple[str, ...]]:
        """The place of the copy, and the words of its recovery card."""
        made = self.of(engine)
        return self.copy_of(made, beside), made.words

    def of(self, engine: str, carry: Carry | None = None) -> Template:
        """The set-up office, or one that was carried on from there."""
        if (engine, carry) not in self._made:
            folder = Path(mkdtemp(dir=self._folder))
            made = self._make(engine, folder) if carry is None else self._on(engine, carry, folder)
            self._made[engine, carry] = made
        return self._made[engine, carry]

    def copy_of(self, made: Template, beside: Path) -> str:
        shutil.copytree(made.workstation, beside / "workstation")
        if "://" in made.place:
            return str(self._engines.copy_of(made.place))
        shutil.copytree(made.place, beside / "store")
        return str(beside / "store")

    def _make(self, engine: str, folder: Path) -> Template:
        if engine == "sqlite" and (ready := os.environ.get("MADOGUCHI_READY")):
            return _ready(Path(ready))
        place = (
            self._engines.postgresql()
            if engine == "postgresql"
            else self._engines.sqlite(folder / "store")
        )
        workstation = folder / "workstation"
        workstation.mkdir(mode=0o700)
        desk, words = Desk.set_up(place, _around(workstation), OFFICE, PEOPLE, MORNING)
        desk.close()
        return Template(place, workstation, words)

    def _on(self, engine: str, carry: Carry, folder: Path) -> Template:
        ready = os.environ.get("MADOGUCHI_READY_REGISTER")
        if engine == "sqlite" and carry is with_register and ready:
            return _ready(Path(ready))
        before = self.of(engine, with_register if carry is to_printing else None)
        place, words = self.copy_of(before, folder), before.words
        workstation = folder / "workstation"
        around = _around(workstation)
        office = Office(Desk.open(place, around, window=True), place, folder, around, words)
        told = carry(Track(office, folder))
        office.desk.close()
        return Template(place, workstation, words, office.now, told)


def _ready(made: Path) -> Template:
    """Made by the saboteur, with the undamaged part of the program."""
    words = tuple((made / "words").read_text(encoding="utf8").split())
    return Template(str(made / "store"), made / "workstation", words)


def with_register(track: Track) -> None:
    track.with_register()


def _around(workstation: Path) -> Surroundings:
    return Surroundings(paths.resources(), paths.forms(), workstation, kdf_light=True)


@pytest.fixture(scope="session")
def office_templates(engines, tmp_path_factory: pytest.TempPathFactory) -> OfficeTemplates:
    return OfficeTemplates(engines, tmp_path_factory.mktemp("offices"))


@pytest.fixture(params=("sqlite", "postgresql"))
def engine(request: pytest.FixtureRequest) -> str:
    """The database that a test's office stands on."""
    return str(request.param)


@pytest.fixture
def registered() -> None:
    """Who asks for it finds the register with one customer in the office from the start."""


@pytest.fixture
def carry(request: pytest.FixtureRequest) -> Carry | None:
    """How the office of a test is carried on before it is copied; a file may have its own way."""
    return with_register if "registered" in request.fixturenames else None


@pytest.fixture
def office(
    engine: str,
    engines,
    office_templates: OfficeTemplates,
    carry: Carry | None,
    tmp_path: Path,
    surroundings: Surroundings,
) -> Iterator[Office]:
    """A set-up office of six people; nobody is signed in."""
    template = office_templates.of(engine, carry)
    place = office_templates.copy_of(template, tmp_path)
    folder = tmp_path / ("workstation" if "://" in place else "store")
    desk = Desk.open(place, surroundings, window=True)
    told = copy.deepcopy(template.told)
    made = Office(desk, place, folder, surroundings, template.words, template.now, told)
    yield made
    made.desk.close()
    if "://" in place:
        engines.drop(place)


@pytest.fixture(scope="session")
def archive(
    office_templates: OfficeTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """For what changes nothing in them: an office, its two backups, its stick at two epochs."""
    folder = tmp_path_factory.mktemp("archive")
    template = office_templates.of("sqlite", with_register)
    place = office_templates.copy_of(template, folder)
    around = _around(folder / "workstation")
    desk = Desk.open(place, around, window=True)
    office = Office(desk, place, folder / "store", around, template.words, MORNING)
    yield make_archive(office, folder)
    office.desk.close()
