"""The three-way check: form, identity papers and register must agree (DOMAIN §7; policy 5(5)イ).

The desk proposes, a person confirms. No text made here tells what the register holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.address.compare import LEVEL_LABELS, Level
from desktop.address.names import OUTCOME_LABELS, Outcome
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.domain.sides import Place, RegisterSide, Side
from desktop.domain.three_way_former import (
    FormerEvidence,
    FormerReading,
    Where,
    evidence_of,
)
from desktop.domain.three_way_match import (
    contradicts,
    current,
    find_match,
    least_agreeing,
    read_paper,
    read_places,
)
from desktop.domain.three_way_rows import (
    CompareRow,
    NamesFinding,
    address_rows,
    differing,
    judge_people,
)
from desktop.domain.verdict_words import COMPONENT_LABELS, REGISTER_LABELS, explain, headline_of

__all__ = [
    "COMPONENT_LABELS",
    "DECISION_LABELS",
    "LEVEL_LABELS",
    "OUTCOME_LABELS",
    "REGISTER_LABELS",
    "CompareRow",
    "Decision",
    "FormerEvidence",
    "FormerReading",
    "Level",
    "Outcome",
    "Place",
    "RegisterSide",
    "Side",
    "ThreeWay",
    "Verdict",
    "Where",
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proposal. `matched` is R1, R2, Rh or "" ; `differing` holds component names.

    `explained_by_reading`: every contradiction could be a reading error. It is none the less a
    contradiction: the clerk looks at the pictures and puts the reading right, or asks.
    """

    level: Level
    matched: str
    decision: Decision
    differing: tuple[str, ...]
    headline: str
    explanation: str
    explained_by_reading: bool = False


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """`paper` is the index of the paper shown in the rows, -1 where none shows an address.

    `former`: where a former address carries the match, which address that is and what it agrees
    with; each row has a reading for each of them. `register` names the address of the register that
    the rows show: R1, R2 or Rh, "" without a candidate.
    """

    rows: tuple[CompareRow, ...]
    verdict: Verdict
    paper: int
    former: tuple[FormerEvidence, ...] = ()
    register: str = ""


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
    known = register is not None
    f = addresses.parse(form.address, form.postal)
    shown = [read_paper(index, paper, addresses) for index, paper in enumerate(papers)]
    places = read_places(register, addresses) if register is not None else None
    match = find_match(f, shown, places)
    governing = least_agreeing(f, shown)
    people = judge_people(form, papers, register)
    d = governing.address if governing else Address("")
    former = evidence_of(match.links, papers, register)
    others = [one.address for one in current(shown) if one is not governing]
    place = match.place if known else Address("")
    rows = (*people.rows, *address_rows(f, d, place, former, others))

    decision = _decide(match.level, people, known=known, contradicted=contradicts(f, match))
    birth_differs = people.births is Outcome.DIFFERENT
    named = differing(rows, match.level, birth_differs=birth_differs) if known else ()
    misread = known and decision is Decision.CORRECTION and _misread(rows, birth_differs)
    words = (decision.value, match.level, match.matched, named, known)
    verdict = Verdict(
        match.level,
        match.matched,
        decision,
        named,
        headline_of(*words),
        explain(*words, misread=misread),
        misread,
    )
    return ThreeWay(rows, verdict, governing.index if governing else -1, former, match.shown)


def _decide(level: Level, people: NamesFinding, *, known: bool, contradicted: bool) -> Decision:
    decision = decision_for(level)
    if not known or contradicted or people.births is Outcome.DIFFERENT:
        return Decision.CORRECTION
    if people.outcome in (Outcome.DIFFERENT, Outcome.MISSING):
        return Decision.CORRECTION
    if people.outcome is Outcome.VARIANT and decision is Decision.PASS:
        return Decision.SECOND_CLERK
    return decision


def _misread(rows: Sequence[CompareRow], birth_differs: bool) -> bool:
    """Whether reading errors could explain every contradiction of the rows."""
    different = [row for row in rows if row.outcome is Outcome.DIFFERENT and not row.by_former]
    return (
        bool(different) and not birth_differs and all(row.explained_by_reading for row in different)
    )
