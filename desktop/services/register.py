"""The customer register: imported whole as a sealed generation, searched by tokens (DESIGN §4)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desktop.address.compare import Level
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    generation: int
    customers: int
    rows: int
    as_of: date | None
    age_days: int
    stale: bool


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One customer: R1 contractor, R2 supply place, Rh earlier addresses (DOMAIN §7)."""

    customer_no: str
    name: str = field(repr=False)
    kana: str = field(repr=False)
    birth: str = field(repr=False)
    phone: str = field(repr=False)
    r1: str = field(repr=False)
    r1_postal: str = field(repr=False)
    r2: str = field(repr=False)
    r2_postal: str = field(repr=False)
    supply_point_no: str = field(repr=False)
    history: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    row: RegisterRow
    which: str  # "R1" | "R2" | "Rh" | "" where no address was compared
    level: Level
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A repaired or rejected line of the file: where and why, never the value."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterReport:
    accepted: int
    repaired: tuple[LineProblem, ...]
    rejected: tuple[LineProblem, ...]
    generation: int | None
    customers: int = 0


class Register:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def import_csv(
        self,
        act: Act,
        file: Path,
        *,
        dry_run: bool = False,
        progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> RegisterReport:
        raise NotImplementedError

    def info(self, today: date) -> RegisterInfo:
        raise NotImplementedError

    def find(
        self,
        by: Act | SignedIn,
        *,
        address: str = "",
        name: str = "",
        kana: str = "",
        phone: str = "",
        postal: str = "",
        customer_no: str = "",
        supply_point_no: str = "",
        limit: int = 30,
    ) -> tuple[Candidate, ...]:
        """Ranked by level, then score; an Act is also written into the audit log."""
        raise NotImplementedError
