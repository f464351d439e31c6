"""How long the window's thread was away: the longest gap between two turns of its event loop."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 5


class StallWatch(QObject):
    """A timer that is due all the time; where it comes late, something held the thread."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_turn)

    def begin(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def longest_ms(self) -> float:
        return 1000 * max(self.gaps, default=0.0)

    def over(self, milliseconds: float) -> int:
        """How many turns came later than that."""
        return sum(gap * 1000 > milliseconds for gap in self.gaps)

    def _on_turn(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now
