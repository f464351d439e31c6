"""Masks are looked at and burnt in before filing, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mail_desk import form, lay_in, licence
from mail_stand import Stand
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.reading import MaskProposal, MaskReason, ScreenedPage
from desktop.ui.context import Context
from desktop.ui.intake.mask_dialog import MaskDialog

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def proposing() -> ScreenedPage:
    page = licence()
    proposed = (MaskProposal((10, 10, 60, 20), MaskReason.DOMICILE),)
    return replace(page, reading=replace(page.reading, proposed=proposed))


def begin(open_place: Callable[..., Stand]) -> Stand:
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    return stand


def flags(stand: Stand) -> list[str]:
    thumbs = (thumb for card in stand.tab.board.cards() for thumb in card.pages.thumbs())
    return [thumb.flag.text if thumb.flag else "" for thumb in thumbs]


def dialog(stand: Stand) -> MaskDialog:
    found = [one for one in stand.tab.findChildren(MaskDialog) if one.isVisible()]
    (only,) = found
    return only


def test_a_proposal_is_flagged_shown_and_burnt_in_by_keyboard(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (proposing(), form()))
    stand = begin(open_place)
    assert flags(stand)[0] == "黒塗りの案 1"
    stand.press(Key.Key_M)
    opened = dialog(stand)
    assert opened.view.boxes() == ((10, 10, 60, 20),)
    assert opened._count.text() == "黒塗り 1か所"
    opened.grab().save(str(shots / "intake-mask.png"))
    stand.press(Key.Key_Return, CTRL)
    (envelope,) = context.desk.intake.unfiled()
    assert (envelope.pages[0].proposed, envelope.pages[0].masked) == (0, 1)
    assert flags(stand)[0] != "黒塗りの案 1"


def test_escape_burns_nothing(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (proposing(), form()))
    stand = begin(open_place)
    stand.press(Key.Key_M)
    dialog(stand)
    stand.press(Key.Key_Escape)
    (envelope,) = context.desk.intake.unfiled()
    assert (envelope.pages[0].proposed, envelope.pages[0].masked) == (1, 0)


def test_a_page_without_a_proposal_is_masked_by_a_drawn_box(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (licence(), form()))
    stand = begin(open_place)
    stand.press(Key.Key_M)
    opened = dialog(stand)
    assert not opened.act.isEnabled()
    opened.view.setFocus()
    stand.press(Key.Key_M)
    stand.press(Key.Key_Return)
    assert len(opened.view.boxes()) == 1
    stand.press(Key.Key_Return, CTRL)
    (envelope,) = context.desk.intake.unfiled()
    assert envelope.pages[0].masked == 1
    assert QApplication.activeModalWidget() is None
