"""A program killed while it splits, moves, turns and joins: no page lost, none twice (TRUST §5)."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk_office import Office
from mail_bag import form_page, lay_in, licence

from desktop.capture.turning import turned

PROGRAM = Path(__file__).with_name("killed_page_acts.py")


def _work_until_killed(office: Office, turns: int, grace: float) -> None:
    command = [sys.executable, str(PROGRAM), office.place, str(office.surroundings.spool)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as program:
        assert program.stdout is not None
        said = [program.stdout.readline().strip() for _ in range(turns + 1)]
        select.select([program.stdout], [], [], grace)  # a little into the next act
        program.send_signal(signal.SIGKILL)
    assert said[0] == "ready"


@pytest.mark.parametrize(
    ("turns", "grace"), [(0, 0.01), (0, 0.04), (0, 0.09), (1, 0.0), (1, 0.06), (2, 0.03)]
)
def test_a_killed_act_leaves_every_page_once_and_whole(office: Office, turns: int, grace: float):
    envelope = lay_in(office, "c01", [form_page(), licence(), form_page(), licence()])
    (before,) = office.desk.intake.unfiled()
    office.desk.close()
    _work_until_killed(office, turns, grace)

    desk = office.reopen()
    by = office.by("c01")
    unfiled = desk.intake.unfiled()
    found = [page.id for one in unfiled for page in one.pages]
    assert sorted(found) == sorted(page.id for page in before.pages)
    assert envelope in {one.id for one in unfiled}
    for one in unfiled:
        assert [page.seq for page in one.pages] == list(range(1, len(one.pages) + 1))
    for page_id in found:
        picture = desk.intake.picture(office.act("c01"), page_id)
        assert picture.startswith(b"\xff\xd8")
        wide = desk.intake.reading(by, page_id).rotation % 180 == 90
        assert desk.intake.thumbnail(by, page_id)
        assert _is_wide(picture) is wide
    # What a killed turn left beside was swept at the start: one file a page.
    assert len(list((office.folder / "spool").glob("*.page"))) == len(found)
    assert desk.audit.verify().ok


def _is_wide(picture: bytes) -> bool:
    _image, width, height = turned(picture, 0)
    return width > height
