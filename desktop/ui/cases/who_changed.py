"""Who changed a case since it was shown, and what they did, in words (DESIGN §4)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.services.history_views import HistoryLine
from desktop.ui.context import Context


class WhoChanged(QObject):
    told = Signal(str, object)  # the words, "" where it was nobody else; what they were asked for

    def __init__(self, context: Context, case_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id

    def ask(self, known: int, about: object) -> None:
        """Of the lines of the history behind the first `known`."""
        desk, by, case_id = self._context.desk, self._context.signed_in, self._case_id

        def since() -> tuple[HistoryLine, ...]:
            lines = desk.cases.history(by, case_id)
            return tuple(lines[: max(0, len(lines) - known)])

        task = self._context.tasks.store(since, tag=about)
        task.succeeded.connect(self._on_lines)

    def _on_lines(self, lines: object, about: object) -> None:
        if not isinstance(lines, tuple):
            return
        me = self._context.signed_in.name
        theirs = [
            one for one in lines if isinstance(one, HistoryLine) and one.changed and one.who != me
        ]
        words = "".join(
            _tr("{0}さんが {1} に「{2}」を行いました。").format(
                line.who, f"{line.at.hour}:{line.at:%M}", line.what
            )
            for line in theirs[:1]
        )
        self.told.emit(words, about)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WhoChanged", text)
