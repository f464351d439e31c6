"""Letters on their way out: approved, checked by another, posted, delivered (DOMAIN §8–9)."""

from __future__ import annotations

import stat
from datetime import date

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO

from desktop.domain.errors import DeskError, NotAllowed, Refused, SamePerson
from desktop.domain.posting import AnotherWay
from desktop.domain.printing import Again
from desktop.domain.states import CaseState
from desktop.services.exports import ExportNotDeleted
from desktop.store.errors import ClockDoubtful


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _letter(track: Track, case_id: str) -> str:
    return track.get(case_id).letters[-1].id


def test_an_unapproved_decision_is_neither_printed_nor_copied(track: Track):
    letter = _letter(track, track.to_approval())
    post = track.office.desk.correspondence
    with pytest.raises(Refused, match="決裁の済んでいない"):
        post.save_copy(track.act("c01"), letter, track.folder)
    with pytest.raises(Refused, match="決裁の済んでいない"):
        track.office.desk.letter_printing.print(track.act("c01"), letter, "office")
    assert not list(track.folder.glob("*.pdf"))


def test_the_pages_can_be_looked_at_as_pictures(track: Track):
    letter = _letter(track, track.to_approval())
    pages = track.office.desk.correspondence.letter_pages(track.office.by("s01"), letter, 60)
    assert len(pages) == 2  # the letter and its annex
    assert all(one.startswith(b"\x89PNG") for one in pages)


def test_who_printed_does_not_check_the_enclosure(track: Track):
    letter = _letter(track, track.to_approved())
    post = track.office.desk.correspondence
    with pytest.raises(Refused, match="印刷していない"):
        track.tick(letter)
    post.save_copy(track.act("c01"), letter, track.folder)
    with pytest.raises(SamePerson):
        track.tick(letter, "c01")
    assert track.tick(letter).checked_by == "見本 花子"


def test_a_letter_printed_again_is_checked_again_and_not_by_who_printed_it_last(track: Track):
    case_id = track.to_approved()
    letter = track.enclose(case_id)  # printed by c01, checked by c02
    post = track.office.desk.correspondence
    post.save_copy(track.act("c02"), letter, track.folder, Again.SPOILED)
    with pytest.raises(Refused, match="封入確認"):
        post.dispatch(track.act("c01"), case_id, "FUTSU", "")
    with pytest.raises(SamePerson):
        track.tick(letter)
    assert track.tick(letter, "c01").state == "CHECKED"


def test_a_printer_that_refuses_leaves_an_earlier_check_as_it_was(track: Track):
    case_id = track.to_approved()
    letter = track.enclose(case_id)
    with pytest.raises(DeskError):
        track.office.desk.letter_printing.print(
            track.act("c02"), letter, "no such printer", Again.SPOILED
        )
    (shown,) = (one for one in track.get(case_id).letters if one.id == letter)
    assert (shown.state, shown.checked_by) == ("CHECKED", "見本 花子")


def test_a_copy_over_an_older_file_is_readable_by_its_owner_only(track: Track):
    letter = _letter(track, track.to_approved())
    post = track.office.desk.correspondence
    file = post.save_copy(track.act("c01"), letter, track.folder)
    file.chmod(0o644)
    post.save_copy(track.act("c01"), letter, track.folder, Again.SPOILED)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_copy_that_cannot_be_deleted_stays_open_and_is_told(track: Track):
    letter = _letter(track, track.to_approved())
    post = track.office.desk.correspondence
    file = post.save_copy(track.act("c01"), letter, track.folder)
    file.unlink()
    file.mkdir()  # what stands there now is no file to delete
    (export,) = post.exports(track.office.by("c01"))
    with pytest.raises(ExportNotDeleted):
        post.close_export(track.act("c01"), export.id)
    assert post.exports(track.office.by("c01")) == (export,)


def test_nothing_is_posted_without_the_enclosure_check(track: Track):
    case_id = track.to_approved()
    post = track.office.desk.correspondence
    post.save_copy(track.act("c01"), _letter(track, case_id), track.folder)
    with pytest.raises(Refused, match="封入確認"):
        post.dispatch(track.act("c01"), case_id, "KAN_I_KAKITOME", "12345678901")


def test_registered_post_needs_its_number(track: Track):
    case_id = track.to_approved()
    track.office.desk.lesser_way.decide(track.act("c01"), case_id, "FUTSU", AnotherWay.ASKED)
    track.enclose(case_id)
    post = track.office.desk.correspondence
    with pytest.raises(Refused, match="引受番号"):
        post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "")
    with pytest.raises(Refused, match="数字"):
        post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "abc")
    with pytest.raises(Refused, match="発送の方法"):
        post.dispatch(track.act("c01"), case_id, "PIGEON", "1")
    posted = post.dispatch(track.act("c01"), case_id, "FUTSU", "", AnotherWay.ASKED)
    assert posted.line.state is CaseState.DISPATCHED


