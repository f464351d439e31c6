"""What stands around an address without being part of it: 気付, 様方, 私書箱, a second address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desktop.address.gazetteer import Gazetteer
from desktop.address.head import GOOD, read_in
from desktop.address.key_text import key_text

_CARE_OF: Final = re.compile(
    r"[\s(]*(?P<who>[^\s()0-9号室]{1,20}?)\s?(?P<word>様方|殿方|氏方|さん方|気付|気付け|方)\s*\)?"
    r"(?=$|\s)"
)
_NAME_OF_A_PLACE: Final = re.compile(r"[一夕彼味双見親遠行西東南北]$")
_BOX: Final = re.compile(
    r"私書箱\s?(?:第?\s?[0-9]{1,5}\s?号?)?|P\.?\s?O\.?\s?(?:BOX|Box)\s?[0-9]{0,5}"
)
_AND_MORE: Final = re.compile(r"\s?(?:[・､,、]|他|外|ほか)\s?[0-9][0-9\-・､、]*(?:筆)?(?=$|\s)")


@dataclass(frozen=True, slots=True)
class Care:
    start: int
    end: int


def care_of(line: str, start: int) -> Care | None:
    """「見本様方」「株式会社例示気付」 at the end of an address; a bare 方 only behind a blank."""
    for match in _CARE_OF.finditer(line, start):
        bare = match["word"] == "方"
        if bare and (_NAME_OF_A_PLACE.search(match["who"]) or not match[0][0].isspace()):
            continue
        return Care(match.start("who"), match.end("word"))
    return None


def has_box(line: str) -> bool:
    return _BOX.search(line) is not None


def and_more(line: str, start: int) -> int:
    """The end of further numbers that belong to the same land: 6-1・2."""
    match = _AND_MORE.match(line, start)
    return match.end() if match else start


_BEGINS: Final = re.compile(r"[\s/;(]|(?<=[号番室階])(?=[^0-9\s])")
_HAS_ENDING: Final = re.compile(r"[市区町村].*[0-9]")
_MOST_BEGINNINGS: Final = 6
_MOST_PLACES: Final = 12


def second_address(gazetteer: Gazetteer, line: str, start: int) -> int:
    """Where another address begins behind the first one's number; -1 where none does."""
    if _HAS_ENDING.search(line, start) is None:
        return -1
    for match in list(_BEGINS.finditer(line, start))[:_MOST_BEGINNINGS]:
        key = key_text(line, match.end())
        for length, places in gazetteer.municipalities_at(key.text)[:2]:
            for place in places[:_MOST_PLACES]:
                head = read_in(gazetteer, key, line, place, 0, length)
                behind = key.line_end(head.end)
                if head.town is not None and head.quality == GOOD and line[behind:].strip():
                    return match.end()
    return -1
