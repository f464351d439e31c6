"""What every service of one opened store shares: its database, its keys, its spool, its forms."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from desktop.domain import forms as request_forms
from desktop.domain.calendar import Calendar, parse_holidays
from desktop.store.database import Database
from desktop.store.spool import Spool
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the shipped files are; `kdf_light` is for tests and the sample office only."""

    resources: Path
    forms: Path
    spool: Path | None = None
    kdf_light: bool = False

    @property
    def fonts(self) -> Path:
        return self.resources / "fonts"


@dataclass
class Premises:
    """The opened store. `folder` holds the slot, the spool and the register's generations."""

    place: str
    folder: Path
    surroundings: Surroundings
    database: Database
    slot: SlotFile
    vault: Vault
    spool: Spool
    importing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @cached_property
    def holidays(self) -> Calendar:
        """The national holidays shipped with the program (DOMAIN §4)."""
        days = frozenset[object]()
        for file in sorted((self.surroundings.resources / "holidays").glob("*.csv")):
            days |= parse_holidays(file.read_text("utf-8"))
        return Calendar(days, frozenset(day.year for day in days))

    @cached_property
    def request_forms(self) -> Mapping[str, request_forms.FormDefinition]:
        """The blank forms by code, out of forms/requests."""
        found = {}
        for file in sorted((self.surroundings.forms / "requests").glob("*.toml")):
            definition = request_forms.parse(tomllib.loads(file.read_text("utf-8")))
            found[definition.code] = definition
        return found
