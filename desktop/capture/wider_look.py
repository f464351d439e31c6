"""A second look at a few digits that stand alone: the other groups of a number may be beside them.

The detector loses a group of a faint or widely spaced number now and then, and four digits are no
number. The strip to both sides is read as one line; twelve digits in it, one more or one less, are
blacked out, and a clerk is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from desktop.capture.engine import Engine
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.domain.reading import Box

_FEW = range(3, 12)
_ENOUGH = 10  # a telephone number is a whole one: more must be found than was
_WHOLE = range(11, 14)
_PLACES = 12
_WIDE = 1.1  # line heights a digit takes where it stands widely
_SPACED = 1.2  # of the pitch of the digits found
_BETWEEN = r"[\s\-ー－―・.|]"
_FIRST = re.compile(r"\d(?:[ \-]?\d){3,10}(?!\d|[ ]?[年月日円/])")
_LAST = re.compile(r"(?<![\d/])\d(?:[ \-]?\d){3,10}$")
_GROUPS = re.compile(r"\d(?:[\s\-ー－―|・.]{0,4}\d)*")
_LICENCE = re.compile(r"第[\s|]?\d|\d[\s|]?号")


def numbers_around(
    engine: Engine, flat: Gray, lines: Sequence[ReadLine]
) -> tuple[tuple[Box, bool], ...]:
    """Places of numbers of which only a part was found, each with whether it is a licence's."""
    found: list[tuple[Box, bool]] = []
    for line in lines:
        for part, before, behind in _loose_ends(line):
            digits = _digits(part.text)
            x, y, width, height = part.box
            pitch = max(_WIDE * height, _SPACED * width / len(digits))
            reach = round((_PLACES - len(digits)) * pitch)
            left = max(0, x - reach) if before else x
            right = min(flat.shape[1], x + width + reach) if behind else x + width
            top, bottom = max(0, y - height // 8), min(flat.shape[0], y + height + height // 8)
            strip = engine.read([flat[top:bottom, left:right]])[0]
            text = unicodedata.normalize("NFKC", "".join(char.text[:1] for char in strip.chars))
            wholes = [re.sub(r"\D", "", match[0]) for match in _GROUPS.finditer(text)]
            if any(_is_more(whole, digits) for whole in wholes):
                licence = _LICENCE.search(text) is not None
                found.append(((left, top, right - left, bottom - top), licence))
    return tuple(found)


def _is_more(whole: str, part: str) -> bool:
    """Whether the strip's digits are those of a number of which the part was found."""
    more = len(part) < _ENOUGH or len(whole) > len(part)
    return len(whole) in _WHOLE and more and _shares(whole, part)


def _loose_ends(line: ReadLine) -> Iterator[tuple[ReadLine, bool, bool]]:
    """The line where it is digits alone, else the digits at its ends; whether more of them may
    stand before and behind."""
    text = unicodedata.normalize("NFKC", "".join(char.text[:1] for char in line.chars))
    if len(text) != len(line.chars):
        return
    if len(_digits(text)) in _FEW and not re.sub(_BETWEEN, "", text).strip("0123456789"):
        yield line, True, True
        return
    first, last = _FIRST.match(text), _LAST.search(text)
    if first is not None:
        yield line.part(0, first.end()), True, False
    if last is not None:
        yield line.part(last.start(), len(text)), False, True


def _digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


def _shares(whole: str, part: str) -> bool:
    """Whether the part was read in the strip too, but for a digit at its rim."""
    return any(part[start : start + 3] in whole for start in range(len(part) - 2))
