"""A letter on its way to paper, as its card tells it: to the true end, again, marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from case_path import Track
from case_screen import Screen
from desk_office import passphrase
from print_shop import ABORTED, CANCELLED, COMPLETED, PENDING, PROCESSING, PrintShop
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.domain.printing import PaperKind, Sides, Target
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import Sheet
from desktop.ui.cases.hand_line import HandLine
from desktop.ui.context import Context
from desktop.ui.print_watch import PrintWatch
from desktop.ui.settings.printing import PrintingPage
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    made = PrintShop(tmp_path / "print-shop")
    made.open()
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setenv("CUPS_SERVER", made.address)
    yield made
    made.close()


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()
    shown.settle()


def until(shown: Screen, fact: Callable[[], bool]) -> None:
    shown.qtbot.waitUntil(fact, timeout=15_000)
    shown.settle()


def is_seen(shown: Screen, name: str) -> bool:
    return any(one.isVisible() for one in shown.window.findChildren(Button, name))


def test_a_letter_is_printed_watched_taken_back_and_printed_again_with_its_mark(
    track: Track, screen: Callable[..., Screen], shots: Path, shop: PrintShop
) -> None:
    case_id = track.with_register().to_approved()
    shown = screen("c01")
    shown.open(case_id)
    assert shown.find("sending_leave").text() == "印刷する"  # type: ignore[attr-defined]
    press(shown, "sending_leave")
    assert shown.text("print_words") == ""
    assert track.get(case_id).letters[-1].state == "READY"
    assert not shown.find("sending_leave").isEnabled()

    # The paper runs out: told on the card, and the job is taken back.
    shop.job, shop.printer = (PROCESSING, "job-printing"), (4, "media-empty-error")
    until(shown, lambda: "用紙がありません" in shown.text("print_words"))
    shown.shoot(shots, "z6-stopped")
    shop.job = (CANCELLED, "processing-to-stop-point")
    press(shown, "print_cancel")
    assert "取り消しました" in shown.find("print_state").accessibleName()
    assert shown.find("sending_leave").isEnabled()

    # Nothing came out, so the letter is printed as for the first time, and comes out.
    shop.job, shop.printer = (PENDING, "none"), (3, "none")
    press(shown, "sending_leave")
    shop.job = (COMPLETED, "processing-to-stop-point")
    until(shown, lambda: track.get(case_id).letters[-1].state == "PRINTED")
    until(shown, lambda: is_seen(shown, "letter_again"))
    assert shown.text("sending_check_words").startswith("印刷した人とは別の人が")

    # One more has its reason, and where a sheet is missing, its mark.
    press(shown, "letter_again")
    assert "「再発行」は入れません" in shown.text("reprint_words")
    shown.find("reprint_why").choose("MISSING")  # type: ignore[attr-defined]
    assert "「再発行」と日付" in shown.text("reprint_words")
    shown.find("reprint").grab().save(str(shots / "z6-reprint.png"))
    shop.job = (PENDING, "none")
    press(shown, "reprint_act")
    assert shop.jobs == 3
    assert shop.handed(3) != shop.handed(2) == shop.handed(1)

    # Its traces are gone: nobody knows but who looks into the tray.
    shop.job = None
    until(shown, lambda: is_seen(shown, "print_out"))
    shown.shoot(shots, "z6-unknown")
    press(shown, "print_out")
    assert not is_seen(shown, "print_out")
    assert track.office.desk.printing.open_jobs() == ()


def test_a_sheet_that_stands_still_is_told_wherever_one_is(
    track: Track, screen: Callable[..., Screen], shots: Path, shop: PrintShop
) -> None:
    case_id = track.with_register().to_scoping()
    shop.printer = (5, "paused")
    track.office.desk.sheets.print(track.act("c01"), case_id, "I-01", "Letters")
    shown = screen("c01")  # the window was closed meanwhile: the job is found again
    until(shown, lambda: bool(shown.window.findChildren(Banner, "print_banner")))
    track.office.desk.sheets.print(track.act("c01"), case_id, "I-01", "Letters")
    shown.context.data_changed.emit()
    # The same words of another sheet, with a button of its own; told at every asking.
    until(shown, lambda: len(shown.window.findChildren(Banner, "print_banner")) == 2)
    shown.context.data_changed.emit()
    shown.settle()
    banner = shown.window.findChildren(Banner, "print_banner")[0]
    assert banner.headline() == "I-01 26-0001：止まっています"
    assert "一時停止" in banner.body()
    shown.shoot(shots, "z6-banner")
    # Its trace is gone: what the banner offers changes with it.
    shop.job = None
    until(shown, lambda: len(shown.window.findChildren(Button, "print_banner_out")) == 2)
    assert not is_seen(shown, "print_banner_cancel")
    press(shown, "print_banner_out")
    until(shown, lambda: len(shown.window.findChildren(Banner, "print_banner")) == 1)
    press(shown, "print_banner_none")
    until(shown, lambda: not track.office.desk.printing.open_jobs())
    until(shown, lambda: not shown.window.findChildren(Banner, "print_banner"))
    shop.job, shop.printer = (ABORTED, "document-format-error"), (3, "none")
    track.office.desk.sheets.print(track.act("c01"), case_id, "I-01", "Letters")
    shown.context.data_changed.emit()
    until(shown, lambda: bool(shown.window.findChildren(Banner, "print_failed")))
    (failed,) = shown.window.findChildren(Banner, "print_failed")
    assert failed.headline() == "I-01 26-0001 は印刷されていません。"
    assert "文書を処理できません" in failed.body()


def test_an_auditor_records_how_their_own_sheet_ended_and_no_other(
    track: Track, sign_in: Callable[[str], Context], qtbot: QtBot, shop: PrintShop
) -> None:
    shop.printer = (5, "paused")
    case_id = track.with_register().to_scoping()
    track.office.desk.sheets.print(track.act("c01"), case_id, "I-01", "Letters")
    day, context = track.act("k01").at.date(), sign_in("k01")
    area = BannerArea()
    qtbot.addWidget(area)
    watch = PrintWatch(context, area, area)
    context.desk.audit_reports.print(context.act(), "I-10", day, day, "Letters")
    watch.begin()
    qtbot.waitUntil(lambda: len(area.banners()) == 2, timeout=15_000)
    told = {one.headline().split(" ")[0]: one for one in area.banners()}
    assert all("一時停止" in one.body() for one in told.values())
    assert "案件を扱う人が" in told["I-01"].body()
    assert not told["I-01"].findChildren(Button)
    assert "案件を扱う人が" not in told["I-10"].body()
    shop.job = (CANCELLED, "processing-to-stop-point")
    told["I-10"].findChild(Button, "print_banner_cancel").click()  # type: ignore[attr-defined]
    own = lambda: [one.title for one in context.desk.printing.open_jobs()]  # noqa: E731
    qtbot.waitUntil(lambda: not any(one.startswith("I-10") for one in own()), timeout=15_000)


def test_printer_tray_and_sides_are_chosen_once_for_a_kind_of_paper(
    track: Track, screen: Callable[..., Screen], shots: Path, shop: PrintShop
) -> None:
    shown = screen("c01")
    page = PrintingPage(shown.context)
    shown.qtbot.addWidget(page)
    page.resize(1142, 600)
    page.show()
    shown.settle()
    assert page.title.text() == "通知の文書・別紙"
    assert page.told.text() == "用紙はA4、両面に対応、トレイ 4種類。"
    page.tray.choose("Tray2")
    page.sides.choose(Sides.TWO.value)
    assert page.tray.currentText() == "トレイ2"
    page.save.click()
    shown.settle()
    choices = track.office.desk.printing.choices()
    assert choices == {PaperKind.LETTER: Target("Letters", "Tray2", Sides.TWO)}
    page.kinds.choose(PaperKind.INTERNAL.value)
    shown.settle()
    assert page.tray.currentText() == "プリンターに任せる"
    page.kinds.choose(PaperKind.LETTER.value)
    shown.settle()
    assert (page.tray.key(), page.sides.key()) == ("Tray2", Sides.TWO.value)
    page.grab().save(str(shots / "z6-settings.png"))


def test_a_letter_leaves_by_hand_with_a_supervisor_s_signature_and_owes_its_scan(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    case_id = track.with_register().to_approved()
    shown = screen("c01")
    shown.open(case_id)
    press(shown, "hand_begin")
    press(shown, "hand_act")
    assert shown.text("hand_reason_below") == "理由を選んでください。"
    shown.find("hand_reason").choose("PRINTER")  # type: ignore[attr-defined]
    shown.type("hand_supervisor", "s01")
    shown.type("hand_passphrase", "wrong")
    press(shown, "hand_act")
    assert track.get(case_id).letters[-1].state == "READY"
    shown.find("hand_passphrase").clear()  # type: ignore[attr-defined]
    shown.type("hand_passphrase", passphrase("s01"))
    shown.find("hand").grab().save(str(shots / "z6-hand-dialog.png"))
    press(shown, "hand_act")
    assert track.get(case_id).letters[-1].state == "PRINTED"
    assert shown.text("hand_words") == (
        "11/10 火 に 架空 太郎 が書き、例示 誠 が署名（プリンターが使えない）。"
        "スキャンがまだありません"
    )
    shown.shoot(shots, "z6-hand")
    sheet = Sheet(load_fonts(paths.resources() / "fonts"), "手書き")
    sheet.text(25, 40, "個人情報開示決定通知書", size=14)
    scan = track.folder / "scan.pdf"
    scan.write_bytes(sheet.finish())
    track.tick(track.get(case_id).letters[-1].id)
    way = track.get(case_id).way
    track.office.desk.correspondence.dispatch(track.act("c01"), case_id, way, "12345678901")
    shown.context.data_changed.emit()
    shown.settle()
    shown.shoot(shots, "z6-posted")  # the scan is owed beyond the posting
    line = shown.find("hand_line")
    assert isinstance(line, HandLine)
    line.drop.given.emit((scan,))
    until(shown, lambda: shown.text("hand_words").endswith("スキャン 1枚"))
    assert not is_seen(shown, "hand_scan")


def test_a_sheet_whose_letter_became_void_is_told_not_to_be_posted(
    track: Track, sign_in: Callable[[str], Context], qtbot: QtBot, shop: PrintShop
) -> None:
    case_id = track.with_register().to_identity()
    notices, act = track.office.desk.casework.notices, track.act
    letter = notices.acknowledge(act("c01"), case_id)
    track.office.desk.letter_printing.print(act("c01"), letter.id, "Letters")
    context = sign_in("c01")
    area = BannerArea()
    qtbot.addWidget(area)
    watch = PrintWatch(context, area, area)
    notices.take_back(act("c01"), case_id, letter.id)
    shop.job = (COMPLETED, "processing-to-stop-point")  # the queue was faster
    watch.begin()
    qtbot.waitUntil(lambda: bool(area.banners()), timeout=15_000)
    (banner,) = area.banners()
    assert banner.objectName() == "print_void"
    assert "この紙は発送しないでください" in banner.headline()
    assert "廃棄してください" in banner.body()
    assert context.desk.printing.open_jobs() == ()
