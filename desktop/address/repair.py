"""A second pass for misread names: one character wrong, lost or too many (ADDRESS §5).

Only tried where the gazetteer knows no town as written. The postal code is the best witness;
without it a name is repaired only where exactly one is that near, and never in a numeral. What was
repaired is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from desktop.address.districts import districted, towns_of
from desktop.address.gazetteer import Gazetteer, Place
from desktop.address.head import FAIR, GOOD, Head, best_town, ending_of, find_heads
from desktop.address.key_text import KeyText
from desktop.address.place_key import place_key

# Shapes that readers of print and of hands take for one another.
_GROUPS: Final = (
    "二ニ", "口ロ囗", "力カ", "夕タ", "卜ト", "工エ", "八ハ", "三ミ", "千チ干", "才オ", "一ー-",
    "未末", "土士上", "大太犬", "人入", "石右", "田由甲申", "王玉主", "白自", "治冶", "崎埼",
    "栗粟", "萩荻", "待侍", "問間", "鳥烏島", "木本", "古吉", "水永氷", "牛午", "若苦", "綱網",
    "緑縁", "幸辛", "小少", "日目曰", "宮官", "東束", "天夫", "七セ", "川州", "西四酉", "下卞",
    "貝具見", "住佳", "坂板", "新薪", "浜兵", "井丼", "北比", "中申", "市巾", "町叮", "区匹",
    "村材", "柏拍", "科料", "刈苅", "丘兵", "弥称", "福副", "渋洪", "和知", "岡罔", "塚家", "県具",
)  # fmt: skip
_LOOK_ALIKE: Final = str.maketrans(
    {other: group[0] for group in reversed(_GROUPS) for other in group[1:]}
)


def _shapes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for group in _GROUPS:
        for letter in group:
            found[letter] = found.get(letter, "") + group.replace(letter, "")
    return found


_SHAPES: Final = _shapes()
_LONGEST_NAME: Final = 14
_MOST_AREAS: Final = 40
_LONG_NAME: Final = 4
_SHORTEST_MUNICIPALITY: Final = 3
_NUMERALS: Final = frozenset("〇一二三四五六七八九十百千")
_MOST_PAIRS: Final = 400
_SHAPED_HEAD: Final = 16
_PARTS: Final = ("prefecture", "county", "city", "ward", "town")
_OMISSIONS: Final = (
    (),
    ("prefecture",),
    ("county",),
    ("prefecture", "county"),
    ("prefecture", "county", "city"),
    ("prefecture", "county", "city", "ward"),
)


@dataclass(frozen=True, slots=True)
class Repair:
    """`spans` are places in the key; `parts` are the components that were misread. `district`
    belongs to the town's name and is not written, or, if `added`, is written and does not."""

    place: int
    town: int | None
    end: int
    spans: dict[str, tuple[int, int]]
    parts: tuple[str, ...]
    by_postal: bool
    district: str = ""
    added: bool = False


def repair_by_postal(
    gazetteer: Gazetteer, key: KeyText, line: str, areas: Sequence[tuple[int, int | None]]
) -> Repair | None:
    """The town of the postal code whose name is nearest to what is written, if it is near."""
    ends = _ends(key, line, 0, 26)
    found: list[tuple[float, Repair]] = []
    for place, town in areas[:_MOST_AREAS]:
        if town is not None:
            found.extend(_fits(gazetteer, key, gazetteer.places[place], town, ends))
    for place in dict.fromkeys(place for place, _ in areas):
        found.extend(_fits_municipality(gazetteer, key, line, gazetteer.places[place]))
    found.sort(key=lambda one: one[0])
    if not found:
        return None
    best = found[0]
    for cost, other in found[1:]:
        if cost == best[0] and (other.place, other.town) != (best[1].place, best[1].town):
            return None
    return best[1]


def _ends(key: KeyText, line: str, start: int, longest: int) -> list[tuple[int, int]]:
    """Where a name may end, with how well; never inside a number."""
    return [
        (end, quality)
        for end in range(start + 1, min(start + longest, len(key.text)) + 1)
        if not key.splits_number(end) and (quality := ending_of(key, line, end)) >= FAIR
    ]


def _fits(
    gazetteer: Gazetteer,
    key: KeyText,
    place: Place,
    number: int,
    ends: Sequence[tuple[int, int]],
) -> Iterator[tuple[float, Repair]]:
    town = place_key(gazetteer.town(number).name)
    names = _names(place, town)
    for omitted in _OMISSIONS:
        kept = [(part, name) for part, name in names if part not in omitted and name]
        whole = "".join(name for _, name in kept)
        most = 1 if len(whole) < _LONG_NAME else 2 if len(whole) < 9 else 3
        for end, quality in ends:
            if abs(end - len(whole)) > most:
                continue
            cost = _cost(whole, key.text[:end], most)
            if cost > most:
                continue
            repair = _aligned(key, kept, whole, end, place.index, number)
            if repair is not None:
                yield cost + (0.5 if quality < GOOD else 0) + 0.01 * len(omitted), repair


