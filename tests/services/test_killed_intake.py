"""The real intake, killed (-9) anywhere between the scan and the filed case (issue 7, TRUST §5).

One kill with every run; MADOGUCHI_KILLS=100 spreads so many over the whole way, on one office that
takes in mail from kill to kill as an office with a bad power line would.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

from case_path import Track
from desk_office import Office

from desktop.services.case_views import CaseFilter

PROGRAM = Path(__file__).with_name("killed_intake.py")
MAIL = Path(__file__).resolve().parents[2] / "resources" / "sample_office" / "mail" / "env03.pdf"
PAGES = 3  # of that envelope
KILLS = int(os.environ.get("MADOGUCHI_KILLS", "1"))


def _until_killed(office: Office, after: float | None) -> tuple[list[str], float]:
    """What it said, and the seconds from "ready" to its end; killed `after` so many seconds."""
    command = [sys.executable, str(PROGRAM), office.place, str(office.surroundings.spool), MAIL]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        said = [program.stdout.readline().decode().strip()]
        began = time.monotonic()
        if after is not None:
            with selectors.DefaultSelector() as ends:
                ends.register(program.stdout, selectors.EVENT_READ)
                while (left := began + after - time.monotonic()) > 0 and ends.select(left):
                    line = program.stdout.readline().decode().strip()
                    if not line:
                        break
                    said.append(line)
            program.send_signal(signal.SIGKILL)
        said += program.stdout.read().decode().split("\n")
        took = time.monotonic() - began
    assert said[0] == "ready"
    return [line for line in said[1:] if line], took


def test_a_kill_anywhere_in_the_real_intake_loses_nothing_that_was_acknowledged(
    office: Office, tmp_path: Path
) -> None:
    track = Track(office, tmp_path)
    office.desk.close()
    said, whole = _until_killed(office, None)
    assert [line.split()[0] for line in said] == [*["page"] * PAGES, "case", "end"]
    numbers = [line.split()[1] for line in said if line.startswith("case ")]
    unfiled_before: set[str] = set()
    filed_before: set[str] = set()
    acknowledged, cut_short = PAGES, 0
    for kill in range(KILLS):
        told, _ = _until_killed(office, whole * (kill + 0.5) / KILLS)
        cut_short += "end" not in told
        new_pages = {line.split()[1] for line in told if line.startswith("page ")}
        numbers += [line.split()[1] for line in told if line.startswith("case ")]
        acknowledged += len(new_pages)

        desk = office.reopen()
        by = office.by("c01")
        unfiled = {page.id for envelope in desk.intake.unfiled() for page in envelope.pages}
        lines = desk.cases.page(by, CaseFilter(), 0, 1000, office.now)
        cases = [track.get(line.id).documents for line in lines]
        filed = {page.id for documents in cases for doc in documents for page in doc.pages}
        # What was told as kept is in the spool or, page for page, in a case; only the last page,
        # killed between its commit and its word, may be there untold.
        gone = (unfiled_before | new_pages) - unfiled
        newly_filed = filed - filed_before
        assert len(newly_filed) == len(gone) + (PAGES if kill == 0 else 0)
        assert len(unfiled - unfiled_before - new_pages) <= 1
        assert {line.number for line in lines} >= set(numbers)
        unfiled_before, filed_before = unfiled, filed
        # Beside the spooled pages no file, whole or in part, stays behind.
        assert {file.stem for file in (office.folder / "spool").glob("*.page")} == unfiled
        assert not list((office.folder / "spool").glob("*.part"))
        for page_id in unfiled:
            assert desk.intake.picture(office.act("c01"), page_id)
            assert desk.intake.reading(by, page_id)
        for page_id in newly_filed:
            picture = desk.cases.picture(track.act("c01"), page_id)
            assert picture.image.startswith(b"\xff\xd8")
        assert desk.audit.verify().ok
        office.desk.close()
    print(
        f"\nkills: {KILLS}, {cut_short} of them before the end; {acknowledged} pages acknowledged"
    )
    assert cut_short
