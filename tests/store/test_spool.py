from __future__ import annotations

import shutil
import signal
import threading
from pathlib import Path

import pytest
from begun_store import NOW, Begun
from nursery import Nursery
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.store import audit
from desktop.store.disk import Disk
from desktop.store.errors import DiskBroken, DiskFull, KeyDestroyed, SealBroken, VaultLocked
from desktop.store.schema.infrastructure import RecordKeyRow, SpoolPageRow
from desktop.store.spool import Spool, Step, Swept
from desktop.store.vault.keys import LIGHT, wrap

PAGE = b"picture of a page " * 500
META = b'{"kind": "FORM"}'


def put(begun: Begun, spool: Spool | None = None, seq: int = 1, page: bytes = PAGE) -> str:
    return (spool or begun.spool).put(
        begun.database.transaction, begun.vault, "envelope-1", seq, page, META, NOW
    )


def get(begun: Begun, page_id: str) -> tuple[bytes, bytes]:
    with begun.database.reading() as session:
        return begun.spool.get(session, begun.unlocked(), page_id)


def rows(begun: Begun) -> int:
    with begun.database.reading() as session:
        return session.scalar(select(func.count(SpoolPageRow.id))) or 0


def files(begun: Begun) -> list[str]:
    return sorted(f.name for f in begun.spool.folder.iterdir() if f.name != "spool.lock")


def test_a_page_comes_back_as_it_was_put(begun: Begun) -> None:
    page_id = put(begun)
    assert get(begun, page_id) == (PAGE, META)
    with begun.database.reading() as session:
        (page,) = begun.spool.pages(session, "envelope-1")
        assert begun.spool.pages(session, "envelope-2") == ()
    assert (page.id, page.seq, page.acknowledged_at) == (page_id, 1, NOW)


def test_a_page_on_disk_shows_nothing_and_is_named_by_its_id(begun: Begun) -> None:
    page_id = put(begun, page="架空 太郎".encode() * 20)
    assert files(begun) == [f"{page_id}.page"]
    file = begun.spool.folder / f"{page_id}.page"
    assert "架空".encode() not in file.read_bytes()
    assert b"FORM" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_page_taken_for_another_does_not_open(begun: Begun) -> None:
    one, other = put(begun), put(begun, seq=2, page=b"other page")
    shutil.copy(begun.spool.folder / f"{one}.page", begun.spool.folder / f"{other}.page")
    with pytest.raises(SealBroken):
        get(begun, other)


@pytest.mark.parametrize("kept", [0, 7, 100, -1])
def test_a_damaged_page_does_not_open(begun: Begun, kept: int) -> None:
    page_id = put(begun)
    file = begun.spool.folder / f"{page_id}.page"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(SealBroken):
        get(begun, page_id)


def test_what_belongs_to_a_page_is_in_its_transaction(begun: Begun) -> None:
    def alongside(session: Session, page_id: str) -> None:
        audit.append(session, NOW, "clerk", "page.receive", subject=page_id)

    begun.spool.put(
        begun.database.transaction, begun.vault, None, 1, PAGE, META, NOW, alongside=alongside
    )

    def refuse(session: Session, page_id: str) -> None:
        alongside(session, page_id)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        begun.spool.put(
            begun.database.transaction, begun.vault, None, 2, PAGE, META, NOW, alongside=refuse
        )
    with begun.database.reading() as session:
        assert audit.count(session) == 1
    assert rows(begun) == 1


def test_a_filed_page_is_gone_with_its_key_and_file(begun: Begun) -> None:
    page_id, left = put(begun), put(begun, seq=2)
    with begun.database.transaction() as session:
        begun.spool.release(session, begun.vault, [page_id])
    begun.spool.remove_after_filing([page_id])
    assert files(begun) == [f"{left}.page"]
    with begun.database.reading() as session:
        assert session.scalar(select(func.count(RecordKeyRow.id))) == 1
    with pytest.raises(NotFound):
        get(begun, page_id)
    assert get(begun, left) == (PAGE, META)


