"""日計: what became of the day's opened mail, counted twice, by the desk and from the paper.

Opened = new cases + joined + rerouted + returned + no mail; a day with a difference stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import Calendar


class Fate(StrEnum):
    """What became of an opened envelope. NOT_COUNTED: the same paper stands in another record."""

    NEW_CASE = "NEW_CASE"
    JOINED = "JOINED"
    REROUTED = "REROUTED"
    RETURNED = "RETURNED"
    NO_MAIL = "NO_MAIL"
    NOT_COUNTED = "NOT_COUNTED"


FATE_LABELS: Final[Mapping[Fate, str]] = {
    Fate.NEW_CASE: "新しい案件",
    Fate.JOINED: "前からの案件へ",
    Fate.REROUTED: "他部署へ回付",
    Fate.RETURNED: "宛先違いで返却",
    Fate.NO_MAIL: "郵便物でないもの",
}
"""The piles into which the day's envelopes are laid, in the order of the sheet."""


class ReopenReason(StrEnum):
    """Why a closed day is opened again. A code: no sentence about a person can stand in it."""

    MISCOUNTED = "MISCOUNTED"
    WRONG_RECORD = "WRONG_RECORD"
    WRONG_DAY = "WRONG_DAY"


REOPEN_LABELS: Final[Mapping[ReopenReason, str]] = {
    ReopenReason.MISCOUNTED: "紙を数え間違えていた",
    ReopenReason.WRONG_RECORD: "郵便物の処置の記録が違っていた",
    ReopenReason.WRONG_DAY: "違う日を締めていた",
}


@dataclass(frozen=True, slots=True)
class Piles:
    """How many envelopes lie in each pile, in the order of `FATE_LABELS`."""

    new_cases: int = 0
    joined: int = 0
    rerouted: int = 0
    returned: int = 0
    no_mail: int = 0

    @classmethod
    def of(cls, counts: Mapping[Fate, int]) -> Piles:
        return cls(*(counts.get(fate, 0) for fate in FATE_LABELS))

    @property
    def total(self) -> int:
        return sum(astuple(self))

    def by_fate(self) -> dict[Fate, int]:
        return dict(zip(FATE_LABELS, astuple(self), strict=True))


def differences(opened: int, paper: Piles, desk: Piles, unsettled: Sequence[str]) -> list[str]:
    """Why the day cannot close, a sentence each; empty where paper and desk agree.

    `opened` is how many envelopes two people counted, `unsettled` names those of the desk that
    nobody has settled yet.
    """
    found = [f"{name} の処置が決まっていません。" for name in unsettled]
    if opened != paper.total:
        found.append(
            f"開封した封筒は{opened:,}通、処置ごとに数えた封筒は合わせて{paper.total:,}通です。"
        )
    recorded = desk.by_fate()
    for fate, number in paper.by_fate().items():
        known = recorded[fate]
        if number != known:
            label = FATE_LABELS[fate]
            found.append(f"「{label}」は、紙では{number:,}通、窓口の記録では{known:,}通です。")
    return found


def days_of(day: date, calendar: Calendar) -> tuple[date, date]:
    """The days whose mail counts for this business day: the free days before it are its own."""
    first = day
    while not calendar.is_business_day(first - timedelta(days=1)):
        first -= timedelta(days=1)
    return first, day
