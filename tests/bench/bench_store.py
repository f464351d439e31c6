"""Sealing, logging and the spool, against plain rows in the same database file."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ratios import measure
from sqlalchemy import text

from desktop.store import audit
from desktop.store.database import Database
from desktop.store.spool import Spool
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import make_keys
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
ROWS, RECORD, PAGE = 100, os.urandom(2_000), os.urandom(300_000)


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
        session.execute(text("CREATE TABLE plain (id INTEGER PRIMARY KEY, data BLOB)"))
    spool = Spool(folder / "spool")
    spool.prepare()

    def plain() -> None:
        with database.transaction() as session:
            for _ in range(ROWS):
                session.execute(text("INSERT INTO plain (data) VALUES (:d)"), {"d": RECORD})

    def sealed() -> None:
        with database.transaction() as session:
            for number in range(ROWS):
                key = vault.new_key(session)
                blob = vault.seal(session, key, str(number), "case", "person", RECORD)
                session.execute(text("INSERT INTO plain (data) VALUES (:d)"), {"d": blob})

    def logged() -> None:
        with database.transaction() as session:
            for _ in range(ROWS):
                audit.append(session, NOW, "bench", "case.accept")

    def one_page() -> None:
        spool.put(database.transaction, vault, None, 1, PAGE, b"{}", NOW)

    measure(
        {
            f"{ROWS} plain records, one transaction": plain,
            f"{ROWS} sealed records with a key each": sealed,
            f"{ROWS} entries of the operation log": logged,
            "one page of 300 KB, safe on the disk": one_page,
        },
        rounds=9,
    )
    database.close()


if __name__ == "__main__":
    main()
