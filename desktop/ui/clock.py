"""What time it is for the desk: the machine's clock, or a clock that is moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Protocol

JST = timezone(timedelta(hours=9), "JST")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment in Japan, aware of its zone."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(JST)


class SteppedClock:
    """A clock that stands still until it is moved; the tour walks through weeks with it."""

    def __init__(self, start: datetime) -> None:
        self._now = self._aware(start)

    def now(self) -> datetime:
        return self._now

    def jump_to(self, moment: datetime) -> None:
        """Move to a later moment. Time does not run backwards."""
        target = self._aware(moment)
        if target < self._now:
            raise ValueError("a stepped clock does not run backwards")
        self._now = target

    def advance(self, step: timedelta) -> None:
        self.jump_to(self._now + step)

    @staticmethod
    def _aware(moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(JST)
