"""The page: scale, turn, the marked field, and the box to be masked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.strip import crop

BOX = (300, 900, 400, 80)


def sheet(width: int = 1000, height: int = 1400) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("white"))
    painter = QPainter(made)
    painter.fillRect(*BOX, QColor("#2040A0"))
    painter.end()
    return made


def jpeg(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)
    return bytes(data.data())


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.resize(520, 600)
    made.show()
    with qtbot.waitExposed(made):
        pass
    made.set_page(jpeg(sheet()))
    return made


def test_a_page_comes_from_its_bytes_and_fills_the_width(view: PageView) -> None:
    assert (view.image().width(), view.image().height()) == (1000, 1400)
    shown = view._page_area()
    assert shown.width() == pytest.approx(view.viewport().width() - 32, abs=12)


def test_bytes_that_are_no_picture_are_told(view: PageView) -> None:
    view.set_page(b"not a picture")
    assert view.image().isNull()
    view.grab()


def test_the_keyboard_zooms_turns_and_fits(view: PageView, qtbot: QtBot) -> None:
    before = view.zoom()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() > before
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom() < before
    QTest.keyClick(view, Qt.Key.Key_9)
    assert view._page_area().height() <= view.viewport().height()
    with qtbot.waitSignal(view.rotated) as turned:
        QTest.keyClick(view, Qt.Key.Key_R)
    assert turned.args == [90]
    assert view._turned().width() == 1400


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_mark_stands_on_its_field_however_the_page_is_turned(
    view: PageView, turns: int
) -> None:
    for _ in range(turns):
        view.turn()
    view.set_mark(BOX, "番地")
    grabbed = view.viewport().grab().toImage()
    centre = view._shown(QRectF(*BOX)).center().toPoint()
    assert view.viewport().rect().contains(centre)
    colour = grabbed.pixelColor(centre)
    # The field's blue under the mark's thin wash.
    assert colour.blue() > colour.red() + 40


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_point_of_the_page_goes_to_the_screen_and_back(view: PageView, turns: int) -> None:
    for _ in range(turns):
        view.turn()
    for point in (QPointF(0, 0), QPointF(300, 900), QPointF(999, 1399)):
        back = view._to_page(view._transform().map(point))
        assert (back.x(), back.y()) == pytest.approx((point.x(), point.y()), abs=0.01)


def test_a_mark_outside_the_view_is_scrolled_to(view: PageView) -> None:
    view.set_zoom(2.0)
    view.set_mark((100, 1300, 200, 50), "部屋")
    shown = view._shown(QRectF(100, 1300, 200, 50)).toRect()
    assert view.viewport().rect().contains(shown)


def test_a_mask_is_drawn_with_the_mouse_in_pixels_of_the_page(view: PageView, qtbot: QtBot) -> None:
    view.allow_masking(True)
    view.set_masking(True)
    start = view._transform().map(QPointF(100, 200)).toPoint()
    end = view._transform().map(QPointF(500, 300)).toPoint()
    with qtbot.waitSignal(view.mask_drawn) as drawn:
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(view.viewport(), (start + end) / 2)
        QTest.mouseMove(view.viewport(), end)
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    x, y, width, height = drawn.args[0]
    assert (x, y, width, height) == pytest.approx((100, 200, 400, 100), abs=6)
    assert not view.is_masking()


def test_a_mask_is_placed_by_the_keyboard_alone(view: PageView, qtbot: QtBot) -> None:
    view.allow_masking(True)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_M)
    assert view.is_masking()
    before = QRectF(view._box)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view._box.x() > before.x()
    assert view._box.height() > before.height()
    with qtbot.waitSignal(view.mask_drawn) as drawn:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert drawn.args[0][2] >= 4
    QTest.keyClick(view, Qt.Key.Key_M)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.is_masking()


def test_masking_is_offered_only_where_it_is_allowed(view: PageView) -> None:
    QTest.keyClick(view, Qt.Key.Key_M)
    assert not view.is_masking()


def test_masks_are_black_on_the_shown_page(view: PageView) -> None:
    view.fit_page()
    view.set_masks(((0, 0, 500, 500),))
    at = view._shown(QRectF(100, 100, 2, 2)).center().toPoint()
    assert view.viewport().grab().toImage().pixelColor(at) == QColor(0, 0, 0)


def test_no_page_shows_the_reason(view: PageView, qtbot: QtBot) -> None:
    view.clear("この書類は廃棄済です。")
    assert view.image().isNull()
    view.grab()


def test_a_strip_is_trimmed_to_its_ink() -> None:
    page = QImage(600, 200, QImage.Format.Format_RGB32)
    page.fill(QColor("#F4F0E8"))
    painter = QPainter(page)
    painter.fillRect(200, 80, 100, 40, QColor("#101040"))
    painter.end()
    piece = crop(page, (0, 0, 600, 200))
    assert (piece.image.width(), piece.image.height()) == (116, 50)
    assert piece.paper == QColor("#F4F0E8")


def test_a_blank_field_is_kept_whole() -> None:
    page = QImage(300, 60, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    piece = crop(page, (0, 0, 300, 60))
    assert (piece.image.width(), piece.image.height()) == (300, 60)


def test_the_page_is_reached_and_named_for_the_keyboard(view: PageView) -> None:
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert view.accessibleName()
    assert view.objectName() == "page_view"
    assert theme.color("page_mark").isValid()
    assert view.viewport().mapTo(view, QPoint(0, 0)) is not None
