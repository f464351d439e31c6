"""The register's file before the import: columns proposed, and the line that a report names."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_office import Office, everything_kept

from desktop.domain.errors import NotAllowed
from desktop.services.register_columns import RegisterFileWrong

HEAD = "お客様番号,氏名,ご住所,電話番号"
TARO = '9000000001,架空 太郎,"埼玉県川越市古谷上1-2-3\nコーポ若葉203",080-0000-0001'
BROKEN = ",見本 花子,埼玉県川越市古谷下4-5-6,080-0000-0002"
SHORT = "9000000003,仮野 次郎"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "register.csv"
    made.write_bytes("\r\n".join((HEAD, TARO, BROKEN, SHORT, "")).encode("cp932"))
    return made


def test_the_columns_are_proposed_and_what_is_not_known_is_left_open(
    office: Office, file: Path
) -> None:
    look = office.desk.register_source.look(office.by("a01"), file)
    assert look.encoding == "CP932"
    assert look.headings == ("お客様番号", "氏名", "ご住所", "電話番号")
    assert look.proposed == {"customer_no": "お客様番号", "name": "氏名", "phone": "電話番号"}
    assert "removed" not in look.columns
    delta = office.desk.register_source.look(office.by("a01"), file, delta=True)
    assert "removed" in delta.columns


def test_the_line_that_the_report_names_is_the_line_that_opens(office: Office, file: Path) -> None:
    names = {"address": "ご住所"}
    report = office.desk.register.import_csv(office.act("a01"), file, dry_run=True, columns=names)
    assert [(one.line, one.column) for one in report.rejected] == [(4, "customer_no"), (5, "")]
    shown = office.desk.register_source.line(office.by("a01"), file, 4)
    assert shown.cells == (
        ("お客様番号", ""),
        ("氏名", "見本 花子"),
        ("ご住所", "埼玉県川越市古谷下4-5-6"),
        ("電話番号", "080-0000-0002"),
    )
    assert shown.whole
    short = office.desk.register_source.line(office.by("a01"), file, 5)
    assert short.cells[2:] == (("ご住所", ""), ("電話番号", ""))
    assert not short.whole


def test_a_column_named_empty_is_left_out(office: Office, file: Path) -> None:
    names = {"address": "ご住所", "phone": ""}
    report = office.desk.register.import_csv(office.act("a01"), file, dry_run=True, columns=names)
    assert [ours for ours, _ in report.columns] == ["customer_no", "name", "address"]
    with pytest.raises(RegisterFileWrong):
        office.desk.register.import_csv(
            office.act("a01"), file, dry_run=True, columns={**names, "name": ""}
        )


def test_a_line_that_is_gone_is_told_and_nothing_of_a_line_is_kept(
    office: Office, file: Path
) -> None:
    with pytest.raises(RegisterFileWrong):
        office.desk.register_source.line(office.by("a01"), file, 99)
    office.desk.register_source.line(office.by("a01"), file, 4)
    assert not [where for where, data in everything_kept(office) if "見本 花子".encode() in data]


def test_only_who_imports_looks_into_the_file(office: Office, file: Path) -> None:
    for login in ("c01", "s01", "k01"):
        with pytest.raises(NotAllowed):
            office.desk.register_source.look(office.by(login), file)
        with pytest.raises(NotAllowed):
            office.desk.register_source.line(office.by(login), file, 2)
