"""日計: opened = new + joined + rerouted + returned + no mail, by two people who count apart.

The counts are written down by hand from what the test itself did to each envelope.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import form_page, lay_in, licence
from sqlalchemy import select

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.workday import Piles
from desktop.services.day_close import DayState, DayView, PaperCount
from desktop.services.day_unlike import CountsUnlike
from desktop.services.people import WrongPassphrase
from desktop.services.rerouting import HandOver
from desktop.store import audit, envelopes
from desktop.store.schema.workday import DayCountRow

TUESDAY = date(2026, 11, 10)
WEDNESDAY = date(2026, 11, 11)
TO_LEGAL = HandOver("LAWYERS", "LEGAL", "ORIGINALS", 1)


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def day(track: Track) -> Track:
    """Tuesday: two new cases, one answer to the first, one rerouted, one returned, one advert.

    And one scanned twice, which is no envelope of its own.
    """
    first = track.file()
    track.file(form_page())
    track.file(licence(), join_case=first.number)
    desk = track.office.desk
    desk.rerouting.reroute_envelope(track.act("c01"), envelope(track), TO_LEGAL)
    for reason in ("MISDELIVERED", "NOT_MAIL", "RESCAN"):
        desk.intake.discard(track.act("c01"), envelope(track), reason)
    return track


PAPER = PaperCount(6, Piles(2, 1, 1, 1, 1))


def envelope(track: Track) -> str:
    return lay_in(track.office, "c01", [form_page()])


def close(track: Track, paper: PaperCount = PAPER, on: date = TUESDAY, second="c02") -> DayView:
    """Both counted the same, one after the other at one desk."""
    days = track.office.desk.days
    days.count(track.act("c01"), on, paper)
    return days.close(track.act("c01"), on, paper, second, passphrase(second))


def close_empty(track: Track, on: date, late: str = "") -> DayView:
    days = track.office.desk.days
    return days.close_empty(track.act("c01"), on, late, "c02", passphrase("c02"))


def view(track: Track, on: date = TUESDAY) -> DayView:
    return track.office.desk.days.view(track.office.by("c01"), on, track.office.now)


def test_a_day_counted_alike_is_closed_with_two_names_and_its_anchor(
    day: Track, tmp_path: Path
) -> None:
    assert view(day).desk == Piles(2, 1, 1, 1, 1)
    closed = close(day)
    assert closed.state is DayState.CLOSED
    assert closed.closing is not None
    assert (closed.closing.by, closed.closing.second) == ("架空 太郎", "見本 花子")
    verified = day.office.desk.audit.verify((closed.closing.log_size, closed.closing.log_root))
    assert verified.ok
    assert verified.anchors == closed.closing.log_size
    file = day.office.desk.days.save_sheet(day.act("c01"), TUESDAY, tmp_path / "sheet.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_textpage().get_text_bounded()
    flat = "".join(text.split())
    for word in ("令和8年11月10日（火）", "架空太郎", "見本花子"):
        assert word in flat
    for word in ("新しい案件222", "前からの案件へ111", "合計（開封した封筒）666", "別々に"):
        assert word in flat
    assert closed.closing.log_root in flat
    # A clear copy that left on purpose stays on the list until it is gone.
    (copy,) = day.office.desk.correspondence.exports(day.office.by("c01"))
    assert copy.label == "日計票"
    with pytest.raises(Refused, match="締められています"):
        close(day)


def test_an_envelope_without_a_fate_and_every_difference_are_named(day: Track) -> None:
    envelope(day)
    wrong = PaperCount(8, Piles(3, 1, 1, 1, 1))
    with pytest.raises(Refused) as refused:
        close(day, wrong)
    told = refused.value.sentence
    assert "封筒 8 の処置が決まっていません。" in told
    assert "開封した封筒は8通、処置ごとに数えた封筒は合わせて7通です。" in told
    assert "「新しい案件」は、紙では3通、窓口の記録では2通です。" in told
    assert "前からの案件へ" not in told
    assert view(day).state is DayState.OPEN
    day.office.desk.intake.discard(day.act("c01"), view(day).unsettled[0].envelope_id, "NOT_MAIL")
    assert close(day, PaperCount(7, Piles(2, 1, 1, 1, 2))).state is DayState.CLOSED


def test_nobody_closes_a_day_alone(track: Track) -> None:
    nothing = PaperCount(0, Piles())
    track.office.desk.days.count(track.act("c01"), TUESDAY, nothing)
    for second, word, refusal in (
        ("c01", "c01 has a long secret", SamePerson),
        ("c02", "another secret", WrongPassphrase),
        ("a01", "a01 has a long secret", NotAllowed),
        ("", "", Refused),
    ):
        with pytest.raises(refusal):
            track.office.desk.days.close(track.act("c01"), TUESDAY, nothing, second, word)
        assert view(track).state is DayState.OPEN
    assert close(track, nothing).state is DayState.CLOSED


def test_a_closed_day_takes_no_more_mail_and_the_late_letter_keeps_its_day_of_arrival(
    day: Track,
) -> None:
    close(day)
    late = day.file()
    assert view(day).desk == Piles(2, 1, 1, 1, 1)
    assert view(day, WEDNESDAY).desk == Piles(1)
    # It arrived on Monday the 9th, and that is the day its clocks go by (個人情報保護法39条).
    assert day.get(late.case_id).arrived_on == date(2026, 11, 9)


def test_a_page_taken_back_from_a_case_is_no_mail_of_the_day(track: Track) -> None:
    case_id = track.file(form_page(), licence()).case_id
    (page, _) = (one.id for document in track.get(case_id).documents for one in document.pages)
    misfiled = track.office.desk.misfiled
    taken = misfiled.to_intake(track.act("c01"), page, "MIXED_MAIL")
    assert (view(track).desk, view(track).unsettled) == (Piles(1), ())
    misfiled.back_from_intake(track.act("c01"), taken)
    assert close(track, PaperCount(1, Piles(1))).state is DayState.CLOSED


def test_mail_joined_to_a_page_taken_back_from_a_case_is_still_mail_of_its_day(
    track: Track,
) -> None:
    case_id = track.file(form_page(), licence()).case_id
    (page, _) = (one.id for document in track.get(case_id).documents for one in document.pages)
    desk = track.office.desk
    desk.misfiled.to_intake(track.act("c01"), page, "MIXED_MAIL")
    close(track, PaperCount(1, Piles(1)))
    track.later(days=1)
    mail = envelope(track)
    desk.pages.join(track.act("c01"), mail)
    assert [one.title for one in view(track, WEDNESDAY).unsettled] == ["封筒 2"]
    assert view(track).desk == Piles(1)


def test_a_day_that_nobody_closed_is_red_until_it_is(day: Track) -> None:
    assert red(day) == []
    day.later(days=1)
    (task,) = red(day)
    assert task.sentence == "締めていない日計が1日分あります（最も古いものは11月10日）。"
    (today, late) = day.office.desk.days.days(day.office.by("c01"), day.office.now)
    assert (today.day, today.state) == (WEDNESDAY, DayState.OPEN)
    assert (late.day, late.state, late.opened) == (TUESDAY, DayState.LATE, 6)
    close(day)
    assert red(day) == []


def test_mail_opened_on_a_free_day_counts_for_the_next_business_day(track: Track) -> None:
    track.later(days=4)  # Saturday the 14th
    track.file()
    saturday, monday = date(2026, 11, 14), date(2026, 11, 16)
    assert view(track, monday).desk == Piles(1)
    with pytest.raises(Refused, match="営業日"):
        close(track, PaperCount(1, Piles(1)), saturday)
    track.later(days=2)
    closed = close(track, PaperCount(1, Piles(1)), monday)
    assert (closed.first, closed.state) == (saturday, DayState.CLOSED)


def test_mail_that_comes_in_while_the_day_is_closed_is_waited_for(track: Track) -> None:
    database, clerk = track.office.desk.premises.database, track.office.id_of("c01")
    nothing = PaperCount(0, Piles())
    track.office.desk.days.count(track.act("c01"), TUESDAY, nothing)
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            envelopes.begin(session, "e" * 32, TUESDAY, clerk, track.office.now)
            closing = pool.submit(
                lambda: track.office.desk.days.close(
                    track.act("c01"), TUESDAY, nothing, "c02", passphrase("c02")
                )
            )
            with pytest.raises(TimeoutError):
                closing.result(timeout=0.5)
        with pytest.raises(Refused, match="処置が決まっていません"):
            closing.result(timeout=10)


def test_a_closed_day_made_free_later_is_counted_no_second_time(day: Track) -> None:
    close(day)
    day.later(days=1)
    settings = day.office.desk.administration
    wish = settings.propose_setting(day.act("a01"), "closures", [str(TUESDAY)], WEDNESDAY)
    settings.sign_setting(day.act("s01"), wish.id, passphrase("s01"))
    wednesday = view(day, WEDNESDAY)
    assert (wednesday.first, wednesday.desk) == (WEDNESDAY, Piles())
    assert (view(day).first, view(day).desk) == (TUESDAY, Piles(2, 1, 1, 1, 1))


def test_a_day_not_closed_that_becomes_a_free_one_later_counts_once(day: Track) -> None:
    """Tuesday was at work; a 閉庁日 signed on Wednesday changes nothing of it."""
    day.later(days=1)
    settings = day.office.desk.administration
    wish = settings.propose_setting(day.act("a01"), "closures", [str(TUESDAY)], WEDNESDAY)
    settings.sign_setting(day.act("s01"), wish.id, passphrase("s01"))
    day.file()
    assert view(day).desk == Piles(2, 1, 1, 1, 1)
    assert (view(day, WEDNESDAY).first, view(day, WEDNESDAY).desk) == (WEDNESDAY, Piles(1))
    close(day)
    assert close(day, PaperCount(1, Piles(1)), WEDNESDAY).state is DayState.CLOSED


def test_the_second_counts_without_seeing_and_is_told_the_pile_but_not_the_number(
    day: Track,
) -> None:
    days = day.office.desk.days
    days.count(day.act("c01"), TUESDAY, PAPER)
    (counted,) = view(day).counted
    assert (counted.name, counted.at) == ("架空 太郎", day.office.now)
    assert not hasattr(counted, "piles")
    # At a desk of their own, signed in themselves.
    with pytest.raises(Refused) as refused:
        days.close(day.act("c02"), TUESDAY, PaperCount(6, Piles(1, 2, 1, 1, 1)))
    told = refused.value.sentence
    assert "「新しい案件」の通数が違います。" in told
    assert "「前からの案件へ」の通数が違います。" in told
    assert "他部署へ回付" not in told
    assert not any(figure in told for figure in "0123456789")
    # Both counts are spent: a second try finds no count to be tried against.
    assert (view(day).counted, view(day).unlike) == ((), 1)
    with pytest.raises(Refused, match="一人目の数えた通数"):
        days.close(day.act("c02"), TUESDAY, PAPER)
    days.count(day.act("c01"), TUESDAY, PAPER)
    again = day.act("c02")
    with pytest.raises(CountsUnlike):
        days.close(again, TUESDAY, PaperCount(6, Piles(2, 1, 1, 2, 0)))
    with pytest.raises(CountsUnlike):  # the same act once more is no further try
        days.close(again, TUESDAY, PaperCount(6, Piles(2, 1, 1, 2, 0)))
    assert view(day).unlike == 2
    days.count(day.act("c01"), TUESDAY, PAPER)
    closed = days.close(day.act("c02"), TUESDAY, PAPER).closing
    assert closed is not None
    assert (closed.by, closed.second, closed.apart) == ("架空 太郎", "見本 花子", True)
    # The log names both, though the second one alone was signed in.
    with day.office.desk.premises.database.reading() as session:
        (told,) = [one for one in audit.entries(session) if one.action == "day.close"]
        unlike = [one.detail for one in audit.entries(session) if one.action == "day.unlike"]
        kept = [row.unlike for row in session.scalars(select(DayCountRow))]
    assert [(one["piles"], one["times"]) for one in unlike] == [(2, 2), (2, 1)]
    assert sorted(kept) == [0, 1, 1, 2, 2]  # what both had counted each time stays written down
    people = [day.office.id_of(login) for login in ("c02", "c01", "c02")]
    assert [told.actor, told.detail["first"], told.detail["second"]] == people


def test_one_person_s_two_counts_are_no_two_people(day: Track) -> None:
    days = day.office.desk.days
    with pytest.raises(Refused, match="一人目の数えた通数"):
        days.close(day.act("c01"), TUESDAY, PAPER, "c02", passphrase("c02"))
    days.count(day.act("c01"), TUESDAY, PaperCount(6, Piles(6)))
    day.later(hours=1)
    days.count(day.act("c01"), TUESDAY, PAPER)  # counted again: the later count holds
    with pytest.raises(Refused, match="一人目の数えた通数"):
        days.close(day.act("c01"), TUESDAY, PAPER)
    # Nor does who stands by sign for a third one's count.
    with pytest.raises(Refused, match="一人目の数えた通数"):
        days.close(day.act("s01"), TUESDAY, PAPER, "c02", passphrase("c02"))
    days.close(day.act("c02"), TUESDAY, PAPER)
    day.later(hours=1)
    days.reopen(day.act("s01"), TUESDAY, "MISCOUNTED")
    with pytest.raises(Refused, match="一人目の数えた通数"):  # what was counted before is old
        days.close(day.act("c02"), TUESDAY, PAPER)


def test_days_without_mail_are_closed_too_and_in_their_order(day: Track, tmp_path: Path) -> None:
    """Tuesday the 10th has mail, Wednesday to Friday none, Monday the 16th one."""
    day.later(days=6)
    monday, friday = date(2026, 11, 16), date(2026, 11, 13)
    day.file()
    assert red(day)[0].sentence == "締めていない日計が4日分あります（最も古いものは11月10日）。"
    days = day.office.desk.days
    listed = [one.day.day for one in days.days(day.office.by("c01"), day.office.now)]
    assert listed == [16, 13, 12, 11, 10]
    gap = (TUESDAY, WEDNESDAY, date(2026, 11, 12), friday)
    assert (view(day, monday).gap, view(day, monday).empty) == (gap, ())
    one = PaperCount(1, Piles(1))
    with pytest.raises(Refused, match="締めていない日が4日あります（最も古いものは11月10日）"):
        close(day, one, monday)
    with pytest.raises(Refused, match="11月10日には開封した郵便物があります"):
        close_empty(day, friday, "FORGOTTEN")
    close(day)
    assert view(day, monday).empty == gap[1:]
    with pytest.raises(Refused, match="理由") as refused:
        close_empty(day, friday)
    assert refused.value.field == "late"
    closed = close_empty(day, friday, "NOBODY_IN").closing
    assert closed is not None
    assert (closed.piles, closed.second, closed.late) == (
        Piles(),
        "見本 花子",
        "二人そろわなかった",
    )
    assert red(day) == []
    assert close(day, one, monday).state is DayState.CLOSED
    with day.office.desk.premises.database.reading() as session:
        told = [dict(one.detail) for one in audit.entries(session) if one.action == "day.close"]
    assert [one["day"] for one in told] == [str(one) for one in (monday, *reversed(gap))]
    assert [one.get("reason") for one in told] == [None, *["NOBODY_IN"] * 3, None]
    file = days.save_sheet(day.act("c01"), friday, tmp_path / "sheet.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        flat = "".join(pdf[0].get_textpage().get_text_bounded().split())
    # Nobody counted: two people said together that nothing came.
    assert not closed.apart
    assert "合計（開封した封筒）00" in flat
    assert "別々に" not in flat
    assert "理由：二人そろわなかった" in flat


def test_a_day_on_which_no_mail_came_is_closed_by_one_act_of_two(track: Track) -> None:
    """The desk opened its first mail on Tuesday; on Wednesday none came."""
    track.file()
    close(track, PaperCount(1, Piles(1)))
    track.later(days=1)
    assert view(track, WEDNESDAY).empty == (WEDNESDAY,)
    with pytest.raises(SamePerson):
        track.office.desk.days.close_empty(
            track.act("c01"), WEDNESDAY, "", "c01", passphrase("c01")
        )
    assert close_empty(track, WEDNESDAY).state is DayState.CLOSED
    track.later(days=1)
    assert red(track) == []
    # A day to come is nobody's to close.
    with pytest.raises(Refused, match="営業日だけ"):
        close_empty(track, date(2026, 11, 13))


def test_a_closed_day_is_opened_again_by_a_supervisor_with_a_reason(day: Track) -> None:
    close(day)
    days = day.office.desk.days
    with pytest.raises(NotAllowed):
        days.reopen(day.act("c01"), TUESDAY, "MISCOUNTED")
    with pytest.raises(Refused, match="理由"):
        days.reopen(day.act("s01"), TUESDAY, "")
    opened = days.reopen(day.act("s01"), TUESDAY, "MISCOUNTED")
    assert opened.state is DayState.OPEN
    (earlier,) = opened.earlier
    assert (earlier.by, earlier.reopened_by) == ("架空 太郎", "例示 誠")
    assert earlier.reason == "紙を数え間違えていた"
    # What comes now is the day's own again.
    day.file()
    again = close(day, PaperCount(7, Piles(3, 1, 1, 1, 1)), second="s01")
    assert again.closing is not None
    assert (again.closing.second, len(again.earlier)) == ("例示 誠", 1)
    with day.office.desk.premises.database.reading() as session:
        done = [one.action for one in audit.entries(session) if one.action.startswith("day.")]
    # Newest first.
    assert done == ["day.close", "day.count", "day.reopen", "day.close", "day.count"]


def red(track: Track) -> list:
    view = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    return [one for one in view.red_tasks if one.code == "DAY_CLOSE"]