def test_a_page_whose_key_was_destroyed_does_not_open(begun: Begun) -> None:
    page_id = put(begun)
    with begun.database.transaction() as session:
        (page,) = begun.spool.pages(session)
        begun.vault.destroy(session, [page.key_id])
    with pytest.raises(KeyDestroyed):
        get(begun, page_id)


def test_a_start_removes_unfinished_files_and_reports_what_is_alone(begun: Begun) -> None:
    kept, lost = put(begun), put(begun, seq=2)
    (begun.spool.folder / f"{lost}.page").unlink()
    (begun.spool.folder / ("a" * 32 + ".part")).write_bytes(b"half a page")
    (begun.spool.folder / ("b" * 32 + ".page")).write_bytes(b"never acknowledged")
    with begun.database.reading() as session:
        swept = begun.spool.sweep(session)
    assert swept.parts_removed == 1
    assert swept.files_without_row == ("b" * 32,)
    assert swept.rows_without_file == (lost,)
    assert files(begun) == sorted([f"{kept}.page", "b" * 32 + ".page"])


def test_a_start_waits_for_a_page_that_is_just_being_put(begun: Begun) -> None:
    swept: list[Swept] = []

    def sweep() -> None:
        with begun.database.reading() as session:
            swept.append(Spool(begun.spool.folder).sweep(session))

    sweeping = threading.Thread(target=sweep)

    def start_beside(done: Step) -> None:
        if done is Step.WRITTEN:
            sweeping.start()
            sweeping.join(0.5)
            assert swept == []

    page_id = begun.spool.put(
        begun.database.transaction, begun.vault, None, 1, PAGE, META, NOW, step=start_beside
    )
    sweeping.join()
    assert swept == [Swept(0, (), ())]
    assert get(begun, page_id) == (PAGE, META)


def test_a_locked_vault_takes_no_page(begun: Begun) -> None:
    begun.vault.lock()
    with pytest.raises(VaultLocked):
        put(begun)
    assert rows(begun) == 0


class LosingDisk(Disk):
    """A disk that at `lose_power` keeps only what was synced, as the real one may."""

    def __init__(self) -> None:
        self._dirty: set[Path] = set()
        self._open: dict[int, Path] = {}
        self._names: list[tuple[Path, Path]] = []

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        self._open[descriptor] = path
        return descriptor

    def write(self, descriptor: int, data: bytes, offset: int) -> None:
        super().write(descriptor, data, offset)
        self._dirty.add(self._open[descriptor])

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        self._dirty.discard(self._open[descriptor])

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        self._names.append((source, target))
        self._dirty = {target if path == source else path for path in self._dirty}

    def sync_folder(self, folder: Path) -> None:
        # Not through `sync`: the folder may get the descriptor that a file has just given back.
        Disk().sync_folder(folder)
        self._names.clear()

    def lose_power(self) -> None:
        for path in self._dirty:
            with path.open("r+b") as file:
                file.truncate(0)
        for source, target in self._names:
            target.rename(source)


def test_an_acknowledged_page_survives_a_loss_of_power(begun: Begun) -> None:
    disk = LosingDisk()
    spool = Spool(begun.spool.folder, disk)
    pages = [put(begun, spool, seq) for seq in range(5)]
    disk.lose_power()
    assert [get(begun, page_id) for page_id in pages] == [(PAGE, META)] * 5


def test_after_an_error_of_the_disk_nothing_more_is_taken(begun: Begun) -> None:
    class Failing(Disk):
        failing = False
        syncs = 0

        def sync(self, descriptor: int) -> None:
            self.syncs += 1
            if self.failing:
                self.failing = False
                raise DiskBroken
            super().sync(descriptor)

    disk = Failing()
    spool = Spool(begun.spool.folder, disk)
    first = put(begun, spool)
    disk.failing, disk.syncs = True, 0
    with pytest.raises(DiskBroken):
        put(begun, spool, 2)
    assert disk.syncs == 1
    with pytest.raises(DiskBroken):
        put(begun, spool, 3)
    assert disk.syncs == 1
    assert rows(begun) == 1
    assert files(begun) == [f"{first}.page"]
    assert get(begun, first) == (PAGE, META)


