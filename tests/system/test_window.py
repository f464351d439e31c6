"""The real window on a real X server: it opens on the sample office, and closes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from x11_window import ask_to_close

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def display(need) -> Iterator[str]:
    need("Xvfb", "xdotool")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=15)


def test_the_sample_office_opens_and_closes(display: str, tmp_path: Path) -> None:
    there = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--sample"],
        cwd=ROOT,
        env=there,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", "窓口"],
            capture_output=True,
            env=there,
            timeout=120,
            check=True,
        )
        window = found.stdout.split()[0].decode()
        size = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", window],
            capture_output=True,
            env=there,
            timeout=30,
            check=True,
        )
        values = dict(line.split("=") for line in size.stdout.decode().split())
        assert int(values["WIDTH"]) > 800
        assert int(values["HEIGHT"]) > 500
        ask_to_close(display, int(window))
        _, told = program.communicate(timeout=60)
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
    assert program.returncode == 0, told.decode()
    assert b"Traceback" not in told
    assert not list(tmp_path.glob("madoguchi-sample-*")), "the throw-away store was left behind"
