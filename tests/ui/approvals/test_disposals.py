"""廃棄の承認: the list by class, what a hold took off it, and the signature over what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from case_path import Track
from desk_window import Window, hold, much_due, passphrase, propose

from desktop.domain.retention import ItemState
from desktop.domain.roles import Role
from desktop.services.keeping_views import BatchView
from desktop.ui.approvals.place import ApprovalsPlace

Open = Callable[..., Window]


def disposals(desk: Window) -> ApprovalsPlace:
    place = desk.go("approvals", "disposal")
    assert isinstance(place, ApprovalsPlace)
    return place


def batch(track: Track, batch_id: str) -> BatchView:
    return track.office.desk.disposal.batch(track.office.by("s01"), batch_id)


def test_the_list_stands_by_class_with_amounts_days_and_holds(
    track: Track, screen: Open, shots: Path
) -> None:
    cases = much_due(track, answered=2)
    batch_id = propose(track)
    hold(track, cases[3])
    desk = screen("s01")
    disposals(desk)
    desk.shoot(shots, "disposals")
    assert desk.find("rail_approvals").accessibleName() == "承認 1件"
    rows = desk.table("disposals_table_rows")
    assert rows[0] == ["A 本人確認書類", "", "5件", "5/18 まで", "1件を除外", ""]
    assert rows[1] == ["運転免許証", "26-0001", "紙1・画像1", "5/13", "なし", "記録なし"]
    assert rows[6] == ["運転免許証", "26-0004", "除外", "5/16", "保全中（訴訟）", "記録なし"]
    assert rows[7][:3] == ["C6 開示資料控", "", "2件"]
    assert desk.words("disposals_table_total") == "対象 7件"
    assert desk.words("disposals_table_removed") == "保全 1件は対象外です"
    assert desk.words("disposal_title") == "廃棄申請 2027-H001"
    assert desk.words("disposal_proposer") == "見本 花子"
    assert desk.words("disposal_approver") == "例示 誠"
    assert desk.words("disposal_apart") == "申請者と別"
    assert desk.words("disposal_paper") == "5枚"
    assert desk.words("disposal_keys") == "鍵 7個を破棄"
    digest = batch(track, batch_id).list_hash
    assert "".join(desk.words("disposal_hash").split()) == digest
    assert desk.find("disposal_stages").accessibleName() == "証明できた段階：まだありません（0/5）"


def test_the_list_shown_is_signed_by_keyboard(track: Track, screen: Open, shots: Path) -> None:
    much_due(track)
    batch_id = propose(track)
    desk = screen("s01")
    place = disposals(desk)
    desk.type("disposal_passphrase", passphrase("s01"))
    desk.confirm()
    desk.shoot(shots, "disposals-done")
    assert desk.notice() == "廃棄申請 2027-H001 を承認して署名しました。"
    assert batch(track, batch_id).state is ItemState.APPROVED
    assert batch(track, batch_id).approved_by == "例示 誠"
    assert desk.find("disposals_empty").accessibleName() == "承認を待つ廃棄申請はありません。"
    assert place.disposals.matter.passphrase.text() == ""


def test_a_wrong_or_empty_passphrase_signs_nothing(track: Track, screen: Open, shots: Path) -> None:
    much_due(track)
    batch_id = propose(track)
    desk = screen("s01")
    matter = disposals(desk).disposals.matter
    for _ in range(6):  # none of these is a try: five of them would lock the login
        desk.confirm()
    assert "パスフレーズを入れてください" in matter.passphrase.error()
    desk.type("disposal_passphrase", "wrong")
    desk.confirm()
    desk.shoot(shots, "disposals-wrong")
    assert "パスフレーズが違います" in matter.passphrase.error()
    assert batch(track, batch_id).state is ItemState.PROPOSED
    assert matter.approve.isEnabled()
    matter.passphrase.set_text(passphrase("s01"))
    desk.confirm()
    assert batch(track, batch_id).state is ItemState.APPROVED


def test_a_hold_set_meanwhile_stops_the_signature_and_shows_the_new_list(
    track: Track, screen: Open, shots: Path
) -> None:
    cases = much_due(track)
    batch_id = propose(track)
    desk = screen("s01")
    place = disposals(desk)
    hold(track, cases[2])
    desk.type("disposal_passphrase", passphrase("s01"))
    desk.confirm()
    desk.shoot(shots, "disposals-stale")
    (banner,) = place.disposals.banners.banners()
    assert banner.headline() == "見ていた一覧のあとで、廃棄の一覧が変わりました。"
    assert batch(track, batch_id).state is ItemState.PROPOSED
    assert desk.words("disposals_table_total") == "対象 5件"
    assert place.disposals.matter.passphrase.text() == ""
    desk.type("disposal_passphrase", passphrase("s01"))
    desk.confirm()
    assert batch(track, batch_id).state is ItemState.APPROVED
    assert place.disposals.banners.banners() == []


def test_a_list_is_sent_back_only_with_a_reason(track: Track, screen: Open) -> None:
    much_due(track)
    batch_id = propose(track)
    desk = screen("s01")
    disposals(desk)
    assert not desk.find("disposal_send_back").isEnabled()
    desk.type("disposal_reason", "文書箱の番号を確かめてください")
    desk.click("disposal_send_back")
    assert desk.notice() == "廃棄申請 2027-H001 を差し戻しました。"
    back = batch(track, batch_id)
    assert (back.state, back.reason) == (ItemState.REJECTED, "文書箱の番号を確かめてください")


def test_a_clerk_sees_the_list_and_signs_nothing(track: Track, screen: Open, shots: Path) -> None:
    much_due(track)
    propose(track)
    desk = screen("c01")
    disposals(desk)
    desk.shoot(shots, "disposals-clerk")
    assert desk.words("disposal_apart") == "承認できるのは責任者です"
    assert not desk.find("disposal_sign").isEnabled()
    assert not desk.find("disposal_passphrase").isEnabled()


def test_the_own_proposal_cannot_be_signed(track: Track, screen: Open, shots: Path) -> None:
    """A deputy signs with the supervisor's right, but never what they proposed."""
    much_due(track)
    propose(track, "c01")
    desk = screen("c01")
    deputy = replace(desk.context.signed_in, role=Role.SUPERVISOR)
    desk.window._leave_frame()
    desk.context.set_person(deputy)
    desk.window._open_frame()
    disposals(desk)
    desk.shoot(shots, "disposals-own")
    assert desk.words("disposal_apart") == "自分の申請は承認できません"
    assert desk.words("disposal_approver") == "別の責任者"
    assert not desk.find("disposal_sign").isEnabled()


