"""The child in which every device is spoken to: one order in, pages out, one at each asking."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, BinaryIO, cast

from desktop.capture import sandbox
from desktop.capture.frames import BrokenFrame, read_frame, write_frame
from desktop.capture.sources.source import ScanStopped, Source
from desktop.domain.scanning import (
    Colour,
    Fault,
    Feed,
    PaperSize,
    ScanProfile,
    SourceKind,
)

# Loaded only when asked for: a machine without one way's libraries can still use the other.
_WAYS = {
    SourceKind.SANE: ("desktop.capture.sources.sane", "SaneSource"),
    SourceKind.ESCL: ("desktop.capture.sources.escl", "EsclSource"),
}
_BEATS_APART = 1.0


class Ears:
    """Hears the desk while the device is at work; a closed pipe means the same as "cancel"."""

    def __init__(self, stream: BinaryIO) -> None:
        self.cancelled = threading.Event()
        self._stream = stream
        self._asked = threading.Semaphore(0)
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for_next(self) -> bool:
        """Whether another page is wanted; waits for the desk to say so."""
        self._asked.acquire()
        return not self.cancelled.is_set()

    def _listen(self) -> None:
        try:
            while read_frame(self._stream, 0)[0].get("do") == "next":
                self._asked.release()
        except BrokenFrame:
            pass  # the desk is gone
        self.cancelled.set()
        self._asked.release()


class Pulse:
    """Tells the watchdog that the device is alive, at most once a second."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._last = monotonic()

    def __call__(self) -> None:
        if monotonic() - self._last >= _BEATS_APART:
            self._last = monotonic()
            write_frame(self._output, {"beat": 1})


def main() -> int:
    sandbox.die_with_parent()
    output = sys.stdout.buffer
    try:
        order, _ = read_frame(sys.stdin.buffer, 0)
        ears = Ears(sys.stdin.buffer)
        try:
            _obey(order, ears, output)
        except ScanStopped as stopped:
            write_frame(output, {"fault": stopped.fault})
        except ImportError as missing:
            # What SANE's way stands on is part of every system that has SANE.
            fault = Fault.NO_SANE if missing.name == "fcntl" else Fault.MISSING_PART
            write_frame(output, {"fault": fault})
    except (BrokenFrame, BrokenPipeError):
        pass  # the desk is gone
    return 0


def _obey(order: dict[str, Any], ears: Ears, output: BinaryIO) -> None:
    source = _source(SourceKind(order["kind"]), Pulse(output), order.get("times"))
    if order["do"] == "devices":
        found = [
            [one.address, one.label, list(one.feeds), list(one.resolutions)]
            for one in source.devices(ears.cancelled)
        ]
        write_frame(output, {"devices": found})
        return
    for image in source.scan(_profile(order["profile"]), ears.cancelled):
        if ears.cancelled.is_set():
            break  # a page that came after the word to stop may be cut off
        write_frame(output, {"page": image.number}, [image.data])
        if not ears.wait_for_next():
            break
    write_frame(output, {"end": 1})


def _source(kind: SourceKind, pulse: Callable[[], None], times: dict[str, float] | None) -> Source:
    module, name = _WAYS[kind]
    made = getattr(importlib.import_module(module), name)
    if kind is SourceKind.SANE:
        return cast(Source, made(pulse))
    return cast(Source, made.with_times(times or {}))


def _profile(values: dict[str, Any]) -> ScanProfile:
    return ScanProfile(
        "",
        "",
        SourceKind(values["kind"]),
        str(values["address"]),
        Feed(values["feed"]),
        int(values["dpi"]),
        Colour(values["colour"]),
        PaperSize(values["size"]),
    )


if __name__ == "__main__":
    sys.exit(main())
