"""利用者≠契約者: what who lives at a supply point without the contract may see (policy 4(5))."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.requests import Item, RequestType

OWN_USAGE: Final = frozenset({Item.K4, Item.K5})
"""The usage of the supply point; not contract, price or payment."""

_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})(?:[-/.]|年)(0?[1-9]|1[0-2])(?![0-9])")
_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:[-/.]|年)(0?[1-9]|1[0-2])(?:[-/.]|月)(0?[1-9]|[12][0-9]|3[01])"
    r"(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """From when to when somebody lived there; `until` None: still does."""

    since: date
    until: date | None = None

    def holds(self, first: date, last: date) -> bool:
        """Whether the days from first to last all lie in it."""
        return self.since <= first and (self.until is None or last <= self.until)


def may_see(kind: RequestType, item: Item | None) -> bool:
    """Whether an occupant may be granted this at all."""
    return kind is RequestType.DISCLOSE and item in OWN_USAGE


def span_of(label: str) -> tuple[date, date] | None:
    """The first and last day that the heading of a line speaks of: a day, or a whole month."""
    label = unicodedata.normalize("NFKC", label)
    day = _DAY.search(label)
    if day is not None:
        try:
            only = date(*map(int, day.groups()))
        except ValueError:
            return None
        return only, only
    month = _MONTH.search(label)
    if month is None:
        return None
    year, number = int(month[1]), int(month[2])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def check_occupancy(occupancy: Occupancy, today: date) -> None:
    """Refuse a time that is to come or ends before it begins."""
    if occupancy.since > today:
        raise Refused(
            "利用の始まりが今日より後になっています。",
            "入居した日を入れてください。",
            field="since",
        )
    if occupancy.until is not None and occupancy.until < occupancy.since:
        raise Refused(
            "利用の終わりが始まりより前になっています。",
            "入居と退去の日を確かめてください。",
            field="until",
        )
