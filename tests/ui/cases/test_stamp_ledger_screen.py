"""切手・為替受払簿 in the window: read, handed over, counted and carried out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import K1_K3, Track
from case_screen import Screen
from desk_office import passphrase
from PySide6.QtWidgets import QDialog, QLineEdit

from desktop.domain.payments import Payment, Piece
from desktop.domain.requests import FeeMeans
from desktop.ui.audit.place import AuditPlace
from desktop.ui.audit.stamp_ledger import StampLedgerDialog

Open = Callable[..., Screen]


def test_the_ledger_is_read_counted_handed_over_and_carried_out(
    track: Track, screen: Open, shots: Path
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
    for name, text in (("110", "4"), ("10", "1")):
        count.findChild(QLineEdit, f"stamp_counted_STAMPS_{name}").setText(text)
    count.witness.set_text("c02")
    count.passphrase.set_text(passphrase("c02"))
    count.act.click()
    shown.settle()
    assert "書かれていません" in count.explained.error()
    count.grab().save(str(shots / "stamp-count.png"))
    count.explained.set_text("1枚が破れていた")
    count.act.click()
    shown.settle()
    assert "差 -10円（1枚が破れていた）" in ledger.counted.text()

    ledger.hand_over.click()
    hand = ledger.findChild(QDialog, "stamp_handing")
    assert hand.pieces.text() == "10×1 110×4"
    hand.witness.set_text("s01")
    hand.passphrase.set_text(passphrase("s01"))
    hand.act.click()
    shown.settle()
    assert ledger.hand.text() == "いま手元にあるはずのもの：なし"
    ledger.export_to(str(track.folder / "I-09.csv"))
    shown.settle()
    # Two receipts, one adjustment, two lines handed over, below the heads.
    assert len((track.folder / "I-09.csv").read_text("utf-8-sig").splitlines()) == 6
