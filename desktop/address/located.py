"""What the head of an address says, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.address.gazetteer import Place, Town


@dataclass(frozen=True, slots=True)
class Located:
    """What the head says. `spans` and `end` are places in the line; names are as registered.

    `place` is None where no municipality of the gazetteer fits; the line is then read by the
    endings of its names alone.
    """

    end: int
    place: Place | None = None
    town: Town | None = None
    town_name: str = ""
    aza: str = ""
    street: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    quality: int = 0
    confidence: float = 0.0
    repaired: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    prefecture: str = ""
    city_only: bool = False
    others: tuple[Located, ...] = ()
    aliased: tuple[str, ...] = ()
