"""What a mask on a page takes with it: the text that was read under it (DOMAIN §5)."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Sequence

from desktop.domain.reading import Box, FieldReading, PageReading, TextLine

_MASKED = "■"
_TOUCHED = 0.2  # of a line's height
_WIDE = "FWA"


def inside(box: Box, width: int, height: int) -> Box | None:
    """The part of the box that lies on the page; None where nothing does."""
    x, y, across, down = box
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + across), min(height, y + down)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def without_text_under(reading: PageReading, boxes: Sequence[Box]) -> PageReading:
    """The reading of the page once the boxes are black: their text is gone, nothing is proposed.

    Where a character stands is reckoned from the line's box, generously: one too many goes rather
    than one too few. A field that a box touches is emptied and asked about.
    """
    return dataclasses.replace(
        reading,
        lines=tuple(_line(line, boxes) for line in reading.lines),
        fields=tuple(_field(field, boxes) for field in reading.fields),
        masked=(*reading.masked, *boxes),
        proposed=(),
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether the boxes have a part in common."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def _line(line: TextLine, boxes: Sequence[Box]) -> TextLine:
    hidden = _hidden(line.text, line.box, boxes)
    if not hidden:
        return line
    text = "".join(_MASKED if n in hidden else c for n, c in enumerate(line.text))
    return dataclasses.replace(line, text=text)


def _field(field: FieldReading, boxes: Sequence[Box]) -> FieldReading:
    if field.box is None or not any(_touches(field.box, box) for box in boxes):
        return field
    return dataclasses.replace(field, text="", confidence=0.0, sure=False)


def _hidden(text: str, place: Box, boxes: Sequence[Box]) -> set[int]:
    """Indexes of the characters under a box, and of their neighbours half covered."""
    widths = [2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text]
    unit = place[2] / max(sum(widths), 1)
    found: set[int] = set()
    at = float(place[0])
    for number, width in enumerate(widths):
        character = (round(at - unit / 2), place[1], round((width + 1) * unit), place[3])
        if any(_touches(character, box) for box in boxes):
            found.add(number)
        at += width * unit
    return found


def _touches(one: Box, mask: Box) -> bool:
    across = min(one[0] + one[2], mask[0] + mask[2]) - max(one[0], mask[0])
    down = min(one[1] + one[3], mask[1] + mask[3]) - max(one[1], mask[1])
    return across > 0 and down > _TOUCHED * min(one[3], mask[3])
