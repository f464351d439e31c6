"""What is told of a 回答ファイル that was taken in, or was not."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.requests import Item


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A line of a 回答ファイル that was not taken: where and why, never the value."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerReport:
    item: Item | None
    rows: int
    rejected: tuple[AnswerProblem, ...]
    missing: tuple[Item, ...]
    outside: tuple[AnswerProblem, ...] = ()
    """Lines outside the asked period: nothing is taken until each of them is settled."""
    digest: str = ""
    """Of the file that was read: what is settled, is settled for this one."""
    lacking: int = 0
    """Half-hour values that are missing between the first and the last day told."""
