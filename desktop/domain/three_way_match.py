"""The level of the three-way check and which address of the register gave it (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from desktop.address.compare import SAME_PLACE, Level, compare, worse, worst
from desktop.address.component import names_a_house
from desktop.address.names import Outcome
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.domain.sides import Place, RegisterSide, Side

_PLACE: Final = frozenset({"prefecture", "city", "town", "block", "building", "room"})


@dataclass(frozen=True, slots=True)
class PaperReading:
    """One identity paper: its address read, and its former address."""

    index: int
    address: Address = field(repr=False)
    previous: Address = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """The level, the address of the register that gave it, and whether a paper agrees with it."""

    level: Level
    matched: str
    place: Address = field(repr=False)


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one customer, as read."""

    r1: Address = field(repr=False)
    r2: Address = field(repr=False)
    history: tuple[Address, ...] = field(repr=False)

    def named(self) -> tuple[tuple[str, Address], ...]:
        return (("R1", self.r1), ("R2", self.r2), *(("Rh", one) for one in self.history))


def read_paper(index: int, paper: Side, addresses: AddressReader) -> PaperReading:
    parse = addresses.parse
    return PaperReading(index, parse(paper.address, paper.postal), parse(paper.previous_address))


def read_places(register: RegisterSide, addresses: AddressReader) -> Places:
    def read(place: Place) -> Address:
        return addresses.parse(place.address, place.postal)

    return Places(read(register.r1), read(register.r2), tuple(map(read, register.history)))


def level_of(a: Address, b: Address) -> Level:
    """The pairwise level. Equal words without a block number prove no place, only a region."""
    level = compare(a, b).level
    if level is Level.NO_ADDRESS or (names_a_house(a) and names_a_house(b)):
        return level
    return worse(level, Level.PARTIAL)


def same(a: Address, b: Address) -> bool:
    return level_of(a, b) in SAME_PLACE


def current(papers: Sequence[PaperReading]) -> tuple[PaperReading, ...]:
    """The papers with an address, but for those whose address another gives as the former one."""

    def superseded(paper: PaperReading) -> bool:
        return any(
            other is not paper
            and not other.previous.blank
            and same(paper.address, other.previous)
            and not same(paper.address, other.address)
            for other in papers
        )

    return tuple(p for p in papers if not p.address.blank and not superseded(p))


def find_match(form: Address, papers: Sequence[PaperReading], places: Places | None) -> Match:
    """The worse of level(F, D) and the best over R1, R2 of level(D, R); of two papers each is
    compared, and they must agree. A move that a paper or the register shows is HISTORICAL."""
    shown = current(papers)
    if places is None:
        return Match(Level.NO_ADDRESS, "", Address(""))
    by_form = worst(level_of(form, paper.address) for paper in shown)
    by_papers = _mutual(shown)
    match = _best_place(shown, places)
    level = worst((by_form, by_papers, match.level))
    agrees = match.level in (*SAME_PLACE, Level.ROOM_MISSING)
    found = Match(level, match.matched if agrees else "", match.place)
    if len(shown) < sum(not paper.address.blank for paper in papers):
        found = Match(worse(level, Level.HISTORICAL), found.matched, found.place)
    if level in (*SAME_PLACE, Level.ROOM_MISSING):
        return found
    return _historical(form, shown, papers, places) or found


def _mutual(papers: Sequence[PaperReading]) -> Level:
    """Two papers without a room each pass beside a form without one, and yet may differ."""
    pairs = combinations(papers, 2)
    return worst((Level.EXACT, *(level_of(a.address, b.address) for a, b in pairs)))


def _best_place(papers: Sequence[PaperReading], places: Places) -> Match:
    def against(place: Address) -> Level:
        return worst(level_of(paper.address, place) for paper in papers)

    best = Match(against(places.r1), "R1", places.r1)
    second = Match(against(places.r2), "R2", places.r2)
    return second if second.level.rank < best.level.rank else best


def _historical(
    form: Address,
    shown: Sequence[PaperReading],
    papers: Sequence[PaperReading],
    places: Places,
) -> Match | None:
    """D = Rh, where the form gives D or what the register holds today; or F, or the register,
    = the 前住所 on a paper whose holder wrote the form."""
    former = [paper.previous for paper in papers if not paper.previous.blank]
    is_current = bool(shown) and all(same(form, paper.address) for paper in shown)
    is_former = _any_same(form, former)
    is_registered = _any_same(form, (places.r1, places.r2))
    if not shown or _mutual(shown) not in SAME_PLACE:
        return None
    for matched, place in places.named():
        by_paper = all(same(paper.address, place) for paper in shown)
        by_former = _any_same(place, former)
        if (is_current or is_former) and (by_paper or by_former):
            return Match(Level.HISTORICAL, matched, place)
        if matched == "Rh" and is_registered and by_paper:
            return Match(Level.HISTORICAL, matched, place)
    return None


def _any_same(address: Address, others: Iterable[Address]) -> bool:
    return any(same(address, other) for other in others)


def contradicts(form: Address, match: Match) -> bool:
    """Whether the form itself says otherwise than the register, though a paper lies between them
    that leaves the point open: F room 203, D no room, R room 205."""
    if match.level is Level.HISTORICAL:
        return False
    found = compare(form, match.place)
    return any(c.component in _PLACE and c.outcome is Outcome.DIFFERENT for c in found.components)


def least_agreeing(form: Address, papers: Sequence[PaperReading]) -> PaperReading | None:
    """The paper to show: the one that agrees least with the form."""
    shown = current(papers)
    return max(shown, key=lambda p: level_of(form, p.address).rank, default=None)
