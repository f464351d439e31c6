"""The key-book: an export of the wrapped data keys (DESIGN §4).

Made after each roll and into each backup set. Without the key of its epoch it is dead matter, so
it may lie anywhere.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.disk import Disk, replace_file
from desktop.store.errors import SealBroken
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow

FILE_NAME = "keybook.mdg"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeyBook:
    store_id: str
    epoch: int
    wrapped: Mapping[str, bytes]


def export(session: Session, file: Path, disk: Disk) -> int:
    """Write the key-book of the session's moment; the number of keys in it."""
    info = session.scalars(select(StoreInfoRow)).one()
    rows = session.execute(
        select(RecordKeyRow.id, RecordKeyRow.wrapped)
        .where(RecordKeyRow.epoch == info.epoch)
        .order_by(RecordKeyRow.id)
    ).all()
    header = {
        "format": _FORMAT,
        "store": info.store_id,
        "epoch": info.epoch,
        "keys": len(rows),
    }
    lines = [json.dumps(header)]
    lines += [f"{key_id} {b64encode(wrapped).decode()}" for key_id, wrapped in rows]
    body = "\n".join(lines).encode() + b"\n"
    replace_file(disk, file, body + hashlib.sha256(body).hexdigest().encode() + b"\n")
    return len(rows)


def read(file: Path) -> KeyBook:
    """Raises SealBroken where the file is not whole."""
    body, _, last = file.read_bytes().rstrip(b"\n").rpartition(b"\n")
    if hashlib.sha256(body + b"\n").hexdigest().encode() != last:
        raise SealBroken
    first, *rest = body.decode().split("\n")
    header = json.loads(first)
    pairs = (line.split(" ") for line in rest)
    wrapped = {key_id: b64decode(text) for key_id, text in pairs}
    return KeyBook(header["store"], header["epoch"], wrapped)
