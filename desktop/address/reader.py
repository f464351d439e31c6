"""Reading addresses with the gazetteer of Japan beside: opened once, passed down as an argument."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from desktop.address.parse import Address, parse


class AddressReader:
    """Reads one written address into an `Address`.

    Open it once (`AddressReader.open(resources / "gazetteer")`: a few milliseconds, files are
    mapped) in the composition root, a command or a worker process, and pass it down. It holds no
    state of a reading, so threads may share it. It cannot be pickled: a worker opens its own from
    the path. `parse` is pure: the same text and postal code give the same answer; it never raises.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The gazetteer in `folder` (resources/gazetteer)."""
        return cls(folder)

    def parse(self, text: str, postal: str = "") -> Address:
        """Read one address; `postal` is the postal code from a field of its own."""
        return parse(text, postal)
