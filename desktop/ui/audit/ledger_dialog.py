"""A dialog of the stamp ledger: it stays with what was typed until the act has succeeded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.services.act import Act
from desktop.ui.context import Context
from desktop.ui.widgets.dialog import Dialog


class LedgerDialog(Dialog):
    def __init__(
        self, parent: QWidget, context: Context, title: str, verb: str, *, name: str
    ) -> None:
        super().__init__(parent, title, verb, name=name, width=560)
        self.context = context
        self._said = ""

    def run(self, function: Callable[[Act], object], said: str) -> None:
        """Do it, tell it, close. A refusal is told inside."""
        self._said = said
        act = self.context.act()
        self.set_busy(True)
        task = self.context.tasks.store(lambda: function(act))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _result: object, _tag: object) -> None:
        self.accept()
        self.context.notify(self._said)
        self.context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self.context.show_error(error, self)
