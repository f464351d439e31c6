"""決裁: the letter that was shown is the letter that is signed, and never by its drafter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from case_path import K1_K3, Track, grant, refuse
from desk_window import CUSTOMERS, Window, drafted, passphrase
from mail_bag import form_page, licence
from PySide6.QtCore import Qt

from desktop.domain.requests import Item
from desktop.domain.roles import Role
from desktop.domain.states import CaseState
from desktop.ui.approvals.digests import digest_words
from desktop.ui.approvals.place import ApprovalsPlace
from desktop.ui.widgets.page_view import PageView

Open = Callable[..., Window]


def approvals(desk: Window) -> ApprovalsPlace:
    place = desk.go("approvals")
    assert isinstance(place, ApprovalsPlace)
    return place


def state(track: Track, case_id: str) -> CaseState:
    return track.get(case_id).line.state


def letter_hash(track: Track, case_id: str) -> str:
    office = track.office
    return office.desk.approvals.view(office.by("s01"), case_id, office.now).letter_hash


def test_the_queue_shows_the_letter_and_what_was_decided(
    track: Track, screen: Open, shots: Path
) -> None:
    first = drafted(track, CUSTOMERS[1])
    digest = letter_hash(track, first)
    desk = screen("s01")
    place = approvals(desk)
    desk.shoot(shots, "decisions")
    assert desk.table("decisions_queue") == [
        ["26-0001", "架空 太郎", "開示", "架空 太郎", "11/20 あと10日"]
    ]
    assert desk.words("matter_title") == "決裁 26-0001"
    assert desk.words("matter_decision_0") == "契約者情報"
    assert desk.words("matter_fee").startswith("手数料220円")
    assert "法定 11/20" in desk.words("matter_clocks")
    assert desk.words("matter_articles") == "開示 33条1項"
    assert desk.words("matter_hand_0").startswith("架空 太郎　受付・形式確認")
    assert desk.words("matter_hash").split() == [digest[n : n + 4] for n in range(0, 64, 4)]
    page = desk.find("approval_page")
    assert isinstance(page, PageView)
    assert not page.image().isNull()
    assert place.decisions.sheets.papers.itemText(0) == "回答文書 1／2"
    assert place.decisions.queue.hasFocus()
    # The slip I-01 stands after the letter's two sheets, as it would be printed.
    papers = place.decisions.sheets.papers
    assert papers.itemText(2) == "三者照合票 I-01"
    letter = page.image()
    papers.setCurrentIndex(2)
    desk.settle()
    assert papers.currentText().startswith("三者照合票 I-01 1／")
    assert not page.image().isNull()
    assert page.image() != letter
    (shots / "x5").mkdir(exist_ok=True)
    desk.shoot(shots / "x5", "approvals-slip")


def test_the_letter_shown_is_signed_with_the_own_passphrase_by_keyboard(
    track: Track, screen: Open, shots: Path
) -> None:
    first, second = drafted(track, CUSTOMERS[1]), drafted(track, CUSTOMERS[2], "c02")
    desk = screen("s01")
    place = approvals(desk)
    shown = place.decisions.queue.current_key()
    desk.type("approve_passphrase", passphrase("s01"))
    desk.confirm()
    desk.shoot(shots, "decisions-done")
    assert desk.notice().endswith("を承認して署名しました。")
    assert state(track, shown) is CaseState.APPROVED
    (other,) = {first, second} - {shown}
    assert state(track, other) is CaseState.APPROVAL
    assert place.decisions.queue.current_key() == other
    assert place.decisions.matter.passphrase.text() == ""
    # The next one is signed from the keyboard too, with the passphrase typed anew.
    assert place.decisions.matter.passphrase.editor.hasFocus()
    desk.type("approve_passphrase", passphrase("s01"))
    desk.confirm()
    assert state(track, other) is CaseState.APPROVED


def test_a_wrong_or_empty_passphrase_is_told_beside_the_field_and_signs_nothing(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = drafted(track, CUSTOMERS[1])
    desk = screen("s01")
    matter = approvals(desk).decisions.matter
    for _ in range(6):  # none of these is a try: five of them would lock the login
        desk.confirm()
    assert "パスフレーズを入れてください" in matter.passphrase.error()
    desk.type("approve_passphrase", "wrong")
    desk.confirm()
    desk.shoot(shots, "decisions-wrong")
    assert "パスフレーズが違います" in matter.passphrase.error()
    assert state(track, case_id) is CaseState.APPROVAL
    assert matter.approve.isEnabled()
    matter.passphrase.set_text(passphrase("s01"))
    desk.confirm()
    assert state(track, case_id) is CaseState.APPROVED


def test_a_draft_is_sent_back_only_with_a_reason(track: Track, screen: Open) -> None:
    case_id = drafted(track, CUSTOMERS[1])
    said = refuse(text="邉\U000e0102田様との応対の評価の記録が含まれるため")
    track.decide(case_id, said)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    desk = screen("s01")
    approvals(desk)
    assert "異体字の指定（U+9089 U+E0102）" in desk.words("matter_notes")
    assert not desk.find("approve_send_back").isEnabled()
    desk.type("approve_comment", "理由の書き方を直してください")
    desk.click("approve_send_back")
    assert desk.notice() == "26-0001 を差し戻しました。"
    assert state(track, case_id) is CaseState.SENT_BACK
    assert desk.is_seen("decisions_empty")


def test_a_letter_that_changed_meanwhile_is_not_signed_but_shown_anew(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = drafted(track, CUSTOMERS[1])
    desk = screen("s01")
    place = approvals(desk)
    before = place.decisions.matter.view
    assert before is not None
    track.office.desk.approvals.send_back(track.act("s01"), case_id, "直してください")
    track.decide(case_id, refuse())
    track.office.desk.casework.submit(track.act("c01"), case_id)
    desk.type("approve_passphrase", passphrase("s01"))
    desk.confirm()
    desk.shoot(shots, "decisions-stale")
    (banner,) = place.decisions.banners.banners()
    assert banner.headline() == "見ていた文書のあとで、起案が変わりました。"
    now = place.decisions.matter.view
    assert now is not None
    assert now.letter_hash != before.letter_hash
    assert place.decisions.matter.passphrase.text() == ""
    assert state(track, case_id) is CaseState.APPROVAL
    desk.type("approve_passphrase", passphrase("s01"))
    desk.confirm()
    assert place.decisions.banners.banners() == []
    assert state(track, case_id) is CaseState.APPROVED


def test_a_clerk_sees_the_queue_and_signs_nothing(track: Track, screen: Open, shots: Path) -> None:
    drafted(track, CUSTOMERS[1])
    desk = screen("c02")
    approvals(desk)
    desk.shoot(shots, "decisions-clerk")
    assert desk.words("matter_why_not") == "承認できるのは責任者と、その代行です。"
    assert not desk.find("approve_sign").isEnabled()
    assert not desk.find("approve_passphrase").isEnabled()


def test_the_own_draft_is_marked_and_cannot_be_signed(
    track: Track, screen: Open, shots: Path
) -> None:
    """A deputy signs with the supervisor's right, but never what they drafted."""
    drafted(track, CUSTOMERS[1], "c01")
    desk = screen("c01")
    deputy = replace(desk.context.signed_in, role=Role.SUPERVISOR)
    desk.window._leave_frame()
    desk.context.set_person(deputy)
    desk.window._open_frame()
    approvals(desk)
    desk.shoot(shots, "decisions-own")
    assert desk.table("decisions_queue")[0][3] == "自分の起案"
    assert desk.words("matter_why_not") == "自分の起案は承認できません。別の責任者が承認します。"
    assert not desk.find("approve_sign").isEnabled()


