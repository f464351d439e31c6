"""A normalised copy of a text that remembers where each character came from (DOMAIN §7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.address.characters import HYPHENS, is_invisible, joins_previous

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

    def after(self, start: int) -> Folded:
        return Folded(self.text[start:], self.starts[start:], self.ends[start:])

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Folded:
        """Every match replaced; the new characters share the place of what they stand for."""
        first_match = pattern.search(self.text)
        if first_match is None:
            return self
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text, first_match.start()):
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


_DIGIT = "0-9〇一二三四五六七八九"
_LONG_MARK_AS_HYPHEN = re.compile(rf"(?<=[{_DIGIT}十])\s?ー\s?(?=[{_DIGIT}十]|[ァ-ヺA-Za-z][0-9])")
_HYPHEN_AS_LONG_MARK = re.compile(r"(?<=[ァ-ヺぁ-ゖ])-(?=[ァ-ヺ]|\s|$)")
_SPACED_HYPHEN = re.compile(r"\s*-[\s-]*")
_ONE_AS_HYPHEN = re.compile(r"(?<=[0-9])一(?=[0-9])")
_BLANKS = frozenset("、,，\u3000")
_UNREADABLE = re.compile("\ufffd{2,}")
_MOST_KNOWN: Final = 20_000
_PLACES: Final = tuple(range(LONGEST + 1))

_known: dict[str, str | None] = {}
"""Characters already folded; None for those that need their neighbours."""


def fold(raw: str) -> Folded:
    """NFKC, one kind of hyphen, single blanks, no invisible characters."""
    raw = raw[:LONGEST]
    folded = _one_to_one(raw) or _collected(raw)
    if "ー" in folded.text:
        folded = folded.replace(_LONG_MARK_AS_HYPHEN, lambda _: "-")
    if "一" in folded.text:
        folded = folded.replace(_ONE_AS_HYPHEN, lambda _: "-")
    if "\ufffd\ufffd" in folded.text:
        folded = folded.replace(_UNREADABLE, lambda _: "\ufffd")
    if "-" in folded.text:
        folded = folded.replace(_HYPHEN_AS_LONG_MARK, lambda _: "ー")
        folded = folded.replace(_SPACED_HYPHEN, lambda _: "-")
    return folded


def _one_to_one(raw: str) -> Folded | None:
    """The usual text, in which every character becomes one; None for any other."""
    pieces = [_known.get(character) for character in raw]
    if None in pieces or "" in pieces:
        return None
    text = "".join(filter(None, pieces))
    if len(text) != len(raw) or "  " in text or text.startswith(" "):
        return None
    return Folded(text, _PLACES[: len(text)], _PLACES[1 : len(text) + 1])


def _collected(raw: str) -> Folded:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last, plain in _pieces(raw):
        for character in plain:
            if character == " " and (not text or text[-1] == " "):
                continue
            text.append(character)
            starts.append(first)
            ends.append(last)
    return Folded("".join(text), tuple(starts), tuple(ends))


def _pieces(raw: str) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    for index, character in enumerate(raw):
        plain = _known.get(character, "?")
        if plain == "?":
            plain = _learn(character)
        if plain is None:
            return _joined_pieces(raw)
        pieces.append((index, index + 1, plain))
    return pieces


def _learn(character: str) -> str | None:
    plain: str | None
    if joins_previous(character):
        plain = None
    elif is_invisible(character):
        plain = ""
    else:
        plain = _fold_cluster(character)
    if len(_known) < _MOST_KNOWN:
        _known[character] = plain
    return plain


def _joined_pieces(raw: str) -> list[tuple[int, int, str]]:
    """The same where sound marks and combining signs belong to the character before."""
    clusters: list[tuple[int, int]] = []
    for index, character in enumerate(raw):
        if clusters and joins_previous(character):
            clusters[-1] = (clusters[-1][0], index + 1)
        elif not is_invisible(character):
            clusters.append((index, index + 1))
    return [(first, last, _fold_cluster(raw[first:last])) for first, last in clusters]


def _fold_cluster(cluster: str) -> str:
    if cluster[0] in HYPHENS:
        return "-"
    if cluster.isspace() or cluster in _BLANKS:
        return " "
    plain = unicodedata.normalize("NFKC", cluster).replace("丿", "ノ")
    return "".join("-" if c in HYPHENS else " " if c.isspace() else c for c in plain)
