"""Beside the envelopes: the reading of the page under the cursor, or the filing of its envelope."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from desktop.services.intake_views import EnvelopeView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.filing_panel import FilingPanel
from desktop.ui.intake.reading_panel import ReadingPanel
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, panel, row

_SIDE, _WIDE_SIDE = 320, 400
_READING, _FILING = range(2)


class MailSide(QFrame):
    filing_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("mail_side")
        self.setProperty("surface", "card")
        self.reading = ReadingPanel(context)
        self.filing = FilingPanel(context)
        self.file = Button(
            self.tr("この封筒を案件にする"), "primary", key="Ctrl+Enter", name="envelope_file"
        )
        self.file.clicked.connect(self.filing_asked)
        self._note = label("", "caption", wrap=True, name="filing_note")
        self._file_row = panel(
            column(row((self.file, 1)), self._note, spacing=4, margins=(12, 4, 12, 12))
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(column((self.reading, 1), self._file_row, spacing=0)))
        self._stack.addWidget(self.filing)
        self.setLayout(column((self._stack, 1), spacing=0, margins=(1, 1, 1, 1)))
        self.set_wide(False)

    @property
    def is_filing(self) -> bool:
        return self._stack.currentIndex() == _FILING

    def show_reading(self) -> None:
        self._stack.setCurrentIndex(_READING)

    def show_filing(self, envelope: EnvelopeView) -> None:
        self._stack.setCurrentIndex(_FILING)
        self.filing.open_for(envelope)

    def offer_filing(self, *, shown: bool, ready: bool, note: str) -> None:
        """The button that files; not shown while something else is the screen's primary act.

        `note` says why it is not offered.
        """
        self.file.setEnabled(ready)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._file_row.setVisible(shown)

    def focus_filing(self) -> bool:
        """Put the keyboard on the filing button, where it may be pressed."""
        if not (self.file.isVisible() and self.file.isEnabled()):
            return False
        self.file.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def set_wide(self, wide: bool) -> None:
        self.setFixedWidth(theme.px(_WIDE_SIDE if wide else _SIDE))
