"""While a case is shown: tell so to other programs, and hear from them every few seconds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.services.presence import CaseNews, Companion
from desktop.ui.context import Context
from desktop.ui.tasks import Asked

EVERY_MS = 15_000


class CaseWatch(QObject):
    news = Signal(object)  # CaseNews

    def __init__(self, context: Context, case_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._case_id = context, case_id
        self._asked = Asked()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        if self._context.locked or self._context.somebody is None:
            return
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        case_id = self._case_id
        task = self._context.tasks.store(
            lambda: desk.presence.look(by, case_id, at), asked=self._asked
        )
        task.succeeded.connect(self._on_news)
        task.failed.connect(self._on_failed)

    def leave(self) -> None:
        """The case is no longer shown here."""
        self._timer.stop()
        self._asked.again()
        desk, case_id = self._context.desk, self._case_id
        self._context.tasks.store(lambda: desk.presence.leave(case_id))

    def _on_news(self, news: object, _tag: object) -> None:
        if isinstance(news, CaseNews):
            self.news.emit(news)

    def _on_failed(self, _error: BaseException) -> None:
        # The next question tells whether the store is in trouble; acts on the case say it aloud.
        self.news.emit(None)


def companion_words(companions: Sequence[Companion]) -> str:
    """「見本 花子さんも 9:05 から開いています」."""
    if not companions:
        return ""
    first = companions[0]
    who = _tr("あなたも別の画面で") if first.same else _tr("{0}さんも").format(first.name)
    more = _tr("ほか{0}人").format(len(companions) - 1) if len(companions) > 1 else ""
    return _tr("{0}{1} {2}:{3:%M} から開いています").format(
        who, more, first.since.hour, first.since
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("CaseWatch", text)
