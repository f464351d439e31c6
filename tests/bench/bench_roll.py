"""A roll over 100,000 data keys, against plain rewriting of as many rows in the same database."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sqlalchemy import insert, text

from desktop.store.database import Database
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.crypto import new_key
from desktop.store.vault.keys import make_keys
from desktop.store.vault.roll import Step, roll
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault, wrap_key

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
KEYS = 100_000
ROUNDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as place:
        _measure(Path(place))


def _measure(folder: Path) -> None:
    database = Database.open(str(folder), create=True)
    database.upgrade()
    person = make_keys("bench")
    with database.transaction() as session:
        vault = Vault.create(
            session,
            SlotFile(folder / "slot.bin"),
            store_id="bench",
            people=[person.public()],
            card=RecoveryCard.make().public(),
            opener=person,
            at=NOW,
            program_version="0",
        )
        _, key = vault.epoch_key(session)
        rows = [
            {
                "id": f"{number:032x}",
                "epoch": 1,
                "wrapped": wrap_key(key, f"{number:032x}", 1, new_key()),
            }
            for number in range(KEYS)
        ]
        session.execute(insert(RecordKeyRow), rows)
        session.execute(text("CREATE TABLE plain (id TEXT PRIMARY KEY, data BLOB)"))
        session.execute(
            text("INSERT INTO plain (id, data) VALUES (:id, :d)"),
            [{"id": one["id"], "d": os.urandom(60)} for one in rows],
        )
    plain, whole, live = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with database.transaction() as session:
            session.execute(
                text("UPDATE plain SET data = :d WHERE id = :id"),
                [{"id": one["id"], "d": os.urandom(60)} for one in rows],
            )
        plain.append(time.perf_counter() - start)
        reached: dict[Step, float] = {}
        start = time.perf_counter()
        roll(
            database,
            vault,
            folder,
            step=lambda done, at=reached: at.__setitem__(done, time.perf_counter()),
        )
        whole.append(time.perf_counter() - start)
        live.append(reached[Step.REWRAPPED] - reached[Step.KEY_WRITTEN])
    database.close()
    for name, taken in (
        (f"{KEYS:,} plain rows rewritten, one transaction", plain),
        (f"{KEYS:,} data keys rewrapped, one transaction", live),
        ("the whole roll, key-book and slot read back", whole),
    ):
        middle = sorted(taken)[len(taken) // 2]
        print(f"{name:48} {middle:7.2f} s   ×{middle / sorted(plain)[len(plain) // 2]:.1f}")


if __name__ == "__main__":
    main()
