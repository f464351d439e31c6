"""What one envelope holds and what should become of it: the truth, before it meets a scanner."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from maker.cards import Identity
from maker.register import Customer
from maker.sheet import Sheet

Drawer = Callable[[int, random.Random], Sheet]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One sheet. `never_kept` are numbers on it that the product may store nowhere."""

    kind: str
    draw: Drawer
    colour: bool = True
    form: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    identity: Identity | None = None
    forbidden: tuple[str, ...] = ()
    never_kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the sample's clerk decides on one item, and why where it is refused."""

    type: str
    item: str
    granted: bool = True
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the case stands when the desk has done with this envelope.

    `level` is the verdict of the three-way check (DOMAIN §7); `levels` are the ones that would be
    right as well. `second_clerk` says that one clerk's confirmation is not enough.
    """

    state: str
    outcome: str
    level: str
    levels: tuple[str, ...]
    matched: str = ""
    second_clerk: bool = False
    letters: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvelopePlan:
    """One envelope. `joins` is the 受付番号 a reply slip names."""

    number: int
    container: str
    dpi: int
    arrived_on: date
    pages: tuple[PagePlan, ...]
    wanted: Mapping[str, tuple[str, ...]]
    customer: Customer | None
    ending: Ending
    fee_enclosed: int = 0
    agent: bool = False
    joins: str = ""

    @property
    def stem(self) -> str:
        return f"env{self.number:02d}"

    @property
    def fee_due(self) -> int:
        """220 yen an item, and at least one item a type (DOMAIN §2)."""
        return 220 * sum(max(1, len(items)) for items in self.wanted.values())
