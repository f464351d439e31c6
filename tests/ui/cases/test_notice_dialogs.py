"""お客様への連絡, through the window: a late answer announced, a way changed to paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import K1, Track
from case_screen import Screen
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.select import Select

Open = Callable[..., Screen]


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()
    shown.settle()


def press_aside(shown: Screen, name: str) -> None:
    """Below the history, which a change of the case closes."""
    if not shown.find(name).isVisible():
        shown.case().toggle_history()
        shown.settle()
    press(shown, name)


def choose(shown: Screen, name: str, key: str) -> None:
    box = shown.find(name)
    assert isinstance(box, Select)
    box.choose(key)


def test_a_late_answer_is_announced_and_a_costly_way_changed_to_paper(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().file().case_id
    casework = track.office.desk.casework
    casework.confirm_form(track.act("c01"), case_id, K1, "CDR", agent=False)
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    shown = screen("c01")
    shown.open(case_id)
    press_aside(shown, "notices")
    choose(shown, "notice_kind", "D-04")
    assert not shown.find("notice_things").isVisible()
    press(shown, "notice_act")
    assert "日付を" in shown.text("notice_day_below")
    why = shown.find("notice_why")
    assert isinstance(why, QPlainTextEdit)
    why.setPlainText("対象となる期間が長く、確認に日数を要しております。")
    shown.find("notice_day").setText("2026-12-01")  # type: ignore[attr-defined]
    shown.find("notice").grab().save(str(shots / "x7-notice.png"))
    press(shown, "notice_act")
    (letter,) = track.get(case_id).letters
    assert (letter.code, letter.state) == ("D-04", "READY")
    shown.shoot(shots, "x7-notices")

    assert shown.text("notice_send") == "中間連絡を発送する"
    press_aside(shown, "notice_send")
    assert not shown.find("notice_letter_act").isEnabled()
    shown.find("letter_folder").setText(str(track.folder))  # type: ignore[attr-defined]
    press(shown, "notice_copy_leave")
    shown.find("notice_letter").grab().save(str(shots / "x7-notice-post.png"))
    press(shown, "notice_letter_act")
    assert track.get(case_id).letters[0].state == "SENT"

    press_aside(shown, "notices")
    assert not shown.find("notice_send").isVisible()
    choose(shown, "notice_kind", "D-11")
    why = shown.find("notice_why")
    assert isinstance(why, QPlainTextEdit)
    why.setPlainText("電子媒体の作成に多額の費用を要するため")
    press(shown, "notice_act")
    case = track.get(case_id)
    assert case.letters[1].code == "D-11"
    assert case.method == "PAPER"


def test_every_type_may_be_ticked_on_any_form(track: Track, screen: Open, shots: Path) -> None:
    case_id = track.with_register().file().case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.find("form_wanted_DISCLOSE").click()  # type: ignore[attr-defined]
    shown.find("form_wanted_ERASE").click()  # type: ignore[attr-defined]
    shown.shoot(shots, "x7-form")
    shown.go()
    wanted = {kind.value: items for kind, items in track.get(case_id).wanted.items()}
    assert list(wanted) == ["ERASE"]
    assert [item.value for item in wanted["ERASE"]] == ["K1"]
