"""Carries the anchors of the log to the second place, beside everything else (TRUST §3)."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.ui.context import Context
from desktop.ui.tasks import Asked


class AnchorWatch(QObject):
    """Once at sign-in, and after every act that may have made an anchor. What the folder does not
    take stays owed, and the day's page says so."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._asked = context, Asked()

    def begin(self) -> None:
        second, by, at = (
            self._context.desk.second_place,
            self._context.signed_in,
            self._context.now(),
        )
        task = self._context.tasks.free(
            lambda: second.carry_daily(by, at), asked=self._asked, quiet=True
        )
        task.succeeded.connect(self._on_carried)
        self._context.data_changed.connect(self._carry)

    def _carry(self) -> None:
        by = self._context.somebody
        if by is None or self._context.locked:
            return
        second, at = self._context.desk.second_place, self._context.now()
        task = self._context.tasks.free(
            lambda: second.carry_quietly(by, at), asked=self._asked, quiet=True
        )
        task.succeeded.connect(self._on_carried)

    def _on_carried(self, number: object, _tag: object) -> None:
        if number and self._context.somebody is not None and not self._context.locked:
            self._context.data_changed.emit()
