"""代行: a clerk who stands in for a supervisor on leave, from one day to another (DESIGN §1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import Capability

DEPUTY_CAPABILITIES: Final = frozenset(
    {
        Capability.APPROVE,
        Capability.WAIVE,
        Capability.APPROVE_DISPOSAL,
        Capability.DECIDE_SECRECY,
        Capability.SET_HOLD,
        Capability.RELEASE_HOLD,
        Capability.READ_AUDIT,
        Capability.ANCHOR_AUDIT,
        Capability.CONFIRM_CLOCK,
        Capability.ROLL_KEYS,
    }
)
"""What cannot wait for the supervisor. The office's rules, and who is a deputy, stay theirs."""

LONGEST_DAYS: Final = 92  # (C): a longer absence needs another supervisor


@dataclass(frozen=True, slots=True)
class Deputyship:
    """`person_id` stands in for `named_by`; `ended_on`: taken back before its last day."""

    id: str
    person_id: str
    named_by: str
    first_on: date
    last_on: date
    ended_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on the day. It ends by itself with its last day."""
        taken_back = self.ended_on is not None and day >= self.ended_on
        return self.first_on <= day <= self.last_on and not taken_back


def check_period(first_on: date, last_on: date, today: date) -> None:
    """Refuse what begins in the past, ends before it begins, or has no near end."""
    if first_on < today:
        raise Refused(
            "代行の始まりが今日より前になっています。",
            "今日以後の日付を入れてください。",
            field="first_on",
        )
    if last_on < first_on:
        raise Refused(
            "代行の終わりが始まりより前になっています。",
            "始まり以後の日付を入れてください。",
            field="last_on",
        )
    if last_on > first_on + timedelta(days=LONGEST_DAYS - 1):
        raise Refused(
            f"代行の期間が長すぎます（{LONGEST_DAYS}日まで）。",
            "終わりの日を早めるか、管理者に責任者の追加を依頼してください。",
            field="last_on",
        )


def check_untouched(person_id: str, hands: Collection[str]) -> None:
    """A deputy decides nothing about a case on which they worked themselves (DESIGN §1)."""
    if person_id in hands:
        raise SamePerson(
            "自分が手がけた案件は、代行として決めることができません。",
            "責任者か、この案件にかかわっていない代行に依頼してください。",
        )
