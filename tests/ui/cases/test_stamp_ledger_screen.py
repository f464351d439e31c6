"""切手・為替受払簿 in the window: read, handed over, counted and carried out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import K1_K3, Track
from case_screen import Screen
from desk_office import passphrase
from dialog_sight import HIGHEST
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from desktop.domain.payments import Payment, Piece
from desktop.domain.requests import FeeMeans
from desktop.services.fee_views import InHand
from desktop.ui.audit.place import AuditPlace
from desktop.ui.audit.stamp_acts import CountDialog
from desktop.ui.audit.stamp_ledger import StampLedgerDialog
from desktop.ui.widgets.empty_state import EmptyState

Open = Callable[..., Screen]


LPSTAT = """#!/bin/sh
echo Letters
"""
LP = """#!/bin/sh
printf '%s\\n' "$@" > "{folder}/arguments"
/bin/cat > "{folder}/received"
echo "request id is Letters-12 (0 file(s))"
"""


@pytest.fixture
def print_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's own print commands, in whose place scripts write down what they are given."""
    folder = tmp_path / "print-shop"
    folder.mkdir()
    for name, script in (("lpstat", LPSTAT), ("lp", LP)):
        (folder / name).write_text(script.replace("{folder}", str(folder)), encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def test_the_ledger_is_read_counted_handed_over_and_carried_out(
    track: Track, screen: Open, shots: Path, print_shop: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    paid = Payment(FeeMeans.STAMPS, (Piece(110, 4), Piece(10, 2)))
    track.office.desk.fees.record(track.act("c01"), case_id, paid)
    track.office.desk.cases.load_index()
    shown = screen("c01")
    place = AuditPlace(shown.context)
    shown.qtbot.addWidget(place)
    place.resize(1142, 640)
    place.show()
    place.stamps.click()
    ledger = place.findChild(StampLedgerDialog)
    assert ledger is not None
    # Nothing is said of the ledger, and nothing done on it, before it has been read.
    assert not ledger.findChild(EmptyState, "stamp_empty").isVisible()
    assert not any(one.isEnabled() for one in (ledger.count, ledger.hand_over, ledger.act))
    shown.settle()
    rows = [[cell.words() for cell in ledger.model.row_at(n).cells] for n in range(2)]
    assert [one[4:10] for one in rows] == [
        ["切手", "110", "4", "", "4", "440"],
        ["切手", "10", "2", "", "2", "460"],
    ]
    assert "計 460円" in ledger.hand.text()
    ledger.grab().save(str(shots / "stamp-ledger.png"))
    place.grab().save(str(shots / "stamp-audit-place.png"))

    ledger.count.click()
    count = ledger.findChild(QDialog, "stamp_counting")
    count.act.click()
    below = count.findChild(QLabel, "stamp_counted_STAMPS_10_below")
    assert below.text() == "数えた数を入れてください。"
    for name, text in (("110", "4"), ("10", "1")):
        count.findChild(QLineEdit, f"stamp_counted_STAMPS_{name}").setText(text)
    count.witness.set_text("c02")
    count.passphrase.set_text(passphrase("c02"))
    count.besides.set_text("30")
    count.act.click()
    assert "額面と枚数" in count.besides.error()
    count.besides.set_text("50×1")  # bought to give change: the ledger knows of none
    count.act.click()
    shown.settle()
    assert "書かれていません" in count.explained.error()
    assert count.besides.error() == ""
    count.grab().save(str(shots / "stamp-count.png"))
    full = tuple(InHand(FeeMeans.STAMPS, face, 3) for face in range(10, 160, 10))
    many = CountDialog(ledger, shown.context, full)
    many.open()
    shown.qtbot.waitUntil(lambda: many.isVisible() and many.height() <= HIGHEST)
    many.grab().save(str(shots / "stamp-count-full.png"))
    many.reject()
    count.explained.set_text("1枚が破れていた")
    count.act.click()
    shown.settle()
    assert "差 +40円（1枚が破れていた）" in ledger.counted.text()

    ledger.hand_over.click()
    hand = ledger.findChild(QDialog, "stamp_handing")
    # 20 yen are too much of what came: that change stays, by the smallest faces that pay it.
    assert hand.pieces.text() == "110×4"
    assert "20円分は、手元に残します" in hand.owed.text()
    hand.pieces.set_text("10×1 50×1 110×4")
    hand.witness.set_text("s01")
    hand.passphrase.set_text(passphrase("s01"))
    hand.act.click()
    shown.settle()
    assert "お客様にお返しする切手20円分が、手元に残りません" in hand.pieces.error()
    hand.pieces.set_text("110×4")
    hand.act.click()
    shown.settle()
    rest = "いま手元にあるはずのもの：切手 10円×1枚、切手 50円×1枚（計 60円）"
    assert ledger.hand.text() == rest
    ledger.undo.click()
    undoing = ledger.findChild(QDialog, "stamp_undoing")
    undoing.act.click()  # a reason is chosen, not found there
    assert undoing.why.error() == "取り消す理由を選んでください。"
    undoing.why.why.choose("FACE")
    undoing.act.click()
    shown.settle()
    # It stands until another person has counted what lies in hand.
    assert ledger.hand.text() == rest
    assert "切手 110円×4枚）を取り消す" in ledger.waiting.told.text()
    assert (ledger.waiting.decide.isVisible(), ledger.waiting.take_back.isVisible()) == (
        False,
        True,
    )
    ledger.grab().save(str(shots / "stamp-undo-waits.png"))
    ledger.print.click()
    shown.settle()
    assert (print_shop / "received").read_bytes().startswith(b"%PDF")
    assert "I-09" in (print_shop / "arguments").read_text("utf-8").split("\n")
    ledger.export_to(str(track.folder / "I-09.csv"))
    shown.settle()
    # Two receipts, two adjustments, one line handed over, below the heads.
    assert len((track.folder / "I-09.csv").read_text("utf-8-sig").splitlines()) == 6

    ledger.reject()
    shown.sign_in_as("s01")
    place = AuditPlace(shown.context)
    shown.qtbot.addWidget(place)
    place.show()
    place.stamps.click()
    ledger = place.findChild(StampLedgerDialog)
    shown.settle()
    assert ledger.waiting.decide.isVisible()
    ledger.waiting.decide.click()
    decision = ledger.findChild(QDialog, "stamp_undo_decision")
    decision.act.click()  # nobody agrees by pressing on
    assert decision.verdict.given() is None
    decision.grab().save(str(shots / "stamp-undo-decision.png"))
    decision.verdict.yes.click()
    decision.act.click()
    shown.settle()
    assert not ledger.waiting.isVisible()
    assert "計 500円" in ledger.hand.text()
    words = [cell.words() for cell in ledger.model.row_at(ledger.model.rowCount() - 1).cells]
    assert (words[3], words[6], words[10]) == ("取消", "4", "架空 太郎・例示 誠　額面の誤り")
