"""Which business day the mail of a day counts for, and which of them nobody has closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.services.casebook import Casebook
from desktop.store import day_close

_ONE = timedelta(days=1)


def working(book: Casebook) -> Callable[[date], bool]:
    """Whether the desk was at work on a day, by the closures that were in force on that very day:
    a 閉庁日 signed later makes no other day of one that has gone by (DESIGN §1)."""
    return lambda day: book.administration.calendar(day).is_business_day(day)


def unclosed_days(session: Session, book: Casebook, today: date) -> tuple[date, ...]:
    """The business days before today without a closing in force, oldest first, since the desk
    opened its first mail; also those on which none came."""
    begun = day_close.first_day(session)
    if begun is None:
        return ()
    works, closed = working(book), day_close.closed_days(session)
    days = (begun + timedelta(days=number) for number in range((today - begun).days))
    return tuple(day for day in days if day not in closed and works(day))
