"""Waiting for the customer: letters, deadlines, clocks, what an answer undoes (DOMAIN §4, §8)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from case_path import K1, Track, grant, refuse
from desk_office import Office
from mail_bag import ELSEWHERE, ICHIRO, form_page, licence, page, register_line, residence_record

from desktop.domain.errors import Refused
from desktop.domain.reading import PageKind
from desktop.domain.requests import Item, Reason
from desktop.domain.states import CaseState

OTHER_ROOM = replace(ICHIRO, room="205")


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register(register_line(OTHER_ROOM))


def _ask(track: Track, *points: str) -> str:
    case_id = track.to_identity()
    track.office.desk.casework.ask_correction(
        track.act("c01"), case_id, points or ("ADDRESS_MISMATCH",)
    )
    track.post_request(case_id)
    return case_id


def _text(track: Track, letter_id: str) -> str:
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter_id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()


def test_a_correction_is_asked_until_a_business_day(track: Track):
    track.later(days=38)  # 2026-12-18 + 14 = 2027-01-01: the customer has until Monday the 4th
    case_id = track.to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    case = track.get(case_id)
    assert case.line.state is CaseState.AWAITING_CORRECTION
    assert [one.answer_by for one in case.corrections] == [date(2027, 1, 4)]
    (letter,) = case.letters
    assert (letter.code, letter.state, letter.number) == ("D-02", "READY", "窓第26-0001号-1")


def test_the_letter_asks_and_prints_nothing_of_the_register(track: Track):
    case_id = _ask(track, "ADDRESS_MISMATCH", "OTHER: 電話番号もお書きください")
    text = _text(track, track.get(case_id).letters[0].id)
    assert "仮川 一郎" in text
    assert "住民票の写し" in text
    assert "電話番号もお書きください" in text
    assert "26-0001" in text
    assert "205" not in text


def test_the_service_clock_stands_and_the_statutory_mark_does_not(track: Track):
    case_id = _ask(track)
    track.later(days=3)
    line = track.get(case_id).line
    assert line.statutory is not None
    assert line.target is not None
    # 到達 11-09: the mark is 11-23, rolled back over the holiday and the weekend.
    assert (line.statutory.due, line.statutory.paused) == (date(2026, 11, 20), False)
    # 受付 11-10 + 14 = 11-24, and three days waited; 11-27 is a Friday.
    assert (line.target.due, line.target.paused) == (date(2026, 11, 27), True)
    assert (line.target.pause_why, line.target.pause_days) == ("補正", 4)


def test_the_days_waited_are_not_ours(track: Track):
    case_id = _ask(track)
    track.later(days=7)
    case = track.office.desk.casework.resume(track.act("c01"), case_id, date(2026, 11, 16))
    assert case.line.target is not None
    # 11-24 and the six days from 11-10 to 11-16.
    assert (case.line.target.due, case.line.target.paused) == (date(2026, 11, 30), False)


def test_the_answer_goes_back_to_the_form_and_everything_is_checked_again(track: Track):
    case_id = _ask(track)
    number = track.get(case_id).line.number
    slip = page(PageKind.SLIP, form="SLIP", form_version=1, case_number=number)
    track.later(days=2)
    track.file(slip, residence_record(ICHIRO, OTHER_ROOM), arrived_on=date(2026, 11, 12))
    case = track.get(case_id)
    assert case.line.state is CaseState.FORM_CHECK
    assert not case.identity.ok
    assert case.corrections[0].replied_on == date(2026, 11, 12)


def test_a_confirmed_identity_does_not_survive_a_correction(track: Track):
    track.with_register()
    case_id = track.to_scoping()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ITEMS",))
    case = track.office.desk.casework.resume(track.act("c01"), case_id, date(2026, 11, 10))
    assert (case.identity.ok, case.identity.confirmed_by) == (False, "")
    track.office.desk.casework.confirm_form(track.act("c01"), case_id, K1, "PAPER", agent=False)
    with pytest.raises(Refused):
        track.office.desk.casework.scope(track.act("c01"), case_id, K1)


def test_a_letter_to_who_is_unproven_again_goes_to_the_form_as_it_was_put_right(track: Track):
    track.with_register()
    desk = track.office.desk
    case_id = track.to_scoping()
    desk.casework.ask_correction(track.act("c01"), case_id, ("OTHER: 室番号をお書きください",))
    desk.casework.resume(track.act("c01"), case_id, track.office.now.date())
    (form,) = (
        one.id
        for document in track.get(case_id).documents
        for one in document.pages
        if one.kind is PageKind.FORM
    )
    desk.verification.correct(track.act("c01"), case_id, form, "building", "コーポ見本")
    desk.casework.ask_correction(track.act("c01"), case_id, ("OTHER: 室番号をお書きください",))
    letters = track.get(case_id).letters
    assert "コーポ見本" in _text(track, letters[-1].id)


def test_a_correction_without_a_point_is_not_asked(track: Track):
    case_id = track.to_identity()
    with pytest.raises(Refused, match="選ばれていません"):
        track.office.desk.casework.ask_correction(track.act("c01"), case_id, (" ",))


def test_an_answer_does_not_come_before_the_request_or_after_today(track: Track):
    case_id = _ask(track)
    for day in (date(2026, 11, 8), date(2026, 11, 11)):
        with pytest.raises(Refused, match="届いた日"):
            track.office.desk.casework.resume(track.act("c01"), case_id, day)


def test_the_same_correction_is_asked_once(track: Track):
    case_id = track.to_identity()
    act = track.act("c01")
    first = track.office.desk.casework.ask_correction(act, case_id, ("ADDRESS_MISMATCH",))
    again = track.office.desk.casework.ask_correction(act, case_id, ("ADDRESS_MISMATCH",))
    assert first == again
    assert len(track.get(case_id).letters) == 1


def test_a_letter_that_waits_is_shown_with_its_day_and_turns_red_after_it(track: Track):
    case_id = _ask(track)
    desk = track.office.desk
    (waiting,) = desk.cases.today(track.office.by("c01"), track.office.now).waiting
    assert (waiting.case_id, waiting.what, waiting.until) == (
        case_id,
        "補正",
        date(2026, 11, 24),
    )
    track.later(days=15)
    today = desk.cases.today(track.office.by("c01"), track.office.now)
    assert today.waiting[0].late
    assert "NO_ANSWER" in {task.code for task in today.red_tasks}


def test_the_request_itself_is_posted_after_printing(track: Track):
    case_id = track.to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    letter = track.get(case_id).letters[0].id
    post = track.office.desk.correspondence
    with pytest.raises(Refused, match="印刷していない"):
        post.send(track.act("c01"), letter)
    post.save_copy(track.act("c01"), letter, track.folder)
    assert post.send(track.act("c01"), letter).state == "SENT"


def test_without_an_answer_the_request_is_refused_for_ha(track: Track):
    case_id = _ask(track)
    ha = refuse(Item.K1, Reason.R_HA, "期限までに補正の書類が届かなかったため")
    with pytest.raises(Refused, match="期限がまだ"):
        track.decide(case_id, ha)
    track.later(days=15)
    case = track.decide(case_id, ha)
    assert case.line.state is CaseState.DRAFTED
    with pytest.raises(Refused, match="本人確認"):
        track.decide(case_id, grant())
    case = track.office.desk.casework.submit(track.act("c01"), case_id)
    assert case.line.state is CaseState.APPROVAL


@pytest.mark.parametrize("reason", [Reason.R_I, Reason.R_HA])
def test_the_refusal_of_who_was_not_matched_prints_nothing_of_the_register(
    track: Track, reason: Reason
):
    """Registered in room 205, asked for from room 203: neither the room nor a person is told."""
    case_id = _ask(track)
    track.later(days=15)
    track.decide(case_id, refuse(Item.K1, reason, "お送りいただいた書類では確認できないため"))
    track.office.desk.casework.submit(track.act("c01"), case_id)
    letter = track.get(case_id).letters[-1]
    text = _text(track, letter.id)
    assert letter.code == "D-06"
    assert "203" in text  # the address of the form, in the window of the envelope
    for registered in ("205", "供給地点", "お客様番号", "登録"):
        assert registered not in text


def test_the_whole_way_of_a_mover(track: Track):
    """Envelope 7 of the sample: another address, D-02, the residence record, a second clerk."""
    track.with_register(register_line(ELSEWHERE))
    case_id = track.to_identity(form_page(), licence(address=ELSEWHERE.address))
    view = track.office.desk.verification.view(track.office.by("c01"), case_id, 0)
    assert view.proposal == "CORRECTION"
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    slip = page(PageKind.SLIP, form="SLIP", form_version=1, case_number="26-0001")
    track.later(days=2)
    record = residence_record(ICHIRO, ELSEWHERE)
    track.file(slip, record, arrived_on=date(2026, 11, 12))
    track.office.desk.casework.confirm_form(track.act("c01"), case_id, K1, "PAPER", agent=False)
    view = track.office.desk.verification.view(track.office.by("c01"), case_id, 0)
    assert view.proposal == "SECOND_CLERK"
    case = track.office.desk.verification.ask_second(
        track.act("c01"), case_id, 0, seen=view.to_see, note="前住所が登録と一致"
    )
    case = track.agree(case_id, "c02")
    assert (case.line.state, case.identity.level) == (CaseState.SCOPING, "HISTORICAL")


def test_a_second_notice_goes_out_after_the_first_day_has_passed_and_once(track: Track):
    case_id = _ask(track, "ADDRESS_MISMATCH", "OTHER: 電話番号もお書きください")
    work = track.office.desk.casework
    with pytest.raises(Refused, match="期限がまだ"):
        work.second_notice(track.act("c01"), case_id)
    with pytest.raises(Refused, match="期限がまだ"):
        work.close_no_response(track.act("c01"), case_id)
    track.later(days=15)  # 2026-11-25, a Wednesday
    with pytest.raises(Refused, match="再度の通知"):
        work.close_no_response(track.act("c01"), case_id)
    letter = work.second_notice(track.act("c01"), case_id)
    assert (letter.code, letter.answer_by) == ("D-02", date(2026, 12, 9))
    assert "電話番号もお書きください" in _text(track, letter.id)
    assert track.get(case_id).line.state is CaseState.AWAITING_CORRECTION
    track.post_request(case_id)
    track.later(days=15)
    with pytest.raises(Refused, match="送付済み"):
        work.second_notice(track.act("c01"), case_id)
    case = work.close_no_response(track.act("c01"), case_id)
    assert case.line.state is CaseState.CLOSED_NO_RESPONSE
    assert all(unit.due_on for unit in case.units)


def test_a_correction_asked_twice_and_another_one_each_keep_their_letters_and_days(
    track: Track,
):
    """What was asked, answered and asked again is not paired with the letter of another wait."""
    case_id = _ask(track)  # 2026-11-10, until the 24th
    work = track.office.desk.casework
    track.later(days=15)
    work.second_notice(track.act("c01"), case_id)  # printed: until 12-09
    track.later(days=2)
    track.post_request(case_id)  # on Friday the 27th: until 12-11
    waiting = track.get(case_id)
    assert waiting.waits_until == date(2026, 12, 11)
    assert [one.answer_by for one in waiting.letters] == [date(2026, 11, 24), date(2026, 12, 9)]
    (sent, *_older) = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert sent.more == ("返事の期限 12月11日", "文書に書いた期限 12月9日")
    track.later(days=4)
    work.resume(track.act("c01"), case_id, date(2026, 12, 1))
    work.ask_correction(track.act("c01"), case_id, ("ITEMS",))
    track.post_request(case_id)
    first, second, third = (one.id for one in track.get(case_id).letters)
    assert [
        (one.letter_id, one.asked_on, one.answer_by, one.replied_on)
        for one in track.get(case_id).corrections
    ] == [
        (second, date(2026, 11, 10), date(2026, 12, 11), date(2026, 12, 1)),
        (third, date(2026, 12, 1), date(2026, 12, 15), None),
    ]
    assert first not in {one.letter_id for one in track.get(case_id).corrections}


def test_a_letter_that_was_made_and_not_posted_starts_no_day_and_stops_no_clock(track: Track):
    """DOMAIN §8 guard 2: due = sent + 14 d; §4: the pause begins on the day the letter left."""
    case_id = track.to_identity()
    desk = track.office.desk
    work = desk.casework
    work.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))  # printed: until 11-24
    track.later(days=20)  # 2026-11-30, a Monday
    line = track.get(case_id).line
    assert line.target is not None
    assert (line.target.due, line.target.paused) == (date(2026, 11, 24), False)
    today = desk.cases.today(track.office.by("c01"), track.office.now)
    assert (today.waiting[0].what, today.waiting[0].until) == ("補正（発送前）", None)
    assert "NO_ANSWER" not in {task.code for task in today.red_tasks}
    with pytest.raises(Refused, match="期限がまだ"):
        work.second_notice(track.act("c01"), case_id)
    with pytest.raises(Refused, match="期限がまだ"):
        track.decide(case_id, refuse(Item.K1, Reason.R_HA, "期限までに届かなかったため"))
    track.post_request(case_id)
    today = desk.cases.today(track.office.by("c01"), track.office.now)
    assert (today.waiting[0].what, today.waiting[0].until) == ("補正", date(2026, 12, 14))
    track.later(days=14)  # 2026-12-14: the last day is the customer's
    with pytest.raises(Refused, match="期限がまだ"):
        work.second_notice(track.act("c01"), case_id)
    track.later(days=1)
    work.second_notice(track.act("c01"), case_id)
    track.later(days=20)  # the second one lies on the desk
    with pytest.raises(Refused):
        work.close_no_response(track.act("c01"), case_id)
    track.post_request(case_id)
    track.later(days=15)
    case = work.close_no_response(track.act("c01"), case_id)
    assert case.line.state is CaseState.CLOSED_NO_RESPONSE


def test_an_answer_that_nobody_fetches_is_red_while_it_still_can_be_fetched(track: Track):
    track.with_register()
    case_id = track.to_dispatched()  # 2026-11-10, 本人限定受取: held until the 20th
    desk, by = track.office.desk, track.office.by("c01")

    def red() -> list[str]:
        tasks = desk.cases.today(by, track.office.now).red_tasks
        return [one.sentence for one in tasks if one.code == "HELD_MAIL"]

    track.later(days=6)
    assert red() == []
    track.later(days=1)
    assert red() == [
        "郵便局の保管期限が近い回答が1件あります（最も早いものは26-0001、11月20日まで）。"
    ]
    desk.correspondence.delivered(track.act("c01"), case_id, track.office.now.date())
    assert red() == []
