"""Lines of customers to sealed rows and postings: the part of an import that costs time.

Plain functions without Qt or a database, so that worker processes can run them (see
`register_workers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from desktop.address.reader import AddressReader
from desktop.address.renamed import Renamed
from desktop.services import register_lines, register_marks
from desktop.services.register_file import LineProblem
from desktop.services.register_records import Record, record_of, to_bytes
from desktop.services.register_rows import Grouped, group
from desktop.store.register_generation import context_of
from desktop.store.register_postings import records as posting_records
from desktop.store.register_spill import opened
from desktop.store.register_tokens import Mark, tokens
from desktop.store.vault.crypto import context, seal

_TOGETHER: Final = 1000
_PART_BITS: Final = 20  # a row's number is its part and its place in it: a million rows a part


@dataclass(frozen=True, slots=True)
class Kit:
    """What building a generation needs to know; its secrets reach a worker by a pipe only."""

    number: int
    today: date
    gazetteer: Path
    data_secret: bytes = field(repr=False)
    token_secret: bytes = field(repr=False)
    spill_key: bytes = field(repr=False)
    renamed: Renamed = field(repr=False)  # the office's table on the day of the import
    overlay: bool = False


class Batch(NamedTuple):
    """Some rows, ready to be written: `lines` of the file that are done, `postings` as bytes."""

    lines: int
    customers: int
    rows: list[tuple[int, bytes]]
    postings: bytes
    rejected: tuple[LineProblem, ...]


def group_part(key: bytes, today: date, part: int, pieces: Sequence[bytes]) -> tuple[int, Grouped]:
    """How many lines the part holds, and its customers."""
    lines = list(register_lines.from_bytes(opened(key, part, pieces)))
    return len(lines), group(lines, today)


def build_part(
    kit: Kit, addresses: AddressReader, part: int, pieces: Sequence[bytes]
) -> Iterator[Batch]:
    lines, grouped = group_part(kit.spill_key, kit.today, part, pieces)
    made = (record_of(row, addresses) for row in grouped.rows)
    first, count = part << _PART_BITS, len(grouped.rows)
    told = 0
    for batch in seal_all(kit, first, made):
        done = lines * (batch.rows[-1][0] - first + 1) // count
        yield batch._replace(lines=done - told)
        told = done
    yield Batch(lines - told, grouped.customers, [], b"", grouped.rejected)


def seal_all(kit: Kit, first: int, made: Iterable[Record]) -> Iterator[Batch]:
    """Sealed rows numbered from `first`, and their postings."""
    waiting = iter(made)
    while some := list(islice(waiting, _TOGETHER)):
        yield _sealed(kit, first, some)
        first += len(some)


def _sealed(kit: Kit, first: int, some: Sequence[Record]) -> Batch:
    rows: list[tuple[int, bytes]] = []
    found: list[int] = []
    carriers: list[int] = []
    for number, record in enumerate(some, first):
        place = context(*context_of(kit.number, number))
        rows.append((number, seal(kit.data_secret, to_bytes(record), place)))
        own = tokens(kit.token_secret, _marks(kit, record))
        found.extend(own)
        carriers.extend([number] * len(own))
    return Batch(0, 0, rows, posting_records(found, carriers).tobytes(), ())


def _marks(kit: Kit, record: Record) -> register_marks.Marks:
    if kit.overlay:
        yield Mark.COVERED, record.row.customer_no
    if not record.removed:
        yield from register_marks.of_row(record.row, record.name, record.kana, record.sketches)
