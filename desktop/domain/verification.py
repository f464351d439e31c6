"""The three-way check: form, identity papers and register must agree (DOMAIN §7; policy 5(5)イ).

The desk proposes, a person confirms. No text made here tells what the register holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.address.compare import (
    LEVEL_LABELS,
    Comparison,
    Level,
    compare,
    worse,
)
from desktop.address.names import OUTCOME_LABELS, Outcome, compare_names
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.domain.verdict_words import (
    COMPONENT_LABELS,
    REGISTER_LABELS,
    explain,
    headline_of,
)

__all__ = [
    "COMPONENT_LABELS",
    "DECISION_LABELS",
    "LEVEL_LABELS",
    "OUTCOME_LABELS",
    "REGISTER_LABELS",
    "CompareRow",
    "Decision",
    "Level",
    "Outcome",
    "Place",
    "RegisterSide",
    "Side",
    "ThreeWay",
    "Verdict",
    "decision_for",
    "three_way",
]


class Decision(StrEnum):
    """What the desk proposes to the clerk."""

    PASS = "PASS"  # noqa: S105 - no secret: the check is passed
    SECOND_CLERK = "SECOND_CLERK"
    CORRECTION = "CORRECTION"


DECISION_LABELS: Final[Mapping[Decision, str]] = {
    Decision.PASS: "本人と確認",
    Decision.SECOND_CLERK: "第二確認者の確認",
    Decision.CORRECTION: "補正の依頼",
}

_DECISIONS: Final[Mapping[Level, Decision]] = {
    Level.EXACT: Decision.PASS,
    Level.NORMALIZED: Decision.PASS,
    Level.VARIANT: Decision.SECOND_CLERK,
    Level.ROOM_MISSING: Decision.SECOND_CLERK,
    Level.HISTORICAL: Decision.SECOND_CLERK,
    Level.DIFFERENT_ROOM: Decision.CORRECTION,
    Level.PARTIAL: Decision.CORRECTION,
    Level.NONE: Decision.CORRECTION,
    Level.NO_ADDRESS: Decision.CORRECTION,
}

_SAME_PLACE: Final = frozenset({Level.EXACT, Level.NORMALIZED, Level.VARIANT})
_ADDRESS_ROWS: Final = ("postal", "prefecture", "city", "town", "block", "building", "room")


@dataclass(frozen=True, slots=True)
class Side:
    """What the form, or one identity paper, says. `previous_address` is the 前住所 of a paper."""

    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    previous_address: str = field(default="", repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the register."""

    address: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RegisterSide:
    """A customer: R1 契約者・請求先, R2 供給場所, Rh 履歴."""

    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    r1: Place = Place()
    r2: Place = Place()
    history: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One component in the three places as written.

    `missing_on` names, with commas, the sides (form, identity, register) that lack it.
    """

    component: str
    label: str
    form: str = field(repr=False)
    identity: str = field(repr=False)
    register: str = field(repr=False)
    outcome: Outcome
    missing_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proposal. `matched` is R1, R2, Rh or "" ; `differing` holds component names."""

    level: Level
    matched: str
    decision: Decision
    differing: tuple[str, ...]
    headline: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """`paper` is the index of the paper shown in the rows, -1 where none shows an address."""

    rows: tuple[CompareRow, ...]
    verdict: Verdict
    paper: int


@dataclass(frozen=True, slots=True)
class _Paper:
    index: int
    side: Side
    address: Address
    previous: Address


@dataclass(frozen=True, slots=True)
class _Match:
    """The best pairing with the register: its level, which address, and that address."""

    level: Level
    matched: str
    place: Address


def decision_for(level: Level) -> Decision:
    """What DOMAIN §7 lays down for a level."""
    return _DECISIONS[level]


