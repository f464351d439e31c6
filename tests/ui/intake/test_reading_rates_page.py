"""設定の読み取り: what became of read fields, for those who decide on the office's settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from mail_desk import form, lay_in, licence
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.filing import FilingFacts
from desktop.ui.context import Context
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.cells import CELL_ROLE
from desktop.ui.widgets.table import Table

WORD = "読み取り"


def open_page(context: Context, qtbot: QtBot) -> SettingsPlace:
    place = SettingsPlace(context)
    qtbot.addWidget(place)
    place.resize(1142, 650)
    with qtbot.waitExposed(place):
        place.show()
    place.show_request("reading")
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    return place


def label_of(place: QWidget, name: str) -> str:
    found = place.findChild(QLabel, name)
    assert found is not None
    return found.text()


def file_two(context: Context) -> None:
    """Two letters: a phone number put right once of two, one field left open."""
    people = {one.login: one.id for one in context.desk.people.roster()}
    for number in range(2):
        envelope = lay_in(context, (form(unsure=("phone", "block")), licence()))
        (page, _licence) = next(
            one.pages for one in context.desk.intake.unfiled() if one.id == envelope
        )
        phone = "090-0000-1235" if number else "090-0000-1234"
        context.desk.intake.correct(context.act(), page.id, "phone", phone)
        day = context.today() - timedelta(days=1)
        facts = FilingFacts(day, (people["c01"], people["c02"]), ("請求書",), True)
        context.desk.filing.file(context.act(), envelope, facts)


def test_the_share_of_corrections_is_shown_by_paper_and_field(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    file_two(sign_in("c01"))
    place = open_page(sign_in("s01"), qtbot)
    table = place.findChild(Table, "reading_rates")
    assert table is not None
    model = table.rows()
    shown = {
        str(model.index(row, 0).data()): [
            str(model.index(row, column).data()) for column in range(1, 7)
        ]
        for row in range(model.rowCount())
    }
    # read, unseen, confirmed, corrected, left open, share
    assert shown["電話番号"] == ["2", "0", "1", "1", "0", "50.0 %"]
    assert shown["番地"] == ["2", "0", "0", "0", "2", "0.0 %"]
    assert shown["郵便番号"] == ["2", "2", "0", "0", "0", "0.0 %"]
    assert {"F-01 第1版", "運転免許証"} <= set(shown)
    worst = next(row for row in range(model.rowCount()) if model.index(row, 6).data() == "50.0 %")
    assert model.index(worst, 6).data(CELL_ROLE).share == 0.5
    found = label_of(place, "reading_rates_finding")
    assert found == "直しの割合が最も高い項目：F-01 第1版 電話番号（50.0 %）"
    assert "からの数" in label_of(place, "reading_rates_since")
    assert not any("090-0000" in text for row in shown.values() for text in row)
    place.grab().save(str(shots / "settings-reading-rates.png"))


def test_before_anything_is_filed_one_sentence_says_so(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    context = sign_in("a01")
    place = open_page(context, qtbot)
    empty = place.findChild(QWidget, "reading_rates_empty")
    assert empty is not None
    assert empty.isVisible()
    place.grab().save(str(shots / "settings-reading-rates-none.png"))


def test_a_clerk_has_no_such_page(sign_in: Callable[[str], Context], qtbot: QtBot) -> None:
    place = open_page(sign_in("c01"), qtbot)
    assert WORD not in place.tabs.words()
