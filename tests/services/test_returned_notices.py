"""返戻 of a letter that is not the answer: sent once more, and what it asked for is not counted
against the customer meanwhile (DOMAIN §4, §8 guard 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import lay_in, page

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.printing import Again
from desktop.domain.reading import PageKind
from desktop.domain.states import CaseState
from desktop.services.case_views import LetterView
from desktop.store.cases import open_pause
from desktop.store.letters import letter_row, void_letters


@pytest.fixture
def carry() -> Callable[[Track], str]:
    """A D-02 that left on the 10th and is on its way for two days: made once for all tests."""
    return asked


def asked(track: Track) -> str:
    case_id = track.with_register().to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.post_request(case_id)
    track.later(days=2)
    return case_id


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return str(track.office.told)


def letter_of(track: Track, case_id: str, code: str = "D-02") -> LetterView:
    return next(one for one in track.get(case_id).letters if one.code == code)


def back(track: Track, letter: LetterView, login: str = "c01") -> LetterView:
    today = track.office.now.date()
    return track.office.desk.returned_notices.record(track.act(login), letter.id, today)


def once_more(track: Track, letter: LetterView) -> None:
    post = track.office.desk.correspondence
    post.save_copy(track.act("c01"), letter.id, track.folder, Again.RETURNED)
    post.send(track.act("c01"), letter.id)


def counts(track: Track, case_id: str) -> tuple[bool, date | None]:
    """Whether the clock stands, and the customer's day."""
    case = track.get(case_id)
    assert case.line.target is not None
    return case.line.target.paused, case.waits_until


def test_a_request_that_came_back_is_sent_once_more_and_counted_from_then(
    track: Track, case_id: str
):
    desk, letter = track.office.desk, letter_of(track, case_id)
    assert letter.is_out
    assert counts(track, case_id) == (True, date(2026, 11, 24))  # 11-10 + 14 days
    told = back(track, letter)
    assert (told.state, told.returns, told.is_out) == ("READY", 1, False)
    assert told.returned_on == date(2026, 11, 12)
    assert counts(track, case_id) == (False, None)  # nothing runs against anybody but us
    assert [one.title for one in desk.post.view(track.office.by("c01"), told.returned_on).to_post]
    with pytest.raises(Refused, match="理由が選ばれていません"):
        desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    track.later(days=1)
    once_more(track, letter)
    assert list(track.folder.glob("D-02_*_再発行.pdf"))
    assert counts(track, case_id) == (True, date(2026, 11, 27))  # 11-13 + 14 days
    with pytest.raises(Refused, match="期限がまだ"):
        desk.casework.second_notice(track.act("c01"), case_id)
    history = desk.cases.history(track.office.by("c01"), case_id)
    assert any("返戻" in one.sentence and "1回目" in one.more for one in history)


def test_what_came_back_twice_is_not_sent_again_and_the_case_closes_after_thirty_days(
    track: Track, case_id: str
):
    desk, letter = track.office.desk, letter_of(track, case_id)
    back(track, letter)
    once_more(track, letter)
    track.later(days=3)
    told = back(track, letter)
    assert (told.state, told.returns, told.is_out) == ("SENT", 2, False)
    kept_until = track.office.now.date() + timedelta(days=30)
    assert counts(track, case_id) == (True, kept_until)
    with pytest.raises(Refused, match="連絡の文書"):
        back(track, letter)
    with pytest.raises(Refused, match="期限がまだ"):
        desk.casework.close_no_response(track.act("c01"), case_id)
    track.later(days=31)
    with pytest.raises(Refused, match="再度の通知は送付済み"):
        desk.casework.second_notice(track.act("c01"), case_id)
    assert track.get(case_id).notices == 2
    closed = desk.casework.close_no_response(track.act("c01"), case_id)
    assert closed.line.state is CaseState.CLOSED_NO_RESPONSE


def test_a_return_that_nobody_waits_for_any_more_is_only_noted(track: Track, case_id: str):
    desk, letter = track.office.desk, letter_of(track, case_id)
    desk.casework.resume(track.act("c01"), case_id, track.office.now.date())
    told = back(track, letter)
    assert (told.state, told.returns, told.is_out) == ("SENT", 1, False)
    with track.office.desk.premises.database.reading() as session:
        assert open_pause(session, case_id) is None


