"""The former address that carries a match, and what it agrees with (DOMAIN §7: HISTORICAL)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.address.compare import Comparison, compare
from desktop.address.names import Outcome
from desktop.address.parse import Address
from desktop.domain.sides import Place, RegisterSide, Side
from desktop.domain.verdict_words import SPOT_LABELS


class Where(StrEnum):
    """Who gives an address. R1 契約者・請求先, R2 供給場所, Rh 履歴."""

    FORM = "FORM"
    PAPER = "PAPER"
    PAPER_FORMER = "PAPER_FORMER"  # 前住所 on JUM, FUH or the back of a licence
    R1 = "R1"
    R2 = "R2"
    RH = "Rh"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an address stands. `index` counts the papers, or the register's earlier addresses."""

    where: Where
    address: Address = field(repr=False)
    index: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Two addresses that were found to be one place; `a` is the former one, if either is."""

    a: Spot
    b: Spot


@dataclass(frozen=True, slots=True)
class FormerReading:
    """One component of the two addresses of a link, both as written, how they stand and why."""

    a: str = field(repr=False)
    b: str = field(repr=False)
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormerEvidence:
    """A link for a person to read. The words say which record each address stands in: a clerk may
    know the register's period, a letter never tells it."""

    a: Where
    b: Where
    a_words: str
    b_words: str
    paper: int
    """The paper of whose 前住所 it tells; -1 where the former address is the register's."""
    found: Comparison = field(repr=False)

    def reading(self, component: str) -> FormerReading:
        part = self.found.component(component)
        return FormerReading(part.a, part.b, part.outcome, part.note)


def evidence_of(
    links: Sequence[Link], papers: Sequence[Side], register: RegisterSide | None
) -> tuple[FormerEvidence, ...]:
    """The links in words and component by component."""
    history = register.history if register else ()
    return tuple(
        FormerEvidence(
            link.a.where,
            link.b.where,
            _words(link.a, papers, history),
            _words(link.b, papers, history),
            link.a.index if link.a.where is Where.PAPER_FORMER else -1,
            compare(link.a.address, link.b.address),
        )
        for link in links
    )


def _words(spot: Spot, papers: Sequence[Side], history: Sequence[Place]) -> str:
    words = SPOT_LABELS[spot.where]
    if spot.where in (Where.PAPER, Where.PAPER_FORMER):
        return words.format(papers[spot.index].label or "本人確認書類")
    if spot.where is Where.RH:
        period = history[spot.index].period
        return f"{words}（{period}）" if period else words
    return words
