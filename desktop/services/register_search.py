"""The candidates a person chooses from: level, score and why (DOMAIN §7, ADDRESS §2).

Nothing is picked here: a person picks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.address.compare import LEVEL_LABELS, Level, compare
from desktop.address.names import Outcome, compare_names
from desktop.address.reader import AddressReader
from desktop.services.register_likeness import ALIKE
from desktop.services.register_lookup import JudgedRecord
from desktop.services.register_question import Question
from desktop.services.register_records import Record
from desktop.services.register_rows import RegisterRow
from desktop.services.register_score import Judged

WHERE: Final[Mapping[str, str]] = {"R1": "契約者住所", "R2": "供給場所", "Rh": "以前の住所"}

_PAST: Final = (Level.EXACT, Level.NORMALIZED, Level.VARIANT)
_PLACE_AGREES: Final = 0.2
_COMPARED: Final = 0.03  # a place that scores less is another one, whatever its text
_WORTH_SHOWING: Final = 0.1  # of the best score
_EARLIER_COMPARED: Final = 5
_NOTES: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    row: RegisterRow
    which: str  # "R1" | "R2" | "Rh" | "" where no address was compared
    level: Level
    score: float
    evidence: tuple[str, ...] = field(repr=False)


def rank(
    question: Question, rows: Iterable[JudgedRecord], limit: int, addresses: AddressReader
) -> tuple[Candidate, ...]:
    """The best first; what fits far worse than the best is left out."""
    judged = [row for row in rows if _agrees(row[0])]
    judged.sort(key=lambda one: (-one[0].score, one[1].row.customer_no))
    floor = judged[0][0].score * _WORTH_SHOWING if judged else 0.0
    shown = [one for one in judged[:limit] if one[0].score >= floor]
    found = [_candidate(question, one, record, addresses) for one, record in shown]
    found.sort(key=lambda one: (-one.score, one.level.rank))
    return tuple(found)


def _agrees(judged: Judged) -> bool:
    return bool(
        judged.customer_no
        or judged.supply_point_no
        or judged.phone
        or (judged.name or 0.0) >= ALIKE
        or (judged.place or 0.0) >= _PLACE_AGREES
        or (judged.postal and judged.name is None and judged.place is None)
    )


def _candidate(
    question: Question, judged: Judged, record: Record, addresses: AddressReader
) -> Candidate:
    which, level = "", Level.NO_ADDRESS
    notes: tuple[str, ...] = ()
    if not question.address.blank:
        which, level, notes = _place(question, judged, record, addresses)
    evidence = (*_evidence(question, judged, record, which, level), *notes)
    return Candidate(record.row, which, level, judged.score, evidence)


def _evidence(
    question: Question, judged: Judged, record: Record, which: str, level: Level
) -> Iterator[str]:
    query = question.query
    if judged.customer_no:
        yield "顧客番号 一致"
    if judged.supply_point_no:
        yield "供給地点特定番号 一致"
    if judged.phone:
        yield "電話番号 一致"
    if query.name and judged.name is not None:
        outcome = compare_names(query.name, record.row.name)
        if outcome is Outcome.EQUAL:
            yield "氏名 一致"
        elif outcome is Outcome.VARIANT:
            yield "氏名 表記ゆれ"
        elif judged.name >= ALIKE:
            yield "氏名 類似"
    if question.kana and question.kana == record.kana:
        yield "フリガナ 一致"
    if level not in (Level.NONE, Level.NO_ADDRESS):
        yield f"住所 {LEVEL_LABELS[level]}（{WHERE[which]}）"
    if judged.postal:
        yield "郵便番号 一致"


def _place(
    question: Question, judged: Judged, record: Record, addresses: AddressReader
) -> tuple[str, Level, tuple[str, ...]]:
    """The best of R1 and R2, and what is to be noted of it; an earlier address only where it
    tells more than both."""
    best: tuple[int, float, str, tuple[str, ...]] = (Level.NONE.rank, 0.0, "R1", ())
    texts = _texts(record.row)
    earlier = []
    for one, value, (text, postal) in zip(record.sketches, judged.places, texts, strict=True):
        if value < _COMPARED:
            continue
        if one.which == "Rh":
            earlier.append((value, text))
            continue
        found = compare(question.address, addresses.parse(text, postal))
        best = min(best, (found.level.rank, -value, one.which, found.notes[:_NOTES]))
    if best[0] > Level.HISTORICAL.rank:
        for _, text in sorted(earlier, reverse=True)[:_EARLIER_COMPARED]:
            found = compare(question.address, addresses.parse(text))
            if found.level in _PAST:
                return "Rh", Level.HISTORICAL, found.notes[:_NOTES]
    return best[2], list(Level)[best[0]], best[3]


def _texts(row: RegisterRow) -> list[tuple[str, str]]:
    """The texts of the row's sketches, in their order."""
    found = []
    if row.r1 or row.r1_postal:
        found.append((row.r1, row.r1_postal))
    if (row.r2 or row.r2_postal) and (row.r2, row.r2_postal) != (row.r1, row.r1_postal):
        found.append((row.r2, row.r2_postal))
    return [*found, *((past, "") for past in row.history)]
