"""A case that began on paper is entered from 今日 with its own number and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from mail_stand import CTRL, Stand
from office_people import passphrase
from PySide6.QtCore import Qt

from desktop.domain.requests import Item, RequestType
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.intake.old_case import OldCaseDialog


def test_an_old_case_is_entered_with_its_number_and_dates(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    clock: SteppedClock,
    shots: Path,
) -> None:
    clock.advance(timedelta(hours=1))  # after the set-up: of two signatures the later one holds
    context = sign_in("a01")
    settings, today = context.desk.administration, context.today()
    wish = settings.propose_setting(context.act(), "paper_last_number", "26-0143", today)
    settings.sign_setting(sign_in("s01").act(), wish.id, passphrase("s01"))
    stand = open_place("c01")
    stand.place.today.side.old.click()
    stand.settle()
    dialog = stand.place.findChild(OldCaseDialog)
    dialog.number.set_text("26-0150")
    dialog.days["arrived"].setText("2026-10-26")
    dialog.days["registered"].setText("2026-10-27")
    for key, words in (
        ("name", "架空 太郎"),
        ("phone", "090-0000-1234"),
        ("prefecture", "埼玉県"),
        ("city", "みどり野市"),
        ("town", "若葉町2丁目"),
        ("block", "14-6"),
    ):
        dialog.person[key].set_text(words)
    dialog.wanted.types[RequestType.DISCLOSE].setChecked(True)
    dialog.wanted.items[Item.K1].setChecked(True)
    dialog.enclosures.set_text("請求書、運転免許証の写し")
    dialog.purge.setChecked(True)
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    dialog.grab().save(str(folder / "old-case.png"))
    dialog.number.editor.setFocus()
    stand.press(Qt.Key.Key_Return, CTRL)
    assert "26-0143 まで" in dialog.number.error()
    dialog.number.set_text("26-0141")
    dialog.stood["from"].setText("2026-10-29")  # a wait without its end is no wait: asked for
    stand.press(Qt.Key.Key_Return, CTRL)
    assert dialog.stood["to"].property("wrong") == "true"
    assert dialog.stood["to"].hasFocus()
    dialog.stood["to"].setText("2026-11-03")
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        stand.press(Qt.Key.Key_Return, CTRL)
    case = context.desk.cases.get(context.signed_in, opened.args[0], context.now())
    assert (case.line.number, case.line.name) == ("26-0141", "架空 太郎")
    assert (case.arrived_on, case.special.from_paper) == (date(2026, 10, 26), True)
    # 受付 10-27 + 14 = 11-10 and the five days waited: 11-15, a Sunday, back to the 13th.
    assert case.line.target is not None
    assert case.line.target.due == date(2026, 11, 13)
