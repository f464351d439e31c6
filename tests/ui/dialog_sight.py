"""Whether a dialog fits the smallest screen, and whether every word of it or a window is whole."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.select import Check, Choice, Select
from desktop.ui.widgets.table import Table

# 1366×768 less the bar at the bottom and the window's own title.
WIDEST, HIGHEST = 1366, 688


def dialogs() -> list[Dialog]:
    """Every dialog that is about, opened or already answered."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog)]


def faults(dialog: Dialog) -> list[str]:
    """What a person could not see of it, laid out as it would be now."""
    lay_out(dialog)
    found = []
    if dialog.width() > WIDEST or dialog.height() > HIGHEST:
        found.append(f"{dialog.width()}×{dialog.height()}")
    found += cut_words(dialog)
    return [f"{dialog.objectName()} {one}" for one in found]


def cut_words(shown: QWidget) -> list[str]:
    """The words of a dialog or a window that do not stand there whole, and where."""
    return [f"{one.objectName()}: {words}" for one, words in _cut(shown)]


def lay_out(dialog: Dialog) -> None:
    """Give it the room that it takes for itself once what was posted has been handled."""
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    needed = layout.totalHeightForWidth(dialog.width())
    dialog.resize(dialog.width(), max(dialog.height(), needed))
    layout.activate()


def _cut(shown: QWidget) -> Iterator[tuple[QWidget, str]]:
    for widget in shown.findChildren(QWidget):
        if not widget.isVisibleTo(shown):
            continue
        if isinstance(widget, QLabel) and widget.text():
            if _label_cut(widget):
                yield widget, widget.text()
        elif isinstance(widget, Button | Choice) and _is_narrow(widget):
            yield widget, widget.accessibleName()
        elif isinstance(widget, Select) and _chosen_cut(widget):
            yield widget, widget.currentText()
        elif isinstance(widget, Check) and not widget.hasHeightForWidth() and _is_narrow(widget):
            yield widget, widget.text()
        elif isinstance(widget, Table):
            yield from ((widget, words) for words in _heads_cut(widget))


def _label_cut(shown: QLabel) -> bool:
    if shown.wordWrap():
        return shown.heightForWidth(shown.width()) > shown.height() + 1
    return shown.sizeHint().width() > shown.width() + 1


def _is_narrow(widget: QWidget) -> bool:
    return widget.sizeHint().width() > widget.width() + 1


def _chosen_cut(shown: Select) -> bool:
    """What is chosen; the list that opens is as wide as its longest line."""
    room = shown.width() - (shown.sizeHint().width() - _longest(shown))
    return shown.fontMetrics().horizontalAdvance(shown.currentText()) > room + 1


def _longest(shown: Select) -> int:
    words = [shown.itemText(number) for number in range(shown.count())]
    return max((shown.fontMetrics().horizontalAdvance(one) for one in words), default=0)


def _heads_cut(table: Table) -> Iterator[str]:
    head, model = table.horizontalHeader(), table.rows()
    for column in range(model.columnCount()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if head.fontMetrics().horizontalAdvance(words) + 8 > head.sectionSize(column):
            yield words
