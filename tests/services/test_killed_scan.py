"""A kill between feeder and acknowledgement: what was told as kept is there, and counted right."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_office import Office
from killing import said_until_killed
from paper_feeder import PaperFeeder, scan_desk
from paper_reader import LICENCE, PaperReader

from desktop.domain.reading import PageKind
from desktop.domain.scanning import Feed
from desktop.services.intake_views import DiscardReason
from desktop.services.scanning import RunState, Scanning

PROGRAM = Path(__file__).with_name("killed_scan.py")


@pytest.mark.parametrize(("at_page", "then"), [(1, 0.0), (2, 0.011), (3, 0.037)])
def test_a_kill_during_a_scan_loses_no_acknowledged_page(
    office: Office, at_page: int, then: float
) -> None:
    scan_desk(office, [])
    office.desk.close()
    arguments = (office.place, str(office.surroundings.spool), "0")
    told = said_until_killed(PROGRAM, *arguments, lines=at_page, then=then)
    office.reopen()
    office.by("c01")
    pages = [page.id for one in office.desk.intake.unfiled() for page in one.pages]
    assert set(told) <= set(pages)
    assert len(pages) - len(told) in (0, 1)  # of one the word may have been cut off
    (run,) = office.desk.scanning.unfinished_runs()
    assert (run.state, run.sheets, run.sides) == (RunState.RUNNING, len(pages), len(pages))
    so_far = f"200枚中{len(pages)}枚を取り込み済み。{len(pages) + 1}枚目から読み直してください。"
    assert run.so_far == so_far
    closed = office.desk.scanning.close_run(office.act("c01"), run.id)
    assert closed.state is RunState.CLOSED


def test_a_sheet_killed_between_its_sides_is_read_again_and_kept_once(office: Office) -> None:
    scan_desk(office, [], Feed.FEEDER_DUPLEX)
    office.desk.close()
    # Three sides are in: both of the first sheet, and the front of the second.
    arguments = (office.place, str(office.surroundings.spool), "3")
    told = said_until_killed(PROGRAM, *arguments, lines=3)
    office.reopen()
    office.by("c01")
    desk = office.desk
    (run,) = desk.scanning.unfinished_runs()
    assert (run.sheets, run.sides) == (1, 3)
    assert run.so_far == "200枚中1枚を取り込み済み。2枚目から読み直してください。"
    feeder = PaperFeeder([LICENCE, LICENCE])
    scanning = Scanning(desk.premises, desk.intake, lambda _kind: feeder, PaperReader)
    never = threading.Event()
    report = scanning.resume(office.act("c01"), run.id, lambda _step: None, never)
    assert (report.run.sheets, report.run.sides) == (2, 4)
    (envelope,) = desk.intake.unfiled()
    assert [page.id for page in envelope.pages][:2] == told[:2]
    assert [page.kind for page in envelope.pages[2:]] == [PageKind.DL, PageKind.DL]
    # Not lost either: it can be put back until the envelope is filed.
    assert [page.id for page in envelope.removed] == told[2:]


def test_a_front_that_was_taken_out_meanwhile_is_left_alone(office: Office) -> None:
    scan_desk(office, [], Feed.FEEDER_DUPLEX)
    office.desk.close()
    arguments = (office.place, str(office.surroundings.spool), "1")
    (front,) = said_until_killed(PROGRAM, *arguments, lines=1)
    office.reopen()
    desk = office.desk
    (envelope,) = desk.intake.unfiled()
    desk.intake.discard(office.act("c01"), envelope.id, DiscardReason.RESCAN)
    (run,) = desk.scanning.unfinished_runs()
    assert run.so_far == "200枚中0枚を取り込み済み。1枚目から読み直してください。"
    feeder = PaperFeeder([LICENCE, LICENCE])
    scanning = Scanning(desk.premises, desk.intake, lambda _kind: feeder, PaperReader)
    never = threading.Event()
    scanning.resume(office.act("c01"), run.id, lambda _step: None, never)
    (envelope,) = desk.intake.unfiled()
    assert front not in {page.id for page in (*envelope.pages, *envelope.removed)}
    assert len(envelope.pages) == 2
