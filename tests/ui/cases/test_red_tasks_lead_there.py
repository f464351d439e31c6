"""A red task's button opens the case with the keyboard on what settles it, also by Enter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from case_path import Track
from case_screen import Screen
from mail_bag import ICHIRO, form_page, licence
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.intake.red_tasks import RedTasks
from desktop.ui.widgets.buttons import Button

Open = Callable[..., Screen]


def arrival_to_confirm(track: Track) -> str:
    case_id = track.file().case_id
    track.office.desk.arrivals.propose(track.act("c01"), case_id, date(2026, 11, 6), "消印")
    return case_id


def original_left_behind(track: Track) -> str:
    case_id = track.file(form_page(ICHIRO), licence(ICHIRO)).case_id
    paper, today = track.office.desk.paper, track.office.now.date()
    paper.ask_original(track.act("c01"), case_id, "INK", 1, today)
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書を受け取った")
    return case_id


def notice_not_posted(track: Track) -> str:
    case_id = track.file(form_page(ICHIRO), licence(ICHIRO)).case_id
    track.office.desk.casework.notices.acknowledge(track.act("c01"), case_id)
    return case_id


def answer_at_the_post_office(track: Track) -> str:
    return track.to_dispatched()


# What is red, and which button or field has the keyboard once the case is open.
LEADS = {
    "arrival": (arrival_to_confirm, "special_arrival_confirm"),
    "original": (original_left_behind, "paper_original_check"),
    "unposted": (notice_not_posted, "notice_send"),
    "held_mail": (answer_at_the_post_office, "delivery_day"),
}


def test_each_button_leads_to_the_case_and_to_what_settles_it(
    track: Track, screen: Open, qtbot: QtBot
) -> None:
    track.with_register()
    made = {code: make(track) for code, (make, _where) in LEADS.items()}
    soon = track.office.now.date() + timedelta(days=5)
    track.office.desk.disposal.holds.hold(track.act("s01"), made["arrival"], "AUDIT", soon)
    track.later(days=8)
    shown = screen("c02")
    red = RedTasks(shown.context)
    qtbot.addWidget(red)
    today = shown.context.desk.cases.today(shown.context.signed_in, track.office.now)
    red.show_tasks(today.red_tasks)
    assert {f"red_{code}_act" for code in LEADS} <= buttons(red)
    red.show()
    red.opens.click()  # the others than the first two
    for code, (_make, where) in LEADS.items():
        button = red.findChild(Button, f"red_{code}_act")
        assert isinstance(button, Button)
        assert button.text() == f"{track.get(made[code]).line.number} を開く"
        button.setFocus()
        shown.window.activateWindow()
        qtbot.waitUntil(shown.window.isActiveWindow)
        QTest.keyClick(button, Qt.Key.Key_Return)
        shown.settle()
        qtbot.waitUntil(lambda where=where: focus(shown) == where)
        assert shown.case().case_id == made[code]
    review = red.findChild(Button, "red_hold_review_act")  # of all holds at once, not of a case
    with qtbot.waitSignal(shown.context.place_requested) as asked:
        review.click()
    assert asked.args == ["keeping", "holds"]


def buttons(red: RedTasks) -> set[str]:
    return {one.objectName() for one in red.findChildren(Button)}


def focus(shown: Screen) -> str:
    """What has the keyboard of the case's own window."""
    widget = shown.window.focusWidget()
    return widget.objectName() if widget is not None else ""


@pytest.mark.parametrize("login", ["c01", "c02"])
def test_who_may_not_press_the_button_finds_the_case_all_the_same(
    track: Track, screen: Open, qtbot: QtBot, login: str
) -> None:
    """Who proposed the day cannot confirm it: the case opens at its own work."""
    track.with_register()
    case_id = arrival_to_confirm(track)
    shown = screen(login)
    shown.context.case_part_requested.emit(case_id, ("special_arrival_confirm",))
    shown.settle()
    assert shown.case().history.isVisible() is (login == "c02")


def test_who_may_sign_a_wish_is_led_to_it_and_others_see_nothing_of_it(
    track: Track, screen: Open, qtbot: QtBot
) -> None:
    words, today = {"D-06/1/closing/0": "担当までお寄せください。"}, track.office.now.date()
    track.office.desk.documents.propose(track.act("a01"), "D-06", words, today)
    for login, told in (("c01", False), ("s01", True)):
        shown = screen(login)
        red = RedTasks(shown.context)
        qtbot.addWidget(red)
        tasks = shown.context.desk.cases.today(shown.context.signed_in, track.office.now)
        red.show_tasks(tasks.red_tasks)
        assert ("red_wish_words" in {one.objectName() for one in red.banners()}) is told
        assert ("red_wish_words_act" in buttons(red)) is told
    with qtbot.waitSignal(shown.context.place_requested) as asked:
        red.findChild(Button, "red_wish_words_act").click()
    assert asked.args == ["settings", "documents"]
