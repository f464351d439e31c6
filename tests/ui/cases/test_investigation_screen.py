"""調査 in the window: asked, saved, answered, read and made black, by key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track, write_answer_file
from case_screen import Screen
from mail_bag import ICHIRO
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from desktop.domain.requests import Item, RequestType
from desktop.domain.states import CaseState

Open = Callable[..., Screen]
WANTED = {RequestType.DISCLOSE: (Item.K1, Item.K3, Item.K6)}


def states(shown: Screen) -> list[str]:
    rows = shown.find("answer_items").rows()  # type: ignore[attr-defined]
    return [rows.row_at(n).cells[1].words() for n in range(rows.rowCount())]


def take(
    shown: Screen,
    track: Track,
    item: str,
    source: str,
    *lines: tuple[str, str],
    beside: Path | None = None,
) -> None:
    file = track.folder / f"{item}.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, item]
    write_answer_file(file, [[*known, *line, source, "2026-11-10"] for line in lines])
    files = (file,) if beside is None else (file, beside)
    shown.case().task._import(files)  # type: ignore[union-attr]
    shown.settle()


def close(shown: Screen, name: str) -> None:
    (dialog,) = [one for one in shown.window.findChildren(QDialog, name) if one.isVisible()]
    shown.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)


def test_departments_are_asked_and_their_answers_taken_read_and_masked(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_investigation(wanted=WANTED, amount=660)
    shown = screen("c01")
    shown.open(case_id)
    assert shown.window.focusWidget() is shown.find("inquiry_ask")
    shown.shoot(shots, "investigation-empty")
    shown.key(Qt.Key.Key_F6)
    assert shown.text("inquiry_since") == "2025-10-01"
    shown.find("inquiry_since").clear()  # type: ignore[attr-defined]
    shown.type("inquiry_since", "2026-12-01")
    shown.find("inquiry_asking_act").click()  # type: ignore[attr-defined]
    shown.settle()
    assert "始まりより前" in shown.text("inquiry_until_below")
    shown.shoot(shots, "investigation-ask")
    shown.find("inquiry_asking").grab().save(str(shots / "investigation-ask-dialog.png"))
    shown.find("inquiry_since").clear()  # type: ignore[attr-defined]
    shown.type("inquiry_since", "2026-01-01")
    shown.find("inquiry_asking_act").click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["依頼済", "依頼済", "依頼済"]
    shown.case().task.save_to(str(track.folder))  # type: ignore[union-attr]
    shown.settle()
    assert (track.folder / "26-0001_K6.xlsx").is_file()
    take(shown, track, "K1", "契約管理課", ("契約者氏名", ICHIRO.name))
    (track.folder / "other.csv").write_text("これは回答ファイルではない", encoding="utf-8")
    take(shown, track, "K3", "料金課", ("該当なし", ""), beside=track.folder / "other.csv")
    assert states(shown) == ["回答 1行", "該当なし", "依頼済"]
    assert any("列「customer_no」" in one.text() for one in shown.window.findChildren(QLabel))
    shown.find("answer_items").selectRow(2)  # type: ignore[attr-defined]
    shown.find("inquiry_remind").click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["回答 1行", "該当なし", "依頼済"]
    shown.shoot(shots, "investigation-half")
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.INVESTIGATION
    told = ("2026年9月18日", "請求内容の照会。見本 花子が応対"), ("2026年9月19日", "大和様式の照会")
    take(shown, track, "K6", "お客さま相談課", *told)
    assert states(shown)[2] == "氏名を確認"
    shown.find("answer_items").selectRow(2)  # type: ignore[attr-defined]
    shown.find("answer_open").click()  # type: ignore[attr-defined]
    assert shown.text("answer_words") == "見本 花子"  # what looks like a name stands there
    shown.type("answer_words", "見本 花子")
    shown.find("answer_words").setText("請求内容")  # type: ignore[attr-defined]
    shown.context.data_changed.emit()
    shown.settle()
    assert shown.text("answer_words") == "請求内容"  # what is typed outlives a change elsewhere
    shown.find("answer_words").setText("見本 花子")  # type: ignore[attr-defined]
    shown.find("answer_lines_act").click()  # type: ignore[attr-defined]
    shown.settle()
    lines = shown.find("answer_table").rows()  # type: ignore[attr-defined]
    assert lines.row_at(0).cells[1].words() == "請求内容の照会。■■■が応対"
    assert shown.text("answer_doubt_text") == "「大和」は人の氏名かもしれません。"
    shown.find("answer_lines").grab().save(str(shots / "investigation-answer.png"))
    shown.find("answer_let_be").click()  # type: ignore[attr-defined]
    shown.settle()
    assert not shown.find("answer_let_be").isVisible()
    assert states(shown)[2] == "回答 2行"
    close(shown, "answer_lines")
    assert shown.unnamed() == []
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.DRAFTED
