"""How well an opened row fits the question: names times place, each from 0 to 1.

The numbers of an address are compared as a sequence (ADDRESS §2): a number that is left out is an
omission, another number is a contradiction, and a contradiction is never made good by a name. That
is what keeps the neighbour, the other room and the namesake elsewhere below any threshold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from desktop.address.keys import number_key, phone_key
from desktop.services import register_marks
from desktop.services.register_likeness import likeness
from desktop.services.register_question import Question
from desktop.services.register_records import Record
from desktop.services.register_sketch import Sketch

_DIGITS = re.compile(r"[0-9]+")
_ROOM_PARTS = re.compile(r"[0-9]+|[^0-9]+")

_OTHER_NUMBER: Final = 0.12
_OTHER_NUMBERS: Final = 0.05
_ROOM_LEFT_OUT: Final = 0.9
_NUMBERS_LEFT_OUT: Final = {1: 0.7, 2: 0.5}
_NO_NUMBERS: Final = 0.25
_RUN_TOGETHER: Final = 0.7
_MEANT: Final = 0.97

# How sure one may be at most, where no more was asked.
_ONLY_NAME: Final = 0.6
_ONLY_PLACE: Final = 0.75
_ONLY_PHONE: Final = 0.9
_ONLY_POSTAL: Final = 0.3
_ONE_NUMBER: Final = 0.97  # of customer or supply point
_DOUBTFUL: Final = 0.4  # measured: neighbours and namesakes reach 0.35, 99.9 % of true rows 0.5
_UNLIKELY: Final = 0.1
_PHONE_HELPS: Final = 0.75  # exponents: what is certain already stays so
_NUMBER_HELPS: Final = 0.5
_OTHER_BIRTH: Final = 0.4  # still shown: years are misread too


@dataclass(frozen=True, slots=True)
class Judged:
    """`name` and `place` are None where they were not asked; `places` are those of the sketches."""

    score: float
    name: float | None
    place: float | None
    places: tuple[float, ...]
    phone: bool = False
    customer_no: bool = False
    supply_point_no: bool = False
    postal: bool = False
    birth: bool | None = None  # None where it was not asked, or is not held


def most(question: Question) -> float:
    """The best score that this question can reach."""
    named = bool(question.name or question.kana)
    placed = not question.place.empty
    if question.customer_no or question.supply_point_no:
        return _ONE_NUMBER
    if named and placed:
        return 1.0
    if question.phone:
        return _ONLY_PHONE
    if named:
        return _ONLY_NAME
    return _ONLY_PLACE if placed else _ONLY_POSTAL


def judge(question: Question, record: Record) -> Judged:
    row, ask = record.row, question
    name = likeness(ask, record) if ask.name or ask.kana else None
    places = tuple(_best(ask, one) for one in record.sketches)
    place = max(places, default=0.0) if not ask.place.empty else None
    phone = bool(ask.phone) and ask.phone == phone_key(row.phone)
    customer = bool(ask.customer_no) and ask.customer_no == register_marks.customer_key(
        row.customer_no
    )
    supply = bool(ask.supply_point_no) and ask.supply_point_no == number_key(row.supply_point_no)
    postal = bool(ask.postal) and any(
        one.postal == ask.postal for one in record.sketches if one.which != "Rh"
    )
    score = _together(ask, name, place, phone=phone, postal=postal)
    if customer or supply:
        score = max(score, 0.01) ** _NUMBER_HELPS if name is not None or place is not None else 1.0
        score *= _ONE_NUMBER
    elif ask.customer_no or ask.supply_point_no:
        score *= 0.5
    birth = None
    if ask.birth is not None and row.birth:
        birth = ask.birth.isoformat() == row.birth
        score = _with_birth(score, agrees=birth, placed=place is not None)
    return Judged(round(score, 4), name, place, places, phone, customer, supply, postal, birth)


def _with_birth(score: float, *, agrees: bool, placed: bool) -> float:
    """A birth date helps as a telephone number does; another one is another person, or misread."""
    if not agrees:
        return score * _OTHER_BIRTH
    if placed or score > _ONLY_NAME:
        helped: float = score**_PHONE_HELPS
        return helped
    return score / _ONLY_NAME * _ONLY_PHONE


def told(judged: Judged) -> float:
    """The score as people and programs are told it.

    A row that name and place together speak against is as unlikely as any other such row: how near
    a neighbour or a namesake comes by chance orders the rows, and is no measure of likelihood.
    """
    both = judged.name is not None and judged.place is not None
    numbered = judged.customer_no or judged.supply_point_no
    if both and not numbered and judged.score < _DOUBTFUL:
        return min(judged.score, _UNLIKELY)
    return judged.score


def _together(
    ask: Question, name: float | None, place: float | None, *, phone: bool, postal: bool
) -> float:
    if name is not None and place is not None:
        score = name * place
    elif name is not None:
        score = _ONLY_NAME * name
        if ask.postal:
            score *= 1.0 if postal else 0.5
    elif place is not None:
        score = _ONLY_PLACE * place
    elif phone:
        return _ONLY_PHONE
    else:
        return _ONLY_POSTAL if postal else 0.0
    if phone:
        score = score**_PHONE_HELPS if place is not None else score / _ONLY_NAME * _ONLY_PHONE
    return score


def _best(ask: Question, held: Sketch) -> float:
    """As written, or a little less as it may be meant."""
    written, *meant = ask.places
    return max(_place(written, held), *(_MEANT * _place(one, held) for one in meant), 0.0)


def _place(a: Sketch, b: Sketch) -> float:
    where = _where(a, b)
    return where * _numbers(a, b)


def _where(a: Sketch, b: Sketch) -> float:
    same_postal = bool(a.postal and a.postal == b.postal)
    if a.city + a.town == b.city + b.town:
        value = 1.0
    else:
        town = _town(a.town, b.town, same_postal=same_postal)
        value = town * _city(a.city, b.city, certain=same_postal and town >= 0.9)
    if same_postal:
        return value
    return value * (0.93 if a.postal and b.postal else 0.98)


def _town(a: str, b: str, *, same_postal: bool) -> float:
    """A postal code that agrees vouches for a town that was misread."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.9 if same_postal else 0.75
    if a in b or b in a:
        return 0.95 if same_postal else 0.85
    longest = max(len(a), len(b))
    apart = Levenshtein.distance(a, b, score_cutoff=2)
    if apart == 1:
        return 0.95 if same_postal else 0.8 if longest > 2 else 0.6
    if apart == 2 and longest > 3:
        return 0.85 if same_postal else 0.4
    return 0.6 if same_postal else 0.15


