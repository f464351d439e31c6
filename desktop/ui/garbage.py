"""Reference cycles are swept on the window's thread alone.

Python sweeps cycles on whichever thread happens to allocate. A closed screen stands in cycles, so
a worker could be the one to destroy its widgets, and Qt does not survive that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 500
_watching: set[int] = set()


class GarbageWatch(QObject):
    """While any watch is kept, nothing but its timer sweeps, in the generations that are due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _watching.add(id(self))
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(_EVERY_MS)

    def stop(self) -> None:
        """Give the sweeping back to Python once no thread is left that could do harm."""
        self._timer.stop()
        _watching.discard(id(self))
        if not _watching:
            gc.enable()

    @Slot()
    def sweep(self) -> None:
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if limits[generation] and counts[generation] > limits[generation]:
                gc.collect(generation)
                return


def spare_what_stands() -> None:
    """Everything loaded when the window opens stays until it closes: no sweep looks through it.

    Looking through it took a tenth of a second, on the window's thread, about once a minute.
    """
    gc.collect()
    gc.freeze()


def spare_nothing() -> None:
    """The window has closed: sweeps look through everything again."""
    gc.unfreeze()
