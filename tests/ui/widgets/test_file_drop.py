"""One way to bring files: dropped on a widget, or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.file_drop import FileDrop

_COPY, _LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


def _mime(*urls: QUrl) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(list(urls))
    return mime


def _enter(target: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), _COPY, mime, _LEFT, _PLAIN)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def _let_go(target: QWidget, mime: QMimeData) -> None:
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), _COPY, mime, _LEFT, _PLAIN))


def test_dropped_files_are_given_and_what_hovers_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    target = QWidget()
    qtbot.addWidget(target)
    drop, given, hovering = FileDrop(target), [], []
    drop.given.connect(given.append)
    drop.hovering.connect(hovering.append)
    mime = _mime(QUrl.fromLocalFile(str(tmp_path / "a.csv")), QUrl("https://example.invalid/b"))
    assert _enter(target, mime)
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert _enter(target, mime)
    _let_go(target, mime)
    assert given == [(tmp_path / "a.csv",)]
    assert hovering == [True, False, True, False]


def test_nothing_is_taken_while_the_widget_is_busy(qtbot: QtBot, tmp_path: Path) -> None:
    target = QWidget()
    qtbot.addWidget(target)
    drop, given = FileDrop(target, lambda: False), []
    drop.given.connect(given.append)
    mime = _mime(QUrl.fromLocalFile(str(tmp_path / "a.csv")))
    assert not _enter(target, mime)
    _let_go(target, mime)
    assert given == []


def test_text_is_no_file(qtbot: QtBot) -> None:
    target = QWidget()
    qtbot.addWidget(target)
    FileDrop(target)
    mime = QMimeData()
    mime.setText("architecture")
    assert not _enter(target, mime)


def test_files_are_chosen_in_a_dialog_too(qtbot: QtBot, tmp_path: Path) -> None:
    target = QWidget()
    qtbot.addWidget(target)
    target.show()
    drop, given = FileDrop(target), []
    drop.given.connect(given.append)
    drop.ask("CSVを選ぶ", "CSV (*.csv)", name="choose_dialog")
    dialog = target.findChild(QFileDialog, "choose_dialog")
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    dialog.filesSelected.emit([str(tmp_path / "b.csv")])
    assert given == [(tmp_path / "b.csv",)]
    dialog.close()
