from __future__ import annotations

import logging
import sqlite3
import threading
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from begun_store import NOW, Begun, begin
from nursery import Nursery
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from desktop.domain.errors import Stale
from desktop.store import migrations
from desktop.store.database import Database
from desktop.store.errors import (
    DamagedStore,
    NetworkFileSystem,
    NewerStore,
    NotAStore,
    PlaceUnusable,
    StoreBusy,
    StoreInUse,
    StoreMissing,
    StoreUnreachable,
)
from desktop.store.filesystems import mount_of, network_kind, overwrites_in_place
from desktop.store.schema import JST
from desktop.store.schema.infrastructure import PersonRow, SettingRow, StoreInfoRow

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sda2 /var/journal ext4 rw,data=journal 0 0
server:/share /mnt/share nfs4 rw,vers=4.2 0 0
//server/desk /mnt/共有 cifs rw 0 0
//server/desk /mnt/with\\040space cifs rw 0 0
clerk@host: /home/clerk/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/share/local ext4 rw 0 0
tank /tank zfs rw 0 0
/dev/sdc /data btrfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/share/desk", "nfs4"),
        ("/mnt/with space/desk", "cifs"),
        ("/mnt/共有/窓口", "cifs"),
        ("/home/clerk/remote", "fuse.sshfs"),
        ("/mnt/share/local/desk", ""),
        ("/mnt/shared", ""),
        ("/home/clerk", ""),
    ],
)
def test_a_folder_on_the_network_is_recognised(path: str, kind: str) -> None:
    assert network_kind(Path(path), MOUNTS) == kind


def test_where_overwriting_does_not_destroy_is_known() -> None:
    assert overwrites_in_place(Path("/home/clerk/slot.bin"), MOUNTS)
    for folder in ("/tank", "/data", "/var/journal", "/mnt/共有"):
        assert not overwrites_in_place(Path(folder) / "slot.bin", MOUNTS)
    assert overwrites_in_place(Path("/E/key"), "", "win32")
    assert not overwrites_in_place(Path("/Users/desk/slot.bin"), "", "darwin")
    assert mount_of(Path("/x"), "") is None


