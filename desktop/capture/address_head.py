"""The beginning of an address: prefecture and municipality, chosen from what the network saw.

果 and 県, 德 and 穂 look alike in a hasty hand. Where an address does not begin with a municipality
as it was read, but does with a letter or two that the network itself held possible, those letters
are taken. A letter it was sure of is never replaced, nothing is added or left out, and what was
chosen keeps its low probability, so that a clerk looks. No register is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import log

from desktop.capture.charset import fold
from desktop.capture.engine import Char
from desktop.domain.municipality_names import MUNICIPALITIES

_FIRM = 0.96  # a letter read so surely stays
_POSSIBLE = 0.003
_UNLIKE = log(1e-6)  # all replaced letters together
_SHORTEST = 3
_SEEN = 0.02
_UNITS = frozenset("番丁号階棟室条線町区割組区年月日時回円")
_SAME = str.maketrans("ヶ瀨德", "ケ瀬徳")


def with_known_head(chars: Sequence[Char], *, whole: bool = False) -> tuple[Char, ...]:
    """The characters with an address's head chosen; `whole`: nothing may come behind it."""
    letters = [n for n, char in enumerate(chars) if not char.text.isspace()]
    if not letters:
        return tuple(chars)
    first = chars[letters[0]]
    best: tuple[int, float, str] | None = None
    for name in _beginning([first.text, *(other for other, _ in first.others)]):
        if len(name) > len(letters) or (whole and len(name) != len(letters)):
            continue
        likeness = _likeness([chars[n] for n in letters[: len(name)]], name)
        if likeness is not None and (best is None or (len(name), likeness) > best[:2]):
            best = (len(name), likeness, name)
    if best is None or best[1] == 0.0 or best[1] < _UNLIKE:
        return tuple(chars)
    chosen = list(chars)
    for n, letter in zip(letters, best[2], strict=False):
        if not _same(chosen[n].text, letter):
            chosen[n] = replace(chosen[n], text=letter, probability=_held(chosen[n], letter))
    return tuple(chosen)


def with_known_units(chars: Sequence[Char]) -> tuple[Char, ...]:
    """The characters with 番 behind figures chosen, where the network saw it: 25香地 is none."""
    chosen = list(chars)
    for n, char in enumerate(chars):
        before = chars[n - 1].text if n else ""
        after = chars[n + 1].text if n + 1 < len(chars) else "地"
        held = _held(char, "番")
        if (
            before.isdigit()
            and (after == "地" or after.isdigit())
            and "\u4e00" <= char.text <= "\u9fff"
            and char.text not in _UNITS
            and char.probability < _FIRM
            and held >= _SEEN
        ):
            chosen[n] = replace(char, text="番", probability=held)
    return tuple(chosen)


def _likeness(chars: Sequence[Char], name: str) -> float | None:
    """How much less likely the name is than what was read; None where it cannot be."""
    total = 0.0
    for char, letter in zip(chars, name, strict=True):
        if _same(char.text, letter):
            continue
        held = _held(char, letter)
        if char.probability >= _FIRM or held < _POSSIBLE:
            return None
        total += log(held / char.probability)
    return total


def _held(char: Char, letter: str) -> float:
    return max((sure for other, sure in char.others if _same(other, letter)), default=0.0)


def _same(read: str, letter: str) -> bool:
    return read == letter or _plain(read) == letter.translate(_SAME)


def _beginning(letters: Sequence[str]) -> Iterator[str]:
    """The names whose first letter is one of these."""
    for letter in {_plain(letter) for letter in letters}:
        yield from _names().get(letter, ())


def _plain(letter: str) -> str:
    return fold(letter).translate(_SAME)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Every way to begin, by first letter: with and without prefecture and district."""
    found: dict[str, None] = {}
    for prefecture, names in MUNICIPALITIES.items():
        found[prefecture] = None
        for name in names:
            _, district, town = name.partition("郡")
            for way in (name, town) if district and town[-1:] in ("町", "村") else (name,):
                found[way] = found[prefecture + way] = None
    by_letter: dict[str, list[str]] = {}
    for name in found:
        if len(name) >= _SHORTEST:
            by_letter.setdefault(_plain(name[0]), []).append(name)
    return {letter: tuple(names) for letter, names in by_letter.items()}
