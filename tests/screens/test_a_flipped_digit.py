"""One digit flipped on one scan: the reading must change, and with it the verdict."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flipping import flip_last_digit
from real_window import MORNING
from tour_run import TourRun

from desktop.address.names import Outcome
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.requests import Item, RequestType
from desktop.domain.verification import Level
from desktop.services import sample_office
from desktop.services.act import Act, SignedIn, new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.filing import FilingFacts
from desktop.services.verification_views import ThreeWayView

SCAN, DPI = "env03.pdf", 200
# What stands on the form of the shipped scan, and what stands there after the flip.
WRITTEN, FLIPPED = "4-11", "4-17"


@pytest.fixture(scope="session")
def flipped_mail(tmp_path_factory: pytest.TempPathFactory, mail: Path) -> Path:
    """A folder with the one envelope, its block's last digit painted over and written anew."""
    folder = tmp_path_factory.mktemp("flipped")
    flip_last_digit(mail / SCAN, DPI, "block", FLIPPED[-1], folder / SCAN)
    return folder


@pytest.fixture
def services(furnished: Path, surroundings: Surroundings, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(furnished, tmp_path / "store")
    opened = Desk.open(str(tmp_path / "store"), surroundings, window=True)
    yield opened
    opened.close()


def check(desk: Desk, scan: Path, surroundings: Surroundings) -> tuple[PageReading, ThreeWayView]:
    """The scan taken in, filed and put to the three-way check; the form's reading and the check."""
    by = _sign_in(desk, surroundings)
    desk.intake.import_files(_act(by), [scan], lambda _step: None, threading.Event())
    (envelope,) = desk.intake.unfiled()
    page = next(one for one in envelope.pages if one.kind is PageKind.FORM)
    reading = desk.intake.reading(by, page.id)
    other = next(one.id for one in desk.people.roster() if one.login == "c02")
    facts = FilingFacts(date(2026, 11, 9), (by.person_id, other), ("請求書",), purge_checked=True)
    case_id = desk.filing.file(_act(by), envelope.id, facts).case_id
    wanted = {RequestType.DISCLOSE: (Item.K1, Item.K6)}
    desk.casework.confirm_form(_act(by), case_id, wanted, "PAPER", agent=False)
    return reading, desk.verification.view(by, case_id)


def outcomes(view: ThreeWayView) -> dict[str, Outcome]:
    return {row.component: row.outcome for row in view.rows}


def test_the_reading_and_the_verdict_follow_the_digit(
    services: Desk, surroundings: Surroundings, mail: Path, flipped_mail: Path
) -> None:
    reading, view = check(services, mail / SCAN, surroundings)
    texts = {field.key: field.text for field in reading.fields}
    assert texts["block"] == WRITTEN
    assert view.proposal == "PASS"
    assert view.verdict is not None
    assert view.verdict.level in (Level.EXACT, Level.NORMALIZED)
    assert view.verdict.matched == "R1"
    assert outcomes(view)["block"] in (Outcome.EQUAL, Outcome.VARIANT)

    reading, flipped = check(services, flipped_mail / SCAN, surroundings)
    assert {field.key: field.text for field in reading.fields} == {**texts, "block": FLIPPED}
    assert flipped.proposal == "CORRECTION"
    assert flipped.verdict is not None
    assert flipped.verdict.level in (Level.PARTIAL, Level.NONE)
    changed = {key for key, outcome in outcomes(flipped).items() if outcomes(view)[key] != outcome}
    assert changed == {"block"}
    assert outcomes(flipped)["block"] is Outcome.DIFFERENT
    block = next(row for row in flipped.rows if row.component == "block")
    assert block.form is not None
    assert block.form.text == FLIPPED


def test_the_window_shows_the_flipped_digit_and_asks_for_a_correction(
    tour: TourRun, tour_of: Callable[..., TourRun], flipped_mail: Path
) -> None:
    shown = next(one for one in tour.envelopes if one["files"] == [SCAN])
    (flipped,) = tour_of(envelopes=flipped_mail).envelopes
    assert flipped["files"] == [SCAN]

    assert shown["read"]["block"] == WRITTEN
    assert {**shown["read"], "block": FLIPPED} == flipped["read"]
    assert shown["check"]["block"]["form"] == WRITTEN
    assert flipped["check"]["block"]["form"] == FLIPPED
    for side in ("identity", "register"):
        assert flipped["check"]["block"][side] == shown["check"]["block"][side]
    assert flipped["check"]["block"]["outcome"] != shown["check"]["block"]["outcome"]
    assert flipped["proposal"] != shown["proposal"]
    assert shown["outcome"] == "COMPLETED"
    assert flipped["outcome"] == "AWAITING_CORRECTION"


def _sign_in(desk: Desk, surroundings: Surroundings) -> SignedIn:
    people = sample_office.read_sample_office(surroundings.resources).people
    clerk = next(one for one in people if one.login == "c01")
    return desk.people.sign_in(clerk.login, clerk.passphrase, MORNING)


def _act(by: SignedIn) -> Act:
    return new_act(by, MORNING)
