"""A program that says what it has done, line by line, and is killed in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def said_until_killed(
    script: Path, *arguments: str, lines: int = 0, then: float = 0.0
) -> list[str]:
    """Run the script, kill it (-9) `then` seconds after so many lines; all that it said.

    The last line may have been cut off by the kill, so that its act was done and not said.
    """
    with subprocess.Popen(
        [sys.executable, str(script), *arguments], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(lines)]
        end = time.monotonic() + then
        while time.monotonic() < end:
            pass  # so short a while is missed by whoever sleeps
        os.kill(child.pid, signal.SIGKILL)
        said += child.stdout.read().split()
    return said
