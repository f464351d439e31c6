"""記録・監査: read, filtered, verified, anchored and exported by the people who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.check_times import distribution
from desktop.services.audit import AuditLine, verify_exported
from desktop.ui.audit.place import AuditPlace
from desktop.ui.audit.receipt_ledger import ReceiptLedgerDialog
from desktop.ui.audit.words import detail_words
from desktop.ui.clock import JST
from desktop.ui.context import Context


@pytest.fixture
def open_place(sign_in: Callable[[str], Context], qtbot: QtBot) -> Callable[[str], AuditPlace]:
    kept = []

    def act(login: str) -> AuditPlace:
        context = sign_in(login)
        place = AuditPlace(context)
        kept.append(place)
        qtbot.addWidget(place)
        place.resize(1142, 640)
        place.show()
        qtbot.waitUntil(lambda: context.tasks.running == 0)
        return place

    return act


def column(place: AuditPlace, number: int) -> list[str]:
    model = place.model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def test_the_newest_act_stands_first_in_words(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot, shots: Path
) -> None:
    place = open_place("k01")
    qtbot.waitUntil(lambda: "サインイン" in column(place, 3))
    place.grab().save(str(shots / "audit.png"))
    assert column(place, 3)[0] == "サインイン"
    assert column(place, 2)[0] == "試山 守"
    assert "保管庫の初期設定" in column(place, 3)


def test_the_list_narrows_to_one_kind_of_act(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot
) -> None:
    place = open_place("k01")
    place.acts.choose("store.set_up")
    qtbot.waitUntil(lambda: column(place, 3) == ["保管庫の初期設定"])
    place.acts.choose("register.import")
    qtbot.waitUntil(lambda: place.model.rowCount() == 0)
    assert place._empty.isVisible()


def test_verifying_tells_size_and_root(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot, shots: Path, context: Context
) -> None:
    place = open_place("k01")
    QTest.keyClick(place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(place.banners.banners()))
    banner = place.banners.banners()[0]
    assert banner.headline().startswith("記録は正しくつながっています")
    # What is shown is what the log was then; that it was verified is a line of it by now.
    size = int("".join(filter(str.isdigit, banner.headline())))
    root = banner.body().removeprefix("ルート ")
    assert context.desk.audit.verify((size, root)).anchors == size
    assert context.desk.audit.count(context.signed_in) == size + 1
    qtbot.waitUntil(lambda: banner.isVisible() and banner.height() > 30)
    place.grab().save(str(shots / "audit-verified.png"))


def test_an_exported_log_is_verified_without_the_store(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot, tmp_path: Path
) -> None:
    place = open_place("k01")
    QTest.mouseClick(place.export, Qt.MouseButton.LeftButton)
    dialog = place.findChild(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    file = tmp_path / "log.jsonl"
    field.setText(str(file))
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(file.exists)
    qtbot.waitUntil(lambda: place._context.tasks.running == 0)
    assert verify_exported(file).ok


def test_a_clerk_may_verify_but_not_read(open_place: Callable[[str], AuditPlace]) -> None:
    place = open_place("c01")
    assert place.model.rowCount() == 0
    assert "監査" in place._empty.accessibleName()
    assert place.verify.isVisible()
    assert not place.export.isVisible()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"state": "FAR_AHEAD"}, "状態 大きく進んだ"),
        ({"state": "BEHIND"}, "状態 前に使った日時より遅れ"),
        ({"kind": "MY_NUMBER", "page": 3}, "種類 個人番号　ページ 3"),
        ({"reason": "DUPLICATE"}, "理由 同じものを取り込んでいた"),
        ({"which": "R2"}, "照合先 供給場所"),
        ({"day": "2026-11-10", "reason": "WRONG_RECORD"}, "理由 郵便物の処置の記録が違っていた"),
        ({"reason": "NOBODY_IN"}, "理由 二人そろわなかった"),
        ({"reason": "OTHER_PERSON", "from": "a", "to": "b"}, "理由 別の人の書類"),
        ({"kind": "AGENT_NOTICE"}, "種類 代理人の事前連絡"),
        ({"reason": "LAWSUIT"}, "理由 訴訟"),
        ({"reason": "MONEY", "class": "A"}, "理由 返金・精算の未了"),
    ],
)
def test_no_code_of_the_program_is_shown_to_the_reader(
    detail: dict[str, str | int], words: str
) -> None:
    line = AuditLine(1, datetime(2026, 11, 10, tzinfo=JST), "", "", "", "", "", (), detail)
    assert detail_words(line) == words


def test_the_times_of_confirmations_are_a_chart_with_figures_and_without_names(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot, shots: Path
) -> None:
    place = open_place("k01")
    QTest.mouseClick(place.show_times, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(place.times.isVisible)
    assert place.times.title.text() == (
        "本人確認が5件以上の月がないため、所要時間の分布は表示しません"
    )
    counted = {date(2026, 10, 1): {0: 1, 1: 4, 2: 9, 3: 6, 6: 1}}
    place.times.show_times(distribution(counted), "2026年1月〜2026年12月")
    assert place.times.title.text() == "本人確認の半数は「30〜60秒」までに終わっています"
    assert "21件" in place.times.note.text()
    assert place.times.chart.accessibleName().startswith("15秒未満 1件、15〜30秒 4件")
    place.grab().save(str(shots / "audit-check-times.png"))
    QTest.mouseClick(place.show_times, Qt.MouseButton.LeftButton)
    assert place.times.isHidden()


def test_the_receipt_ledger_is_read_and_carried_out_in_three_shapes(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot, shots: Path, tmp_path: Path
) -> None:
    place = open_place("c01")
    tasks = place._context.tasks
    QTest.mouseClick(place.ledger, Qt.MouseButton.LeftButton)
    ledger = place.findChild(ReceiptLedgerDialog)
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert ledger.year.currentText() == "2026年度"
    assert ledger.count.text() == "0件"
    ledger.year.choose("2025")
    assert (ledger.since.text(), ledger.until.text()) == ("2025-04-01", "2026-03-31")
    ledger.until.setText("2025-04-30")
    ledger.until.editingFinished.emit()
    assert ledger.year.currentText() == "日付で選ぶ"
    ledger.until.setText("2025-03-01")
    ledger.act.click()
    assert "始まりの日より前" in ledger.fields[1].error()
    ledger.year.choose("2026")
    for kind in ("pdf", "xlsx", "csv"):
        ledger.kind.choose(kind)
        ledger.act.click()
        dialog = ledger.findChild(QFileDialog, "receipt_file_dialog")
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field.text() == f"I-04_20260401-20270331.{kind}"
        file = tmp_path / f"ledger.{kind}"
        field.setText(str(file))
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda file=file: file.exists() and tasks.running == 0)
    assert len(place._context.desk.correspondence.exports(place._context.signed_in)) == 3
    ledger.grab().save(str(shots / "receipt-ledger.png"))


def test_an_auditor_reads_the_receipt_ledger_and_carries_nothing_out(
    open_place: Callable[[str], AuditPlace], qtbot: QtBot
) -> None:
    place = open_place("k01")
    QTest.mouseClick(place.ledger, Qt.MouseButton.LeftButton)
    ledger = place.findChild(ReceiptLedgerDialog)
    qtbot.waitUntil(lambda: place._context.tasks.running == 0)
    assert ledger.count.text() == "0件"
    assert ledger.act.isHidden()
    assert ledger.kind.isHidden()
