"""The level of the three-way check and which address of the register gave it (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from desktop.address.compare import SAME_PLACE, Level, compare, worse, worst
from desktop.address.component import names_a_house
from desktop.address.names import Outcome
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.domain.sides import Place, RegisterSide, Side
from desktop.domain.three_way_former import Link, Spot, Where

_PLACE: Final = frozenset({"prefecture", "city", "town", "block", "building", "room"})


@dataclass(frozen=True, slots=True)
class PaperReading:
    """One identity paper: its address read, and its former address."""

    index: int
    address: Address = field(repr=False)
    previous: Address = field(repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """The level, the address of the register that gave it, and whether a paper agrees with it.

    `links` are the addresses that a former one was found to be, where one carries the match.
    `shown` names the address that was compared, whether it agreed or not.
    """

    level: Level
    matched: str
    place: Address = field(repr=False)
    links: tuple[Link, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one customer, as read."""

    r1: Address = field(repr=False)
    r2: Address = field(repr=False)
    history: tuple[Address, ...] = field(repr=False)

    def spots(self) -> tuple[Spot, ...]:
        earlier = (Spot(Where.RH, one, at) for at, one in enumerate(self.history))
        return (Spot(Where.R1, self.r1), Spot(Where.R2, self.r2), *earlier)


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
    told = [paper for paper in papers if not paper.address.blank]
    return tuple(paper for paper in told if _superseded_by(paper, papers) is None)


def _superseded_by(paper: PaperReading, papers: Sequence[PaperReading]) -> PaperReading | None:
    """The paper that gives this one's address as the former one."""
    for other in papers:
        if (
            other is not paper
            and not other.previous.blank
            and same(paper.address, other.previous)
            and not same(paper.address, other.address)
        ):
            return other
    return None


def _set_aside(papers: Sequence[PaperReading]) -> tuple[Link, ...]:
    """The papers that `current` leaves out, each with the 前住所 that explains it."""
    links = []
    for paper in papers:
        by = None if paper.address.blank else _superseded_by(paper, papers)
        if by is not None:
            former = Spot(Where.PAPER_FORMER, by.previous, by.index)
            links.append(Link(former, Spot(Where.PAPER, paper.address, paper.index)))
    return tuple(links)


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
    aside = _set_aside(papers)
    found = replace(
        match, level=level, matched=match.matched if agrees else "", shown=match.matched
    )
    if aside:
        found = replace(found, level=worse(level, Level.HISTORICAL), links=aside)
    if level in (*SAME_PLACE, Level.ROOM_MISSING):
        return found
    historical = _historical(form, shown, papers, places)
    if historical is None:
        return replace(found, links=())
    return replace(historical, links=(*historical.links, *aside))


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
    former = [
        Spot(Where.PAPER_FORMER, paper.previous, paper.index)
        for paper in papers
        if not paper.previous.blank
    ]
    is_current = bool(shown) and all(same(form, paper.address) for paper in shown)
    was_form = _link(former, Spot(Where.FORM, form))
    today = [spot for spot in places.spots() if spot.where is not Where.RH]
    is_registered = _link(today, Spot(Where.FORM, form))
    if not shown or _mutual(shown) not in SAME_PLACE:
        return None
    by_form = () if is_current or was_form is None else (was_form,)
    for spot in places.spots():
        by_paper = all(same(paper.address, spot.address) for paper in shown)
        by_former = _link(former, spot)
        earlier = _earlier(spot, shown)
        if is_current or was_form is not None:
            if by_paper:
                return _carried(spot, (*by_form, *earlier))
            if by_former is not None:
                return _carried(spot, (*by_form, by_former))
        if spot.where is Where.RH and is_registered is not None and by_paper:
            return _carried(spot, (*earlier, is_registered))
    return None


def _carried(spot: Spot, links: tuple[Link, ...]) -> Match:
    which = spot.where.value
    return Match(Level.HISTORICAL, which, spot.address, links, which)


def _link(candidates: Sequence[Spot], spot: Spot) -> Link | None:
    """The first of the candidates that is the same place."""
    return next((Link(one, spot) for one in candidates if same(one.address, spot.address)), None)


def _earlier(spot: Spot, shown: Sequence[PaperReading]) -> tuple[Link, ...]:
    """An address of the register's history, with the papers that still show it."""
    if spot.where is not Where.RH:
        return ()
    return tuple(Link(spot, Spot(Where.PAPER, one.address, one.index)) for one in shown)


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
