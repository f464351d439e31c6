"""Backup, restore and drill over a whole office (TRUST §2; DESIGN §4)."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from archive import Archive, back_up, drill, flip, no_matter, refused, write_stick
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, lay_in
from nursery import Nursery

from desktop.domain.reading import PageKind
from desktop.services.backup_standing import Periods, periods_on
from desktop.store import audit
from desktop.store.backup import Source, make_backup
from desktop.store.backup_set import find_set, read_set, sets_in
from desktop.store.vault import keybook
from desktop.store.vault.slot import MAGIC


def test_a_store_goes_into_a_set_and_comes_back_as_it_was(
    registered: None, office: Office, tmp_path: Path
) -> None:
    track = Track(office, tmp_path)
    case_id = track.to_identity()
    waiting = lay_in(office, "c01", (form_page(),))
    made = back_up(office, tmp_path / "sets")
    assert {one.name for one in find_set(tmp_path / "sets").manifest.files} > {"store.db"}
    write_stick(office, tmp_path / "stick")
    words = " ".join(office.words)
    office.desk.close()

    archive = Archive(
        office,
        tmp_path,
        "",
        case_id,
        waiting,
        "",
        made.folder,
        made.folder,
        tmp_path,
        tmp_path / "stick",
    )
    assert archive.words == words
    report = archive.drill(tmp_path / "sets")
    assert report.ok
    done = archive.restore(tmp_path / "sets", tmp_path / "new" / "store")
    assert (done.people, done.left_out, done.closed) == (6, 0, 0)
    back = archive.opened(tmp_path / "new" / "store")
    try:
        track = Track(back, tmp_path)
        assert track.get(case_id).line.name == ICHIRO.name
        page = track.get(case_id).documents[0].pages[0]
        assert back.desk.cases.picture(track.act("c01"), page.id)
        assert [one.id for one in back.desk.intake.unfiled()] == [waiting]
        found = back.desk.register.find(track.act("c01"), name=ICHIRO.name)[0]
        assert found.row.customer_no == ICHIRO.number
        assert back.desk.audit.verify((made.log_size, made.log_root)).ok
        with back.desk.premises.database.reading() as session:
            (entry,) = audit.entries(session, audit.Filter(action="store.restored"))
        assert (entry.actor, entry.subject) == ("card", made.name)
    finally:
        back.desk.close()


def test_what_was_disposed_of_since_stays_closed_in_old_data(
    archive: Archive, tmp_path: Path
) -> None:
    """Old data, the newest key-book: the book lies in the later set beside it."""
    done = archive.restore(archive.early, tmp_path / "store")
    assert (done.data_epoch, done.keys_epoch) == (1, 2)
    back = archive.opened(tmp_path / "store")
    try:
        track = Track(back, tmp_path)
        stubs = [unit.stub for unit in track.get(archive.gone).units if unit.stub]
        assert len(stubs) == 2
        assert all("復元に使った鍵帳に鍵がなく" in stub for stub in stubs)
        papers = [one for one in track.get(archive.gone).documents if one.kind is PageKind.DL]
        page = papers[0].pages[0].id
        refused("key_destroyed", lambda: back.desk.cases.picture(track.act("c01"), page))
        assert track.get(archive.kept).line.name == ICHIRO.name
        (batch,) = back.desk.disposal.batches(back.by("s01"))  # its list waits for nobody now
        assert (batch.state, batch.stage) == ("REJECTED", "PROPOSED")
        # The page that was filed since is gone with its key; its paper is registered anew.
        assert done.closed == 3
        left = {one.id: len(one.pages) for one in back.desk.intake.unfiled()}
        assert left == {archive.waiting: 2, archive.filed_later: 0}
        assert back.desk.premises.lost_pages == ()
        back.desk.intake.discard(track.act("c01"), archive.filed_later, "RESCAN")
        # Until the keys are renewed, the slot of the old disk opens this store as well.
        view = back.desk.backups.view(back.by("s01"), back.now)
        assert [one.code for one in view.owed][:1] == ["RESTORED"]
        back.now += timedelta(minutes=1)
        back.desk.keys.roll(back.act("s01"))
        view = back.desk.backups.view(back.by("s01"), back.now)
        assert "RESTORED" not in {one.code for one in view.owed}
    finally:
        back.desk.close()


def test_no_old_key_opens_with_the_live_one(archive: Archive) -> None:
    """Holding the live key and the earlier set: none of its wrapped keys opens, of either epoch."""
    report = archive.drill(archive.early)
    assert (report.ok, report.closed_since, report.reopened, report.waiting) == (True, 2, 0, 0)
    late = archive.drill(archive.late)
    assert (late.ok, late.closed_before, late.closed_since) == (True, 2, 0)
    assert {kind for kind, number in report.opened.items() if number} == {
        *("KEY", "UNIT", "PAGE", "NAME", "REGISTER")
    }


def test_a_set_holds_no_slot_and_no_epoch_key(archive: Archive) -> None:
    vault = archive.office.desk.premises.vault
    with archive.office.desk.premises.database.reading() as session:
        _, key = vault.epoch_key(session)
    for folder in (archive.early, archive.late):
        for file in folder.rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                assert MAGIC not in data, file
                assert key not in data, file
                assert ICHIRO.name.encode() not in data, file


def test_nothing_is_written_over_and_no_slot_is_put_beside_data(
    archive: Archive, tmp_path: Path
) -> None:
    place = tmp_path / "used"
    place.mkdir()
    (place / "note.txt").write_text("mine", "utf-8")
    refused("restore_place_used", lambda: archive.restore(archive.late, place))
    assert [one.name for one in place.iterdir()] == ["note.txt"]
    refused(
        "data_beside_key",
        lambda: archive.restore(archive.late, archive.late.parent / "store"),
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    begun = tmp_path / "empty.restoring"
    begun.mkdir()
    (begun / "store.db").write_bytes(b"somebody's")
    refused("restore_place_used", lambda: archive.restore(archive.late, empty))
    (begun / "restore.begun").touch()  # what a restore leaves that was killed
    assert archive.restore(archive.late, empty).people == 6
    assert not any(one.exists() for one in (begun, empty / "restore.begun"))


def test_a_backup_beside_a_key_is_refused(archive: Archive, tmp_path: Path) -> None:
    desk, stop = archive.office.desk, threading.Event()
    medium = tmp_path / "medium"
    target = medium / "backup"
    for where in (medium, target, target / "keys"):
        target.mkdir(parents=True)
        where.mkdir(exist_ok=True)
        shutil.copy(next(archive.new.iterdir()), where / "any-name.bin")
        act = archive.office.act("a01")
        refused("key_beside_data", lambda: desk.backups.make(act, target, no_matter, stop))  # noqa: B023
        assert not sets_in(target)
        shutil.rmtree(medium)
    inside = archive.office.folder / "backup"
    inside.mkdir()
    act = archive.office.act("a01")
    refused("key_beside_data", lambda: desk.backups.make(act, inside, no_matter, stop))
    inside.rmdir()
    refused("backup_place", lambda: desk.backups.make(act, tmp_path / "not there", no_matter, stop))
    never = tmp_path / ("x" * 300)  # what the system itself refuses to look at
    refused("backup_place", lambda: desk.backups.make(act, never, no_matter, stop))


def test_pages_filed_and_taken_in_while_it_is_copied_leave_a_whole_set(
    registered: None, office: Office, tmp_path: Path
) -> None:
    track = Track(office, tmp_path)
    first = lay_in(office, "c01", (form_page(),))
    lay_in(office, "c01", (form_page(),))
    write_stick(office, tmp_path / "stick")
    by = [office.act("c01"), office.act("a01")]
    did: list[str] = []

    def meanwhile(done: int, _total: int) -> None:
        if not did:
            did.append(office.desk.filing.file(by[0], first, track.facts()).case_id)
            lay_in(office, "c01", (form_page(),))

    (tmp_path / "sets").mkdir()
    stop = threading.Event()
    made = office.desk.backups.make(by[1], tmp_path / "sets", meanwhile, stop)
    assert did
    archive = Archive(
        office, tmp_path, "", "", "", "", made.folder, made.folder, tmp_path, tmp_path / "stick"
    )
    report = archive.drill(made.folder)
    assert (report.ok, report.opened["PAGE"]) == (True, 2)


def test_a_stopped_backup_leaves_nothing_but_its_line(archive: Archive, tmp_path: Path) -> None:
    stop = threading.Event()
    act, other = archive.office.act("a01"), archive.office.act("s01")
    desk = archive.office.desk

    def meanwhile(_done: int, _total: int) -> None:
        refused("backup_busy", lambda: desk.keys.roll(other))  # nothing is erased by halves
        stop.set()

    refused("backup_cancelled", lambda: desk.backups.make(act, tmp_path, meanwhile, stop))
    assert list(tmp_path.iterdir()) == []
    with desk.premises.database.reading() as session:
        last, begun = audit.entries(session, limit=2)
    assert [begun.action, last.action] == ["backup.begin", "backup.not_made"]
    assert last.detail == {"why": "backup_cancelled"}


KILLED = """
import os, signal, threading
from pathlib import Path
from desk_office import MORNING, passphrase
from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings

