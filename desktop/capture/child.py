"""A child process of the capture: started bare, spoken to in frames, killed when it takes long."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")


class Child:
    """A running `python -m module` with pipes both ways.

    Its environment is made anew, so that no passphrase file or token named in ours is seen, and
    every numeric library is held to one thread: two pages are read by two children instead.
    `keep` names what else of ours it sees. With `group` it leads a group of processes: whatever it
    started itself ends with it.
    """

    def __init__(self, module: str, *, keep: Sequence[str] = (), group: bool = False) -> None:
        self._group = group and hasattr(os, "killpg")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(keep),
            cwd=_PACKAGE_PARENT,
            close_fds=True,
            start_new_session=self._group,
        )
        self.stdin = cast(BinaryIO, self._process.stdin)
        self.stdout = cast(BinaryIO, self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        # Once the child has been waited for, its number may be somebody else's.
        if self._group and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def exit_code(self) -> int:
        """How the child ended; waits until it has."""
        return self._process.wait()

    def end(self) -> None:
        """Kill the child if it still runs, and close its pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self.stdin, self.stdout):
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def _environment(more: Sequence[str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in (*_KEPT, *more) if name in os.environ}
    search = [str(_PACKAGE_PARENT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(search),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


class Deadline:
    """Kills the child when the block takes longer than `seconds`; `passed` tells that it did.

    A blocked read then ends, on every operating system alike.
    """

    def __init__(self, child: Child, seconds: float) -> None:
        self.passed = False
        self._child = child
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def _fire(self) -> None:
        self.passed = True
        self._child.kill()

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._timer.join()
