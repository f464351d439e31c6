"""Two people at one check, one fee, one note: the second sees it, and loses nothing typed."""

from __future__ import annotations

from functools import partial

import pytest
from case_path import K1, Track
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from two_seats import Seat

from desktop.domain.payments import Payment, Piece
from desktop.domain.requests import FeeMeans
from desktop.domain.states import CaseState
from desktop.services.act import Act
from desktop.ui.cases.conflict import ConflictPanel
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.keys import TextField

Key = Qt.Key


@pytest.fixture
def draft(track: Track, request: pytest.FixtureRequest) -> str:
    """The case, where the test wants it."""
    track.with_register()
    way = {
        "check": track.to_identity,
        "fee": track.to_fee,
        "paid": track.to_investigation,
        "approved": track.to_approved,
        "enclosed": partial(_enclosed, track),
        "form": lambda: track.file().case_id,
    }
    return way[request.param]()


def _enclosed(track: Track) -> str:
    case_id = track.to_approved()
    track.enclose(case_id)
    return case_id


def type_into(seat: Seat, name: str, text: str) -> None:
    editor = seat.find(name)
    assert isinstance(editor, QLineEdit | TextField)
    editor.setFocus()
    editor.selectAll()
    typed = QInputMethodEvent()
    typed.setCommitString(text)  # as an input method gives it
    QApplication.sendEvent(editor, typed)


def type_stamps(seat: Seat, pieces: str) -> None:
    """The means is chosen, as a person does it, and the pieces are typed."""
    means = seat.find("fee_means")
    means.setFocus()
    QTest.keyClick(means, Key.Key_Down)
    type_into(seat, "fee_amount", pieces)


def keys(seat: Seat, key: Qt.Key) -> None:
    """A key on the table of the check, in the window of that person."""
    seat.shown.activateWindow()
    seat.qtbot.waitUntil(seat.shown.isActiveWindow)
    seat.shown.task.table.setFocus()
    QTest.keyClick(seat.shown.task.table, key)
    seat.settle()


def text_of(seat: Seat, name: str) -> str:
    editor = seat.find(name)
    assert isinstance(editor, QLineEdit)
    return editor.text()


def act(seat: Seat) -> Act:
    return seat.context.act()


def assign(seat: Seat, case_id: str) -> None:
    """A change that touches nothing of the work itself."""
    me = seat.context.signed_in.person_id
    seat.context.desk.casework.assign(act(seat), case_id, me)


@pytest.mark.parametrize("draft", ["check"], indirect=True)
def test_a_note_for_the_second_clerk_stays_in_view_when_the_case_changes(
    first: Seat, second: Seat, draft: str
) -> None:
    first.open(draft)
    second.open(draft)
    assert second.shown.head.companions.text().startswith("架空 太郎さんも")
    keys(second, Key.Key_F8)
    type_into(second, "check_note", "旧字体の姓を見てください")
    assign(first, draft)
    second.shown.watch.look()
    second.settle()
    assert text_of(second, "check_note") == "旧字体の姓を見てください"
    assert "担当" in second.words("case_carried_body")


@pytest.mark.parametrize("draft", ["check"], indirect=True)
def test_a_reading_put_right_by_one_while_the_other_types_another_is_told_with_both(
    first: Seat, second: Seat, draft: str
) -> None:
    """The table has the first one's word; the second one's stands above it."""
    first.open(draft)
    second.open(draft)
    for seat, text in ((first, "仮川 一朗"), (second, "仮川 市郎")):
        seat.shown.task.table.choose("name")
        keys(seat, Key.Key_F2)
        type_into(seat, "reading_text", text)
    first.press("reading_keep")
    second.press("reading_keep")
    desk, by = second.context.desk, second.context.signed_in
    row = desk.verification.view(by, draft, None).rows[0]
    assert "仮川 一朗" in {cell.text for cell in (row.form, row.identity) if cell is not None}
    assert "仮川 市郎" in second.words("case_left_over_body")


@pytest.mark.parametrize("draft", ["check"], indirect=True)
def test_who_confirms_what_another_has_just_confirmed_is_told_and_nothing_is_done_twice(
    first: Seat, second: Seat, draft: str
) -> None:
    first.open(draft)
    second.open(draft)
    for seat in (first, second):
        for _ in range(len(seat.shown.task.table.to_confirm())):
            keys(seat, Key.Key_Space)
    first.press("check_primary")
    second.press("check_primary")
    case = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert case.identity.confirmed_by == "架空 太郎"
    assert second.shown.opened.case.version == case.version
    told = [one.headline() for one in second.shown.findChildren(Banner) if one.isVisible()]
    assert "ほかの人が先にこの案件を変更しました。" in told


