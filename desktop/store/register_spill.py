"""What an import must put down for a while: one nameless file, in parts (DESIGN §4).

The file has no name from the start, so that nothing is left after a kill. What tells about a
person is sealed with a key that lives in memory only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.store.disk import Disk
from desktop.store.vault.crypto import context, seal, unseal

_IN_MEMORY = 32 * 1024 * 1024


class Spill:
    """`parts` growing byte strings, on the disk as soon as together they are large."""

    def __init__(self, folder: Path, parts: int, key: bytes | None = None) -> None:
        self._file = tempfile.TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115 closed by `close`
        self._key = key
        self._waiting = [bytearray() for _ in range(parts)]
        self._places: list[list[tuple[int, int]]] = [[] for _ in range(parts)]
        self._size = 0
        self.written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def add(self, part: int, data: bytes) -> None:
        self._waiting[part] += data
        self._size += len(data)
        if self._size >= _IN_MEMORY:
            self.flush()

    def flush(self) -> None:
        """Put everything down."""
        for part, waiting in enumerate(self._waiting):
            if waiting:
                self._put(part, bytes(waiting))
                waiting.clear()
        self._size = 0

    def pieces(self, part: int) -> Sequence[bytes]:
        """One part as it lies in the file, in order; sealed ones are opened with `opened`."""
        if self._size:
            self.flush()
        found = []
        for offset, length in self._places[part]:
            self._file.seek(offset)
            found.append(self._file.read(length))
        return found

    def _put(self, part: int, data: bytes) -> None:
        if self._key is not None:
            data = seal(self._key, data, _place(part, len(self._places[part])))
        self._places[part].append((self.written, len(data)))
        Disk().write(self._file.fileno(), data, self.written)
        self.written += len(data)


def opened(key: bytes, part: int, pieces: Sequence[bytes]) -> bytes:
    """One sealed part in clear, in memory."""
    return b"".join(unseal(key, piece, _place(part, at)) for at, piece in enumerate(pieces))


def _place(part: int, piece: int) -> bytes:
    return context("register spill", str(part), str(piece))
