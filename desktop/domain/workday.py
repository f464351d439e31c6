"""日計: what became of the day's opened mail, counted by two people apart and by the desk.

Opened = new cases + joined + rerouted + returned + no mail; a day with a difference stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


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


class LateReason(StrEnum):
    """Why days without mail are closed only after they have gone by. A code as well."""

    FORGOTTEN = "FORGOTTEN"
    NOBODY_IN = "NOBODY_IN"
    OFFICE_SHUT = "OFFICE_SHUT"


LATE_LABELS: Final[Mapping[LateReason, str]] = {
    LateReason.FORGOTTEN: "その日に締め忘れた",
    LateReason.NOBODY_IN: "二人そろわなかった",
    LateReason.OFFICE_SHUT: "事務所を閉めていた",
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


def counted_alike(first: tuple[int, Piles], second: tuple[int, Piles]) -> list[str]:
    """Where two people who counted apart differ, a sentence each, never how many either counted."""
    names = ["開封した封筒", *FATE_LABELS.values()]
    one, other = ((opened, *astuple(piles)) for opened, piles in (first, second))
    return [
        f"「{name}」の通数が違います。"
        for name, a, b in zip(names, one, other, strict=True)
        if a != b
    ]


def days_of(day: date, works: Callable[[date], bool]) -> tuple[date, date]:
    """The days whose mail counts for this business day: the free days before it are its own."""
    first = day
    while not works(first - timedelta(days=1)):
        first -= timedelta(days=1)
    return first, day


def day_for(day: date, works: Callable[[date], bool]) -> date:
    """The business day for which the mail of a day counts."""
    while not works(day):
        day += timedelta(days=1)
    return day
