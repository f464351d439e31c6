"""From the head of an address to the place it means: read, supplied, repaired, or told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from desktop.address.districts import named_today
from desktop.address.gazetteer import Gazetteer, Place, Town
from desktop.address.head import (
    FAIR,
    GOOD,
    Head,
    find_behind,
    find_by_town,
    find_heads,
    prefecture_at,
)
from desktop.address.key_text import KeyText, key_text
from desktop.address.located import Located
from desktop.address.place_key import place_key
from desktop.address.repair import (
    Repair,
    repair_by_district,
    repair_by_likeness,
    repair_by_postal,
    repair_by_shape,
)
from desktop.address.wards import in_other_wards
from desktop.address.witness import place_by_postal, town_by_postal, witnessed

_LONE_CHOME: Final = re.compile(r"[一二三四五六七八九十]+丁目")
_DIGIT_BY_DIGIT: Final = re.compile(r"[一二三四五六七八九〇]{2}")
_AZA_END: Final = re.compile(r"字(?=$|[\s0-9])")
_FULL: Final = 1.0
_MOST_ALTERNATIVES: Final = 5
_WARD_PUT_RIGHT: Final = 0.7
_CONTRADICTED: Final = 0.3


def locate(gazetteer: Gazetteer, line: str, start: int, postal: str) -> Located:
    """Where the address lies, with the postal code as a second witness."""
    found = _located(gazetteer, key_text(line, start), line, start, postal)
    if found.quality < FAIR and _DIGIT_BY_DIGIT.search(line):
        other = key_text(line, start, digit_by_digit=True)
        again = _located(gazetteer, other, line, start, postal)
        if again.quality == GOOD and not again.repaired:
            return again
    return found


def _located(gazetteer: Gazetteer, key: KeyText, line: str, start: int, postal: str) -> Located:
    areas = gazetteer.by_postal(postal) if postal else ()
    hinted = frozenset(place for place, _ in areas)
    heads = find_heads(gazetteer, key, line, hinted)
    prefecture = prefecture_at(gazetteer, key.text)
    if not _settled(heads):
        by_town = () if heads else find_by_town(gazetteer, key, line, prefecture, hinted)
        by_town = by_town or find_behind(gazetteer, key, line, prefecture, hinted)
        if _settled(by_town):
            heads = by_town
    elif areas and heads[0].quality == FAIR:
        longer = repair_by_postal(gazetteer, key, line, areas)
        if longer is not None and longer.place == heads[0].places[0] and longer.end > heads[0].end:
            return _repaired(gazetteer, key, line, longer)
    if not _settled(heads):
        repair = repair_by_postal(gazetteer, key, line, areas) or repair_by_district(
            gazetteer, key, line, heads
        )
        if repair is None and len(heads) == 1:
            other_ward = _in_another_ward(gazetteer, key, line, heads[0], hinted)
            if other_ward is not None:
                return other_ward
        repair = (
            repair
            or repair_by_shape(gazetteer, key, line)
            or repair_by_likeness(gazetteer, key, line, heads, prefecture)
        )
        if repair is not None:
            return witnessed(gazetteer, _repaired(gazetteer, key, line, repair), areas, postal)
    if not heads:
        return place_by_postal(gazetteer, line, start, areas) or _no_municipality(
            key, start, prefecture
        )
    if len(heads) > 1:
        return _several(gazetteer, key, line, heads)
    found = _one(gazetteer, key, line, heads[0])
    found = town_by_postal(gazetteer, found, line, areas)
    return witnessed(gazetteer, found, areas, postal)


def _settled(heads: Sequence[Head]) -> bool:
    """Whether the gazetteer knows the town and nothing unknown follows its name."""
    return bool(heads) and heads[0].town is not None and heads[0].quality >= FAIR


def _no_municipality(key: KeyText, start: int, prefecture: tuple[str, int]) -> Located:
    name, length = prefecture
    if not name:
        return Located(start)
    span = (key.starts[0], key.ends[length - 1])
    return Located(span[1], spans={"prefecture": span}, prefecture=name)


def _one(gazetteer: Gazetteer, key: KeyText, line: str, head: Head) -> Located:
    place = gazetteer.places[head.places[0]]
    spans = _municipality_spans(place, key, head)
    notes: list[str] = []
    repaired: tuple[str, ...] = ()
    aliased: tuple[str, ...] = ()
    confidence = _FULL
    if head.city_missing:
        notes.append("市区町村は書かれていないので、町名から補いました")
        confidence = 0.8
    elif head.start:
        skipped = line[key.starts[0] : key.ends[head.start - 1]].strip()
        if _like_prefecture(skipped, place.prefecture):
            spans["prefecture"] = (key.starts[0], key.ends[head.start - 1])
            repaired = ("prefecture",)
            notes.append(f"都道府県を「{place.prefecture}」と読み替えました")
        elif place_key(skipped) in {place_key(p) for p in gazetteer.prefectures}:
            spans["prefecture"] = (key.starts[0], key.ends[head.start - 1])
            repaired = ("prefecture",)
            notes.append(f"「{skipped}」に{place.name}はありません")
        else:
            notes.append("先頭に住所でない文字があります")
        confidence = 0.7
    town = gazetteer.town(head.town.town) if head.town and not head.town.loose else None
    if not place.current and town is not None:
        before = place
        place, town, confidence = _today(gazetteer, place, town, notes, confidence)
        if place is not before:
            aliased = ("ward",) if place.ward != before.ward else ("city",)
    if head.town is not None and (head.town.alias or head.town.loose):
        confidence -= 0.1
    found = _with_town(
        gazetteer, key, line, head, place, town, spans, confidence, repaired, tuple(notes)
    )
    return replace(found, aliased=aliased) if aliased else named_today(gazetteer, found)


def _in_another_ward(
    gazetteer: Gazetteer, key: KeyText, line: str, head: Head, hinted: frozenset[int]
) -> Located | None:
    """Ward and town that contradict: the ward is put right if the postal code says so too, and
    otherwise nothing below the written one is told for sure."""
    here = gazetteer.places[head.places[0]]
    others = in_other_wards(gazetteer, key, line, head)
    if not others:
        return None
    named = [one for one in others if one.places[0] in hinted]
    part = "ward" if here.ward else "city"
    readings = [_one(gazetteer, key, line, one) for one in named or others]
    wards = "・".join(getattr(gazetteer.places[one.places[0]], part) for one in named or others)
    spans = readings[0].spans | _municipality_spans(here, key, head)
    town = readings[0].town_name
    if len(named) == 1:
        note = f"「{town}」は{getattr(here, part)}になく、郵便番号のとおり{wards}と読みました"
        repaired, notes = (*readings[0].repaired, part), (*readings[0].notes, note)
        return replace(
            readings[0], spans=spans, repaired=repaired, notes=notes, confidence=_WARD_PUT_RIGHT
        )
    return replace(
        readings[0],
        place=here,
        spans=spans,
        confidence=_CONTRADICTED,
        notes=(*readings[0].notes, f"「{town}」は{getattr(here, part)}になく、{wards}にあります"),
        alternatives=tuple(
            f"{one.place.prefecture}{one.place.name}{one.town_name}"
            for one in readings[:_MOST_ALTERNATIVES]
            if one.place is not None
        ),
        city_only=True,
        others=tuple(readings[:_MOST_ALTERNATIVES]),
    )


def _today(
    gazetteer: Gazetteer, place: Place, town: Town, notes: list[str], confidence: float
) -> tuple[Place, Town, float]:
    successor = gazetteer.successor(town.number)
    if successor == town.number:
        notes.append(f"「{place.name}」は今の市区町村名ではありません")
        return place, town, confidence - 0.2
    town = gazetteer.town(successor)
    now = gazetteer.places[town.place]
    notes.append(f"「{place.name}」は今の{now.name}です")
    return now, town, confidence - 0.1


def _with_town(
    gazetteer: Gazetteer,
    key: KeyText,
    line: str,
    head: Head,
    place: Place,
    town: Town | None,
    spans: dict[str, tuple[int, int]],
    confidence: float,
    repaired: tuple[str, ...],
    notes: tuple[str, ...],
) -> Located:
    municipality_end = key.line_end(head.municipality_end, key.starts[0] if key.starts else 0)
    street = ""
    if head.town_start > head.municipality_end:
        first, last = municipality_end, key.line_end(head.town_start)
        street = line[first:last].strip(" -")
        spans["street"] = (first, last)
        notes = (*notes, "通り名は町名と分けて読みました")
    if head.town is None:
        return Located(
            municipality_end,
            place,
            spans=spans,
            quality=head.quality,
            confidence=min(confidence, 0.6),
            repaired=repaired,
            notes=notes,
        )
    first = key.line_end(head.town_start, key.starts[0])
    end = key.line_end(head.end)
    first = _skip(line, first, end)
    written = line[first:end].rstrip(" -")
    end = first + len(written)
    if head.town.aza and _AZA_END.match(line, end):
        end += 1
    spans["town"] = (first, end)
    name, aza = written.replace(" ", ""), ""
    if town is not None:
        name = town.name
        if head.town.aza:
            aza = _aza_of(key, line, head.town_start + len(place_key(town.name)), head.end, end)
            name += aza
        elif _LONE_CHOME.fullmatch(name) and _is_chome(gazetteer, place):
            # 下田市2丁目: a 丁目 without a town's name; 春日部市八丁目 is a name.
            del spans["town"]
            return Located(
                first, place, town, "", "", street, spans, GOOD, confidence, repaired, notes
            )
    return Located(
        end, place, town, name, aza, street, spans, head.quality, confidence, repaired, notes
    )


def _is_chome(gazetteer: Gazetteer, place: Place) -> bool:
    return all(
        any(not match.aza for match in gazetteer.towns_at(place.index, f"{n}丁目")) for n in "一二"
    )


def _aza_of(key: KeyText, line: str, behind: int, until: int, end: int) -> str:
    """The 小字 as written behind a town's name."""
    return line[key.line_end(behind) : end].replace(" ", "") if behind < until else ""


