"""`backup`, `drill` and `restore` as one would type them, one after the other (DESIGN §5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk_office import passphrase
from real_program import begin, checked
from typer.testing import CliRunner

from desktop.cli.app import build_app
from desktop.domain.key_media import StickLabel


@dataclass(frozen=True)
class Place:
    store: Path
    stick: Path
    words: str


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("backups")
    office = begin(folder / "store", folder).office
    stick = folder / "stick"
    stick.mkdir()
    office.desk.keys.write_stick(office.act("s01"), StickLabel.A, stick)
    office.desk.close()
    return Place(folder / "store", stick, " ".join(office.words))


@pytest.fixture
def run(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    secret = tmp_path / "secret"
    secret.write_text(passphrase("a01"), encoding="utf8")
    monkeypatch.setenv("MADOGUCHI_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    app = build_app(lambda _wish: 0, lambda _wish: 0)

    def act(*words: object, given: str = "") -> tuple[int, Any]:
        said = CliRunner().invoke(app, [*map(str, words), "--json"], input=given)
        assert place.words not in said.output
        return said.exit_code, json.loads(said.output)

    return act


def test_a_store_is_backed_up_drilled_and_put_back(place: Place, run, tmp_path: Path) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    signing = ("--store", place.store, "--user", "a01")
    code, made = run("backup", sets, *signing)
    assert code == 0, made
    checked(made, "backup")
    assert Path(made["folder"]).parent == sets
    assert made["same_disk"] is True

    code, drilled = run("drill", sets, "--stick", place.stick, given=place.words + "\n")
    assert code == 0, drilled
    checked(drilled, "drill")
    assert (drilled["ok"], drilled["recorded"], drilled["failed"]) == (True, False, {})
    code, drilled = run("drill", sets, "--stick", place.stick, *signing, given=place.words + "\n")
    assert (code, drilled["ok"], drilled["recorded"]) == (0, True, True)

    back = tmp_path / "back" / "store"
    restoring = ("restore", sets, "--stick", place.stick, "--store", back)
    code, said = run(*restoring)
    assert code == 1
    assert "24語" in checked(said, "refusal")["sentence"]
    code, said = run(*restoring, given="あいこくしん\n")
    assert (code, said["code"]) == (1, "card_words")
    assert not back.exists()
    code, done = run(*restoring, given=place.words + "\n")
    assert code == 0, done
    checked(done, "restore")
    assert (done["place"], done["people"], done["closed"]) == (str(back), 6, 0)
    code, said = run(*restoring, given=place.words + "\n")
    assert (code, said["code"]) == (1, "restore_place_used")
    code, found = run("audit", "verify", "--store", back, "--user", "a01")
    assert (code, found["ok"]) == (0, True)
    code, said = run(*restoring[:-1], "postgresql://127.0.0.1:1/none", given=place.words + "\n")
    assert code == 1
    assert "フォルダー" in said["next_step"]


def test_a_lost_slot_is_made_anew_and_the_store_opens_again(place: Place, run) -> None:
    anew = ("restore-slot", "--stick", place.stick, "--store", place.store)
    code, said = run(*anew, given=place.words + "\n")
    assert (code, said["code"]) == (1, "slot_exists")
    (place.store / "slot.bin").unlink()
    code, said = run("audit", "verify", "--store", place.store, "--user", "a01")
    assert (code, said["code"]) == (1, "slot_missing")
    code, done = run(*anew, given=place.words + "\n")
    assert code == 0, done
    assert (checked(done, "restore-slot")["people"], done["left_out"]) == (6, 0)
    code, found = run("audit", "verify", "--store", place.store, "--user", "a01")
    assert (code, found["ok"]) == (0, True)
