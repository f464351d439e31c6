"""The shapes a font holds for ideographic variation sequences: 辻 with one dot instead of two.

ReportLab reads a font's plain characters only. The sequences stand in the same `cmap` table, in
a subtable of format 14: for every selector the ideographs whose plain shape is meant, and those
that have a glyph of their own.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from typing import Final

_CLASS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
SELECTORS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
SEQUENCE: Final = re.compile(f"([^{_CLASS}])?([{_CLASS}])", re.DOTALL)
"""A character and the selector behind it; the character is missing where nothing stands there."""
UNIT: Final = re.compile(f"[^{_CLASS}][{_CLASS}]?|[{_CLASS}]", re.DOTALL)
"""What is drawn as one: a character, with the selector behind it where there is one."""
_FORMAT: Final = 14


def glyphs_of_sequences(cmap: bytes) -> Mapping[str, int | None]:
    """By sequence (two characters) the number of its glyph, None where it is the plain one."""
    found: dict[str, int | None] = {}
    (tables,) = struct.unpack_from(">H", cmap, 2)
    for number in range(tables):
        _platform, _encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", cmap, start)
        if kind == _FORMAT:
            found.update(_sequences(cmap, start))
    return found


def _sequences(cmap: bytes, start: int) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    (selectors,) = struct.unpack_from(">I", cmap, start + 6)
    for number in range(selectors):
        head, tail, plain, own = struct.unpack_from(">HBII", cmap, start + 10 + 11 * number)
        selector = chr(head << 8 | tail)
        if plain:
            (ranges,) = struct.unpack_from(">I", cmap, start + plain)
            for index in range(ranges):
                high, low, more = struct.unpack_from(">HBB", cmap, start + plain + 4 + 4 * index)
                first = high << 8 | low
                for code in range(first, first + more + 1):
                    found[chr(code) + selector] = None
        if own:
            (entries,) = struct.unpack_from(">I", cmap, start + own)
            for index in range(entries):
                high, low, glyph = struct.unpack_from(">HBH", cmap, start + own + 4 + 5 * index)
                found[chr(high << 8 | low) + selector] = glyph
    return found
