"""Letters on the way: D-01, D-04, D-11, D-13; who may, when, and what they never say."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from case_path import K1, Track
from desk_office import Office, passphrase
from standing_cases import TO_LEGAL, to_correction

from desktop.domain.clocks import Interim
from desktop.domain.errors import DeskError, NotAllowed, Refused
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState
from desktop.store import audit
from desktop.store.letters import letter_row

WHY = "対象となる期間が長く、確認に日数を要しております。"


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def words_of(track: Track, letter_id: str) -> str:
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter_id)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


def post(track: Track, letter_id: str) -> None:
    track.office.desk.correspondence.save_copy(track.act("c01"), letter_id, track.folder)
    track.office.desk.correspondence.send(track.act("c01"), letter_id)


def to_cd(track: Track) -> str:
    """Proven, and asked for on a CD-R."""
    case_id = track.file().case_id
    desk = track.office.desk
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "CDR", agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    return case_id


def _ending(track: Track, end: str) -> str:
    """A case from which that end can be reached."""
    if end == "withdraw":
        return track.to_identity()
    if end == "reroute":
        return track.file().case_id
    case_id = track.to_approved()
    track.enclose(case_id)
    return case_id


def _end(track: Track, end: str, case_id: str) -> None:
    desk, act = track.office.desk, track.act("c01")
    if end == "withdraw":
        desk.casework.withdraw(act, case_id, "お取下げの書面")
    elif end == "reroute":
        desk.rerouting.reroute(act, case_id, TO_LEGAL)
    else:
        desk.correspondence.dispatch(act, case_id, "HONNIN_GENTEI", "12345678901")


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
    on_paper = track.to_scoping()  # asked for on paper from the beginning
    with pytest.raises(Refused, match="はじめから書面"):
        casework.notices.change_method(track.act("c01"), on_paper, WHY)


def test_a_mistaken_change_of_the_way_is_made_anew_or_taken_back(track: Track):
    case_id, notices = to_cd(track), track.office.desk.casework.notices
    wrong = notices.change_method(track.act("c01"), case_id, "理由を書き間違えた文")
    right = notices.change_method(track.act("c01"), case_id, WHY)
    printed = words_of(track, right.id)
    assert WHY in printed
    assert "CD-Rの送付" in printed  # still what was asked for, not what the first letter made of it
    states = {one.id: one.state for one in track.get(case_id).letters}
    assert states == {wrong.id: "VOID", right.id: "READY"}
    assert notices.take_back(track.act("c01"), case_id, right.id).state == "VOID"
    assert track.get(case_id).method == "CDR"
    with pytest.raises(Refused, match="発送していない"):
        notices.take_back(track.act("c01"), case_id, right.id)
    (line, *_older) = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert line.sentence == "「方法変更のお知らせ」を取り消しました"


def test_a_change_of_the_way_that_was_posted_with_a_slip_of_the_pen_is_told_once_more(
    track: Track,
):
    case_id, notices = to_cd(track), track.office.desk.casework.notices
    first = notices.change_method(track.act("c01"), case_id, "理由を書き間違えた文")
    assert first.answer_by == date(2026, 11, 24)  # made on 11-10
    track.later(days=3)
    post(track, first.id)  # on Friday the 13th: two weeks are 11-27, the letter stays as printed
    assert track.get(case_id).letters[0].answer_by == date(2026, 11, 24)
    (line, *_older) = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert line.more == ("返事の期限 11月27日", "文書に書いた期限 11月24日")
    second = notices.change_method(track.act("c01"), case_id, WHY)
    assert "CD-Rの送付" in words_of(track, second.id)
    assert [one.state for one in track.get(case_id).letters] == ["SENT", "READY"]
    notices.take_back(track.act("c01"), case_id, second.id)
    assert track.get(case_id).method == "PAPER"  # so the first letter told, and it has left


def test_a_change_of_the_way_that_came_back_and_is_taken_back_was_told_to_nobody(track: Track):
    case_id, desk = to_cd(track), track.office.desk
    letter = desk.casework.notices.change_method(track.act("c01"), case_id, WHY)
    post(track, letter.id)
    track.later(days=3)
    back_on = track.office.now.date()
    assert desk.returned_notices.record(track.act("c01"), letter.id, back_on).state == "READY"
    desk.casework.notices.take_back(track.act("c01"), case_id, letter.id)
    assert track.get(case_id).method == "CDR"  # as was asked for


def test_an_answer_in_another_way_leaves_after_its_notice_which_stands_once_it_is_submitted(
    track: Track,
):
    case_id, desk = to_cd(track), track.office.desk
    told = desk.casework.notices.change_method(track.act("c01"), case_id, WHY)
    desk.casework.scope(track.act("c01"), case_id, K1)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    track.answers(case_id, [Item.K1])
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id)
    desk.casework.submit(track.act("c01"), case_id)
    with pytest.raises(Refused, match="決裁に出した回答"):
        desk.casework.notices.take_back(track.act("c01"), case_id, told.id)
    assert track.get(case_id).method == "PAPER"
    track.approve(case_id)
    track.enclose(case_id)
    with pytest.raises(Refused, match="「方法変更のお知らせ」が発送されていません"):
        _end(track, "answer", case_id)
    post(track, told.id)
    _end(track, "answer", case_id)
    assert [one.state for one in track.get(case_id).letters] == ["SENT", "SENT"]


@pytest.mark.parametrize("end", ["withdraw", "reroute", "answer"])
def test_nothing_that_promises_an_answer_leaves_once_the_case_has_ended(track: Track, end: str):
    case_id, desk, clerk = _ending(track, end), track.office.desk, "c01"
    notices = desk.casework.notices
    lying = [
        notices.acknowledge(track.act(clerk), case_id),
        notices.interim(track.act(clerk), case_id, WHY, date(2027, 1, 29)),
    ]
    goes_back = notices.give_back(track.act(clerk), case_id, ["住民票の写し"], WHY)
    desk.correspondence.save_copy(track.act(clerk), lying[0].id, track.folder)
    _end(track, end, case_id)
    states = {one.id: one.state for one in track.get(case_id).letters}
    assert [states[one.id] for one in lying] == ["VOID", "VOID"]
    assert states[goes_back.id] == "READY"
    for one in lying:
        with pytest.raises(Refused, match="取り消された文書"):
            desk.correspondence.save_copy(track.act(clerk), one.id, track.folder)
    with pytest.raises(Refused, match="印刷していない"):
        desk.correspondence.send(track.act(clerk), lying[0].id)
    post(track, goes_back.id)
    told = desk.cases.history(track.office.by(clerk), case_id)
    assert any("発送していない文書2通を取り消しました" in line.more for line in told)


def test_a_letter_that_an_earlier_version_left_lying_does_not_leave_an_ended_case(track: Track):
    """Before, an end voided the answer only: such letters may lie in an old store."""
    case_id = track.to_identity()
    desk = track.office.desk
    told = desk.casework.notices.acknowledge(track.act("c01"), case_id)
    desk.casework.withdraw(track.act("c01"), case_id, "お取下げの書面")
    with desk.premises.database.transaction() as session:
        letter_row(session, told.id).state = "PRINTED"
    with pytest.raises(Refused, match="案件が終わったため、「受付のお知らせ」は送れません"):
        desk.correspondence.save_copy(track.act("c01"), told.id, track.folder)
    with pytest.raises(Refused, match="案件が終わったため"):
        desk.correspondence.send(track.act("c01"), told.id)


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


def test_the_list_of_what_goes_back_is_replaced_or_dropped_by_two_people_only(track: Track):
    case_id = track.to_identity()
    notices = track.office.desk.casework.notices
    first = notices.give_back(track.act("c01"), case_id, ["切手 220円", "住民票の写し"], WHY)
    for witness in ((), ("c01", passphrase("c01")), ("k01", passphrase("k01"))):
        with pytest.raises(DeskError) as told:
            notices.give_back(track.act("c01"), case_id, ["住民票の写し"], WHY, *witness)
        assert told.value.field == "witness"
        with pytest.raises(DeskError):
            notices.take_back(track.act("c01"), case_id, first.id, *witness)
    assert [one.state for one in track.get(case_id).letters] == ["READY"]
    again = ["切手 220円", "住民票の写し", "印鑑登録証明書"]
    second = notices.give_back(track.act("c01"), case_id, again, WHY, "c02", passphrase("c02"))
    assert [one.state for one in track.get(case_id).letters] == ["VOID", "READY"]
    with track.office.desk.premises.database.reading() as session:
        (line,) = audit.entries(session, audit.Filter(case_id=case_id), limit=1)
    assert line.detail["witness"] == track.office.id_of("c02")
    notices.take_back(track.act("c01"), case_id, second.id, "s01", passphrase("s01"))
    assert [one.state for one in track.get(case_id).letters] == ["VOID", "VOID"]
    # A letter that has left is not replaced: another list goes out beside it.
    third = notices.give_back(track.act("c01"), case_id, again, WHY)
    post(track, third.id)
    fourth = notices.give_back(track.act("c01"), case_id, ["封筒"], WHY)
    assert [one.state for one in track.get(case_id).letters][2:] == ["SENT", "READY"]
    assert fourth.code == "D-13"


def interim(track: Track, case_id: str) -> Interim | None:
    """What the today page and the case say alike."""
    shown = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    groups = (shown.overdue, shown.due_today, shown.this_week, shown.later)
    (line,) = (one for group in groups for one in group if one.id == case_id)
    assert track.get(case_id).line.interim is line.interim
    return line.interim


def test_over_fourteen_days_an_interim_letter_is_what_comes_next_until_it_was_posted(track: Track):
    """受付 2026-11-10: the target is 11-24, the limit 12-10 (DOMAIN §4)."""
    case_id, notices = track.to_investigation(), track.office.desk.casework.notices
    track.later(days=14)
    assert interim(track, case_id) is None  # the 24th is still ours
    track.later(days=1)
    assert interim(track, case_id) is Interim.MAKE
    letter = notices.interim_now(track.act("c01"), case_id)
    printed = words_of(track, letter.id)
    assert "ご請求の内容についての調査に日数を要しております。" in printed
    assert "令和8年12月10日までに発送" in printed
    assert interim(track, case_id) is Interim.POST
    post(track, letter.id)
    assert interim(track, case_id) is None
    track.later(days=15)  # the 10th itself
    assert interim(track, case_id) is None
    track.later(days=1)  # what it promised has not come
    assert interim(track, case_id) is Interim.MAKE
    again = notices.interim_now(track.act("c01"), case_id)
    assert again.answer_by == date(2026, 12, 25)  # 12-11 + 14


def test_nobody_is_asked_for_an_interim_letter_while_the_customer_is_waited_for(track: Track):
    asked = to_correction(track)
    track.later(days=2)
    track.post_request(asked)
    track.later(days=20)
    assert interim(track, asked) is None
    case = track.office.desk.casework.resume(track.act("c01"), asked, track.office.now.date())
    assert case.line.target is not None
    assert case.line.target.due == date(2026, 12, 14)  # 11-24 and the twenty days of the wait
    assert case.line.interim is None


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
