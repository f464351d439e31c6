"""In which characters a CSV is written: offices send UTF-8, CP932 and now and then UTF-16."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

_PIECE: Final = 1 << 20
_DECIDED: Final = 100  # bad bytes more than the other reading has
_READINGS: Final = ("utf-8", "cp932")
LABELS: Final = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp932": "CP932", "utf-16": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Written:
    """How the file is written, and how many line ends it has, for the progress."""

    encoding: str
    lines: int

    @property
    def label(self) -> str:
        return LABELS[self.encoding]


def recognise(stream: BinaryIO) -> Written:
    """Read the whole file once; of two faulty readings the one with fewer bad bytes."""
    first = stream.read(_PIECE)
    encoding = _by_mark(first)
    bad = dict.fromkeys(_READINGS, 0)
    decoders = {name: codecs.getincrementaldecoder(name)("surrogateescape") for name in _READINGS}
    lines, piece = 0, first
    while piece:
        lines += piece.count(b"\n")
        following = stream.read(_PIECE)
        if not encoding:
            for name, decoder in decoders.items():
                bad[name] += _bad(decoder.decode(piece, final=not following))
            # Text of the other encoding soon shows hundreds of bad bytes.
            if abs(bad["utf-8"] - bad["cp932"]) >= _DECIDED:
                encoding = min(_READINGS, key=bad.__getitem__)
        piece = following
    return Written(encoding or min(_READINGS, key=bad.__getitem__), lines)


def _by_mark(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else ""


def _bad(text: str) -> int:
    if text.isascii():
        return 0
    return sum("\udc80" <= one <= "\udcff" for one in text)