def main(fatal, place, workstation, folder):
    around = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, around, window=False)
    by = desk.people.sign_in("a01", passphrase("a01"), MORNING)
    left = fatal

    def tell(done, total):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    desk.backups.make(new_act(by, MORNING), Path(folder), tell, threading.Event())
"""


def test_a_killed_backup_is_none_and_is_cleared_by_the_next(office: Office, tmp_path: Path) -> None:
    """kill -9 while the spool is copied, the database, while it is read back, and at the list."""
    sets = tmp_path / "sets"
    sets.mkdir()
    lay_in(office, "c01", (form_page(), form_page()))
    office.desk.close()
    around = office.surroundings.spool
    assert around is not None
    with Nursery(KILLED, office.place, around, sets) as nursery:
        for step in (1, 4, 7):
            assert nursery.run(step) == -signal.SIGKILL
            assert sets_in(sets) == []
            refused("backup_set_missing", lambda: find_set(sets))
            assert len(list(sets.iterdir())) == 1
    office.reopen()
    made = back_up(office, sets)
    assert [one.name for one in sets.iterdir()] == [made.name]
    assert read_set(made.folder).manifest.total == made.bytes
    assert office.desk.audit.verify().ok


def test_a_full_medium_is_told_and_no_half_backup_stays(archive: Archive, tmp_path: Path) -> None:
    """Without root a file may grow no further; with root a small file system runs full as well."""
    resource = pytest.importorskip("resource", reason="files have no bound on this system")
    office, sets = archive.office, tmp_path / "sets"
    sets.mkdir()
    premises = office.desk.premises
    source = Source(premises.database, premises.folder, premises.vault, premises.store_id, "")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def no_more(_done: int, _total: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))

    try:
        keys = office.by("a01").keys
        never = threading.Event().is_set
        refused("backup_full", lambda: make_backup(source, sets, keys, office.now, no_more, never))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(sets.iterdir()) == []

    for size in ("64k", "24m"):  # too small from the start; and full while it is written
        tmpfs = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(sets)]
        if shutil.which("mount") is None or subprocess.run(tmpfs, check=False).returncode:
            return
        filler = sets / "filler"

        def fill(_done: int, _total: int) -> None:
            if size == "24m" and not filler.exists():  # noqa: B023
                filler.write_bytes(bytes(shutil.disk_usage(sets).free - 65536))  # noqa: B023

        try:
            act, stop = office.act("a01"), threading.Event()
            make = office.desk.backups.make
            told = refused("backup_full", lambda: make(act, sets, fill, stop))  # noqa: B023
            assert ("MB" in told.sentence) is (size == "64k")
            filler.unlink(missing_ok=True)
            assert list(sets.iterdir()) == []
        finally:
            subprocess.run(["umount", str(sets)], check=True)


def test_a_drill_is_recorded_with_its_outcome_and_leaves_no_scratch(
    office: Office, tmp_path: Path
) -> None:
    made = back_up(office, tmp_path / "sets")
    stick = write_stick(office, tmp_path / "stick")
    backups = office.desk.backups
    before = sorted(one.name for one in office.folder.iterdir())
    assert drill(office, made.folder, stick).ok
    assert sorted(one.name for one in office.folder.iterdir()) == before
    view = backups.view(office.by("s01"), office.now)
    assert view.last_drill is not None
    assert (view.last_drill.ok, view.last_drill.name, view.owed) == (True, made.name, ())

    flip(made.folder / "store.db", 4321)
    (office.folder / "drill.part").mkdir()  # what a drill leaves that was killed
    refused("backup_set_damaged", lambda: drill(office, made.folder, stick))
    view = backups.view(office.by("s01"), office.now)
    assert [(one.code, one.late) for one in view.owed] == [("DRILL", True)]
    with office.desk.premises.database.reading() as session:
        (last,) = audit.entries(session, limit=1)
    assert (last.action, last.subject) == ("drill.done", made.name)
    assert last.detail == {"ok": 0, "why": "backup_set_damaged"}
    assert sorted(one.name for one in office.folder.iterdir()) == before
    (office.folder / "drill.part").mkdir()
    office.reopen()
    assert not (office.folder / "drill.part").exists()


def test_what_is_owed_stands_on_the_days_page(office: Office, tmp_path: Path) -> None:
    """Seven days without a backup, 180 without a drill; and at once after the keys were renewed."""
    track = Track(office, tmp_path)

    def told() -> dict[str, bool]:
        owed = office.desk.backups.view(office.by("s01"), office.now).owed
        page = office.desk.cases.today(office.by("s01"), office.now)
        red = {one.code: one.late for one in page.red_tasks if one.code in ("BACKUP", "DRILL")}
        assert red == {one.code: one.late for one in owed}
        with office.desk.premises.database.reading() as session:
            periods = periods_on(session, office.now.date())
        assert periods == Periods(7, 180)
        return red

    assert told() == {}
    track.later(days=7)
    assert told() == {}
    track.later(days=1)
    assert told() == {"BACKUP": True}
    back_up(office, tmp_path / "sets")
    assert told() == {}
    office.desk.keys.roll(office.act("s01"))
    assert told() == {"BACKUP": False}
    track.later(days=1)
    assert told() == {"BACKUP": True}
    back_up(office, tmp_path / "sets")
    assert told() == {}
    track.later(days=175)
    assert told() == {"BACKUP": True, "DRILL": True}


def test_a_person_who_left_after_the_data_gets_no_slot(office: Office, tmp_path: Path) -> None:
    """The newer key-book tells whose slot it was; the older data would let the leaver in."""
    made = back_up(office, tmp_path / "sets")
    office.desk.people.deactivate(office.act("a01"), office.id_of("c02"))
    office.now = office.now.replace(minute=30)
    office.by("a01")
    back_up(office, tmp_path / "sets")
    stick = write_stick(office, tmp_path / "stick")
    archive = Archive(office, tmp_path, "", "", "", "", made.folder, made.folder, tmp_path, stick)
    done = archive.restore(made.folder, tmp_path / "new" / "store")
    assert (done.people, done.left_out) == (5, 1)
    back = archive.opened(tmp_path / "new" / "store")
    try:
        refused(
            "slot_no_entry",
            lambda: back.desk.people.sign_in("c02", passphrase("c02"), back.now),
        )
        assert back.by("c01")
    finally:
        back.desk.close()


def test_a_key_book_of_an_earlier_program_still_reads(tmp_path: Path) -> None:
    """Format 1 as it was written before it told its moment, its people and its proof."""
    body = b'{"format": 1, "store": "store-one", "epoch": 2, "keys": 1}\nk1 AAAA\n'
    file = tmp_path / "keybook.mdg"
    file.write_bytes(body + hashlib.sha256(body).hexdigest().encode() + b"\n")
    book = keybook.read(file)
    book.check(bytes(32))
    assert (book.store_id, book.age, dict(book.people)) == ("store-one", (2, 0), {})
    assert dict(book.wrapped) == {"k1": b"\0\0\0"}
