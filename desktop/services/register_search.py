"""The candidates a person chooses from: level, score and why (DOMAIN §7, ADDRESS §2).

Nothing is picked here: a person picks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.address.compare import LEVEL_LABELS, Level, compare
from desktop.address.names import OUTCOME_LABELS, Outcome, compare_names
from desktop.address.reader import AddressReader
from desktop.services.register_likeness import ALIKE
from desktop.services.register_lookup import JudgedRecord
from desktop.services.register_question import Question
from desktop.services.register_records import Record
from desktop.services.register_rows import RegisterRow
from desktop.services.register_score import Judged, told

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
    matched: str = field(default="", repr=False)
    """The address of the register that `level` is of."""
    period: str = ""
    """Of an earlier address, as "2019-04-01/2024-03-31"."""


def rank(
    question: Question, rows: Iterable[JudgedRecord], limit: int, addresses: AddressReader
) -> tuple[Candidate, ...]:
    """The best first; what fits far worse than the best is left out."""
    judged = [row for row in rows if _agrees(row[0])]
    judged.sort(key=lambda one: (-one[0].score, one[1].row.customer_no))
    floor = judged[0][0].score * _WORTH_SHOWING if judged else 0.0
    shown = [one for one in judged[:limit] if one[0].score >= floor]
    found = [(one.score, _candidate(question, one, record, addresses)) for one, record in shown]
    found.sort(key=lambda one: (-one[0], one[1].level.rank))
    return tuple(candidate for _, candidate in found)


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
    place = _Fitting("", Level.NO_ADDRESS)
    if not question.address.blank:
        place = _place(question, judged, record, addresses)
    evidence = (*_evidence(question, judged, record, place), *place.notes)
    return Candidate(
        record.row, place.which, place.level, told(judged), evidence, place.text, place.period
    )


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The address of a row that fits best."""

    which: str
    level: Level
    text: str = field(default="", repr=False)
    period: str = ""
    notes: tuple[str, ...] = ()


def period_words(period: str) -> str:
    """「2019-04-01〜2024-03-31」; either day may be missing."""
    return period.replace("/", "〜")


def _evidence(question: Question, judged: Judged, record: Record, place: _Fitting) -> Iterator[str]:
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
    if judged.birth is not None:
        yield f"生年月日 {OUTCOME_LABELS[Outcome.EQUAL if judged.birth else Outcome.DIFFERENT]}"
    if place.level not in (Level.NONE, Level.NO_ADDRESS):
        where = f"{WHERE[place.which]} {period_words(place.period)}".rstrip()
        yield f"住所 {LEVEL_LABELS[place.level]}（{where}）"
    if judged.postal:
        yield "郵便番号 一致"


def _place(
    question: Question, judged: Judged, record: Record, addresses: AddressReader
) -> _Fitting:
    """The best of R1 and R2; an earlier address only where it tells more than both."""
    row = record.row
    best, order = _Fitting("R1", Level.NONE, row.r1), (Level.NONE.rank, 0.0, "R1")
    earlier: list[tuple[float, int]] = []
    texts = _texts(row)
    present = len(texts) - len(row.history)
    fitting = zip(record.sketches, judged.places, texts, strict=True)
    for at, (one, value, (text, postal)) in enumerate(fitting):
        if value < _COMPARED:
            continue
        if one.which == "Rh":
            earlier.append((-value, at - present))
            continue
        found = compare(question.address, addresses.parse(text, postal))
        if (found.level.rank, -value, one.which) < order:
            order = found.level.rank, -value, one.which
            best = _Fitting(one.which, found.level, text, "", found.notes[:_NOTES])
    if best.level.rank > Level.HISTORICAL.rank:
        for _, number in sorted(earlier)[:_EARLIER_COMPARED]:
            text = row.history[number]
            found = compare(question.address, addresses.parse(text))
            if found.level in _PAST:
                notes = found.notes[:_NOTES]
                return _Fitting("Rh", Level.HISTORICAL, text, row.period(number), notes)
    return best


def _texts(row: RegisterRow) -> list[tuple[str, str]]:
    """The texts of the row's sketches, in their order."""
    found = []
    if row.r1 or row.r1_postal:
        found.append((row.r1, row.r1_postal))
    if (row.r2 or row.r2_postal) and (row.r2, row.r2_postal) != (row.r1, row.r1_postal):
        found.append((row.r2, row.r2_postal))
    return [*found, *((past, "") for past in row.history)]
