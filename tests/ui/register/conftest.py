"""The register place over a real office."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))

from register_seat import HEAD, LINES, SECRET, Seat, Sit

from desktop.services.act import new_act
from desktop.ui.context import Context


@pytest.fixture
def sit(sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path) -> Sit:
    return lambda login: Seat(sign_in(login), qtbot, shots)


@pytest.fixture
def bring(sign_in: Callable[[str], Context], tmp_path: Path) -> Callable[..., None]:
    """The administrator has brought a register of these lines."""

    def act(*lines: str) -> None:
        context = sign_in("a01")
        file = tmp_path / "brought.csv"
        file.write_text("\n".join((HEAD, *(lines or LINES))) + "\n", encoding="utf8")
        context.desk.register.import_csv(new_act(context.signed_in, context.now()), file)

    return act


@pytest.fixture
def register_csv(tmp_path: Path) -> Path:
    """Two customers and a line without a customer number."""
    file = tmp_path / "register.csv"
    broken = f",{SECRET},,,,,,,,,,"
    file.write_text("\n".join((HEAD, *LINES, broken)) + "\n", encoding="utf8")
    return file
