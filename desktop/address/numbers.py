"""The typed sequence of numbers behind a town: 丁目, 番, 号, 枝番, 地割, 線 (DOMAIN §7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.address.fold import Folded
from desktop.address.numerals import kanji_of, number_of

KANJI: Final = "〇一二三四五六七八九十百千壱弐"


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the sequence and its counter: 丁目, 番, 号, 地割, 線 or "" (a hyphen)."""

    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """`block_start` is behind a leading 丁目; `aza` a 小字 between 地割 and the number."""

    numbers: tuple[Number, ...]
    start: int
    first_end: int
    block_start: int
    end: int
    aza: str = ""


CHOME: Final = "丁目"
BESIDE: Final = frozenset({"先", "無番地", "番外地"})
"""What means the land beside a number, or one without a number."""
FIRST_NUMBER: Final = re.compile(
    r"無番地|番外地|第?[0-9]|(?<![A-Za-z])[A-Za-z](?=-?[0-9])"
    rf"|[{KANJI}]+(?:丁目|番地|番(?![町丁館])|号(?!線)|-[0-9{KANJI}])"
)
_NONE: Final = "無番地|番外地"
_BEFORE_UNIT: Final = re.compile(rf"[{KANJI}]+(?=\s?(?:丁目|番地|番(?![町丁館])|号(?!線)|地割))")
_HYPHENED: Final = re.compile(rf"[{KANJI}]+(?=-[0-9{KANJI}])|(?<=[0-9{KANJI}]-)[{KANJI}]+")
_TORN_APART: Final = re.compile(
    rf"(?<=[0-9{KANJI}])\s(?=丁\s?目|番\s?地?|号(?!室)|[のノ][0-9])"
    r"|(?<=丁)\s(?=目)|(?<=番)\s(?=地)|(?<=号)\s(?=室)"
)
_IN_A_NAME: Final = re.compile(r"[0-9]{1,4}(?=番町|番丁|条|日市|日町)")
_WATANABE: Final = "渡辺"  # 大阪市久太郎町四丁目渡辺: the one 番地 that is a name
_ROOM_AHEAD: Final = re.compile(r"[0-9]+\s?(?:号室|室|階|[Ff](?![A-Za-z])|号?棟|号館)")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_TOKEN: Final = re.compile(
    rf"第?(?P<value>[東西南北]?[0-9]+|[{KANJI}]+|無番地|番外地|渡辺(?=[0-9]|$)|[{_STEMS}A-Za-z](?=-?[0-9])|[ァ-ン](?=[0-9]))"
    r"(?P<unit>丁目|町目|丁(?=[0-9\s番-]|$)|番地|番(?![館町丁])|号線|号(?![室棟館])|地割|線"
    r"|字(?=[0-9])|)"
    rf"(?P<link>\s?[のノ之丿](?=[0-9{KANJI}{_STEMS}])|-(?=[0-9{KANJI}{_STEMS}])"
    r"|-(?=[A-Za-zァ-ン]-?[0-9])|)"
)
_DIRECTIONS: Final = frozenset("東西南北")
_LINES: Final = frozenset({"線", "号", "号線", "条"})
_UNITS: Final[Mapping[str, str]] = {"番地": "番", "町目": CHOME, "丁": CHOME}
_CONTINUED_BY: Final = frozenset({CHOME, "番", "地割", "線", "号線", "字"})
_NAME_BETWEEN: Final = re.compile(r"\s?(?P<name>[^0-9\s\-]{1,12}?)(?=第?[0-9])")
_NO_NAME: Final = re.compile(r"[ァ-ヶー]{3}|ビル|荘|館|方$|棟|番|号")
_STEM_BEHIND: Final = re.compile(rf"[{_STEMS}イロハニホヘト](?=$|[\s(])")
_BESIDE: Final = re.compile(rf"\s?地?(先)(?=$|[\s(]|-?(?:{_NONE}))-?({_NONE})?|-?({_NONE})")
_ACROSS: Final = re.compile(r"[東西南北][0-9]")
_LETTER: Final = re.compile(rf"[A-Za-zァ-ン{_STEMS}]")


def fold_numerals(folded: Folded, *, names: bool = False) -> Folded:
    """漢数字 as digits where they count something.

    二丁目, 八番 and 二-八-一 count; 一番町, 三条 and 八日市 are names, and with `names` digits
    before such a word become 漢数字.
    """
    folded = folded.replace(_TORN_APART, lambda _: "")
    if names:
        folded = folded.replace(_IN_A_NAME, lambda m: kanji_of(int(m[0])))
    folded = folded.replace(_BEFORE_UNIT, lambda m: _digits(m[0]))
    return folded.replace(_HYPHENED, lambda m: _digits(m[0]))


def read_numbers(line: str, start: int) -> Sequence:
    """The numbers from `start`, blanks and hyphens before them skipped."""
    while start < len(line) and line[start] in " -":
        start += 1
    if line[start : start + 1] in ("の", "ノ") and line[start + 1 : start + 2].isdigit():
        start += 1
    numbers: list[Number] = []
    at = block_start = first_end = start
    aza, linked = "", False
    while match := _TOKEN.match(line, at):
        if _ROOM_AHEAD.match(line, at):
            break
        value = match["value"]
        if value[0] in _DIRECTIONS and not (numbers and numbers[-1].unit in _LINES):
            break
        if value[0] in KANJI:
            counted = number_of(value)
            ends = match.end() == len(line) or line[match.end()] in " ("
            if counted is None or not (match["unit"] or match["link"] or ends):
                break
            value = str(counted)
        elif _LETTER.fullmatch(value) and not numbers and "ァ" <= value <= "ン":
            break
        unit = _UNITS.get(match["unit"], match["unit"])
        numbers.append(Number(value, unit))
        at = match.end()
        if len(numbers) == 1:
            first_end = at
            if unit == CHOME:
                block_start = at
        if value == _WATANABE:
            if not (len(numbers) > 1 and numbers[-2].unit == CHOME):
                numbers.pop()
                at = match.start()
                break
            continue
        linked = bool(match["link"])
        if linked:
            continue
        if _LETTER.fullmatch(value):
            at += line[at : at + 1] == "-"
            continue
        if unit == "号" and _ACROSS.match(line, at):
            continue
        if unit not in _CONTINUED_BY:
            if (stem := _STEM_BEHIND.match(line, at)) and value.isdigit():
                numbers.append(Number(stem[0]))
                at = stem.end()
            break
        name = _NAME_BETWEEN.match(line, at) if unit == "地割" else None
        if name is not None and not _NO_NAME.search(name["name"]):
            aza, at = name["name"], name.end()
            continue
        after = at + 1 if line[at : at + 1] in (" ", "-") else at
        if not _TOKEN.match(line, after):
            break
        at = after
    if numbers and (beside := _BESIDE.match(line, at)) is not None:
        numbers.extend(Number(word) for word in beside.groups() if word)
        at = beside.end()
    return Sequence(tuple(numbers), start, first_end, block_start, at, aza)


def _digits(kanji: str) -> str:
    value = number_of(kanji)
    return kanji if value is None else str(value)