def test_a_full_disk_acknowledges_nothing_and_leaves_nothing(begun: Begun) -> None:
    class Full(Disk):
        def write(self, descriptor: int, data: bytes, offset: int) -> None:
            super().write(descriptor, data[:100], offset)
            raise DiskFull

    with pytest.raises(DiskFull):
        put(begun, Spool(begun.spool.folder, Full()))
    assert (rows(begun), files(begun)) == (0, [])
    assert get(begun, put(begun)) == (PAGE, META)


def test_the_systems_own_limit_is_told_as_a_full_disk(begun: Begun, tmp_path: Path) -> None:
    with Nursery(LIMITED, tmp_path) as nursery:
        assert nursery.run(0) == 0


LIMITED = """
import resource, signal
from pathlib import Path
from desktop.store.disk import Disk
from desktop.store.errors import DiskFull

def main(number, folder):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    disk = Disk()
    descriptor = disk.create(Path(folder) / "page")
    try:
        disk.write(descriptor, b"x" * 5000, 0)
    except DiskFull:
        return
    raise AssertionError("5000 bytes were taken where 1000 are allowed")
"""

CHILD = """
import os, signal
from datetime import datetime, timezone
from pathlib import Path
from desktop.store import audit
from desktop.store.database import Database
from desktop.store.spool import Spool, Step, Swept
from desktop.store.vault.keys import unwrap
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault

NOW = datetime(2026, 11, 2, tzinfo=timezone.utc)
STEPS = ("WRITTEN", "SYNCED", "NAMED", "FOLDER_SYNCED", "IN_TRANSACTION", "ACKNOWLEDGED")

def main(fatal, place, slot, folder, wrapped, told):
    page, fatal_step = divmod(fatal, len(STEPS))
    database = Database.open(place)
    keys = unwrap("clerk", Path(wrapped).read_bytes(), "passphrase")
    with database.reading() as session:
        vault = Vault.unlock(session, SlotFile(Path(slot)), keys)
    spool = Spool(Path(folder))
    said = open(told, "a")

    def at(number, name):
        if number == page and name == STEPS[fatal_step]:
            os.kill(os.getpid(), signal.SIGKILL)

    for number in range(3):
        def alongside(session, page_id):
            audit.append(session, NOW, "clerk", "page.receive", subject=page_id)
            at(number, "IN_TRANSACTION")
        page_id = spool.put(
            database.transaction, vault, "e", number, b"page %d" % number, b"", NOW,
            alongside=alongside,
            step=lambda done: None if done == "ACKNOWLEDGED" else at(number, str(done)),
        )
        said.write(f"{page_id} {number}\\n")
        said.flush()
        at(number, "ACKNOWLEDGED")
"""


def test_a_process_killed_at_any_step_loses_no_acknowledged_page(
    begun: Begun, tmp_path: Path
) -> None:
    """kill -9 after each step of each of three pages; what was said to be safe is there."""
    wrapped, told = tmp_path / "wrapped", tmp_path / "told"
    wrapped.write_bytes(wrap(begun.clerk, "passphrase", LIGHT))
    arguments = (begun.place, begun.slot.path, begun.spool.folder, wrapped, told)
    filed = 0
    with Nursery(CHILD, *arguments) as nursery:
        for fatal in range(18):
            told.write_text("")
            assert nursery.run(fatal) == -signal.SIGKILL
            with begun.database.reading() as session:
                swept = begun.spool.sweep(session)
                pages = begun.spool.pages(session)
                received = audit.count(session, audit.Filter(action="page.receive"))
                opened = {p.id: begun.spool.get(session, begun.vault, p.id)[0] for p in pages}
            acknowledged = dict(line.split() for line in told.read_text().splitlines())
            assert set(acknowledged) <= set(opened)
            assert all(opened[i] == f"page {n}".encode() for i, n in acknowledged.items())
            # A page is there wholly, with its entry in the log, or not at all.
            assert swept.rows_without_file == ()
            filed += len(opened)
            assert received == filed
            assert len(swept.files_without_row) <= 1
            with begun.database.transaction() as session:
                begun.spool.release(session, begun.vault, opened)
            begun.spool.remove_after_filing([*opened, *swept.files_without_row])
            assert files(begun) == []
