"""The slot: the one small file outside the database that holds the key of the epoch (TRUST §2).

Two halves of fixed size, both normally holding the same key. A half is only ever overwritten in
place, synced and read back; the file is never renamed, copied or shortened, so that what stood in
a half is gone once it was overwritten. Every other module reaches the slot through this one.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop.store.disk import Disk
from desktop.store.errors import (
    NotInSlot,
    SealBroken,
    SlotDamaged,
    SlotExists,
    SlotForeign,
    SlotMissing,
    SlotNotWritten,
    SlotOutdated,
)
from desktop.store.vault.crypto import context, seal, seal_to, unseal, unseal_with

HALF_BYTES = 32 * 1024
CARD = "card"
MAGIC = b"MDGSLOT1"
_HEADER = len(MAGIC) + 4 + hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key the epoch key is sealed to, and the sealed key."""

    public: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Half:
    """One epoch's key as it stands in the slot, sealed to each person and to the card.

    `proof` is made with the key itself over everything else, so that a recipient slipped in by
    somebody without the key is noticed.
    """

    store_id: str
    epoch: int
    recipients: Mapping[str, Recipient]
    proof: bytes

    @classmethod
    def make(cls, store_id: str, epoch: int, key: bytes, publics: Mapping[str, bytes]) -> Half:
        recipients = {
            name: Recipient(public, seal_to(public, key, _place(store_id, epoch, name)))
            for name, public in sorted(publics.items())
        }
        bare = cls(store_id, epoch, recipients, b"")
        return replace(bare, proof=seal(key, b"", bare._statement()))

    def key_for(self, name: str, private: X25519PrivateKey) -> bytes:
        """The epoch key; raises NotInSlot, SealBroken where somebody changed the recipients."""
        recipient = self.recipients.get(name)
        if recipient is None:
            raise NotInSlot
        try:
            key = unseal_with(private, recipient.sealed, _place(self.store_id, self.epoch, name))
        except SealBroken:
            # The entry is for an earlier key pair of this person.
            raise NotInSlot from None
        self.check(key)
        return key

    def check(self, key: bytes) -> None:
        """Raise SealBroken where the recipients are not as a holder of `key` wrote them."""
        unseal(key, self.proof, self._statement())

    def publics(self) -> dict[str, bytes]:
        return {name: recipient.public for name, recipient in self.recipients.items()}

    def _statement(self) -> bytes:
        listed = [f"{n}:{r.public.hex()}:{r.sealed.hex()}" for n, r in self.recipients.items()]
        return context("slot", self.store_id, str(self.epoch), *listed)

    def to_bytes(self) -> bytes:
        body = json.dumps(
            {
                "store": self.store_id,
                "epoch": self.epoch,
                "recipients": {
                    name: [b64encode(r.public).decode(), b64encode(r.sealed).decode()]
                    for name, r in self.recipients.items()
                },
                "proof": b64encode(self.proof).decode(),
            }
        ).encode()
        data = MAGIC + len(body).to_bytes(4, "big") + hashlib.sha256(body).digest() + body
        if len(data) > HALF_BYTES:
            raise ValueError("more recipients than a half of the slot can hold")
        return data.ljust(HALF_BYTES, b"\0")

    @classmethod
    def from_bytes(cls, data: bytes) -> Half | None:
        """The half, or None where it is torn, blank or no half at all."""
        if len(data) != HALF_BYTES or not data.startswith(MAGIC):
            return None
        length = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")
        body = data[_HEADER : _HEADER + length]
        if hashlib.sha256(body).digest() != data[len(MAGIC) + 4 : _HEADER]:
            return None
        raw = json.loads(body)
        recipients = {
            name: Recipient(b64decode(public), b64decode(sealed))
            for name, (public, sealed) in raw["recipients"].items()
        }
        return cls(raw["store"], raw["epoch"], recipients, b64decode(raw["proof"]))


class SlotFinding(StrEnum):
    """What `settle` found and put right; the window tells all but SOUND."""

    SOUND = "SOUND"
    TORN_HALF = "TORN_HALF"  # one half was unreadable and was rewritten from the other
    ROLL_FINISHED = "ROLL_FINISHED"  # the database had rolled, the old key still stood here
    ROLL_UNDONE = "ROLL_UNDONE"  # a new key stood here, the database had not rolled


class SlotFile:
    """The slot file at `path`."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()

    def prepare(self) -> None:
        """Make the file at its full size; an existing one is never touched."""
        try:
            descriptor = self._disk.create(self.path)
        except FileExistsError:
            raise SlotExists from None
        try:
            self._disk.write(descriptor, bytes(2 * HALF_BYTES), 0)
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)
        self._disk.sync_folder(self.path.parent)

    def read(self) -> tuple[Half | None, Half | None]:
        """Both halves as the disk holds them; None for one that is torn or blank."""
        if not self.path.exists():
            raise SlotMissing
        first, second = (
            Half.from_bytes(self._disk.read_back(self.path, i * HALF_BYTES, HALF_BYTES))
            for i in (0, 1)
        )
        return first, second

    def write_half(self, index: int, half: Half) -> None:
        """Write one half in place, sync it and read it back."""
        self._put(index, half.to_bytes())

    def overwrite_half(self, index: int, half: Half) -> None:
        """End what stands in one half: random bytes over all of it, then `half`, each synced."""
        self._put(index, os.urandom(HALF_BYTES))
        self._put(index, half.to_bytes())

    def current(self, store_id: str, epoch: int) -> Half:
        """The half of the database's store and epoch."""
        return _choose(self.read(), store_id, epoch)[1]

    def settle(self, store_id: str, epoch: int) -> SlotFinding:
        """Make both halves the one the database's epoch names (TRUST §2); needs no key."""
        halves = self.read()
        index, valid = _choose(halves, store_id, epoch)
        other = halves[1 - index]
        if other == valid:
            return SlotFinding.SOUND
        self.overwrite_half(1 - index, valid)
        if other is None or other.epoch == epoch:
            return SlotFinding.TORN_HALF
        return SlotFinding.ROLL_FINISHED if other.epoch < epoch else SlotFinding.ROLL_UNDONE

    def _put(self, index: int, data: bytes) -> None:
        descriptor = self._disk.open(self.path)
        try:
            self._disk.write(descriptor, data, index * HALF_BYTES)
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)
        if self._disk.read_back(self.path, index * HALF_BYTES, HALF_BYTES) != data:
            raise SlotNotWritten


def _choose(halves: tuple[Half | None, Half | None], store_id: str, epoch: int) -> tuple[int, Half]:
    readable = [(index, half) for index, half in enumerate(halves) if half is not None]
    if not readable:
        raise SlotDamaged
    own = [(index, half) for index, half in readable if half.store_id == store_id]
    if not own:
        raise SlotForeign
    valid = [(index, half) for index, half in own if half.epoch == epoch]
    if not valid:
        raise SlotOutdated
    return valid[0]


def _place(store_id: str, epoch: int, name: str) -> bytes:
    return context("epoch key", store_id, str(epoch), name)
