"""The key-book: an export of the wrapped data keys (DESIGN §4).

Made after each roll and into each backup set. Without the key of its epoch it is dead matter, so
it may lie anywhere. With that key it proves that nobody left a key out, put one in, or gave it
other people: a restore gives the slot to no one else.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.disk import Disk, replace_file
from desktop.store.errors import SealBroken
from desktop.store.schema.infrastructure import PersonRow, RecordKeyRow, StoreInfoRow
from desktop.store.vault.crypto import context, seal, unseal

FILE_NAME = "keybook.mdg"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeyBook:
    """`change` is the store's change number at the book's moment; `people` are the public keys of
    those who might open the store then. Books of earlier programs tell neither, nor a proof."""

    store_id: str
    epoch: int
    wrapped: Mapping[str, bytes]
    change: int = 0
    people: Mapping[str, str] = field(default_factory=dict)
    proof: bytes = b""
    digest: str = ""

    @property
    def age(self) -> tuple[int, int]:
        """What orders the books of one store: the newest is the greatest."""
        return self.epoch, self.change

    def check(self, key: bytes) -> None:
        """Raise SealBroken where the book is not as the holder of its epoch's key made it."""
        if self.proof or self.people or self.change:
            unseal(key, self.proof, self._statement())

    def _statement(self) -> bytes:
        return _statement(self.store_id, self.epoch, self.change, self.people, self.digest)


def export(session: Session, file: Path, disk: Disk, key: bytes) -> int:
    """Write the key-book of the session's moment, proved by the epoch's `key`; how many keys."""
    info = session.scalars(select(StoreInfoRow)).one()
    rows = session.execute(
        select(RecordKeyRow.id, RecordKeyRow.wrapped)
        .where(RecordKeyRow.epoch == info.epoch)
        .order_by(RecordKeyRow.id)
    ).all()
    active = select(PersonRow.id, PersonRow.agreement_public).where(PersonRow.active)
    people = {person_id: public.hex() for person_id, public in session.execute(active)}
    lines = [f"{key_id} {b64encode(wrapped).decode()}" for key_id, wrapped in rows]
    said = _statement(info.store_id, info.epoch, info.change_number, people, _digest(lines))
    header = {
        "format": _FORMAT,
        "store": info.store_id,
        "epoch": info.epoch,
        "keys": len(rows),
        "change": info.change_number,
        "people": people,
        "proof": b64encode(seal(key, b"", said)).decode(),
    }
    body = "\n".join((json.dumps(header), *lines)).encode() + b"\n"
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
    return KeyBook(
        header["store"],
        header["epoch"],
        wrapped,
        header.get("change", 0),
        header.get("people", {}),
        b64decode(header.get("proof", "")),
        _digest(rest),
    )


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _statement(
    store_id: str, epoch: int, change: int, people: Mapping[str, str], digest: str
) -> bytes:
    listed = [f"{person_id}:{public}" for person_id, public in sorted(people.items())]
    return context("key book", store_id, str(epoch), str(change), digest, *listed)
