"""The office's table of renamed places: proposed by one, in force by another's signature."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, Office, passphrase

from desktop.domain.errors import NotAllowed, NotFound
from desktop.services.place_names import NamesFileWrong
from desktop.store import audit

TODAY = MORNING.date()
TABLE = "旧名,新名,日付\n篠山市,丹波篠山市,2019-05-01\n"
OLD = "兵庫県篠山市北新町41"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(TABLE, encoding="cp932")
    return file


def city(office: Office, day=TODAY) -> str:
    return office.desk.premises.addresses_on(day).parse(OLD).city


def test_a_table_is_used_once_a_supervisor_has_signed_it(office: Office, table: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)
    report = office.desk.place_names.import_csv(office.act("a01"), table, tomorrow)
    assert (report.accepted, report.rejected) == (1, ())
    assert city(office, tomorrow) == "篠山市"
    (waiting,) = office.desk.place_names.pending()
    assert waiting.setting == report.setting
    assert [(one.old, one.new, one.since.isoformat()) for one in waiting.lines] == [
        ("篠山市", "丹波篠山市", "2019-05-01")
    ]
    office.desk.place_names.sign(office.act("s01"), report.setting, passphrase("s01"))
    assert office.desk.place_names.pending() == ()
    assert city(office, TODAY) == "篠山市"
    assert city(office, tomorrow) == "丹波篠山市"


def test_the_proposal_and_the_signature_are_in_the_log(office: Office, table: Path) -> None:
    report = office.desk.place_names.import_csv(office.act("a01"), table, TODAY)
    office.desk.administration.sign_setting(office.act("s01"), report.setting, passphrase("s01"))
    with office.desk.premises.database.reading() as session:
        settings = [e.action for e in audit.entries(session) if e.action.startswith("setting.")]
    assert settings[:2] == ["setting.sign", "setting.propose"]


def test_a_dry_run_and_a_wrong_line_propose_nothing(office: Office, table: Path) -> None:
    names, act = office.desk.place_names, office.act
    assert names.import_csv(act("a01"), table, TODAY, dry_run=True).setting is None
    table.write_text(TABLE + "架空市,見本市,2020-01-01\n", encoding="utf-8")
    report = names.import_csv(act("a01"), table, TODAY)
    assert (report.setting, [one.line for one in report.rejected]) == (None, [3])
    assert office.desk.administration.proposals() == ()


@pytest.mark.parametrize("login", ["c01", "s01", "k01"])
def test_only_the_administrator_proposes_a_table(office: Office, table: Path, login: str) -> None:
    with pytest.raises(NotAllowed):
        office.desk.place_names.import_csv(office.act(login), table, TODAY)


@pytest.mark.parametrize("data", [b"\x81\x20,\x81\x20", None])
def test_a_file_that_cannot_be_read_is_refused(office: Office, tmp_path: Path, data) -> None:
    file = tmp_path / "names.csv"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(NamesFileWrong):
        office.desk.place_names.import_csv(office.act("a01"), file, TODAY)


def test_only_a_supervisor_signs_and_only_a_table_that_waits(office: Office, table: Path) -> None:
    names = office.desk.place_names
    report = names.import_csv(office.act("a01"), table, TODAY)
    with pytest.raises(NotAllowed):
        names.sign(office.act("a01"), report.setting, passphrase("a01"))
    fee = office.desk.administration.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    with pytest.raises(NotFound):
        names.sign(office.act("s01"), fee.id, passphrase("s01"))


def test_the_check_of_a_case_reads_with_the_table(office: Office, table: Path) -> None:
    before = office.desk.premises.addresses_on(TODAY)
    assert before is office.desk.premises.addresses
    report = office.desk.place_names.import_csv(office.act("a01"), table, TODAY)
    office.desk.place_names.sign(office.act("s01"), report.setting, passphrase("s01"))
    read = office.desk.premises.addresses_on(TODAY).parse(OLD)
    assert (read.aliased, read.key) == (("city",), before.parse("丹波篠山市北新町41").key)
