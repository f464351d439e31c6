"""Ranking the register's candidates: what agrees, how well, and why (DOMAIN §7, ADDRESS §2).

Numbers compared as a sequence reject the neighbour, which likeness of text cannot. Nothing is
picked here: a person picks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from desktop.address.compare import LEVEL_LABELS, Level, compare
from desktop.address.keys import name_key, number_key, phone_key, postal_key
from desktop.address.names import Outcome, compare_kana, compare_names
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.services import register_marks
from desktop.services.register_rows import RegisterRow
from desktop.store.register_tokens import Mark

WHERE: Final[Mapping[str, str]] = {"R1": "契約者住所", "R2": "供給場所", "Rh": "以前の住所"}

_LEVEL_SCORE: Final[Mapping[Level, float]] = {
    Level.EXACT: 1.0,
    Level.NORMALIZED: 0.99,
    Level.VARIANT: 0.93,
    Level.HISTORICAL: 0.85,
    Level.ROOM_MISSING: 0.8,
    Level.DIFFERENT_ROOM: 0.4,
    Level.PARTIAL: 0.3,
    Level.NONE: 0.0,
    Level.NO_ADDRESS: 0.0,
}
_ALIKE = 0.6
_MARK_WEIGHT: Final[Mapping[Mark, int]] = {
    Mark.CUSTOMER: 20,
    Mark.SUPPLY_POINT: 20,
    Mark.PHONE: 8,
    Mark.NAME: 6,
    Mark.KANA: 6,
    Mark.POSTAL_NUMBERS: 5,
    Mark.TOWN_NUMBERS: 5,
    Mark.POSTAL_NAME: 4,
    Mark.POSTAL: 1,
}
_PAST = (Level.EXACT, Level.NORMALIZED, Level.VARIANT)


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the person who writes; empty texts are not asked about."""

    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    customer_no: str = field(default="", repr=False)
    supply_point_no: str = field(default="", repr=False)

    def asked(self) -> tuple[str, ...]:
        """The names of what is asked about."""
        names = ("address", "name", "kana", "phone", "postal", "customer_no", "supply_point_no")
        return tuple(name for name in names if getattr(self, name).strip())

    def marks(self, addresses: AddressReader) -> register_marks.Marks:
        yield Mark.CUSTOMER, number_key(self.customer_no)
        yield Mark.SUPPLY_POINT, number_key(self.supply_point_no)
        yield Mark.PHONE, phone_key(self.phone)
        yield from register_marks.of_name(self.name, self.kana)
        address = addresses.parse(self.address, self.postal)
        yield from register_marks.of_address(address, self.name)


@dataclass(frozen=True, slots=True)
class Candidate:
    row: RegisterRow
    which: str  # "R1" | "R2" | "Rh" | "" where no address was compared
    level: Level
    score: float
    evidence: tuple[str, ...] = field(repr=False)


def weight(marks: Iterable[Mark]) -> int:
    """How promising a row is by its tokens alone; by POSTAL alone, hardly."""
    return sum(_MARK_WEIGHT[mark] for mark in marks)


def rank(
    query: Query, rows: Iterable[RegisterRow], limit: int, addresses: AddressReader
) -> tuple[Candidate, ...]:
    """The best first: by level, then score; a contradicting name goes behind every agreeing one."""
    address = addresses.parse(query.address, query.postal)
    judged = [
        found for row in rows if (found := _judge(query, address, row, addresses)) is not None
    ]
    judged.sort(key=lambda found: (found[0], found[1].level.rank, -found[1].score))
    return tuple(candidate for _, candidate in judged[:limit])


class _Tally:
    """Agreement of what was asked about, weighted."""

    def __init__(self) -> None:
        self.evidence: list[str] = []
        self.agrees = False
        self._points = 0.0
        self._weight = 0.0

    def add(self, weight: float, value: float, evidence: str = "", *, agrees: bool = False) -> None:
        self._weight += weight
        self._points += weight * value
        self.agrees |= agrees
        if evidence:
            self.evidence.append(evidence)

    def score(self) -> float:
        return round(self._points / self._weight, 4) if self._weight else 0.0


