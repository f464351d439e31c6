"""What goes wrong with keys and disposal: who sees it, who acts (docs/failures.md), row by row.

The rows that have their own files are tested there; the table names each test, and the last test
here holds the table to it.
"""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from desk_office import Office, passphrase
from key_desk import medium, told, write_sticks
from sqlalchemy import delete, text

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.services.desk import Desk
from desktop.services.opening import DisposalHalfWay
from desktop.services.rolling import NoRoom
from desktop.store import audit
from desktop.store.database import Database, migrations_config
from desktop.store.errors import DiskFull, SlotOutdated
from desktop.store.key_media import card_hash
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.schema.key_media import CardEventRow, KeyStickRow
from desktop.store.stick_errors import StickStrange
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keybook import FILE_NAME as BOOK

ROOT = Path(__file__).resolve().parents[2]
BATCH = "b" * 32


def approved_batch(office: Office) -> None:
    """A list that was approved, as far as these tests look at it."""
    with office.desk.premises.database.transaction() as session:
        session.add(
            DisposalBatchRow(
                id=BATCH,
                number="2026-H001",
                state=ItemState.APPROVED,
                stage=DisposalStage.APPROVED,
                list_hash="0" * 64,
                proposed_by=office.id_of("c01"),
                proposed_at=office.now,
                approved_by=office.id_of("s01"),
                approved_at=office.now,
            )
        )


def everything(folder: Path) -> dict[str, bytes]:
    names = ("store.db", "slot.bin")
    return {name: (folder / name).read_bytes() for name in names}


def test_an_old_database_beside_the_slot_of_today_is_refused_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    """Whoever opens the window sees it; the administrator restores with the newest key-book."""
    office.desk.premises.database.checkpoint()
    shutil.copy(office.folder / "store.db", tmp_path / "old.db")
    office.desk.keys.roll(office.act("s01"))
    office.desk.close()
    for file in office.folder.glob("store.db*"):
        file.unlink()
    shutil.copy(tmp_path / "old.db", office.folder / "store.db")
    before = everything(office.folder)
    with pytest.raises(SlotOutdated) as refused:
        Desk.open(office.place, office.surroundings, window=True)
    assert "世代が合いません" in refused.value.sentence
    assert "管理者に復旧を依頼" in refused.value.next_step
    assert everything(office.folder) == before


def test_a_nearly_full_disk_is_told_and_a_disposal_is_stopped_before_anything_is_erased(
    office: Office,
) -> None:
    """Everybody sees it on the day's page; the administrator makes room."""
    approved_batch(office)
    assert told(office, "SPACE") == []
    office.desk.close()
    office.surroundings = replace(office.surroundings, free_bytes=20 * 2**20)
    office.reopen()
    ((sentence, step, late),) = told(office, "SPACE")
    assert sentence.startswith("保管庫のディスクの空きが残り20 MBです。")
    assert "管理者に" in step
    assert late
    with pytest.raises(NoRoom, match="始めませんでした"):
        office.desk.keys.roll(office.act("s01"))
    act = office.act("c01")
    with pytest.raises(NoRoom):
        office.desk.disposal.execute(
            act, BATCH, "c02", passphrase("c02"), "DISSOLUTION", "本社3階 文書室"
        )
    batch = office.desk.disposal.batch(office.by("c01"), BATCH)
    assert (batch.state, batch.stage) == (ItemState.APPROVED, DisposalStage.APPROVED)
    assert office.desk.keys.view(office.by("s01")).epoch == 1


def test_a_disk_that_fills_up_during_a_roll_is_told_until_the_roll_is_ended(
    office: Office,
) -> None:
    """A folder stands where the key-book is written, as no room for a file would; a supervisor
    ends the roll once there is room, without starting the program anew."""
    book = office.folder / f"{BOOK}.part"
    book.mkdir()
    with pytest.raises((DiskFull, OSError)):
        office.desk.keys.roll(office.act("s01"))
    ((sentence, step, _),) = told(office, "ROLL_OPEN")
    assert "前の鍵が鍵ファイルに残っています" in sentence
    assert "責任者が鍵を更新" in step
    assert not office.desk.keys.view(office.by("s01")).slot_sound
    book.rmdir()
    office.desk.found_numbers.roll(office.act("s01"))
    assert told(office, "ROLL_OPEN") == []
    assert office.desk.keys.view(office.by("s01")).slot_sound