def _cost(name: str, written: str, most: int) -> float:
    """Edits, two neighbours in the wrong order being one, and a look-alike counting little."""
    edits = OSA.distance(name, written, score_cutoff=most)
    if edits > most:
        return edits
    plain = OSA.distance(name.translate(_LOOK_ALIKE), written.translate(_LOOK_ALIKE))
    return 0.2 * edits + 0.8 * plain


def _names(place: Place, town: str) -> list[tuple[str, str]]:
    texts = (place.prefecture, place.county, place.city, place.ward)
    return [*zip(_PARTS, map(place_key, texts), strict=False), ("town", town)]


def _aligned(
    key: KeyText,
    kept: Sequence[tuple[str, str]],
    whole: str,
    end: int,
    place: int,
    town: int | None,
) -> Repair | None:
    """Which characters became which component; None where one would be guessed as a whole."""
    borders = _borders(whole, key.text[:end])
    spans: dict[str, tuple[int, int]] = {}
    parts: list[str] = []
    at = 0
    for part, name in kept:
        first, last = borders[at], borders[at + len(name)]
        at += len(name)
        written = key.text[first:last]
        wrong = OSA.distance(name.translate(_LOOK_ALIKE), written.translate(_LOOK_ALIKE))
        allowed = 0 if len(name) == 1 else 1 if len(name) <= _LONG_NAME else 2
        halved = len(written) == len(name) + 1 and wrong == 2  # one character read as its halves
        if wrong > allowed and not halved:
            return None
        if written != name:
            parts.append(part)
        if first < last:
            spans[part] = (first, last)
    return Repair(place, town, end, spans, tuple(parts), by_postal=True)


def _borders(source: str, target: str) -> list[int]:
    """For each place in `source` the place in `target` that corresponds."""
    borders = [0] * (len(source) + 1)
    for op in Levenshtein.opcodes(source, target):
        for offset in range(op.src_end - op.src_start):
            place = op.dest_start + min(offset, op.dest_end - op.dest_start)
            borders[op.src_start + offset] = place
    borders[len(source)] = len(target)
    return borders


def _fits_municipality(
    gazetteer: Gazetteer, key: KeyText, line: str, place: Place
) -> Iterator[tuple[float, Repair]]:
    """The municipality of the postal code misread, and one of its towns behind it as written."""
    names = _names(place, "")
    for omitted in _OMISSIONS[:5]:
        kept = [(part, name) for part, name in names if part not in omitted and name]
        whole = "".join(name for _, name in kept)
        most = 1 if len(whole) <= _LONG_NAME else 2
        for end in range(max(1, len(whole) - most), min(len(whole) + most, len(key.text)) + 1):
            cost = OSA.distance(whole, key.text[:end], score_cutoff=most)
            if cost > most or key.splits_number(end):
                continue
            match, quality = best_town(gazetteer, key, line, place.index, end)
            if match is None or match.loose or quality < FAIR:
                continue
            repair = _aligned(key, kept, whole, end, place.index, match.town)
            if repair is None:
                continue
            last = end + match.length
            spans = repair.spans | {"town": (end, last)}
            extra = 0.5 if quality < GOOD else 0.0
            yield (
                cost + extra + 0.05 + 0.01 * len(omitted) + (0.2 if match.alias else 0),
                Repair(place.index, match.town, last, spans, repair.parts, by_postal=True),
            )


def repair_by_likeness(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    heads: Sequence[Head],
    prefecture: tuple[str, int],
) -> Repair | None:
    """The only town of the municipality, or the only municipality with this town, that is near."""
    if heads:
        found = [
            repair
            for head in heads[:_MOST_AREAS]
            if (repair := _town_like(gazetteer, key, line, head)) is not None
        ]
    else:
        found = list(_municipality_like(gazetteer, key, line, prefecture))
    distinct = {(repair.place, repair.town) for repair in found}
    return found[0] if len(distinct) == 1 else None


def repair_by_district(
    gazetteer: Gazetteer, key: KeyText, line: str, heads: Sequence[Head]
) -> Repair | None:
    """The one town meant by a name without its district (多町), or with one (神田一ツ橋)."""
    if len(heads) != 1:
        return None
    place, at = heads[0].places[0], heads[0].municipality_end
    for end, quality in reversed(_ends(key, line, at, _LONGEST_NAME)):
        found = districted(gazetteer, place, key.text[at:end]) if quality == GOOD else None
        if found is not None:
            spans = _head_spans(gazetteer, key, heads[0]) | {"town": (at, end)}
            told = (found.district, found.added)
            return Repair(place, found.town, end, spans, (), False, *told)
    return None


