"""未整理 and the readings: mail left from before, its pages, its fields, its forbidden numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from mail_desk import card_back, form, lay_in, licence, page, slip
from mail_stand import Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.domain.reading import PageKind, Quality
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button

Key = Qt.Key


def test_mail_left_from_before_stands_in_its_own_tab(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence(), page(PageKind.ENVELOPE)))
    lay_in(context, (slip("26-0007"), page(PageKind.BLANK, quality=(Quality.BLANK,))))
    stand = open_place()
    tabs = stand.place.tabs
    assert (tabs.count(1), tabs.count(2)) == (0, 2)
    stand.place.show_unfiled()
    stand.settle()
    cards = stand.tab.board.cards()
    assert [card.objectName() for card in cards] == ["envelope_1", "envelope_2"]
    assert "26-0007 への返信" in cards[1].accessibleName()
    flags = [thumb.words() for card in cards for thumb in card.pages.thumbs()]
    assert flags == [
        "1 請求書 良好",
        "2 運転免許証 良好",
        "3 封筒",
        "1 返信票 良好",
        "2 白紙 空白？",
    ]
    stand.place.window().grab().save(str(shots / "intake-unfiled.png"))


def test_pictures_that_a_lock_held_up_come_when_the_clerk_is_back(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    lay_in(context, (form(), licence()))
    person, mail = context.signed_in, stand.place.mail
    assert mail is not None
    context.locked = True
    context.desk.people.lock(person, context.now())
    mail.refresh()
    stand.settle()
    (card,) = stand.tab.board.cards()
    assert not any(thumb.image for thumb in card.pages.thumbs())
    sign_in("c01")
    context.data_changed.emit()
    stand.settle()
    assert all(thumb.image for thumb in card.pages.thumbs())


def test_mail_of_an_earlier_day_tells_its_day(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], clock: SteppedClock
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    clock.advance(timedelta(days=1))
    stand = open_place()
    stand.place.show_unfiled()
    (card,) = stand.tab.board.cards()
    assert card.accessibleName().startswith("11/10 封筒 1")
    assert card.objectName() == "envelope_20261110_1"


def test_enter_confirms_a_reading_and_goes_to_the_next_open_field(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    envelope = lay_in(context, (form(unsure=("name", "block")), licence(unsure=("address",))))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Return)
    assert stand.focus() == "reading_name"
    stand.type("架空 次郎")
    stand.press(Key.Key_Return)
    assert stand.focus() == "reading_block"
    stand.place.window().grab().save(str(shots / "intake-reading.png"))
    stand.press(Key.Key_Return)
    assert stand.focus() == "reading_address"  # on the next page
    stand.press(Key.Key_Return)
    assert stand.focus() == "envelope_file"
    first, second = stand.place.mail.envelope(envelope).pages
    assert (first.unsure, second.unsure) == (0, 0)
    reading = context.desk.intake.reading(context.signed_in, first.id)
    assert reading.field("name").text == "架空 次郎"
    assert reading.field("block").text == "14-6"
    assert reading.field("block").sure


def test_a_refused_reading_stays_typed_with_its_reason(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(unsure=("phone",)),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_F2)
    stand.type("123456789018")  # a well-formed My Number
    stand.press(Key.Key_Return)
    field = next(one for one in stand.tab.reading.fields() if one.entry.key == "phone")
    assert field.text() == "123456789018"
    assert "個人番号" in field.text_field.error()
    assert field.is_open
    assert stand.focus() == "reading_phone"


def test_escape_leaves_a_reading_as_it_was(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(unsure=("name",)),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Return)
    stand.type("別の名前")
    stand.press(Key.Key_Escape)
    assert stand.focus() == "envelope_1_pages"
    field = next(one for one in stand.tab.reading.fields() if one.entry.key == "name")
    assert field.text() == "架空 太郎"
    assert stand.place.mail.envelopes[0].pages[0].unsure == 1


def test_a_tick_is_put_right_with_the_space_bar(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    field = next(one for one in stand.tab.reading.fields() if one.entry.key == "item.K1")
    field.editor.setFocus()
    stand.press(Key.Key_Space)
    (shown,) = stand.place.mail.envelopes[0].pages
    reading = context.desk.intake.reading(context.signed_in, shown.id)
    assert reading.field("item.K1").text == ""


def test_a_page_can_be_told_to_be_another_paper(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (page(PageKind.UNKNOWN),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    kind = stand.tab.reading.kind
    kind.setFocus()
    kind.choose(PageKind.JUM.value)
    kind.activated.emit(kind.currentIndex())
    stand.settle()
    assert stand.place.mail.envelopes[0].pages[0].kind is PageKind.JUM
    keys = [field.entry.key for field in stand.tab.reading.fields()]
    assert keys == ["name", "former_name", "address", "previous_address", "birth", "issued"]


def test_arrows_go_from_page_to_page_and_from_envelope_to_envelope(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    first = lay_in(context, (form(), licence()))
    second = lay_in(context, (form(),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    where = []
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left):
        stand.press(key)
        envelope, shown = stand.tab.board.chosen()
        pages = stand.place.mail.envelope(envelope).pages
        where.append((envelope, [one.id for one in pages].index(shown) + 1))
    assert where == [(first, 2), (second, 1), (second, 1), (first, 2)]


def test_space_shows_the_page_itself_with_the_field_marked(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(unsure=("name",)),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Space)
    assert stand.focus() == "mail_page"
    stand.press(Key.Key_F2)
    mark = stand.tab.page_view.mark()
    assert mark is not None
    assert mark.tag == "氏名"
    stand.place.window().grab().save(str(shots / "intake-page.png"))
    stand.press(Key.Key_Escape)
    assert stand.focus() == "envelope_1_pages"


def test_passing_over_an_identity_paper_is_no_look_at_it(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence(), page(PageKind.STAMPS)))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    pages = stand.tab.board.cards()[0].pages
    QTest.keyClick(pages, Key.Key_Right)
    QTest.keyClick(pages, Key.Key_Right)
    stand.settle()
    assert looks(sign_in) == 0
    context = sign_in("c01")
    stand.press(Key.Key_Left)
    assert looks(sign_in) == 1


def looks(sign_in: Callable[[str], Context]) -> int:
    context = sign_in("k01")
    return len(context.desk.audit.entries(context.signed_in, 0, 100, action="identity.view"))


def test_a_forbidden_number_stays_red_until_its_source_is_gone(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), card_back()))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    card = stand.tab.board.cards()[0]
    assert card.pages.thumbs()[1].barred == ("画像は", "未保存です")
    card.choose(card.envelope.pages[1].id)
    stand.settle()
    words = " ".join(found.text() for found in stand.tab.reading.findChildren(QLabel))
    assert "画像を保存していません" in words
    (banner,) = stand.place.deletions.banners()
    assert banner.headline() == "封筒 1 の2枚目に個人番号らしい番号がありました"
    stand.place.window().grab().save(str(shots / "intake-blocked.png"))
    button = QApplication.activeWindow().findChild(Button, "deletion_confirm")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stand.settle()
    assert context.desk.sources.tasks() == ()
    assert stand.place.deletions.banners() == []


def test_an_envelope_is_taken_off_only_with_a_reason(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    dialog = QApplication.activeModalWidget()
    stand.qtbot.waitUntil(lambda: stand.focus() == "discard_leave")
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.settle()
    assert len(context.desk.intake.unfiled()) == 1
    assert dialog.isVisible()
    dialog.grab().save(str(shots / "intake-discard.png"))
    QTest.mouseClick(dialog.choices["RESCAN"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.settle()
    assert context.desk.intake.unfiled() == ()
    assert stand.tab.findChild(QWidget, "unfiled_empty").isVisible()
    assert stand.place.tabs.count(2) == 0
