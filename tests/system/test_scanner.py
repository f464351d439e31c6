"""A scanner that SANE itself makes up, so that no machine is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.services import machine
from desktop.services.cups_settings import cups_findings

ROOT = Path(__file__).resolve().parents[2]


def test_the_doctor_names_the_scanner(need, tmp_path: Path) -> None:
    need("scanimage")
    (tmp_path / "dll.conf").write_text("test\n", encoding="utf8")
    asked = subprocess.run(
        [sys.executable, "-m", "desktop", "doctor", "--json"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=120,
        env={**os.environ, "SANE_CONFIG_DIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    )
    found = {one["name"]: one for one in json.loads(asked.stdout)["checks"]}
    scanner = found["スキャナー（SANE）"]
    assert scanner["ok"]
    assert "test:0" in scanner["detail"]


def test_without_sane_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeskError, match="scanimage") as refusal:
        machine.scanners()
    assert "sane-utils" in refusal.value.next_step


@pytest.mark.parametrize(
    ("settings", "keeps"),
    [
        ("PreserveJobFiles No\n", False),
        ("# PreserveJobFiles No\n", True),
        ("LogLevel warn\npreservejobfiles off\n", False),
        ("PreserveJobFiles 86400\n", True),
        ("", True),
    ],
)
def test_what_cups_keeps_is_read_from_its_settings(
    tmp_path: Path, settings: str, keeps: bool
) -> None:
    file = tmp_path / "cupsd.conf"
    file.write_text(settings, encoding="utf8")
    files, history = cups_findings(file)
    assert (files.ok, history.ok) == (not keeps, True)
    assert keeps is ("「PreserveJobFiles No」" in files.next_step)


def test_a_machine_without_cups_keeps_nothing_of_it(tmp_path: Path) -> None:
    assert cups_findings(tmp_path / "none") == ()


def test_without_a_history_the_end_of_a_job_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "cupsd.conf"
    file.write_text("PreserveJobFiles No\nPreserveJobHistory No\n", encoding="utf8")
    _files, history = cups_findings(file)
    assert not history.ok
    assert "「PreserveJobHistory 86400」" in history.next_step


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("echo PreserveJobFiles=No", [True, True]),
        ("echo PreserveJobFiles=86400", [False, True]),
        ("echo 'cupsctl: Unauthorized' >&2; exit 1", [False]),
    ],
)
def test_settings_that_cannot_be_read_are_asked_of_cupsctl_and_never_taken_for_good(
    tmp_path: Path, answer: str, told: list[bool]
) -> None:
    program = tmp_path / "cupsctl"
    program.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf8")
    program.chmod(0o755)
    shut = tmp_path / "cupsd.conf"
    shut.mkdir()  # nobody reads it, root neither
    found = cups_findings(shut, search=str(tmp_path))
    assert [one.ok for one in found] == told
    if len(told) == 1:
        assert "確かめられません" in found[0].told
        assert "「PreserveJobFiles No」" in found[0].next_step
