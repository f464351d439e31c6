"""Signing in, locking out, who joins and leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, OFFICE, PEOPLE, Office, everything_kept, passphrase
from mail_bag import form_page, lay_in
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.roles import Role
from desktop.services.desk import Desk, StoreExists, StoreInUse, StoreMissing, Surroundings
from desktop.services.intake import DiscardReason
from desktop.services.people import LockedOut, PersonRefused, RoleUnsigned, WrongPassphrase
from desktop.store.errors import NetworkFileSystem, PlaceUnusable, VaultLocked
from desktop.store.schema.infrastructure import PersonRow


def _failures(office: Office, **wanted: str) -> list[str]:
    lines = office.desk.audit.entries(office.by("k01"), 0, 100, action="sign.failed", **wanted)
    return [line.who for line in lines]


def test_a_person_signs_in_with_login_and_passphrase(office: Office) -> None:
    clerk = office.desk.people.sign_in("c01", passphrase("c01"), MORNING)
    assert (clerk.login, clerk.name, clerk.role) == ("c01", "架空 太郎", Role.CLERK)


def test_neither_name_nor_passphrase_shows_in_a_repr(office: Office) -> None:
    shown = repr((office.by("c01"), office.act("c01"), PEOPLE, office.desk.people.roster()))
    assert "架空" not in shown
    assert "secret" not in shown


def test_a_wrong_passphrase_is_refused_and_logged(office: Office) -> None:
    with pytest.raises(WrongPassphrase):
        office.desk.people.sign_in("c01", "something else", MORNING)
    assert _failures(office) == ["架空 太郎"]


def test_an_unknown_login_is_logged_as_unknown_never_as_typed(office: Office) -> None:
    with pytest.raises(WrongPassphrase):
        office.desk.people.sign_in("hanako.mihon", "whatever it is", MORNING)
    assert _failures(office, actor="unknown") == ["登録のない職員番号"]
    exported = office.folder / "log.jsonl"
    office.desk.audit.export(office.act("k01"), exported)
    assert "hanako" not in exported.read_text("utf-8")


def test_five_failures_lock_the_login_for_fifteen_minutes(office: Office) -> None:
    people = office.desk.people
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            people.sign_in("c01", "wrong", MORNING)
    with pytest.raises(LockedOut) as fifth:
        people.sign_in("c01", "wrong", MORNING)
    assert fifth.value.until == MORNING + timedelta(minutes=15)
    with pytest.raises(LockedOut):
        people.sign_in("c01", passphrase("c01"), MORNING + timedelta(minutes=14, seconds=59))
    assert people.sign_in("c01", passphrase("c01"), MORNING + timedelta(minutes=15)).login == "c01"


def test_a_passphrase_left_out_beside_who_acts_is_nobody_s_failure(office: Office) -> None:
    for _ in range(6):
        with pytest.raises(Refused) as told:
            office.desk.people.prove("c01", "", MORNING)
        assert (told.value.code, told.value.field) == ("refused", "passphrase")
    assert _failures(office) == []
    assert office.desk.people.prove("c01", passphrase("c01"), MORNING).login == "c01"


def test_after_a_pause_the_failures_are_counted_from_the_start(office: Office) -> None:
    people = office.desk.people
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            people.sign_in("c01", "wrong", MORNING)
    with pytest.raises(LockedOut):
        people.sign_in("c01", "wrong", MORNING)
    with pytest.raises(WrongPassphrase):
        people.sign_in("c01", "wrong", MORNING + timedelta(minutes=16))


def test_a_success_ends_the_count_of_failures(office: Office) -> None:
    people = office.desk.people
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(WrongPassphrase):
                people.sign_in("c01", "wrong", MORNING)
        people.sign_in("c01", passphrase("c01"), MORNING)


def test_another_persons_failures_lock_only_their_own_login(office: Office) -> None:
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            office.desk.people.sign_in("c02", "wrong", MORNING)
    with pytest.raises(LockedOut):
        office.desk.people.sign_in("c02", "wrong", MORNING)
    assert office.by("c01").login == "c01"


def test_confirming_with_a_wrong_passphrase_counts_as_a_failure(office: Office) -> None:
    clerk = office.by("c01")
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            office.desk.people.confirm_passphrase(clerk, passphrase("c02"), MORNING)
    with pytest.raises(LockedOut):
        office.desk.people.confirm_passphrase(clerk, "wrong", MORNING)


def test_confirming_gives_the_keys_of_the_same_person(office: Office) -> None:
    clerk = office.by("c01")
    keys = office.desk.people.confirm_passphrase(clerk, passphrase("c01"), MORNING)
    assert keys.public() == clerk.keys.public()


def test_after_the_lock_nothing_can_be_opened_until_somebody_signs_in(office: Office) -> None:
    clerk = office.by("c01")
    assert office.desk.people.name_of(clerk.person_id) == "架空 太郎"
    office.desk.people.lock(clerk, MORNING)
    with pytest.raises(VaultLocked):
        office.desk.people.name_of(clerk.person_id)
    office.desk.people.sign_in("c02", passphrase("c02"), MORNING)
    assert office.desk.people.name_of(clerk.person_id) == "架空 太郎"


def test_a_reopened_store_opens_for_its_people(office: Office) -> None:
    desk = office.reopen()
    assert desk.people.sign_in("s01", passphrase("s01"), MORNING).name == "例示 誠"


def test_a_second_window_on_one_store_is_refused(office: Office) -> None:
    with pytest.raises(StoreInUse):
        Desk.open(office.place, office.surroundings, window=True)


def test_setting_up_twice_is_refused_and_changes_nothing(office: Office) -> None:
    office.desk.close()
    with pytest.raises(StoreExists):
        Desk.set_up(office.place, office.surroundings, OFFICE, PEOPLE, MORNING)
    office.desk = Desk.open(office.place, office.surroundings, window=True)
    assert office.desk.people.sign_in("c01", passphrase("c01"), MORNING).login == "c01"


def test_neither_store_nor_slot_stands_on_a_network_disk(
    store_place: str, tmp_path: Path, surroundings: Surroundings
) -> None:
    shared = replace(surroundings, mounts=f"//server/desk {tmp_path} cifs rw 0 0\n")
    with pytest.raises(NetworkFileSystem, match="cifs"):
        Desk.set_up(store_place, shared, OFFICE, PEOPLE, MORNING)
    assert not list(tmp_path.rglob("slot.bin"))


def test_a_place_that_is_a_file_is_told_as_such(tmp_path: Path, surroundings: Surroundings) -> None:
    note = tmp_path / "note.txt"
    note.write_text("")
    with pytest.raises(PlaceUnusable) as told:
        Desk.set_up(str(note), surroundings, OFFICE, PEOPLE, MORNING)
    assert told.value.next_step


def test_an_empty_place_is_a_missing_store(tmp_path: Path, surroundings: Surroundings) -> None:
    with pytest.raises(StoreMissing):
        Desk.open(str(tmp_path / "nothing"), surroundings, window=True)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("missing", ["c01 c02", "s01", "a01"])
def test_too_few_people_cannot_start_an_office(
    tmp_path: Path, surroundings: Surroundings, missing: str
) -> None:
    few = [person for person in PEOPLE if person.login not in missing.split()]
    with pytest.raises(PersonRefused):
        Desk.set_up(str(tmp_path / "few"), surroundings, OFFICE, few, MORNING)
    assert not (tmp_path / "few" / "slot.bin").exists()


def test_two_people_cannot_share_a_login(tmp_path: Path, surroundings: Surroundings) -> None:
    twice = [*PEOPLE, replace(PEOPLE[1], login="C01")]
    with pytest.raises(PersonRefused):
        Desk.set_up(str(tmp_path / "twice"), surroundings, OFFICE, twice, MORNING)


def sign_role(office: Office) -> None:
    """The supervisor signs the one role that waits."""
    (waiting,) = office.desk.administration.proposals()
    office.desk.administration.sign_setting(office.act("s01"), waiting.id, passphrase("s01"))


def test_nobody_gives_a_role_alone(office: Office) -> None:
    """Added by the administrator, without a supervisor's signature: no work, no witness."""
    new = office.desk.people.add(
        office.act("a01"), "s02", "記入 例子", Role.SUPERVISOR, "a fourth long secret"
    )
    assert not new.signed
    with pytest.raises(RoleUnsigned):
        office.desk.people.sign_in("s02", "a fourth long secret", office.now)
    with pytest.raises(RoleUnsigned):
        office.desk.people.prove("s02", "a fourth long secret", office.now)
    supervisor = office.id_of("s01")
    with pytest.raises(PersonRefused):  # no second supervisor who could sign
        office.desk.people.deactivate(office.act("a01"), supervisor)
    (waiting,) = office.desk.administration.proposals()
    with pytest.raises(NotAllowed):
        office.desk.administration.sign_setting(office.act("a01"), waiting.id, passphrase("a01"))
    sign_role(office)
    assert office.desk.people.sign_in("s02", "a fourth long secret", office.now).name == "記入 例子"


