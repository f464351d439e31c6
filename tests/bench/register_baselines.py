"""What is off the shelf, on the same letters: exact text, and likeness inside the postal code."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz import fuzz
from register_generator import Customer, Letter, written

Ask = Callable[[Letter], tuple[str, float]]


class Baselines:
    """A copy of the register in memory."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._exact: dict[str, str] = {}
        self._by_postal: dict[str, list[tuple[str, str]]] = {}
        for number, one in enumerate(customers):
            text = _plain(one.name + written(one.home, number % 3))
            self._exact[text] = one.number
            self._by_postal.setdefault(one.home.place.postal, []).append((text, one.number))

    def methods(self) -> Iterator[tuple[str, Ask]]:
        yield "exact NFKC, name and address", self._by_text
        yield "rapidfuzz in the postal code", self._by_likeness

    def _by_text(self, letter: Letter) -> tuple[str, float]:
        number = self._exact.get(_plain(letter.name + letter.address), "")
        return number, float(bool(number))

    def _by_likeness(self, letter: Letter) -> tuple[str, float]:
        asked = _plain(letter.name + letter.address)
        block = self._by_postal.get(letter.postal, ())
        found = max(
            ((fuzz.ratio(asked, text), number) for text, number in block), default=(0.0, "")
        )
        return found[1], found[0] / 100


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
