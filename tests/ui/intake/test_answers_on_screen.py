"""Mail that may answer a case that waits: shown with its evidence, joined by the clerk alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import mail_desk
from mail_desk import lay_in, licence, page, slip
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.domain.reading import PageKind
from desktop.domain.states import CaseState
from desktop.services.act import new_act
from desktop.ui.context import Context
from desktop.ui.intake.link_row import LinkRow

Key = Qt.Key


def waiting_case(context: Context) -> str:
    """A case of 架空 太郎 that was asked for a correction."""
    filed = mail_desk.file(context, date(2026, 11, 9))
    desk, by = context.desk, context.signed_in
    act = new_act(by, context.now())
    wanted = desk.cases.get(by, filed.case_id, context.now()).wanted
    desk.casework.confirm_form(act, filed.case_id, wanted, "PAPER", agent=False)
    again = new_act(by, context.now())
    desk.casework.ask_correction(again, filed.case_id, ("ADDRESS_MISMATCH",))
    return filed.case_id


def state(context: Context, case_id: str) -> CaseState:
    return context.desk.cases.get(context.signed_in, case_id, context.now()).line.state


def ask_filing(stand: Stand) -> None:
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Return, CTRL)


def fill_in(stand: Stand) -> None:
    panel = stand.tab.filing
    roster = stand.context.desk.people.roster()
    panel.other.choose(next(one.id for one in roster if one.login == "c02"))
    if not panel.purge.isChecked():
        panel.purge.click()


def suggestions(stand: Stand) -> list[LinkRow]:
    return stand.tab.filing.suggested.findChildren(LinkRow)


def test_a_suggested_case_is_picked_by_hand_and_then_joined(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    case_id = waiting_case(context)
    lay_in(context, (licence(),))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    (link,) = suggestions(stand)
    assert "26-0001 架空 太郎 補正を待つ" in link.accessibleName()
    words = [one.text() for one in panel.suggested.findChildren(QLabel)]
    assert "氏名が一致、住所：完全一致" in words
    assert (panel.new_case.isChecked(), panel.number.text()) == (True, "")
    stand.place.window().grab().save(str(shots / "intake-suggestion.png"))
    link.setFocus()
    stand.press(Key.Key_Return)
    assert (panel.join.isChecked(), panel.number.text()) == (True, "26-0001")
    assert state(context, case_id) is CaseState.AWAITING_CORRECTION
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert state(context, case_id) is CaseState.FORM_CHECK


def test_a_suggestion_that_nobody_picks_makes_a_new_case(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    case_id = waiting_case(context)
    lay_in(context, (licence(),))
    stand = open_place()
    ask_filing(stand)
    assert len(suggestions(stand)) == 1
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert context.desk.cases.by_number("26-0002") is not None
    assert state(context, case_id) is CaseState.AWAITING_CORRECTION


def test_a_slip_of_an_unknown_number_is_asked_beside_the_field(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (slip("26-0099"), page(PageKind.JUM)))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    assert "案件がありません" in panel.number.error()
    assert panel.number.text() == ""
    stand.place.window().grab().save(str(shots / "intake-slip-asked.png"))
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert len(context.desk.intake.unfiled()) == 1
    QTest.mouseClick(panel.new_case, Qt.MouseButton.LeftButton)
    stand.press(Key.Key_Return, CTRL)
    assert context.desk.intake.unfiled() == ()
