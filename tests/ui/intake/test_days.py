"""日計 on the screen: two people count apart, the desk names what differs, the day closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import mail_desk
import pytest
from mail_stand import CTRL, Stand
from office_people import passphrase
from print_shop import PrintShop
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from desktop.domain.workday import Piles
from desktop.services.act import new_act
from desktop.services.day_views import PaperCount
from desktop.ui.clock import JST, SteppedClock
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button

Key = Qt.Key
PILES = ("new_case", "joined", "rerouted", "returned", "no_mail")


def count(stand: Stand, opened: int, piles: tuple[int, ...]) -> None:
    field(stand, "day_paper_opened").setText(str(opened))
    for name, number in zip(PILES, piles, strict=True):
        field(stand, f"day_paper_{name}").setText(str(number))


def field(stand: Stand, name: str) -> QLineEdit:
    found = stand.place.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def words(stand: Stand, name: str) -> str:
    found = stand.place.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def banner(stand: Stand) -> str:
    (shown,) = stand.place.days.panel.banners.banners()
    return f"{shown.headline()} {shown.body()}"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    """A printer at this machine."""
    made = PrintShop(tmp_path / "print-shop")
    made.open()
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setenv("CUPS_SERVER", made.address)
    yield made
    made.close()


def test_the_day_is_closed_by_two_who_counted_what_the_desk_recorded(
    shop: PrintShop,
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    clock: SteppedClock,
    shots: Path,
    tmp_path: Path,
) -> None:
    context = sign_in("c01")
    mail_desk.file(context, date(2026, 11, 9))
    mail_desk.file(context, date(2026, 11, 10), name="見本 花子")
    advert = mail_desk.lay_in(context, [mail_desk.form()])
    context.desk.intake.discard(context.act(), advert, "NOT_MAIL")
    waiting = mail_desk.lay_in(context, [mail_desk.form(), mail_desk.licence()])
    clock.jump_to(datetime(2026, 11, 11, 9, 0, tzinfo=JST))
    stand = open_place()
    # The day has gone by: 今日 says so in red and leads there.
    stand.place.findChild(QWidget, "red_day_close_act").click()
    stand.settle()
    days = stand.place.days
    days.table.choose("2026-11-10")
    stand.settle()
    assert words(stand, "day_title") == "11月10日（火）"
    # Neither the desk's figures nor, after the first one's count, theirs stand there.
    assert {words(stand, f"day_desk_{name}") for name in (*PILES, "opened")} == {"–"}
    assert not field(stand, "day_second").isVisible()
    count(stand, 4, (2, 0, 0, 0, 2))
    grab(stand, shots, "day-first")
    stand.press(Key.Key_Return, CTRL)
    assert "架空 太郎 が 11/11 09:00 に数えました（通数は伏せています）" in words(stand, "day_told")
    assert {field(stand, f"day_paper_{name}").text() for name in (*PILES, "opened")} == {""}
    assert stand.focus() == "day_paper_new_case"
    field(stand, "day_second").setText("c02")
    field(stand, "day_passphrase").setText(passphrase("c02"))
    count(stand, 4, (3, 0, 0, 0, 1))
    stand.press(Key.Key_Return, CTRL)
    assert "「新しい案件」の通数が違います。「郵便物でないもの」の通数が違います。" in banner(stand)
    # What either counted is spent: nobody finds the other's figures by trying.
    assert "二人の通数が違ったのは、これまでに1回です。" in words(stand, "day_told")
    assert field(stand, "day_paper_new_case").text() == ""
    assert not field(stand, "day_second").isVisible()
    count(stand, 4, (2, 0, 0, 0, 2))
    stand.press(Key.Key_Return, CTRL)
    count(stand, 4, (2, 0, 0, 0, 2))
    field(stand, "day_second").setText("c02")
    field(stand, "day_passphrase").setText(passphrase("c02"))
    stand.press(Key.Key_Return, CTRL)
    assert "封筒 4 の処置が決まっていません。" in banner(stand)
    assert "「郵便物でないもの」は、紙では2通、窓口の記録では1通です。" in banner(stand)
    # What was typed is still there, and the envelope itself is one press away.
    assert field(stand, "day_paper_no_mail").text() == "2"
    grab(stand, shots, "day-difference")
    stand.place.findChild(QWidget, f"day_unsettled_{waiting}").click()
    stand.settle()
    assert stand.place.tabs.words()[stand.place.tabs.current()] in ("取込", "未整理")
    context.desk.intake.discard(context.act(), waiting, "NOT_MAIL")
    context.data_changed.emit()
    stand.place.show_days()
    stand.settle()
    days.table.choose("2026-11-10")
    stand.settle()
    field(stand, "day_passphrase").setText(passphrase("c02"))
    stand.press(Key.Key_Return, CTRL)
    assert "11/10の日計を締めました" in banner(stand)
    signed = "架空 太郎 と 見本 花子 が別々に数え、11/11 09:00 に締めました。"
    assert words(stand, "day_closed_by") == signed
    assert [words(stand, f"day_desk_{name}") for name in PILES] == ["2", "0", "0", "0", "2"]
    assert not stand.place.findChild(QWidget, "day_reopen").isVisible()
    grab(stand, shots, "day-closed")
    stand.press(Key.Key_Return, CTRL)
    dialog = stand.place.findChild(QFileDialog, "day_file_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    dialog.close()
    stand.settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    printing = stand.place.findChild(Button, "day_print")
    assert printing is not None
    printing.click()
    stand.settle()
    assert shop.handed().startswith(b"%PDF")
    told = context.desk.audit.entries(sign_in("s01").signed_in, 0, 9, action="day.printed")
    assert [one.detail["day"] for one in told] == ["2026-11-10"]


def test_days_without_mail_are_closed_together_with_a_reason(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    clock: SteppedClock,
    shots: Path,
    tmp_path: Path,
) -> None:
    keeper = sign_in("a01")
    administration = keeper.desk.administration
    away = administration.propose_setting(
        keeper.act(), "anchor_folder", str(tmp_path / "away"), keeper.today()
    )
    administration.sign_setting(sign_in("s01").act(), away.id, passphrase("s01"))
    context = sign_in("c01")
    mail_desk.file(context, date(2026, 11, 9))
    days, tuesday = context.desk.days, date(2026, 11, 10)
    one = PaperCount(1, Piles(1))
    days.count(context.act(), tuesday, one)
    days.close(context.act(), tuesday, one, "c02", passphrase("c02"))
    clock.jump_to(datetime(2026, 11, 13, 9, 0, tzinfo=JST))
    context.desk.administration.confirm_clock(sign_in("s01").act())
    stand = open_place("c01")
    stand.place.show_days()
    stand.settle()
    tab = stand.place.days
    tab.table.choose("2026-11-13")
    stand.settle()
    assert "締めていない日が2日あります" in words(stand, "day_gap")
    stand.place.findChild(QWidget, "day_gap_go").click()
    stand.settle()
    assert words(stand, "day_title") == "11月11日（水）"
    tab.table.choose("2026-11-12")
    stand.settle()
    button = stand.place.findChild(Button, "day_empty")
    assert button.text() == "郵便のなかった2日分をまとめて締める"
    field(stand, "day_second").setText("c02")
    field(stand, "day_passphrase").setText(passphrase("c02"))
    button.click()
    stand.settle()
    assert "理由が選ばれていません" in tab.panel._late.error()
    grab(stand, shots, "days-empty")
    tab.panel.late.choose("NOBODY_IN")
    button.click()
    stand.settle()
    assert "後から締めた理由：二人そろわなかった。" in words(stand, "day_closed_by")
    told = [one.objectName() for one in tab.panel.banners.banners()]
    assert sorted(told) == ["day_anchor_owed", "day_closed"]  # closed, whatever the folder does
    grab(stand, shots, "days-anchor-owed")
    states = [str(tab.model.index(row, 1).data()) for row in range(tab.model.rowCount())]
    assert states == ["今日", "締めた", "締めた", "締めた"]
    # The other one counts at another screen: what is being typed here stays.
    tab.table.choose("2026-11-13")
    stand.settle()
    count(stand, 0, (0, 0, 0, 0, 0))
    other = context.desk.people.sign_in("c02", passphrase("c02"), context.now())
    days.count(new_act(other, context.now()), date(2026, 11, 13), PaperCount(0, Piles()))
    stand.context.data_changed.emit()
    stand.settle()
    assert "見本 花子 が" in words(stand, "day_told")
    assert {field(stand, f"day_paper_{name}").text() for name in (*PILES, "opened")} == {"0"}


def grab(stand: Stand, shots: Path, name: str) -> None:
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    stand.place.window().grab().save(str(folder / f"{name}.png"))
