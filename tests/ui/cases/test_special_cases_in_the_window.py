"""Special cases as a clerk and a supervisor meet them in the window (DOMAIN §1, §8)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import K1, Track
from case_screen import Screen
from mail_bag import ICHIRO, form_page, licence, register_line
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from standing_cases import (
    agent_papers,
    kept_thirty_days,
    late,
    noticed,
    to_agent_check,
    to_correction,
    to_withdrawn,
)

from desktop.domain.states import CaseState
from desktop.services.special_views import Secrecy
from desktop.ui.widgets.buttons import Button

Open = Callable[..., Screen]
pytestmark = pytest.mark.xdist_group("special window")


@pytest.fixture
def office_track(track: Track) -> Track:
    return track.with_register()


@pytest.fixture
def pictures(shots: Path) -> Path:
    folder = shots / "x1"
    folder.mkdir(exist_ok=True)
    return folder


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible(), name
    assert button.isEnabled(), name
    button.click()
    shown.settle()


def special(shown: Screen, case_id: str, button: str) -> None:
    """The case, its history, and the button below it."""
    window = shown.open(case_id)
    if not window.history.isVisible():
        window.toggle_history()
    shown.settle()
    press(shown, f"special_{button}")


def choose(shown: Screen, name: str, key: str) -> None:
    shown.find(name).choose(key)  # type: ignore[attr-defined]


def write(shown: Screen, name: str, words: str) -> None:
    shown.type(name, words)


def state(track: Track, case_id: str) -> CaseState:
    return track.get(case_id).line.state


def now(shown: Screen, track: Track) -> None:
    """The window's clock goes where the office's is."""
    shown.context.clock.jump_to(track.office.now)  # type: ignore[attr-defined]


def grab(shown: Screen, dialog: str, folder: Path) -> None:
    shown.find(dialog).grab().save(str(folder / f"{dialog}.png"))


MAIL_FOR_OTHERS = {  # DOMAIN §1: what is no request under the Act, and whose it is
    "POLICE": ("LEGAL", "警察などの照会", "法務"),
    "LAWYERS": ("LEGAL", "弁護士会照会", "法務"),
    "COMPLAINT": ("CUSTOMER", "苦情", "お客様センター"),
    "CANCELLATION": ("CONTRACT", "解約・契約の手続き", "契約管理"),
}


def test_mail_that_is_no_request_goes_to_another_department(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    shown = screen()
    for kind, (department, what, whose) in MAIL_FOR_OTHERS.items():
        case_id = office_track.file().case_id
        special(shown, case_id, "reroute")
        press(shown, "reroute_act")  # nothing chosen yet: told beside the field
        assert "種類" in shown.text("reroute_kind_below")
        choose(shown, "reroute_kind", kind)
        choose(shown, "reroute_department", department)
        press(shown, "reroute_act")  # nor is it said for anybody what was handed over
        assert "渡したもの" in shown.text("reroute_handed_below")
        assert state(office_track, case_id) is CaseState.FORM_CHECK
        choose(shown, "reroute_handed", "ORIGINALS")
        write(shown, "reroute_note", "照会の文書番号を控えた")
        grab(shown, "reroute", pictures)
        press(shown, "reroute_act")
        assert state(office_track, case_id) is CaseState.REROUTED
        assert not [one for one in shown.window.findChildren(QWidget, "reroute") if one.isVisible()]
        assert (shown.text("ended_route_0"), shown.text("ended_route_1")) == (what, whose)
        # It ended at the check of the form: the steps after it never came.
        assert shown.case().head.stepper.accessibleName() == "進み具合：形式確認で終了（2/10）"
        shown.shoot(pictures, f"rerouted-{kind.lower()}")


def test_a_death_in_an_agent_case_is_told_at_the_head_and_can_be_taken_back(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = to_agent_check(office_track)
    shown = screen()
    special(shown, case_id, "death")
    write(shown, "death_name", "仮川 次子")
    write(shown, "death_postal", "350-9942")
    write(shown, "death_address", "埼玉県みどり野市若葉町2丁目14-6")
    write(shown, "death_note", "除籍の記載のある戸籍の写しで確かめた")
    grab(shown, "death", pictures)
    press(shown, "death_act")
    assert state(office_track, case_id) is CaseState.ID_CHECK
    assert "死亡が記録されています" in shown.text("notice_death_text")
    assert shown.find("notice_refuse").isVisible()
    shown.shoot(pictures, "death-told")
    press(shown, "notice_refuse")
    assert shown.find("draft_panel").isVisible()
    shown.shoot(pictures, "death-refusal")
    shown.key(Qt.Key.Key_Escape)
    special(shown, case_id, "reroute")
    choose(shown, "reroute_department", "CUSTOMER")
    choose(shown, "reroute_handed", "COPIES")
    press(shown, "reroute_act")
    assert state(office_track, case_id) is CaseState.REROUTED
    assert shown.find("ended_leave").isVisible()
    shown.shoot(pictures, "heirs-letter")


def test_a_death_recorded_by_mistake_is_taken_back_below_the_history(
    office_track: Track, screen: Open
) -> None:
    case_id = office_track.to_identity(form_page(), licence(), *agent_papers(), agent=True)
    shown = screen()
    special(shown, case_id, "death")
    for name, words in (
        ("death_name", "仮川 次子"),
        ("death_address", "みどり野市"),
        ("death_note", "電話"),
    ):
        write(shown, name, words)
    press(shown, "death_act")
    assert office_track.get(case_id).special.death is not None
    special(shown, case_id, "death_back")
    write(shown, "death_back_note", "別の方の知らせであった")
    press(shown, "death_back_act")
    assert office_track.get(case_id).special.death is None
    assert not shown.find("notice_death").isVisible()


def test_secrecy_is_shown_at_the_head_asked_by_a_clerk_and_decided_by_a_supervisor(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = office_track.to_approval()
    shown = screen()
    special(shown, case_id, "secrecy")
    write(shown, "secrecy_note", "同居の家族に知らせないでほしいとの申出")
    grab(shown, "secrecy", pictures)
    press(shown, "secrecy_act")
    assert "責任者の判断待ち" in shown.text("notice_secrecy_text")
    assert "連絡しないで" in shown.text("notice_secrecy_text")
    shown.shoot(pictures, "secrecy-asked")
    shown.sign_in_as("s01")
    special(shown, case_id, "secrecy_decide")
    write(shown, "secrecy_note", "支援措置の決定通知書を確認した")
    press(shown, "secrecy_act")  # the supervisor chooses; nothing is chosen beforehand
    assert office_track.get(case_id).special.secrecy is Secrecy.ASKED
    shown.find("secrecy_keep").click()  # type: ignore[attr-defined]
    press(shown, "secrecy_act")
    assert office_track.get(case_id).special.secrecy is Secrecy.SET
    assert "判断待ち" not in shown.text("notice_secrecy_text")


def test_an_occupant_is_named_with_the_own_time(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    elsewhere = register_line(ICHIRO, address="埼玉県みどり野市中央3丁目1-1", postal="350-9901")
    office_track.with_register(elsewhere)
    case_id = office_track.to_scoping(wanted=K1)
    shown = screen()
    special(shown, case_id, "occupant")
    press(shown, "occupant_act")
    assert "日付を" in shown.text("occupant_since_below")
    write(shown, "occupant_since", "2026-04-10")
    write(shown, "occupant_until", "2026-09-30")
    write(shown, "occupant_note", "賃貸借契約書の写しで確かめた")
    grab(shown, "occupant", pictures)
    press(shown, "occupant_act")
    assert "2026-04-10から2026-09-30の使用量だけ" in shown.text("notice_occupant_text")
    shown.shoot(pictures, "occupant")


def test_a_second_request_of_the_same_person_is_warned_of_and_opened(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    first = office_track.file().case_id
    second = office_track.to_identity()
    shown = screen()
    shown.open(second)
    assert "26-0001" in shown.text("notice_linked_text")
    assert "不開示の理由になりません" in shown.text("notice_linked_text")
    shown.shoot(pictures, "linked")
    press(shown, "notice_open_linked")
    assert shown.case().case_id == first


def test_what_came_back_is_sent_again_once_and_then_given_up(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = office_track.to_dispatched()
    shown = screen()
    shown.open(case_id)
    press(shown, "delivery_returned")
    assert state(office_track, case_id) is CaseState.RETURNED_MAIL
    assert not shown.find("returned_give_up").isEnabled()
    shown.shoot(pictures, "returned")
    shown.find("letter_folder").setText(str(office_track.folder))  # type: ignore[attr-defined]
    press(shown, "returned_leave")
    assert "「再発行」と日付" in shown.text("reprint_words")  # it was in somebody's hands
    press(shown, "reprint_act")
    assert list(office_track.folder.glob("D-05_*_再発行.pdf"))
    assert not shown.find("returned_check").isEnabled()  # by another person
    shown.sign_in_as("c02")
    shown.open(case_id)
    shown.find("enclosure_tick_1").click()  # type: ignore[attr-defined]
    press(shown, "returned_check")
    write(shown, "resend_tracking", "22345678901")
    shown.shoot(pictures, "returned-checked")
    press(shown, "returned_resend")
    assert state(office_track, case_id) is CaseState.DISPATCHED


def test_after_thirty_days_a_return_is_given_up_in_one_dialog(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = kept_thirty_days(office_track)
    shown = screen()
    now(shown, office_track)
    shown.open(case_id)
    press(shown, "returned_give_up")
    grab(shown, "give_up", pictures)
    press(shown, "give_up_act")
    assert state(office_track, case_id) is CaseState.RETURN_GIVEN_UP


def test_a_customer_who_is_late_is_asked_once_more_and_then_the_case_is_closed(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = late(to_correction)(office_track)
    shown = screen()
    now(shown, office_track)
    shown.open(case_id)
    assert "過ぎています" in shown.text("waiting_late_text")
    shown.shoot(pictures, "waiting-late")
    press(shown, "waiting_notice")
    assert [one.code for one in office_track.get(case_id).letters] == ["D-02", "D-02"]
    assert shown.find("waiting_leave").isVisible()


def test_a_case_asked_twice_is_closed_and_its_letter_leaves(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = noticed(to_correction)(office_track)
    shown = screen()
    now(shown, office_track)
    shown.open(case_id)
    press(shown, "waiting_close")
    grab(shown, "closing", pictures)
    press(shown, "closing_act")
    assert state(office_track, case_id) is CaseState.CLOSED_NO_RESPONSE
    shown.find("letter_folder").setText(str(office_track.folder))  # type: ignore[attr-defined]
    press(shown, "ended_leave")
    press(shown, "ended_send")
    assert office_track.get(case_id).letters[-1].state == "SENT"
    shown.shoot(pictures, "closed")


def test_a_misdelivery_is_recorded_and_its_reports_by_the_supervisor(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = office_track.to_dispatched()
    shown = screen()
    special(shown, case_id, "misdelivery")
    shown.find("misdelivery_damage").setChecked(True)  # type: ignore[attr-defined]
    write(shown, "misdelivery_note", "別のお客様の封筒に入っていた")
    grab(shown, "misdelivery", pictures)
    press(shown, "misdelivery_act")
    # 2026-11-10 + 5 days is a Sunday: 11-13.
    assert "速報の期限は2026-11-13" in shown.text("notice_misdelivery_text")
    shown.shoot(pictures, "misdelivery-told")
    shown.sign_in_as("s01")
    special(shown, case_id, "report")
    assert "確報の期限は2026-12-10" in shown.text("notice_misdelivery_text")
    special(shown, case_id, "report")
    assert shown.text("notice_misdelivery_text") == "誤送付の記録があります。"


def test_a_supervisor_takes_an_ended_case_up_again(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = to_withdrawn(office_track)
    shown = screen("s01")
    special(shown, case_id, "reopen")
    press(shown, "reopen_act")
    assert state(office_track, case_id) is CaseState.WITHDRAWN
    write(shown, "reopen_note", "取下げは別の方の書面であった")
    grab(shown, "reopen", pictures)
    press(shown, "reopen_act")
    assert state(office_track, case_id) is CaseState.FORM_CHECK


def test_a_supervisor_holds_a_case_and_another_person_releases_it(
    office_track: Track, screen: Open, pictures: Path
) -> None:
    case_id = office_track.file().case_id
    shown = screen("s01")
    special(shown, case_id, "hold")
    press(shown, "hold_act")
    assert "理由" in shown.text("hold_reason_below")
    choose(shown, "hold_reason", "LAWSUIT")
    grab(shown, "hold", pictures)
    press(shown, "hold_act")
    assert all(unit.held for unit in office_track.get(case_id).units)
    special(shown, case_id, "hold_release")
    special(shown, case_id, "hold_confirm")  # the one who proposed: refused
    assert all(unit.held for unit in office_track.get(case_id).units)
    shown.sign_in_as("c01")
    special(shown, case_id, "hold_confirm")
    assert not any(unit.held for unit in office_track.get(case_id).units)
    # All cases of the same person, for another reason; the line at the case says so.
    shown.sign_in_as("s01")
    special(shown, case_id, "hold")
    choose(shown, "hold_reason", "AUDIT")
    choose(shown, "hold_scope", "PERSON")
    press(shown, "hold_act")
    assert "保全中（監査）" in shown.text("notice_holds_text")
    (hold,) = office_track.get(case_id).special.holds
    assert hold.scope == "PERSON"


def test_every_special_act_can_be_told_by_name(office_track: Track, screen: Open) -> None:
    case_id = office_track.to_approval()
    shown = screen()
    shown.open(case_id)
    shown.case().toggle_history()
    shown.settle()
    assert shown.unnamed() == []
    shown.key(Qt.Key.Key_Escape)
