"""Boxes to black out on a page: by keyboard and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.mask_view import MaskView

FIRST, SECOND = (300, 400, 200, 60), (300, 900, 200, 60)
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot: QtBot) -> MaskView:
    made = MaskView()
    qtbot.addWidget(made)
    made.resize(520, 600)
    with qtbot.waitExposed(made):
        made.show()
    image = QImage(1000, 1400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    made.set_page(image)
    made.fit_page()
    made.set_boxes([FIRST, SECOND])
    return made


def at(view: MaskView, x: float, y: float) -> QPoint:
    """The viewport's point over a point of the page."""
    return view._transform().map(QPointF(x, y)).toPoint()


def test_the_boxes_are_as_given(view: MaskView) -> None:
    assert view.boxes() == (FIRST, SECOND)
    assert view.current() == 0


def test_arrows_move_the_chosen_box_and_shift_sizes_it(view: MaskView) -> None:
    QTest.keyClick(view, Qt.Key.Key_N)
    assert view.current() == 1
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    first, (x, y, width, height) = view.boxes()
    assert first == FIRST
    assert x > 300
    assert y == 900
    assert width in (200, 201)
    assert height > 60


def test_delete_takes_a_box_away_until_none_is_left(view: MaskView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.boxes() == (SECOND,)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert (view.boxes(), view.current()) == ((), -1)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.boxes() == ()


def test_m_adds_a_box_by_keyboard(view: MaskView, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_M)
    with qtbot.waitSignal(view.boxes_changed):
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(view.boxes()) == 3
    assert view.current() == 2


def test_the_mouse_drags_a_box(view: MaskView) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=at(view, 400, 430))
    QTest.mouseMove(port, at(view, 500, 630))
    QTest.mouseRelease(port, LEFT, pos=at(view, 500, 630))
    (x, y, width, height), second = view.boxes()
    assert second == SECOND
    assert (x, y) == (pytest.approx(400, abs=6), pytest.approx(600, abs=6))
    assert (width, height) == (pytest.approx(200, abs=2), pytest.approx(60, abs=2))


def test_the_mouse_draws_a_new_box_beside_the_others(view: MaskView) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=at(view, 100, 100))
    QTest.mouseMove(port, at(view, 250, 180))
    QTest.mouseRelease(port, LEFT, pos=at(view, 250, 180))
    x, y, width, height = view.boxes()[2]
    assert (x, y) == (pytest.approx(100, abs=6), pytest.approx(100, abs=6))
    assert (width, height) == (pytest.approx(150, abs=8), pytest.approx(80, abs=8))


def test_a_box_moved_over_the_edge_counts_as_far_as_the_page_goes(view: MaskView) -> None:
    view.set_boxes([(950, 1380, 200, 60)])
    assert view.boxes() == ((950, 1380, 50, 20),)


def test_a_box_is_seen_through_until_it_is_burnt_in(view: MaskView) -> None:
    shown = view.viewport().grab().toImage()
    point = at(view, 400, 430)
    lightness = shown.pixelColor(point).lightness()
    assert 60 < lightness < 220