def three_way(
    form: Side,
    papers: Sequence[Side],
    register: RegisterSide | None,
    addresses: AddressReader,
) -> ThreeWay:
    """Compare the form F, the papers D and one customer R of the register.

    The level is the worse of F–D and the best over R1, R2 of D–R; every paper that shows an
    address is compared, and they must agree.
    """
    parse = addresses.parse
    f = parse(form.address, form.postal)
    shown = [
        _Paper(i, p, parse(p.address, p.postal), parse(p.previous_address))
        for i, p in enumerate(papers)
    ]
    current = _current([p for p in shown if not p.address.blank])
    form_level = _worst(compare(f, p.address).level for p in current)
    match = _match(current, form_level, register, addresses)
    if decision_for(match.level) is Decision.CORRECTION and register is not None:
        match = _historical(f, current, shown, form_level, register, addresses) or match

    governing = _least_agreeing(f, current)
    rows = (
        _name_row(form, papers, register),
        *_address_rows(f, governing, match.place if register else None),
    )
    names = _names(form, papers, register)
    births = [form.birth, *(p.birth for p in papers), register.birth if register else None]
    birth_differs = len({birth for birth in births if birth is not None}) > 1
    decision = _decide(match.level, names, birth_differs, known=register is not None)
    differing = _differing(rows, match.level, birth_differs) if register else ()
    verdict = Verdict(
        match.level,
        match.matched,
        decision,
        differing,
        headline_of(decision.value, match.level, match.matched, differing, register is not None),
        explain(decision.value, match.level, match.matched, differing, register is not None),
    )
    return ThreeWay(rows, verdict, governing.index if governing else -1)


def _current(papers: Sequence[_Paper]) -> tuple[_Paper, ...]:
    """The papers without those that only show an address another paper gives as the former."""

    def superseded(paper: _Paper) -> bool:
        return any(
            other is not paper
            and not other.previous.blank
            and _same(paper.address, other.previous)
            and not _same(paper.address, other.address)
            for other in papers
        )

    return tuple(paper for paper in papers if not superseded(paper))


def _match(
    papers: Sequence[_Paper],
    form_level: Level,
    register: RegisterSide | None,
    addresses: AddressReader,
) -> _Match:
    """Which of R1 and R2 the papers agree with best, and the level that gives."""
    if register is None:
        return _Match(Level.NO_ADDRESS, "", Address(""))
    r1 = addresses.parse(register.r1.address, register.r1.postal)
    best = _Match(_worst(compare(p.address, r1).level for p in papers), "R1", r1)
    r2 = addresses.parse(register.r2.address, register.r2.postal)
    second = _Match(_worst(compare(p.address, r2).level for p in papers), "R2", r2)
    if second.level.rank < best.level.rank:
        best = second
    level = worse(form_level, best.level)
    agrees = decision_for(best.level) is not Decision.CORRECTION
    return _Match(level, best.matched if agrees else "", best.place)


def _historical(
    f: Address,
    current: Sequence[_Paper],
    shown: Sequence[_Paper],
    form_level: Level,
    register: RegisterSide,
    addresses: AddressReader,
) -> _Match | None:
    """A move explains the difference: by the register's history, or by a 前住所 on a paper."""
    parse = addresses.parse
    former = [p.previous for p in shown if not p.previous.blank]
    places = (
        ("R1", parse(register.r1.address, register.r1.postal)),
        ("R2", parse(register.r2.address, register.r2.postal)),
        *(("Rh", parse(h.address, h.postal)) for h in register.history),
    )
    form_is_current = form_level in _SAME_PLACE
    form_is_former = any(_same(f, previous) for previous in former)
    if not current or not (form_is_current or form_is_former):
        return None
    for matched, place in places:
        by_paper = all(_same(p.address, place) for p in current)
        by_former = any(_same(previous, place) for previous in former)
        if by_paper or by_former:
            return _Match(Level.HISTORICAL, matched, place)
    return None


def _least_agreeing(f: Address, papers: Sequence[_Paper]) -> _Paper | None:
    """The paper to show: the one that agrees least with the form."""
    return max(papers, key=lambda p: compare(f, p.address).level.rank, default=None)


