"""Filing: an envelope of the spool becomes a case, or joins one (DESIGN §2 step 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.services.act import Act
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What the two people who opened the envelope say of it (DOMAIN §8 guard 1)."""

    arrived_on: date
    openers: tuple[str, str]
    enclosures: tuple[str, ...] = field(repr=False)
    purge_checked: bool
    join_case: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    case_id: str
    number: str
    joined: bool


class Filing:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def file(self, act: Act, envelope_id: str, facts: FilingFacts) -> Filed:
        """One transaction: case, units with their keys, documents, pages, parts, audit entries."""
        raise NotImplementedError