def test_an_answer_that_comes_all_the_same_ends_the_second_posting(track: Track, case_id: str):
    desk, letter = track.office.desk, letter_of(track, case_id)
    back(track, letter)
    desk.casework.resume(track.act("c01"), case_id, track.office.now.date())
    now = letter_of(track, case_id)
    assert (now.state, now.returns) == ("SENT", 1)  # out as it was, and not to be posted
    assert not desk.post.view(track.office.by("c01"), track.office.now.date()).to_post


def test_a_return_is_recorded_by_who_posts_of_what_was_posted_on_a_day_it_was_away(
    track: Track, case_id: str
):
    letter, record = letter_of(track, case_id), track.office.desk.returned_notices.record
    for day in (date(2026, 11, 9), date(2026, 11, 13)):
        with pytest.raises(Refused, match="返戻の日"):
            record(track.act("c01"), letter.id, day)
    for login in ("s01", "k01"):
        with pytest.raises(NotAllowed):
            back(track, letter, login)
    told = track.office.desk.casework.notices.acknowledge(track.act("c01"), case_id)
    with pytest.raises(Refused, match="発送した連絡"):  # it has not left
        back(track, told)
    assert letter_of(track, case_id).returns == 0


def test_an_unneeded_notice_that_came_back_is_laid_aside_and_stays_on_record(
    track: Track, case_id: str
):
    desk = track.office.desk
    notice = desk.casework.notices.acknowledge(track.act("c01"), case_id)
    desk.correspondence.save_copy(track.act("c01"), notice.id, track.folder)
    desk.correspondence.send(track.act("c01"), notice.id)
    track.later(days=2)
    assert back(track, notice).state == "READY"
    desk.casework.notices.take_back(track.act("c01"), case_id, notice.id)
    with desk.premises.database.reading() as session:
        row = letter_row(session, notice.id)
        assert (row.state, row.returns) == ("SENT", 1)
    with pytest.raises(Refused, match="取り消された文書"):  # no sheet more of it
        desk.correspondence.save_copy(track.act("c01"), notice.id, track.folder, Again.RETURNED)


def test_the_scanned_envelope_of_a_notice_goes_to_its_case_as_a_return(track: Track, case_id: str):
    desk = track.office.desk
    envelope = lay_in(track.office, "c01", [page(PageKind.UNKNOWN, case_number="26-0001")])
    found = desk.returned.proposal(track.office.by("c01"), envelope)
    assert found is not None
    assert (found.title, found.posted_on, found.problem) == (
        letter_of(track, case_id).title,
        date(2026, 11, 10),
        "",
    )
    day = track.office.now.date()
    filed = desk.returned.take_in(track.act("c01"), envelope, case_id, day)
    assert (filed.case_id, filed.joined) == (case_id, True)
    assert letter_of(track, case_id).returned_on == day
    (entry,) = (
        one
        for one in desk.audit.entries(track.office.by("s01"), 0, 50)
        if one.action == "letter.returned"
    )
    assert (entry.detail["times"], entry.detail["pages"]) == (1, 1)
    assert desk.returned.proposal(track.office.by("c01"), _again(track)) is None


def _again(track: Track) -> str:
    return lay_in(track.office, "c01", [page(PageKind.UNKNOWN, case_number="26-0001")])


def test_the_letter_that_ended_a_case_is_sent_once_more_and_the_end_stays(
    track: Track, case_id: str
):
    desk = track.office.desk
    ended = desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    letter = letter_of(track, case_id, "D-14")
    desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    desk.correspondence.send(track.act("c01"), letter.id)
    track.later(days=3)
    assert back(track, letter).state == "READY"
    assert letter_of(track, case_id).is_out  # the request is with the customer, or not: noted only
    once_more(track, letter)
    now = track.get(case_id)
    assert now.line.state is CaseState.WITHDRAWN
    assert [unit.due_on for unit in now.units] == [unit.due_on for unit in ended.units]


def test_a_request_that_came_back_before_a_death_was_told_stays_as_it_left(
    track: Track, case_id: str
):
    back(track, letter_of(track, case_id))
    with track.office.desk.premises.database.transaction() as session:
        void_letters(session, case_id, ["D-02"])
    now = letter_of(track, case_id)
    assert (now.state, now.is_out) == ("SENT", False)