def _same(a: Address, b: Address) -> bool:
    return compare(a, b).level in _SAME_PLACE


def _worst(levels: Iterable[Level]) -> Level:
    """The worst of the levels; no paper at all is NO_ADDRESS."""
    return max(levels, key=lambda level: level.rank, default=Level.NO_ADDRESS)


def _decide(level: Level, names: Outcome, birth_differs: bool, *, known: bool) -> Decision:
    decision = decision_for(level)
    if not known or birth_differs or names in (Outcome.DIFFERENT, Outcome.MISSING):
        return Decision.CORRECTION
    if names is Outcome.VARIANT and decision is Decision.PASS:
        return Decision.SECOND_CLERK
    return decision


def _names(form: Side, papers: Sequence[Side], register: RegisterSide | None) -> Outcome:
    """The name on the form, on every paper and in the register, each with each."""
    written = [form.name, *(p.name for p in papers), register.name if register else ""]
    pairs = [compare_names(a, b) for i, a in enumerate(written) for b in written[i + 1 :]]
    return _worst_outcome(pairs) if papers else Outcome.MISSING


def _worst_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    order = (Outcome.EQUAL, Outcome.VARIANT, Outcome.MISSING, Outcome.DIFFERENT)
    return max(outcomes, key=order.index, default=Outcome.EQUAL)


def _name_row(form: Side, papers: Sequence[Side], register: RegisterSide | None) -> CompareRow:
    """Shows the paper whose name agrees least with the form's."""
    order = (Outcome.EQUAL, Outcome.VARIANT, Outcome.MISSING, Outcome.DIFFERENT)
    paper = max(
        (p.name for p in papers),
        key=lambda name: order.index(compare_names(form.name, name)),
        default="",
    )
    registered = register.name if register else ""
    outcome = _names(form, papers, register)
    note = ""
    if outcome is Outcome.VARIANT:
        note = "異体字または旧姓の併記"
    return CompareRow(
        "name",
        COMPONENT_LABELS["name"],
        form.name,
        paper,
        registered,
        outcome,
        _missing_on(form.name, paper, registered),
        note,
    )


def _address_rows(f: Address, paper: _Paper | None, r: Address | None) -> tuple[CompareRow, ...]:
    d = paper.address if paper else Address("")
    register = r if r is not None else Address("")
    f_d, d_r, f_r = compare(f, d), compare(d, register), compare(f, register)
    return tuple(_address_row(name, f_d, d_r, f_r) for name in _ADDRESS_ROWS)


def _address_row(name: str, f_d: Comparison, d_r: Comparison, f_r: Comparison) -> CompareRow:
    first, second, third = (c.component(name) for c in (f_d, d_r, f_r))
    form, identity, register = first.a, first.b, second.b
    missing = _missing_on(form, identity, register)
    outcomes = [c.outcome for c in (first, second, third)]
    outcome = _worst_outcome(outcomes)
    notes = dict.fromkeys(c.note for c in (first, second, third) if c.note)
    return CompareRow(
        name,
        COMPONENT_LABELS[name],
        form,
        identity,
        register,
        outcome,
        missing if outcome is Outcome.MISSING else "",
        "、".join(notes),
    )


def _missing_on(form: str, identity: str, register: str) -> str:
    sides = (("form", form), ("identity", identity), ("register", register))
    if not any(text.strip() for _, text in sides):
        return ""
    return ",".join(name for name, text in sides if not text.strip())


def _differing(rows: Sequence[CompareRow], level: Level, birth_differs: bool) -> tuple[str, ...]:
    """The components to speak of: contradictions, and a missing room or name."""
    named = [
        row.component
        for row in rows
        if row.outcome is Outcome.DIFFERENT
        or (row.component == "name" and row.outcome is not Outcome.EQUAL)
        or (
            row.component == "room"
            and row.outcome is Outcome.MISSING
            and level is Level.ROOM_MISSING
        )
    ]
    return (*named, "birth") if birth_differs else tuple(named)
