"""What every service of one opened store shares: its database, its keys, its spool, its forms."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from desktop.address.reader import AddressReader
from desktop.address.renamed import Renamed, read_line
from desktop.domain.calendar import Calendar, parse_holidays
from desktop.domain.form_set import FormSet
from desktop.domain.forms import parse as parse_form
from desktop.domain.holiday_table import merged
from desktop.services.surroundings import Surroundings
from desktop.store import settings
from desktop.store.database import Database
from desktop.store.errors import VaultLocked
from desktop.store.spool import Spool
from desktop.store.vault.keys import LIGHT, KeyCost, PersonKeys, cost_for
from desktop.store.vault.slot import SlotFile, SlotFinding
from desktop.store.vault.vault import Vault

SLOT_NAME = "slot.bin"


class Premises:
    """The opened store. `folder` holds the slot, the spool and the register's generations."""

    def __init__(
        self, database: Database, folder: Path, surroundings: Surroundings, store_id: str
    ) -> None:
        self.database = database
        self.folder = folder
        self.surroundings = surroundings
        self.store_id = store_id
        self.slot = SlotFile(folder / SLOT_NAME)
        self.slot_finding = SlotFinding.SOUND
        self.roll_open = (
            False  # a roll failed on its way: the key before may still stand in the slot
        )
        self.lost_pages: tuple[str, ...] = ()  # acknowledged, but their files were gone at start
        self.spool = Spool(folder / "spool")
        self._vault: Vault | None = None
        self._holidays: tuple[int, Calendar] | None = None  # as of so many signatures
        self._forget: list[Callable[[], None]] = []
        self._closing: list[Callable[[], None]] = []

    @property
    def vault(self) -> Vault:
        """The unlocked vault; raises VaultLocked before sign-in and after the lock."""
        if self._vault is None:
            raise VaultLocked
        return self._vault

    @property
    def locked(self) -> bool:
        return self._vault is None

    def unlock(self, keys: PersonKeys) -> None:
        """Open the store for a person; what was opened for the one before is dropped."""
        with self.database.reading() as session:
            vault = Vault.unlock(session, self.slot, keys)
        self.lock()
        self._vault = vault

    def take_over(self, vault: Vault) -> None:
        """Use the vault that set-up has just made."""
        self._vault = vault

    def lock(self) -> None:
        """Drop every opened key, and all that was opened with them."""
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.lock()
        for forget in self._forget:
            forget()

    def when_locked(self, forget: Callable[[], None]) -> None:
        """Have `forget` called at each lock: for whoever keeps opened data in memory."""
        self._forget.append(forget)

    def when_closed(self, end: Callable[[], None]) -> None:
        """Have `end` called when the store is closed: for whoever keeps a child process."""
        self._closing.append(end)

    def close(self) -> None:
        self.lock()
        for end in self._closing:
            end()
        self.database.close()

    @property
    def kdf_cost(self) -> KeyCost:
        """What a try of a passphrase costs on this machine (TRUST §1)."""
        return LIGHT if self.surroundings.kdf_light else cost_for(_memory())

    @cached_property
    def addresses(self) -> AddressReader:
        """The reader of addresses with the shipped gazetteer."""
        return AddressReader.open(self.surroundings.gazetteer)

    def addresses_on(self, day: date) -> AddressReader:
        """The same with the office's table of renamed places that is in force on that day."""
        with self.database.reading() as session:
            names = settings.in_force(session, "place_names", day)
        return self.addresses.with_names(_renamed(tuple(names))) if names else self.addresses

    @property
    def holidays(self) -> Calendar:
        """The national holidays: the office's imported table, and for other years the shipped ones.

        A table holds as soon as it is signed: it tells what is, and is no choice of the company.
        """
        with self.database.reading() as session:
            signed = settings.signatures(session)
            if self._holidays is None or self._holidays[0] != signed:
                lines = settings.in_force(session, "holidays", date.max) or ()
                self._holidays = signed, merged(self._shipped_holidays, lines)
        return self._holidays[1]

    @cached_property
    def _shipped_holidays(self) -> Calendar:
        """The official years, and what the library works out for some years behind them."""
        folder = self.surroundings.resources / "holidays"
        official, computed = (_holidays_in(one) for one in (folder, folder / "computed"))
        return Calendar(official | computed, frozenset(day.year for day in official))

    @cached_property
    def request_forms(self) -> FormSet:
        """The blank forms, every version of each."""
        return read_request_forms(self.surroundings.forms)


def _holidays_in(folder: Path) -> frozenset[date]:
    files = sorted(folder.glob("*.csv"))
    return frozenset().union(*(parse_holidays(file.read_text("utf-8")) for file in files))


@lru_cache(maxsize=4)
def _renamed(lines: tuple[str, ...]) -> Renamed:
    return Renamed(map(read_line, lines))


def read_request_forms(folder: Path) -> FormSet:
    """The definitions in `folder`/requests; a form may have several versions, a file each."""
    return FormSet(
        tuple(
            parse_form(tomllib.loads(file.read_text("utf-8")), file.name)
            for file in sorted((folder / "requests").glob("*.toml"))
        )
    )


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        # Windows: unknown, so taken as a large machine; the office's cost works there as well.
        return 16 * 1024**3


__all__ = ["SLOT_NAME", "Premises", "Surroundings", "read_request_forms"]
