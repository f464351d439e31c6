"""F2: puts right what was read, with the piece of the scan above the field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.strip import Crop


class ReadingEditor(QFrame):
    """Hidden until `edit`; Enter gives the text, Esc leaves it as it was."""

    given = Signal(str, str, str)  # page id, key, text
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "sunk")
        self.setObjectName("reading_editor")
        self._page_id = self._key = ""
        self.entry = Entry()
        self.field = FormField(self.tr("読みを直す"), self.entry, key="text", name="reading_text")
        self.keep = Button(
            self.tr("読みを保存する"), "secondary", key="Enter", bind=False, name="reading_keep"
        )
        self.leave = Button(
            self.tr("やめる"), "secondary", key="Esc", bind=False, name="reading_leave"
        )
        hint = label(self.tr("画像のとおりに入れてください。"), "caption")
        self.setLayout(
            column(
                self.field,
                row(self.keep, self.leave, hint, None, spacing=8),
                spacing=8,
                margins=(12, 10, 12, 10),
            )
        )
        self.keep.clicked.connect(self._give)
        self.leave.clicked.connect(self.stop)
        self.entry.entered.connect(self._give)
        self.entry.escaped.connect(self.stop)
        self.hide()

    def edit(self, page_id: str, key: str, title: str, text: str, piece: Crop | None) -> None:
        self._page_id, self._key = page_id, key
        self.field.clear_error()
        self.field.set_label(self.tr("{0}の読み").format(title))
        self.field.set_strip(piece)
        self.field.set_text(text)
        self.set_busy(False)
        self.show()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.selectAll()

    def set_busy(self, busy: bool) -> None:
        self.keep.setEnabled(not busy)

    def stop(self) -> None:
        self.hide()
        self.left.emit()

    def _give(self) -> None:
        if self.keep.isEnabled():
            self.set_busy(True)
            self.given.emit(self._page_id, self._key, self.field.text())

    def put_right(
        self, opened: OpenCase, pictures: Pictures, page_id: str, key: str, text: str
    ) -> None:
        """Store what was typed; a refusal leaves it here, with its reason."""
        desk, case_id = opened.desk, opened.case_id

        def done(_result: object) -> None:
            self.stop()
            pictures.forget_reading(page_id)
            pictures.want_page(page_id)

        opened.change(
            self,
            lambda act: desk.verification.correct(act, case_id, page_id, key, text),
            done,
            refused=lambda _error: self.set_busy(False),
            said=self.tr("読みを直しました。"),
        )


class Entry(TextField):
    """A line whose Enter and Esc belong to it, unless an input method composes."""

    entered = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.composing or not plain:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
