"""Where an address lies: municipality and town, read off the gazetteer (ADDRESS §4, §5).

The longest names that leave a number behind them win; prefecture, county and a ward's city may be
left out. What fits several places is told as several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from desktop.address.gazetteer import Gazetteer, TownMatch
from desktop.address.key_text import KeyText
from desktop.address.kyoto import KYOTO, is_street, town_starts
from desktop.address.numerals import number_of
from desktop.address.place_key import place_key

# What may stand right behind the name of a town.
_NUMBER_NEXT = re.compile(
    r"\s*(?:$|[-(のノ]?\s*第?[0-9]|第?[〇一二三四五六七八九十百千壱弐]+"
    r"(?:丁目?|番|号|の|ノ|之|-|[0-9]|$|\s|地割|線|[甲乙丙丁][0-9])|無番地|番外地"
    r"|[甲乙丙丁戊己庚辛壬癸ァ-ンい-ん]-?[0-9]|[A-Za-z]-?[0-9])"
)
_NAME_MAY_END = re.compile(r"\s|大?字|[(「]")
_WARD_NEXT = re.compile(r".{1,4}?区")
_ENDS_IN_CHOME = re.compile(r"([一二三四五六七八九十]+)丁目$")
_ONE_NUMBER = re.compile(r"\s*[0-9]")
_TWO_NUMBERS = re.compile(r"\s*[0-9]+[-のノ][0-9]")
_NUMERALS: Final = frozenset("〇一二三四五六七八九十百千")
_DIGITS_OR_END: Final = frozenset(("", *"0123456789"))
_MOST_SKIPPED: Final = 8
_TELLING: Final = 3
_PREFECTURE_LENGTHS: Final = (4, 3, 2)
_ENDINGS: Final = frozenset("市区町村島")

GOOD: Final = 3  # a number or the end follows
FAIR: Final = 2  # something else follows, set apart
POOR: Final = 1  # the name runs on


@dataclass(frozen=True, slots=True)
class Head:
    """A reading of the head. Places are in the key; `town_start` is behind a Kyoto street name.

    `places` are the municipalities it may be; the town is one of the first.
    """

    places: tuple[int, ...]
    start: int
    municipality_end: int
    quality: int
    town: TownMatch | None = None
    town_start: int = 0
    end: int = 0
    city_missing: bool = False
    towns: tuple[int, ...] = field(default=())

    @property
    def reach(self) -> int:
        return self.end - self.start


def find_heads(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    hinted: frozenset[int],
    *,
    streets: bool = True,
) -> tuple[Head, ...]:
    """The best readings, equals side by side; none where no municipality is known.

    `hinted` are the municipalities of the postal code: they decide between equals only.
    """
    best: list[Head] = []
    for head in _readings(gazetteer, key, line, streets):
        if not best or _rank(head) > _rank(best[0]):
            best = [head]
        elif _rank(head) == _rank(best[0]):
            best.append(head)
    by_hint = [head for head in best if head.places[0] in hinted]
    return tuple(by_hint or best)


def _rank(head: Head) -> tuple[int, int, int]:
    return (
        head.quality if head.town else head.quality - 1,
        head.reach,
        0 if head.town and head.town.alias else 1,
    )


def _readings(gazetteer: Gazetteer, key: KeyText, line: str, streets: bool) -> Iterator[Head]:
    found = False
    for length, places in gazetteer.municipalities_at(key.text):
        if key.splits_number(length):
            continue
        for place in places:
            head = read_in(gazetteer, key, line, place, 0, length, streets=streets)
            if len(places) > 1 and head.town is not None and head.quality < FAIR:
                continue  # a guess at the ward that was left out
            if key.text[length - 1] not in _ENDINGS and head.quality < GOOD:
                continue  # 札幌 for 札幌市, but not the 千葉 of 千葉県
            found = found or (head.town is not None and head.quality >= FAIR)
            yield head
        if found:
            return


def read_in(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    place: int,
    start: int,
    at: int,
    *,
    streets: bool = True,
) -> Head:
    """The town of a municipality behind `at`."""
    match, quality = best_town(gazetteer, key, line, place, at)
    town_start = at
    if streets and quality < GOOD and _may_begin_with_street(gazetteer, key, place, at):
        behind = _behind_street(gazetteer, key, line, place, at)
        if match is not None and is_street(key.text, at + match.length):
            match, quality = None, 0
        if behind is not None and behind[1] > quality:
            match, quality, town_start = behind
    if match is None:
        quality = ending_of(key, line, at)
        return Head((place,), start, at, quality, None, at, at)
    end = town_start + match.length
    return Head((place,), start, at, quality, match, town_start, end)


def _may_begin_with_street(gazetteer: Gazetteer, key: KeyText, place: int, at: int) -> bool:
    if gazetteer.places[place].city != KYOTO:
        return False
    return key.text[at - 1 : at] == "区" or _WARD_NEXT.match(key.text, at) is None


def _behind_street(
    gazetteer: Gazetteer, key: KeyText, line: str, place: int, at: int
) -> tuple[TownMatch, int, int] | None:
    """The town behind a Kyoto street name that ends best, and of these the longest; how well it
    ends, and where it begins."""
    best: tuple[TownMatch, int, int] | None = None
    for start in town_starts(key.text, at):
        if key.splits_number(start):
            continue
        match, quality = best_town(gazetteer, key, line, place, start)
        if match is None or match.aza or match.length < 2:
            continue
        if quality < FAIR and (match.alias or match.length < _TELLING):
            continue
        if best is None or (quality, match.length) > (best[1], best[0].length):
            best = match, quality, start
    return best


def best_town(
    gazetteer: Gazetteer, key: KeyText, line: str, place: int, at: int
) -> tuple[TownMatch | None, int]:
    best: TownMatch | None = None
    best_rank = (0, 0, 0)
    for match in gazetteer.towns_at(place, key.text[at:]):
        if key.splits_number(at + match.length):
            continue
        if not _allowed(gazetteer, match, key, line, at):
            continue
        quality = ending_of(key, line, at + match.length)
        if match.loose and (quality < GOOD or match.length < 2):
            quality = POOR
        rank = (quality, match.length, 0 if match.alias else 1)
        same = rank == best_rank and best is not None
        if rank > best_rank or (same and best and _closer(gazetteer, match, best, key, line, at)):
            best, best_rank = match, rank
    return best, best_rank[0]


def _allowed(gazetteer: Gazetteer, match: TownMatch, key: KeyText, line: str, at: int) -> bool:
    """An alias covers no 字, one that ends in a hyphen needs more numbers, and a town that is
    named by a number alone is not written in digits."""
    end = at + match.length
    if match.alias:
        if "字" in line[key.starts[at] : key.line_end(end)]:
            return False
        if key.text[end - 1] in "-ノ" and key.text[end - 2] in _NUMERALS:
            counted = gazetteer.town(match.town).name.endswith("条")
            pattern = _TWO_NUMBERS if counted else _ONE_NUMBER
            return pattern.match(line, key.line_end(end)) is not None
    behind = key.line_end(end)
    if match.aza and key.text[end - 1] in _NUMERALS and line[behind : behind + 1] in _NUMERALS:
        return False
    begin = at
    if match.aza and not match.loose:
        begin += len(place_key(gazetteer.town(match.town).name))
    return not _only_digits(key, line, begin, end)


def _only_digits(key: KeyText, line: str, at: int, end: int) -> bool:
    return at < end and line[key.starts[at]].isdigit() and _NUMERALS.issuperset(key.text[at:end])


def _closer(
    gazetteer: Gazetteer, match: TownMatch, than: TownMatch, key: KeyText, line: str, at: int
) -> bool:
    """Of two towns with one key (新堀, 大字新堀) the one that is written."""
    if match.loose or than.loose:
        return False
    written = line[key.starts[at] : key.line_end(at + match.length)].replace(" ", "")
    before = line[max(0, key.starts[at] - 2) : key.starts[at]]
    names = [gazetteer.town(one.town).name for one in (match, than)]
    likeness = [
        (name == before + written, name == written, name.endswith(written)) for name in names
    ]
    return likeness[0] > likeness[1]


def ending_of(key: KeyText, line: str, at: int) -> int:
    """How well a name can end before the key's character `at`."""
    behind = key.line_end(at)
    if line[behind : behind + 1] in _DIGITS_OR_END or _NUMBER_NEXT.match(line, behind):
        return GOOD
    if _NAME_MAY_END.match(line, behind):
        return FAIR
    return POOR


