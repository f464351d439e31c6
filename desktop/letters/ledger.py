"""開示等請求受付簿 I-04 as CSV for a spreadsheet: no name, no address, no formula (TRUST §6)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Protocol

_BOM = "\ufeff"  # without it Excel reads UTF-8 as CP932
_FORMULA = "=+-@|%"
_HEADS = (
    "受付番号",
    "到達日",
    "受付日",
    "請求の種類",
    "項目数",
    "手数料",
    "受領額",
    "状態",
    "結果",
    "回答日",
    "完了日",
)


class LedgerLine(Protocol):
    """One request as the ledger shows it (class D: numbers, dates, types, amounts, outcomes)."""

    @property
    def number(self) -> str: ...
    @property
    def arrived_on(self) -> date: ...
    @property
    def registered_on(self) -> date: ...
    @property
    def types(self) -> str: ...
    @property
    def items(self) -> int: ...
    @property
    def fee_due(self) -> int: ...
    @property
    def fee_received(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def completed_on(self) -> date | None: ...


def ledger_csv(lines: Iterable[LedgerLine]) -> bytes:
    """The ledger as UTF-8 with BOM and CRLF, as spreadsheets of the office take it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for line in lines:
        writer.writerow(
            [
                safe_cell(line.number),
                line.arrived_on.isoformat(),
                line.registered_on.isoformat(),
                safe_cell(line.types),
                line.items,
                line.fee_due,
                line.fee_received,
                safe_cell(line.state),
                safe_cell(line.outcome),
                _day(line.answered_on),
                _day(line.completed_on),
            ]
        )
    return f"{_BOM}{out.getvalue()}".encode()


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula."""
    plain = unicodedata.normalize("NFKC", text)
    dangerous = plain.startswith(("\t", "\r", "\n")) or plain.lstrip()[:1] in set(_FORMULA)
    return f"'{text}" if dangerous else text


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
