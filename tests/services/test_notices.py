"""Letters on the way: D-01, D-04, D-11, D-13; who may, when, and what they never say."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from case_path import K1, Track
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.requests import Item, RequestType
from desktop.domain.states import CaseState

WHY = "対象となる期間が長く、確認に日数を要しております。"


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def words_of(track: Track, letter_id: str) -> str:
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter_id)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def test_an_answer_that_takes_longer_is_announced_and_posted(track: Track):
    case_id = track.to_investigation()
    track.answers(case_id, [Item.K1])
    notices = track.office.desk.casework.notices
    track.later(days=15)
    letter = notices.interim(track.act("c01"), case_id, WHY, date(2026, 12, 4))
    assert (letter.code, letter.state) == ("D-04", "READY")
    printed = words_of(track, letter.id)
    assert WHY in printed
    assert "令和8年12月4日までに発送" in printed
    assert "契約開始日" not in printed  # of the department's answer
    post = track.office.desk.correspondence
    post.save_copy(track.act("c01"), letter.id, track.folder)
    assert post.send(track.act("c01"), letter.id).state == "SENT"
    assert track.get(case_id).line.state is CaseState.INVESTIGATION


def test_a_notice_says_why_and_names_a_day_to_come(track: Track):
    case_id = track.to_identity()
    notices = track.office.desk.casework.notices
    with pytest.raises(Refused, match="書かれていません"):
        notices.interim(track.act("c01"), case_id, " ", date(2026, 12, 4))
    with pytest.raises(Refused, match="今日より前"):
        notices.interim(track.act("c01"), case_id, WHY, date(2026, 11, 9))
    with pytest.raises(Refused, match="12桁"):
        notices.give_back(track.act("c01"), case_id, ["123456789018"], WHY)
    with pytest.raises(Refused, match="返すもの"):
        notices.give_back(track.act("c01"), case_id, ["  "], WHY)
    with pytest.raises(NotAllowed):
        notices.acknowledge(track.act("s01"), case_id)
    assert track.get(case_id).letters == ()


def test_what_does_not_belong_to_the_request_goes_back_with_a_list(track: Track):
    wanted = {RequestType.CORRECT: (Item.K1,)}
    case_id = track.to_scoping(wanted=wanted)
    letter = track.office.desk.casework.notices.give_back(
        track.act("c01"), case_id, ["郵便切手 220円分", ""], "訂正のご請求に手数料は要らないため"
    )
    printed = words_of(track, letter.id)
    assert letter.code == "D-13"
    assert "(1)郵便切手220円分" in printed
    assert "(2)" not in printed


def test_a_costly_way_is_changed_to_paper_before_the_approval_only(track: Track):
    filed = track.file()
    casework = track.office.desk.casework
    casework.confirm_form(track.act("c01"), filed.case_id, K1, "CDR", agent=False)
    with pytest.raises(Refused, match="方法を変えられません"):  # nobody is proven yet
        casework.notices.change_method(track.act("c01"), filed.case_id, WHY)
    seen = track.seen(filed.case_id)
    track.office.desk.verification.confirm(track.act("c01"), filed.case_id, 0, seen=seen)
    letter = casework.notices.change_method(track.act("c01"), filed.case_id, WHY)
    printed = words_of(track, letter.id)
    assert letter.code == "D-11"
    assert "CD-Rの送付" in printed
    assert "返信票" in printed
    assert track.get(filed.case_id).method == "PAPER"
    with pytest.raises(Refused, match="はじめから書面"):
        casework.notices.change_method(track.act("c01"), filed.case_id, WHY)


def test_after_the_answer_nothing_is_announced_any_more(track: Track):
    case_id = track.to_dispatched()
    notices = track.office.desk.casework.notices
    with pytest.raises(Refused, match="途中の連絡"):
        notices.interim(track.act("c01"), case_id, WHY, date(2026, 12, 4))
    assert notices.give_back(track.act("c01"), case_id, ["住民票の写し"], WHY).code == "D-13"


def test_a_notice_made_anew_replaces_the_one_of_its_kind_that_has_not_left(track: Track):
    case_id = track.to_identity()
    notices = track.office.desk.casework.notices
    back = notices.give_back(track.act("c01"), case_id, ["住民票の写し"], WHY)
    wrong = notices.interim(track.act("c01"), case_id, WHY, date(2026, 12, 14))
    right = notices.interim(track.act("c01"), case_id, WHY, date(2026, 12, 4))
    states = {letter.id: letter.state for letter in track.get(case_id).letters}
    assert states == {back.id: "READY", wrong.id: "VOID", right.id: "READY"}
    with pytest.raises(Refused, match="新しい文書に替わった"):
        track.office.desk.correspondence.save_copy(track.act("c01"), wrong.id, track.folder)


def test_a_letter_that_nobody_posts_is_red_after_a_business_day(track: Track):
    """Made on a Tuesday: D-02 has two business days (DOMAIN §8 guard 2)."""
    case_id = track.to_identity()
    desk = track.office.desk
    asked = desk.casework.ask_correction(track.act("c01"), case_id, ["ID_SECOND"])
    told = desk.casework.notices.acknowledge(track.act("c01"), case_id)

    def red() -> list[str]:
        tasks = desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
        return [one.sentence for one in tasks if one.code == "UNPOSTED"]

    track.later(days=1)
    assert red() == []
    track.later(days=1)
    assert red() == ["作ってから発送していない文書が2件あります（26-0001）。"]
    for letter in (asked, told):
        desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
        desk.correspondence.send(track.act("c01"), letter.id)
    assert red() == []
