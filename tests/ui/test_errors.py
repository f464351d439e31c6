"""Errors: beside the field, in the nearest banner place, or one dialog for each surprise."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError, Refused
from desktop.ui.errors import ErrorReporter, SurpriseDialog, where
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column

NAME = "架空 太郎"


class Screen(QWidget):
    def __init__(self, inner: QWidget | None = None) -> None:
        super().__init__()
        self.banners = BannerArea()
        self.field = FormField("理由", key="reason")
        items = [self.banners, self.field] + ([inner] if inner is not None else [])
        self.setLayout(column(*items))


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    made = Screen()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitExposed(made):
        pass
    return made


@pytest.fixture
def reporter(screen: Screen) -> ErrorReporter:
    made = ErrorReporter()
    made.window = screen
    return made


def surprise() -> Exception:
    def inside(name: str) -> None:
        raise ValueError(f"cannot handle {name}")

    try:
        inside(NAME)
    except ValueError as error:
        return error
    raise AssertionError


def dialogs() -> list[SurpriseDialog]:
    return [
        w for w in QApplication.topLevelWidgets() if isinstance(w, SurpriseDialog) and w.isVisible()
    ]


def test_an_expected_failure_is_a_banner_with_sentence_and_next_step(
    screen: Screen, reporter: ErrorReporter
) -> None:
    reporter.show_error(screen.field, DeskError("印刷機が応えません。", "電源を確かめてください。"))
    banner = screen.banners.banners()[0]
    assert banner.headline() == "印刷機が応えません。"
    assert banner.body() == "電源を確かめてください。"


def test_an_error_of_a_field_stands_beside_it(screen: Screen, reporter: ErrorReporter) -> None:
    reporter.show_error(screen, Refused("理由がありません。", "入れてください。", field="reason"))
    assert screen.field.error() == "理由がありません。入れてください。"
    assert screen.banners.banners() == []
    assert screen.field.editor.hasFocus()


def test_an_error_of_an_unknown_field_is_a_banner(screen: Screen, reporter: ErrorReporter) -> None:
    reporter.show_error(screen, Refused("値が正しくありません。", field="elsewhere"))
    assert len(screen.banners.banners()) == 1


def test_the_nearest_banner_place_is_taken(qtbot: QtBot, reporter: ErrorReporter) -> None:
    inner = Screen()
    outer = Screen(inner)
    qtbot.addWidget(outer)
    outer.show()
    reporter.show_error(inner.field.editor, DeskError("取り込めません。"))
    assert len(inner.banners.banners()) == 1
    assert outer.banners.banners() == []


def test_without_a_place_of_its_own_the_window_tells_it(
    screen: Screen, reporter: ErrorReporter
) -> None:
    reporter.show_error(None, DeskError("取り込めません。"))
    assert len(screen.banners.banners()) == 1


def test_a_surprise_opens_one_dialog_for_each_traceback_and_names_no_data(
    screen: Screen,
    reporter: ErrorReporter,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            reporter.show_error(screen, surprise())
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
    QApplication.sendPostedEvents()
    assert len(dialogs()) == 1
    dialog = dialogs()[0]
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "ValueError" in shown
    assert "test_errors.py" in shown
    assert NAME not in shown
    assert NAME not in caplog.text
    assert caplog.text.count("surprise") >= 3
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert NAME not in QApplication.clipboard().text()
    assert "inside" in QApplication.clipboard().text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialogs() == []


def test_the_way_to_an_error_holds_no_message() -> None:
    assert NAME not in where(surprise())
    assert where(surprise()).splitlines()[0] == "ValueError"


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def test_one_hook_takes_the_surprises_of_all_threads(
    hooks: None, screen: Screen, reporter: ErrorReporter, qtbot: QtBot
) -> None:
    reporter.install()

    def fall() -> None:
        raise LookupError(NAME)

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert NAME not in "".join(label.text() for label in dialogs()[0].findChildren(QLabel))
    dialogs()[0].reject()
    sys.excepthook(Refused, Refused("承認できません。", "別の責任者に依頼してください。"), None)
    assert screen.banners.banners()[0].headline() == "承認できません。"
