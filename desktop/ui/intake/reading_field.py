"""One field of a page to look over: the piece of the scan, the text or the tick, how sure it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.reading import Box
from desktop.ui import theme
from desktop.ui.intake.opened_page import Entry, OpenedPage, entry_crop
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField, is_enter
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Check
from desktop.ui.widgets.strip import Crop, Strip

_TICKED = "1"
_TICK_STRIP = 34


class TextEntry(TextField):
    """Enter confirms, Esc leaves; neither while an input method composes."""

    entered = Signal()
    escaped = Signal()
    reached = Signal()

    def event(self, event: QEvent) -> bool:
        # Esc belongs to the field, also while an import shows its own Esc.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and not self.composing:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and not self.composing:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        self.reached.emit()


class TickEntry(Check):
    entered = Signal()
    reached = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()


class ReadingField(QWidget):
    """`confirmed` gives key and text; the field itself shows what became of it."""

    confirmed = Signal(str, str)
    reached = Signal(str)
    left = Signal()

    def __init__(self, entry: Entry, page: OpenedPage) -> None:
        super().__init__()
        self.entry = entry
        self.setObjectName(f"reading_{entry.key}_group")
        self._sure = entry.sure
        self._text = entry.text
        self._error = label("", "caption", tone="bad", wrap=True)
        self._error.hide()
        piece = entry_crop(page, entry)
        self.text_field: FormField | None = None
        self.tick: TickEntry | None = None
        if entry.tick:
            self._make_tick(entry, piece)
        else:
            self._make_text(entry, piece)
        self.set_sure(entry.sure)

    @property
    def editor(self) -> QWidget:
        if self.tick is not None:
            return self.tick
        assert self.text_field is not None  # noqa: S101
        return self.text_field.editor

    @property
    def box(self) -> Box | None:
        return self.entry.box

    @property
    def is_open(self) -> bool:
        """Whether a person still has to look at it."""
        return self._sure is False

    def text(self) -> str:
        if self.tick is not None:
            return _TICKED if self.tick.isChecked() else ""
        return self.text_field.text().strip() if self.text_field is not None else ""

    def needs_saving(self) -> bool:
        return self.is_open or self.text() != self._text

    def set_sure(self, sure: bool | None) -> None:
        """確か, 要確認, or nothing where nothing was read."""
        self._sure = sure
        if self.text_field is not None:
            self.text_field.set_sure(sure)
            return
        self._mark_icon.setVisible(sure is False)
        self._mark.setVisible(sure is False)
        if sure is False:
            self._mark.setText(self.tr("要確認"))

    def saved(self, text: str) -> None:
        self._text = text
        self.set_sure(True)

    def show_error(self, sentence: str) -> None:
        if self.text_field is not None:
            self.text_field.set_error(sentence)
        else:
            self._error.setText(sentence)
            self._error.show()

    def _make_text(self, entry: Entry, piece: Crop | None) -> None:
        editor = TextEntry(entry.text)
        editor.setObjectName(f"reading_{entry.key}")
        editor.entered.connect(self._confirm)
        editor.escaped.connect(self._leave)
        editor.reached.connect(self._reach)
        self.text_field = FormField(
            entry.label,
            editor,
            key=entry.key,
            name=f"reading_{entry.key}",
            strip=piece,
        )
        self.setFocusProxy(editor)
        self.setLayout(column(self.text_field, spacing=0))

    def _make_tick(self, entry: Entry, piece: Crop | None) -> None:
        self.tick = TickEntry(
            entry.label, name=f"reading_{entry.key}", checked=entry.text == _TICKED, wrap=True
        )
        self.tick.entered.connect(self._confirm)
        self.tick.clicked.connect(self._confirm)
        self.tick.reached.connect(self._reach)
        self._mark_icon = icon_label("triangle-alert", "warn", 14)
        set_icon(self._mark_icon, "triangle-alert", "warn", 14)
        self._mark = label("", "small")
        set_tone(self._mark, "warn")
        strip = Strip(piece, height=26)
        strip.setFixedWidth(theme.px(_TICK_STRIP))
        if piece is None or entry.sure is not False:
            strip.hide()
        line = row((self.tick, 1), strip, self._mark_icon, self._mark, spacing=4)
        self.setFocusProxy(self.tick)
        self.setLayout(column(line, self._error, spacing=0))

    def _confirm(self) -> None:
        self.confirmed.emit(self.entry.key, self.text())

    def _leave(self) -> None:
        if self.text_field is not None:
            self.text_field.set_text(self._text)
            self.text_field.clear_error()
        self.left.emit()

    def _reach(self) -> None:
        self.reached.emit(self.entry.key)
