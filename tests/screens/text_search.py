"""Many texts looked for in many bytes at once, in every way a program might write them down."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

_HEAD = 6  # bytes; no shorter pattern is looked for, since chance alone would find it
_CHUNK = 4_000_000
_BITS = 22
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Search:
    """`find` tells which of the texts stand in some bytes.

    Each text is looked for in UTF-8, UTF-16, CP932 and as JSON escapes it.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_head: dict[int, list[tuple[bytes, str]]] = {}
        for text in sorted(set(texts)):
            for written in encodings(text):
                if len(written) < _HEAD:
                    raise ValueError(f"too short to be looked for: {written!r}")
                head = int.from_bytes(written[:_HEAD], "big")
                self._by_head.setdefault(head, []).append((written, text))
        self._heads = np.array(sorted(self._by_head), np.uint64)
        self._sieve = np.zeros(1 << _BITS, bool)
        self._sieve[_spread(self._heads)] = True

    def __len__(self) -> int:
        return sum(len(patterns) for patterns in self._by_head.values())

    def find(self, data: bytes) -> set[str]:
        found: set[str] = set()
        for start in range(0, max(len(data) - _HEAD + 1, 0), _CHUNK):
            part = np.frombuffer(data[start : start + _CHUNK + _HEAD - 1], np.uint8)
            heads = np.zeros(len(part) - _HEAD + 1, np.uint64)
            for place in range(_HEAD):
                heads = (heads << np.uint64(8)) | part[place : place + len(heads)]
            maybe = np.flatnonzero(self._sieve[_spread(heads)])
            for place in maybe[np.isin(heads[maybe], self._heads)].tolist():
                found |= {
                    text
                    for written, text in self._by_head[int(heads[place])]
                    if data.startswith(written, start + place)
                }
        return found

    def find_in(self, places: Iterable[Path]) -> Iterator[tuple[Path, set[str]]]:
        """The files, and files inside the folders, that hold one of the texts or are named so."""
        for file in files_in(places):
            found = self.find(file.read_bytes()) | self.find(str(file).encode())
            if found:
                yield file, found


def files_in(places: Iterable[Path]) -> list[Path]:
    inside = (one for place in places for one in (place, *place.rglob("*")))
    return sorted({one for one in inside if one.is_file()})


def encodings(text: str) -> set[bytes]:
    written = {text.encode("utf-8"), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode()}
    with contextlib.suppress(UnicodeEncodeError):  # 𠮷 has no place there
        written.add(text.encode("cp932"))
    return written


def _spread(heads: np.ndarray) -> np.ndarray:
    return (heads * _SPREAD) >> np.uint64(64 - _BITS)
