"""A program killed while it files: every envelope is filed wholly or not at all (TRUST §5)."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, lay_in, licence

from desktop.services.case_views import CaseFilter

PROGRAM = Path(__file__).with_name("killed_filing.py")
PAGES = 3
ENVELOPES = 5


def _file_until_killed(office: Office, cases: int, grace: float) -> list[str]:
    """The numbers it said, killed `grace` seconds after so many cases."""
    workstation = office.surroundings.spool
    command = [sys.executable, str(PROGRAM), office.place, str(workstation)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as program:
        assert program.stdout is not None
        said = [program.stdout.readline().strip() for _ in range(cases + 1)]
        select.select([program.stdout], [], [], grace)  # a little into the next one
        program.send_signal(signal.SIGKILL)
        said += [line.strip() for line in program.stdout]
    assert said[0] == "ready"
    return [number for number in said[1:] if number]


@pytest.mark.parametrize(("cases", "grace"), [(0, 0.0), (0, 0.02), (1, 0.0), (2, 0.01), (3, 0.03)])
def test_a_killed_filing_leaves_each_envelope_filed_wholly_or_not_at_all(
    office: Office, tmp_path: Path, cases: int, grace: float
):
    track = Track(office, tmp_path)
    for _ in range(ENVELOPES):
        lay_in(office, "c01", [form_page(), licence(), form_page()])
    office.desk.close()
    said = _file_until_killed(office, cases, grace)

    desk = office.reopen()
    by = office.by("c01")
    lines = desk.cases.page(by, CaseFilter(), 0, 100, office.now)
    unfiled = desk.intake.unfiled()
    assert {line.number for line in lines} >= set(said)
    assert len(lines) + len(unfiled) == ENVELOPES
    for line in lines:
        pages = [page for doc in track.get(line.id).documents for page in doc.pages]
        assert len(pages) == PAGES
        for page in pages:
            assert desk.cases.picture(track.act("c01"), page.id).image.startswith(b"\xff\xd8")
    for envelope in unfiled:
        assert len(envelope.pages) == PAGES
        for page in envelope.pages:
            assert desk.intake.thumbnail(by, page.id)
    assert desk.audit.verify().ok
