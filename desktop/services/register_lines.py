"""Lines of the file on their way to the customer they belong to, sealed where they wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import Final

from desktop.services.register_file import SourceLine

PARTS: Final = 1024
"""Customers are parted by a keyed hash of their number, so that one part fits into memory."""

_BETWEEN: Final = "\x1f"  # no cell holds a control character (see register_cells.text)


def part_of(key: bytes, customer_no: str) -> int:
    digest = blake2b(customer_no.encode(), digest_size=2, key=key).digest()
    return int.from_bytes(digest, "big") % PARTS


def to_bytes(line: SourceLine) -> bytes:
    cells = (
        str(line.line),
        line.customer_no,
        line.name,
        line.kana,
        line.birth,
        line.phone,
        line.postal,
        line.address,
        line.supply_point_no,
        line.supply_postal,
        line.supply_address,
        line.valid_from.isoformat() if line.valid_from else "",
        line.valid_to.isoformat() if line.valid_to else "",
        "1" if line.removed else "",
    )
    return (_BETWEEN.join(cells) + "\n").encode()


def from_bytes(part: bytes) -> Iterator[SourceLine]:
    for text in part.decode().split("\n"):
        if text:
            cells = text.split(_BETWEEN)
            yield SourceLine(
                int(cells[0]),
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                cells[5],
                cells[6],
                cells[7],
                cells[8],
                cells[9],
                cells[10],
                _day(cells[11]),
                _day(cells[12]),
                bool(cells[13]),
            )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
