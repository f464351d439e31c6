"""A begun store: keys, slot and two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.store.database import Database
from desktop.store.schema import JST
from desktop.store.spool import Spool
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import PersonKeys, make_keys
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=JST)


@dataclass
class Begun:
    place: str
    folder: Path
    database: Database
    slot: SlotFile
    vault: Vault
    clerk: PersonKeys
    supervisor: PersonKeys
    card: RecoveryCard
    spool: Spool

    def sealed(self, record_id: str, data: bytes) -> tuple[str, bytes]:
        """A record under a key of its own."""
        with self.database.transaction() as session:
            key_id = self.vault.new_key(session)
            return key_id, self.vault.seal(session, key_id, record_id, "case", "person", data)

    def opened(self, vault: Vault, key_id: str, record_id: str, blob: bytes) -> bytes:
        with self.database.reading() as session:
            return vault.open(session, key_id, record_id, "case", "person", blob)

    def unlocked(self) -> Vault:
        """A vault that remembers nothing, as after a new start."""
        with self.database.reading() as session:
            return Vault.unlock(session, SlotFile(self.slot.path), self.clerk)

    def epoch(self) -> int:
        with self.database.reading() as session:
            return self.vault.epoch_key(session)[0]


def begin(place: str, folder: Path, database: Database) -> Begun:
    folder.mkdir(exist_ok=True)
    clerk, supervisor, card = make_keys("clerk"), make_keys("supervisor"), RecoveryCard.make()
    slot = SlotFile(folder / "slot.bin")
    with database.transaction() as session:
        vault = Vault.create(
            session,
            slot,
            store_id="store-one",
            people=(clerk.public(), supervisor.public()),
            card=card.public(),
            opener=clerk,
            at=NOW,
            program_version="0.1.0",
        )
    spool = Spool(folder / "spool")
    spool.prepare()
    return Begun(place, folder, database, slot, vault, clerk, supervisor, card, spool)
