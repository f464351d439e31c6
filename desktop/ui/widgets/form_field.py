"""A field with its label above, the strip of the scan it comes from, and its error below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.strip import Crop, Strip


class FormField(QWidget):
    """`key` is the name that a `DeskError.field` uses to put its sentence here."""

    def __init__(
        self,
        text: str,
        editor: QWidget | None = None,
        *,
        key: str,
        name: str = "",
        hint: str = "",
        secret: bool = False,
        strip: Crop | None = None,
    ) -> None:
        super().__init__()
        self.key = key
        self._name = name or f"field_{key}"
        self.setObjectName(f"{self._name}_group")
        self._hint = hint
        self.editor = editor if editor is not None else TextField()
        if not self.editor.objectName():
            self.editor.setObjectName(self._name)
        self.editor.setAccessibleName(text)
        self.setFocusProxy(self.editor)
        if secret and isinstance(self.editor, TextField):
            self.editor.setEchoMode(TextField.EchoMode.Password)
        self._label = label(text, "small")
        self._label.setBuddy(self.editor)
        self._sure_icon = icon_label("check", "ok", 14)
        self._sure = label("", "small")
        self._sure_icon.hide()
        self._strip = Strip(strip, name=f"{self._name}_strip")
        if strip is None:  # only ever hidden here: shown without a parent, it were a window
            self._strip.hide()
        self._below_icon = icon_label("circle-alert", "bad", 14)
        self._below = label(hint, "caption", wrap=True, name=f"{self._name}_below")
        self._below_icon.hide()
        if not hint:
            self._below.hide()
        head = row(self._label, None, self._sure_icon, self._sure, spacing=4)
        mark = column(self._below_icon, None, margins=(0, 2, 0, 0))
        below = row(mark, (self._below, 1), spacing=4)
        # The stretch keeps fields of one row level, whatever stands below them.
        self.setLayout(column(head, self._strip, self.editor, below, None, spacing=4))
        if isinstance(self.editor, TextField):
            self.editor.textEdited.connect(self.clear_error)

    def text(self) -> str:
        return self.editor.text() if isinstance(self.editor, TextField) else ""

    def set_text(self, text: str) -> None:
        if isinstance(self.editor, TextField):
            self.editor.setText(text)

    def set_label(self, text: str) -> None:
        self._label.setText(text)
        self.editor.setAccessibleName(text)

    def error(self) -> str:
        return self._below.text() if self._below_icon.isVisibleTo(self) else ""

    def set_error(self, sentence: str) -> None:
        """Say below the field what is wrong with it and what to do."""
        self._below.setText(sentence)
        self._below.setVisible(True)
        self._below_icon.show()
        set_tone(self._below, "bad")
        self.editor.setProperty("wrong", "true")
        self.editor.setAccessibleDescription(sentence)
        theme.restyle(self.editor)

    def tell_no_day(self) -> None:
        """What was typed is no day; how a day is written."""
        self.set_error(self.tr("日付を 2026-11-12 のように入れてください。"))

    def set_hint(self, text: str, tone: Tone | None = None) -> None:
        """What stands below the field while nothing is wrong with it."""
        self._hint = text
        if not self.error():
            self._below.setText(text)
            self._below.setVisible(bool(text))
            set_tone(self._below, tone)

    def clear_error(self) -> None:
        if not self.error():
            return
        self._below.setText(self._hint)
        self._below.setVisible(bool(self._hint))
        self._below_icon.hide()
        set_tone(self._below, None)
        self.editor.setProperty("wrong", "false")
        self.editor.setAccessibleDescription("")
        theme.restyle(self.editor)

    def set_strip(self, piece: Crop | None) -> None:
        self._strip.set_crop(piece)
        self._strip.setVisible(piece is not None)

    def set_sure(self, sure: bool | None) -> None:
        """The reader's verdict: 確か, 要確認, or none."""
        self._sure_icon.setVisible(sure is not None)
        self._sure.setText("" if sure is None else self.tr("確か") if sure else self.tr("要確認"))
        if sure is not None:
            set_icon(self._sure_icon, "check" if sure else "triangle-alert", _tone(sure), 14)
            set_tone(self._sure, _tone(sure))


def _tone(sure: bool) -> Tone:
    return "ok" if sure else "warn"
