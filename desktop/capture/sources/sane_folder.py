"""Where `scanimage` leaves a page for a moment: a folder in memory that nobody else may enter.

A page that was not screened yet may show what must never lie on a disk (DESIGN §4), so there is no
second choice: without a memory file system the feeder is not used.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Fault

_PREFIX = "madoguchi-scan-"
_MOUNTS = Path("/proc/self/mounts")
_IN_MEMORY = ("tmpfs", "ramfs")


@contextmanager
def memory_folder(room: int) -> Iterator[Path]:
    """A folder of mode 0700 with `room` bytes free, gone at the end of the block."""
    sweep()
    place = next((one for one in _places() if shutil.disk_usage(one).free >= room), None)
    if place is None:
        raise ScanStopped(Fault.NO_SAFE_PLACE)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)  # says to `sweep` that somebody is at work here
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep() -> int:
    """Remove what killed programs left, and tell how many folders that were."""
    swept = 0
    for place in _places():
        for folder in place.glob(_PREFIX + "*"):
            swept += _remove_unused(folder)
    return swept


def _remove_unused(folder: Path) -> bool:
    try:
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            return False
        held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return False  # in use
    finally:
        os.close(held)
    return True


def _places() -> list[Path]:
    named = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm")  # noqa: S108  in memory, 0700 below
    return [Path(one) for one in named if one and _in_memory(Path(one))]


def _in_memory(place: Path) -> bool:
    try:
        lines = _MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    kinds = {Path(parts[1]): parts[2] for parts in map(str.split, lines) if len(parts) > 2}
    place = place.resolve()
    mounted = next((one for one in (place, *place.parents) if one in kinds), None)
    return mounted is not None and kinds[mounted] in _IN_MEMORY and os.access(place, os.W_OK)
