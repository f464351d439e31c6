"""Every command that signs somebody in, by everyone whose act it is not (DESIGN §1, §5)."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from desk_office import passphrase
from real_program import begin
from typer.testing import CliRunner

from desktop.cli.app import build_app

DAYS = ("--from", "2026-11-01", "--to", "2026-11-30")
LOGINS = {"C": "c01", "S": "s01", "K": "k01", "A": "a01"}
# DESIGN §1: who sees cases, who opens mail, who searches and who brings the register.
WHO = {
    "due": "CSK",
    "intake": "CS",
    "register find": "CS",
    "register import": "A",
    "audit export": "SK",
    "audit report": "SK",
    "audit verify": "CSKA",  # it tells of no person, and the more often it is run the better
    "backup": "A",
    "drill": "A",
    "address names import": "A",
    "address names sign": "S",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office as it was set up."""
    folder, work = tmp_path_factory.mktemp("roles") / "store", tmp_path_factory.mktemp("work")
    begin(folder, work).office.desk.close()
    return folder


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    return build_app(lambda _wish: 0, lambda _wish: 0)


def signing_in(app: typer.Typer) -> set[str]:
    """The commands that ask who they are for."""
    found = set()
    root = typer.main.get_command(app)
    near = [("", root)]
    while near:
        name, command = near.pop()
        for word, one in getattr(command, "commands", {}).items():
            near.append((f"{name} {word}".strip(), one))
        if name and "user" in {one.name for one in command.params}:
            found.add(name)
    return found


def test_the_table_names_every_command_that_signs_somebody_in(app: typer.Typer) -> None:
    assert signing_in(app) == set(WHO)


@pytest.mark.parametrize("letter", LOGINS)
def test_a_command_that_is_not_theirs_is_refused(
    letter: str,
    app: typer.Typer,
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    login, given = LOGINS[letter], tmp_path / "given.csv"
    given.write_text("customer_no,name\n1,仮川 一郎\n", encoding="utf8")
    secret = tmp_path / "secret"
    secret.write_text(passphrase(login), encoding="utf8")
    monkeypatch.setenv("MADOGUCHI_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    words = {
        "due": (),
        "intake": (str(given),),
        "register find": ("--name", "仮川"),
        "register import": (str(given),),
        "audit export": (str(tmp_path / "log.jsonl"),),
        "audit report": (*DAYS, str(tmp_path / "report.pdf")),
        "backup": (str(tmp_path),),
        "drill": (str(tmp_path), "--stick", str(tmp_path)),
        "address names import": (str(given),),
        "address names sign": ("none",),
    }
    for name, who in WHO.items():
        if letter in who:
            continue
        line = [*name.split(), *words[name], "--store", str(place), "--user", login]
        said = CliRunner().invoke(app, [*line, "--json"], input="no words\n")
        assert said.exit_code == 1, (name, said.output)
        assert '"code": "not_allowed"' in said.output, (name, said.output)
    assert not (tmp_path / "log.jsonl").exists()
    assert not (tmp_path / "report.pdf").exists()
