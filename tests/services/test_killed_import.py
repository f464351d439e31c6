"""Killing the program during an import loses no acknowledged page (DESIGN §4, TRUST §5)."""

from __future__ import annotations

import random
from pathlib import Path

from desk_office import Office
from killing import said_until_killed
from paper_reader import FORM, LICENCE, scan

PROGRAM = Path(__file__).with_name("killed_import.py")
PAGES = 40
KILLS = 4


def test_a_kill_during_import_loses_no_acknowledged_page(office: Office, tmp_path: Path) -> None:
    scans = scan(tmp_path / "mail.tif", (FORM, LICENCE) * (PAGES // 2))
    rolls = random.Random(20261110)
    acknowledged: list[str] = []
    cut_short = 0
    for _ in range(KILLS):
        office.desk.close()
        arguments = (office.place, str(office.surroundings.spool), str(scans))
        at_page, then = rolls.randrange(1, 9), rolls.uniform(0, 0.02)
        told = said_until_killed(PROGRAM, *arguments, lines=at_page, then=then)
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
