"""A name read once more with room on its right: a thin 一 at its end is often not found.

The detector closes its box before a single stroke after a blank. Where the wider look reads on, the
name is what it reads; where the two disagree in another way, a clerk is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.capture.charset import mend
from desktop.capture.engine import Engine
from desktop.capture.free_page import FreePage
from desktop.capture.kinds import plain
from desktop.domain.reading import Box, FieldReading

_ROOM = 2.6  # line heights: a blank and a character
_LEAST_ROOM = 0.7
_STROKES = "一ー-－―—"


def name_to_its_end(
    engine: Engine, free: FreePage, masks: Sequence[Box], field: FieldReading
) -> FieldReading:
    """The field with the character that may stand behind it."""
    if field.box is None:
        return field
    x, y, width, height = field.box
    end = min(x + width + round(_ROOM * height), free.flat.shape[1], _next(field.box, free, masks))
    if end - (x + width) < _LEAST_ROOM * height:
        return field
    wider = engine.read([free.flat[max(0, y) : y + height, max(0, x) : end]])[0]
    text = mend(wider.text).strip(" :：|")
    short, long = plain(field.text), plain(text)
    if long == short:
        return field
    rest = long.removeprefix(short)
    if rest != long and len(rest) == 1 and rest in _STROKES:
        whole = f"{field.text}{'' if field.text.endswith(' ') else ' '}一"
        return replace(field, text=whole, sure=False, box=(x, y, end - x, height))
    return replace(field, sure=False)


def _next(box: Box, free: FreePage, masks: Sequence[Box]) -> int:
    """Where the next writing or mask to the right of the box begins."""
    x, y, width, height = box
    beside = [
        left
        for left, top, _, tall in (*(line.box for line in free.lines), *masks)
        if left >= x + width and min(top + tall, y + height) - max(top, y) > 0.3 * height
    ]
    return min(beside, default=free.flat.shape[1])
