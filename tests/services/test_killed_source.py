"""The child that speaks to the device is killed in the midst of a scan, or its parent is.

SANE's own virtual scanner feeds ten sheets.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
from desk_office import Office
from paper_reader import FORM, PaperReader

from desktop.capture.pixels import Pixels
from desktop.capture.reader import Result
from desktop.capture.sources import sane_folder
from desktop.capture.sources.source_child_link import SourceChild
from desktop.domain.scanning import Colour, Fault, ScanProfile, SourceKind
from desktop.services.scanning import RunState, Scanning, ScanStep, StepKind

# They look for folders left in memory, which all scans of this machine share.
pytestmark = [pytest.mark.system, pytest.mark.xdist_group("sane")]
SHEETS = 10


class AnyPaperReader(PaperReader):
    """Takes whatever comes for a request form."""

    def submit(self, page: Pixels) -> Future[Result]:
        plain = dataclasses.replace(page, array=page.array * 0 + FORM)
        return super().submit(plain)


@pytest.fixture
def scanning(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scanning:
    real = shutil.which("scanimage")
    if real is None:
        pytest.skip("not installed: scanimage")
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="utf8")
    (folder / "test.conf").write_text("geometry_max 300\n", encoding="utf8")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    slow = tmp_path / "scanimage"
    slow.write_text(
        '#!/bin/sh\nfor one; do [ "$one" = -A ] && exec '
        f'{real} "$@"; done\nexec {real} "$@" --read-delay=yes --read-delay-duration=20000\n',
        encoding="utf8",
    )
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    made = Scanning(office.desk.premises, office.desk.intake, SourceChild, AnyPaperReader)
    wish = ScanProfile("", "仮のスキャナー", SourceKind.SANE, "test:0", dpi=75, colour=Colour.GRAY)
    made.save_profile(office.act("c01"), wish)
    return made


def below(parent: int) -> dict[int, str]:
    """The processes of a scan that this one started, and those they started, by command line."""
    found: dict[int, str] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            above = int(stat.read_text().rpartition(")")[2].split()[1])
            if above == parent:
                pid = int(stat.parent.name)
                line = (stat.parent / "cmdline").read_text().replace("\0", " ")
                found |= below(pid)
                if "source_child" in line or "scanimage" in line:
                    found[pid] = line
        except OSError:
            continue
    return found


def folders() -> list[Path]:
    return [one for place in sane_folder._places() for one in place.glob("madoguchi-scan-*")]


def test_a_killed_child_is_told_and_no_page_is_lost(office: Office, scanning: Scanning) -> None:
    sane_folder.sweep()
    told: list[str] = []
    killed: set[int] = set()

    def tell(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            told.append(step.page_id)
        if step.kind is StepKind.PULLED and step.side == 2:
            assert folders()
            killed.update(below(os.getpid()))
            child = next(n for n, line in below(os.getpid()).items() if "source_child" in line)
            os.kill(child, signal.SIGKILL)

    (profile,) = scanning.profiles()
    act = office.act("c01")
    report = scanning.scan(act, profile.id, SHEETS, None, tell, threading.Event())
    assert (report.run.state, report.run.fault) == (RunState.STOPPED, Fault.OTHER)
    assert report.run.sentence != ""
    kept = [page.id for one in office.desk.intake.unfiled() for page in one.pages]
    assert sorted(kept) == sorted(told)
    assert 2 <= len(kept) < SHEETS  # what was through the feeder is kept
    assert report.run.so_far == (
        f"{SHEETS}枚中{len(kept)}枚を取り込み済み。{len(kept) + 1}枚目から読み直してください。"
    )
    assert folders() == []
    until = time.monotonic() + 10
    while killed & set(below(os.getpid())) and time.monotonic() < until:
        pass
    assert not killed & set(below(os.getpid()))
    enough = threading.Event()

    def stop_at_first(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            enough.set()

    again = scanning.resume(office.act("c01"), report.run.id, stop_at_first, enough)
    assert again.run.sheets > len(kept)  # the same run goes on behind them


def test_a_window_that_opens_sweeps_what_a_killed_scan_left(office: Office) -> None:
    places = sane_folder._places()
    if not places:
        pytest.skip("no memory file system")
    left = places[0] / "madoguchi-scan-left-by-a-test"
    left.mkdir(mode=0o700)
    (left / "p1.png").write_bytes(b"never screened")
    office.reopen()
    assert not left.exists()