def _municipality_spans(place: Place, key: KeyText, head: Head) -> dict[str, tuple[int, int]]:
    """Which characters are prefecture, county, city and ward."""
    spans: dict[str, tuple[int, int]] = {}
    at, end = head.start, head.municipality_end
    prefecture, county, city, ward = _keys_of(place)
    if not key.text.startswith(prefecture, at):
        left_out = any(name and key.text.startswith(name, at) for name in (county, city))
        prefecture = "" if left_out else prefecture[:-1]  # 大阪市 is no 大阪 and 市
    for name, written in (
        ("prefecture", prefecture),
        ("county", county),
        ("city", city),
        ("ward", ward),
    ):
        behind = at + len(written)
        if written and behind <= end and key.text.startswith(written, at):
            spans[name] = (key.starts[at], key.ends[behind - 1])
            at = behind
    if at < end and "city" not in spans:
        spans["city"] = (key.starts[at], key.ends[end - 1])
    return spans


@lru_cache(maxsize=4096)
def _keys_of(place: Place) -> tuple[str, str, str, str]:
    return (
        place_key(place.prefecture),
        place_key(place.county),
        place_key(place.city),
        place_key(place.ward),
    )


def _several(gazetteer: Gazetteer, key: KeyText, line: str, heads: Sequence[Head]) -> Located:
    """Several places fit equally: what they share, and the places as alternatives."""
    readings = [_one(gazetteer, key, line, head) for head in heads]
    places = [gazetteer.places[head.places[0]] for head in heads]
    shared = Place(
        -1,
        "",
        _shared(place.prefecture for place in places),
        _shared(place.county for place in places),
        _shared(place.city for place in places),
        _shared(place.ward for place in places),
        "",
        current=True,
    )
    names = dict.fromkeys(
        f"{place.prefecture}{place.name}{reading.town.name if reading.town else ''}"
        for place, reading in zip(places, readings, strict=True)
    )
    if heads[0].city_missing or not shared.city:
        note = "同じ名前の町が二つ以上の市区町村にあります"
    elif not shared.prefecture:
        note = "同じ名前の市区町村が二つ以上あります"
    elif len({place.ward for place in places}) > 1:
        note = "区が書かれていません"
    else:
        note = "同じ名前の町が二つ以上あります"
    first = readings[0]
    town_known = bool(first.town_name or first.town)
    only_wards = bool(shared.prefecture and shared.city)
    return replace(
        first,
        place=shared,
        town_name=first.town_name if town_known else "",
        confidence=0.4 if only_wards else 0.3,
        notes=(*(first.notes if only_wards else ()), note),
        alternatives=tuple(names)[:_MOST_ALTERNATIVES] if town_known or not only_wards else (),
        city_only=town_known or not only_wards,
        others=tuple(readings[:_MOST_ALTERNATIVES]) if town_known or not only_wards else (),
    )