def _judge(
    query: Query, address: Address, row: RegisterRow, addresses: AddressReader
) -> tuple[bool, Candidate] | None:
    tally = _Tally()
    certain = _numbers(query, row, tally)
    likeness = _person(query, row, tally)
    which, level = "", Level.NO_ADDRESS
    if not address.blank:
        which, level, value = _place(address, row, addresses)
        agrees = level not in (Level.NONE, Level.NO_ADDRESS)
        evidence = f"住所 {LEVEL_LABELS[level]}（{WHERE[which]}）" if agrees else ""
        tally.add(4, value, evidence, agrees=agrees)
    if address.postal_code:
        same = address.postal_code in (postal_key(row.r1_postal), postal_key(row.r2_postal))
        alone = query.asked() == ("postal",)
        tally.add(1, float(same), "郵便番号 一致" if same else "", agrees=same and alone)
    if not tally.agrees:
        return None
    contradicts = not certain and likeness is not None and likeness < _ALIKE
    return contradicts, Candidate(row, which, level, tally.score(), tuple(tally.evidence))


def _numbers(query: Query, row: RegisterRow, tally: _Tally) -> bool:
    """Whether a number that belongs to one customer agrees."""
    certain = False
    for weight_, asked, held, label, sure in (
        (8, number_key(query.customer_no), number_key(row.customer_no), "顧客番号", True),
        (8, number_key(query.supply_point_no), row.supply_point_no, "供給地点特定番号", True),
        (2, phone_key(query.phone), phone_key(row.phone), "電話番号", False),
    ):
        if asked:
            same = asked == held
            tally.add(weight_, float(same), f"{label} 一致" if same else "", agrees=same)
            certain |= same and sure
    return certain


def _person(query: Query, row: RegisterRow, tally: _Tally) -> float | None:
    """How alike the names are; None where none was asked about."""
    found: list[float] = []
    for weight_, asked, held, label, outcome in (
        (4, query.name, row.name, "氏名", compare_names(query.name, row.name)),
        (2, query.kana, row.kana, "フリガナ", compare_kana(query.kana, row.kana)),
    ):
        if not asked.strip() or not held:
            continue
        if outcome is Outcome.EQUAL:
            value, evidence = 1.0, f"{label} 一致"
        elif outcome is Outcome.VARIANT:
            value, evidence = 0.97, f"{label} 表記ゆれ"
        else:
            value = 0.9 * fuzz.ratio(name_key(asked), name_key(held)) / 100
            evidence = f"{label} 類似" if value >= _ALIKE else ""
        tally.add(weight_, value, evidence, agrees=value >= _ALIKE)
        found.append(value)
    return max(found, default=None)


def _place(
    address: Address, row: RegisterRow, addresses: AddressReader
) -> tuple[str, Level, float]:
    """The best of R1 and R2; an earlier address only where it tells more than both."""
    present = [
        (*_stands(address, addresses.parse(text, postal)), which)
        for which, text, postal in _present(row)
    ]
    level, value, which = min(
        present, key=lambda found: (found[0].rank, -found[1]), default=(Level.NONE, 0.0, "R1")
    )
    if level.rank > Level.HISTORICAL.rank and any(
        compare(address, addresses.parse(past)).level in _PAST for past in row.history
    ):
        return "Rh", Level.HISTORICAL, _LEVEL_SCORE[Level.HISTORICAL]
    return which, level, value


def _present(row: RegisterRow) -> Iterator[tuple[str, str, str]]:
    """R1 and R2; where they are one place, it is named R1."""
    if row.r1:
        yield "R1", row.r1, row.r1_postal
    if row.r2 and (row.r2, row.r2_postal) != (row.r1, row.r1_postal):
        yield "R2", row.r2, row.r2_postal


def _stands(asked: Address, held: Address) -> tuple[Level, float]:
    """The level, and a score that also orders the incomplete and the contradicting."""
    found = compare(asked, held)
    value = _LEVEL_SCORE[found.level]
    if found.level is Level.PARTIAL:
        value -= 0.05 * sum(one.outcome is Outcome.DIFFERENT for one in found.components)
    elif found.level is Level.NONE:
        value = 0.1 * fuzz.ratio(asked.input, held.input) / 100
    return found.level, max(value, 0.0)