def test_a_role_changed_in_the_database_opens_nothing(office: Office) -> None:
    clerk = office.by("c03")
    with office.desk.premises.database.transaction() as session:
        session.get_one(PersonRow, clerk.person_id).role = Role.SUPERVISOR
    with pytest.raises(RoleUnsigned):
        office.desk.people.sign_in("c03", passphrase("c03"), office.now)


@pytest.mark.parametrize("name", ["例示 誠", "例示誠", "例示\u3000誠 "])
def test_nobody_has_two_logins_at_once(office: Office, name: str) -> None:
    """s01 is 例示 誠: as a clerk of that name they would approve what they drafted."""
    with pytest.raises(PersonRefused, match="二つの職員番号"):
        office.desk.people.add(office.act("a01"), "c09", name, Role.CLERK, "a fourth long secret")
    other = f"{name}（営業）"
    made = office.desk.people.add(office.act("a01"), "c09", other, Role.CLERK, "a fourth long one")
    assert made.login == "c09"


def test_a_person_whose_role_was_refused_is_not_shown_as_at_work(office: Office) -> None:
    new = office.desk.people.add(
        office.act("a01"), "c04", "記入 例子", Role.CLERK, "a fourth long secret"
    )
    (waiting,) = office.desk.administration.proposals()
    office.desk.administration.drop_proposal(office.act("s01"), waiting.id)
    unsigned = {one.id for one in office.desk.people.roster() if not one.signed}
    assert unsigned == {new.id}


