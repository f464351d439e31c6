"""A backup with its verification beside a plain copy of the same store, in one run.

madoguchi bench backup [MB]      how much sealed data to copy (300)
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sqlalchemy import text

from desktop.store.backup import Source, make_backup
from desktop.store.backup_copies import sync_file
from desktop.store.backup_set import check_set, find_set, remove_folder
from desktop.store.database import Database
from desktop.store.spool import Spool
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import PersonKeys, make_keys
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
PAGE = 300_000
WAITING = 20  # pages in the spool
ROUNDS = 5


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as place:
        _measure(Path(place), wanted)


def _measure(folder: Path, wanted: int) -> None:
    store, sets = folder / "store", folder / "sets"
    sets.mkdir()
    database, vault, person = _filled(store, wanted)
    source = Source(database, store, vault, "bench", "bench")

    def plain() -> None:
        """What a careful `cp` does: files, each synced; not of one moment, and not read back."""
        target = folder / "copy"
        shutil.copytree(store, target)
        for file in target.rglob("*"):
            if file.is_file():
                sync_file(file)
        shutil.rmtree(target)

    def backup() -> None:
        made = make_backup(source, sets, person, NOW, lambda _done, _total: None, lambda: False)
        remove_folder(made.folder)

    database.checkpoint()
    made = make_backup(source, sets, person, NOW, lambda _done, _total: None, lambda: False)
    total = made.manifest.total / 2**20

    def verify() -> None:
        check_set(find_set(sets), lambda _more: None)

    print(f"{total:.0f} MB, {len(made.manifest.files)} files; median of {ROUNDS}")
    subjects: dict[str, Callable[[], None]] = {
        "plain copy, synced": plain,
        "read a set back": verify,
        "backup, synced and read back": backup,
    }
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS):
        for name, subject in subjects.items():
            began = time.perf_counter()
            subject()
            times[name].append(time.perf_counter() - began)
    first = statistics.median(next(iter(times.values())))
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"{name:<32} {median:7.2f} s {total / median:7.0f} MB/s {median / first:6.2f} x")
    database.close()


def _filled(store: Path, wanted: int) -> tuple[Database, Vault, PersonKeys]:
    database = Database.open(str(store), create=True)
    database.upgrade()
    person = make_keys("bench")
    with database.transaction() as session:
        vault = Vault.create(
            session,
            SlotFile(store / "slot.bin"),
            store_id="bench",
            people=[person.public()],
            card=RecoveryCard.make().public(),
            opener=person,
            at=NOW,
            program_version="0",
        )
        session.execute(text("CREATE TABLE plain (id INTEGER PRIMARY KEY, data BLOB)"))
    for _ in range(max(1, wanted * 2**20 // PAGE // 100)):
        with database.transaction() as session:
            for _ in range(100):
                data = {"d": os.urandom(PAGE)}
                session.execute(text("INSERT INTO plain (data) VALUES (:d)"), data)
    spool = Spool(store / "spool")
    spool.prepare()
    for number in range(WAITING):
        spool.put(database.transaction, vault, None, number, os.urandom(PAGE), b"{}", NOW)
    database.checkpoint()
    return database, vault, person


if __name__ == "__main__":
    main()
