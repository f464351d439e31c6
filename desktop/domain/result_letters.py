"""Which letter answers which request: D-05 to D-10, several types in one letter (DOMAIN §1, §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar

from desktop.domain.requests import Reason, RequestType

_T = TypeVar("_T")

RESULT_CODES: Final = ("D-05", "D-06", "D-07", "D-08", "D-09", "D-10")
"""The letters that carry a decision; nothing of them leaves without an approval."""


class Answered(StrEnum):
    """The requests that one kind of result notice answers, in the order of a joint letter."""

    DISCLOSURE = "DISCLOSURE"  # 33条
    PURPOSE = "PURPOSE"  # 32条
    CORRECTION = "CORRECTION"  # 34条
    STOPPING = "STOPPING"  # 35条


_ANSWERED: Final = {
    RequestType.PURPOSE: Answered.PURPOSE,
    RequestType.DISCLOSE: Answered.DISCLOSURE,
    RequestType.DISCLOSE_3P: Answered.DISCLOSURE,
    RequestType.CORRECT: Answered.CORRECTION,
    RequestType.ADD: Answered.CORRECTION,
    RequestType.DELETE: Answered.CORRECTION,
    RequestType.STOP_USE: Answered.STOPPING,
    RequestType.ERASE: Answered.STOPPING,
    RequestType.STOP_3P: Answered.STOPPING,
}


def answered(kind: RequestType) -> Answered:
    return _ANSWERED[kind]


def result_code(of: Answered, reasons: Iterable[Reason | None]) -> str:
    """The letter for the decisions on these requests; a reason of None grants an item."""
    found = list(reasons)
    if of is Answered.PURPOSE:
        return "D-08"
    if of is Answered.CORRECTION:
        return "D-09"
    if of is Answered.STOPPING:
        return "D-10"
    if None in found:
        return "D-05"
    return "D-07" if set(found) == {Reason.R_NI} else "D-06"


def result_letters(
    decisions: Iterable[_T], about: Callable[[_T], tuple[RequestType, Reason | None]]
) -> tuple[tuple[str, tuple[_T, ...]], ...]:
    """The decisions parted by the letter that tells them; the first letter leads the joint one."""
    parted: dict[Answered, list[_T]] = {of: [] for of in Answered}
    for one in decisions:
        parted[answered(about(one)[0])].append(one)
    return tuple(
        (result_code(of, (about(one)[1] for one in found)), tuple(found))
        for of, found in parted.items()
        if found
    )
