"""The register in the store: imported whole or not at all, searched, never in clear."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, Office, everything_kept
from sqlalchemy import delete, text
from test_register_file import csv_of

from desktop.address.compare import Level
from desktop.domain.errors import NotAllowed
from desktop.services.act import new_act
from desktop.services.register import Candidate, RegisterMissing
from desktop.services.register_columns import RegisterFileWrong
from desktop.services.register_intake import ImportCancelled
from desktop.services.register_site import RegisterBusy
from desktop.store import register_generation, registers
from desktop.store.errors import VaultLocked
from desktop.store.schema.infrastructure import RecordKeyRow

TARO = {
    "customer_no": "1001",
    "name": "架空 太郎",
    "kana": "カクウ タロウ",
    "phone": "090-0000-1111",
    "postal": "350-0001",
    "address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 203",
    "supply_postal": "350-0002",
    "supply_address": "埼玉県みどり野市青葉台1丁目5-8",
    "supply_point_no": "0312345678901234567890",
}
HANAKO = {  # Taro's family at the same address
    "customer_no": "1002",
    "name": "架空 花子",
    "kana": "カクウ ハナコ",
    "phone": "090-0000-2222",
    "postal": "350-0001",
    "address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 203",
    "supply_postal": "350-0001",
    "supply_address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 203",
    "supply_point_no": "0312345678901234567891",
}
NEIGHBOUR = {
    "customer_no": "1003",
    "name": "見本 次郎",
    "kana": "ミホン ジロウ",
    "phone": "090-0000-3333",
    "postal": "350-0001",
    "address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 205",
    "supply_postal": "350-0001",
    "supply_address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 205",
    "supply_point_no": "0312345678901234567892",
}
MOVED = {
    "customer_no": "1004",
    "name": "髙橋 例子",
    "kana": "タカハシ レイコ",
    "phone": "090-0000-4444",
    "postal": "350-0003",
    "address": "埼玉県みどり野市緑町3丁目1-1",
    "supply_postal": "350-0003",
    "supply_address": "埼玉県みどり野市緑町3丁目1-1",
    "supply_point_no": "0312345678901234567893",
}
BEFORE = MOVED | {
    "postal": "350-0004",
    "address": "埼玉県みどり野市桜町4丁目4-4",
    "supply_postal": "350-0004",
    "supply_address": "埼玉県みどり野市桜町4丁目4-4",
    "valid_to": "2025-03-31",
}
SECRETS = (
    "太郎",
    "タロウ",
    "コーポ若葉",
    "若葉町",
    "0900000",
    "090-0000",
    "350-0001",
    "03123456789",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "register.csv"
    made.write_text(csv_of(TARO, HANAKO, NEIGHBOUR, BEFORE, MOVED), "utf-8")
    return made


@pytest.fixture
def carry() -> None:
    """The office as it was set up: this file takes its own register in."""


@pytest.fixture
def registered(office: Office, file: Path) -> Office:
    office.desk.register.import_csv(office.act("a01"), file)
    return office


def found(office: Office, **asked: str) -> list[str]:
    return [one.row.customer_no for one in office.desk.register.find(office.by("c01"), **asked)]


def best(office: Office, **asked: str) -> Candidate:
    return office.desk.register.find(office.by("c01"), **asked)[0]


def _left(office: Office) -> list[int]:
    return register_generation.existing(office.desk.premises.database.engine, office.folder)


def test_an_import_reports_counts(office: Office, file: Path) -> None:
    report = office.desk.register.import_csv(office.act("a01"), file)
    assert (report.accepted, report.customers, report.generation) == (5, 4, 1)
    info = office.desk.register.info(MORNING.date())
    assert (info.generation, info.customers, info.rows) == (1, 4, 4)
    assert (info.as_of, info.age_days, info.stale) == (MORNING.date(), 0, False)


def test_the_register_is_stale_after_35_days(registered: Office) -> None:
    day = MORNING.date()
    assert not registered.desk.register.info(day + timedelta(days=35)).stale
    assert registered.desk.register.info(day + timedelta(days=36)).stale


def test_without_a_register_nothing_is_found_and_it_is_said(office: Office) -> None:
    assert office.desk.register.info(MORNING.date()).generation == 0
    with pytest.raises(RegisterMissing):
        office.desk.register.find(office.by("c01"), name="架空 太郎")


def test_only_the_administrator_imports_and_only_case_users_search(
    registered: Office, file: Path
) -> None:
    for login in ("c01", "s01", "k01"):
        with pytest.raises(NotAllowed):
            registered.desk.register.import_csv(registered.act(login), file)
    for login in ("a01", "k01"):
        with pytest.raises(NotAllowed):
            registered.desk.register.find(registered.by(login), name="架空 太郎")


def test_name_and_address_put_the_person_before_family_and_neighbour(registered: Office) -> None:
    asked = {"name": "架空　太郎", "address": "みどり野市若葉町２－１４－６ コーポ若葉２０３号室"}
    assert found(registered, **asked)[0] == "1001"
    top = best(registered, **asked)
    assert (top.which, top.level) == ("R1", Level.NORMALIZED)
    assert "氏名 一致" in top.evidence


def test_the_neighbour_of_another_room_is_never_a_match(registered: Office) -> None:
    address = "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 205"
    top = best(registered, name="架空 太郎", address=address)
    assert (top.row.customer_no, top.level) == ("1001", Level.DIFFERENT_ROOM)


def test_the_supply_place_alone_is_named_as_r2(registered: Office) -> None:
    top = best(registered, name="架空 太郎", address="埼玉県みどり野市青葉台1丁目5-8")
    assert (top.row.customer_no, top.which, top.level) == ("1001", "R2", Level.EXACT)


def test_an_earlier_address_is_found_as_history(registered: Office) -> None:
    top = best(registered, name="高橋 例子", address="埼玉県みどり野市桜町4-4-4")
    assert (top.row.customer_no, top.which, top.level) == ("1004", "Rh", Level.HISTORICAL)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({"phone": "+81-90-0000-4444"}, "1004"),
        ({"customer_no": "１００３"}, "1003"),
        ({"supply_point_no": "03-1234-5678-9012-3456-7891"}, "1002"),
        ({"kana": "ﾀｶﾊｼﾚｲｺ"}, "1004"),
        ({"name": "高橋例子"}, "1004"),
        ({"address": "若葉町2-14-6 205"}, "1003"),
        ({"address": "埼玉県みどり野市緑町"}, "1004"),
        ({"address": "埼玉県みどり野市緑町3-1-1", "postal": "999-9999"}, "1004"),
        ({"name": "見木 次郎", "address": "みどり野市若葉町2-14-6-205"}, "1003"),
    ],
)
def test_every_mark_leads_to_its_customer(
    registered: Office, asked: dict[str, str], first: str
) -> None:
    assert found(registered, **asked)[0] == first


def test_several_hits_all_come_back_up_to_the_limit(registered: Office) -> None:
    asked = {"address": "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉 203"}
    assert set(found(registered, **asked)[:2]) == {"1001", "1002"}
    assert len(registered.desk.register.find(registered.by("c01"), **asked, limit=1)) == 1


def test_somebody_unknown_is_not_found(registered: Office) -> None:
    assert (
        found(registered, name="未登録 人名", address="東京都港区芝1-1-1", postal="105-0014") == []
    )


def test_a_search_as_an_act_is_logged_by_its_fields(registered: Office) -> None:
    registered.desk.register.find(registered.act("c01"), name="架空 太郎", phone="09000001111")
    (line,) = registered.desk.audit.entries(registered.by("k01"), 0, 5, action="register.find")
    assert line.fields == ("name", "phone")


def test_a_new_import_replaces_the_old_and_ends_its_keys(
    registered: Office, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text(csv_of(HANAKO), "cp932")
    report = registered.desk.register.import_csv(registered.act("a01"), newer)
    assert report.generation == 2
    assert found(registered, name="架空 太郎") == []
    assert found(registered, name="架空 花子") == ["1002"]
    assert _left(registered) == [2]


def test_a_dry_run_reports_and_changes_nothing(registered: Office, tmp_path: Path) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text(csv_of(HANAKO, {"name": ""}), "utf-8")
    report = registered.desk.register.import_csv(registered.act("a01"), newer, dry_run=True)
    assert (report.accepted, len(report.rejected), report.generation) == (1, 1, None)
    assert found(registered, name="架空 太郎") == ["1001"]


def test_a_file_without_one_good_line_leaves_the_register(
    registered: Office, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(csv_of({"name": ""}), "utf-8")
    report = registered.desk.register.import_csv(registered.act("a01"), bad)
    assert (report.accepted, report.generation) == (0, None)
    assert registered.desk.register.info(MORNING.date()).generation == 1


def test_a_file_that_is_no_register_leaves_the_register(registered: Office, tmp_path: Path) -> None:
    for name, data in (("empty.csv", b""), ("picture.csv", b"\xff\xd8\xff\xe0picture")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(RegisterFileWrong):
            registered.desk.register.import_csv(registered.act("a01"), tmp_path / name)
    with pytest.raises(RegisterFileWrong):
        registered.desk.register.import_csv(registered.act("a01"), tmp_path / "absent.csv")
    assert registered.desk.register.info(MORNING.date()).generation == 1


def _many(count: int) -> str:
    return csv_of(*({"customer_no": str(n), "phone": f"0900001{n:04}"} for n in range(count)))


def test_a_cancelled_import_leaves_the_old_generation_in_use(
    registered: Office, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text(_many(1000), "utf-8")
    cancelled = threading.Event()

    def progress(done: int, total: int) -> None:
        if done > total / 2:  # while rows are being built
            cancelled.set()

    with pytest.raises(ImportCancelled):
        registered.desk.register.import_csv(
            registered.act("a01"), newer, progress=progress, cancelled=cancelled
        )
    assert registered.desk.register.info(MORNING.date()).generation == 1
    assert found(registered, customer_no="1003") == ["1003"]
    assert _left(registered) == [1]


def test_a_half_built_generation_is_cleared_at_the_next_start(registered: Office) -> None:
    premises = registered.desk.premises
    half = register_generation.generation(premises.database.engine, registered.folder, 7)
    with half.building() as writer:
        writer.add_rows([(0, b"sealed")])
    half.close()
    assert _left(registered) == [1, 7]
    registered.reopen()
    assert _left(registered) == [1]
    assert found(registered, customer_no="1003") == ["1003"]


def test_two_imports_at_once_are_refused(registered: Office, file: Path) -> None:
    with register_generation.building(registered.folder) as alone:
        assert alone
        with pytest.raises(RegisterBusy):
            registered.desk.register.import_csv(registered.act("a01"), file)


def test_a_repeated_import_changes_nothing_twice(registered: Office, file: Path) -> None:
    act = new_act(registered.by("a01"), MORNING)
    first = registered.desk.register.import_csv(act, file)
    again = registered.desk.register.import_csv(act, file)
    assert first.generation == again.generation == 2
    assert found(registered, customer_no="1003") == ["1003"]
    assert _left(registered) == [2]


def test_the_register_is_found_after_a_restart_and_not_while_locked(registered: Office) -> None:
    registered.reopen()
    clerk = registered.by("c01")
    assert registered.desk.register.find(clerk, customer_no="1003")
    registered.desk.people.lock(clerk, MORNING)
    with pytest.raises(VaultLocked):
        registered.desk.register.find(clerk, customer_no="1003")


def test_a_register_whose_key_is_destroyed_is_none(registered: Office) -> None:
    clerk = registered.by("c01")
    assert registered.desk.register.find(clerk, customer_no="1003")  # its key is in memory now
    premises = registered.desk.premises
    with premises.database.transaction() as session:
        current = registers.in_force(session)
        assert current is not None
        session.execute(
            delete(RecordKeyRow).where(RecordKeyRow.id == current.base.data_key_id)
        )  # by another program: this one's memory still holds the key
    with pytest.raises(RegisterMissing):
        registered.desk.register.find(clerk, customer_no="1003")


def test_equal_values_have_other_tokens_in_another_generation(
    registered: Office, file: Path
) -> None:
    def tokens() -> set[bytes]:
        """The kept fronts of all tokens: the first half of each bucket, four bytes each."""
        engine, (number,) = registered.desk.premises.database.engine, _left(registered)
        generation = register_generation.generation(engine, registered.folder, number)
        with generation._engine.connect() as connection:
            query = text(f"SELECT packed FROM register_{number}_posting WHERE bucket >= 0")
            halves = [packed[: len(packed) // 2] for (packed,) in connection.execute(query)]
        generation.close()
        return {half[at : at + 4] for half in halves for at in range(0, len(half), 4)}

    before = tokens()
    registered.desk.register.import_csv(registered.act("a01"), file)
    assert before
    assert not before & tokens()


def test_nothing_of_a_customer_stands_in_clear(registered: Office) -> None:
    found(registered, name="架空 太郎", address=TARO["address"])
    registered.desk.register.find(registered.act("c01"), phone="090-0000-1111")
    kept = dict(everything_kept(registered))
    assert any(place.startswith("register") for place in kept)
    for place, held in kept.items():
        for secret in SECRETS:
            for encoding in ("utf-8", "cp932", "utf-16-le"):
                assert secret.encode(encoding) not in held, place
