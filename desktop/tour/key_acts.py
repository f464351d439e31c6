"""設定の「鍵」: both key sticks follow the roll, and the disposal is proven irreversible."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.tour.office_acts import choose_tab
from desktop.tour.traveller import Traveller

_TAB = 8  # 規則 … 祝日, and then 鍵
_STICKS = "AB"  # below the slot, in this order


def write_sticks(tour: Traveller, picture: str) -> None:
    """A supervisor brings both sticks to the store's epoch, in place and read back."""
    stage = tour.stage
    stage.place(7)
    stage.wait("設定が開くこと", lambda: stage.sees("settings_place"))
    stage.settle()
    choose_tab(tour, "settings_tabs", _TAB)
    stage.wait("鍵の一覧が出ること", lambda: stage.sees("key_places"))
    stage.settle()
    for number, stick in enumerate(_STICKS, 1):
        medium = tour.out / "media" / stick
        medium.mkdir(parents=True)
        places = stage.find(QWidget, "key_places")
        places.setFocus(Qt.FocusReason.TabFocusReason)
        stage.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier, places)
        for _ in range(number):
            stage.key(Qt.Key.Key_Down, to=places)
        stage.settle()
        stage.expect(f"鍵媒体{stick}の欄が出ること", stage.text("stick_title").endswith(stick))
        stage.type("stick_folder", str(medium))
        stage.click("stick_write")
        stage.wait("読み返して確かめること", lambda m=medium: any(m.iterdir()))  # type: ignore[misc]
        stage.settle()
    stage.picture(picture)
