"""Reading a date as a date: the likeliest text that the field's own shape allows.

A slash is easily read as the figure 1. Where the plain reading is no date, the network's output is
searched again for the best text that is one (CTC prefix search over a small grammar). The grammar
knows calendars, nothing of any person; what it finds keeps the network's probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

_ERAS = ("令和", "平成", "昭和", "大正", "明治", "R", "H", "S", "T", "M")
_LONGEST_ERA = 64  # 昭和64年
_YEARS = (1868, 2100)
_WIDTH = 24
_LEAST = 1e-7
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


@dataclass(slots=True)
class _Path:
    """One text that may be meant; log probabilities of ending in a blank and in its last letter."""

    state: DateSoFar
    sure: tuple[float, ...]
    blank: float = -np.inf
    letter: float = -np.inf

    @property
    def total(self) -> float:
        return float(np.logaddexp(self.blank, self.letter))


def read_date(
    steps: NDArray[np.float32], characters: list[str]
) -> tuple[tuple[str, float], ...] | None:
    """The likeliest date in `steps` × (blank, *characters); each character with its probability."""
    paths: dict[str, _Path] = {"": _Path(DateSoFar(), (), blank=0.0)}
    for row in steps:
        chosen = [(i, float(row[i])) for i in np.flatnonzero(row >= _LEAST) if i > 0]
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