def test_a_program_that_is_newer_waits_for_an_approved_disposal(office: Office) -> None:
    """Whoever opens the newer program is told to end the disposal with the one before."""
    approved_batch(office)
    office.desk.close()
    database = Database.open(office.place)
    with database.engine.begin() as connection:
        config = migrations_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")  # as the version before had left it
    with database.engine.connect() as connection:
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    database.close()
    with pytest.raises(DisposalHalfWay) as refused:
        Desk.open(office.place, office.surroundings, window=True)
    assert "2026-H001" in refused.value.sentence
    assert "前の版のプログラムで開き" in refused.value.next_step
    database = Database.open(office.place)
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == (
            schema
        )
        connection.execute(
            text(
                "UPDATE disposal_batch SET stage = 'KEYS_DESTROYED_LIVE', state = 'EXECUTED', "
                "version = version + 1"
            )
        )
    database.close()
    assert office.reopen().premises.database.is_upgraded()


def test_a_stick_on_a_share_proves_nothing(office: Office, tmp_path: Path) -> None:
    office.desk.close()
    share = f"//server/keys {medium(tmp_path, 'A')} cifs rw 0 0\n"
    office.surroundings = replace(office.surroundings, mounts=share)
    office.reopen()
    assert [one.in_place for one in write_sticks(office, tmp_path)] == [False, True]


def test_a_card_that_is_newer_than_the_data_put_back_is_checked_like_any_other(
    office: Office,
) -> None:
    """The slot is sealed to it, and the rows tell of the card before alone."""
    keys = office.desk.keys
    words = keys.draw_card(office.by("s01"))
    office.now += timedelta(days=8)
    keys.renew_card(office.act("s01"), words, "c01", passphrase("c01"))
    new = card_hash(RecoveryCard.from_words(" ".join(words)).public())
    with office.desk.premises.database.transaction() as session:
        session.execute(delete(CardEventRow).where(CardEventRow.card == new))
    assert told(office, "CARD_CHECK")
    office.now += timedelta(minutes=1)
    for copy in (1, 2):
        keys.check_card(office.act("s01"), copy, " ".join(words))
    assert told(office, "CARD_CHECK") == []
    assert all(one.checked_at == office.now for one in keys.view(office.by("s01")).copies)


def test_a_stick_that_replaced_the_one_of_the_data_put_back_is_no_stranger(
    office: Office, tmp_path: Path
) -> None:
    """The medium that the store was restored by is not to be destroyed."""
    write_sticks(office, tmp_path)
    with office.desk.premises.database.transaction() as session:
        session.get_one(KeyStickRow, "A").serial = "0" * 16  # as earlier data name another
    with pytest.raises(StickStrange):
        write_sticks(office, tmp_path, "A")
    office.now += timedelta(minutes=1)
    with office.desk.premises.database.transaction() as session:
        audit.append(session, office.now, "card", "store.restored")
    write_sticks(office, tmp_path, "A")
    assert all(one.current for one in office.desk.keys.view(office.by("s01")).sticks)


ROWS = {
    "記録の固定先": "anchor place unreachable at day close",
    "鍵ファイルの片方": "slot half torn",
    "古いデータベース": "database restored older than its slot's epoch",
    "鍵媒体の取り違え": "sticks swapped or from another store",
    "鍵の更新中の満杯": "disk full during a roll",
    "書き込みの確認": "fsync error",
    "時計": "clock set back or far ahead",
    "空きの不足": "storage nearly full",
    "二つのプログラム": "two programs on one store during a roll",
    "新しい版": "program upgraded during an open batch",
    "全員のパスフレーズ": "all passphrases lost",
    "ディスクの故障": "dead disk",
    "鍵媒体の紛失": "lost stick",
    "回復カードの紛失": "lost card",
    "離任": "leaver",
}
"""Every row that the table must have: how it begins there, and what the task calls it."""


def test_every_row_of_the_table_says_who_sees_and_acts_and_names_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "failures.md").read_text(encoding="utf8")
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| ") and "`tests/" in line
    ]
    assert [next((one for one in ROWS if row[0].startswith(one)), row[0]) for row in rows] == list(
        ROWS
    )
    for what, seen, acts, tests in rows:
        assert re.search("責任者|管理者|受付担当|全員|開いた人", seen), what
        assert re.search("責任者|管理者|受付担当|プログラム", acts), what
        named = re.findall(r"`(tests/\S+?)::(test_\w+)`", tests)
        assert named, what
        for file, test in named:
            tree = ast.parse((ROOT / file).read_text(encoding="utf8"))
            there = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
            assert test in there, (what, file, test)
