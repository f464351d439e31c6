"""One small interface for everything that gives pages (CAPTURE §3)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from desktop.domain.scanning import Device, Fault, ScanProfile


@dataclass(frozen=True, slots=True)
class ScannedImage:
    """The bytes of one image file as a device gave them: hostile until the decoding child saw them.

    `number` counts the sides of this run from 1. `origin` names the file for a watched folder
    (its deletion is asked for after a forbidden number), else "".
    """

    number: int
    data: bytes = field(repr=False)
    origin: str = field(default="", repr=False)


class ScanStopped(Exception):
    """The device stopped for a reason the clerk must know. Pages given before it are sound."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Source(Protocol):
    """A way in. Devices are found and spoken to in a child process that may be killed."""

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        """The devices that answer now; takes seconds."""
        ...

    def scan(self, profile: ScanProfile, cancelled: threading.Event) -> Iterator[ScannedImage]:
        """The pages one by one, as the paper goes through.

        The next page is pulled only when it is asked for, so that a slow reader slows the feeder.
        Ends without an error when the feeder is empty after at least one page. Raises ScanStopped
        otherwise; no call waits longer than the watchdog's time. `cancelled` stops the device.
        """
        ...
