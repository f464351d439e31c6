"""What is wrong with the identity papers, told before the mail is filed: the paper is in hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.layout import clear, column


class PaperFaults(QWidget):
    """One line for each fault; nothing where the papers are good. It keeps nobody from filing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("paper_faults")
        self._context = context
        self._asked = Asked()
        self._told: list[WarningLine] = []
        self._lines = column(spacing=4)
        self.setLayout(self._lines)
        self.hide()

    def sentences(self) -> tuple[str, ...]:
        return tuple(line.text() for line in self._told)

    def forget(self) -> None:
        clear(self._lines)
        self._told = []
        self.hide()

    def ask(self, envelope_id: str, arrived: date, *, joins: bool) -> None:
        """Judge the envelope's papers on this 到達日."""
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.filing.paper_faults(by, envelope_id, arrived, joins=joins),
            asked=self._asked,
        )
        task.succeeded.connect(self._on_faults)
        task.failed.connect(self._on_failed)

    def _on_faults(self, sentences: object, _tag: object) -> None:
        if not isinstance(sentences, tuple):
            return
        self.forget()
        for number, sentence in enumerate(sentences):
            line = WarningLine(name=f"paper_fault_{number}")
            self._told.append(line)
            self._lines.addWidget(line)
            line.say(str(sentence))
        self.setVisible(bool(sentences))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """A scroll area asks for no height by width: each line keeps what its words take."""
        for line in self._told:
            line.setMinimumHeight(line.heightForWidth(self.width()))

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