def test_an_added_person_opens_the_store_after_a_restart(office: Office) -> None:
    view = office.desk.people.add(
        office.act("a01"), "c04", "記入 例子", Role.CLERK, "a fourth long secret"
    )
    assert (view.login, view.name, view.active) == ("c04", "記入 例子", True)
    sign_role(office)
    office.reopen()
    signed_in = office.desk.people.sign_in("c04", "a fourth long secret", MORNING)
    assert signed_in.name == "記入 例子"


def test_a_repeated_command_adds_a_person_once(office: Office) -> None:
    act = office.act("a01")
    first = office.desk.people.add(act, "c04", "記入 例子", Role.CLERK, "a fourth long secret")
    again = office.desk.people.add(act, "c04", "記入 例子", Role.CLERK, "a fourth long secret")
    assert again == first
    assert len(office.desk.people.roster()) == 7


@pytest.mark.parametrize(
    ("login", "name", "secret"),
    [
        ("c01", "別の 人", "long enough secret"),
        ("C02", "別の 人", "long enough secret"),
        ("山田", "別の 人", "long enough secret"),
        ("a@b.example", "別の 人", "long enough secret"),
        ("c04", " ", "long enough secret"),
        ("c04", "別の 人", "short"),
    ],
)
def test_what_cannot_be_a_person_is_refused(
    office: Office, login: str, name: str, secret: str
) -> None:
    with pytest.raises(PersonRefused):
        office.desk.people.add(office.act("a01"), login, name, Role.CLERK, secret)
    assert len(office.desk.people.roster()) == 6


def test_only_the_administrator_adds_and_ends_people(office: Office) -> None:
    for login in ("c01", "s01", "k01"):
        with pytest.raises(NotAllowed):
            office.desk.people.add(office.act(login), "c04", "記入 例子", Role.CLERK, "long secret")
        with pytest.raises(NotAllowed):
            office.desk.people.deactivate(office.act(login), office.id_of("c03"))


def test_an_ended_person_neither_signs_in_nor_opens_the_slot(office: Office) -> None:
    ended = office.by("c03")
    office.desk.people.deactivate(office.act("a01"), ended.person_id)
    with pytest.raises(WrongPassphrase):
        office.desk.people.sign_in("c03", passphrase("c03"), MORNING)
    halves = office.desk.premises.slot.read()
    assert all(half and ended.person_id not in half.publics() for half in halves)
    assert [p.login for p in office.desk.people.roster() if not p.active] == ["c03"]


def test_a_person_ended_while_signed_in_changes_nothing_any_more(office: Office) -> None:
    envelope = lay_in(office, "c03", [form_page()])
    act = office.act("c03")
    office.desk.people.deactivate(office.act("a01"), act.by.person_id)
    with pytest.raises(NotAllowed, match="終わって"):
        office.desk.intake.discard(act, envelope, DiscardReason.RESCAN)
    assert [one.id for one in office.desk.intake.unfiled()] == [envelope]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_sign_in_that_cannot_be_recorded_opens_nothing(office: Office) -> None:
    database = office.desk.premises.database
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON audit_entry"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        )
    with pytest.raises(IntegrityError):
        office.desk.people.sign_in("c01", passphrase("c01"), office.now)
    assert office.desk.premises.locked


def test_the_last_supervisor_cannot_be_ended(office: Office) -> None:
    with pytest.raises(PersonRefused):
        office.desk.people.deactivate(office.act("a01"), office.id_of("s01"))
    assert office.desk.people.sign_in("s01", passphrase("s01"), MORNING).login == "s01"


def test_signing_in_leaves_a_signed_head(office: Office) -> None:
    office.by("s01")
    found = office.desk.audit.verify()
    assert found.ok
    assert found.head_signed_by == "例示 誠"


def test_the_names_of_the_people_are_nowhere_in_clear(office: Office) -> None:
    office.by("c01")
    kept = dict(everything_kept(office))
    assert kept
    for place, held in kept.items():
        for word in ("架空", "太郎", "見本", "long secret"):
            assert word.encode() not in held, place
            assert word.encode("cp932") not in held, place
