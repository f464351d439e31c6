"""The picture and the table in docs/ are those of the program (issue 5; DOMAIN §8)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from desktop.domain.states import STATE_LABELS, TRANSITIONS, CaseState

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_states", DOCS / "draw_states.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_picture_is_drawn_from_the_table(drawing: ModuleType) -> None:
    assert (DOCS / "states.svg").read_text(encoding="utf-8") == drawing.svg()
    assert (DOCS / "states.md").read_text(encoding="utf-8") == drawing.markdown()


def test_every_state_has_its_place_and_every_move_its_line(drawing: ModuleType) -> None:
    assert set(drawing.PLACES) == set(CaseState)
    assert len(set(drawing.PLACES.values())) == len(CaseState)
    picture = (DOCS / "states.svg").read_text(encoding="utf-8")
    assert all(f">{label}<" in picture for label in STATE_LABELS.values())
    told = (DOCS / "states.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in told if line.startswith("| ") and "いまの状態" not in line]
    assert len(rows) == len(TRANSITIONS)


def test_a_move_that_asks_or_answers_names_its_letter() -> None:
    letters = {row.action.value: row.letters for row in TRANSITIONS if row.letters}
    answers = ("D-05", "D-06", "D-07", "D-08", "D-09", "D-10")
    assert letters == {
        "ASK_CORRECTION": ("D-02",),
        "ASK_FEE": ("D-03",),
        "SECOND_NOTICE": ("D-03",),  # the row of AWAITING_FEE, the last of the two
        "SUBMIT": answers,
        "DISPATCH": answers,
        "RESEND": answers,
        "CLOSE_NO_RESPONSE": ("D-14",),
        "WITHDRAW": ("D-14",),
        "REROUTE": ("D-14",),
    }