def find_by_town(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    prefecture: tuple[str, int],
    hinted: frozenset[int],
) -> tuple[Head, ...]:
    """Readings of an address that leaves the municipality out: 紀尾井町1-3.

    A town that is named 本町五丁目 stands beside every 本町 that has a 五丁目.
    """
    name, at = prefecture
    heads: list[Head] = []
    chome = 0
    for length, numbers in gazetteer.names_at(key.text[at:]):
        behind = key.line_end(at + length)
        if key.splits_number(at + length) or ending_of(key, line, at + length) < GOOD:
            continue
        if key.text[at + length - 1] in "-ノ" and not _TWO_NUMBERS.match(line, behind):
            continue
        if _only_digits(key, line, at, at + length):
            continue
        for number in numbers:
            town = gazetteer.town(number)
            if name and gazetteer.places[town.place].prefecture != name:
                continue
            if not chome or town.has_chome(chome):
                match = TownMatch(length, number, False, False, False)
                end = at + length
                heads.append(Head((town.place,), at, at, GOOD, match, at, end, city_missing=True))
        counted = _ENDS_IN_CHOME.search(key.text, at, at + length)
        chome = number_of(counted[1]) or 0 if counted else 0
        if heads and not chome:
            break
    by_hint = [head for head in heads if head.places[0] in hinted]
    return tuple(by_hint or heads)


