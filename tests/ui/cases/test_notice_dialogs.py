"""お客様への連絡, through the window: a late answer announced, a way changed to paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from case_path import K1, Track
from case_screen import Screen
from desk_office import passphrase
from PySide6.QtCore import Qt
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
    """Below the history."""
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
    assert shown.find("case_history_panel").isVisible()
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

    # A slip of the pen is made anew, and what was a mistake altogether is taken back.
    press(shown, "notices")
    choose(shown, "notice_kind", "D-11")
    shown.type("notice_why", "電子媒体では内容の一部を収められないため")
    press(shown, "notice_act")
    assert [one.state for one in track.get(case_id).letters] == ["SENT", "VOID", "READY"]
    press(shown, "notice_drop")
    assert "CD-R に戻ります" in shown.text("notice_dropped_words")
    press(shown, "notice_dropped_act")
    assert track.get(case_id).method == "CDR"
    assert shown.find("case_history_panel").isVisible()  # all the time, as it was left


def test_a_list_of_what_goes_back_is_replaced_by_two_people_who_say_so(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().file().case_id
    shown = screen("c01")
    shown.open(case_id)
    for things in ("切手 220円", "切手 220円\n住民票の写し"):
        press_aside(shown, "notices")
        assert shown.find("notice_second").isVisible() == ("\n" in things)
        shown.find("notice_things").setPlainText(things)  # type: ignore[attr-defined]
        shown.find("notice_why").setPlainText("手数料は要らないため")  # type: ignore[attr-defined]
        press(shown, "notice_act")
    assert [one.state for one in track.get(case_id).letters] == ["READY"]  # nobody stood by
    assert "発送していない返却書" in shown.text("notice_words")
    assert "印を付けて" in shown.text("notice_second_untold_text")
    shown.find("notice_second_tick").setChecked(True)  # type: ignore[attr-defined]
    press(shown, "notice_act")
    assert "立会者のログイン名" in shown.text("notice_second_witness_below")
    shown.type("notice_second_witness", "c01")
    shown.type("notice_second_passphrase", passphrase("c01"))
    press(shown, "notice_act")
    assert "本人は立ち会えません" in shown.text("notice_second_witness_below")
    shown.find("notice").grab().save(str(shots / "y2-notice-second.png"))
    for name, text in (("witness", "c02"), ("passphrase", passphrase("c02"))):
        shown.find(f"notice_second_{name}").clear()  # type: ignore[attr-defined]
        shown.type(f"notice_second_{name}", text)
    press(shown, "notice_act")
    assert [one.state for one in track.get(case_id).letters] == ["VOID", "READY"]
    press(shown, "notice_drop")
    shown.find("notice_dropped_second_tick").setChecked(True)  # type: ignore[attr-defined]
    shown.type("notice_dropped_second_witness", "c02")
    shown.type("notice_dropped_second_passphrase", passphrase("c02"))
    press(shown, "notice_dropped_act")
    assert [one.state for one in track.get(case_id).letters] == ["VOID", "VOID"]


def test_over_the_target_one_key_makes_the_interim_letter_and_then_posts_it(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_investigation()  # registered on 11-10
    track.later(days=15)
    shown = screen("c01")
    shown.context.clock.jump_to(track.office.now)  # type: ignore[attr-defined]
    shown.open(case_id)
    assert shown.text("notice_interim_text") == (
        "回答の目標 11/24 を過ぎました（限度は 12/10）。お客様に中間連絡（D-04）をお送りください。"
    )
    assert shown.text("case_statutory_from") == "法定　到達 11/9　訴え 11/24 から"
    shown.shoot(shots, "y3-interim-due")
    shown.key(Qt.Key.Key_F9)
    (letter,) = track.get(case_id).letters
    assert (letter.code, letter.state, letter.answer_by) == ("D-04", "READY", date(2026, 12, 10))
    assert shown.case().pages.title.text() == "中間連絡"
    shown.shoot(shots, "y3-interim-made")
    shown.key(Qt.Key.Key_F9)
    shown.find("letter_folder").setText(str(track.folder))  # type: ignore[attr-defined]
    press(shown, "notice_copy_leave")
    press(shown, "notice_letter_act")
    assert track.get(case_id).letters[0].state == "SENT"
    assert not shown.find("interim_line").isVisible()


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
