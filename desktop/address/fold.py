"""A normalised copy of a text that remembers where each character came from (DOMAIN §7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.address.characters import HYPHENS, is_invisible, joins_previous
from desktop.address.numerals import KANJI_DIGITS, kanji_of, number_of

LONGEST: Final = 300
"""Longer texts are no address; reading them would only cost time."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`starts[i]` and `ends[i]` are the place in the original of the folded character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original place of a part of the folded text."""
        if start >= end:
            return (0, 0)
        return (self.starts[start], self.ends[end - 1])

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Folded:
        """Every match replaced; the new characters share the place of what they stand for."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            first, last = match.span()
            if first == last:
                continue
            text.append(self.text[position:first])
            starts.extend(self.starts[position:first])
            ends.extend(self.ends[position:first])
            written = new(match)
            text.append(written)
            starts.extend([self.starts[first]] * len(written))
            ends.extend([self.ends[last - 1]] * len(written))
            position = last
        text.append(self.text[position:])
        starts.extend(self.starts[position:])
        ends.extend(self.ends[position:])
        return Folded("".join(text), tuple(starts), tuple(ends))


_DIGIT = "0-9" + KANJI_DIGITS
_LONG_MARK_AS_HYPHEN = re.compile(rf"(?<=[{_DIGIT}])ー(?=[{_DIGIT}])")
_HYPHEN_AS_LONG_MARK = re.compile(r"(?<=[ァ-ヺぁ-ゖ])-(?=[ァ-ヺ]|\s|$)")
_SPACED_HYPHEN = re.compile(r"\s*-[\s-]*")
_BEFORE_UNIT = re.compile(
    rf"[{KANJI_DIGITS}十百千]+(?=\s?(?:丁目|番地|番(?![町丁])|号(?!線)|地割))"
)
_HYPHENED = re.compile(rf"[{_DIGIT}十百千]+(?:-[{_DIGIT}十百千]+)+")
_KANJI_RUN = re.compile(rf"[{KANJI_DIGITS}十百千]+")
_IN_A_NAME = re.compile(r"[0-9]{1,4}(?=番町|番丁|条|日市|日町)")


def fold(raw: str) -> Folded:
    """NFKC, one kind of hyphen, single blanks, no invisible characters."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in _clusters(raw[:LONGEST]):
        for character in _fold_cluster(raw[first:last]):
            if character == " " and (not text or text[-1] == " "):
                continue
            text.append(character)
            starts.append(first)
            ends.append(last)
    folded = Folded("".join(text), tuple(starts), tuple(ends))
    for pattern, written in (
        (_LONG_MARK_AS_HYPHEN, "-"),
        (_HYPHEN_AS_LONG_MARK, "ー"),
        (_SPACED_HYPHEN, "-"),
    ):
        folded = folded.replace(pattern, lambda _, w=written: w)  # type: ignore[misc]
    return folded


def fold_numerals(folded: Folded) -> Folded:
    """漢数字 as digits where they count something, digits as 漢数字 where they are a name.

    一番町, 三条 and 八日市 are names; 二丁目, 八番 and 二-八-一 count.
    """
    folded = folded.replace(_IN_A_NAME, lambda m: kanji_of(int(m[0])))
    folded = folded.replace(_BEFORE_UNIT, lambda m: _digits(m[0]))
    return folded.replace(_HYPHENED, lambda m: _KANJI_RUN.sub(lambda k: _digits(k[0]), m[0]))


def _digits(kanji: str) -> str:
    value = number_of(kanji)
    return kanji if value is None else str(value)


def _clusters(raw: str) -> list[tuple[int, int]]:
    """The places of the characters, each with the sound marks that belong to it."""
    clusters: list[tuple[int, int]] = []
    for index, character in enumerate(raw):
        if clusters and joins_previous(character):
            clusters[-1] = (clusters[-1][0], index + 1)
        elif not is_invisible(character):
            clusters.append((index, index + 1))
    return clusters


def _fold_cluster(cluster: str) -> str:
    if cluster[0] in HYPHENS:
        return "-"
    if cluster.isspace() or cluster in ("、", ",", ",", "　"):
        return " "
    plain = unicodedata.normalize("NFKC", cluster)
    return "".join("-" if c in HYPHENS else " " if c.isspace() else c for c in plain)
