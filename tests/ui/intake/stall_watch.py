"""How long the window's thread was away: the longest gap between two turns of its event loop."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 5


class StallWatch(QObject):
    """A timer that is due all the time; where it comes late, something held the thread.

    `worked` tells how much of each gap the thread itself computed: that does not grow with the
    machine's other work, as the gap does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.worked: list[float] = []
        self._last = self._busy = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_turn)

    def begin(self) -> None:
        self._last, self._busy = time.perf_counter(), time.thread_time()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def longest_ms(self) -> float:
        return 1000 * max(self.gaps, default=0.0)

    def most_work_ms(self) -> float:
        """The most that one turn computed."""
        return 1000 * max(self.worked, default=0.0)

    def over(self, milliseconds: float) -> int:
        """How many turns came later than that."""
        return sum(gap * 1000 > milliseconds for gap in self.gaps)

    def told(self) -> str:
        """The figures in words."""
        longest, work = self.longest_ms(), self.most_work_ms()
        return (
            f"{longest:.0f} ms, {self.over(100)} turns over 100 ms; own work at most {work:.0f} ms"
        )

    def _on_turn(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.gaps.append(now - self._last)
        self.worked.append(busy - self._busy)
        self._last, self._busy = now, busy