def _town_like(gazetteer: Gazetteer, key: KeyText, line: str, head: Head) -> Repair | None:
    at = head.municipality_end
    keys, numbers = towns_of(gazetteer, head.places[0])
    for end, quality in _ends(key, line, at, _LONGEST_NAME):
        if quality < GOOD:
            continue
        written = key.text[at:end]
        near = process.extract(written, keys, scorer=Levenshtein.distance, score_cutoff=1, limit=3)
        alike = [
            one for one in near if one[0].translate(_LOOK_ALIKE) == written.translate(_LOOK_ALIKE)
        ]
        near = alike or [one for one in near if _only_letters_differ(one[0], written)]
        if len(near) == 1:
            spans = _head_spans(gazetteer, key, head) | {"town": (at, end)}
            number = numbers[near[0][2]]
            return Repair(head.places[0], number, end, spans, ("town",), by_postal=False)
    return None


def _only_letters_differ(name: str, written: str) -> bool:
    """Whether the names are long enough to be told apart and bear the same numerals."""
    if min(len(name), len(written)) < _LONG_NAME:
        return False
    first, second = ([c for c in text if c in _NUMERALS] for text in (name, written))
    return first == second


def _head_spans(gazetteer: Gazetteer, key: KeyText, head: Head) -> dict[str, tuple[int, int]]:
    spans = {}
    at = head.start
    for part, name in _names(gazetteer.places[head.places[0]], "")[:4]:
        short = name[:-1] if part == "prefecture" else name
        for shape in (name, short):
            if shape and key.text.startswith(shape, at) and at < head.municipality_end:
                spans[part] = (at, at + len(shape))
                at += len(shape)
                break
    return spans


def repair_by_shape(gazetteer: Gazetteer, key: KeyText, line: str) -> Repair | None:
    """The one reading with look-alikes in the place of one or two characters."""
    size = min(len(key.text), _SHAPED_HEAD)
    places = [at for at in range(size) if key.text[at] in _SHAPES and not key.splits_number(at)]
    singles = [((at, other),) for at in places for other in _SHAPES[key.text[at]]]
    pairs = [
        (*first, *second)
        for first, second in combinations(singles, 2)
        if first[0][0] < second[0][0]
    ]
    for swaps in (singles, pairs[:_MOST_PAIRS]):
        found: dict[tuple[int, int], Repair] = {}
        for swap in swaps:
            letters = list(key.text)
            for at, other in swap:
                letters[at] = other
            shaped = KeyText("".join(letters), key.starts, key.ends)
            for head in find_heads(gazetteer, shaped, line, frozenset(), streets=False):
                if head.town is None or head.quality < GOOD or head.town.alias or head.town.loose:
                    continue
                if head.town.length < 2 and len(swap) > 1:
                    continue
                spans = _head_spans(gazetteer, shaped, head)
                spans["town"] = (head.town_start, head.end)
                parts = tuple(
                    part
                    for part in _PARTS
                    if part in spans
                    and any(spans[part][0] <= at < spans[part][1] for at, _ in swap)
                )
                if parts:
                    place = head.places[0], head.town.town
                    found[place] = Repair(*place, head.end, spans, parts, by_postal=False)
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _municipality_like(
    gazetteer: Gazetteer, key: KeyText, line: str, prefecture: tuple[str, int]
) -> Iterator[Repair]:
    name, at = prefecture
    index = _misspellings(gazetteer)
    for end in range(at + 2, min(at + 10, len(key.text)) + 1):
        written = key.text[at:end]
        shapes = {written, *(written[:i] + written[i + 1 :] for i in range(len(written)))}
        places = {place for shape in shapes for place in index.get(shape, ())}
        for number in sorted(places):
            place = gazetteer.places[number]
            if name and place.prefecture != name:
                continue
            match, quality = best_town(gazetteer, key, line, number, end)
            if match is None or match.loose or match.alias or quality < GOOD or match.length < 2:
                continue
            whole = place_key(place.city + place.ward)
            if Levenshtein.distance(whole, written, score_cutoff=1) > 1:
                continue
            last = end + match.length
            spans = {"city": (at, end), "town": (end, last)}
            if name:
                spans["prefecture"] = (0, at)
            yield Repair(number, match.town, last, spans, ("city",), by_postal=False)


@lru_cache(maxsize=4)
def _misspellings(gazetteer: Gazetteer) -> dict[str, tuple[int, ...]]:
    """Municipalities by their names with one character left out."""
    found: dict[str, set[int]] = {}
    for place in gazetteer.places:
        whole = place_key(place.city + place.ward)
        if len(whole) < _SHORTEST_MUNICIPALITY or not place.current:
            continue
        for shape in {whole, *(whole[:i] + whole[i + 1 :] for i in range(len(whole)))}:
            found.setdefault(shape, set()).add(place.index)
    return {shape: tuple(places) for shape, places in found.items()}
