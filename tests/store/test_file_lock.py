from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.file_lock import FileLock, alone, alone_if_free, shared

OTHER = """
import sys
from pathlib import Path
from desktop.store.file_lock import FileLock

lock = FileLock(Path(sys.argv[1]))
for line in sys.stdin:
    order = line.strip()
    print({"try": lock.try_take, "share": lock.share, "release": lock.release}[order](), flush=True)
"""


class Other:
    """Another program with a lock on the same file."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def do(self, order: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some 窓.lock"


@pytest.fixture
def other(file: Path) -> Iterator[Other]:
    program = Other(file)
    yield program
    program.kill()


def test_many_may_share_but_then_nobody_is_alone(file: Path, other: Other) -> None:
    with shared(file):
        assert other.do("try") == "False"
        other.do("share")
    with alone_if_free(file) as free:
        assert not free
    other.do("release")
    with alone_if_free(file) as free:
        assert free
        assert other.do("try") == "False"
    assert other.do("try") == "True"


def test_a_killed_program_leaves_no_lock_and_no_file_behind(file: Path, other: Other) -> None:
    assert other.do("try") == "True"
    with alone_if_free(file) as free:
        assert not free
    other.kill()
    with alone_if_free(file) as free:
        assert free
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert file.stat().st_size == 0


def test_a_second_lock_in_one_program_takes_nothing_from_the_first(
    file: Path, other: Other
) -> None:
    """Closing a file drops this program's locks on it, unless SQLite looks after them."""
    with shared(file):
        with shared(file):
            pass
        with alone_if_free(file) as free:
            assert not free
        assert other.do("try") == "False"


def test_a_refused_try_lets_go_of_what_was_shared(file: Path, other: Other) -> None:
    lock = FileLock(file)
    lock.share()
    other.do("share")
    assert not lock.try_take()
    assert other.do("try") == "True"
    lock.close()


def test_who_wants_to_be_alone_waits_for_the_others(file: Path) -> None:
    began, done = threading.Event(), threading.Event()

    def wait_for_it() -> None:
        began.set()
        with alone(file):
            done.set()

    waiting = threading.Thread(target=wait_for_it)
    with shared(file):
        waiting.start()
        assert began.wait(10)
        assert not done.wait(0.2)
    waiting.join(10)
    assert done.is_set()


def test_only_the_owner_may_open_it_and_an_unusable_place_is_told(file: Path) -> None:
    FileLock(file).close()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(OSError, match="Not a directory"):
        FileLock(file / "below" / "x.lock")
    file.write_bytes(b"\xff" * 5000)
    with pytest.raises(OSError, match="lock"), shared(file):
        pass
