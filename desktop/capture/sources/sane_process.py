"""A running `scanimage`: what it says as it says it, and an end that comes for certain."""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Fault

_LOOK = 0.1
_SIGNAL_APART = 0.3
_LINE_ENDS = re.compile(rb"[\r\n]")
_SET_DEATH_SIGNAL = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the error stream."""

    text: str


@dataclass(frozen=True, slots=True)
class Gave:
    """A line of the standard output, or all of it where it is a picture."""

    data: bytes = field(repr=False)


class Ended(Exception):
    """Both streams are closed."""


class Cancelled(Exception):
    """The clerk wanted it to end."""


class ScanImage:
    """`silence` bounds how long it may say nothing; `beat` is called when it says something."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path | None,
        cancelled: threading.Event,
        *,
        picture: bool = False,
        beat: Callable[[], None] = lambda: None,
        grace: float = 5.0,
    ) -> None:
        self._cancelled = cancelled
        self._beat = beat
        self._grace = grace
        self._events: queue.SimpleQueue[Said | Gave | None] = queue.SimpleQueue()
        self._open = 2
        self._last: Said | Gave | None = None
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env={**os.environ, "LC_ALL": "C"},
                preexec_fn=_die_with_parent,
            )
        except FileNotFoundError:
            raise ScanStopped(Fault.MISSING_PART) from None
        for stream, reader in (
            (self._process.stdout, self._picture if picture else self._lines),
            (self._process.stderr, self._words),
        ):
            threading.Thread(target=reader, args=(stream,), daemon=True).start()

    def go_on(self) -> None:
        """Answer its prompt: the next sheet may be drawn in."""
        with contextlib.suppress(BrokenPipeError):
            stdin = cast(BinaryIO, self._process.stdin)
            stdin.write(b"\n")
            stdin.flush()

    def next(self, silence: float) -> Said | Gave:
        """What comes next. Raises Ended, Cancelled, or ScanStopped when it is silent for long."""
        until = time.monotonic() + silence
        while True:
            if self._cancelled.is_set():
                raise Cancelled
            if self._open == 0:
                raise Ended
            if time.monotonic() > until:
                raise ScanStopped(Fault.HUNG)
            try:
                event = self._events.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if event is None:
                self._open -= 1
                continue
            if event == self._last:
                continue  # "Progress: 0.0%" for ever is silence too
            self._last = event
            self._beat()
            return event

    def end(self) -> None:
        """Ask twice (one interrupt only ends a page and begins the next), then kill."""
        with contextlib.suppress(OSError):
            cast(BinaryIO, self._process.stdin).close()
        for _ in range(2):
            if self._gone(0.0):
                break
            self._process.send_signal(signal.SIGINT)
            self._gone(_SIGNAL_APART)
        if not self._gone(self._grace):
            self._process.kill()
            self._process.wait()

    def _gone(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _lines(self, stream: BinaryIO) -> None:
        with stream:
            for line in stream:
                self._events.put(Gave(line.rstrip()))
        self._events.put(None)

    def _picture(self, stream: BinaryIO) -> None:
        with stream:
            data = stream.read()
        self._events.put(Gave(data))
        self._events.put(None)

    def _words(self, stream: BinaryIO) -> None:
        rest = b""
        with stream:
            while piece := os.read(stream.fileno(), 4096):
                *lines, rest = _LINE_ENDS.split(rest + piece)
                for line in filter(None, lines):
                    self._events.put(Said(line.decode("utf-8", "replace")))
        if rest:
            self._events.put(Said(rest.decode("utf-8", "replace")))
        self._events.put(None)


def _die_with_parent() -> None:
    """In the new process: when the desk's child is killed, the program goes with it."""
    if _prctl is not None:
        _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
