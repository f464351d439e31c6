"""受付 › 今日: what is overdue, due and waiting (DESIGN §6); what is red stands in `today`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.states import CaseState
from desktop.services.audit_tasks import audit_tasks
from desktop.services.case_lines import case_lines
from desktop.services.case_views import CaseLine, ForecastDay, TodayView
from desktop.services.casebook import Casebook
from desktop.services.inquiry_state import inquiry_tasks, inquiry_waits
from desktop.services.post_desk import post_view
from desktop.services.today import red_tasks
from desktop.services.today_waits import waits_of
from desktop.services.wishes import wish_tasks
from desktop.store import envelopes
from desktop.store.cases import cases_by_id, count_cases, list_cases, where_cases

_FORECAST_DAYS: Final = 10
_SUNDAY: Final = 6


def today_view(
    session: Session,
    book: Casebook,
    at: datetime,
    open_by_due: Sequence[tuple[str, date | None]],
    most: int | None = None,
) -> TodayView:
    """`open_by_due` are the ids of the open cases in order, from their clear columns alone. Of
    each group `most` are opened; the others are counted."""
    today = at.date()
    groups = _groups(open_by_due, today)
    lines = _lines(session, book, [one for group in groups for one in group[:most]], today)
    overdue, due_today, this_week, later = (
        tuple(lines[one] for one in group[:most] if one in lines) for group in groups
    )
    returned = where_cases([CaseState.RETURNED_MAIL], "", None)
    back = list_cases(session, returned, limit=most)
    mail = envelopes.open_envelopes(session)
    asked = inquiry_waits(session, today)
    waits = waits_of(session, book, today, asked, most)
    post = post_view(session, today)
    return TodayView(
        overdue=overdue,
        due_today=due_today,
        this_week=this_week,
        later=later,
        envelopes=len(mail),
        pages=sum(len(envelope.pages) for envelope in mail),
        waiting=waits.lines,
        returned=case_lines(session, book, back, today),
        forecast=forecast(
            [due for _id, due in open_by_due if due is not None], today, book.premises.holidays
        ),
        red_tasks=(
            *red_tasks(session, book, at, mail, waits.late),
            *inquiry_tasks(asked),
            *audit_tasks(session, book, at),
            *wish_tasks(session, today),
        ),
        paper_until=book.administration.settings(today).paper_last_number,
        overdue_more=len(groups[0]) - len(overdue),
        today_more=len(groups[1]) - len(due_today),
        week_more=len(groups[2]) - len(this_week),
        later_more=len(groups[3]) - len(later),
        waiting_more=waits.more,
        returned_more=count_cases(session, returned) - len(back),
        to_post=len(post.to_post),
        on_their_way=len(post.out),
        longest_way=post.longest,
    )


def _groups(open_by_due: Sequence[tuple[str, date | None]], today: date) -> list[list[str]]:
    """Overdue, due today, until Sunday, later or without a clock."""
    week_ends = today + timedelta(days=_SUNDAY - today.weekday())
    dues = [due or date.max for _id, due in open_by_due]
    ends = (
        0,
        bisect_left(dues, today),
        bisect_right(dues, today),
        bisect_right(dues, week_ends),
        len(dues),
    )
    return [[case_id for case_id, _due in open_by_due[a:b]] for a, b in pairwise(ends)]


def _lines(
    session: Session, book: Casebook, ids: Sequence[str], today: date
) -> dict[str, CaseLine]:
    found = cases_by_id(session, ids)
    return {line.id: line for line in case_lines(session, book, list(found.values()), today)}


def forecast(dues: Sequence[date], today: date, calendar: Calendar) -> tuple[ForecastDay, ...]:
    """Cases by the business day on which the nearer clock ends; all overdue ones first."""
    late = sum(1 for due in dues if due < today)
    days = [ForecastDay(today, "超過", late, overdue=True)] if late else []
    day = today - timedelta(days=1)
    for _ in range(_FORECAST_DAYS):
        before, day = day, calendar.on_or_after(day + timedelta(days=1))
        # A due day never falls on a free day; counting the gap too loses nothing all the same.
        number = sum(1 for due in dues if before < due <= day and due >= today)
        days.append(ForecastDay(day, str(day.day), number, overdue=False))
    return tuple(days)
