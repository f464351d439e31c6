"""The log through the services: read, verified, anchored outside, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk_office import Office
from sqlalchemy import text

from desktop.domain.errors import NotAllowed
from desktop.services.audit import AnchorWrong, NotWritten, about_in, verify_exported
from desktop.store.errors import CommandMismatch


def test_supervisor_and_auditor_read_the_log_and_nobody_else(office: Office) -> None:
    for login in ("s01", "k01"):
        assert office.desk.audit.entries(office.by(login), 0, 10)
        assert office.desk.audit.count(office.by(login)) > 0
    for login in ("c01", "a01"):
        with pytest.raises(NotAllowed):
            office.desk.audit.entries(office.by(login), 0, 10)
        with pytest.raises(NotAllowed):
            office.desk.audit.count(office.by(login))


def test_entries_are_newest_first_with_names_and_labels(office: Office) -> None:
    auditor = office.by("k01")
    first = office.desk.audit.entries(auditor, 0, 1)[0]
    assert (first.who, first.action, first.action_label) == ("試山 守", "sign.in", "サインイン")
    seqs = [line.seq for line in office.desk.audit.entries(auditor, 0, 100)]
    assert seqs == sorted(seqs, reverse=True)
    assert seqs[3:6] == [line.seq for line in office.desk.audit.entries(auditor, 3, 3)]


def test_the_log_of_a_new_office_verifies(office: Office) -> None:
    office.by("c01")
    found = office.desk.audit.verify()
    assert found.ok
    assert found.size == office.desk.audit.count(office.by("k01")) - 1
    assert len(found.root) == 64


@pytest.mark.parametrize(
    "change", ["value_json = '1'", "effective_from = '2020-01-01'", "signature = NULL"]
)
def test_a_setting_changed_behind_its_signature_is_named(office: Office, change: str) -> None:
    office.by("c01")
    with office.desk.premises.database.engine.begin() as connection:
        connection.execute(text(f"UPDATE setting SET {change} WHERE name = 'fee_unit'"))
    found = office.desk.audit.verify()
    assert not found.ok
    assert found.problems == ("設定「手数料（1項目・税込）」の署名が合いません。",)


def test_an_anchor_outside_vouches_for_what_came_before(office: Office, tmp_path: Path) -> None:
    made = office.desk.audit.anchor(office.act("k01"), tmp_path)
    written = json.loads((tmp_path / f"anchor-{made.size}.json").read_text("utf-8"))
    assert (written["size"], written["root"]) == (made.size, made.root)
    office.by("c02")
    found = office.desk.audit.verify((made.size, made.root))
    assert found.ok
    assert found.anchors == made.size


def test_an_anchor_typed_from_paper_may_have_blanks_and_capitals(office: Office) -> None:
    made = office.desk.audit.anchor(office.act("s01"))
    groups = " ".join(made.root[i : i + 8] for i in range(0, 64, 8)).upper()
    assert office.desk.audit.verify((made.size, groups)).ok


def test_an_anchor_of_another_log_is_a_problem(office: Office) -> None:
    made = office.desk.audit.anchor(office.act("s01"))
    other = ("0" if made.root[0] != "0" else "1") + made.root[1:]
    found = office.desk.audit.verify((made.size, other))
    assert not found.ok
    assert found.problems


def test_what_is_no_anchor_is_said_so(office: Office) -> None:
    with pytest.raises(AnchorWrong):
        office.desk.audit.verify((3, "not hexadecimal"))


def test_an_exported_log_verifies_without_the_store(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    entries = office.desk.audit.export(office.act("k01"), file)
    same = office.desk.audit.anchor(office.act("k01"))
    younger = office.desk.audit.anchor(office.act("k01"))
    found = verify_exported(file, (same.size, same.root))
    assert found.ok
    assert found.size == found.anchors == entries
    assert not verify_exported(file, (younger.size, younger.root)).ok
    lines = file.read_text("utf-8").splitlines()
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(lines[:2] + lines[3:]), "utf-8")
    assert not verify_exported(cut).ok


def test_an_export_that_is_not_in_the_log_leaves_no_file(office: Office, tmp_path: Path) -> None:
    file, act = tmp_path / "log.jsonl", office.act("k01")
    office.desk.audit.anchor(act)
    with pytest.raises(CommandMismatch):  # the same command cannot be two things
        office.desk.audit.export(act, file)
    with pytest.raises(NotAllowed):
        office.desk.audit.export(office.act("c01"), file)
    assert not file.exists()


@pytest.mark.parametrize(
    "line",
    [
        '{"type":"anchor","size":[1],"root":"00"}',
        '{"type":"anchor","size":1e999,"root":"00"}',
        '{"type":"head","size":{},"root":"00"}',
        '{"type":"key","person":["a"],"agreement":"00","signing":"00"}',
        '{"type":"key","person":"\\ud800","agreement":"00","signing":"00"}',
        "[" * 100_000,
    ],
)
def test_a_log_that_somebody_spoilt_is_told_and_breaks_no_verifier(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(f'{{"type":"log","format":2,"store":"s","segment":1}}\n{line}\n', "utf-8")
    found = verify_exported(file)
    assert not found.ok or '"key"' in line  # somebody's key alone vouches for nothing
    assert about_in(file, "26-0001") == ()


def test_an_export_never_overwrites(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("something of mine")
    before = office.desk.audit.count(office.by("k01"))
    with pytest.raises(NotWritten):
        office.desk.audit.export(office.act("k01"), file)
    assert file.read_text() == "something of mine"
    assert office.desk.audit.count(office.by("k01")) == before
