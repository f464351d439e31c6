"""How much the register does at once; a test works with smaller numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`long_list`: rows that one token may bring in alone. `worth_workers`: lines of a file from
    which on starting processes saves more time than it takes. `largest_delta`: customers an
    overlay may tell of, as it is held in memory while it is built.
    """

    long_list: int = 2_000
    worth_workers: int = 20_000
    largest_delta: int = 300_000


USUAL = Limits()