def test_refusals_stand_with_reason_and_words(track: Track, screen: Open, shots: Path) -> None:
    case_id = track.to_investigation(*_papers(), wanted=K1_K3, amount=440)
    track.answers(case_id, [Item.K1, Item.K3], CUSTOMERS[0])
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(), refuse(Item.K3))
    track.office.desk.casework.submit(track.act("c01"), case_id)
    desk = screen("s01")
    approvals(desk)
    desk.shoot(shots, "decisions-partial")
    assert desk.table("decisions_queue")[0][2] == "一部開示"
    assert desk.words("matter_decision_reason_1") != ""
    assert "応対の評価の記録" in desk.words("matter_decision_text_1")


def test_the_scans_are_opened_only_when_chosen(track: Track, screen: Open) -> None:
    drafted(track, CUSTOMERS[1])
    desk = screen("s01")
    papers = approvals(desk).decisions.sheets.papers
    office = track.office

    def looked_at() -> int:
        return len(office.desk.audit.entries(office.by("s01"), 0, 500, action="identity.view"))

    before = looked_at()
    names = [papers.itemText(number) for number in range(papers.count())]
    papers.setCurrentIndex(next(n for n, name in enumerate(names) if "運転免許証" in name))
    desk.settle()
    assert looked_at() == before + 1


def test_an_empty_queue_says_so(screen: Open, shots: Path) -> None:
    desk = screen("s01")
    approvals(desk)
    desk.shoot(shots, "decisions-empty")
    assert desk.find("decisions_empty").accessibleName() == "決裁を待つ案件はありません。"


def test_the_administrator_sees_no_queue_and_no_error(track: Track, screen: Open) -> None:
    drafted(track, CUSTOMERS[1])
    desk = screen("a01")
    place = approvals(desk)
    assert desk.is_seen("decisions_empty")
    assert place.decisions.banners.banners() == []
    assert place.disposals.banners.banners() == []


def test_a_hash_is_read_in_groups_of_four() -> None:
    lines = digest_words("0123456789abcdef" * 4).split("\n")
    assert lines == ["0123 4567 89ab cdef  0123 4567 89ab cdef"] * 2


def test_tabs_are_changed_by_keyboard(track: Track, screen: Open) -> None:
    desk = screen("s01")
    place = approvals(desk)
    place.tabs.setFocus()
    desk.press(Qt.Key.Key_Right)
    assert desk.is_seen("disposals_empty")
    desk.press(Qt.Key.Key_Left)
    assert desk.is_seen("decisions_empty")


def _papers():
    return form_page(CUSTOMERS[0]), licence(CUSTOMERS[0])


def test_a_case_asked_for_is_the_one_shown(track: Track, screen: Open) -> None:
    first, second = drafted(track, CUSTOMERS[1]), drafted(track, CUSTOMERS[2], "c02")
    desk = screen("s01")
    place = approvals(desk)
    for case_id in (first, second, first):
        desk.go("approvals", case_id)
        assert place.decisions.queue.current_key() == case_id
        assert place.decisions.matter.view is not None
        assert place.decisions.matter.view.case.id == case_id
