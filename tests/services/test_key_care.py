"""鍵: rolls, sticks A and B, the recovery card; what the day's page says of them (TRUST §2)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import NAMES, Office, passphrase
from key_desk import medium, told, write_sticks

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.domain.errors import DeskError, NotAllowed, Refused, SamePerson
from desktop.domain.key_media import StickLabel
from desktop.domain.roles import Role
from desktop.services.card_entry import ComingBack
from desktop.services.slot_restore import SlotRestored, restore_slot
from desktop.store import audit, people
from desktop.store.database import Database
from desktop.store.errors import CardWordsWrong, NotInSlot, SlotExists, StoreInUse
from desktop.store.schema.infrastructure import PersonRow
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.stick_errors import (
    CardWrong,
    StickAhead,
    StickBesideStore,
    StickEmpty,
    StickForeign,
    StickStrange,
    StickSwapped,
    StickUnusable,
)
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.crypto import new_key
from desktop.store.vault.keys import make_keys
from desktop.store.vault.stick import FILE_NAME, Stick, StickFile

A, B = StickLabel.A, StickLabel.B


def states(office: Office) -> list[tuple[bool, bool, bool]]:
    """made, current, lost of A and B."""
    view = office.desk.keys.view(office.by("s01"))
    return [(one.made, one.current, one.lost) for one in view.sticks]


def epoch_key(office: Office) -> tuple[int, bytes]:
    premises = office.desk.premises
    with premises.database.reading() as session:
        return premises.vault.epoch_key(session)


def test_a_stick_opens_by_the_card_alone_and_follows_each_roll_in_place(
    office: Office, tmp_path: Path
) -> None:
    keys, card = office.desk.keys, RecoveryCard.from_words(" ".join(office.words))
    assert states(office) == [(False, False, False)] * 2
    first, _ = write_sticks(office, tmp_path)
    assert (first.label, first.epoch, first.in_place) == (A, 1, True)
    assert states(office) == [(True, True, False)] * 2
    file = medium(tmp_path, "A") / FILE_NAME
    before, inode = file.read_bytes(), file.stat().st_ino
    found, key = StickFile(file.parent).key_for(card)
    assert (found.label, found.epoch, key) == (A, 1, epoch_key(office)[1])
    with pytest.raises(NotInSlot):
        StickFile(file.parent).key_for(RecoveryCard.make())

    assert keys.roll(office.act("s01")) == 2
    assert states(office) == [(True, False, False)] * 2
    write_sticks(office, tmp_path, "A")
    after = file.read_bytes()
    assert (file.stat().st_ino, file.stat().st_mode & 0o777) == (inode, 0o600)
    assert StickFile(file.parent).key_for(card)[1] == epoch_key(office)[1] != key
    # Not one block of 64 bytes of the earlier halves is left on the medium.
    blocks = {before[at : at + 64] for at in range(0, len(before), 64)} - {bytes(64)}
    assert not any(block in after for block in blocks if b"\0" * 16 not in block)
    assert states(office) == [(True, True, False), (True, False, False)]


def test_a_medium_that_is_not_this_stick_is_refused_and_stays_as_it_is(
    office: Office, tmp_path: Path
) -> None:
    """Swapped, of another store, a second one of its name, ahead of the store, in the store."""
    write_sticks(office, tmp_path)
    keys, act = office.desk.keys, lambda: office.act("s01")
    store = office.desk.premises.store_id
    found = StickFile(medium(tmp_path, "A")).look()
    assert found is not None
    other, card = medium(tmp_path, "other"), RecoveryCard.make().public()

    def refused(error: type[Refused], label: StickLabel, folder: Path) -> Refused:
        before = {file: file.read_bytes() for file in folder.glob(FILE_NAME)}
        with pytest.raises(error) as told_:
            keys.write_stick(act(), label, folder)
        assert {file: file.read_bytes() for file in folder.glob(FILE_NAME)} == before
        return told_.value

    assert "差し込まれているのは鍵媒体B" in refused(StickSwapped, A, medium(tmp_path, "B")).sentence
    refused(StickEmpty, A, other)
    refused(StickBesideStore, A, office.desk.premises.folder / "spool")
    refused(StickUnusable, A, tmp_path / "pulled out")
    for error, stick in (
        (StickForeign, Stick(A, found.serial, "another store", 1)),
        (StickStrange, Stick(A, "0" * 16, store, 1)),
        (StickAhead, Stick(A, found.serial, store, 9)),
    ):
        StickFile(other).write(stick, new_key(), card)
        refused(error, A, other)
    assert states(office) == [(True, True, False)] * 2

    # A copy from before: written to, it would stand for the stick that still has the key in it.
    shutil.copy(medium(tmp_path, "A") / FILE_NAME, copy := medium(tmp_path, "copy"))
    keys.roll(act())
    write_sticks(office, tmp_path)
    refused(StickStrange, A, copy)

    # Another program brought it on between the look and the writing.
    with pytest.raises(StickAhead):
        StickFile(medium(tmp_path, "A")).write(replace(found, epoch=1), new_key(), card)
    assert (StickFile(medium(tmp_path, "A")).look() or found).epoch == 2


def test_what_the_sticks_owe_stands_on_the_day_s_page_in_plain_words(
    office: Office, tmp_path: Path
) -> None:
    """Silent for the first week; told at once after a roll, red after seven days."""
    office.now += timedelta(days=7)
    assert (told(office, "STICK_NONE"), told(office, "STICK")) == ([], [])
    office.now += timedelta(days=1)
    ((sentence, step, late),) = told(office, "STICK_NONE")
    assert sentence.startswith("鍵媒体A・鍵媒体Bがまだありません。")
    assert late
    assert "責任者が設定の「鍵」" in step
    write_sticks(office, tmp_path)
    assert (told(office, "STICK_NONE"), told(office, "STICK")) == ([], [])
    office.desk.keys.roll(office.act("s01"))
    ((sentence, step, late),) = told(office, "STICK")
    assert sentence == (
        "鍵媒体A・鍵媒体Bに、更新前の鍵が残っています。それまでの廃棄は、まだ元に戻せます。"
    )
    assert step == "責任者が11月25日までに、設定の「鍵」で鍵媒体A・鍵媒体Bを更新してください。"
    assert not late
    write_sticks(office, tmp_path, "A")
    office.now += timedelta(days=8)
    ((sentence, _, late),) = told(office, "STICK")
    assert sentence.startswith("鍵媒体Bに、更新前の鍵が残っています。")
    assert late


def test_each_copy_of_the_card_is_read_back_after_printing_and_once_a_year(
    office: Office,
) -> None:
    keys, words = office.desk.keys, " ".join(office.words)
    office.now += timedelta(days=7)
    assert told(office, "CARD_CHECK") == []
    office.now += timedelta(days=1)
    assert "1枚目と2枚目" in told(office, "CARD_CHECK")[0][0]
    wrong = [*office.words[1:], office.words[0]]
    with pytest.raises(CardWordsWrong):
        keys.check_card(office.act("s01"), 1, " ".join(wrong[:23]))
    with pytest.raises(CardWrong):
        keys.check_card(office.act("s01"), 1, " ".join(RecoveryCard.make().words()))
    keys.check_card(office.act("s01"), 1, words)
    ((sentence, _, _),) = told(office, "CARD_CHECK")
    assert "1枚目" not in sentence
    keys.check_card(office.act("s01"), 2, words)
    assert told(office, "CARD_CHECK") == []
    (one, two) = keys.view(office.by("s01")).copies
    assert (one.checked_by, two.lost, two.owed_by) == (
        "例示 誠",
        False,
        office.now.date() + timedelta(days=365),
    )
    office.now += timedelta(days=366)
    assert "1枚目と2枚目" in told(office, "CARD_CHECK")[0][0]


def test_a_lost_stick_waits_for_a_new_card_and_then_opens_nothing(
    office: Office, tmp_path: Path
) -> None:
    write_sticks(office, tmp_path)
    keys, old = office.desk.keys, RecoveryCard.from_words(" ".join(office.words))
    office.now += timedelta(minutes=1)
    lost = medium(tmp_path, "B").rename(tmp_path / "found by a thief")
    keys.lose_stick(office.act("s01"), B)
    assert "鍵媒体Bがなくなった" in told(office, "STICK_LOST")[0][0]
    with pytest.raises(Refused, match="今の回復カードでまだ開けます"):
        write_sticks(office, tmp_path, "B")
    with pytest.raises(Refused, match="すでに届け出て"):
        keys.lose_stick(office.act("s01"), B)

    words = keys.draw_card(office.by("s01"))
    office.now += timedelta(minutes=1)
    with pytest.raises(SamePerson):
        keys.renew_card(office.act("s01"), words, "s01", passphrase("s01"))
    with pytest.raises(NotAllowed):
        keys.renew_card(office.act("s01"), words, "a01", passphrase("a01"))
    act = office.act("s01")
    epoch = keys.renew_card(act, words, "c01", passphrase("c01"))
    assert keys.renew_card(act, words, "c01", passphrase("c01")) == epoch == 2
    assert told(office, "STICK_LOST") == []
    assert [late for _, _, late in told(office, "STICK_NONE")] == [False]  # B is to be made anew
    assert states(office) == [(True, False, False), (False, False, False)]
    with pytest.raises(CardWrong):
        keys.check_card(office.act("s01"), 1, " ".join(office.words))
    keys.check_card(office.act("s01"), 1, " ".join(words))
    new = RecoveryCard.from_words(" ".join(words))
    write_sticks(office, tmp_path)
    assert states(office) == [(True, True, False)] * 2
    for stick in "AB":
        assert StickFile(medium(tmp_path, stick)).key_for(new)[1] == epoch_key(office)[1]
        with pytest.raises(NotInSlot):
            StickFile(medium(tmp_path, stick)).key_for(old)
    # The thief has the old card as well: what the stick holds opens the epoch before alone.
    assert StickFile(lost).key_for(old)[1] != epoch_key(office)[1]
    with pytest.raises(StickStrange):
        keys.write_stick(office.act("s01"), B, lost)


def test_a_lost_copy_of_the_card_is_told_until_there_is_a_new_card(office: Office) -> None:
    keys = office.desk.keys
    keys.lose_card(office.act("s01"), 2)
    assert "拾った人" in told(office, "CARD_LOST")[0][0]
    office.now += timedelta(minutes=1)
    words = keys.draw_card(office.by("s01"))
    keys.renew_card(office.act("s01"), words, "c02", passphrase("c02"))
    assert told(office, "CARD_LOST") == []
    assert office.desk.premises.slot.current(office.desk.premises.store_id, 2)
    assert [one.lost for one in keys.view(office.by("s01")).copies] == [False, False]


def test_a_deputy_rolls_and_writes_a_stick_and_a_clerk_does_not(
    office: Office, tmp_path: Path
) -> None:
    today = office.now.date()
    with pytest.raises(NotAllowed):
        office.desk.keys.roll(office.act("c02"))
    with pytest.raises(NotAllowed):
        office.desk.keys.write_stick(office.act("c02"), A, medium(tmp_path, "A"))
    assert not (medium(tmp_path, "A") / FILE_NAME).exists()
    office.desk.deputies.name(
        office.act("s01"), office.id_of("c02"), today, today, passphrase("s01")
    )
    office._signed_in.clear()
    assert office.desk.keys.roll(office.act("c02")) == 2
    written = office.desk.keys.write_stick(office.act("c02"), A, medium(tmp_path, "A"))
    assert (written.label, written.epoch) == (A, 2)


def test_all_passphrases_lost_two_people_come_back_in_by_the_card(office: Office) -> None:
    entry, words = office.desk.card_entry, " ".join(office.words)
    admin, boss = ComingBack("a01", "新しい 管理 合言葉"), ComingBack("s01", "新しい 責任 合言葉")
    with pytest.raises(CardWrong):
        entry.enter(" ".join(RecoveryCard.make().words()), admin, boss, office.now)
    with pytest.raises(NotAllowed):
        entry.enter(words, boss, boss, office.now)
    with pytest.raises(NotAllowed):
        entry.enter(words, admin, ComingBack("c01", "新しい 担当 合言葉"), office.now)
    office.now += timedelta(minutes=1)
    entry.enter(words, admin, boss, office.now)
    for login, chosen in (("a01", admin.passphrase), ("s01", boss.passphrase)):
        office._signed_in[login] = office.desk.people.sign_in(login, chosen, office.now)
    done = office.desk.passphrases.reset(
        office.act("a01"),
        next(p.id for p in office.desk.people.roster() if p.login == "c01"),
        "新しい 担当 合言葉",
        "s01",
        boss.passphrase,
    )
    assert done.login == "c01"
    assert office.desk.audit.verify().ok
    lines = office.desk.audit.entries(office.by("s01"), 0, 20)
    actions = [line.action for line in lines]
    assert (actions.count("card.failed"), actions.count("card.enter")) == (1, 1)
    assert actions.count("person.reset") == 3
    assert office.desk.keys.view(office.by("s01")).roll_owed


def executed_batch(office: Office) -> str:
    """A disposal as its execution leaves it: the live keys are gone, the sticks were not asked."""
    with office.desk.premises.database.transaction() as session:
        session.add(
            DisposalBatchRow(
                id="b" * 32,
                number="2026-H001",
                state=ItemState.EXECUTED,
                stage=DisposalStage.KEYS_DESTROYED_LIVE,
                list_hash="0" * 64,
                proposed_by=office.id_of("c01"),
                proposed_at=office.now,
                method="DISSOLUTION",
                epoch=0,
            )
        )
    return "b" * 32


def test_each_act_on_the_keys_leaves_its_line(office: Office, tmp_path: Path) -> None:
    for login in ("c01", "c02", "s01", "k01"):
        office.by(login)
    keys, disposal, entry = office.desk.keys, office.desk.disposal, office.desk.card_entry
    batch = executed_batch(office)
    earlier = office.desk.audit.count(office.by("k01"))
    words = keys.draw_card(office.by("s01"))
    with pytest.raises(Refused, match="番号"):
        disposal.paper_ends.note(office.act("c01"), batch, "見本紙業", " ")
    disposal.paper_ends.note(office.act("c01"), batch, "見本紙業", "K-2026-118")
    with pytest.raises(DeskError):  # recorded first, then handed to a printer that is not there
        office.desk.recovery.print_new_card(office.act("s01"), words, "no-such")
    write_sticks(office, tmp_path, "AB")
    keys.check_card(office.act("s01"), 1, " ".join(office.words))
    keys.lose_card(office.act("s01"), 2)
    keys.lose_stick(office.act("s01"), A)
    keys.roll(office.act("s01"))
    keys.renew_card(office.act("s01"), words, "c01", passphrase("c01"))
    both = ComingBack("a01", "新しい 管理 合言葉"), ComingBack("s01", "新しい 責任 合言葉")
    with pytest.raises(CardWrong):
        entry.enter(" ".join(office.words), *both, office.now)
    entry.enter(" ".join(words), *both, office.now)

    named = {one.id: one.login for one in office.desk.people.roster()}
    with office.desk.premises.database.reading() as session:
        lines = list(reversed(audit.entries(session)))[earlier:]
    assert [f"{named.get(one.actor, one.actor)} {one.action}" for one in lines] == [
        "c01 disposal.paper_end",
        "s01 card.print",
        *("s01 stick.write", "s01 disposal.stage"),
        *("s01 stick.write", "s01 disposal.stage", "s01 disposal.stage", "s01 audit.anchor"),
        "s01 card.check",
        "s01 card.lost",
        "s01 stick.lost",
        "s01 keys.roll",
        "s01 card.renew",
        "unknown card.failed",
        "a01 person.reset",
        "s01 person.reset",
        "a01 card.enter",
    ]
    view = disposal.batch(office.by("c01"), batch)
    assert (view.stage, view.vendor, view.vendor_number) == (
        DisposalStage.IRREVERSIBLE,
        "見本紙業",
        "K-2026-118",
    )


def test_a_lost_slot_is_made_anew_from_a_stick_and_the_card(office: Office, tmp_path: Path) -> None:
    """Who works here signs in as before; a key that somebody put into a row opens nothing."""
    write_sticks(office, tmp_path)
    for login in ("c01", "s01", "k01"):
        office.by(login)
    words, around, stick = " ".join(office.words), office.surroundings, medium(tmp_path, "A")

    def restore(said: str = words, folder: Path = stick) -> SlotRestored:
        return restore_slot(office.place, around, folder, said, office.now)

    with pytest.raises(StoreInUse):
        restore()
    office.desk.close()
    with pytest.raises(SlotExists):
        restore()
    slot = office.folder / "slot.bin"
    slot.unlink()
    with pytest.raises(NotInSlot):
        restore(" ".join(RecoveryCard.make().words()))
    with pytest.raises(StickEmpty):
        restore(folder=tmp_path)
    assert not slot.exists()
    if "://" in office.place:
        shutil.rmtree(office.folder)  # the workstation itself is lost, the server is not
    thief = make_keys("c02").public()
    database = Database.open(office.place)
    with database.transaction() as session:
        row = next(one for one in session.query(PersonRow) if one.login == "c02")
        row.agreement_public = thief.agreement
        # Nor does one whom nobody ever added: the log knows no key of theirs at all.
        stranger = make_keys("f" * 32).public()
        people.add(session, "f" * 32, "x99", Role.CLERK, stranger, b"", office.now)
    database.close()
    done = restore(folder=stick / FILE_NAME)
    assert (done.epoch, done.people, done.left_out) == (1, len(NAMES) - 1, 2)
    assert slot.stat().st_mode & 0o777 == 0o600
    office.reopen()
    assert states(office) == [(True, True, False)] * 2
    lines = office.desk.audit.entries(office.by("k01"), 0, 10, action="slot.restored")
    assert [line.detail for line in lines] == [{"people": len(NAMES) - 1, "epoch": 1}]
    assert "失われた鍵ファイルが見つかれば" in told(office, "RESTORED")[0][0]
    office.now += timedelta(minutes=1)
    office.desk.keys.roll(office.act("s01"))
    assert told(office, "RESTORED") == []
    with pytest.raises(NotInSlot):
        office.by("c02")
