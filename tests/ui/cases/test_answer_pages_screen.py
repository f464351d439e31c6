"""調査 by key: asked and printed at once, a PDF looked at page by page, a line nobody asked about
settled, and the draft that follows what the departments said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from answer_sheets import answered, own_number, picture_of, staff
from case_path import Track, write_answer_file
from case_screen import Screen
from mail_bag import ICHIRO
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.states import CaseState
from desktop.services.answer_pages import ReadAnswer

Open = Callable[..., Screen]
Key = Qt.Key
WANTED = {RequestType.DISCLOSE: (Item.K3, Item.K6)}
NONE = Qt.KeyboardModifier.NoModifier


def states(shown: Screen) -> list[str]:
    rows = shown.find("answer_items").rows()  # type: ignore[attr-defined]
    return [rows.row_at(n).cells[1].words() for n in range(rows.rowCount())]


def press(shown: Screen, name: str, key: Qt.Key) -> None:
    shown.qtbot.keyClick(shown.find(name), key)
    shown.settle()
    QApplication.processEvents()


LPSTAT = "#!/bin/sh\necho Letters\n"
LP = """#!/bin/sh
for word in "$@"; do last=$word; done
/bin/cat > "{folder}/$last.pdf"
echo "request id is Letters-12 (0 file(s))"
"""


@pytest.fixture
def print_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose print system is two small programs."""
    shop = tmp_path / "programs"
    shop.mkdir()
    for name, script in (("lpstat", LPSTAT), ("lp", LP)):
        (shop / name).write_text(script.replace("{folder}", str(shop)), encoding="utf-8")
        (shop / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(shop))
    return shop


def take_lines(shown: Screen, track: Track, *lines: tuple[str, str]) -> None:
    file = track.folder / "K3.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, "K3"]
    write_answer_file(file, [[*known, *line, "料金課", "2026-11-10"] for line in lines])
    shown.case().task._import([file])  # type: ignore[union-attr]
    shown.settle()
    shown.settle()


def front(shown: Screen) -> None:
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)


