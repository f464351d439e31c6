"""Which cases have money to go back, remembered while nothing of them changes (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.store.waits import CaseMoney

Known = Mapping[str, tuple[CaseMoney, bool]]


class OwingMemory:
    """What was found for each case that has lines in the fee ledger, under so many signed settings.

    It is replaced as a whole, so that threads may share it.
    """

    def __init__(self) -> None:
        self._kept: tuple[int, Known] = (-1, {})

    def known(self, signed: int) -> Known:
        """By case id; nothing where other settings are signed now."""
        before, known = self._kept
        return known if before == signed else {}

    def keep(self, signed: int, known: Known) -> None:
        self._kept = signed, known