def find_behind(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    prefecture: tuple[str, int],
    hinted: frozenset[int],
) -> tuple[Head, ...]:
    """Readings that begin behind a prefecture that is misread, wrong, or no part of the address.

    Behind a prefecture that is read well only the very next name may belong to another.
    """
    name, begin = prefecture
    for skipped in range(max(1, begin), min(max(1, begin) + _MOST_SKIPPED, len(key.text))):
        if key.splits_number(skipped):
            continue
        heads = []
        for length, places in gazetteer.municipalities_at(key.text[skipped:]):
            if length < 2:
                continue
            for place in places:
                if skipped > begin > 0 and gazetteer.places[place].prefecture != name:
                    continue
                head = read_in(gazetteer, key, line, place, skipped, skipped + length)
                if head.town is not None and head.quality == GOOD and head.end - skipped > 3:
                    heads.append(head)
            if heads:
                break
        if heads:
            by_hint = [head for head in heads if head.places[0] in hinted]
            return tuple(by_hint or heads)
    return ()


def prefecture_at(gazetteer: Gazetteer, key: str) -> tuple[str, int]:
    """The prefecture that the key begins with, and its length; 都府県 may be left out."""
    prefectures = _prefectures(gazetteer.prefectures)
    for length in _PREFECTURE_LENGTHS:
        if prefecture := prefectures.get(key[:length]):
            return prefecture, min(length, len(key))
    return "", 0


@lru_cache(maxsize=4)
def _prefectures(names: tuple[str, ...]) -> dict[str, str]:
    full = {place_key(name): name for name in names}
    return {key[:-1]: name for key, name in full.items() if name != "北海道"} | full
