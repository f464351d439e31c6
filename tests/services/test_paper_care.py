"""Where a case's paper stands, and 原本返却: recorded, checked by one, sent by another, tracked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.services.paper_care import SentOriginal
from desktop.store import audit

TODAY = date(2026, 11, 10)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_the_shelf_is_a_place_and_tells_of_nobody(track: Track) -> None:
    case_id = track.file().case_id
    paper = track.office.desk.paper
    assert paper.set_shelf(track.act("c01"), case_id, "棚3  箱12").special.shelf == "棚3 箱12"
    for wrong in ("仮川さんの箱", "123456789018", "棚" * 41):
        with pytest.raises(Refused) as refused:
            paper.set_shelf(track.act("c01"), case_id, wrong)
        assert refused.value.field == "shelf"
    assert track.get(case_id).special.shelf == "棚3 箱12"
    file = paper.save_label(track.act("c01"), case_id, track.folder / "label.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert "26-0001" in text
    assert "棚3 箱12" in text
    assert "仮川" not in text
    (copy,) = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert copy.label == "保管ラベル"
    with pytest.raises(NotAllowed):
        paper.set_shelf(track.act("k01"), case_id, "棚1")


def test_an_original_goes_back_by_two_people_and_tracked_post(track: Track) -> None:
    case_id = track.file().case_id
    paper = track.office.desk.paper
    for kind, sheets, on, field in (
        ("DL", 1, TODAY, "kind"),
        ("JUM", 0, TODAY, "sheets"),
        ("JUM", 10**20, TODAY, "sheets"),  # no column holds it
        ("JUM", 1, date(2026, 11, 11), "asked_on"),
        ("JUM", 1, date(2026, 11, 8), "asked_on"),
    ):
        with pytest.raises(Refused) as refused:
            paper.ask_original(track.act("c01"), case_id, kind, sheets, on)
        assert refused.value.field == field
    view = paper.ask_original(track.act("c01"), case_id, "JUM", 2, TODAY)
    (original,) = view.special.originals

    def send(login: str, tracking: str = "123-45-67890-1", delivery: str = "KAN_I_KAKITOME"):
        return paper.send_original(track.act(login), case_id, original.id, delivery, tracking)

    with pytest.raises(Refused, match="封入の確認"):
        send("c01")
    paper.check_original(track.act("c02"), case_id, original.id)
    with pytest.raises(SamePerson):
        send("c02")
    with pytest.raises(Refused, match="引受番号"):
        send("c01", "123")
    with pytest.raises(Refused, match="書留"):
        send("c01", delivery="FUTSU")
    with pytest.raises(NotAllowed):
        send("s01")
    (sent,) = send("c01").special.originals
    assert (sent.sent_on, sent.tracking, sent.sheets) == (TODAY, "12345678901", 2)
    with pytest.raises(Refused, match="返送済み"):
        send("c01")


def test_a_wish_for_an_original_entered_by_mistake_is_cancelled_until_it_has_left(
    track: Track,
) -> None:
    case_id = track.file().case_id
    desk = track.office.desk
    paper = desk.paper
    paper.ask_original(track.act("c01"), case_id, "JUM", 1, TODAY)
    (wish,) = track.get(case_id).special.originals
    paper.check_original(track.act("c02"), case_id, wish.id)
    with pytest.raises(Refused) as refused:
        paper.cancel_original(track.act("c01"), case_id, wish.id, " ")
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowed):
        paper.cancel_original(track.act("k01"), case_id, wish.id, "別の案件の申出だった")
    cancelled = paper.cancel_original(track.act("c01"), case_id, wish.id, "別の案件の申出だった")
    assert cancelled.special.originals == ()
    for again in (
        lambda: paper.cancel_original(track.act("c01"), case_id, wish.id, "もう一度"),
        lambda: paper.send_original(
            track.act("c01"), case_id, wish.id, "KAN_I_KAKITOME", "12345678901"
        ),
    ):
        with pytest.raises(Refused, match="取り消されています"):
            again()
    # Nothing is left behind when the case ends.
    desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    tasks = desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
    assert "ORIGINAL" not in {one.code for one in tasks}
    history = desk.cases.history(track.office.by("c01"), case_id)
    assert "原本の返却の申出を取り消しました" in [one.sentence for one in history]


def test_what_was_written_of_an_original_that_has_left_is_put_right_with_a_reason(
    track: Track,
) -> None:
    case_id = track.file().case_id
    paper = track.office.desk.paper
    paper.ask_original(track.act("c01"), case_id, "JUM", 1, TODAY)
    (wish,) = track.get(case_id).special.originals
    right = SentOriginal(TODAY, "IPPAN_KAKITOME", "223-45-67890-1", 2)

    def correct(sent: SentOriginal = right, reason: str = "受領証と違っていた"):
        return paper.correct_original(track.act("c01"), case_id, wish.id, sent, reason)

    with pytest.raises(Refused, match="まだ返送されていません"):
        correct()
    paper.check_original(track.act("c02"), case_id, wish.id)
    paper.send_original(track.act("c01"), case_id, wish.id, "KAN_I_KAKITOME", "12345678901")
    with pytest.raises(Refused, match="返送済み"):
        paper.cancel_original(track.act("c01"), case_id, wish.id, "誤り")
    for sent, reason, field in (
        (right, "", "reason"),
        (replace(right, on=date(2026, 11, 9)), "誤り", "sent_on"),
        (replace(right, on=date(2026, 11, 11)), "誤り", "sent_on"),
        (replace(right, tracking="123"), "誤り", "tracking"),
        (replace(right, delivery="FUTSU"), "誤り", "delivery"),
        (replace(right, sheets=0), "誤り", "sheets"),
        (SentOriginal(TODAY, "KAN_I_KAKITOME", "12345678901", 1), "誤り", "tracking"),
    ):
        with pytest.raises(Refused) as refused:
            correct(sent, reason)
        assert refused.value.field == field
    (put_right,) = correct().special.originals
    assert (put_right.tracking, put_right.delivery, put_right.sheets, put_right.corrected) == (
        "22345678901",
        "IPPAN_KAKITOME",
        2,
        True,
    )
    with track.office.desk.premises.database.reading() as session:
        entry = audit.entries(session, audit.Filter(case_id=case_id))[0]
    assert (entry.action, entry.detail["tracking_before"]) == (
        "case.original_corrected",
        "12345678901",
    )


def test_an_original_that_stays_behind_an_ended_case_is_red(track: Track) -> None:
    case_id = track.file().case_id
    desk = track.office.desk
    desk.paper.ask_original(track.act("c01"), case_id, "INK", 1, TODAY)

    def red() -> list[str]:
        tasks = desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
        return [one.sentence for one in tasks if one.code == "ORIGINAL"]

    assert red() == []
    desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    assert red() == ["終わった案件の原本が1件、返送されずに残っています（26-0001）。"]


def test_the_cover_sheet_in_an_original_s_envelope_is_posted_with_it(track: Track) -> None:
    desk, case_id = track.office.desk, track.file().case_id
    view = desk.paper.ask_original(track.act("c01"), case_id, "JUM", 2, TODAY)
    (original,) = view.special.originals
    desk.paper.check_original(track.act("c02"), case_id, original.id)
    cover = desk.casework.notices.cover(track.act("c01"), case_id, ["住民票の写し（原本） 2枚"]).id

    def send(along: str):
        at = (case_id, original.id, "KAN_I_KAKITOME", "12345678901")
        return desk.paper.send_original(track.act("c01"), *at, along)

    with pytest.raises(Refused, match="印刷して発送していない送付状だけ"):
        send(cover)
    assert track.get(case_id).special.originals[0].sent_on is None
    desk.correspondence.save_copy(track.act("c01"), cover, track.folder)
    case = send(cover)
    assert [(one.code, one.state) for one in case.letters] == [("D-12", "SENT")]
    assert case.special.originals[0].sent_on == TODAY
    with desk.premises.database.reading() as session:
        (told,) = [one for one in audit.entries(session) if one.action == "letter.send"]
    assert told.subject == cover
