"""試し読み: one sheet is shown and nothing of it is kept; a forbidden number is not even shown."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_office import Office
from paper_feeder import PaperFeeder
from paper_reader import CARD_BACK, FORM, SEPARATOR, PaperReader
from sqlalchemy import text

from desktop.domain.errors import NotAllowed
from desktop.domain.reading import Forbidden, Quality
from desktop.domain.scanning import Fault, ScanProfile, SourceKind
from desktop.services.scanning import ScanFault, Scanning, TrialSheet

TABLES = ("envelope", "spool_page", "scan_run", "audit_entry")


def lay(office: Office, *sheets: int | Fault) -> tuple[Scanning, PaperFeeder, str]:
    feeder = PaperFeeder(list(sheets))
    desk = office.desk
    scanning = Scanning(desk.premises, desk.intake, lambda _kind: feeder, PaperReader)
    wish = ScanProfile("", "給紙スキャナー", SourceKind.SANE, "paper:0")
    return scanning, feeder, scanning.save_profile(office.act("c01"), wish).id


def try_out(office: Office, *sheets: int | Fault) -> TrialSheet | None:
    scanning, _feeder, profile = lay(office, *sheets)
    return scanning.try_out(office.by("c01"), profile, threading.Event())


def kept(office: Office) -> tuple[list[int], list[Path]]:
    """How many rows there are of whatever a scan leaves, and the spool's files."""
    with office.desk.premises.database.reading() as session:
        rows = [session.scalar(text(f"SELECT count(*) FROM {one}")) or 0 for one in TABLES]
    folder = office.desk.premises.folder / "spool"
    return rows, sorted(one for one in folder.rglob("*") if one.is_file())


def test_one_sheet_is_shown_as_it_came_and_the_rest_stays_in_the_feeder(office: Office) -> None:
    scanning, feeder, profile = lay(office, FORM, FORM, FORM)
    before = kept(office)
    sheet = scanning.try_out(office.by("c01"), profile, threading.Event())
    assert sheet is not None
    assert sheet.image.startswith(b"\xff\xd8")
    assert sheet.size_mm == (8, 10)  # 60 × 80 dots at 200 dpi
    assert sheet.dpi == 200
    assert sheet.quality == (Quality.FAINT,)
    assert feeder.pulled == 1
    assert kept(office) == before
    assert office.desk.intake.unfiled() == ()


def test_a_sheet_with_a_forbidden_number_is_not_shown(office: Office) -> None:
    sheet = try_out(office, CARD_BACK)
    assert sheet is not None
    assert (sheet.image, sheet.blocked) == (b"", Forbidden.MY_NUMBER)
    assert office.desk.sources.tasks() == ()


def test_a_separator_sheet_is_no_page(office: Office) -> None:
    sheet = try_out(office, SEPARATOR)
    assert sheet is not None
    assert (sheet.image, sheet.blocked) == (b"", None)


@pytest.mark.parametrize("fault", [Fault.JAM, Fault.COVER, Fault.OFFLINE])
def test_what_stops_the_device_is_told_as_in_a_scan(office: Office, fault: Fault) -> None:
    with pytest.raises(ScanFault) as told:
        try_out(office, fault)
    assert told.value.fault is fault


def test_a_cancelled_trial_shows_nothing(office: Office) -> None:
    scanning, _feeder, profile = lay(office, FORM)
    cancelled = threading.Event()
    cancelled.set()
    assert scanning.try_out(office.by("c01"), profile, cancelled) is None


def test_who_opens_no_mail_scans_nothing(office: Office) -> None:
    scanning, _feeder, profile = lay(office, FORM)
    with pytest.raises(NotAllowed):
        scanning.try_out(office.by("a01"), profile, threading.Event())
