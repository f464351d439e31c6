"""How long a check lay before the person: it runs only while the check can be seen."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QElapsedTimer


class Stopwatch:
    def __init__(self) -> None:
        self._timer = QElapsedTimer()
        self._before = 0

    def run(self) -> None:
        if not self._timer.isValid():
            self._timer.start()

    def rest(self) -> None:
        if self._timer.isValid():
            self._before += self._timer.elapsed()
            self._timer.invalidate()

    def took(self) -> timedelta:
        running = self._timer.elapsed() if self._timer.isValid() else 0
        return timedelta(milliseconds=self._before + running)