def test_of_several_lists_one_is_picked(track: Track, screen: Open, shots: Path) -> None:
    much_due(track)
    disposal = track.office.desk.disposal
    due = disposal.keeping(track.office.by("c01"), track.office.now.date()).due
    first = disposal.propose(track.act("c01"), [due[0].unit_id])
    disposal.propose(track.act("c02"), [unit.unit_id for unit in due[1:]])
    desk = screen("s01")
    place = disposals(desk)
    desk.shoot(shots, "disposals-several")
    place.disposals.chooser.choose(first.id)
    desk.settle()
    assert desk.words("disposal_title") == "廃棄申請 2027-H001"
    assert desk.words("disposals_table_total") == "対象 1件"


def test_at_the_height_of_a_small_screen_the_acts_stay_in_sight(
    track: Track, screen: Open, shots: Path
) -> None:
    much_due(track, answered=1)
    propose(track)
    desk = screen("s01", (1366, 688))
    disposals(desk)
    desk.shoot(shots, "disposals-688")
    sign, facts = desk.find("disposal_send_back"), desk.find("disposal_facts")
    assert sign.mapTo(desk.window, sign.rect().bottomLeft()).y() < 688
    above = facts.mapTo(desk.window, facts.rect().bottomLeft()).y()
    field = desk.find("disposal_passphrase")
    assert above < field.mapTo(desk.window, field.rect().topLeft()).y()
