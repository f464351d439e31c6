"""A line of a case's history as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HistoryKind(StrEnum):
    """What a line of the history is about: for narrowing it."""

    WORK = "WORK"
    LETTER = "LETTER"
    PAGE = "PAGE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class HistoryLink:
    """The thing a line tells of. `kind` is LETTER, PAGE or NOTE."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`what` is the act's short name; `sentence` and `more` tell it to a person. `changed` is
    false for what was only seen, printed or copied."""

    at: datetime
    who: str
    what: str
    sentence: str = ""
    more: tuple[str, ...] = ()
    kind: HistoryKind = HistoryKind.OTHER
    link: HistoryLink | None = None
    changed: bool = True
