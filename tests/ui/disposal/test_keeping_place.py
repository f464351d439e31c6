"""期限到来: what is due is chosen by rows or by class and proposed as one list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from case_path import Track
from desk_window import CUSTOMERS, Window, completed, hold, much_due
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.retention import ItemState, RetentionClass
from desktop.services.keeping_views import ForecastMonth
from desktop.ui.clock import SteppedClock
from desktop.ui.disposal.keeping_side import forecast_finding
from desktop.ui.disposal.place import KeepingPlace

Open = Callable[..., Window]
CTRL = Qt.KeyboardModifier.ControlModifier


def keeping(screen: Window, what: object = None) -> KeepingPlace:
    place = screen.go("keeping", what)
    assert isinstance(place, KeepingPlace)
    return place


def test_what_is_due_stands_by_class_and_day_with_its_hold(
    track: Track, screen: Open, shots: Path
) -> None:
    cases = much_due(track, answered=2)
    hold(track, cases[3])
    desk = screen("c01")
    keeping(desk)
    desk.shoot(shots, "keeping-due")
    rows = desk.table("keeping_due_rows")
    assert rows[0] == ["A 本人確認書類", "", "6件", "5/13 から", "1件は保全中", ""]
    assert [row[1] for row in rows[1:7]] == [
        "26-0001",
        "26-0002",
        "26-0003",
        "26-0004",
        "26-0005",
        "26-0006",
    ]
    assert rows[1] == ["運転免許証", "26-0001", "紙1・画像1", "5/13", "なし", "記録なし"]
    assert rows[4][4] == "保全中（訴訟）"
    assert rows[7][0] == "C6 開示資料控"
    assert rows[8][:2] == ["開示資料の控え", "26-0001"]
    assert desk.words("keeping_due_held") == "保全 1件は選べません"
    assert not desk.find("keeping_propose").isEnabled()


def test_everything_due_is_proposed_by_keyboard_and_what_is_held_stays(
    track: Track, screen: Open, shots: Path
) -> None:
    cases = much_due(track)
    hold(track, cases[3])
    desk = screen("c01")
    place = keeping(desk)
    assert place.due.table.rows.hasFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    assert desk.words("keeping_due_total") == "選択 5件"
    assert desk.words("keeping_chosen") == "5件　紙 5枚・画像 5枚"
    desk.shoot(shots, "keeping-chosen")
    desk.confirm()
    assert desk.notice() == "廃棄申請 2027-H001（5件）を出しました。"
    desk.shoot(shots, "keeping-proposed")
    assert desk.table("keeping_batches")[0][:4] == ["2027-H001", "承認待ち", "5件", "架空 太郎"]
    assert desk.words("batch_title") == "廃棄 2027-H001"
    assert place.batches.list.hasFocus()
    keeping(desk, "due")
    assert [row[1] for row in desk.table("keeping_due_rows")[1:]] == ["26-0004"]


def test_one_class_is_chosen_at_once(track: Track, screen: Open) -> None:
    much_due(track, answered=1)
    desk = screen("c01")
    place = keeping(desk)
    place.due.table.which.choose("C6")
    desk.click("keeping_take")
    assert [unit.cls for unit in place.due.table.chosen()] == [RetentionClass.C6]
    desk.click("keeping_drop")
    assert place.due.table.chosen() == ()
    assert desk.words("keeping_chosen") == "書類が選ばれていません"
    assert not desk.find("keeping_propose").isEnabled()


def test_rows_are_chosen_with_the_mouse_but_never_a_held_one(track: Track, screen: Open) -> None:
    cases = much_due(track)
    hold(track, cases[1])
    desk = screen("c01")
    table = keeping(desk).due.table

    def click(row: int) -> None:
        spot = table.rows.visualRect(table.rows.model().index(row, 0)).center()
        QTest.mouseClick(table.rows.viewport(), Qt.MouseButton.LeftButton, CTRL, spot)

    for row in (1, 2, 3):
        click(row)
    assert [unit.case_number for unit in table.chosen()] == ["26-0001", "26-0003"]
    click(1)
    assert [unit.case_number for unit in table.chosen()] == ["26-0003"]


def test_the_choice_stays_when_the_list_is_read_anew(track: Track, screen: Open) -> None:
    cases = much_due(track)
    desk = screen("c01")
    table = keeping(desk).due.table
    table.choose_class("A")
    assert len(table.chosen()) == 6
    hold(track, cases[0])
    desk.context.data_changed.emit()
    desk.settle()
    assert len(table.chosen()) == 5
    assert desk.words("keeping_chosen") == "5件　紙 5枚・画像 5枚"


def test_a_refused_proposal_is_told_in_place_and_keeps_the_choice(
    track: Track, screen: Open, clock: SteppedClock, shots: Path
) -> None:
    much_due(track)
    desk = screen("c01")
    place = keeping(desk)
    place.due.table.choose_class("A")
    clock.advance(timedelta(days=60))  # a jump that no supervisor has confirmed
    desk.confirm()
    (banner,) = place.due.side.banners.banners()
    assert banner.headline()
    assert banner.body()
    desk.shoot(shots, "keeping-refused")
    assert len(place.due.table.chosen()) == 6
    assert desk.find("keeping_propose").isEnabled()


def test_an_office_without_anything_due_says_so(screen: Open, shots: Path) -> None:
    desk = screen("c01")
    keeping(desk)
    desk.shoot(shots, "keeping-empty")
    assert desk.find("keeping_empty").accessibleName() == "期限の来た書類はありません。"
    assert desk.words("keeping_forecast_title") == "この12か月に期限の来る書類はありません"
    keeping(desk, "batches")
    assert desk.find("batches_empty").accessibleName() == "廃棄の申請はまだありません。"


def test_what_is_kept_is_told_by_class_with_the_coming_months(
    track: Track, screen: Open, shots: Path
) -> None:
    completed(track, CUSTOMERS[0])
    desk = screen("c01")
    keeping(desk)
    desk.shoot(shots, "keeping-kept")
    assert desk.words("keeping_kept_total") == "4件　廃棄済 0件"
    assert desk.words("keeping_kept_A") == "A 本人確認書類"
    assert desk.words("keeping_forecast_title") == "2027年5月に2件が期限になります"
    assert "5月 2件" in desk.find("keeping_forecast").accessibleName()


def test_a_supervisor_sees_what_is_due_and_proposes_nothing(track: Track, screen: Open) -> None:
    much_due(track)
    desk = screen("s01")
    keeping(desk).due.table.choose_class("A")
    assert not desk.find("keeping_propose").isEnabled()
    assert desk.words("keeping_note") == "廃棄を申請できるのは受付担当です。"
    desk.confirm()
    assert desk.context.desk.disposal.batches(desk.context.signed_in) == ()


def test_the_administrator_sees_nothing_of_the_cases(track: Track, screen: Open) -> None:
    much_due(track)
    desk = screen("a01")
    place = keeping(desk)
    assert desk.is_seen("keeping_closed")
    assert not desk.is_seen("keeping_due_rows")
    assert place.banners.banners() == []


def test_the_title_of_the_forecast_is_its_finding() -> None:
    assert forecast_finding([]) == "この12か月に期限の来る書類はありません"
    one = [ForecastMonth("2027-04", 0), ForecastMonth("2027-05", 3)]
    assert forecast_finding(one) == "2027年5月に3件が期限になります"
    several = [*one, ForecastMonth("2027-06", 1)]
    assert forecast_finding(several) == "2027年5月に3件が最も多く期限になります"


def test_a_batch_sent_back_tells_why_and_its_papers_are_due_again(
    track: Track, screen: Open, shots: Path
) -> None:
    much_due(track)
    disposal = track.office.desk.disposal
    today = track.office.now.date()
    due = disposal.keeping(track.office.by("c01"), today).due
    batch = disposal.propose(track.act("c01"), [unit.unit_id for unit in due])
    disposal.send_back(track.act("s01"), batch.id, "文書箱の番号を確かめてください")
    desk = screen("c01")
    place = keeping(desk, batch.id)
    desk.shoot(shots, "keeping-sent-back")
    assert place.batches.panel.batch is not None
    assert place.batches.panel.batch.state is ItemState.REJECTED
    assert desk.words("batch_reason") == "文書箱の番号を確かめてください"
    keeping(desk, "due")
    assert len(desk.table("keeping_due_rows")) == 7


def test_rows_are_chosen_by_arrow_keys_from_the_first_paper(track: Track, screen: Open) -> None:
    much_due(track)
    desk = screen("c01")
    table = keeping(desk).due.table
    assert table.chosen() == ()
    desk.press(Qt.Key.Key_Space)
    assert [unit.case_number for unit in table.chosen()] == ["26-0001"]
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [unit.case_number for unit in table.chosen()] == ["26-0001", "26-0002"]
    desk.confirm()
    assert desk.notice() == "廃棄申請 2027-H001（2件）を出しました。"


def test_a_hold_set_meanwhile_refuses_the_list_and_shows_itself(track: Track, screen: Open) -> None:
    cases = much_due(track)
    desk = screen("c01")
    place = keeping(desk)
    desk.press(Qt.Key.Key_A, CTRL)
    hold(track, cases[0], "AUDIT")
    desk.confirm()
    (banner,) = place.due.side.banners.banners()
    assert banner.headline() == "保全中の文書です。"
    assert desk.table("keeping_due_rows")[1][4] == "保全中（監査）"
    assert desk.words("keeping_due_total") == "選択 5件"
    desk.confirm()
    assert desk.notice() == "廃棄申請 2027-H001（5件）を出しました。"
