"""A letter written by hand where no printer works: signed by a supervisor, posted like any, and
its scan owed until it lies with the case (DOMAIN §4, §8, §9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from case_path import Track, to_printing
from desk_office import Office, passphrase
from mail_bag import page

from desktop import paths
from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.printing import HandReason
from desktop.domain.reading import PageKind
from desktop.domain.states import CaseState
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import Sheet
from desktop.services.hand_issue import HandIssued
from desktop.store import hand_issues
from desktop.store.cases import case_row, valid_approval
from desktop.store.letters import letter_row
from desktop.store.parts import parts_of_kind
from desktop.store.units import units_of_case


@pytest.fixture
def carry() -> Callable[[Track], str]:
    return to_printing


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(office: Office) -> str:
    return str(office.told)


def letter_of(track: Track, case_id: str):
    return track.get(case_id).letters[-1]


def issue(
    track: Track,
    letter: str,
    signer: str = "s01",
    reason: HandReason = HandReason.PRINTER,
    note: str = "",
    *,
    days: int = 0,
) -> HandIssued:
    return track.office.desk.hand_issue.issue(
        track.act("c01"),
        letter,
        reason,
        track.office.now.date() + timedelta(days=days),
        signer,
        passphrase(signer),
        note,
    )


def red(track: Track) -> list[str]:
    today = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    return [one.code for one in today.red_tasks]


def owed(track: Track) -> int:
    with track.office.desk.premises.database.reading() as session:
        return len(hand_issues.unscanned(session))


def test_a_letter_by_hand_is_enclosed_posted_and_owes_its_scan(track: Track, case_id: str):
    letter = letter_of(track, case_id)
    told = issue(track, letter.id)
    assert (told.by, told.witness, told.pages) == ("架空 太郎", "例示 誠", 0)
    now = letter_of(track, case_id)
    assert (now.state, now.printed_by, now.sha256) == ("PRINTED", "架空 太郎", letter.sha256)
    assert "HAND_SCAN" in red(track)
    with pytest.raises(SamePerson):  # who wrote it does not check its envelope
        track.tick(letter.id, "c01")
    track.tick(letter.id)
    post = track.office.desk.correspondence
    sent = post.dispatch(track.act("c01"), case_id, track.get(case_id).way, "12345678901")
    assert sent.line.state is CaseState.DISPATCHED  # posting meets the clock
    scan = track.folder / "scan.pdf"
    scan.write_bytes(b"%PDF")
    pages = (page(PageKind.FORM), page(PageKind.FORM))
    desk = track.office.desk
    with pytest.raises(Stale):  # somebody has changed the case since the window showed it
        desk.hand_issue.attach(replace(track.act("c01"), seen=1), letter.id, pages, scan)
    told = desk.hand_issue.attach(track.act("c01"), letter.id, pages, scan)
    assert told.pages == 2
    assert "HAND_SCAN" not in red(track)
    by = track.office.by("k01")
    assert desk.hand_issue.pages(by, letter.id) == tuple(one.image for one in pages)
    (export,) = (
        one
        for one in desk.correspondence.exports(track.office.by("c01"))
        if (one.place == str(scan))
    )
    assert export.label == "手書きの文書のスキャン"
    desk.correspondence.close_export(track.act("c01"), export.id)  # as it was taken in
    assert not scan.exists()
    with pytest.raises(Refused, match="スキャンを待っている"):
        desk.hand_issue.attach(track.act("c01"), letter.id, pages, scan)
    entries = desk.audit.entries(track.office.by("s01"), 0, 100)
    (entry,) = (one for one in entries if one.action == "letter.by_hand")
    assert entry.detail["sha256"] == letter.sha256
    assert entry.detail["witness"] == track.office.id_of("s01")
    assert [one.action for one in entries if one.action == "letter.hand_scanned"]
    told = [one.more for one in desk.cases.history(by, case_id) if "手書き" in one.sentence]
    assert ("11月10日", "プリンターが使えない") in told, told


def test_only_a_supervisor_signs_and_only_what_was_approved_is_written(track: Track, case_id: str):
    letter = letter_of(track, case_id).id
    with pytest.raises(NotAllowed, match="署名できません"):
        issue(track, letter, "c02")
    with pytest.raises(SamePerson):
        issue(track, letter, "c01")
    with pytest.raises(Refused, match="書いた日"):
        issue(track, letter, days=1)
    with pytest.raises(Refused, match="書いた日"):
        issue(track, letter, days=-1)
    with pytest.raises(Refused, match="書かれていません"):
        issue(track, letter, reason=HandReason.OTHER)
    assert letter_of(track, case_id).state == "READY"
    issue(track, letter)
    track.office.now += timedelta(minutes=1)
    issue(track, letter, reason=HandReason.OTHER, note="用紙が届かないため")
    assert owed(track) == 1  # the paper before it is destroyed
    with track.office.desk.premises.database.transaction() as session:
        letter_row(session, letter).state = "VOID"
    assert owed(track) == 0
    with track.office.desk.premises.database.transaction() as session:
        letter_row(session, letter).state = "PRINTED"
    track.tick(letter)
    post = track.office.desk.correspondence
    post.dispatch(track.act("c01"), case_id, track.get(case_id).way, "12345678901")
    with pytest.raises(Refused, match="発送済み"):
        issue(track, letter)


def test_a_deputy_signs_for_the_cases_of_others_and_while_it_lasts(track: Track, case_id: str):
    letter, office = letter_of(track, case_id).id, track.office
    today, named = office.now.date(), {}
    for login in ("c02", "c03"):
        named[login] = office.desk.deputies.name(
            office.act("s01"), office.id_of(login), today, today, passphrase("s01")
        )
    with office.desk.premises.database.transaction() as session:
        case_row(session, case_id).identity_second = office.id_of("c02")
    with pytest.raises(SamePerson, match="手がけた案件"):
        issue(track, letter, "c02")
    assert issue(track, letter, "c03").witness == track.office.by("c03").name
    office.desk.deputies.take_back(office.act("s01"), named["c03"].id, passphrase("s01"))
    with pytest.raises(NotAllowed, match="署名できません"):
        issue(track, letter, "c03")


def test_a_scan_is_read_in_the_children(track: Track, tmp_path: Path):
    sheet = Sheet(load_fonts(paths.resources() / "fonts"), "手書き")
    sheet.text(25, 40, "個人情報開示決定通知書", size=14)
    file = tmp_path / "scan.pdf"
    file.write_bytes(sheet.finish())
    read = track.office.desk.hand_issue.read(track.office.by("c01"), file)
    assert len(read) == 1
    with pytest.raises(Refused, match="スキャンのファイルを開けません"):
        track.office.desk.hand_issue.read(track.office.by("c01"), tmp_path / "none.pdf")
    file.write_text("これはPDFではない", encoding="utf-8")
    with pytest.raises(Exception, match="PDF・TIFF"):
        track.office.desk.hand_issue.read(track.office.by("c01"), file)


def test_what_was_approved_later_was_not_written_down_before(track: Track, case_id: str):
    """Made on the 10th, sent back and approved on the 11th: the 10th had no approved words."""
    letter = letter_of(track, case_id)
    with track.office.desk.premises.database.transaction() as session:
        approval = valid_approval(session, "case", case_id)
        assert approval is not None
        row = letter_row(session, letter.id)
        row.made_at = approval.at - timedelta(days=1)
    with pytest.raises(Refused, match="書いた日"):
        issue(track, letter.id, days=-1)
    assert issue(track, letter.id).issued_on == track.office.now.date()


def test_the_scan_of_what_was_disclosed_dies_with_the_annex(track: Track, case_id: str):
    """開示資料控 6か月 (DOMAIN §10): the picture shows the annex, the decision's record is not."""
    desk, letter = track.office.desk, letter_of(track, case_id)
    issue(track, letter.id)
    scan = track.folder / "scan.pdf"
    scan.write_bytes(b"%PDF")
    desk.hand_issue.attach(track.act("c01"), letter.id, (page(PageKind.FORM),), scan)
    with desk.premises.database.reading() as session:
        units = {unit.id: unit.cls for unit in units_of_case(session, case_id)}
        annexed = letter_row(session, letter.id).record_unit_id is not None
        (part,) = parts_of_kind(session, case_id, "hand_scan")
        assert annexed
        assert units[part.unit_id] == "C6"
