"""Putting a generation together: rows as they come, postings sorted afterwards (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.domain.errors import DeskError
from desktop.services import register_marks
from desktop.services.register_build import Batch, Kit
from desktop.services.register_records import Record, from_bytes
from desktop.store.register_generation import Generation, context_of
from desktop.store.register_postings import RECORD, SEGMENTS, bucket_bits, by_segment, pack
from desktop.store.register_spill import Spill
from desktop.store.register_tokens import Mark, token
from desktop.store.vault.crypto import context, unseal

_SAMPLE = 200


class RegisterUnsound(DeskError):
    """What was built does not read back as it was written."""

    code = "register_unsound"

    def __init__(self) -> None:
        super().__init__(
            "取り込んだ登録情報を読み返して確認できませんでした。",
            "これまでの登録情報はそのままです。ディスクを確かめて、もう一度取り込んでください。",
        )


@dataclass(frozen=True, slots=True)
class Assembled:
    customers: int
    rows: int


def assemble(
    built: Generation,
    folder: Path,
    batches: Iterable[Batch],
    done: Callable[[Batch | None], None],
) -> Assembled:
    """Write the generation. `done` is told each batch, and None at each segment of the sorting."""
    customers = total = 0
    with built.building() as writer, Spill(folder, SEGMENTS) as spill:
        for batch in batches:
            done(batch)
            customers += batch.customers
            writer.add_rows(batch.rows)
            made = np.frombuffer(batch.postings, RECORD)
            total += len(made)
            for segment, data in by_segment(made):
                spill.add(segment, data)
        bits = bucket_bits(total)
        for segment in range(SEGMENTS):
            done(None)
            writer.add_postings(pack(b"".join(spill.pieces(segment)), bits))
        writer.finish(bits)
    return Assembled(customers, writer.count)


def check(built: Generation, kit: Kit, rows: int) -> None:
    """Every row is there, and a spread of them opens and is found again by its number."""
    if built.count() != rows:
        raise RegisterUnsound
    step = built.highest() // _SAMPLE + 1
    numbers = {built.near(step * at) for at in range(_SAMPLE)} - {None}
    for number, sealed in built.sealed([one for one in numbers if one is not None]).items():
        place = context(*context_of(built.number, number))
        record = from_bytes(unseal(kit.data_secret, sealed, place))
        if not _found(built, kit, number, record):
            raise RegisterUnsound


def _found(built: Generation, kit: Kit, number: int, record: Record) -> bool:
    mark = Mark.COVERED if kit.overlay else Mark.CUSTOMER
    customer = record.row.customer_no
    value = customer if kit.overlay else register_marks.customer_key(customer)
    wanted = token(kit.token_secret, mark, value)
    return number in built.matches([wanted]).get(wanted, ())