def test_a_store_on_the_network_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    mounts = f"server:/share {tmp_path} nfs rw 0 0\n"
    with pytest.raises(NetworkFileSystem, match="nfs"):
        Database.open(str(tmp_path / "store"), create=True, mounts=mounts)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_a_store_is_told_as_such(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    inside = tmp_path / "folder"
    (inside / "store.db").mkdir(parents=True)
    for place in (note, note / "below", inside):
        with pytest.raises(PlaceUnusable):
            Database.open(str(place), create=True)
    for place in (note, inside):
        with pytest.raises(PlaceUnusable):
            Database.open(str(place))
    assert note.read_text() == ""


def test_a_server_that_was_stopped_is_told_and_can_be_left(engines) -> None:
    place = engines.postgresql()
    database = Database.open(place, create=True)
    with psycopg.connect(place, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(StoreUnreachable), database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()


def test_a_place_without_a_store_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Database.open(str(tmp_path / "nowhere"))
    assert list(tmp_path.iterdir()) == []


def test_a_set_up_that_was_cut_off_counts_as_no_store(store_place: str) -> None:
    with pytest.raises(StoreMissing):
        Database.open(store_place)


def test_a_begun_store_opens(begun: Begun) -> None:
    Database.open(begun.place).close()


def test_a_newer_store_is_refused_and_left_alone(begun: Begun) -> None:
    with begun.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerStore):
        Database.open(begun.place)
    with pytest.raises(NewerStore):
        begun.database.upgrade()


def test_another_programs_database_is_refused(database: Database, store_place: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(NotAStore):
        Database.open(store_place, create=True)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable):
        Database.open(f"postgresql://desk@/desk?host={tmp_path}")


@pytest.mark.parametrize("at", [0, 4096, 5 * 4096])
def test_a_damaged_file_is_told(begun_on_sqlite: Begun, at: int) -> None:
    begun_on_sqlite.database.checkpoint()
    begun_on_sqlite.database.close()
    file = Path(begun_on_sqlite.place) / "store.db"
    data = bytearray(file.read_bytes())
    data[at : at + 4096] = b"\xff" * 4096
    file.write_bytes(data)
    with pytest.raises(DamagedStore):
        Database.open(begun_on_sqlite.place)


def test_a_damage_met_later_is_told_as_such(begun_on_sqlite: Begun) -> None:
    database = begun_on_sqlite.database
    database.checkpoint()
    file = Path(begun_on_sqlite.place) / "store.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    database.engine.dispose()
    with pytest.raises(DamagedStore), database.reading() as session:
        session.scalars(select(StoreInfoRow)).one()


def test_times_come_back_aware_and_in_japanese_time(begun: Begun) -> None:
    with begun.database.reading() as session:
        created = session.scalars(select(StoreInfoRow.created_at)).one()
    assert created == NOW
    assert created.isoformat() == "2026-11-02T09:30:00+09:00"


def test_a_time_without_its_zone_is_refused(begun: Begun) -> None:
    naive = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001
    with pytest.raises(Exception, match="time zone"), begun.database.transaction() as session:
        session.execute(update(StoreInfoRow).values(clock_high_water=naive))


def test_times_compare_alike_on_both_engines(begun: Begun) -> None:
    with begun.database.reading() as session:
        for moment, expected in (
            (datetime(2026, 11, 2, 9, 30, tzinfo=JST), 1),
            (datetime(2026, 11, 2, 9, 29, 59, 999999, tzinfo=JST), 0),
        ):
            query = select(StoreInfoRow.id).where(StoreInfoRow.created_at <= moment)
            assert len(session.scalars(query).all()) == expected


def test_a_transaction_happens_wholly_or_not_at_all(begun: Begun) -> None:
    def change_their_mind() -> None:
        with begun.database.transaction() as session:
            session.execute(update(StoreInfoRow).values(program_version="9"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_their_mind()
    with begun.database.reading() as session:
        assert session.scalars(select(StoreInfoRow.program_version)).one() == "0.1.0"


def test_reading_cannot_change_anything(begun: Begun) -> None:
    with pytest.raises(DBAPIError), begun.database.reading() as session:
        session.execute(update(StoreInfoRow).values(program_version="9"))
    with begun.database.transaction() as session:
        session.execute(update(StoreInfoRow).values(program_version="9"))


def test_reading_sees_one_moment(begun: Begun) -> None:
    query = select(StoreInfoRow.program_version)
    with begun.database.reading() as session:
        assert session.scalars(query).one() == "0.1.0"
        with begun.database.transaction() as other:
            other.execute(update(StoreInfoRow).values(program_version="9"))
        assert session.scalars(query).one() == "0.1.0"
    with begun.database.reading() as session:
        assert session.scalars(query).one() == "9"


def test_every_change_raises_the_change_number(begun: Begun) -> None:
    def number() -> int:
        with begun.database.reading() as session:
            return begun.database.change_number(session)

    before = number()
    with begun.database.transaction():
        pass
    assert number() == before + 1
    assert number() == before + 1


def test_a_stale_row_is_refused(begun: Begun) -> None:
    with begun.database.transaction() as session:
        session.add(
            PersonRow(
                id="p",
                login="c01",
                role="CLERK",
                active=True,
                agreement_public=b"",
                signing_public=b"",
                wrapped_private=b"",
                failed_attempts=0,
                created_at=NOW,
            )
        )
    with begun.database.reading() as session:
        seen_before = session.get_one(PersonRow, "p")
    with begun.database.transaction() as session:
        session.get_one(PersonRow, "p").failed_attempts = 1
    seen_before.failed_attempts = 5
    with pytest.raises(Stale), begun.database.transaction() as session:
        session.merge(seen_before)
    with begun.database.reading() as session:
        row = session.get_one(PersonRow, "p")
        assert (row.failed_attempts, row.version) == (1, 2)


def test_a_setting_of_nobody_is_refused(begun: Begun) -> None:
    with pytest.raises(DBAPIError), begun.database.transaction() as session:
        session.add(
            SettingRow(
                id="s",
                name="fee",
                effective_from=NOW.date(),
                value_json="220",
                proposed_by="nobody",
                proposed_at=NOW,
            )
        )


def test_values_do_not_show_in_errors_or_logs(
    begun: Begun, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    try:
        with pytest.raises(DBAPIError) as raised, begun.database.transaction() as session:
            session.execute(text("INSERT INTO nowhere VALUES (:v)"), {"v": "架空 太郎"})
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    assert "架空" not in str(raised.value)
    assert "架空" not in caplog.text


def test_deleted_content_leaves_the_files_at_the_checkpoint(begun_on_sqlite: Begun) -> None:
    folder = Path(begun_on_sqlite.place)
    marker = b"MARKER-" * 40
    with begun_on_sqlite.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE content (data BLOB)")
        connection.execute(text("INSERT INTO content VALUES (:d)"), {"d": marker * 100})

    def found() -> bool:
        return any(marker in file.read_bytes() for file in folder.glob("store.db*"))

    assert found()
    with begun_on_sqlite.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM content")
    begun_on_sqlite.database.checkpoint()
    assert not found()
    assert (folder / "store.db-wal").stat().st_size == 0


def test_a_reader_that_stays_makes_the_checkpoint_fail_aloud(begun_on_sqlite: Begun) -> None:
    database = begun_on_sqlite.database
    with database.reading() as session:
        session.scalars(select(StoreInfoRow)).one()
        with database.transaction():
            pass
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 20")
        with pytest.raises(StoreBusy):
            database.checkpoint()
    database.checkpoint()


def test_sqlite_is_set_as_the_design_says(begun_on_sqlite: Begun) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "temp_store": 2,
        "busy_timeout": 10000,
    }
    with begun_on_sqlite.database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected
        }
    assert found == expected


def test_writers_wait_for_each_other(begun: Begun) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(25):
                with begun.database.transaction() as session:
                    old = session.scalars(select(StoreInfoRow.program_version)).one()
                    session.execute(update(StoreInfoRow).values(program_version=old[:5]))
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_second_window_is_refused_a_command_is_not(begun: Begun) -> None:
    begun.database.claim_window()
    command = Database.open(begun.place)
    with command.reading() as session:
        assert session.scalars(select(StoreInfoRow.epoch)).one() == 1
    with pytest.raises(StoreInUse, match="別の窓口の画面"):
        command.claim_window()
    begun.database.close()
    command.claim_window()
    command.close()


WINDOW = """
import os, signal, time
from desktop.store.database import Database

def main(number, place, ready):
    database = Database.open(place)
    database.claim_window()
    open(ready, "w").close()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_window_leaves_no_lock_behind(begun_on_sqlite: Begun, tmp_path: Path) -> None:
    with Nursery(WINDOW, begun_on_sqlite.place, tmp_path / "ready") as nursery:
        assert nursery.run(0) == -9
    assert (tmp_path / "ready").exists()
    begun_on_sqlite.database.claim_window()


def test_being_alone_is_refused_while_another_program_is_there(begun: Begun) -> None:
    other = Database.open(begun.place)
    with pytest.raises(StoreInUse), begun.database.exclusive():
        pass
    other.close()
    with begun.database.exclusive():
        pass
    Database.open(begun.place).close()


def test_a_second_workstation_is_refused_on_postgresql(engines, tmp_path: Path) -> None:
    place = engines.postgresql()
    first = Database.open(place, create=True, workstation="desk-1")
    begin(place, tmp_path, first)
    beside = Database.open(place, workstation="desk-1")
    with pytest.raises(StoreInUse, match="一台だけ"):
        Database.open(place, workstation="desk-2")
    first.close()
    with pytest.raises(StoreInUse):
        Database.open(place, workstation="desk-2")
    beside.close()
    Database.open(place, workstation="desk-2").close()
    engines.drop(place)


def test_an_older_schema_is_brought_up_by_opening_and_upgrading(tmp_path: Path) -> None:
    database = Database.open(str(tmp_path), create=True)
    database.upgrade()
    database.close()
    with sqlite3.connect(tmp_path / "store.db") as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    files = Path(migrations.__file__).parent.glob("versions/0*.py")
    assert version == max(file.name[:4] for file in files)
    assert (tmp_path / "store.db").stat().st_mode & 0o077 == 0
