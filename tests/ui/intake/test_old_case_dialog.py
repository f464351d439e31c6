"""A case that began on paper is entered from 今日 with its own number and dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from mail_stand import CTRL, Stand
from office_people import passphrase
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.states import CaseState
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
    fill_in(dialog, "26-0150")
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    dialog.grab().save(str(folder / "old-case.png"))
    dialog.number.editor.setFocus()
    stand.press(Qt.Key.Key_Return, CTRL)
    assert "26-0143 まで" in dialog.number.error()
    dialog.number.set_text("26-0141")
    first = dialog.stage.waits[0]
    first.start.setText("2026-10-29")  # a wait without its end is no wait: asked for
    stand.press(Qt.Key.Key_Return, CTRL)
    assert first.end.property("wrong") == "true"
    assert "日付を 2026-11-12" in told(dialog, "old_stood_below")
    assert first.end.hasFocus()
    first.end.setText("2026-11-03")
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        stand.press(Qt.Key.Key_Return, CTRL)
    case = context.desk.cases.get(context.signed_in, opened.args[0], context.now())
    assert (case.line.number, case.line.name) == ("26-0141", "架空 太郎")
    assert (case.arrived_on, case.special.from_paper) == (date(2026, 10, 26), True)
    # 受付 10-27 + 14 = 11-10 and the five days waited: 11-15, a Sunday, back to the 13th.
    assert case.line.target is not None
    assert case.line.target.due == date(2026, 11, 13)
    # A second one waits for its correction, asked twice already.
    stand.place.today.side.old.click()
    stand.settle()
    dialog = stand.place.findChildren(OldCaseDialog)[-1]
    fill_in(dialog, "26-0142")
    dialog.stage.stage.choose(CaseState.AWAITING_CORRECTION)
    dialog.stage.asked_on.setText("2026-11-04")
    stand.press(Qt.Key.Key_Return, CTRL)
    assert "お願いした内容" in dialog.stage._asked.error()
    dialog.stage.asked.setText("前住所の分かる住民票")
    dialog.stage.notices.choose("2")
    dialog.grab().save(str(folder / "old-case-waits.png"))
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        stand.press(Qt.Key.Key_Return, CTRL)
    case = context.desk.cases.get(context.signed_in, opened.args[0], context.now())
    assert (case.line.state, case.notices) == (CaseState.AWAITING_CORRECTION, 2)
    assert case.waits_until == date(2026, 11, 18)  # 11-04 + 14
    # And a third one's answer was drafted on paper.
    stand.place.today.side.old.click()
    stand.settle()
    dialog = stand.place.findChildren(OldCaseDialog)[-1]
    fill_in(dialog, "26-0143")
    dialog.stage.stage.choose(CaseState.INVESTIGATION)
    dialog.stage.drafted.choose("REFUSE")
    assert dialog.stage.reason.key() == ""
    dialog.stage.reason.choose("R_NI")
    dialog.stage.text.setText("お持ちでない契約のため")
    dialog.grab().save(str(folder / "old-case-drafted.png"))
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        stand.press(Qt.Key.Key_Return, CTRL)
    case = context.desk.cases.get(context.signed_in, opened.args[0], context.now())
    assert case.line.state is CaseState.INVESTIGATION
    (drafted,) = case.decisions
    assert (drafted.granted, drafted.reason) == (False, Reason.R_NI)


def told(dialog: OldCaseDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def fill_in(dialog: OldCaseDialog, number: str) -> None:
    dialog.number.set_text(number)
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
    assert dialog.method.key() == dialog.other.key() == ""  # both are chosen, not found there
    dialog.method.choose("PAPER")
    dialog.other.setCurrentIndex(1)
    dialog.enclosures.set_text("請求書、運転免許証の写し")
    dialog.purge.setChecked(True)
