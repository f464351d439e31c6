"""SANE's own virtual scanner: pages, every fault it can make up, delay, cancel and kills.

It makes up a feeder of ten sheets and no second side; a hang is made by a delay longer than the
watch.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.capture.sources import sane, sane_folder
from desktop.capture.sources.sane import SaneSource, SaneTimes
from desktop.capture.sources.source import ScannedImage, ScanStopped
from desktop.capture.sources.source_child_link import SourceChild
from desktop.domain.scanning import Colour, Fault, Feed, PaperSize, ScanProfile, SourceKind

# They look for folders left in memory, which all scans of this machine share.
pytestmark = pytest.mark.xdist_group("sane")

SCANIMAGE = "scanimage"
STATES = {
    "JAMMED": Fault.JAM,
    "COVER_OPEN": Fault.COVER,
    "NO_DOCS": Fault.EMPTY,
    "IO_ERROR": Fault.UNPLUGGED,
    "DEVICE_BUSY": Fault.BUSY,
    "INVAL": Fault.BAD_SETTING,
    "ACCESS_DENIED": Fault.DENIED,
    "NO_MEM": Fault.OTHER,
    "EOF": Fault.OTHER,
}


@pytest.fixture
def config(need, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(SCANIMAGE)
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="utf8")
    (folder / "test.conf").write_text("geometry_max 300\n", encoding="utf8")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def faulty(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A `scanimage` that asks the virtual scanner for trouble, from its n-th page on."""

    def make(*options: str) -> None:
        real = shutil.which(SCANIMAGE)
        script = tmp_path / "bin" / SCANIMAGE
        script.parent.mkdir()
        words = " ".join(options)
        script.write_text(
            textwrap.dedent(f"""\
                #!/bin/sh
                for one; do [ "$one" = -A ] && exec {real} "$@"; done
                {words if words.startswith(":") else "exec " + real + ' "$@" ' + words}
                """),
            encoding="utf8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")

    return make


def profile(feed: Feed = Feed.FEEDER, dpi: int = 75) -> ScanProfile:
    return ScanProfile("1", "x", SourceKind.SANE, "test:0", feed, dpi, Colour.GRAY, PaperSize.A4)


def folders() -> list[Path]:
    return [one for place in sane_folder._places() for one in place.glob("madoguchi-scan-*")]


def test_ten_sheets_come_through_the_child(config: Path) -> None:
    child = SourceChild(SourceKind.SANE)
    (device,) = (one for one in child.devices(threading.Event()) if one.address == "test:0")
    assert device.feeds == (Feed.FEEDER, Feed.GLASS)
    pages = list(child.scan(profile(), threading.Event()))
    assert [page.number for page in pages] == list(range(1, 11))
    assert all(page.data.startswith(b"\x89PNG") for page in pages)
    assert folders() == []


def test_the_glass_gives_one_page(config: Path) -> None:
    (page,) = SaneSource().scan(profile(Feed.GLASS), threading.Event())
    assert page.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("feed", [Feed.FEEDER, Feed.GLASS])
def test_each_fault_is_told_and_nothing_is_left(faulty, state: str, feed: Feed) -> None:
    faulty(f"--read-return-value=SANE_STATUS_{state}")
    source = SaneSource(times=SaneTimes(search=30, first=15, page=15))
    faults: list[Fault] = []
    # scanimage itself hangs now and then on a fault (2 of 26 runs); the watch then ends it.
    while len(faults) < 4 and faults.count(Fault.HUNG) == len(faults):
        given: list[ScannedImage] = []
        with pytest.raises(ScanStopped) as stopped:
            given.extend(source.scan(profile(feed), threading.Event()))
        assert given == []
        assert folders() == []
        faults.append(stopped.value.fault)
    assert faults[-1] is STATES[state]


def test_a_file_lies_in_memory_only_while_it_is_read(config: Path) -> None:
    for _ in SaneSource().scan(profile(), threading.Event()):
        (folder,) = folders()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not [one for one in folder.iterdir() if one.suffix == ".png"]


def test_the_feeder_waits_until_the_next_page_is_asked_for(config: Path) -> None:
    pages = SaneSource().scan(profile(), threading.Event())
    next(pages)
    (folder,) = folders()
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        assert list(folder.iterdir()) == []
    assert len(list(pages)) == 9


def test_a_silent_device_that_heeds_no_interrupt_is_ended(faulty) -> None:
    faulty(":; trap '' INT; exec sleep 600")
    source = SaneSource(times=SaneTimes(search=5, first=0.5, page=0.5))
    began = time.monotonic()
    with pytest.raises(ScanStopped) as stopped:
        list(source.scan(profile(dpi=300), threading.Event()))
    assert stopped.value.fault is Fault.HUNG
    assert time.monotonic() - began < 15
    assert folders() == []


def test_a_cancelled_run_ends_without_the_page_in_flight(faulty) -> None:
    faulty("--read-delay=yes", "--read-delay-duration=50000")
    cancelled = threading.Event()
    threading.Timer(1.0, cancelled.set).start()
    began = time.monotonic()
    pages = list(SourceChild(SourceKind.SANE).scan(profile(dpi=300), cancelled))
    assert len(pages) < 10
    assert time.monotonic() - began < 20
    assert folders() == []


def test_a_paper_that_the_device_has_no_room_for_is_told(config: Path) -> None:
    wish = ScanProfile("1", "x", SourceKind.SANE, "test:0", Feed.FEEDER, 75, size=PaperSize.A3)
    with pytest.raises(ScanStopped) as stopped:
        list(SaneSource().scan(wish, threading.Event()))
    assert stopped.value.fault is Fault.BAD_SETTING


def test_without_scanimage_the_missing_part_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ScanStopped) as stopped:
        list(SaneSource().scan(profile(), threading.Event()))
    assert stopped.value.fault is Fault.MISSING_PART


def scanimages() -> set[int]:
    found = set()
    for one in Path("/proc").glob("[0-9]*/comm"):
        try:
            if one.read_text().strip() == SCANIMAGE:
                found.add(int(one.parent.name))
        except OSError:
            continue
    return found


def state_of(pid: int) -> list[str]:
    """The process's state and its parent's number, or nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return []


def lives(pid: int) -> bool:
    state = state_of(pid)
    return bool(state) and state[0] != "Z"


def children(parent: int) -> list[int]:
    pids = (int(one.name) for one in Path("/proc").glob("[0-9]*"))
    return [pid for pid in pids if state_of(pid)[1:] == [str(parent)]]


@pytest.fixture
def program(faulty) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that scans slowly through the child, and says each page."""
    faulty("--read-delay=yes", "--read-delay-duration=20000")
    script = f"""
        import sys, threading
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_sane import profile
        from desktop.capture.sources.source_child_link import SourceChild
        from desktop.domain.scanning import SourceKind
        for page in SourceChild(SourceKind.SANE).scan(profile(dpi=150), threading.Event()):
            print(page.number, flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(sane.__file__).parents[3],
    ) as running:
        yield running
        running.kill()


def test_a_killed_program_leaves_no_scanimage_and_the_next_start_sweeps(
    program: subprocess.Popen[str],
) -> None:
    before = scanimages()
    assert program.stdout is not None
    assert program.stdout.readline() == "1\n"
    (child,) = children(program.pid)
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    until = time.monotonic() + 10
    while (lives(child) or scanimages() - before) and time.monotonic() < until:
        pass
    assert not lives(child)
    assert not scanimages() - before
    sane_folder.sweep()
    assert folders() == []
