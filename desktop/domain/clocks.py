"""The clocks of a case: arrival, registration, the statutory mark, our service (DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import Calendar
from desktop.domain.errors import Refused

JST: Final = timezone(timedelta(hours=9), "JST")

STATUTORY_DAYS: Final = 14  # 個人情報保護法39条: 二週間


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The desk's hours on a business day (policy 5(1): 9:00–18:00)."""

    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """The company's own periods in days, a dated setting (DOMAIN §4, §8; all (C))."""

    target_days: int = 14
    limit_days: int = 30
    customer_days: int = 14
    correction_business_days: int = 2
    presumed_delivered_days: int = 10
    returned_days: int = 30
    unfiled_days: int = 30


HELD_DAYS: Final[Mapping[str, int]] = {
    "HONNIN_GENTEI": 10,
    "IPPAN_KAKITOME": 7,
    "KAN_I_KAKITOME": 7,
}
"""How long the post office keeps what nobody took, by the way it was sent (DOMAIN §8)."""

HELD_WARNING_DAYS: Final = 3


DEFAULT_TERMS: Final = ClockTerms()


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait for the customer, in AWAITING_CORRECTION or AWAITING_FEE; `end` None: still open.

    `start` is the day the letter left, `end` the day the answer arrived.
    """

    start: date
    end: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as the window shows it: 「あとn日」, 「n日超過」 or 「停止中（補正 n日目）」.

    `days_left` is negative when late. `pause_days` numbers the days of the open pause from 1.
    """

    due: date
    days_left: int
    late: bool
    paused: bool = False
    pause_why: str = ""
    pause_days: int = 0


def registered_on(
    arrived: date, opened_at: datetime, hours: OfficeHours, calendar: Calendar
) -> date:
    """受付日: the business day of registration; after closing or on a free day, the next one."""
    if opened_at.tzinfo is None:
        raise ValueError("opened_at needs a time zone")
    local = opened_at.astimezone(JST)
    if arrived > local.date():
        raise Refused(
            "到達日が受付の日より後になっています。",
            "封筒が届いた日を確かめて、到達日を入れ直してください。",
            field="arrived_on",
        )
    if calendar.is_business_day(local.date()) and local.time() <= hours.closes:
        return local.date()
    return calendar.on_or_after(local.date() + timedelta(days=1))


def statutory_mark(arrived: date, calendar: Calendar) -> date:
    """The last business day on which an answer is within art. 39's two weeks. Never pauses."""
    return calendar.on_or_before(arrived + timedelta(days=STATUTORY_DAYS))


def suit_from(arrived: date) -> date:
    """The first day on which the person may sue without a refusal (個人情報保護法39条)."""
    return arrived + timedelta(days=STATUTORY_DAYS + 1)


def service_target(
    registered: date,
    pauses: Iterable[Pause],
    today: date,
    calendar: Calendar,
    days: int = DEFAULT_TERMS.target_days,
) -> date:
    """受付日 + 14 days and the days waited for the customer, rolled back to a business day."""
    return calendar.on_or_before(_unrolled(registered, pauses, today, days))


def service_limit(
    registered: date,
    pauses: Iterable[Pause],
    today: date,
    calendar: Calendar,
    days: int = DEFAULT_TERMS.limit_days,
) -> date:
    """受付日 + 30 days and the days waited for the customer, rolled back to a business day."""
    return calendar.on_or_before(_unrolled(registered, pauses, today, days))


def customer_deadline(sent: date, days: int, calendar: Calendar) -> date:
    """The customer's day to answer, rolled forward to a business day (民法142条)."""
    return calendar.on_or_after(sent + timedelta(days=days))


def held_until(dispatched: date, delivery: str) -> date | None:
    """The day on which the post office sends back what nobody took; None where it keeps nothing.

    Counted from the posting: the day of the first attempt is the post office's own.
    """
    days = HELD_DAYS.get(delivery)
    return None if days is None else dispatched + timedelta(days=days)


def held_mail_is_red(dispatched: date, delivery: str, today: date) -> bool:
    """Whether somebody must ask after it now, while the customer can still fetch it."""
    until = held_until(dispatched, delivery)
    return until is not None and today >= until - timedelta(days=HELD_WARNING_DAYS)


def correction_letter_due(found: date, calendar: Calendar, terms: ClockTerms) -> date:
    """The day by which D-02 must leave: two business days after the fault was found."""
    return calendar.add_business_days(found, terms.correction_business_days)


def clock_view(
    registered: date,
    pauses: Sequence[Pause],
    today: date,
    calendar: Calendar,
    days: int = DEFAULT_TERMS.target_days,
) -> ClockView:
    """The service clock on the day `today`; with `days` = 30 the limit instead of the target."""
    due = service_target(registered, pauses, today, calendar, days)
    open_pause = next((p for p in pauses if p.end is None and p.start <= today), None)
    left = (due - today).days
    if open_pause is None:
        return ClockView(due, left, left < 0)
    nth_day = (today - open_pause.start).days + 1
    return ClockView(due, left, left < 0, True, open_pause.why, nth_day)


class Interim(StrEnum):
    """What is to be done about the 中間連絡 (D-04) of a case."""

    MAKE = "MAKE"
    POST = "POST"


def interim_step(
    target: ClockView | None, told: Iterable[tuple[bool, date | None]], today: date
) -> Interim | None:
    """What DOMAIN §4 asks for over the target, unless the case waits for the customer.

    `told` are the D-04 so far: whether each was posted, and the day by which it promises the
    answer. A posted one holds until that day has passed.
    """
    if target is None or target.paused or not target.late:
        return None
    letters = list(told)
    if any(posted and (until is None or until >= today) for posted, until in letters):
        return None
    return Interim.MAKE if all(posted for posted, _until in letters) else Interim.POST


def statutory_view(arrived: date, today: date, calendar: Calendar) -> ClockView:
    """The statutory mark as a clock: a warning that never pauses."""
    due = statutory_mark(arrived, calendar)
    left = (due - today).days
    return ClockView(due, left, left < 0)


def _unrolled(registered: date, pauses: Iterable[Pause], today: date, days: int) -> date:
    due = registered + timedelta(days=days)
    for start, end in _merged(pauses, registered, today):
        if start > due:  # what was late before the wait began stays late
            break
        due += end - start
    return due


def _merged(
    pauses: Iterable[Pause], registered: date, today: date
) -> tuple[tuple[date, date], ...]:
    """The pauses as disjoint spans from the registration to today, in order."""
    spans: list[tuple[date, date]] = []
    for start, end in sorted((max(p.start, registered), p.end or today) for p in pauses):
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def days_taken(registered: date, answered: date, pauses: Iterable[Pause]) -> int:
    """Days from 受付日 to the answer, without those waited for the customer (DOMAIN §4, §11)."""
    until = (Pause(p.start, min(p.end or answered, answered), p.why) for p in pauses)
    waited = sum((end - start).days for start, end in _merged(until, registered, answered))
    return max(0, (answered - registered).days - waited)
