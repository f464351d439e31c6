"""The real program in a process of its own, on a store made through the services."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "docs" / "contract"
sys.path.insert(0, str(ROOT / "tests" / "services"))

from case_path import Track  # noqa: E402
from desk_office import MORNING, OFFICE, PEOPLE, Office, passphrase  # noqa: E402
from mail_bag import ICHIRO, form_page, register_line  # noqa: E402

from desktop import paths  # noqa: E402
from desktop.services.desk import Desk, Surroundings  # noqa: E402


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    def json(self, shape: str) -> Any:
        """The one answer, which must have the shape of the contract."""
        return checked(json.loads(self.out), shape)

    def lines(self, shape: str) -> list[Any]:
        return [checked(json.loads(line), shape) for line in self.out.splitlines()]


@cache
def validator_of(shape: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((CONTRACT / f"{shape}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def checked(value: Any, shape: str) -> Any:
    validator_of(shape).validate(value)
    return value


@dataclass(frozen=True)
class Program:
    """`madoguchi` as a script calls it, without a terminal."""

    home: Path

    def __call__(self, *words: object, given: str = "", **environment: str) -> Said:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI")
        }
        ended = subprocess.run(
            [sys.executable, "-m", "desktop", *map(str, words)],
            input=given.encode(),
            capture_output=True,
            timeout=120,
            check=False,
            cwd=ROOT,
            env={
                **kept,
                "XDG_DATA_HOME": str(self.home),
                "PYTHONIOENCODING": "utf8",
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                **environment,
            },
        )
        return Said(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))


@dataclass(frozen=True)
class Store:
    """A store and how a command signs in to it."""

    program: Program
    folder: Path
    secrets: Path

    def __call__(self, login: str, *words: object, given: str = "") -> Said:
        file = self.secrets / login
        file.write_text(passphrase(login) + "\n", encoding="utf8")
        return self.program(
            *words,
            *("--store", self.folder, "--user", login),
            given=given,
            MADOGUCHI_PASSPHRASE_FILE=str(file),
        )


def begin(folder: Path, work: Path) -> Track:
    around = Surroundings(paths.resources(), paths.forms(), kdf_light=True)
    desk, words = Desk.set_up(str(folder), around, OFFICE, PEOPLE, MORNING)
    return Track(Office(desk, str(folder), folder, around, words), work)


def busy_office(place: Path, work: Path) -> None:
    """One case just opened and one completed."""
    track = begin(place, work).with_register(*customers())
    track.to_completed()
    track.file(form_page())
    track.office.desk.close()


def customers() -> Sequence[dict[str, str]]:
    another = {"customer_no": "1000000002", "name": "例田 二郎", "kana": "レイダ ジロウ"}
    supply = {"supply_point_no": "0300000000000000000002"}
    return register_line(ICHIRO), register_line(ICHIRO, **another, **supply)