def _shared(names: Iterable[str]) -> str:
    distinct = set(names)
    return distinct.pop() if len(distinct) == 1 else ""


def _repaired(gazetteer: Gazetteer, key: KeyText, line: str, repair: Repair) -> Located:
    place = gazetteer.places[repair.place]
    town = gazetteer.town(repair.town) if repair.town is not None else None
    spans = {name: (key.starts[a], key.ends[b - 1]) for name, (a, b) in repair.spans.items()}
    aza = ""
    if "town" in spans:
        first, last = repair.spans["town"]
        name = place_key(town.name) if town is not None else ""
        if key.text.startswith(name, first):
            aza = _aza_of(key, line, first + len(name), last, spans["town"][1])
        before = max((spans[n][1] for n in spans if n != "town"), default=spans["town"][0])
        spans["town"] = (_skip(line, before, spans["town"][1]), spans["town"][1])
    names = "・".join(_PART_LABELS[part] for part in repair.parts)
    how = "郵便番号の示す町" if repair.by_postal else "ただ一つ似た地名"
    notes = (f"{names}の読み違いを{how}で補いました",) if repair.parts else ()
    if repair.district and town is not None:
        told = "は除きました" if repair.added else "を補いました"
        notes = (f"町名「{town.name}」の前の「{repair.district}」{told}",)
    return Located(
        key.line_end(repair.end, key.starts[0] if key.starts else 0),
        place,
        town,
        town.name + aza if town else "",
        aza,
        spans=spans,
        quality=GOOD,
        confidence=0.75 if repair.by_postal else 0.6,
        repaired=repair.parts,
        notes=notes,
        aliased=("town",) if repair.district else (),
    )


_PART_LABELS: Final = {
    "prefecture": "都道府県",
    "county": "郡",
    "city": "市区町村",
    "ward": "区",
    "town": "町名",
}


def _like_prefecture(text: str, prefecture: str) -> bool:
    return Levenshtein.distance(place_key(text), place_key(prefecture), score_cutoff=1) <= 1


def _skip(line: str, at: int, end: int) -> int:
    while at < end and line[at] in " -":
        at += 1
    return at