def test_nothing_is_posted_while_the_clock_is_in_doubt(track: Track):
    case_id = track.to_approved()
    track.enclose(case_id)
    track.office.now = track.office.now.replace(day=20)
    with pytest.raises(ClockDoubtful):
        track.office.desk.correspondence.dispatch(
            track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901"
        )
    track.later()
    posted = track.office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901"
    )
    assert posted.line.state is CaseState.DISPATCHED


def test_completion_waits_for_the_delivery_or_ten_quiet_days(track: Track):
    case_id = track.to_dispatched()
    post = track.office.desk.correspondence
    track.later(days=9)
    with pytest.raises(Refused, match="配達とみなす日数"):
        post.complete(track.act("c01"), case_id, track.office.now.date())
    track.later(days=1)
    case = post.complete(track.act("c01"), case_id, track.office.now.date())
    assert case.line.state is CaseState.COMPLETED
    assert all(unit.due_on for unit in case.units)


def test_a_delivery_is_not_before_the_posting(track: Track):
    case_id = track.to_dispatched()
    with pytest.raises(Refused, match="配達の日"):
        track.office.desk.correspondence.delivered(track.act("c01"), case_id, date(2026, 11, 9))


def test_a_copy_is_an_open_export_until_it_is_destroyed(track: Track):
    letter = _letter(track, track.to_approved())
    post = track.office.desk.correspondence
    file = post.save_copy(track.act("c01"), letter, track.folder)
    assert file.read_bytes() == post.letter_pdf(track.act("c01"), letter)
    assert ICHIRO.name not in file.name
    (export,) = post.exports(track.office.by("c01"))
    assert (export.place, export.label, export.delete_by) == (
        str(file),
        "文書の写し",
        date(2026, 11, 17),
    )
    post.close_export(track.act("c01"), export.id)
    assert not file.exists()
    assert post.exports(track.office.by("c01")) == ()


def test_a_copy_that_cannot_be_written_leaves_no_open_export(track: Track):
    letter = _letter(track, track.to_approved())
    post = track.office.desk.correspondence
    with pytest.raises(DeskError, match="書き込めません"):
        post.save_copy(track.act("c01"), letter, track.folder / "missing")
    assert post.exports(track.office.by("c01")) == ()


def test_a_printer_that_is_not_there_prints_nothing_and_says_so(track: Track):
    letter = _letter(track, track.to_approved())
    with pytest.raises(DeskError):
        track.office.desk.letter_printing.print(track.act("c01"), letter, "no-such-printer")
    assert track.get(track.office.desk.cases.by_number("26-0001") or "").letters[-1].state == (
        "READY"
    )


def test_the_auditor_takes_no_copy(track: Track):
    letter = _letter(track, track.to_approved())
    with pytest.raises(NotAllowed):
        track.office.desk.correspondence.save_copy(track.act("k01"), letter, track.folder)


def test_what_came_back_is_sent_once_more_and_then_kept_until_it_ends(track: Track):
    case_id = track.to_dispatched()
    post = track.office.desk.correspondence
    track.later(days=3)
    with pytest.raises(Refused, match="返戻の日"):
        post.record_return(track.act("c01"), case_id, date(2026, 11, 9))
    back = post.record_return(track.act("c01"), case_id, track.office.now.date())
    assert back.line.state is CaseState.RETURNED_MAIL
    today = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    assert [line.id for line in today.returned] == [case_id]
    track.enclose(case_id)
    again = post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    assert (again.line.state, again.dispatch and again.dispatch.tracking) == (
        CaseState.DISPATCHED,
        "22345678901",
    )
    track.later(days=3)
    post.record_return(track.act("c01"), case_id, track.office.now.date())
    with pytest.raises(Refused, match="一度だけ"):
        post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "32345678901")
    with pytest.raises(Refused, match="返戻"):
        post.give_up_return(track.act("c01"), case_id)
    track.later(days=30)
    given_up = post.give_up_return(track.act("c01"), case_id)
    assert given_up.line.state is CaseState.RETURN_GIVEN_UP
    assert all(unit.due_on for unit in given_up.units)


def test_the_enclosure_of_what_came_back_says_nothing_of_the_next_envelope(track: Track):
    case_id = track.to_dispatched()
    post, today = track.office.desk.correspondence, track.office.now.date()
    post.record_return(track.act("c01"), case_id, today)
    with pytest.raises(Refused, match="封入確認"):
        post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    letter = _letter(track, case_id)
    post.save_copy(track.act("c02"), letter, track.folder, Again.RETURNED)
    with pytest.raises(SamePerson):
        track.tick(letter)
    track.tick(letter, "c01")
    again = post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    assert again.line.state is CaseState.DISPATCHED
    assert again.letters[-1].state == "SENT"


def test_returned_mail_is_not_completed_by_quiet_days(track: Track):
    case_id = track.to_dispatched()
    track.later(days=11)
    post = track.office.desk.correspondence
    post.record_return(track.act("c01"), case_id, track.office.now.date())
    with pytest.raises(Refused):
        post.complete(track.act("c01"), case_id, track.office.now.date())
