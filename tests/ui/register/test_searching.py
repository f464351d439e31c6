"""登録情報: one field finds the customer; nobody is picked by the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from register_seat import LINES, Sit
from sqlalchemy import update

from desktop.store.schema.register import RegisterGenerationRow
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context

Bring = Callable[..., None]
WIFE = (
    "9000000003,架空 花子,カクウ ハナコ,1982-06-01,080-0000-0003,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,0300000000000000000003,350-0001,"
    "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室,2020-04-01,"
)
NAMESAKE = (
    "9000000009,架空 太郎,カクウ タロウ,1980-05-05,080-0000-0009,350-0001,"
    "埼玉県川越市古谷下7丁目7番7号,0300000000000000000009,350-0001,"
    "埼玉県川越市古谷下7丁目7番7号,2020-04-01,"
)
MOVED = (
    "9000000002,見本 花子,ミホン ハナコ,1985-05-05,080-0000-0002,350-0001,"
    "埼玉県川越市古谷上9丁目8番7号,0300000000000000000002,350-0001,"
    "埼玉県川越市古谷上9丁目8番7号,2018-04-01,2021-03-31"
)


def whole(told: QWidget) -> bool:
    """Whether no line of the label is cut."""
    return told.height() >= told.heightForWidth(told.width())


@pytest.mark.parametrize(
    "line",
    [
        "埼玉県川越市古谷土1-2-3-203",
        "埼玉県川趙市古谷上1丁目2-3 コーポ若葉203",
        "350-0001 架空太郎",
        "カクウ タロウ",
        "080-0000-0001",
        "9000000001",
        "0300000000000000000001",
    ],
)
def test_a_clerk_finds_a_customer_from_one_field(sit: Sit, bring: Bring, line: str) -> None:
    bring()
    seat = sit("c01")
    seat.place.take_focus()
    seat.write(line)
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    assert seat.cells("register_results")[0][1:3] == ["9000000001", "架空 太郎 カクウ タロウ"]


def test_the_keyboard_alone_leads_from_the_field_to_the_customer_and_back(
    sit: Sit, bring: Bring
) -> None:
    bring(*LINES, MOVED)
    seat = sit("c01")
    seat.place.take_focus()
    seat.shoot("register-empty")
    seat.write("架空 太郎 埼玉県川越市古谷土1-2-3-203")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    assert seat.text("register_understood") == (
        "読み方　住所 埼玉県川越市古谷土1-2-3-203・氏名 架空 太郎"
    )
    assert not seat.sees("register_detail_name")
    assert seat.unnamed() == []
    seat.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is seat.find("register_results")
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.sees("register_detail_name"))
    assert seat.text("register_detail_name") == "架空 太郎"
    assert seat.text("register_detail_r1") == "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203号室"
    assert whole(seat.find("register_detail_r1"))
    assert "氏名 一致" in seat.text("register_evidence_0")
    seat.shoot("register-search")
    seat.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is seat.find("register_line")
    seat.key(Qt.Key.Key_Escape)
    seat.settle()
    assert not seat.sees("register_results")
    assert not seat.sees("register_detail_name")


def test_enter_in_the_field_waits_for_its_own_answer(sit: Sit, bring: Bring) -> None:
    bring()
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("見本花子")
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    assert QApplication.focusWidget() is seat.find("register_results")
    assert seat.cells("register_results")[0][1] == "9000000002"


def test_of_several_who_fit_nobody_is_picked(sit: Sit, bring: Bring) -> None:
    bring(*LINES, WIFE)
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("埼玉県川越市古谷上1-2-3 コーポ若葉203")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    found = [line[1] for line in seat.cells("register_results")]
    assert set(found[:2]) == {"9000000001", "9000000003"}
    assert "どなたとも決めていません" in seat.text("register_count")
    assert seat.place.search is not None
    assert seat.place.search.results.chosen_keys() == ()
    assert not seat.sees("register_detail_name")
    seat.shoot("register-several")
    seat.place.resize(1696, 964)  # what the rail leaves of 1920 × 1080
    seat.shoot("register-several-1920")


def test_an_earlier_address_is_named_as_such(sit: Sit, bring: Bring) -> None:
    bring(LINES[0], MOVED, LINES[1])
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("埼玉県川越市古谷上9-8-7")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    first = seat.cells("register_results")[0]
    assert first[1] == "9000000002"
    assert first[0].endswith("以前の住所 〜2021-03-31")
    assert first[3].startswith("埼玉県川越市古谷上9丁目8番7号")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.sees("register_detail_rh"))
    assert seat.text("register_detail_rh") == (
        "▸ 埼玉県川越市古谷上9丁目8番7号（2018-04-01〜2021-03-31）"
    )
    seat.shoot("register-earlier")


def test_a_register_of_another_reading_is_said_to_be_one_and_is_searched(
    sit: Sit, bring: Bring
) -> None:
    bring()
    seat = sit("c01")
    seat.settle()
    assert not seat.sees("register_outdated")
    with seat.context.desk.premises.database.transaction() as session:
        session.execute(update(RegisterGenerationRow).values(edition="of another program"))
    seat.place.refresh()
    seat.qtbot.waitUntil(lambda: seat.sees("register_outdated"))
    assert "次の全件の取込でそろいます" in seat.words()
    seat.place.take_focus()
    seat.write("架空太郎")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    seat.shoot("register-outdated")


def test_a_birth_date_tells_namesakes_apart_and_finds_nobody_alone(sit: Sit, bring: Bring) -> None:
    bring(*LINES, NAMESAKE)
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("昭和55年5月5日")
    seat.qtbot.waitUntil(lambda: "生年月日だけでは" in seat.words())
    seat.key(Qt.Key.Key_Escape)
    seat.write("架空太郎 昭和55年5月5日")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    assert seat.text("register_understood") == "読み方　氏名 架空太郎・生年月日 昭和55年5月5日"
    found = seat.cells("register_results")
    assert [one[1] for one in found] == ["9000000009", "9000000001"]
    assert "生年月日 一致" in found[0][3]
    assert found[1][0] == "相違 生年月日"
    seat.qtbot.mouseClick(seat.find("register_split"), Qt.MouseButton.LeftButton)
    seat.shoot("register-birth")


def test_an_answer_to_earlier_words_is_never_shown(sit: Sit, bring: Bring) -> None:
    bring()
    seat = sit("c01")
    search = seat.place.search
    assert search is not None
    shown: list[str] = []
    search.results.rows().modelReset.connect(
        lambda: shown.extend(line[1] for line in rows_of(search))
    )
    seat.place.take_focus()
    # Two questions wait behind one another in the store's queue; the first was superseded.
    search.line.setText("架空太郎")
    search.line.searched.emit("架空太郎")
    search.line.setText("見本花子")
    search.line.searched.emit("見本花子")
    seat.settle()
    assert shown == ["9000000002"]
    search.line.setText("架空太郎")
    search.line.searched.emit("架空太郎")
    search.line.clear()
    search.line.searched.emit("")
    seat.settle()
    assert shown == ["9000000002"]


def rows_of(search: object) -> list[list[str]]:
    model = search.results.rows()  # type: ignore[attr-defined]
    return [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount())
    ]


def test_fields_of_their_own_narrow_the_line(sit: Sit, bring: Bring) -> None:
    bring(*LINES, WIFE)
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("埼玉県川越市古谷上1-2-3 コーポ若葉203")
    seat.qtbot.mouseClick(seat.find("register_split"), Qt.MouseButton.LeftButton)
    seat.find("register_name").setFocus()
    seat.write("架空 花子")
    seat.qtbot.waitUntil(
        lambda: (
            seat.sees("register_results") and seat.cells("register_results")[0][1] == "9000000003"
        )
    )
    seat.shoot("register-fields")
    assert seat.unnamed() == []


def test_nothing_found_says_what_to_do(sit: Sit, bring: Bring) -> None:
    bring()
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("例示")
    seat.qtbot.waitUntil(lambda: "見つかりません" in seat.find("register_empty").accessibleName())
    assert "姓と名" in seat.find("register_empty").accessibleName()
    seat.shoot("register-none")


def test_opening_a_customer_is_logged_and_typing_is_not(
    sit: Sit, bring: Bring, sign_in: Callable[[str], Context]
) -> None:
    bring()
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("架空太郎")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    table = seat.place.search.results if seat.place.search else None
    assert table is not None
    spot = table.visualRect(table.rows().index(0, 1)).center()
    # A double click is two clicks to the table, and one opening to the log.
    seat.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    seat.qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    seat.qtbot.waitUntil(lambda: seat.sees("register_detail_name"))
    seat.settle()
    auditor = sign_in("k01")
    logged = auditor.desk.audit.entries(auditor.signed_in, 0, 10, action="register.find")
    assert [line.fields for line in logged] == [("name",)]


def test_an_old_register_warns_beside_the_matches(
    sit: Sit, bring: Bring, clock: SteppedClock
) -> None:
    bring()
    clock.advance(timedelta(days=36))
    seat = sit("c01")
    assert [banner.headline() for banner in seat.place.banners.banners()] == [
        "登録情報が36日前のものです"
    ]
    seat.place.take_focus()
    seat.write("架空太郎")
    seat.qtbot.waitUntil(lambda: seat.sees("register_results"))
    age = seat.find("register_answer_age")
    assert seat.text("register_answer_age") == "登録情報は36日前のもの"
    assert age.property("tone") == "warn"
    seat.shoot("register-old")


def test_without_a_register_the_search_says_so(sit: Sit) -> None:
    seat = sit("c01")
    seat.place.take_focus()
    seat.write("架空太郎")
    seat.qtbot.waitUntil(lambda: bool(seat.place.banners.banners()))
    assert "取り込まれていません" in seat.place.banners.banners()[0].headline()
