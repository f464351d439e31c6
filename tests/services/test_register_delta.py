"""A delta lies over the register: added, changed and removed customers, until a whole import."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, Office, everything_kept
from register_lines import TOWN, changed, imported, line, written

from desktop.address.compare import Level
from desktop.domain.errors import NotAllowed
from desktop.services.register import Register, RegisterMissing
from desktop.services.register_delta import DeltaTooLarge
from desktop.services.register_intake import ImportCancelled
from desktop.services.register_limits import Limits
from desktop.store import register_generation, registers

TARO = line(1001, "架空 太郎", f"{TOWN}2丁目14-6")
HANAKO = line(1002, "見本 花子", f"{TOWN}3丁目1-1")
JIRO = line(1003, "仮野 次郎", f"{TOWN}4丁目2-2")
HANAKO_MOVED = HANAKO | {"address": f"{TOWN}5丁目9-9", "supply_address": f"{TOWN}5丁目9-9"}
TARO_GONE = dict.fromkeys(TARO, "") | {"customer_no": "1001", "removed": "1"}


@pytest.fixture
def carry() -> None:
    """The office as it was set up: this file takes its own register in."""


@pytest.fixture
def registered(office: Office, tmp_path: Path) -> Office:
    imported(office, tmp_path, TARO, HANAKO)
    return office


def found(office: Office, **asked: str) -> list[str]:
    return [one.row.customer_no for one in office.desk.register.find(office.by("c01"), **asked)]


def left(office: Office) -> list[int]:
    return register_generation.existing(office.desk.premises.database.engine, office.folder)


def test_a_delta_adds_changes_and_removes(registered: Office, tmp_path: Path) -> None:
    file = written(tmp_path, JIRO, HANAKO_MOVED, TARO_GONE, name="delta.csv")
    report = registered.desk.register.import_csv(registered.act("a01"), file, delta=True)
    assert (report.accepted, report.customers, report.removed) == (3, 2, 1)
    assert found(registered, name="仮野 次郎") == ["1003"]
    assert found(registered, name="架空 太郎") == []
    assert found(registered, customer_no="1001") == []
    (hanako,) = registered.desk.register.find(registered.by("c01"), name="見本 花子")
    assert hanako.row.r1 == f"{TOWN}5丁目9-9"
    info = registered.desk.register.info(MORNING.date())
    assert (info.customers, info.rows, info.changed) == (2, 2, 2)


def test_the_address_before_a_change_stays_as_an_earlier_one(
    registered: Office, tmp_path: Path
) -> None:
    changed(registered, tmp_path, HANAKO_MOVED)
    asked = {"name": "見本 花子", "address": f"{TOWN}3-1-1"}
    (hanako,) = registered.desk.register.find(registered.by("c01"), **asked)
    assert (hanako.which, hanako.level) == ("Rh", Level.HISTORICAL)
    assert hanako.row.history == (f"{TOWN}3丁目1-1",)


def test_a_second_delta_keeps_what_the_first_one_told(registered: Office, tmp_path: Path) -> None:
    changed(registered, tmp_path, JIRO, TARO_GONE)
    changed(registered, tmp_path, HANAKO_MOVED)
    assert found(registered, name="仮野 次郎") == ["1003"]
    assert found(registered, name="架空 太郎") == []
    assert found(registered, address=f"{TOWN}5-9-9") == ["1002"]
    assert registered.desk.register.info(MORNING.date()).customers == 2
    assert len(left(registered)) == 2  # the generation and one overlay


def test_a_customer_removed_and_told_again_is_there_again(
    registered: Office, tmp_path: Path
) -> None:
    changed(registered, tmp_path, TARO_GONE)
    changed(registered, tmp_path, TARO)
    assert found(registered, name="架空 太郎") == ["1001"]
    assert registered.desk.register.info(MORNING.date()).customers == 2


def test_the_next_whole_import_ends_the_overlay_and_its_keys(
    registered: Office, tmp_path: Path
) -> None:
    changed(registered, tmp_path, JIRO, TARO_GONE)
    database = registered.desk.premises.database
    with database.reading() as session:
        current = registers.in_force(session)
    assert current is not None
    assert current.overlay is not None
    imported(registered, tmp_path, TARO, HANAKO)
    assert found(registered, name="架空 太郎") == ["1001"]
    assert found(registered, name="仮野 次郎") == []
    assert left(registered) == [3]
    vault = registered.desk.premises.vault
    with database.transaction() as session:
        assert vault.destroy(session, current.key_ids) == 0  # already gone


def test_a_delta_makes_the_register_young_again(registered: Office, tmp_path: Path) -> None:
    registered.now = MORNING + timedelta(days=40)
    assert registered.desk.register.info(registered.now.date()).stale
    changed(registered, tmp_path, JIRO)
    info = registered.desk.register.info(registered.now.date())
    assert (info.age_days, info.stale) == (0, False)
    assert info.whole_as_of == MORNING.date()


def test_without_a_register_there_is_nothing_to_lay_a_delta_over(
    office: Office, tmp_path: Path
) -> None:
    with pytest.raises(RegisterMissing):
        changed(office, tmp_path, TARO)


def test_only_the_administrator_imports_a_delta(registered: Office, tmp_path: Path) -> None:
    file = written(tmp_path, JIRO)
    with pytest.raises(NotAllowed):
        registered.desk.register.import_csv(registered.act("c01"), file, delta=True)


def test_a_dry_run_of_a_delta_changes_nothing(registered: Office, tmp_path: Path) -> None:
    file = written(tmp_path, JIRO, TARO_GONE, name="delta.csv")
    register = registered.desk.register
    report = register.import_csv(registered.act("a01"), file, delta=True, dry_run=True)
    assert (report.customers, report.removed, report.generation) == (1, 1, None)
    assert found(registered, name="架空 太郎") == ["1001"]


def test_a_cancelled_delta_leaves_the_register(registered: Office, tmp_path: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    file = written(tmp_path, JIRO, name="delta.csv")
    with pytest.raises(ImportCancelled):
        registered.desk.register.import_csv(
            registered.act("a01"), file, delta=True, cancelled=cancelled
        )
    assert found(registered, name="仮野 次郎") == []
    assert left(registered) == [1]


def test_a_delta_larger_than_memory_allows_is_refused(registered: Office, tmp_path: Path) -> None:
    register = Register(registered.desk.premises, Limits(largest_delta=1))
    file = written(tmp_path, JIRO, HANAKO_MOVED, name="delta.csv")
    with pytest.raises(DeltaTooLarge):
        register.import_csv(registered.act("a01"), file, delta=True)


def test_a_delta_holds_nothing_in_clear(registered: Office, tmp_path: Path) -> None:
    changed(registered, tmp_path, HANAKO_MOVED, TARO_GONE)
    for place, held in everything_kept(registered):
        for secret in ("花子", "古谷上", "0900000"):
            assert secret.encode() not in held, place
