"""A machine without Qt's system libraries gets the list of packages, not a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("command", [[], ["--sample"], ["tour", "--out", "tour"]])
def test_a_missing_library_is_answered_with_the_packages(
    tmp_path: Path, command: list[str]
) -> None:
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text("", encoding="utf8")
    (broken / "QtWidgets.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file')\n", encoding="utf8"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "desktop", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "libEGL.so.1" in ended.stderr
    assert "apt-get install libgl1 libegl1" in ended.stderr
    assert "libxcb-cursor0" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "tour").exists()
