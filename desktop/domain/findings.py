"""是正処置: what was found wrong, who puts it right, by when, and who confirms it (policy §6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.roles import Role


class FindingSource(StrEnum):
    """Where it came to light."""

    AUDIT = "AUDIT"
    INCIDENT = "INCIDENT"
    DAILY = "DAILY"
    COMPLAINT = "COMPLAINT"
    OUTSIDE = "OUTSIDE"


SOURCE_LABELS: Final[Mapping[FindingSource, str]] = {
    FindingSource.AUDIT: "社内監査",
    FindingSource.INCIDENT: "事故・誤送付",
    FindingSource.DAILY: "日常の点検",
    FindingSource.COMPLAINT: "苦情・問い合わせ",
    FindingSource.OUTSIDE: "外部の審査",
}


class FindingState(StrEnum):
    """OPEN: being put right. ANSWERED: said to be done. CLOSED: somebody else confirmed it."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


FINDING_LABELS: Final[Mapping[FindingState, str]] = {
    FindingState.OPEN: "是正中",
    FindingState.ANSWERED: "確認待ち",
    FindingState.CLOSED: "完了",
}

OWNERS: Final = (Role.CLERK, Role.SUPERVISOR)
"""Who may be charged with putting something right: an auditor does not audit the own work, and an
administrator, who sees no case, does not see the register either."""


def check_new(source: str, found_on: date, due_on: date, today: date) -> None:
    """Refuse a finding of a day to come, or one that is late from the first."""
    if source not in set(FindingSource):
        raise Refused(
            "指摘のもとが選ばれていません。",
            "社内監査か事故かなどを選んでください。",
            field="source",
        )
    if found_on > today:
        raise Refused(
            "指摘した日が今日より後になっています。",
            "指摘した日を入れてください。",
            field="found_on",
        )
    check_due(due_on, today)


def check_due(due_on: date, today: date) -> None:
    if due_on < today:
        raise Refused(
            "是正の期限が今日より前になっています。",
            "今日か、それより後の日を入れてください。",
            field="due_on",
        )


def check_owner(role: Role, active: bool) -> None:
    if not active or role not in OWNERS:
        raise Refused(
            "この人には是正を受け持ってもらえません。",
            "受付担当か責任者を選んでください。",
            field="owner",
        )


def check_answer(
    state: FindingState, found_on: date, done_on: date, today: date, own: bool, supervisor: bool
) -> None:
    """Who answers: the owner, or a supervisor in the owner's place."""
    require_state(state, FindingState.OPEN)
    if not (own or supervisor):
        raise NotAllowed(
            "是正を報告できるのは、受け持ちの人と責任者です。",
            "受け持ちの人か責任者に依頼してください。",
        )
    if not found_on <= done_on <= today:
        raise Refused(
            "是正した日が、指摘の日より前か今日より後です。",
            "是正を終えた日を入れてください。",
            field="done_on",
        )


def check_judge(state: FindingState, judge: str, answered_by: str | None, owner: str) -> None:
    """Nobody confirms what they put right themselves."""
    require_state(state, FindingState.ANSWERED)
    if judge in (answered_by, owner):
        raise SamePerson(
            "自分の是正を、自分で確認することはできません。",
            "別の責任者か監査の人に確認を依頼してください。",
        )


def check_put_off(state: FindingState, judge: str, owner: str) -> None:
    """Nobody gives themselves more time."""
    require_state(state, FindingState.OPEN)
    if judge == owner:
        raise SamePerson(
            "自分が受け持つ是正の期限は、自分で変えられません。",
            "別の責任者か監査の人に依頼してください。",
        )


def require_state(state: FindingState, wanted: FindingState) -> None:
    if state is not wanted:
        raise Refused(
            f"この是正処置は「{FINDING_LABELS[state]}」です。",
            "一覧を開き直して、今の段階を確かめてください。",
        )
