"""A forbidden number found on a filed page: gone at once, rolled the same day, never logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, licence, page

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.reading import Forbidden, PageKind
from desktop.services.case_views import PageView
from desktop.store.documents import page_row
from desktop.store.errors import KeyDestroyed, SealBroken
from desktop.store.schema.casework import UnitRow
from desktop.store.schema.infrastructure import RecordKeyRow, StoreInfoRow
from desktop.store.vault.vault import unwrap_key


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def papers(track: Track, case_id: str) -> dict[PageKind, PageView]:
    return {one.kind: one for doc in track.get(case_id).documents for one in doc.pages}


@pytest.fixture
def case_id(track: Track) -> str:
    """A case with a licence and a paper that turns out to show a number; both are class A."""
    return track.file(form_page(), licence(), page(PageKind.JUM, {"name": "仮川 一郎"})).case_id


def found(track: Track, case_id: str, login: str = "c01") -> str:
    page_id = papers(track, case_id)[PageKind.JUM].id
    return track.office.desk.found_numbers.found(track.act(login), page_id, Forbidden.MY_NUMBER)


def red_codes(track: Track) -> set[str]:
    office = track.office
    today = office.desk.cases.today(office.by("c01"), office.now)
    return {task.code for task in today.red_tasks}


def test_the_page_is_gone_at_once_and_waits_for_the_roll(track: Track, case_id: str) -> None:
    found(track, case_id)
    gone = papers(track, case_id)[PageKind.JUM]
    assert (gone.destroyed, gone.erasing) == (True, True)
    with pytest.raises(KeyDestroyed):
        track.office.desk.cases.picture(track.act("c01"), gone.id)
    assert track.office.desk.cases.thumbnail(track.office.by("c01"), gone.id) == b""


def test_the_other_papers_of_the_unit_still_open(track: Track, case_id: str) -> None:
    found(track, case_id)
    kept = papers(track, case_id)
    assert not kept[PageKind.DL].destroyed
    licence_picture = track.office.desk.cases.picture(track.act("c01"), kept[PageKind.DL].id)
    field = licence_picture.reading.field("name")
    assert field is not None
    assert field.text == "仮川 一郎"
    assert track.get(case_id).applicant.name == "仮川 一郎"


def test_the_unit_lies_under_another_key_and_the_old_one_is_dropped(
    track: Track, case_id: str
) -> None:
    database = track.office.desk.premises.database
    page_id = papers(track, case_id)[PageKind.JUM].id
    with database.reading() as session:
        unit_id = page_row(session, page_id).unit_id
        before = session.get_one(UnitRow, unit_id).key_id
    found(track, case_id)
    with database.reading() as session:
        after = session.get_one(UnitRow, unit_id).key_id
        assert after != before
        assert session.get(RecordKeyRow, before) is None
        row = page_row(session, page_id)
        assert (row.image, row.thumbnail, row.reading) == (None, None, None)


def test_only_a_supervisor_rolls_and_the_page_waits_no_longer(track: Track, case_id: str) -> None:
    found(track, case_id)
    desk = track.office.desk
    with pytest.raises(NotAllowed, match="「鍵の更新」は受付担当の権限にありません"):
        desk.found_numbers.roll(track.act("c01"))
    with desk.premises.database.reading() as session:
        epoch = session.get_one(StoreInfoRow, 1).epoch
    assert desk.found_numbers.roll(track.act("s01")) == 1
    with desk.premises.database.reading() as session:
        assert session.get_one(StoreInfoRow, 1).epoch == epoch + 1
    gone = papers(track, case_id)[PageKind.JUM]
    assert (gone.destroyed, gone.erasing) == (True, False)
    assert desk.found_numbers.roll(track.act("s01")) == 0


def test_after_the_roll_an_old_copy_of_the_key_opens_nothing(track: Track, case_id: str) -> None:
    premises = track.office.desk.premises
    page_id = papers(track, case_id)[PageKind.JUM].id
    with premises.database.reading() as session:
        unit = session.get_one(UnitRow, page_row(session, page_id).unit_id)
        old = session.get_one(RecordKeyRow, unit.key_id)
        copied = (old.id, old.epoch, old.wrapped)
        _, key_then = premises.vault.epoch_key(session)
    assert unwrap_key(key_then, *copied)  # the thief's copy opens as long as nothing has rolled
    found(track, case_id)
    track.office.desk.found_numbers.roll(track.act("s01"))
    with premises.database.reading() as session:
        _, key_now = premises.vault.epoch_key(session)
    with pytest.raises(SealBroken):
        unwrap_key(key_now, *copied)


def test_the_desk_is_red_until_roll_and_paper_are_done(track: Track, case_id: str) -> None:
    find = found(track, case_id)
    assert red_codes(track) >= {"ROLL", "FOUND_PAPER"}
    track.office.desk.found_numbers.roll(track.act("s01"))
    assert "ROLL" not in red_codes(track)
    track.office.desk.found_numbers.confirm_paper(track.act("c01"), find)
    assert "FOUND_PAPER" not in red_codes(track)
    assert track.office.desk.found_numbers.open_ones(track.office.by("c01")) == ()


def test_the_find_is_listed_with_kind_place_and_person(track: Track, case_id: str) -> None:
    found(track, case_id, "c02")
    (one,) = track.office.desk.found_numbers.open_ones(track.office.by("c01"))
    assert (one.case_id, one.kind, one.paper) == (case_id, Forbidden.MY_NUMBER, PageKind.JUM)
    assert (one.found_by, one.waiting, one.paper_done) == ("見本 花子", True, False)


def test_the_log_says_kind_and_paper(track: Track, case_id: str) -> None:
    find = found(track, case_id)
    track.office.desk.found_numbers.confirm_paper(track.act("c01"), find)
    track.office.desk.found_numbers.roll(track.act("s01"))
    lines = track.office.desk.audit.entries(track.office.by("k01"), 0, 100)
    actions = [line.action for line in lines]
    assert actions.count("forbidden.found") == 1
    assert actions.count("forbidden.paper_done") == 1
    assert actions.count("keys.roll") == 1


def test_a_hold_does_not_keep_a_forbidden_number(track: Track, case_id: str) -> None:
    office = track.office
    office.desk.disposal.holds.hold(
        track.act("s01"), case_id, "LAWSUIT", office.now.date().replace(year=2027)
    )
    found(track, case_id)
    assert papers(track, case_id)[PageKind.JUM].destroyed


def test_a_page_that_is_gone_is_not_found_again(track: Track, case_id: str) -> None:
    found(track, case_id)
    with pytest.raises(NotFound):
        found(track, case_id)


def test_the_kind_of_number_must_be_said(track: Track, case_id: str) -> None:
    page_id = papers(track, case_id)[PageKind.JUM].id
    with pytest.raises(Refused):
        track.office.desk.found_numbers.found(track.act("c01"), page_id, Forbidden.MY_NUMBER_LIKE)
    assert not papers(track, case_id)[PageKind.JUM].destroyed


def test_an_auditor_takes_nothing_out(track: Track, case_id: str) -> None:
    with pytest.raises(NotAllowed):
        found(track, case_id, "k01")
