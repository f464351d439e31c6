"""What stands until the end of a test run is looked through by no sweep of the garbage.

Thousands of tests and all that they import: a sweep through them took half a second, and an open
window has one made every few seconds. A window that closes has everything swept again
(desktop.ui.garbage): whoever closes one in a test says so here.
"""

from __future__ import annotations

import gc
from typing import Final

_spared: Final[list[bool]] = []


def spare() -> None:
    gc.collect()
    gc.freeze()
    _spared[:] = [True]


def end() -> None:
    """The run is over: what the program takes down with it is swept as ever."""
    if _spared:
        gc.unfreeze()
