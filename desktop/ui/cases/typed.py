"""What somebody has typed or chosen in a panel and not yet saved, field by field.

So that a panel can be made anew after somebody else's change without losing a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

_PASSWORD = QLineEdit.EchoMode.Password


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field: what it is called, what stands in it in words, and what puts it back."""

    key: str
    label: str
    words: str
    value: str


class TypedWatch(QObject):
    """Remembers which fields of a panel a person has touched; what programs set does not count."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self.before = typed_fields(panel, hidden=True)
        self._touched: set[str] = set()
        for widget in panel.findChildren(QWidget):
            if isinstance(widget, QLineEdit):
                widget.textEdited.connect(self._note(widget))
            elif isinstance(widget, QPlainTextEdit):
                widget.textChanged.connect(self._note(widget))
            elif isinstance(widget, QComboBox):
                widget.activated.connect(self._note(widget))
            elif isinstance(widget, QAbstractButton) and widget.isCheckable():
                widget.clicked.connect(self._note(widget))

    def touched(self) -> dict[str, TypedField]:
        """What the person has typed, as it stands now; without what came back to what it was."""
        now = typed_fields(self._panel)
        return {
            key: field
            for key, field in now.items()
            if key in self._touched and field.value != self._value_before(key)
        }

    def mark(self, keys: Mapping[str, object]) -> None:
        """These fields hold what a person typed in the panel before this one."""
        self._touched.update(keys)

    def _value_before(self, key: str) -> str | None:
        before = self.before.get(key)
        return before.value if before is not None else None

    def _note(self, widget: QWidget) -> object:
        key = _key(widget)

        def note(*_ignored: object) -> None:
            self._touched.add(key)

        return note


def typed_fields(panel: QWidget, *, hidden: bool = False) -> dict[str, TypedField]:
    """Every field of the panel, without passphrases; with `hidden` also those not in use now."""
    found: dict[str, TypedField] = {}
    for widget in panel.findChildren(QWidget):
        if not widget.objectName() or not (hidden or widget.isVisibleTo(panel)):
            continue
        field = _field(panel, widget)
        if field is not None and (field.value or field.key not in found):
            found[field.key] = field
    return found


def put_back(panel: QWidget, fields: Mapping[str, TypedField]) -> dict[str, TypedField]:
    """Set these fields; answers those for which the panel has no place any more."""
    # Choices come first: they bring the fields into view that belong to them.
    left = dict(fields)
    for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit):
        for widget in panel.findChildren(kind):
            key = _key(widget)
            field = left.get(key)
            if field is not None and _set(widget, field):
                del left[key]
    return left


def changed_by_both(
    key: str,
    mine: TypedField,
    theirs: Mapping[str, TypedField],
    before: Mapping[str, TypedField],
) -> bool:
    """Whether both changed this field, each to something else, or it has no place any more."""
    now = theirs.get(key)
    if now is None:
        return True
    was = before.get(key)
    return now.value not in (mine.value, was.value if was is not None else None)


def _field(panel: QWidget, widget: QWidget) -> TypedField | None:
    key, label = _key(widget), _label(panel, widget)
    if isinstance(widget, QLineEdit):
        if widget.isReadOnly() or widget.echoMode() == _PASSWORD:
            return None
        if isinstance(widget.parentWidget(), QComboBox):
            return None
        return TypedField(key, label, widget.text(), widget.text())
    if isinstance(widget, QPlainTextEdit):
        text = widget.toPlainText()
        return None if widget.isReadOnly() else TypedField(key, label, text, text)
    if isinstance(widget, QComboBox):
        chosen = str(widget.currentData() or "")
        return TypedField(key, label, widget.currentText(), chosen)
    if isinstance(widget, QRadioButton):
        if not widget.isChecked():
            return TypedField(key, label, "", "")
        return TypedField(key, label, widget.accessibleName(), widget.objectName())
    if isinstance(widget, QCheckBox):
        on = widget.isChecked()
        return TypedField(key, label, _tr("選択") if on else _tr("選択なし"), "1" if on else "")
    return None


def _set(widget: QWidget, field: TypedField) -> bool:
    """Whether the widget could take the value."""
    if isinstance(widget, QRadioButton):
        if widget.objectName() != field.value:
            return False
        widget.setChecked(True)
        return True
    if isinstance(widget, QCheckBox):
        widget.setChecked(bool(field.value))
        return True
    if isinstance(widget, QComboBox):
        index = widget.findData(field.value)
        widget.setCurrentIndex(index)
        return index >= 0
    if isinstance(widget, QLineEdit):
        widget.setText(field.value)
        return True
    if isinstance(widget, QPlainTextEdit):
        widget.setPlainText(field.value)
        return True
    return False


def _key(widget: QWidget) -> str:
    """A round choice stands for its group: only one of them is ever chosen."""
    if isinstance(widget, QRadioButton):
        group = widget.group()
        members = group.buttons() if group is not None else _siblings(widget)
        return "choice:" + min(one.objectName() for one in members)
    return widget.objectName()


def _siblings(widget: QRadioButton) -> list[QAbstractButton]:
    parent = widget.parentWidget()
    return list(parent.findChildren(QRadioButton)) if parent is not None else [widget]


def _label(panel: QWidget, widget: QWidget) -> str:
    """The field's name, behind the name of the card that it belongs to."""
    own = "" if isinstance(widget, QRadioButton) else widget.accessibleName()
    step = widget.parentWidget()
    while step is not None and step is not panel:
        card = step.accessibleName()
        if card and step.property("surface") == "card":
            return f"{card}　{own}" if own else card
        step = step.parentWidget()
    return own or _tr("選択")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Typed", text)
