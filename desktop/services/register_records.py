"""A sealed row of the register: the customer, with the keys that a look-up compares."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop.address.keys import name_key
from desktop.address.reader import AddressReader
from desktop.services.register_rows import RegisterRow
from desktop.services.register_sketch import Sketch, of_row

_FIELDS = 10  # of a RegisterRow before its history


@dataclass(frozen=True, slots=True)
class Record:
    """`removed` stands in an overlay for a customer whom a delta took out."""

    row: RegisterRow
    name: str = field(repr=False)  # its key
    kana: str = field(repr=False)  # its key
    sketches: tuple[Sketch, ...] = field(repr=False)
    removed: bool = False


def record_of(row: RegisterRow, addresses: AddressReader) -> Record:
    return Record(row, name_key(row.name), name_key(row.kana), of_row(row, addresses))


def removal_of(customer_no: str) -> Record:
    row = RegisterRow(customer_no, "", "", "", "", "", "", "", "", "")
    return Record(row, "", "", (), removed=True)


def to_bytes(record: Record) -> bytes:
    row = record.row
    cells = (
        row.customer_no,
        row.name,
        row.kana,
        row.birth,
        row.phone,
        row.r1,
        row.r1_postal,
        row.r2,
        row.r2_postal,
        row.supply_point_no,
        row.history,
        record.name,
        record.kana,
        record.sketches,
        int(record.removed),
        row.periods,
    )
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Record:
    cells: list[Any] = json.loads(data)
    cells[_FIELDS] = tuple(cells[_FIELDS])
    name, kana, sketches, removed, *later = cells[_FIELDS + 1 :]
    # Rows of an earlier program know no periods.
    periods = tuple(later[0]) if later else ()
    row = RegisterRow(*[*cells[: _FIELDS + 1], periods])
    return Record(row, name, kana, _sketches(sketches), bool(removed))


def _sketches(kept: Iterable[list[str]]) -> tuple[Sketch, ...]:
    return tuple(Sketch(*one) for one in kept)
