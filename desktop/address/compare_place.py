"""Postal code, prefecture, municipality and town of two addresses (DOMAIN §7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from desktop.address.characters import compact, fold_variants, to_katakana, visible
from desktop.address.component import (
    Component,
    Part,
    alike,
    different,
    equal,
    missing,
    reads_same,
    stand,
    together,
    worsened,
    written,
)
from desktop.address.kyoto import KYOTO, STREET_WORD
from desktop.address.levels import Level, worse
from desktop.address.names import Outcome
from desktop.address.numerals import number_of
from desktop.address.parse import Address, number_key, town_key
from desktop.address.writing import reasons

_UP, _DOWN = re.compile(r"上ガ?ル|アガル"), re.compile(r"下ガ?ル|サガル")
_IN = re.compile(r"(?<=[東西南北])ヘ?入ル?")
_AZA = re.compile(r"(?<=.)(?<![大文十])字")
_FIGURES = re.compile(r"[0-9]+|[〇一二三四五六七八九十百千]+")
_CHOME: Final = "丁目"


def compare_postal(a: Address, b: Address) -> Component:
    """A witness, no part of the place: another code is for a person to see, a missing one not."""
    first, second = _postal_as_written(a), _postal_as_written(b)
    if a.postal_code == b.postal_code:
        return equal("postal", first, second)
    if not a.postal_code or not b.postal_code:
        return missing("postal", first, second, Level.EXACT, "")
    return different("postal", first, second, Level.VARIANT, "郵便番号が違います")


def _postal_as_written(address: Address) -> str:
    return written(address, "postal_code") or address.postal_code


def compare_prefecture(a: Address, b: Address) -> Component:
    """It may be left out (DOMAIN §7), but not contradicted."""
    first, second = (
        Part(written(one, "prefecture"), one.prefecture, "prefecture" in one.repaired)
        for one in (a, b)
    )
    found = stand(
        "prefecture",
        first,
        second,
        visible,
        omitted=Level.NORMALIZED,
        contradicts="都道府県が違います",
    )
    if found.outcome is Outcome.MISSING:
        return missing("prefecture", found.a, found.b, Level.NORMALIZED, "都道府県の有無")
    if found.outcome is Outcome.VARIANT and not reasons(found.a, found.b):
        return _prefecture_supplied(found)
    return found


def _prefecture_supplied(found: Component) -> Component:
    """The gazetteer put a prefecture right: a misread one is a variant, another is none."""
    if found.explained_by_reading:
        return found
    return different("prefecture", found.a, found.b, Level.NONE, "都道府県が違います")


def compare_municipality(a: Address, b: Address) -> Component:
    """City and ward must agree; a county may be left out, but not contradicted.

    Left out on one side, the municipality is for a person to look at where postal code or
    gazetteer tell that it is the same, and otherwise not proven.
    """
    shown_a, shown_b = written(a, "county", "city", "ward"), written(b, "county", "city", "ward")
    first, second = a.city + a.ward, b.city + b.ward
    if _contradict(a.county, b.county):
        return different("city", shown_a, shown_b, Level.NONE, "郡が違います")
    if first and second and first != second and _omits(first, second):
        note = together("市または区が片方にしか書かれていません", _by_postal(a, b))
        return missing("city", shown_a, shown_b, _omitted(a, b), note)
    found = stand(
        "city",
        Part(written(a, "city", "ward"), first, _mended(a)),
        Part(written(b, "city", "ward"), second, _mended(b)),
        town_key,
        omitted=Level.VARIANT if first and second else _omitted(a, b),
        contradicts="市区町村が違います",
    )
    note = found.note
    if found.outcome is Outcome.MISSING:
        note = together("市区町村が片方にしか書かれていません", _by_postal(a, b))
    if found.outcome is Outcome.EQUAL and shown_a != shown_b:
        return alike("city", shown_a, shown_b, Level.NORMALIZED, "郡の有無")
    if found.outcome is Outcome.EQUAL and not shown_a and a.input != b.input:
        return Component("city", "", "", Outcome.EQUAL, Level.VARIANT, "市区町村の記載がありません")
    return Component(
        "city", shown_a, shown_b, found.outcome, found.level, note, found.explained_by_reading
    )


def _mended(address: Address) -> bool:
    return not {"county", "city", "ward"}.isdisjoint(address.repaired)


def _contradict(a: str, b: str) -> bool:
    return bool(a and b) and fold_variants(town_key(a)) != fold_variants(town_key(b))


def _omits(a: str, b: str) -> bool:
    """横浜市 or 西区 for 横浜市西区."""
    first, second = sorted((fold_variants(town_key(a)), fold_variants(town_key(b))), key=len)
    return first != second and (
        (second.startswith(first) and second.endswith("区")) or second.endswith("市" + first)
    )


def _omitted(a: Address, b: Address) -> Level:
    return Level.VARIANT if _same_postal(a, b) else Level.PARTIAL


def _same_postal(a: Address, b: Address) -> bool:
    return bool(a.postal_code) and a.postal_code == b.postal_code


def _by_postal(a: Address, b: Address) -> str:
    return "郵便番号は同じです" if _same_postal(a, b) else ""


def compare_town(a: Address, b: Address) -> Component:
    """The town with its 丁目, which may as well stand in front of the block number."""
    shown_a, shown_b = _town_as_written(a), _town_as_written(b)
    first, second = written(a, "town"), written(b, "town")
    found = stand(
        "town",
        Part(first, a.town, "town" in a.repaired),
        Part(second, b.town, "town" in b.repaired),
        town_key,
        omitted=Level.VARIANT if a.town and b.town else Level.PARTIAL,
        contradicts="町名が違います",
    )
    if found.outcome is Outcome.MISSING:
        found = worsened(found, found.level, "町名")
    if found.outcome is Outcome.DIFFERENT:
        found = _left_out(a, b, found)
    if found.outcome is Outcome.VARIANT and _figures(first) != _figures(second):
        # 十番町 and 十二番町 are two towns, whatever repaired one into the other.
        found = different("town", first, second, Level.NONE, "町名の数字が違います")
    if found.outcome in (Outcome.EQUAL, Outcome.VARIANT):
        found = _with_chome(a, b, _with_street(a, b, found))
    return replace(found, a=shown_a, b=shown_b)


def _left_out(a: Address, b: Address, found: Component) -> Component:
    """A 京都 street name or a 小字 that only one side writes: an omission, no contradiction."""
    key_a, key_b = fold_variants(town_key(a.town)), fold_variants(town_key(b.town))
    shorter, longer = sorted((key_a, key_b), key=len)
    if (
        a.city == b.city == KYOTO
        and longer.endswith(shorter)
        and STREET_WORD.search(longer[: -len(shorter)])
    ):
        return alike("town", found.a, found.b, Level.VARIANT, "通り名の有無が違います")
    outer_a, outer_b = _without_aza(a), _without_aza(b)
    if (key_a != outer_a and outer_a == key_b) or (key_b != outer_b and outer_b == key_a):
        return alike("town", found.a, found.b, Level.VARIANT, "小字の有無が違います")
    return found


def _without_aza(address: Address) -> str:
    """大字見本 of 大字見本字上原."""
    town = address.town
    if address.aza and town.endswith(address.aza) and town != address.aza:
        return fold_variants(town_key(town.removesuffix(address.aza)))
    aza = _AZA.search(town)
    return fold_variants(town_key(town[: aza.start()] if aza else town))


def _town_as_written(address: Address) -> str:
    return written(address, "street", "town", "chome")


def _with_street(a: Address, b: Address, found: Component) -> Component:
    """京都: the street helps the postman, town and number are the place. Two streets may meet
    there, so that neither another one nor none contradicts; a person looks."""
    first, second = written(a, "street"), written(b, "street")
    if reads_same(first, second):
        return found
    if _street_key(first) == _street_key(second):
        level, note = worse(found.level, Level.NORMALIZED), "通り名の書き方"
    else:
        level = worse(found.level, Level.VARIANT)
        note = "通り名が違います" if first and second else "通り名の有無が違います"
    return replace(found, outcome=Outcome.VARIANT, level=level, note=together(found.note, note))


def _street_key(street: str) -> str:
    """上る, 上ル, 上がる and あがる alike, and 東入, 東入る and 東へ入る; 通り is 通."""
    key = to_katakana(compact(street)).replace("通リ", "通")
    return _IN.sub("入", _DOWN.sub("下ル", _UP.sub("上ル", key)))


def _figures(text: str) -> list[str]:
    found = []
    for figures in _FIGURES.findall(visible(text)):
        value = None if figures[0].isascii() else number_of(figures)
        found.append(figures.lstrip("0") if value is None else str(value))
    return found


def _with_chome(a: Address, b: Address, found: Component) -> Component:
    if a.chome and b.chome and _number(a.chome) != _number(b.chome):
        shown = _town_as_written(a), _town_as_written(b)
        return different("town", *shown, Level.PARTIAL, "丁目が違います")
    shown_a, shown_b = written(a, "chome"), written(b, "chome")
    if reads_same(shown_a, shown_b) or not (a.numbers and b.numbers):
        return found
    if number_key(a.numbers[0]) != number_key(b.numbers[0]):
        return found
    level = found.level if found.outcome is Outcome.VARIANT else Level.NORMALIZED
    note = together(found.note, "丁目の書き方")
    return replace(found, outcome=Outcome.VARIANT, level=level, note=note)


def _number(value: str) -> str:
    return value.lstrip("0")
