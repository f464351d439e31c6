"""Long work in the background that lets whoever somebody waits for go first.

Python runs one thread at a time. The window asks for its turn hundreds of times while it paints,
and beside a thread that computes it gets each turn up to half a millisecond late.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

HELD_UP: Final = 0.0003
"""So many seconds more than it computed itself: somebody else had the turn."""
_LET_GO: Final = 0.002


class GivingWay:
    """Ask `step` between small pieces of work: where another thread wanted to run meanwhile, it
    waits a moment. Alone on the machine it never waits.

    `passed` and `computed` are clocks in seconds: of the wall, and of this thread's own work.
    """

    def __init__(
        self,
        stop: threading.Event,
        passed: Callable[[], float] = time.perf_counter,
        computed: Callable[[], float] = time.thread_time,
    ) -> None:
        self._stop, self._passed, self._computed = stop, passed, computed
        self.begin()

    def begin(self) -> None:
        """Count from here: what went before may have waited for the disk."""
        self._wall, self._own = self._passed(), self._computed()

    def step(self) -> None:
        if self._passed() - self._wall - (self._computed() - self._own) > HELD_UP:
            self._stop.wait(_LET_GO)
        self.begin()
