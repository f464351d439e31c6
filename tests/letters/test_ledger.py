"""The ledger as a spreadsheet opens it (TRUST §6)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.ledger import ledger_csv, safe_cell


@dataclass(frozen=True, slots=True)
class Line:
    number: str = "26-0001"
    arrived_on: date = date(2026, 11, 9)
    registered_on: date = date(2026, 11, 10)
    types: str = "開示"
    items: int = 2
    fee_due: int = 440
    fee_received: int = 440
    state: str = "完了"
    outcome: str = "開示"
    answered_on: date | None = date(2026, 11, 13)
    completed_on: date | None = None


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_sees_utf8_heads_and_values():
    data = ledger_csv([Line()])
    assert data.startswith(b"\xef\xbb\xbf")
    heads, first = rows(data)
    assert heads[:3] == ["受付番号", "到達日", "受付日"]
    assert first == [
        "26-0001",
        "2026-11-09",
        "2026-11-10",
        "開示",
        "2",
        "440",
        "440",
        "完了",
        "開示",
        "2026-11-13",
        "",
    ]


def test_every_line_has_as_many_cells_as_there_are_heads():
    found = rows(ledger_csv([Line(), Line(types='開示,"訂正"\n')]))
    assert {len(row) for row in found} == {11}


def test_an_empty_ledger_has_its_heads():
    assert len(rows(ledger_csv([]))) == 1


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x", "\tx", "\rx", "＝1+1", "　＝cmd", "  =1", "＠x"],
)
def test_what_could_be_a_formula_is_made_text(text):
    assert safe_cell(text) == f"'{text}"
    assert rows(ledger_csv([Line(outcome=text)]))[1][8] == f"'{text}"


@pytest.mark.parametrize("text", ["開示", "26-0001", "一部不開示", "", "1+1"])
def test_an_ordinary_text_is_left_alone(text):
    assert safe_cell(text) == text


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text: str):
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "|", "%"))
