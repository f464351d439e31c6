"""Blanks that part what belongs together: 西新宿1 2-3 is 1丁目2-3, 西新宿2-8-1 405 has a room.

Decided as a careful postman would: a bare 丁目 is no house, so what follows belongs to it; a small
number behind 丁目 and 番 is the 号; anything else behind a blank stays a room.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.address.fold import Folded
from desktop.address.gazetteer import Town

_TORN: Final = re.compile(
    r"[ -]?(?P<head>[0-9]+(?:(?:丁目|番地?|-)[0-9]+)*)"
    r"(?P<gap> )(?P<next>[0-9]{1,4}(?:-[0-9]{1,4})*)(?P<more> [0-9]{1,2}(?![0-9]))?"
    r"(?!-|[0-9A-Za-z]|\s?(?:号室|号?棟|号館|室|階|丁目))"
)
_FEWEST_CHUNKS: Final = 4
_LONGEST_CHUNK: Final = 4
_BLANK: Final = re.compile(" ")
_TEARS: Final = re.compile(r"[0-9] [丁番号]|丁 目|[一-鿿](?<![都道府県郡市区町村]) [一-鿿]")
_NUMBERS: Final = re.compile(r"[0-9]+")
_FIRST_ROOM: Final = 100


def joined(rest: Folded, town: Town | None) -> Folded:
    """The rest of a line with hyphens for the blanks that part one number in two; itself where
    there are none."""
    found = _TORN.match(rest.text)
    if found is None:
        return rest
    before, behind = (_NUMBERS.findall(found[part]) for part in ("head", "next"))
    if not _belongs(before, behind, town):
        return rest
    letters = list(rest.text)
    letters[found.start("gap")] = "-"
    if found["more"] and len(before) == len(behind) == 1 and _is_chome(before[0], town):
        letters[found.start("more")] = "-"
    return replace(rest, text="".join(letters))


def without_even_blanks(folded: Folded) -> Folded:
    """A text without its blanks where they stand after every so many characters, whatever they
    part (根岸４ 丁目１ ７－１ ３); itself otherwise."""
    chunks = folded.text.split(" ")
    if len(chunks) < _FEWEST_CHUNKS:
        return folded
    size = len(chunks[0])
    even = size <= _LONGEST_CHUNK >= len(chunks[-1]) and all(len(c) == size for c in chunks[:-1])
    if not even or not any(_TEARS.search(a + " " + b) for a, b in pairwise(chunks)):
        return folded
    return folded.replace(_BLANK, lambda _: "")


def _belongs(before: list[str], behind: list[str], town: Town | None) -> bool:
    small = all(int(number) < _FIRST_ROOM for number in behind)
    if _is_chome(before[0], town):
        return (len(before) == 1 and (small or len(behind) > 1)) or (
            len(before) == 2 and len(behind) == 1 and small
        )
    return len(before) == 1 and small and len(behind) == (1 if town else 2)


def _is_chome(number: str, town: Town | None) -> bool:
    return town is not None and town.has_chome(int(number))
