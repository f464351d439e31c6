"""A clerk at the window with a scanner beside it, who has only the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keyboard import Keyboard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from real_window import MORNING, RealWindow

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.act import Act, new_act
from desktop.services.intake_views import EnvelopeView
from desktop.ui.intake.mail_tab import MailTab

READING = 240.0
PROFILE = "給紙スキャナー 1"


@dataclass
class FeedingClerk:
    real: RealWindow
    keys: Keyboard

    @property
    def tab(self) -> MailTab:
        return self.real.stage.find(MailTab, "mail_tab")

    @property
    def services(self) -> Any:
        return self.real.office.desk

    def act(self) -> Act:
        return new_act(self.real.window._context.signed_in, MORNING)

    def text(self, name: str) -> str:
        """What a label of that name shows, "" where it is not in view."""
        return self.real.stage.glimpse(name)

    def unfiled(self) -> list[EnvelopeView]:
        return list(self.services.intake.unfiled())

    def set_up(self, address: str, profile_id: str = "") -> ScanProfile:
        wish = ScanProfile(profile_id, PROFILE, SourceKind.ESCL, address)
        return self.services.scanning.save_profile(self.act(), wish)

    def open_import(self) -> None:
        """受付 → 取込."""
        stage = self.real.stage
        self.keys.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        tabs = stage.find(QWidget, "intake_tabs")
        for _ in range(20):
            if tabs.hasFocus():
                break
            self.keys.press(Qt.Key.Key_Tab)
        assert tabs.hasFocus()
        self.keys.press(Qt.Key.Key_Right)
        stage.wait("the strip", lambda: stage.sees("scan_profile") or stage.sees("scan_stop"))
        stage.settle()

    def scan(self, sheets: int) -> None:
        """F6 goes to the scanner, Tab to the number of sheets, Enter begins."""
        self.keys.press(Qt.Key.Key_F6)
        self.keys.press(Qt.Key.Key_Tab)
        assert self.keys.place == "scan_sheets"
        self.keys.write(str(sheets))
        self.keys.start(Qt.Key.Key_Return)

    def until_it_stands(self) -> None:
        """Wait for the end of the run, or for the reason why it stopped."""
        stage = self.real.stage
        stage.wait("the end of the scan", lambda: not self.tab.incoming.is_running, READING)
        stage.settle()
