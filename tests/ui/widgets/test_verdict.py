"""A decision with two answers: whoever presses on without choosing has decided nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.verdict import Verdict


@pytest.mark.parametrize("agrees", [True, False])
def test_nothing_is_decided_before_somebody_chooses(qtbot: QtBot, agrees: bool) -> None:
    verdict = Verdict(("取り消す", "agree"), ("そのままにする", "keep"), name="verdict")
    qtbot.addWidget(verdict)
    told = verdict.findChild(QLabel, "verdict_below")
    assert isinstance(told, QLabel)
    assert not told.isVisibleTo(verdict)
    assert verdict.given() is None
    assert told.isVisibleTo(verdict)
    assert told.text() == "どちらかを選んでください。"
    (verdict.yes if agrees else verdict.no).click()
    assert not told.isVisibleTo(verdict)
    assert verdict.given() is agrees
