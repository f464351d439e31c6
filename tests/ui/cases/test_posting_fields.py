"""The fields of the posting: another way asks why, a doubtful number is told and taken."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.cases.posting import Posting


def test_another_way_asks_for_its_reason_and_a_doubtful_number_is_told(qtbot: QtBot) -> None:
    posting = Posting(way="KAN_I_KAKITOME", name="sending")
    qtbot.addWidget(posting)
    posting.show()
    offered = [posting.delivery.itemData(one) for one in range(posting.delivery.count())]
    assert "FUTSU" not in offered  # a less sure way is decided before the envelope is checked
    assert posting.delivery.key() == "KAN_I_KAKITOME"
    assert not posting.why.isVisible()
    posting.delivery.choose("HONNIN_GENTEI")
    assert posting.why.isVisible()
    posting.why.choose("DELIVERY_ASKED")
    QTest.keyClicks(posting.tracking, "123-45-67890-1")
    posting.tracking.editingFinished.emit()
    assert "最後の桁" in posting.doubt.text()
    assert posting.given() == ("HONNIN_GENTEI", "123-45-67890-1", "DELIVERY_ASKED")
    posting.tracking.setText("123-45-67890-3")
    posting.tracking.editingFinished.emit()
    assert posting.doubt.text() == ""
    posting.tracking.clear()
    QTest.keyClicks(posting.tracking, "A12345678903A\r")  # as a reader in the hand types the label
    assert posting.tracking.text() == "12345678903"
    posting.tracking.setText("123-45-67890-3")
    posting.delivery.choose("KAN_I_KAKITOME")
    assert not posting.why.isVisible()
    assert posting.given() == ("KAN_I_KAKITOME", "123-45-67890-3", "")
    decided = Posting(way="HONNIN_GENTEI", decided=("FUTSU", "DELIVERY_ASKED"), name="other")
    qtbot.addWidget(decided)
    assert decided.given() == ("FUTSU", "", "DELIVERY_ASKED")
