"""設定の「鍵」: rolled, written to sticks and checked by keyboard and mouse, each told in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from case_path import Track
from desk_window import Window, passphrase
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.services.key_views import KeysView
from desktop.store.vault.card import RecoveryCard
from desktop.ui.keys.acts import CardActs, StickActs
from desktop.ui.keys.page import KeysPage
from desktop.ui.keys.renewal import RenewalDialog
from desktop.ui.keys.words import rows_of
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.table import Table

Open = Callable[..., Window]


def page(desk: Window) -> KeysPage:
    desk.go("settings", "keys")
    found = desk.find("keys_page")
    assert isinstance(found, KeysPage)
    desk.settle()
    return found


def choose(desk: Window, key: str) -> None:
    places = desk.find("key_places")
    assert isinstance(places, Table)
    places.choose(key)
    desk.settle()


def states(desk: Window) -> list[str]:
    return [row[1] for row in desk.table("key_places")]


def view(desk: Window) -> KeysView:
    return desk.context.desk.keys.view(desk.context.signed_in)


def medium(folder: Path, name: str) -> Path:
    made = folder / "media" / name
    made.mkdir(parents=True, exist_ok=True)
    return made


def confirm_dialog(desk: Window, name: str) -> None:
    asked = desk.window.findChild(Dialog, name)
    assert isinstance(asked, Dialog)
    desk.qtbot.waitUntil(asked.isVisible)
    desk.settle()
    QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)
    desk.settle()


def test_a_supervisor_writes_the_sticks_rolls_and_checks_the_card(
    track: Track, screen: Open, shots: Path, tmp_path: Path
) -> None:
    track.office.now += timedelta(minutes=1)  # the set-up issued a card at that very moment
    keys = track.office.desk.keys
    words = keys.draw_card(track.office.by("s01"))
    keys.renew_card(track.act("s01"), words, "c01", passphrase("c01"))
    desk = screen("s01")
    shown = page(desk)
    assert states(desk) == [
        "今の鍵だけがあります",
        "まだありません",
        "まだありません",
        "照合を待っています",
        "照合を待っています",
    ]
    desk.shoot(shots, "keys-begun")

    choose(desk, "A")
    desk.confirm()
    assert shown.stick.folder.error() == "媒体のフォルダーが空欄です。選んでください。"
    for name in ("A", "B"):
        choose(desk, name)
        desk.type("stick_folder", str(medium(tmp_path, name)))
        desk.confirm()
        assert desk.notice() == f"鍵媒体{name}を書き込み、読み返して確かめました。"
        assert shown.isAncestorOf(QApplication.focusWidget())
    assert [one.current for one in view(desk).sticks] == [True, True]
    # These media of the test lie on the store's own disk, and the page says so.
    assert shown.banners.banners()[-1].headline() == "鍵媒体Bは、保管庫と同じディスクにあります"

    choose(desk, "slot")
    desk.confirm()
    assert desk.notice() == "鍵を更新しました（第3世代）。"
    assert states(desk)[1:3] == ["更新を待っています", "更新を待っています"]
    choose(desk, "A")
    desk.type("stick_folder", str(medium(tmp_path, "B")))
    desk.confirm()
    stick = desk.find("stick_acts")
    assert isinstance(stick, StickActs)
    assert "差し込まれているのは鍵媒体Bです" in stick.folder.error()
    desk.shoot(shots, "keys-swapped")

    choose(desk, "card1")
    card = desk.find("card_acts")
    assert isinstance(card, CardActs)
    card.words.set_text(" ".join(words[:23]))
    desk.confirm()
    assert "言葉が正しくありません" in card.words.error()
    desk.shoot(shots, "keys-card")
    choose(desk, "slot")
    choose(desk, "card1")
    assert card.words.text() == ""  # left alone, they are gone
    card.words.set_text(RecoveryCard.from_words(" ".join(words)).digits())  # as a reader types
    desk.confirm()
    assert card.words.text() == ""
    assert states(desk)[3:] == ["照合しました", "照合を待っています"]
    assert "24語で保管庫を開けることを確かめました" in desk.notice()


def test_a_day_that_is_over_is_told_with_its_year(track: Track, screen: Open) -> None:
    """Issued on 2026-11-10, to be read back within 7 days."""
    desk = screen("s01")
    page(desk)
    for today, tone in ((date(2026, 11, 17), "text2"), (date(2027, 11, 10), "bad")):
        until = rows_of(view(desk), today)[3].cells[3]
        assert (until.text, until.tone) == ("2026-11-17 まで", tone)


def test_a_lost_card_is_told_and_replaced_before_a_witness(
    track: Track, screen: Open, shots: Path
) -> None:
    track.office.now += timedelta(minutes=1)
    desk = screen("s01")
    shown = page(desk)
    choose(desk, "card2")
    desk.click("card_lose")
    confirm_dialog(desk, "lose_card")
    assert states(desk)[4] == "なくした"
    desk.shoot(shots, "keys-lost")
    before = view(desk)
    desk.click("card_renew")
    asked = desk.window.findChild(RenewalDialog, "renew_card")
    assert isinstance(asked, RenewalDialog)
    desk.qtbot.waitUntil(asked.isVisible)
    desk.settle()
    words = asked.card.words()
    assert len(words) == 24
    asked.set_busy(True)
    asked.reject()
    assert asked.isVisible()  # while it runs, nobody leaves as if nothing happened
    asked.set_busy(False)
    asked.grab().save(str(shots / "keys-renewal.png"))
    QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)  # nothing was read back from paper
    desk.settle()
    assert view(desk).epoch == before.epoch
    for field, number in zip(asked.card._fields, asked.card.asked(), strict=True):
        field.set_text(words[number - 1])
    for field, said in ((asked.witness, "c01"), (asked.proof, passphrase("c01"))):
        assert isinstance(field.editor, QLineEdit)
        field.set_text(said)
    QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)
    desk.settle()
    after = view(desk)
    assert after.epoch == before.epoch + 1
    assert after.card_fingerprint != before.card_fingerprint
    assert states(desk)[3:] == ["照合を待っています"] * 2
    assert shown.isVisible()


def test_a_clerk_has_no_page_of_keys(track: Track, screen: Open) -> None:
    desk = screen("c01")
    desk.go("settings", None)
    assert not desk.is_seen("keys_page")
    assert desk.window.findChild(KeysPage) is None
