from __future__ import annotations

import threading
from pathlib import Path

import pytest
from begun_store import NOW, Begun
from sqlalchemy import func, select, text

from desktop.store.database import Database
from desktop.store.errors import KeyDestroyed, NotInSlot, SealBroken, SlotForeign, VaultLocked
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keys import make_keys
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault


def test_a_record_opens_for_each_person_after_a_new_start(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"data of a case")
    with begun.database.reading() as session:
        for keys in (begun.clerk, begun.supervisor):
            vault = Vault.unlock(session, SlotFile(begun.slot.path), keys)
            assert vault.open(session, key_id, "case-1", "case", "person", blob) == (
                b"data of a case"
            )


def test_the_card_opens_the_vault_too(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"data")
    card = RecoveryCard.from_words(" ".join(begun.card.words()))
    with begun.database.reading() as session:
        vault = Vault.unlock_by_card(session, begun.slot, card)
        assert vault.open(session, key_id, "case-1", "case", "person", blob) == b"data"


def test_a_stranger_does_not_get_in(begun: Begun) -> None:
    with begun.database.reading() as session, pytest.raises(NotInSlot):
        Vault.unlock(session, begun.slot, make_keys("stranger"))


def test_a_sealed_record_moved_to_another_place_does_not_open(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"approved")
    with begun.database.reading() as session:
        for place in (
            ("case-2", "case", "person"),
            ("case-1", "page", "person"),
            ("case-1", "case", "reading"),
        ):
            with pytest.raises(SealBroken):
                begun.vault.open(session, key_id, *place, blob)


def test_swapped_keys_do_not_open(begun: Begun) -> None:
    one, blob = begun.sealed("case-1", b"one")
    other, _ = begun.sealed("case-2", b"two")
    with begun.database.transaction() as session:
        rows = {row.id: row for row in session.scalars(select(RecordKeyRow))}
        rows[one].wrapped, rows[other].wrapped = rows[other].wrapped, rows[one].wrapped
    with pytest.raises(SealBroken):
        begun.opened(begun.unlocked(), one, "case-1", blob)


def test_a_destroyed_key_opens_nothing_even_where_memory_held_it(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"data")
    elsewhere = begun.unlocked()
    assert begun.opened(elsewhere, key_id, "case-1", blob) == b"data"
    with begun.database.transaction() as session:
        assert begun.vault.destroy(session, [key_id, "never there"]) == 1
    for vault in (begun.vault, elsewhere, begun.unlocked()):
        with pytest.raises(KeyDestroyed):
            begun.opened(vault, key_id, "case-1", blob)


def test_a_destruction_that_did_not_happen_destroys_nothing(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"data")

    def change_their_mind() -> None:
        with begun.database.transaction() as session:
            begun.vault.destroy(session, [key_id])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_their_mind()
    assert begun.opened(begun.vault, key_id, "case-1", blob) == b"data"


def test_a_locked_vault_opens_and_seals_nothing(begun: Begun) -> None:
    key_id, blob = begun.sealed("case-1", b"data")
    begun.vault.lock()
    assert begun.vault.locked
    with pytest.raises(VaultLocked):
        begun.opened(begun.vault, key_id, "case-1", blob)
    with pytest.raises(VaultLocked):
        begun.sealed("case-2", b"data")


def test_many_keys_are_opened_with_few_questions(begun: Begun) -> None:
    with begun.database.transaction() as session:
        ids = [begun.vault.new_key(session) for _ in range(1200)]
        blob = begun.vault.seal(session, ids[-1], "r", "k", "p", b"last")
    vault = begun.unlocked()
    with begun.database.reading() as session:
        vault.load(session, ids)
        assert vault.open(session, ids[-1], "r", "k", "p", blob) == b"last"


def test_a_new_person_gets_in_and_a_removed_one_does_not(begun: Begun) -> None:
    newcomer = make_keys("newcomer")
    with begun.database.reading() as session:
        begun.vault.add_person(session, newcomer.public())
        Vault.unlock(session, begun.slot, newcomer)
        begun.vault.remove_person(session, "newcomer")
        with pytest.raises(NotInSlot):
            Vault.unlock(session, begun.slot, newcomer)
        Vault.unlock(session, begun.slot, begun.supervisor)
    first, second = begun.slot.read()
    assert first == second


def test_new_keys_of_a_person_replace_the_old_ones(begun: Begun) -> None:
    renewed = make_keys("supervisor")
    with begun.database.reading() as session:
        begun.vault.add_person(session, renewed.public())
        Vault.unlock(session, begun.slot, renewed)
        with pytest.raises(NotInSlot):
            Vault.unlock(session, begun.slot, begun.supervisor)


def test_a_store_that_was_not_begun_leaves_no_slot(database: Database, tmp_path: Path) -> None:
    clerk, slot = make_keys("clerk"), SlotFile(tmp_path / "slot.bin")

    def give_up_half_way() -> None:
        with database.transaction() as session:
            Vault.create(
                session,
                slot,
                store_id="s",
                people=(clerk.public(),),
                card=RecoveryCard.make().public(),
                opener=clerk,
                at=NOW,
                program_version="0",
            )
            assert slot.path.exists()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up_half_way()
    assert not slot.path.exists()
    with database.reading() as session:
        assert session.scalar(select(func.count(StoreInfoRow.id))) == 0


def test_another_stores_slot_does_not_open_this_one(begun: Begun) -> None:
    with begun.database.engine.begin() as connection:
        connection.execute(text("UPDATE store_info SET store_id = 'store-two'"))
    with begun.database.reading() as session, pytest.raises(SlotForeign):
        Vault.unlock(session, begun.slot, begun.clerk)


def test_threads_share_one_vault(begun: Begun) -> None:
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(10):
                record = f"{name}-{number}"
                key_id, blob = begun.sealed(record, record.encode())
                assert begun.opened(begun.vault, key_id, record, blob) == record.encode()
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
