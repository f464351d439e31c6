"""Killing the program during an import loses no acknowledged page (DESIGN §4, TRUST §5)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from desk_office import Office
from paper_reader import FORM, LICENCE, scan

PAGES = 40
KILLS = 4


def _kill_an_import(office: Office, scans: Path, at_page: int, then: float) -> list[str]:
    """Start a real import, kill it `then` seconds after page `at_page`; what it acknowledged."""
    script = Path(__file__).with_name("killed_import.py")
    arguments = (office.place, str(office.surroundings.spool), str(scans))
    with subprocess.Popen(
        [sys.executable, str(script), *arguments], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(at_page)]
        end = time.monotonic() + then
        while time.monotonic() < end:
            pass
        os.kill(child.pid, signal.SIGKILL)
        told += child.stdout.read().split()
    return told


def test_a_kill_during_import_loses_no_acknowledged_page(office: Office, tmp_path: Path) -> None:
    scans = scan(tmp_path / "mail.tif", (FORM, LICENCE) * (PAGES // 2))
    rolls = random.Random(20261110)
    acknowledged: list[str] = []
    cut_short = 0
    for _ in range(KILLS):
        office.desk.close()
        told = _kill_an_import(office, scans, rolls.randrange(1, 9), rolls.uniform(0, 0.02))
        acknowledged += told
        cut_short += len(told) < PAGES
        office.reopen()
        office.by("c01")
        pages = {page.id: page for e in office.desk.intake.unfiled() for page in e.pages}
        assert set(acknowledged) <= set(pages)
        # Beside the acknowledged ones only a page whose word was cut off by the kill may be there.
        files = {file.stem for file in (office.folder / "spool").glob("*.page")}
        assert files == set(pages)
        assert not list((office.folder / "spool").glob("*.part"))
        for page_id in told:
            assert office.desk.intake.reading(office.by("c01"), page_id).field("name")
            assert office.desk.intake.picture(office.act("c01"), page_id)
        assert office.desk.audit.verify().ok
    assert cut_short
