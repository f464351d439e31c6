"""Pages and envelopes are put right by key and by drag, and every act can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mail_desk import card_back, form, lay_in, licence, page
from mail_stand import Stand
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.reading import PageKind, Quality
from desktop.ui.context import Context
from desktop.ui.intake.envelope_pages import PAGE_MIME, EnvelopePages
from desktop.ui.widgets.buttons import Button

Key = Qt.Key
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def words(stand: Stand) -> list[list[str]]:
    return [[thumb.title for thumb in card.pages.thumbs()] for card in stand.tab.board.cards()]


def begin(open_place: Callable[..., Stand]) -> Stand:
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    return stand


def test_s_splits_before_the_page_and_j_joins_again(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    lay_in(sign_in("c01"), (form(), licence(), form(), page(PageKind.STAMPS)))
    stand = begin(open_place)
    stand.press(Key.Key_Right)
    stand.press(Key.Key_Right)
    stand.press(Key.Key_S)
    assert words(stand) == [["1 請求書", "2 運転免許証"], ["1 請求書", "2 切手・為替"]]
    assert stand.focus() == "envelope_2_pages"  # the cursor stays with its page
    stand.place.window().grab().save(str(shots / "intake-split.png"))
    stand.press(Key.Key_J)
    assert words(stand) == [["1 請求書", "2 運転免許証", "3 請求書", "4 切手・為替"]]
    assert stand.focus() == "envelope_1_pages"


def test_ctrl_z_takes_back_what_was_done_last(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(), licence()))
    stand = begin(open_place)
    stand.press(Key.Key_Right)
    stand.press(Key.Key_S)
    assert len(words(stand)) == 2
    stand.press(Key.Key_Z, CTRL)
    assert words(stand) == [["1 請求書", "2 運転免許証"]]
    stand.press(Key.Key_Z, CTRL)  # nothing is left to be taken back
    assert words(stand) == [["1 請求書", "2 運転免許証"]]


def test_a_removed_page_comes_back_by_the_banner_that_says_so(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    lay_in(sign_in("c01"), (form(), page(PageKind.BLANK, quality=(Quality.BLANK,)), licence()))
    stand = begin(open_place)
    stand.press(Key.Key_Right)
    stand.press(Key.Key_Delete)
    assert words(stand) == [["1 請求書", "3 運転免許証"]]  # its place is kept for it
    (banner,) = stand.tab.banners.banners()
    assert banner.headline() == "2 白紙 を外しました"
    stand.place.window().grab().save(str(shots / "intake-removed.png"))
    QTest.mouseClick(banner.findChild(Button, "page_undo"), Qt.MouseButton.LeftButton)
    stand.settle()
    assert words(stand) == [["1 請求書", "2 白紙", "3 運転免許証"]]
    assert stand.tab.banners.banners() == []


def test_the_last_page_of_an_envelope_is_not_removed(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(),))
    stand = begin(open_place)
    stand.press(Key.Key_Delete)
    assert words(stand) == [["1 請求書"]]


def test_r_turns_the_kept_page_and_its_tile(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(unsure=("name",)),))
    stand = begin(open_place)
    before = stand.tab.board.cards()[0].pages.thumbs()[0].image
    upright = stand.tab.reading.opened()
    assert upright is not None
    stand.press(Key.Key_R)
    turned = stand.tab.reading.opened()
    assert turned is not None
    assert (turned.image.width(), turned.image.height()) == (1754, 1240)
    assert stand.tab.board.cards()[0].pages.thumbs()[0].image not in (b"", before)
    stand.press(Key.Key_Z, CTRL)
    again = stand.tab.reading.opened()
    assert again is not None
    assert (again.image.width(), again.image.height()) == (1240, 1754)


def test_alt_and_an_arrow_let_pages_change_places(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(), licence(), page(PageKind.STAMPS)))
    stand = begin(open_place)
    stand.press(Key.Key_Right, ALT)
    assert words(stand) == [["1 運転免許証", "2 請求書", "3 切手・為替"]]
    stand.press(Key.Key_Right, ALT)
    assert words(stand) == [["1 運転免許証", "2 切手・為替", "3 請求書"]]
    stand.press(Key.Key_Left, ALT)
    assert words(stand) == [["1 運転免許証", "2 請求書", "3 切手・為替"]]


def test_letters_typed_in_a_field_move_no_page(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(unsure=("phone",)), licence()))
    stand = begin(open_place)
    stand.press(Key.Key_F2)
    for key in (Key.Key_S, Key.Key_J, Key.Key_R, Key.Key_N, Key.Key_Delete):
        stand.press(key)
    stand.press(Key.Key_Right, ALT)
    assert stand.focus() == "reading_phone"
    assert words(stand) == [["1 請求書", "2 運転免許証"]]


def drag(page_id: str, to: EnvelopePages, spot: QPoint) -> None:
    mime = QMimeData()
    mime.setData(PAGE_MIME, page_id.encode())
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    view = to.viewport()
    enter = QDragEnterEvent(spot, move, mime, left, plain)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(view, QDragMoveEvent(spot, move, mime, left, plain))
    QApplication.sendEvent(view, QDropEvent(QPointF(spot), move, mime, left, plain))


def test_a_page_is_dragged_to_another_place_and_another_envelope(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence(), page(PageKind.STAMPS)))
    lay_in(context, (form(), page(PageKind.JUM)))
    stand = begin(open_place)
    first, second = stand.tab.board.cards()
    stamps = first.envelope.pages[2].id
    drag(stamps, first.pages, QPoint(4, 60))
    stand.settle()
    assert words(stand)[0] == ["1 切手・為替", "2 請求書", "3 運転免許証"]
    between = second.pages.visualRect(second.pages.model().index(1, 0)).left() + 4
    drag(stamps, second.pages, QPoint(between, 60))
    stand.settle()
    assert words(stand) == [
        ["1 請求書", "2 運転免許証"],
        ["1 請求書", "2 切手・為替", "3 住民票"],
    ]
    stand.press(Key.Key_Z, CTRL)
    assert words(stand)[0] == ["1 切手・為替", "2 請求書", "3 運転免許証"]


def test_a_blocked_sheet_is_neither_turned_nor_removed(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), card_back()))
    stand = begin(open_place)
    stand.press(Key.Key_Right)
    stand.press(Key.Key_R)
    stand.press(Key.Key_Delete)
    assert words(stand) == [["1 請求書", "2"]]


def test_an_envelope_of_twenty_pages_stands_in_lines_that_the_arrows_follow(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    lay_in(sign_in("c01"), tuple(form() for _ in range(20)))
    stand = begin(open_place)
    (card,) = stand.tab.board.cards()
    assert card.pages.per_line() == 8
    assert card.width() <= stand.tab.board.viewport().width()
    stand.place.window().grab().save(str(shots / "intake-thick.png"))
    stand.press(Key.Key_Down)
    assert card.pages.currentIndex().row() == 8
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Right)
    assert card.pages.currentIndex().row() == 17
    stand.press(Key.Key_Up)
    assert card.pages.currentIndex().row() == 9


def test_n_goes_to_the_next_page_that_needs_an_eye(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence(), page(PageKind.JUM, {"name": "架空 太郎"}, ("name",))))
    stand = begin(open_place)
    stand.press(Key.Key_N)
    assert stand.focus() == "reading_name"
    assert stand.tab.reading.opened().reading.kind is PageKind.JUM
