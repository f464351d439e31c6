"""What `scanimage` says on its error stream: the exit code lies, the words do not (CAPTURE §3)."""

from __future__ import annotations

import re

from desktop.domain.scanning import Fault

ANNOUNCED = re.compile(r"scanning image of size (\d+)x(\d+) pixels")
PAGE_ENDED = re.compile(r"Scanned page (\d+)\.")
PROGRESS = re.compile(r"Progress: (\d+(?:\.\d+)?)%")

_NETWORK = ("airscan:", "net:", "escl:", "hpaio:/net")
_OPENING = re.compile(r"open of device .* failed: (?P<why>.*)")
_STATUS = re.compile(r"sane_(?:start|read|get_parameters): (?P<why>.*)")
_SETTING = re.compile(r"setting of option|unrecognized option|rounded value of resolution")
_STATES = {
    "Document feeder jammed": Fault.JAM,
    "Document feeder out of documents": Fault.EMPTY,
    "Scanner cover is open": Fault.COVER,
    "Device busy": Fault.BUSY,
    "Access to resource has been denied": Fault.DENIED,
    "Invalid argument": Fault.BAD_SETTING,
    "Operation not supported": Fault.BAD_SETTING,
}
_BROKEN_LINE = "Error during device I/O"


def fault_in(line: str, device: str) -> Fault | None:
    """The fault that a line tells of; None for any other line."""
    if _SETTING.search(line):
        return Fault.BAD_SETTING
    over_network = device.startswith(_NETWORK)
    opening = _OPENING.search(line)
    if opening is not None:
        # airscan says "Out of memory" of a device that is not there.
        told = _STATES.get(opening["why"].strip())
        if told in (Fault.BUSY, Fault.DENIED):
            return told
        return Fault.OFFLINE if over_network else Fault.NOT_FOUND
    status = _STATUS.search(line)
    if status is None:
        return None
    why = status["why"].strip()
    if why == _BROKEN_LINE:
        return Fault.OFFLINE if over_network else Fault.UNPLUGGED
    return _STATES.get(why, Fault.OTHER)
