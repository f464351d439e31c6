"""From the feeder of a network scanner on this machine to pages on the desk, by the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from escl_scanner import EsclScanner, Trouble, sheet
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.ui.context import Context

READING_TIME = 120_000


def sides(scans: Path) -> list[tuple[bytes, ...]]:
    return [sheet((scans / f"env08-{number}.jpg").read_bytes()) for number in (1, 2)]


def text(stand: Stand, name: str) -> str:
    found = stand.tab.findChild(QLabel, name)
    return found.text() if found is not None else ""


def test_a_jam_in_the_middle_is_told_in_place_and_the_same_envelope_goes_on(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], scans: Path, shots: Path
) -> None:
    context = sign_in("c01")
    both = sides(scans)
    with EsclScanner(both) as scanner:
        scanner.lay(both, Trouble(jam_at=2))
        profile = ScanProfile("", "給紙スキャナー 1", SourceKind.ESCL, scanner.address)
        context.desk.scanning.save_profile(context.act(), profile)
        stand = open_place()
        stand.place.show_import()
        stand.settle()
        strip, scanning = stand.tab.incoming.strip, stand.tab.incoming.scanning
        QTest.keyClicks(strip.sheets, "2")
        with stand.qtbot.waitSignal(scanning.finished, timeout=READING_TIME):
            QTest.keyClick(stand.place.window(), Qt.Key.Key_F5)
        stand.settle()
        assert text(stand, "scan_stop_headline") == "用紙が詰まりました。"
        assert "2枚中1枚を取り込み済み" in text(stand, "scan_progress_rest")
        assert QApplication.activeModalWidget() is None
        (card,) = stand.tab.board.cards()
        assert len(card.envelope.pages) == 1
        stand.place.window().grab().save(str(shots / "scan-live-jam.png"))
        scanner.lay(both[1:])
        with stand.qtbot.waitSignal(scanning.finished, timeout=READING_TIME):
            QTest.keyClick(stand.place.window(), Qt.Key.Key_Return, CTRL)
        stand.settle()
    (card,) = stand.tab.board.cards()
    assert [page.seq for page in card.envelope.pages] == [1, 2]
    assert stand.tab.incoming.scan.standing is None
    assert strip.isVisible()
    assert strip.sheets.text() == ""  # the next stack is counted anew
    assert stand.focus() == "reading_postal"  # the first reading in doubt
    assert context.desk.scanning.unfinished_runs() == ()
    stand.place.window().grab().save(str(shots / "scan-live-done.png"))


def test_a_run_left_unfinished_is_told_when_the_window_opens_and_can_be_closed(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], scans: Path, shots: Path
) -> None:
    context = sign_in("c01")
    both = sides(scans)
    scanning = context.desk.scanning
    with EsclScanner(both) as scanner:
        scanner.lay(both, Trouble(jam_at=2))
        profile = ScanProfile("", "給紙スキャナー 1", SourceKind.ESCL, scanner.address)
        kept = scanning.save_profile(context.act(), profile)
        act = context.act()
        report = scanning.scan(act, kept.id, 2, None, lambda _step: None, threading.Event())
    assert report.run.unfinished
    stand = open_place()
    stand.place.show_import()
    stand.settle()
    told = text(stand, "scan_progress_rest")
    assert told == "2枚中1枚を取り込み済み。2枚目から読み直してください。"
    stand.place.window().grab().save(str(shots / "scan-left-unfinished.png"))
    close = stand.tab.findChild(QPushButton, "scan_close")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    stand.settle()
    assert scanning.unfinished_runs() == ()
    assert stand.tab.incoming.strip.isVisible()