def _city(a: str, b: str, *, certain: bool) -> float:
    if a == b:
        return 1.0
    if not a or not b or a.endswith(b) or b.endswith(a):
        return 0.97
    if Levenshtein.distance(a, b, score_cutoff=1) == 1 and max(len(a), len(b)) > 2:
        return 0.92
    return 0.85 if certain else 0.25


def _numbers(a: Sketch, b: Sketch) -> float:
    """All that counts in two addresses, as sequences: 丁目, 番, 号, and the room behind them.

    Figures in the names of town and building stand in the sequence too: 第2山田ビル is not 第3, and
    where a reader cut the line elsewhere the figures still meet.
    """
    if not a.numbers or not b.numbers:
        return _NO_NUMBERS
    first, second = _figures(a), _figures(b)
    if first == second:
        return 1.0
    if "".join(first) == "".join(second):
        return _RUN_TOGETHER
    shorter, longer = sorted((first, second), key=len)
    left_out = len(longer) - len(shorter)
    if left_out and _within(shorter, longer):
        room_alone = longer[: len(shorter)] == shorter and bool(a.room) != bool(b.room)
        if a.numbers == b.numbers or room_alone:
            return _ROOM_LEFT_OUT
        return _NUMBERS_LEFT_OUT.get(left_out, _OTHER_NUMBERS)
    unequal = sum(x != y for x, y in zip(first, second, strict=False))
    return _OTHER_NUMBER if not left_out and unequal == 1 else _OTHER_NUMBERS


def _figures(one: Sketch) -> list[str]:
    return [
        *_DIGITS.findall(one.town),
        *one.numbers.split("-"),
        *_DIGITS.findall(one.building),
        *_ROOM_PARTS.findall(one.room),
    ]


def _within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    waiting = iter(longer)
    return all(one in waiting for one in shorter)
