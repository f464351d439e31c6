"""The program on a system without the parts that only POSIX has, as Windows is (decision 0011).

Nothing here ran on Windows: this is the same Python on this machine, in which those parts cannot be
imported or called, in the program and in every child that it starts.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from PIL import Image
from real_program import ROOT, Program, Said

from desktop.capture.sources.source import ScanStopped
from desktop.capture.sources.source_child_link import SourceChild
from desktop.domain.scanning import Fault, SourceKind

MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog")
# What libraries for this machine call themselves is left: os.uname (numpy), signal.SIGKILL (Popen).
CALLS = {
    "os": (
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "pread", "pwrite", "fchmod"),
        *("posix_fadvise", "sched_getaffinity", "getuid", "geteuid", "getgid", "killpg", "setsid"),
        *("nice", "sysconf", "mkfifo", "chown", "fchown", "lockf", "getloadavg", "fork", "forkpty"),
    ),
    "signal": ("alarm", "setitimer", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2"),
}
# Python runs this module at its start, wherever it finds it.
BEFORE_ALL = f"""
import os, signal, sys
for name in {MODULES!r}:
    sys.modules[name] = None
for module, names in {CALLS!r}.items():
    for name in names:
        delattr(sys.modules[module], name)
"""


@pytest.fixture(scope="module")
def without_posix(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The PYTHONPATH of a Python without them."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "sitecustomize.py").write_text(BEFORE_ALL, encoding="utf8")
    return os.pathsep.join((str(folder), str(ROOT)))


def test_an_address_is_parsed_without_posix(program: Program, without_posix: str) -> None:
    given = "埼玉県みどり野市若葉町2丁目14-6"
    said = program("address", "parse", "--json", given=given, PYTHONPATH=without_posix)
    assert (said.code, said.json("address-parse")["town"]) == (0, "若葉町"), said.err


def test_the_doctor_says_which_parts_this_system_has_not(
    program: Program, without_posix: str
) -> None:
    told = checks(program("doctor", "--json", PYTHONPATH=without_posix))
    assert (
        told["スキャナー（SANE）"]["detail"] == "この端末のOSでは、SANEのスキャナーを使えません。"
    )
    assert "eSCL" in told["スキャナー（SANE）"]["next_step"]
    assert not told["ファイルの隔離"]["ok"]
    assert "Linux" in told["ファイルの隔離"]["next_step"]


def checks(said: Said) -> dict[str, dict[str, object]]:
    assert said.code == 0, said.err
    return {one["name"]: one for one in said.json("doctor")["checks"]}


def test_the_window_opens_on_a_new_store_without_posix(
    program: Program, without_posix: str
) -> None:
    said = program(
        *("--sample", "--exit-after-start"),
        PYTHONPATH=without_posix,
        QT_QPA_PLATFORM="offscreen",
    )
    assert said.code == 0, said.err
    assert "Traceback" not in said.err


def test_a_file_is_read_without_posix(program: Program, without_posix: str, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    Image.new("L", (1240, 1754), 255).save(scan, dpi=(150, 150))
    said = program("read", scan, "--json", PYTHONPATH=without_posix)
    assert said.code == 0, said.err
    (read,) = said.json("read")["files"]
    assert [page["kind"] for page in read["pages"]] == ["BLANK"]


def test_a_sane_scanner_is_refused_by_name_where_there_is_no_sane(
    monkeypatch: pytest.MonkeyPatch, without_posix: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", without_posix)
    with pytest.raises(ScanStopped) as stopped:
        SourceChild(SourceKind.SANE).devices(threading.Event())
    assert stopped.value.fault is Fault.NO_SANE
