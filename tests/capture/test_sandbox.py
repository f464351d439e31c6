"""After the doors are closed a decoder can compute and answer, and nothing else."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="the list of allowed calls is for Linux on x86-64",
)

_TRY = """
import os, socket, sys
from desktop.capture import sandbox
keep = socket.socket()
assert sandbox.close_doors()
try:
    {attempt}
except (PermissionError, OSError) as error:
    os.write(1, b"refused" if error.errno == 1 else repr(error).encode())
else:
    os.write(1, b"done")
"""


def outcome(attempt: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", _TRY.format(attempt=attempt)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    return ran.stdout.decode()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname').read()",
        "open('kept.txt', 'w')",
        "keep.connect(('127.0.0.1', 9))",
        "socket.socket()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.unlink('kept.txt')",
        "os.rename('a', 'b')",
        "os.mkdir('d')",
        "os.kill(1, 0)",
        "os.chmod('/tmp', 0o700)",
    ],
)
def test_what_a_decoder_does_not_need_is_refused(attempt: str) -> None:
    assert outcome(attempt) == "refused"


def test_computing_and_answering_go_on() -> None:
    assert outcome("sum(bytearray(10_000_000)); os.write(1, b'')") == "done"


def test_a_limited_process_cannot_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "leak"
    code = (
        "import signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from desktop.capture import sandbox\n"
        "sandbox.limit(5, 2_000_000_000)\n"
        f"open({str(target)!r}, 'wb', buffering=0).write(b'x')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert ran.returncode != 0
    assert target.stat().st_size == 0


def test_a_limited_process_cannot_take_all_memory() -> None:
    code = (
        "from desktop.capture import sandbox\n"
        "sandbox.limit(5, 1_000_000_000)\n"
        "bytearray(3_000_000_000)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert b"MemoryError" in ran.stderr
