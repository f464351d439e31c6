"""Reading a field in its own shape: a date as a date, a reading in kana as kana can be spelled.

A slash is easily read as the figure 1, ソ as ン. Where the plain reading has not the field's shape,
the network's output is searched again for the best text that has (CTC prefix search over a small
grammar). The grammars know calendars, spelling and the 47 prefectures, nothing of any person; what
they find keeps the network's probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_ERAS = ("令和", "平成", "昭和", "大正", "明治", "R", "H", "S", "T", "M")
_LONGEST_ERA = 64  # 昭和64年
_YEARS = (1868, 2100)
_WIDTH = 24
_LEAST = 1e-7
_NEVER_FIRST = "ーッャュョァィゥェォヮン・"
_BEFORE_SMALL_Y = frozenset("キシチニヒミリギジヂビピヴテデフ")
_BEFORE_SMALL_VOWEL = frozenset("フヴウテデトドツシジチクグスズイキ")
_NEVER_DOUBLED = "アイウエオナニヌネノマミムメモヤユヨラリルレロワヲンャュョァィゥェォー・"
_SEPARATORS = {"年": ("月", "日"), "/": ("/", ""), ".": (".", ""), "-": ("-", "")}


@dataclass(frozen=True, slots=True)
class DateSoFar:
    """A date as far as it is written: the part now being written and what was before it."""

    part: str = "year"  # year, month, day, end
    written: str = ""
    era: str = ""
    separator: str = ""

    def then(self, character: str) -> DateSoFar | None:
        """The date with one more character; None where no date goes on like that."""
        if self.part == "end":
            return None
        if character.isdigit() and character.isascii():
            return self._with_digit(character)
        if self.part == "year":
            return self._in_year(character)
        after = _SEPARATORS[self.separator]
        if not self.written:
            return None
        if self.part == "month" and character == after[0]:
            return DateSoFar("day", "", self.era, self.separator)
        if self.part == "day" and after[1] and character == after[1]:
            return DateSoFar("end", "", self.era, self.separator)
        return None

    @property
    def whole(self) -> bool:
        return self.part == "end" or (self.part == "day" and bool(self.written))

    def _with_digit(self, digit: str) -> DateSoFar | None:
        if self.written == "元":
            return None
        written = self.written + digit
        if written.startswith("0") and (self.part == "year" or written == "00"):
            return None
        if self.part == "year":
            if self.era and self.era not in _ERAS:
                return None
            fits = int(written) <= _LONGEST_ERA if self.era else len(written) <= 4
        else:
            fits = len(written) <= 2 and int(written) <= (12 if self.part == "month" else 31)
        return DateSoFar(self.part, written, self.era, self.separator) if fits else None

    def _in_year(self, character: str) -> DateSoFar | None:
        if character in _SEPARATORS:
            known = self.era in _ERAS
            first, last = _YEARS
            year = self.written == "元" or self.written.isdigit()
            if not year or (self.era and not known):
                return None
            if not self.era and not first <= int(self.written) <= last:
                return None
            return DateSoFar("month", "", self.era, character)
        if character == "元" and self.era in _ERAS and not self.written:
            return DateSoFar("year", "元", self.era)
        era = self.era + character
        if not self.written and any(name.startswith(era) for name in _ERAS):
            return DateSoFar("year", "", era)
        return None


@dataclass(frozen=True, slots=True)
class KanaSoFar:
    """Katakana as it can be spelled: what a small letter, ー, ッ and ン may follow."""

    last: str = ""

    def then(self, character: str) -> KanaSoFar | None:
        """The text with one more character; None where none is spelled like that."""
        last = self.last
        if character in _NEVER_FIRST and (not last or last.isspace()):
            return None
        if character in "ャュョ" and last not in _BEFORE_SMALL_Y:
            return None
        if character in "ァィゥェォ" and last not in _BEFORE_SMALL_VOWEL:
            return None
        if character in "ーッン" and last in "ッ" + character:
            return None
        if character == "ー" and last in "ン・":
            return None
        if last == "ッ" and character in _NEVER_DOUBLED:
            return None
        return KanaSoFar(character)

    @property
    def whole(self) -> bool:
        return bool(self.last) and self.last != "ッ"


@dataclass(frozen=True, slots=True)
class WordSoFar:
    """One of a closed list of words, as far as it is written."""

    words: tuple[str, ...]
    written: str = ""

    def then(self, character: str) -> WordSoFar | None:
        """The word with one more character; None where no word goes on like that."""
        written = self.written + character
        left = tuple(word for word in self.words if word.startswith(written))
        return WordSoFar(left, written) if left else None

    @property
    def whole(self) -> bool:
        return self.written in self.words


class Shape(Protocol):
    """A text so far, of a shape that tells what may follow."""

    def then(self, character: str) -> Shape | None: ...

    @property
    def whole(self) -> bool: ...


def spelled(text: str, start: Shape) -> bool:
    """Whether the text has the shape."""
    state: Shape | None = start
    for character in text:
        state = state.then(character) if state is not None else None
    return state is not None and state.whole


@dataclass(slots=True)
class _Path:
    """One text that may be meant; log probabilities of ending in a blank and in its last letter."""

    state: Shape
    sure: tuple[float, ...]
    blank: float = -np.inf
    letter: float = -np.inf

    @property
    def total(self) -> float:
        return float(np.logaddexp(self.blank, self.letter))


def read_shaped(
    steps: NDArray[np.float32], characters: Sequence[str], start: Shape
) -> tuple[tuple[str, float], ...] | None:
    """The likeliest text of a shape in `steps` × (blank, *characters), with each probability."""
    paths: dict[str, _Path] = {"": _Path(start, (), blank=0.0)}
    for row in steps:
        chosen = [(i, float(row[i])) for i in np.flatnonzero(row >= _LEAST).tolist() if i > 0]
        blank = log(max(float(row[0]), 1e-12))
        following: dict[str, _Path] = {}
        for text, path in paths.items():
            stay = following.setdefault(text, _Path(path.state, path.sure))
            stay.blank = float(np.logaddexp(stay.blank, path.total + blank))
            for index, probability in chosen:
                character, weight = characters[index - 1], log(probability)
                if text and character == text[-1]:
                    stay.letter = float(np.logaddexp(stay.letter, path.letter + weight))
                    best = max(stay.sure[-1], probability)
                    stay.sure = (*stay.sure[:-1], best)
                    source = path.blank
                else:
                    source = path.total
                state = path.state.then(character)
                if state is None or source == -np.inf:
                    continue
                grown = following.setdefault(
                    text + character, _Path(state, (*path.sure, probability))
                )
                grown.letter = float(np.logaddexp(grown.letter, source + weight))
                if len(grown.sure) == len(text) + 1:
                    grown.sure = (*grown.sure[:-1], max(grown.sure[-1], probability))
        kept = sorted(following.items(), key=lambda item: item[1].total, reverse=True)
        paths = dict(kept[:_WIDTH])
    whole = [(path.total, text) for text, path in paths.items() if path.state.whole]
    if not whole:
        return None
    text = max(whole)[1]
    return tuple(zip(text, paths[text].sure, strict=True))
