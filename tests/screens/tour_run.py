"""One run of `madoguchi tour` in a process of its own, with all its leavings in one folder."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sample_people import SHIPPED

_PATIENCE = 600  # seconds: a tour that hangs is told apart from one that is slow
_GLANCE = 0.05  # seconds between two looks at the temporary files
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT")


@dataclass(frozen=True)
class TourRun:
    """`root` holds everything the run could write to; `out` what it was asked to leave."""

    root: Path
    seed: int
    code: int

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def words(self) -> Path:
        """What it said on both channels."""
        return self.root / "words.txt"

    @property
    def surroundings(self) -> tuple[Path, ...]:
        """Temporary files, also those that came and went, home, settings, caches, words said."""
        names = ("tmp", "passing", "home")
        return (*(self.root / name for name in names), self.words)

    @cached_property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "tour.json").read_text("utf-8"))
        return found

    @property
    def envelopes(self) -> list[dict[str, Any]]:
        return list(self.told["envelopes"])

    def passphrase(self, login: str) -> str:
        people = self.told["people"]
        return str(next(one["passphrase"] for one in people if one["login"] == login))


def take_the_tour(root: Path, seed: int, envelopes: Path | None) -> TourRun:
    """Run the tour; the folders for temporary files and for the home are its own."""
    command = [sys.executable, "-m", "desktop", "tour", "--out", "out", "--seed", str(seed)]
    if envelopes is not None:
        command += ["--envelopes", str(envelopes)]
    return TourRun(root, seed, run_watched(command, root))


def run_watched(command: list[str], root: Path) -> int:
    """Run it to its end, and keep what lies among its temporary files meanwhile."""
    environment, until = own_environment(root), time.monotonic() + _PATIENCE
    (root / "passing").mkdir()
    seen: set[tuple[Path, int, int]] = set()
    with (
        (root / "words.txt").open("wb") as words,
        subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        while time.monotonic() < until:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(_GLANCE)
            _keep_passing(root, seen)
        process.kill()
    return -1


def _keep_passing(root: Path, seen: set[tuple[Path, int, int]]) -> None:
    for file in (root / "tmp").rglob("*"):
        with contextlib.suppress(OSError):  # it may have gone meanwhile
            state = file.stat()
            mark = (file, state.st_size, state.st_mtime_ns)
            if file.is_file() and mark not in seen:
                kept = file.read_bytes()
                (root / "passing" / f"{len(seen):04d}-{file.name}").write_bytes(kept)
                seen.add(mark)


def own_environment(root: Path) -> dict[str, str]:
    """An environment in which a program can write nowhere but below `root`."""
    home, temporary = root / "home", root / "tmp"
    places = {
        "HOME": home,
        "TMPDIR": temporary,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for place in places.values():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {name: str(place) for name, place in places.items()}


def truth_of(run: TourRun) -> dict[str, dict[str, Any]]:
    """What stands on the envelopes and what should become of them, by their first file."""
    if run.seed != 1:
        raise ValueError("only the shipped office keeps its truth")
    told = json.loads((SHIPPED / "truth" / "truth.json").read_text("utf-8"))
    return {envelope["files"][0]: envelope for envelope in told["envelopes"]}
