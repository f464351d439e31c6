"""承認 › 代行, and a deputy at the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from desk_window import CUSTOMERS, Window, drafted, passphrase

from desktop.domain.states import CaseState
from desktop.ui.approvals.place import ApprovalsPlace

Open = Callable[..., Window]


def test_a_supervisor_names_a_deputy_who_signs_what_they_had_no_hand_in(
    track: Track, screen: Open, shots: Path
) -> None:
    own, other = drafted(track, CUSTOMERS[1], "c03"), drafted(track, CUSTOMERS[2], "c02")
    folder = shots / "x5"
    folder.mkdir(exist_ok=True)
    desk = screen("s01")
    place = desk.go("approvals")
    assert isinstance(place, ApprovalsPlace)
    desk.shoot(folder, "approvals-decisions")
    place.tabs.set_current(2)
    assert desk.is_seen("deputies_empty")
    desk.type("deputy_passphrase", passphrase("s01"))
    desk.click("deputy_name")  # nobody stands there as the one who is meant
    assert desk.words("deputy_who_below") == "代行する人を選んでください。"
    place.deputies.who.choose(track.office.id_of("c03"))
    desk.click("deputy_name")
    assert "日付" in place.deputies.last.error()
    desk.type("deputy_last", "2026-11-16")
    desk.click("deputy_name")
    assert desk.notice().startswith("仮野 次郎 を代行に指名しました。")
    row = ["仮野 次郎", "例示 誠", "2026-11-10 – 2026-11-16", "代行中"]
    assert desk.table("deputies_table") == [row]
    desk.shoot(folder, "approvals-deputies")

    deputy = track.office.desk.people.sign_in("c03", passphrase("c03"), track.office.now)
    desk.window._leave_frame()
    desk.context.set_person(deputy)
    desk.window._open_frame()
    place = desk.go("approvals")
    assert isinstance(place, ApprovalsPlace)
    assert place.decisions.queue.choose(own)
    desk.settle()
    assert not desk.find("approve_sign").isEnabled()
    assert place.decisions.queue.choose(other)
    desk.settle()
    desk.shoot(folder, "approvals-as-deputy")
    desk.type("approve_passphrase", passphrase("c03"))
    desk.confirm()
    case = track.get(other)
    assert case.line.state is CaseState.APPROVED
    assert case.approval.approved_by == "仮野 次郎（例示 誠の代行）"
    assert track.get(own).line.state is CaseState.APPROVAL


def test_a_deputyship_is_taken_back_with_the_passphrase(track: Track, screen: Open) -> None:
    today = track.office.now.date()
    made = track.office.desk.deputies.name(
        track.act("s01"), track.office.id_of("c03"), today, today, passphrase("s01")
    )
    desk = screen("s01")
    place = desk.go("approvals")
    assert isinstance(place, ApprovalsPlace)
    place.tabs.set_current(2)
    desk.settle()
    assert place.deputies.table.choose(made.id)
    desk.click("deputy_back")
    assert "パスフレーズ" in place.deputies.back_passphrase.error()
    assert desk.table("deputies_table")[0][3] == "代行中"
    desk.type("deputy_back_passphrase", passphrase("s01"))
    desk.click("deputy_back")
    assert desk.notice() == "仮野 次郎 の代行を取り消しました。"
    assert desk.table("deputies_table")[0][3] == "取消し"
