"""誤送付: whether it is to be reported, and by when (DOMAIN §8; 個人情報保護法26条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.domain.calendar import Calendar
from desktop.domain.errors import Refused

QUICK_FROM_DAYS: Final = 3
QUICK_DAYS: Final = 5
FULL_DAYS: Final = 30
FULL_DAYS_MALICIOUS: Final = 60
MANY_PERSONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Leak:
    """How grave a misdelivery is: 要配慮個人情報, 財産被害, 不正の目的, and how many persons."""

    persons: int
    sensitive: bool = False
    damage: bool = False
    malicious: bool = False

    @property
    def must_be_reported(self) -> bool:
        return self.sensitive or self.damage or self.malicious or self.persons > MANY_PERSONS


@dataclass(frozen=True, slots=True)
class ReportDays:
    """速報 between two days, 確報 by a third; ours roll back to a business day (DOMAIN §4)."""

    quick_from: date
    quick_by: date
    full_by: date


def report_days(found_on: date, leak: Leak, calendar: Calendar) -> ReportDays | None:
    """By when the commission is told; None where nothing has to be reported."""
    if not leak.must_be_reported:
        return None
    full = FULL_DAYS_MALICIOUS if leak.malicious else FULL_DAYS
    return ReportDays(
        found_on + timedelta(days=QUICK_FROM_DAYS),
        calendar.on_or_before(found_on + timedelta(days=QUICK_DAYS)),
        calendar.on_or_before(found_on + timedelta(days=full)),
    )


def check_leak(found_on: date, leak: Leak, today: date) -> None:
    """Refuse a record of a day to come, or of nobody."""
    if found_on > today:
        raise Refused(
            "誤送付の分かった日が今日より後になっています。",
            "分かった日を入れてください。",
            field="found_on",
        )
    if leak.persons < 1:
        raise Refused(
            "影響のある人数が入っていません。", "人数を1以上で入れてください。", field="persons"
        )