def test_departments_are_asked_a_pdf_is_confirmed_and_the_draft_follows_the_answers(
    track: Track, screen: Open, shots: Path, print_shop: Path
) -> None:
    case_id = track.with_register().to_investigation(wanted=WANTED, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    assert shown.text("investigation_finish") == "調査を依頼する"
    shown.go()
    assert states(shown) == ["依頼済", "依頼済"]
    assert sorted(one.name for one in print_shop.glob("*.pdf")) == [
        "26-0001-1.pdf",
        "26-0001-2.pdf",
    ]
    assert shown.text("investigation_finish") == "調査を終える"
    assert shown.find("inquiry_print").isVisible()
    shown.shoot(shots, "y6-investigation-asked")

    take_lines(shown, track, ("2019年1月分 請求額", "980円"), ("2026年1月分 請求額", "12,805円"))
    tick = shown.find("answer_outside_2")
    assert tick.text() == "2行目　2019年1月は、調べる期間の外です"  # type: ignore[attr-defined]
    assert states(shown) == ["依頼済", "依頼済"]
    shown.find("answer_outside").grab().save(str(shots / "y6-answer-outside.png"))
    shown.find("answer_outside_act").click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["回答 1行", "依頼済"]
    # Lines of one month are settled together.
    month = [(f"2019年1月分 {words}", "980円") for words in ("請求額", "入金額")]
    take_lines(shown, track, *month, ("2026年1月分 請求額", "12,805円"))
    tick = shown.find("answer_outside_2")
    assert tick.text() == "2行目ほか1行　2019年1月は、調べる期間の外です"  # type: ignore[attr-defined]
    tick.setChecked(True)  # type: ignore[attr-defined]
    shown.find("answer_outside_act").click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["回答 3行（第2版）", "依頼済"]
    take_lines(shown, track, ("該当なし", ""))
    assert states(shown) == ["該当なし", "依頼済"]
    front(shown)

    (track.folder / "26-0001_K6.pdf").write_bytes(b"%PDF-1.4 nothing")
    shown.case().task._import([track.folder / "26-0001_K6.pdf"])  # type: ignore[union-attr]
    shown.settle()
    assert any("PDF" in one.text() for one in shown.window.findChildren(QLabel))
    pages = answered(own_number(), *staff()), answered()
    track.office.desk.answer_pages.take(track.act("c01"), case_id, Item.K6, pages)
    shown.context.data_changed.emit()
    shown.settle()
    assert states(shown) == ["該当なし", "PDF・要確認"]
    assert shown.text("answer_open") == "回答を確かめる"
    shown.shoot(shots, "y6-investigation-pdf")
    shown.find("answer_items").selectRow(1)  # type: ignore[attr-defined]
    shown.find("answer_open").click()  # type: ignore[attr-defined]
    shown.settle()
    act = shown.find("answer_pages_act")
    assert shown.text("answer_page_count") == "1枚目／2枚"
    assert shown.text("answer_page_boxes") == "黒塗り 1か所"
    assert "お客様番号が読み取れました" in shown.text("answer_page_numbered")
    shown.find("answer_pages").grab().save(str(shots / "y6-answer-pages.png"))
    shown.find("answer_page_theirs").setChecked(True)  # type: ignore[attr-defined]
    assert not act.isEnabled()  # neither page has been seen to its end
    press(shown, "answer_page_view", Key.Key_PageDown)
    assert shown.text("answer_page_count") == "1枚目／2枚"  # its lower half comes first
    for _ in range(3):
        if shown.text("answer_page_count") == "1枚目／2枚":
            press(shown, "answer_page_view", Key.Key_PageDown)
    assert shown.text("answer_page_count") == "2枚目／2枚"
    assert not act.isEnabled()  # nor has its end
    for _ in range(2):
        press(shown, "answer_page_view", Key.Key_PageDown)
    assert shown.text("answer_page_count") == "2枚目／2枚"
    press(shown, "answer_page_view", Key.Key_M)
    press(shown, "answer_page_view", Key.Key_Return)
    assert shown.text("answer_page_boxes") == "黒塗り 2か所"
    press(shown, "answer_page_view", Key.Key_Delete)
    assert shown.text("answer_page_boxes") == "黒塗り 1か所"
    assert act.isEnabled()
    assert shown.text("answer_page_source") == "お客さま相談課"  # who was asked
    act.click()  # type: ignore[attr-defined]
    assert "日付を" in shown.text("answer_page_as_of_below")
    shown.type("answer_page_as_of", "2026-11-10")
    act.click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["該当なし", "回答 2枚"]
    first, _second = track.office.desk.answer_pages.confirmed(
        track.office.by("c01"), case_id, Item.K6
    )
    assert float(np.mean(picture_of(first))) < 10

    front(shown)
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.DRAFTED
    assert shown.text("draft_panel_note") == "2項目のうち 開示 0・不開示 0"  # nothing by itself
    shown.key(Key.Key_F4)
    assert shown.text("draft_panel_note") == "2項目のうち 開示 1・不開示 1"
    assert shown.find("grant_DISCLOSE_K6").isChecked()  # type: ignore[attr-defined]
    assert shown.find("reason_DISCLOSE_K3").key() == "R_NI"  # type: ignore[attr-defined]
    shown.shoot(shots, "y6-draft-proposed")
    shown.go()
    view = track.get(case_id)
    assert view.line.state is CaseState.APPROVAL
    assert [(one.item, one.reason) for one in view.decisions] == [
        (Item.K3, Reason.R_NI),
        (Item.K6, None),
    ]
    assert [one.code for one in view.letters] == ["D-05"]


def test_a_pdf_that_was_read_while_the_desk_was_locked_is_told_of(
    track: Track, screen: Open
) -> None:
    case_id = track.with_register().to_investigation(wanted=WANTED, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    panel = shown.case().task
    shown.window.lock()
    shown.settle()
    # The reading ends while nobody is there to take it in; a second file still waits its turn.
    panel.taking._pdfs.append((track.folder / "26-0001_K6.pdf", Item.K6))  # type: ignore[union-attr]
    read = (track.folder / "26-0001_K3.pdf", Item.K3)
    panel.taking._on_read(ReadAnswer((), "0" * 64), read)  # type: ignore[union-attr]
    shown.settle()
    (told,) = panel.banners.banners()  # type: ignore[union-attr]
    assert told.headline() == "ロックの間に読み取ったPDFの回答2件は、取り込んでいません。"
    assert "もう一度置いてください" in told.body()
    assert panel.taking._pdfs == []  # type: ignore[union-attr]
