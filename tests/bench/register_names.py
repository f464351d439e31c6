"""Invented people with the skew of real ones: combinations of common surnames and given names.

The shares follow what is commonly published: 佐藤 1.5 in a hundred, the commonest given name about
0.6, so that of ten million people some 900 share the commonest full name. No person is meant.
"""

from __future__ import annotations

import csv
import random
from bisect import bisect
from itertools import accumulate
from pathlib import Path

_FILE = Path(__file__).with_name("register_names.tsv")


class _Choice:
    """Weighted names first, and for the rest a pair of parts, each pair alike often."""

    def __init__(self, kind: str) -> None:
        with _FILE.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="\t"))
        common = [row for row in rows if row[0] == kind]
        self._names = [(written, read) for _, written, read, _ in common]
        self._sums = list(accumulate(int(row[3]) / 10_000 for row in common))
        self._fronts = [row[1:3] for row in rows if row[0] == f"{kind}-front"]
        self._backs = [row[1:3] for row in rows if row[0] == f"{kind}-back"]

    def pick(self, chance: random.Random) -> tuple[str, str]:
        at = bisect(self._sums, chance.random())
        if at < len(self._names):
            return self._names[at]
        front, back = chance.choice(self._fronts), chance.choice(self._backs)
        return front[0] + back[0], front[1] + back[1]


_SURNAME = _Choice("surname")
_GIVEN = _Choice("given")


def person(chance: random.Random) -> tuple[str, str]:
    """An invented name and its reading."""
    surname, read = _SURNAME.pick(chance)
    given, given_read = _GIVEN.pick(chance)
    return f"{surname} {given}", f"{read} {given_read}"