@pytest.mark.parametrize("draft", ["fee"], indirect=True)
def test_an_amount_that_was_typed_stays_when_another_has_recorded_a_part(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    type_stamps(second, "110×2")
    paid = Payment(FeeMeans.STAMPS, (Piece(110, 1),))
    first.context.desk.fees.record(act(first), draft, paid)
    second.press("fee_record")
    assert text_of(second, "fee_amount") == "110×2"
    assert "架空 太郎さんが" in second.words("case_carried_body")
    case = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert case.fee.received == 110  # the second one's are not in the ledger
    assert second.shown.opened.case.fee.received == 110  # and the window knows it


@pytest.mark.parametrize("draft", ["fee"], indirect=True)
def test_an_amount_for_a_fee_that_another_has_settled_is_kept_as_a_note(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    type_stamps(second, "110×2")
    first.context.desk.fees.record(act(first), draft, Payment(FeeMeans.STAMPS, (Piece(110, 2),)))
    second.press("fee_record")
    assert isinstance(second.shown._composing, ConflictPanel)
    mine = [second.words(f"conflict_mine_{number}_text") for number in range(2)]
    assert mine == ["切手", "110×2"]
    second.press("conflict_keep")
    desk, by = first.context.desk, first.context.signed_in
    assert desk.cases.get(by, draft, first.context.now()).fee.received == 220
    newest = desk.cases.history(by, draft)[0]
    assert newest.link is not None
    kept = desk.kept_notes.read(by, draft, newest.link.id)
    assert kept is not None
    assert "110×2" in kept.text


@pytest.mark.parametrize("draft", ["form"], indirect=True)
def test_a_note_in_a_dialog_stays_when_the_case_changes_and_is_recorded_at_the_next_try(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    second.shown.toggle_history()
    second.settle()
    second.press("special_secrecy")
    dialog = second.shown.findChild(Dialog, "secrecy")
    note = dialog.findChild(QPlainTextEdit, "secrecy_note")
    note.setPlainText("転居先を家族に知らせないでほしいとの申出")
    desk = first.context.desk
    desk.casework.confirm_form(act(first), draft, K1, "PAPER", agent=False)
    dialog.act.click()
    second.settle()
    QApplication.processEvents()
    assert dialog.isVisible()
    assert note.toPlainText() == "転居先を家族に知らせないでほしいとの申出"
    assert "先にこの案件を変更しました" in second.words("dialog_changed_headline")
    assert "架空 太郎さんが" in second.words("dialog_changed_body")
    case = desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert case.special.secrecy.name == "NONE"
    dialog.act.click()
    second.settle()
    case = desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert case.special.secrecy.name != "NONE"


@pytest.mark.parametrize("draft", ["approved"], indirect=True)
def test_a_dialog_outlives_the_panel_that_asked_for_it_and_tells_who_changed_the_case(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    panel = second.shown.task
    second.press("hand_begin")
    type_into(second, "hand_supervisor", "s01")
    first.context.desk.special.ask_secrecy(act(first), draft, "転居先を知らせないでほしい")
    second.shown.watch.look()
    second.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    second.settle()
    assert second.shown.task is not panel  # made anew, with the letter's card
    assert text_of(second, "hand_supervisor") == "s01"
    assert second.words("dialog_changed_headline") == "ほかの人が先にこの案件を変更しました"
    assert "架空 太郎さんが" in second.words("dialog_changed_body")


@pytest.mark.parametrize("draft", ["paid"], indirect=True)
def test_what_was_typed_into_the_fee_record_goes_into_the_record_as_it_is_then(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    second.press("fee_open")
    type_stamps(second, "110×2")
    first.context.desk.fees.record(act(first), draft, Payment(FeeMeans.STAMPS, (Piece(110, 1),)))
    second.shown.watch.look()
    second.settle()
    assert text_of(second, "fee_amount") == "110×2"
    assert "330円" in second.words("fee_record_facts_1")
    assert "変更されました" in second.words("fee_record_changed_headline")
    second.press("fee_record_dialog_act")
    case = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert case.fee.received == 550


@pytest.mark.parametrize("draft", ["enclosed"], indirect=True)
def test_the_number_of_a_receipt_stays_when_another_changed_the_case_before_the_posting(
    first: Seat, second: Seat, draft: str
) -> None:
    second.open(draft)
    type_into(second, "sending_tracking", "12345678901")
    assign(first, draft)
    second.press("sending_dispatch")
    desk, by = first.context.desk, first.context.signed_in
    assert desk.cases.get(by, draft, first.context.now()).line.state is CaseState.APPROVED
    assert text_of(second, "sending_tracking") == "12345678901"
    assert "架空 太郎さんが" in second.words("case_carried_body")
    second.press("sending_dispatch")
    case = desk.cases.get(by, draft, first.context.now())
    assert case.line.state is CaseState.DISPATCHED
    assert case.dispatch is not None
    assert case.dispatch.tracking == "12345678901"
