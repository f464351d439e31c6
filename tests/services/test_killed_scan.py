"""A kill between feeder and acknowledgement: what was told as kept is there, and counted right."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_office import Office
from killing import said_until_killed
from paper_feeder import scan_desk

from desktop.services.scanning import RunState


@pytest.mark.parametrize(("at_page", "then"), [(1, 0.0), (2, 0.011), (3, 0.037)])
def test_a_kill_during_a_scan_loses_no_acknowledged_page(
    office: Office, at_page: int, then: float
) -> None:
    scan_desk(office, [])
    office.desk.close()
    script = Path(__file__).with_name("killed_scan.py")
    arguments = (office.place, str(office.surroundings.spool))
    told = said_until_killed(script, *arguments, lines=at_page, then=then)
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
