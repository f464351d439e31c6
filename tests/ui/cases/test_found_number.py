"""A forbidden number on a filed page: taken out from the case's window, rolled from 今日."""

from __future__ import annotations

from collections.abc import Callable

import case_pages
from case_path import Track
from case_screen import Screen
from pytestqt.qtbot import QtBot

from desktop.domain.reading import Forbidden, PageKind
from desktop.ui.cases.found_number import FoundNumberDialog
from desktop.ui.intake.red_tasks import RedTasks
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button

Open = Callable[..., Screen]


def test_a_page_with_a_number_is_taken_out_and_waits(
    track: Track, screen: Open, shots: object
) -> None:
    track.with_register()
    case_id = track.file(case_pages.form(), case_pages.licence()).case_id
    desk = screen()
    window = desk.open(case_id)
    page = next(
        one
        for document in track.get(case_id).documents
        for one in document.pages
        if one.kind is PageKind.DL
    )
    window.pages.show_page(page.id)
    desk.settle()
    assert window.pictures.page(page.id) is not None
    window.pages.numbered.click()
    (dialog,) = window.findChildren(FoundNumberDialog)
    assert not dialog.act.isEnabled()
    dialog.choices[Forbidden.INSURANCE].click()
    assert dialog.act.isEnabled()
    dialog.act.click()
    desk.settle()
    assert not dialog.isVisible()
    assert window.pictures.page(page.id) is None
    barred = {thumb.key: thumb.barred for thumb in window.pages.thumbs.thumbs()}
    assert barred[page.id] == ("消去待ち",)
    (find,) = track.office.desk.found_numbers.open_ones(track.office.by("c01"))
    assert (find.kind, find.waiting) == (Forbidden.INSURANCE, True)


def test_the_red_task_has_the_supervisors_roll(track: Track, screen: Open, qtbot: QtBot) -> None:
    track.with_register()
    case_id = track.file(case_pages.form(), case_pages.licence()).case_id
    page_id = track.get(case_id).documents[1].pages[0].id
    track.office.desk.found_numbers.found(track.act("c01"), page_id, Forbidden.MY_NUMBER)
    desk = screen("c01")
    clerk = _red(desk, qtbot)
    assert _buttons(clerk) == {"red_found_paper_act"}
    desk.sign_in_as("s01")
    supervisor = _red(desk, qtbot)
    assert _buttons(supervisor) == {"red_roll_act", "red_found_paper_act"}
    supervisor.findChild(Button, "red_roll_act").click()
    desk.settle()
    (find,) = track.office.desk.found_numbers.open_ones(desk.context.signed_in)
    assert not find.waiting


def _red(desk: Screen, qtbot: QtBot) -> RedTasks:
    made = RedTasks(desk.context)
    qtbot.addWidget(made)
    by = desk.context.signed_in
    today = desk.context.desk.cases.today(by, desk.context.now())
    made.show_tasks([task for task in today.red_tasks if task.code in ("ROLL", "FOUND_PAPER")])
    assert len(made.findChildren(Banner)) == 2
    return made


def _buttons(tasks: RedTasks) -> set[str]:
    return {one.objectName() for one in tasks.findChildren(Button) if "_act" in one.objectName()}
