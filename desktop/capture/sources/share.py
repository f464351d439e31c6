"""Work on files that lie on a network share: it may never answer, and then nothing else waits."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from io import IOBase
from pathlib import Path
from typing import TypeVar

_Told = TypeVar("_Told")
_PATIENCE = 10.0


class ShareHangs(Exception):
    """A folder did not answer in time; what was asked of it may still be on its way."""


class Share:
    """Asks a folder with a time limit.

    The system gives no way to call a hung question back, so that each is asked by a thread of its
    own, which is left behind. While one waits at a folder, no second one is sent after it.
    """

    def __init__(self, seconds: float = _PATIENCE) -> None:
        self._seconds = seconds
        self._waiting: dict[Path, threading.Thread] = {}

    def at(self, folder: Path, work: Callable[[], _Told]) -> _Told:
        """What `work` answers or raises. Raises ShareHangs where it does not come back."""
        earlier = self._waiting.pop(folder, None)
        if earlier is not None and earlier.is_alive():
            self._waiting[folder] = earlier
            raise ShareHangs
        told: list[_Told] = []
        raised: list[BaseException] = []
        given_up = threading.Event()

        def ask() -> None:
            try:
                told.append(work())
                if given_up.is_set() and isinstance(told[0], IOBase):
                    told[0].close()  # opened too late: nobody reads it
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                raised.append(error)

        thread = threading.Thread(target=ask, name="share", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if thread.is_alive():
            given_up.set()
            self._waiting[folder] = thread
            raise ShareHangs
        if raised:
            raise raised[0]
        return told[0]

    def close(self, folder: Path, opened: IOBase) -> None:
        """Close a file there; one that is still being asked is closed once it has answered.

        Nobody waits longer than for any other question, and nothing is raised.
        """
        asked = self._waiting.get(folder)

        def after() -> None:
            if asked is not None:
                asked.join()
            with contextlib.suppress(OSError):
                opened.close()

        thread = threading.Thread(target=after, name="share", daemon=True)
        thread.start()
        if asked is not None and asked.is_alive():
            return
        thread.join(self._seconds)
        if thread.is_alive():
            self._waiting[folder] = thread
