"""The look that every test of the window takes at its dialogs: it sees what a person would miss."""

from __future__ import annotations

import shiboken6
from dialog_sight import HIGHEST, faults
from pytestqt.qtbot import QtBot

from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Choice

WORDS = "証明書などの番号は書きません"


def test_words_that_are_cut_and_a_dialog_that_is_too_high_are_seen(qtbot: QtBot) -> None:
    dialog = Dialog(None, "いま入れますか", "入れる", name="too_small")
    narrow, low = label(WORDS, name="narrow"), label(WORDS * 5, wrap=True, name="low")
    narrow.setFixedWidth(60)
    low.setFixedHeight(20)
    button, choice = Button(WORDS, name="button"), Choice(WORDS, name="choice")
    for one in (button, choice):
        one.setFixedWidth(80)
    dialog.add(narrow, low, button, choice)
    dialog.open()
    seen = faults(dialog)
    assert [one.split(":")[0] for one in seen] == [
        f"too_small {name}" for name in ("narrow", "low", "button", "choice")
    ]
    dialog.setMinimumHeight(HIGHEST + 1)
    assert f"too_small {dialog.width()}×{HIGHEST + 1}" in faults(dialog)
    shiboken6.delete(dialog)  # before the test ends, and is looked at like every other


def test_a_dialog_takes_the_room_of_an_error_and_gives_it_back(qtbot: QtBot) -> None:
    dialog = Dialog(None, "いま入れますか", "入れる", name="breathing")
    qtbot.addWidget(dialog)
    field = FormField("受付番号", key="number", name="number")
    dialog.add(field)
    dialog.open()
    before = dialog.height()
    field.set_error(WORDS)
    qtbot.waitUntil(lambda: dialog.height() > before)
    field.clear_error()
    qtbot.waitUntil(lambda: dialog.height() == before)
