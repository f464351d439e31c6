"""A second look at a few digits that stand alone: the other groups of a number may be beside them.

The detector loses a group of a faint or widely spaced number now and then, and four digits are no
number. The strip to both sides is read as one line; twelve digits in it, one more or one less, are
blacked out, and a clerk is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from desktop.capture.engine import Engine
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.domain.reading import Box

_FEW = range(3, 12)
_ENOUGH = 10  # a telephone number is a whole one: more must be found than was
_WHOLE = range(11, 14)
_PLACES = 12
_WIDE = 1.1  # line heights a digit takes where it stands widely
_GROUPS = re.compile(r"\d(?:[\s\-ー－―|・.]{0,4}\d)*")
_LICENCE = re.compile(r"第[\s|]?\d|\d[\s|]?号")


def numbers_around(
    engine: Engine, flat: Gray, lines: Sequence[ReadLine]
) -> tuple[tuple[Box, bool], ...]:
    """Places of numbers of which only a part was found, each with whether it is a licence's."""
    found: list[tuple[Box, bool]] = []
    for line in lines:
        digits = _digits_alone(line.text)
        if len(digits) not in _FEW:
            continue
        x, y, width, height = line.box
        reach = round((_PLACES - len(digits)) * _WIDE * height)
        left, right = max(0, x - reach), min(flat.shape[1], x + width + reach)
        top, bottom = max(0, y - height // 8), min(flat.shape[0], y + height + height // 8)
        strip = engine.read([flat[top:bottom, left:right]])[0]
        text = unicodedata.normalize("NFKC", "".join(char.text[:1] for char in strip.chars))
        for match in _GROUPS.finditer(text):
            whole = re.sub(r"\D", "", match[0])
            more = len(digits) < _ENOUGH or len(whole) > len(digits)
            if len(whole) in _WHOLE and more and _shares(whole, digits):
                licence = _LICENCE.search(text) is not None
                found.append(((left, top, right - left, bottom - top), licence))
    return tuple(found)


def _digits_alone(text: str) -> str:
    """The digits of a line that holds nothing else; "" for any other."""
    written = re.sub(r"[\s\-ー－―・.|]", "", unicodedata.normalize("NFKC", text))
    return written if written.isdigit() else ""


def _shares(whole: str, part: str) -> bool:
    """Whether the part was read in the strip too, but for a digit at its rim."""
    return any(part[start : start + 3] in whole for start in range(len(part) - 2))
