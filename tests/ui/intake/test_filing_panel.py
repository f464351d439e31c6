"""An envelope becomes a case: who opened it, what was in it, which case it joins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import mail_desk
from mail_desk import form, lay_in, licence, page, slip
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.domain.reading import PageKind, PagePart
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button

Key = Qt.Key


def ask_filing(stand: Stand) -> None:
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Return, CTRL)


def fill_in(stand: Stand) -> None:
    """The second opener and the check of both: what every new case needs."""
    panel = stand.tab.filing
    panel.other.choose(id_of(stand.context, "c02"))
    if not panel.purge.isChecked():
        panel.purge.click()


def id_of(context: Context, login: str) -> str:
    return next(one.id for one in context.desk.people.roster() if one.login == login)


def test_two_people_an_arrival_day_and_the_papers_make_a_case(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    shots: Path,
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence(), licence(), page(PageKind.STAMPS)))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    assert stand.focus() == "filing_arrived"
    assert panel.arrived.day() == date(2026, 11, 10)
    listed = [(check.text(), check.isChecked()) for check in panel.enclosures]
    assert listed == [("請求書", True), ("運転免許証　2枚", True), ("切手・為替", True)]
    names = [panel.other.itemText(n) for n in range(panel.other.count())]
    assert names == ["選んでください", "見本 花子", "仮野 次郎", "例示 誠"]
    stand.type("11/9")
    panel.other.choose(id_of(context, "c02"))
    QTest.mouseClick(panel.purge, Qt.MouseButton.LeftButton)
    stand.place.window().grab().save(str(shots / "intake-filing.png"))
    stand.press(Key.Key_Return, CTRL)
    (banner,) = stand.tab.banners.banners()
    assert banner.headline() == "封筒 1 を 26-0001 で登録しました"
    case_id = context.desk.cases.by_number("26-0001")
    view = context.desk.cases.get(context.signed_in, case_id, context.now())
    assert view.arrived_on == date(2026, 11, 9)
    assert view.enclosures == ("請求書", "運転免許証　2枚", "切手・為替")
    assert context.desk.intake.unfiled() == ()
    stand.place.window().grab().save(str(shots / "intake-filed.png"))
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        QTest.mouseClick(banner.findChild(Button, "filed_open"), Qt.MouseButton.LeftButton)
    assert opened.args == [case_id]


def test_what_arrived_on_a_sunday_is_registered_on_the_next_business_day(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    """DOMAIN §12: 到達 2026-11-08, a Sunday, opened on Tuesday; the mark is a Sunday too."""
    context = sign_in("c01")
    lay_in(context, (form(), licence()))
    stand = open_place()
    ask_filing(stand)
    stand.type("11/8")
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    case_id = context.desk.cases.by_number("26-0001")
    view = context.desk.cases.get(context.signed_in, case_id, context.now())
    assert (view.arrived_on, view.registered_on) == (date(2026, 11, 8), date(2026, 11, 10))
    assert view.line.statutory is not None
    assert view.line.statutory.due == date(2026, 11, 20)


def test_one_person_alone_cannot_file(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    stand.press(Key.Key_Return, CTRL)
    assert stand.focus() == "filing_other"
    assert stand.tab.filing._other_field.error() == "一緒に開封した人を選んでください。"
    assert len(context.desk.intake.unfiled()) == 1


def test_nothing_is_filed_before_both_looked_for_forbidden_numbers(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    stand.tab.filing.other.choose(id_of(context, "c02"))
    stand.press(Key.Key_Return, CTRL)
    assert stand.focus() == "filing_purge"
    assert "印を付けて" in stand.tab.filing._purge_field.error()
    assert len(context.desk.intake.unfiled()) == 1


def test_a_refused_day_stands_beside_its_field_and_nothing_typed_is_lost(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    stand.type("2026-11-11")  # tomorrow
    fill_in(stand)
    panel.more.set_text("切手 220円")
    stand.press(Key.Key_Return, CTRL)
    assert "今日より後" in panel._arrived_field.error()
    assert panel.more.text() == "切手 220円"
    assert panel.other.key() == id_of(context, "c02")
    panel.arrived.setFocus()
    panel.arrived.selectAll()
    stand.type("2026-11-10")
    stand.press(Key.Key_Return, CTRL)
    assert context.desk.cases.by_number("26-0001") is not None


def test_what_the_form_names_but_is_not_there_is_pointed_at(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(**{"enclosure.JUM": "1"}), licence()))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    listed = [(check.text(), check.isChecked()) for check in panel.enclosures]
    assert listed == [
        ("請求書", True),
        ("運転免許証", True),
        ("住民票の写し", False),
        ("切手・為替", False),
    ]
    notes = [label.text() for label in panel.findChildren(QLabel)]
    assert notes.count("請求書では同封とされていますが、用紙がありません。") == 1


def test_the_box_of_the_last_case_stands_there_for_the_next(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    for _ in range(2):
        lay_in(context, (form(), licence()))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    assert panel.shelf.place.text() == ""
    fill_in(stand)
    panel.shelf.place.setText("棚3 箱12")
    panel.grab().save(str(shots / "filing-shelf.png"))
    stand.press(Key.Key_Return, CTRL)
    stand.tab.take_focus()
    stand.press(Key.Key_Return, CTRL)
    assert panel.shelf.place.text() == "棚3 箱12"
    assert stand.focus() == "filing_purge"  # nothing more is to be typed for it
    panel.join.click()
    assert not panel.shelf.isVisible()
    context.data_changed.emit()
    stand.settle()
    # Who begins later is offered the office's last one.
    again = open_place("c02")
    ask_filing(again)
    assert again.tab.filing.shelf.place.text() == "棚3 箱12"


def test_a_reply_joins_the_case_its_slip_names(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    mail_desk.file(context, date(2026, 11, 9))
    lay_in(context, (slip("26-0001"), licence()))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    assert panel.join.isChecked()
    assert panel.number.text() == "26-0001"
    stand.place.window().grab().save(str(shots / "intake-joining.png"))
    panel.other.choose(id_of(context, "c02"))
    stand.press(Key.Key_Return, CTRL)
    assert stand.focus() == "filing_purge"  # a reply is looked through like a first letter
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    (banner,) = stand.tab.banners.banners()
    assert banner.headline() == "封筒 2 を 26-0001 に加えました"
    case_id = context.desk.cases.by_number("26-0001")
    view = context.desk.cases.get(context.signed_in, case_id, context.now())
    assert len(view.documents) == 4


def test_a_slip_is_overruled_where_the_clerk_says_new_case(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    mail_desk.file(context, date(2026, 11, 9))
    lay_in(context, (slip("26-0001"), form()))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    QTest.mouseClick(panel.new_case, Qt.MouseButton.LeftButton)
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert context.desk.cases.by_number("26-0002") is not None


def test_an_unknown_number_is_told_beside_its_field(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    QTest.mouseClick(panel.join, Qt.MouseButton.LeftButton)
    panel.number.set_text("26-9999")
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert panel.number.error() != ""
    assert len(context.desk.intake.unfiled()) == 1


def test_escape_leaves_the_panel_and_files_nothing(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    stand.press(Key.Key_Escape)
    assert stand.focus() == "envelope_1_pages"
    assert not stand.tab.filing.isVisible()
    assert len(context.desk.intake.unfiled()) == 1


def test_after_filing_the_next_envelope_is_under_the_cursor(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    ids = [lay_in(context, (form(), licence())) for _ in range(3)]
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.choose(ids[1])
    stand.settle()
    stand.press(Key.Key_Return, CTRL)
    fill_in(stand)
    stand.press(Key.Key_Return, CTRL)
    assert stand.tab.board.chosen()[0] == ids[2]
    assert stand.focus() == "envelope_3_pages"


def test_an_envelope_that_is_filed_is_off_the_board_before_the_list_is_read_again(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    first, second = lay_in(context, (form(),)), lay_in(context, (form(),))
    stand = open_place()
    ask_filing(stand)
    fill_in(stand)
    filed = stand.tab.board.chosen()[0]
    (left,) = {first, second} - {filed}
    with stand.qtbot.waitSignal(stand.tab.filing.filed):
        QTest.keyClick(stand.tab.filing, Key.Key_Return, CTRL)
    assert [one.id for one in stand.tab.envelopes()] == [left]
    assert stand.tab.reading.opened() is None
    stand.settle()
    assert [one.objectName() for one in stand.tab.banners.banners()] == ["filed"]
    assert stand.tab.board.chosen()[0] == left


def test_a_supervisor_sees_the_mail_but_is_not_offered_to_file(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(),))
    stand = open_place("s01")
    stand.place.show_unfiled()
    stand.settle()
    assert not stand.tab.file.isEnabled()
    note = stand.tab.side.findChild(QLabel, "filing_note")
    assert note.text() == "案件への登録は受付担当が行います。"


def test_what_the_papers_lack_is_told_on_the_arrival_day_that_stands_there(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    shots: Path,
) -> None:
    context = sign_in("c01")
    card = page(PageKind.DL, {"name": "架空 太郎", "address": "埼玉県みどり野市若葉町2丁目14-6",
                              "expires": "2026-11-09"})  # fmt: skip
    lay_in(context, (form(), card, page(PageKind.HOK, {"name": "架空 太郎"})))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing
    dead = "健康保険証は2025年12月2日から使えません。本人確認書類として受け付けられません。"
    second = "住所のある顔写真付きの書類1点か、それ以外の書類2点が必要です。"
    stand.qtbot.waitUntil(lambda: bool(panel.faults.sentences()))
    assert panel.arrived.day() == date(2026, 11, 10)
    assert panel.faults.sentences() == ("運転免許証の有効期限が切れています。", dead, second)
    stand.settle()
    stand.place.window().grab().save(str(shots / "intake-paper-faults.png"))
    for line in panel.faults.findChildren(WarningLine):
        assert line.height() >= line.heightForWidth(line.width())  # every word is to be seen
    stand.type("11/9")
    stand.qtbot.waitUntil(lambda: panel.faults.sentences() == (dead,))
    panel.join.click()
    stand.qtbot.waitUntil(lambda: panel.faults.sentences() == (dead,))


def test_two_cards_on_one_sheet_are_two_enclosures_and_two_groups_of_fields(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    shots: Path,
) -> None:
    context = sign_in("c01")
    fields = {"name": "架空 太郎", "expires": "2030-06-09", "2.name": "架空 太郎"}
    parts = (
        PagePart(PageKind.DL, (100, 100, 500, 400), False, ""),
        PagePart(PageKind.SKC, (100, 700, 500, 400), False, "2."),
    )
    lay_in(context, (form(), page(PageKind.DL, fields, parts=parts)))
    stand = open_place()
    ask_filing(stand)
    panel = stand.tab.filing

    def listed() -> list[str]:
        return [check.text() for check in panel.enclosures if check.isChecked()]

    stand.qtbot.waitUntil(lambda: listed() == ["請求書", "運転免許証", "資格確認書"])
    stand.press(Key.Key_Escape)
    stand.tab.take_focus()
    stand.press(Key.Key_Right)
    stand.settle()
    stand.place.window().grab().save(str(shots / "intake-two-on-a-sheet.png"))
    shown = [one.text() for one in stand.tab.reading.findChildren(QLabel)]
    assert "2 運転免許証 ほか1点" in shown
    assert shown.count("運転免許証") == 1
    assert shown.count("資格確認書") == 1
    reading = stand.tab.reading
    second = next(one for one in reading.fields() if one.entry.key == "2.name")
    second.editor.setFocus()
    kind_of = reading.findChild(QLabel, "reading_kind_of")
    stand.qtbot.waitUntil(lambda: kind_of.text() == "2件目の種類")
    reading.kind.choose(PageKind.PEN.value)
    reading.kind.activated.emit(reading.kind.currentIndex())
    stand.qtbot.waitUntil(lambda: "2.birth" in {one.entry.key for one in reading.fields()})
    told = {one.entry.key: one.text() for one in reading.fields()}
    assert (told["name"], told["2.name"], told["expires"]) == (*["架空 太郎"] * 2, "2030-06-09")
