"""A scan as the screen tells it: sheets that wait, faults, a forbidden number, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mail_desk import card_back, form, lay_in, licence, page
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop import paths
from desktop.domain.reading import Forbidden, PageKind, Quality
from desktop.domain.scanning import Fault, Feed, ScanProfile, SourceKind
from desktop.services.scan_faults import FAULTS
from desktop.services.scanning_views import BlockAnswer, RunState, RunView, ScanStep, StepKind
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.tokens import DARK, LIGHT
from desktop.ui.widgets.buttons import Button

Key = Qt.Key
PROFILE = ScanProfile(
    "p1", "給紙スキャナー 1", SourceKind.ESCL, "192.168.1.20:80", Feed.FEEDER_DUPLEX
)
FOLDER = ScanProfile("p2", "共有フォルダー", SourceKind.FOLDER, "/srv/scans")


def run(context: Context, state: RunState, **more: object) -> RunView:
    facts: dict[str, object] = {
        "id": "r1",
        "profile_id": "p1",
        "profile_name": PROFILE.name,
        "state": state,
        "expected": 38,
        "sheets": 30,
        "sides": 30,
        "fault": None,
        "blocked": None,
        "envelope_id": "",
        "at": context.now(),
        "sentence": "読み取りを中止しました。",
        "so_far": "38枚中30枚を取り込み済み。31枚目から読み直してください。",
        "next_step": "",
    }
    return RunView(**{**facts, **more})  # type: ignore[arg-type]


def blocked(context: Context) -> RunView:
    return run(
        context,
        RunState.BLOCKED,
        blocked=Forbidden.MY_NUMBER,
        sentence="31枚目に個人番号らしい番号があり、給紙を止めました。",
        so_far="",
        next_step="画像は保存していません。用紙を取り出し、扱いを選んでください。",
    )


def mail(context: Context) -> list[str]:
    """Eight envelopes: four that need nobody, and what the drawing of this screen shows."""
    good = [lay_in(context, (page(PageKind.ENVELOPE), form(), licence())) for _ in range(4)]
    return [
        *good,
        lay_in(
            context, (page(PageKind.ENVELOPE), form(), page(PageKind.DL, masked=((1, 1, 9, 9),)))
        ),
        lay_in(
            context,
            (
                page(PageKind.ENVELOPE),
                page(
                    PageKind.FORM,
                    {"name": "仮野 あおい", "postal": "350-9951", "block": "5-21"},
                    ("block",),
                    form="F-01",
                    form_version=1,
                    form_page=1,
                    quality=(Quality.FAINT,),
                ),
                page(PageKind.JUM),
                page(PageKind.BLANK, quality=(Quality.BLANK,)),
            ),
        ),
        lay_in(
            context, (page(PageKind.ENVELOPE), form(), page(PageKind.POWER), page(PageKind.INK))
        ),
        lay_in(context, (page(PageKind.ENVELOPE), form(), card_back())),
    ]


@pytest.fixture
def at_scanner(
    context: Context, sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> Callable[[bool], Stand]:
    """取込 with a scanner set up, and, where asked for, a run that has taken in eight envelopes."""

    def act(with_mail: bool) -> Stand:
        ids = mail(sign_in("c01")) if with_mail else []
        for task in context.desk.sources.tasks():  # a scan leaves no file behind
            context.desk.sources.confirm(context.act(), [task.id])
        stand = open_place("" if with_mail else "c01")
        stand.place.show_import()
        stand.settle()
        stand.tab.incoming.set_profiles((PROFILE, FOLDER), "p1")
        # What is shown and asked for; that the services answer it is told in another file.
        notice = stand.tab.incoming.scan.notice
        for asked in (notice.go_on, notice.answered, notice.closed, notice.retaken):
            asked.disconnect()
        stand.tab.incoming.strip.scan_requested.disconnect()
        if with_mail:
            stand.tab.incoming.scan.begin(PROFILE.name, PROFILE, 38)
            stand.tab.incoming.scan.new_envelopes.update(ids)
            stand.tab.incoming.scan.kept.emit()
            stand.settle()
            stand.tab.board.choose(ids[5], stand.place.mail.envelope(ids[5]).pages[1].id)
            stand.settle()
        return stand

    return act


def label_of(stand: Stand, name: str) -> str:
    found = stand.tab.findChild(QLabel, name)
    assert found is not None
    return found.text()


def picture(stand: Stand, shots: Path, name: str) -> None:
    stand.settle()
    QApplication.processEvents()  # what has changed is laid out in the next turn
    stand.place.window().grab().save(str(shots / f"{name}.png"))


def test_the_line_to_start_from_names_the_profile_and_asks_for_the_sheets(
    at_scanner: Callable[[bool], Stand], shots: Path
) -> None:
    stand = at_scanner(False)
    strip = stand.tab.incoming.strip
    assert label_of(stand, "scan_details") == "両面・300 dpi"
    stand.press(Key.Key_F6)
    assert stand.focus() == "scan_profile"
    QTest.keyClicks(strip.sheets, "38")
    picture(stand, shots, "scan-idle")
    with stand.qtbot.waitSignal(strip.scan_requested) as asked:
        QTest.keyClick(strip.sheets, Key.Key_Return)
    assert asked.args == ["p1", 38]
    strip.sheets.clear()
    with stand.qtbot.waitSignal(strip.scan_requested) as asked:
        QTest.keyClick(stand.place.window(), Key.Key_F5)
    assert asked.args == ["p1", None]
    strip.profile.choose("p2")
    assert label_of(stand, "scan_details") == "見張るフォルダー"
    assert not strip.sheets.isVisible()
    with stand.qtbot.waitSignal(strip.scan_requested) as asked:
        QTest.keyClick(stand.place.window(), Key.Key_F5)
    assert asked.args == ["p2", None]


def test_a_sheet_is_not_counted_before_it_is_kept(
    at_scanner: Callable[[bool], Stand], shots: Path
) -> None:
    stand = at_scanner(True)
    scan, envelope = stand.tab.incoming.scan, stand.tab.taken()[-1].id
    for side, sheet in ((60, 30), (61, 31), (62, 31)):
        scan.show_step(
            ScanStep(
                StepKind.PULLED,
                "r1",
                envelope,
                side=side,
                sheet=sheet,
                waiting=side - 59,
                sheets=29,
            )
        )
    stand.settle()
    tiles = [thumb.words() for thumb in stand.tab.board.card(envelope).pages.thumbs()]
    assert tiles[-3:] == ["30枚目 確認中", "31枚目 確認中", "31枚目 裏 確認中"]
    assert label_of(stand, "scan_progress_count") == "29 / 38枚"
    assert label_of(stand, "scan_progress_rest") == "残り 9枚・読み取り待ち 3枚"
    picture(stand, shots, "scan-running")
    scan.show_step(ScanStep(StepKind.PAGE, "r1", envelope, side=60, sheet=30, waiting=2, sheets=30))
    stand.settle()
    tiles = [thumb.words() for thumb in stand.tab.board.card(envelope).pages.thumbs()]
    assert "30枚目 確認中" not in tiles
    assert label_of(stand, "scan_progress_count") == "30 / 38枚"


def test_envelopes_that_need_nobody_are_folded_while_mail_comes_in(
    at_scanner: Callable[[bool], Stand],
) -> None:
    stand = at_scanner(True)
    board = stand.tab.board
    assert stand.tab.incoming.is_running
    assert [stand.place.mail.envelope(one).number for one in board.folded()] == [1, 2, 3, 4]
    assert "封筒 1–4 12枚" in board.done.accessibleName()
    board.done.setFocus()
    stand.press(Key.Key_Return)
    assert board.folded() == ()
    assert stand.focus() == "envelope_1_pages"


def test_pulling_that_pauses_says_so(at_scanner: Callable[[bool], Stand]) -> None:
    stand = at_scanner(True)
    scan = stand.tab.incoming.scan
    scan.show_step(ScanStep(StepKind.PAUSED, "r1", waiting=20, sheets=12))
    assert scan.progress._state.text() == "一時停止"
    scan.show_step(ScanStep(StepKind.RESUMED, "r1", waiting=12, sheets=20))
    assert scan.progress._state.text() == "読取中"


def test_a_forbidden_number_asks_for_blacking_out_or_return_in_place(
    at_scanner: Callable[[bool], Stand], shots: Path
) -> None:
    stand = at_scanner(True)
    scan = stand.tab.incoming.scan
    scan.show_standing(blocked(stand.context), PROFILE)
    scan.end()
    stand.settle()
    assert QApplication.activeModalWidget() is None
    assert label_of(stand, "scan_stop_headline") == (
        "31枚目に個人番号らしい番号があり、給紙を止めました。"
    )
    assert not stand.tab.file.isVisible()  # one primary act on the screen
    picture(stand, shots, "scan-forbidden")
    with stand.qtbot.waitSignal(scan.notice.answered) as answered:
        QTest.keyClick(stand.place.window(), Key.Key_Return, CTRL)
    assert answered.args[1] is BlockAnswer.BLACKED_OUT
    stand.tab.board.take_focus()
    with stand.qtbot.waitSignal(scan.notice.answered) as answered:
        QTest.keyClick(QApplication.focusWidget(), Key.Key_B)
    assert answered.args[1] is BlockAnswer.RETURNED


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_stands_in_place_with_its_sentence_and_the_way_on(
    at_scanner: Callable[[bool], Stand], shots: Path, fault: Fault
) -> None:
    stand = at_scanner(False)
    scan = stand.tab.incoming.scan
    sentence, then = FAULTS[fault]
    stood = run(stand.context, RunState.STOPPED, fault=fault, sentence=sentence, next_step=then)
    scan.show_standing(stood, PROFILE)
    scan.end()
    stand.settle()
    assert label_of(stand, "scan_stop_headline") == sentence
    assert label_of(stand, "scan_stop_body") == then
    assert label_of(stand, "scan_progress_rest") == (
        "38枚中30枚を取り込み済み。31枚目から読み直してください。"
    )
    assert QApplication.activeModalWidget() is None
    picture(stand, shots, f"scan-fault-{fault.value.lower()}")
    with stand.qtbot.waitSignal(scan.notice.go_on) as gone_on:
        QTest.keyClick(stand.place.window(), Key.Key_Return, CTRL)
    assert gone_on.args == [stood]


def test_an_envelope_is_taken_again_only_after_it_was_asked_in_place(
    at_scanner: Callable[[bool], Stand], shots: Path
) -> None:
    stand = at_scanner(True)
    scan, envelope = stand.tab.incoming.scan, stand.tab.taken()[-1]
    sentence, then = FAULTS[Fault.JAM]
    stood = run(
        stand.context,
        RunState.STOPPED,
        fault=Fault.JAM,
        sentence=sentence,
        next_step=then,
        envelope_id=envelope.id,
    )
    scan.show_standing(stood, PROFILE)
    scan.end()
    picture(stand, shots, "scan-jam")
    retake = stand.tab.findChild(Button, "scan_retake")
    assert retake is not None
    taken = []
    scan.notice.retaken.connect(taken.append)
    QTest.mouseClick(retake, Qt.MouseButton.LeftButton)
    assert taken == []
    assert stand.focus() == "scan_retake_back"
    picture(stand, shots, "scan-retake")
    sure = stand.tab.findChild(Button, "scan_retake_sure")
    QTest.mouseClick(sure, Qt.MouseButton.LeftButton)
    assert taken == [stood]


def test_the_screen_takes_the_room_of_a_wide_one(
    at_scanner: Callable[[bool], Stand], shots: Path
) -> None:
    stand = at_scanner(True)
    scan = stand.tab.incoming.scan
    scan.show_standing(blocked(stand.context), PROFILE)
    scan.end()
    window = stand.place.window()
    window.resize(1744, 1026)
    picture(stand, shots, "scan-forbidden-1920")
    board = stand.tab.board
    assert all(card.width() <= board.viewport().width() for card in board.cards())
    assert stand.tab.side.width() == 400


def test_the_screen_stands_in_the_dark(
    at_scanner: Callable[[bool], Stand], shots: Path, qapp: QApplication
) -> None:
    theme.install(qapp, paths.resources(), DARK)
    try:
        stand = at_scanner(True)
        scan = stand.tab.incoming.scan
        scan.show_standing(blocked(stand.context), PROFILE)
        scan.end()
        picture(stand, shots, "scan-forbidden-dark")
        assert stand.place.window().width() == 1190
    finally:
        theme.install(qapp, paths.resources(), LIGHT)
