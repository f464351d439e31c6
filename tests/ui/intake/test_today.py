"""今日: the groups of the list, what stands beside it, and how a case is opened from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import mail_desk
import pytest
from mail_stand import CTRL, Stand
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.domain.clocks import ClockView
from desktop.domain.states import CaseState
from desktop.services.case_views import CaseLine, ForecastDay, RedTask, TodayView, WaitingLine
from desktop.ui.clock import JST, SteppedClock
from desktop.ui.context import Context
from desktop.ui.intake.link_row import LinkRow
from desktop.ui.intake.today import today_rows
from desktop.ui.intake.today_side import forecast_finding
from desktop.ui.widgets.buttons import Button

Key = Qt.Key

# The answer is due two weeks after the arrival (DOMAIN §4; 個人情報保護法39条): on 24 and 25
# November, in the same week on the 26th, and on 4 December.
ARRIVALS = {
    "架空 太郎": date(2026, 11, 10),
    "見本 花子": date(2026, 11, 11),
    "仮野 次郎": date(2026, 11, 12),
    "例示 誠": date(2026, 11, 20),
}
TODAY = datetime(2026, 11, 25, 9, 0, tzinfo=JST)  # a Wednesday


@pytest.fixture
def busy(sign_in: Callable[[str], Context], clock: SteppedClock) -> Context:
    """An office with cases of the last weeks."""
    context = sign_in("c01")
    for name, arrived in ARRIVALS.items():
        clock.jump_to(
            max(clock.now(), datetime(arrived.year, arrived.month, arrived.day, 10, tzinfo=JST))
        )
        mail_desk.file(context, arrived, name=name)
    clock.jump_to(TODAY)
    return context


def listed(stand: Stand) -> list[str]:
    model = stand.place.today.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_cases_stand_in_groups_by_the_nearer_clock(
    busy: Context, open_place: Callable[..., Stand]
) -> None:
    stand = open_place()
    assert listed(stand) == [
        "期限を過ぎた案件 1件",
        "26-0001",
        "今日まで 1件",
        "26-0002",
        "今週 1件　11/27（金）まで",
        "26-0003",
        "来週から 1件",
    ]
    model = stand.place.today.model
    assert model.index(1, 1).data() == "架空 太郎"
    assert model.index(1, 4).data() == "11/24 1日超過"
    assert model.index(3, 4).data() == "11/25 今日"


def test_the_folded_group_opens_by_enter(busy: Context, open_place: Callable[..., Stand]) -> None:
    stand = open_place()
    table = stand.place.today.table
    table.setFocus()
    table.setCurrentIndex(stand.place.today.model.index(6, 0))
    stand.press(Key.Key_Return)
    assert listed(stand)[7:] == ["26-0004"]


def test_enter_opens_the_case_under_the_cursor(
    busy: Context, open_place: Callable[..., Stand]
) -> None:
    stand = open_place()
    stand.place.today.table.setFocus()
    with stand.qtbot.waitSignal(busy.open_case_requested) as opened:
        stand.press(Key.Key_Return)
    assert opened.args == [busy.desk.cases.by_number("26-0001")]


def test_over_the_target_the_interim_letter_is_the_work_and_f9_makes_it(
    busy: Context, open_place: Callable[..., Stand], shots: Path
) -> None:
    stand = open_place()
    stand.place.window().grab().save(str(shots / "y3-today.png"))
    model, table = stand.place.today.model, stand.place.today.table
    works = {
        str(model.index(row, 0).data()): str(model.index(row, 3).data())
        for row in range(model.rowCount())
    }
    assert (works["26-0001"], works["26-0002"]) == ("中間連絡 F9", "形式確認")
    late = busy.desk.cases.by_number("26-0001")
    assert late is not None
    table.choose(late)
    with stand.qtbot.waitSignal(busy.open_case_requested) as opened:
        stand.press(Key.Key_F9)
    stand.settle()
    assert opened.args == [late]
    (letter,) = busy.desk.cases.get(busy.signed_in, late, busy.now()).letters
    assert (letter.code, letter.state) == ("D-04", "READY")
    table.choose(late)
    assert str(table.currentIndex().siblingAtColumn(3).data()) == "中間連絡の発送"


def test_the_cursor_stays_on_its_case_when_the_day_is_read_anew(
    busy: Context, open_place: Callable[..., Stand]
) -> None:
    stand = open_place()
    third = busy.desk.cases.by_number("26-0003")
    stand.place.today.table.choose(third)
    busy.data_changed.emit()
    stand.settle()
    assert stand.place.today.table.current_key() == third


def test_a_case_that_waits_for_its_customer_stands_beside_the_list(
    busy: Context,
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    shots: Path,
    tmp_path: Path,
) -> None:
    case_id = busy.desk.cases.by_number("26-0004")
    letter = busy.desk.casework.ask_correction(
        busy.act(), case_id, ("氏名の記入がありません。",)
    ).id
    busy.desk.administration.confirm_clock(sign_in("s01").act())
    sign_in("c01")
    busy.desk.correspondence.save_copy(busy.act(), letter, tmp_path)
    busy.desk.correspondence.send(busy.act(), letter)
    stand = open_place()
    link = stand.place.today.side.findChild(LinkRow, "waiting_26-0004")
    assert link.text() == "26-0004 補正 12/9 まで"
    stand.qtbot.waitUntil(link.isVisible)
    stand.place.window().grab().save(str(shots / "intake-today.png"))
    link.setFocus()
    with stand.qtbot.waitSignal(busy.open_case_requested) as opened:
        stand.press(Key.Key_Return)
    assert opened.args == [case_id]


def test_the_day_begins_with_the_import(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    stand = open_place("c01")
    assert stand.place.today.empty.isVisible()
    stand.place.today.side.start.setFocus()
    stand.press(Key.Key_Return, CTRL)
    assert stand.place.tabs.current() == 1
    assert stand.focus() == "import_start"


def test_mail_that_lay_too_long_is_red_and_leads_to_it(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], clock: SteppedClock
) -> None:
    mail_desk.lay_in(sign_in("c01"), (mail_desk.form(),))
    clock.advance(timedelta(days=31))
    stand = open_place()
    # The day on which it was opened was never closed either, nor were keys and card seen to.
    banners = {one.objectName(): one for one in stand.place.today.red.banners()}
    owed = {"red_stick_none", "red_card_check"}
    assert set(banners) == {"red_unfiled", "red_day_close", *owed}
    banner = banners["red_unfiled"]
    button = banner.findChild(Button, "red_unfiled_act")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stand.settle()
    assert stand.place.tabs.current() == 2
    assert stand.tab.board.isVisible()


def line(number: int, name: str, kind: str, work: str, legal: int, target: int) -> CaseLine:
    day = date(2026, 11, 10)

    def clock_in(days: int) -> ClockView:
        return ClockView(day + timedelta(days=days), days, days < 0)

    return CaseLine(
        f"id{number}",
        f"26-{number:04}",
        name,
        kind,
        1,
        CaseState.FORM_CHECK,
        work,
        clock_in(legal),
        clock_in(target),
        "",
        1,
    )


def test_a_full_day_has_room_for_everything(open_place: Callable[..., Stand], shots: Path) -> None:
    """Looked at beside the mock; measured here: nothing beside the list needs scrolling."""
    stand = open_place("c01")
    names = ("仮野 次郎", "見本 さくら", "架空 三郎", "例示 ひかり", "仮野 みのる", "試験 一郎")
    works = ("決裁を待つ", "調査", "発送", "起案", "対象特定", "起案（差戻し）")
    lines = [
        line(398 + n, name, "第三者提供記録の開示", work, n - 3, n - 2)
        for n, (name, work) in enumerate(zip(names, works, strict=True))
    ]
    days = [10, 11, 12, 13, 16, 17, 18, 19, 20, 24]
    counts = (3, 1, 2, 3, 7, 2, 1, 3, 1, 2)
    forecast = [ForecastDay(date(2026, 11, 10), "超過", 2, overdue=True)]
    forecast += [
        ForecastDay(date(2026, 11, day), str(day), count, overdue=False)
        for day, count in zip(days, counts, strict=True)
    ]
    ends = [date(2026, 11, 12 + n) for n in range(6)]
    waiting = [
        WaitingLine(f"w{day}", f"26-04{day.day}", "手数料の不足 10円", day, day == ends[0])
        for day in ends
    ]
    view = TodayView(
        tuple(lines[:3]),
        tuple(lines[3:4]),
        tuple(lines[4:]),
        tuple(lines),
        12,
        38,
        tuple(waiting),
        (line(377, "架空 よしえ", "開示", "返戻", 3, 3),),
        tuple(forecast),
        (
            RedTask(
                "NO_ANSWER", "期限を過ぎても返事のない案件が1件あります。", "再度通知してください。"
            ),
        ),
    )
    stand.place.today._on_today(view, None)
    last = stand.place.today.side.findChild(LinkRow, "returned_26-0377")
    stand.qtbot.waitUntil(last.isVisible)
    stand.place.window().grab().save(str(shots / "intake-full-day-red.png"))
    stand.place.today.red.clear()
    scroll = stand.place.today._scroll.verticalScrollBar()
    place = stand.place
    stand.qtbot.waitUntil(lambda: place.today.mapTo(place, QPoint()).y() < 60)
    stand.qtbot.waitUntil(lambda: place.today._scroll.y() == 0)
    stand.qtbot.waitUntil(lambda: scroll.maximum() == 0 and last.height() >= 24)
    stand.qtbot.waitUntil(lambda: not scroll.isVisible())
    stand.place.window().grab().save(str(shots / "intake-full-day.png"))


def test_many_red_tasks_leave_the_list_its_room(
    open_place: Callable[..., Stand], shots: Path
) -> None:
    stand = open_place("c01")
    lines = [line(n, "架空 太郎", "開示", "調査", n, n) for n in range(1, 21)]
    codes = ("UNFILED", "DAY_CLOSE", "NO_ANSWER", "DISPOSAL", "OPEN_EXPORT")
    red = tuple(
        RedTask(code, f"仕事{n}があります。", "済ませてください。") for n, code in enumerate(codes)
    )
    view = TodayView((), (), tuple(lines), (), 0, 0, (), (), (), red)
    today = stand.place.today
    today._on_today(view, None)
    table, seen = today.table, today.red.findChild
    stand.qtbot.waitUntil(lambda: today.red.opens.isVisible() and table.y() == 0)
    assert [one.isVisible() for one in today.red.banners()] == [True, True, False, False, False]
    assert today.red.opens.text() == "ほか3件を表示"
    # Tab comes to them where they stand: after the tabs, before the list.
    stand.place.tabs.setFocus()
    reds = ["red_unfiled_act", "red_day_close_act", "red_more", "today_table"]
    visited = []
    while not visited or visited[-1] not in ("today_table", "intake_tabs"):
        stand.press(Key.Key_Tab)
        visited.append(stand.focus())
    assert visited[-4:] == reds
    rows = [table.visualRect(table.model().index(n, 0)) for n in range(21)]
    room = table.viewport().rect()
    assert sum(room.contains(one.center()) and one.bottom() <= room.bottom() for one in rows) >= 7
    stand.place.window().grab().save(str(shots / "today-five-red.png"))
    today.red.opens.setFocus()
    stand.press(Key.Key_Return)
    assert all(one.isVisible() for one in today.red.banners())
    assert today.red.opens.text() == "ほか3件をたたむ"
    stand.place.window().grab().save(str(shots / "today-five-red-open.png"))
    # A reading that brings nothing new leaves the keyboard where it is.
    button = seen(Button, "red_open_export_act")
    button.setFocus()
    today._on_today(view, None)
    assert button.hasFocus()


def test_a_group_of_which_not_all_is_shown_tells_how_many_there_are() -> None:
    lines = (line(398, "仮野 次郎", "開示", "調査", -3, -2),)
    view = TodayView(lines, (), lines, (), 0, 0, (), (), (), (), overdue_more=1401, week_more=8)
    heads = [row.cells[0].words() for row in today_rows(view, date(2026, 11, 25)) if row.group]
    assert heads == [
        "期限を過ぎた案件 1,402件　期限の早い1件を表示（ほかは「案件」にあります）",
        "今週 9件　11/27（金）まで　期限の早い1件を表示（ほかは「案件」にあります）",
    ]


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ((0, 0, 0), "期限の来る案件はありません"),
        ((0, 1, 0), "次の期限は11日（水）の1件です"),
        ((0, 7, 2), "11日（水）に7件が重なります"),
        ((3, 0, 3), "10日（火）など2日に3件ずつあります"),
    ],
)
def test_the_chart_says_what_it_shows(counts: tuple[int, ...], finding: str) -> None:
    days = [
        ForecastDay(date(2026, 11, 10 + n), str(10 + n), count, overdue=False)
        for n, count in enumerate(counts)
    ]
    assert forecast_finding(days) == finding
