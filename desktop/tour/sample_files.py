"""What the tour travels with: the sample's people, register, answers and mail, as files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop import paths

SHIPPED_SEED = 1


@dataclass(frozen=True, slots=True)
class Worker:
    """One person of the sample office; its passphrases are no secret."""

    login: str
    name: str
    role: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The folder of the sample office, and the mail by the day the post brings it.

    The first post has no day of its own: it is there on the first morning. `stamped` has the day
    of arrival of the envelopes that came before the morning on which they are opened. In `scans`
    lie the copies that are taken in, and deleted as a clerk would; the mail itself stays.
    `own_mail` says that it is the office's own, whose story goes on after the last post.
    """

    folder: Path
    posts: tuple[tuple[date | None, tuple[Path, ...]], ...]
    office: dict[str, Any]
    workers: tuple[Worker, ...]
    stamped: dict[str, date]
    scans: Path
    own_mail: bool

    def worker(self, login: str) -> Worker:
        return next(one for one in self.workers if one.login == login)

    @property
    def register(self) -> Path:
        return self.folder / "register.csv"

    @property
    def answers(self) -> Path:
        return self.folder / "answers"


def gather(seed: int, envelopes: Path | None, workshop: Path) -> SampleFiles:
    """The shipped sample, or one built anew for another seed; `envelopes` replaces its mail."""
    shipped = paths.resources() / "sample_office"
    folder = shipped if seed == SHIPPED_SEED else _build(shipped, seed, workshop)
    values = tomllib.loads((shipped / "settings.toml").read_text("utf-8"))
    people = tuple(
        Worker(one["login"], one["name"], one["role"], one["passphrase"])
        for one in values["people"]
    )
    office = {**values["office"]}
    source = envelopes or folder / "mail"
    mail = sorted(file for file in source.iterdir() if file.is_file())
    by_day = {} if envelopes else tomllib.loads((shipped / "posts.toml").read_text("utf-8"))
    stamped = {
        stem: date.fromisoformat(day)
        for day, stems in by_day.get("stamped", {}).items()
        for stem in stems
    }
    posts = _posts(mail, by_day.get("later", {}))
    return SampleFiles(
        folder, posts, office, people, stamped, workshop / "scans", envelopes is None
    )


def stem_of(file: Path) -> str:
    """The envelope a file belongs to: env04-2.jpg is a page of env04."""
    return re.sub(r"[-_]p?\d+$", "", file.stem)


def _posts(
    mail: list[Path], later: dict[str, list[str]]
) -> tuple[tuple[date | None, tuple[Path, ...]], ...]:
    kept_back = {stem for stems in later.values() for stem in stems}
    posts: list[tuple[date | None, tuple[Path, ...]]] = [
        (None, tuple(file for file in mail if stem_of(file) not in kept_back))
    ]
    for day, stems in sorted(later.items()):
        files = tuple(file for file in mail if stem_of(file) in stems)
        posts.append((date.fromisoformat(day), files))
    return tuple(posts)


def _build(shipped: Path, seed: int, workshop: Path) -> Path:
    subprocess.run(  # our own script with our own interpreter
        [
            sys.executable,
            str(shipped / "build.py"),
            "--seed",
            str(seed),
            "--out",
            str(workshop),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )
    return workshop


def read_truth(files: SampleFiles) -> list[dict[str, Any]]:
    """The truth about the sample's own mail, for the comparison after the last step."""
    file = files.folder / "truth" / "truth.json"
    own_mail = files.folder / "mail"
    mail = [file for _day, post in files.posts for file in post]
    if not file.exists() or not mail or mail[0].parent != own_mail:
        return []
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["envelopes"]
    return found
