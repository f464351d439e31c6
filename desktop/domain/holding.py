"""保全 and 延長: what keeps papers beyond their period, how far, and until when (DOMAIN §10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import add_months
from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.errors import Refused


class HoldScope(StrEnum):
    """How far a hold reaches. NOTE: a note of a call or a visit that no case took in."""

    CASE = "CASE"
    PERSON = "PERSON"
    CLASS = "CLASS"
    NOTE = "NOTE"


HOLD_SCOPE_LABELS: Final[Mapping[HoldScope, str]] = {
    HoldScope.CASE: "この案件",
    HoldScope.PERSON: "同じ本人の案件すべて",
    HoldScope.CLASS: "保存区分すべて",
    HoldScope.NOTE: "電話・窓口の記録",
}

EXTENSION_LABELS: Final[Mapping[str, str]] = {
    "LAW": "ほかの法令の保存義務",
    "DISPUTE": "申出や紛争への対応",
    "AUDIT": "監査・検査への対応",
    "MONEY": "返金・精算の未了",
}
"""Why a period is made longer, by code (C)."""

MOST_MONTHS: Final = 12
"""No period is made longer by more than a year at once (C); it may be done again."""


def check_hold(reason: str, review_on: date, today: date) -> None:
    """Refuse a hold without a reason or without a day on which somebody looks at it again."""
    if reason not in HOLD_LABELS:
        raise Refused("保全の理由が選ばれていません。", "理由を選んでください。", field="reason")
    if review_on <= today:
        raise Refused(
            "見直しの日が今日より後になっていません。",
            "見直す日を入れてください。",
            field="review_on",
        )


def check_extension(reason: str, due: date, until: date, today: date) -> None:
    """Refuse a longer period without a reason, or to a day that is no longer or too far away.

    `due` is the first day on which the papers may go now, `until` the last on which they stay.
    """
    if reason not in EXTENSION_LABELS:
        raise Refused("延長の理由が選ばれていません。", "理由を選んでください。", field="reason")
    if until < due or until < today:
        raise Refused(
            "延長する日が、いまの保存期限か今日より前です。",
            "いまの期限より後の日を入れてください。",
            field="until",
        )
    if until > add_months(max(due, today), MOST_MONTHS):
        raise Refused(
            "一度に延長できるのは1年までです。",
            "1年以内の日を入れてください。そのときにまだ要るなら、もう一度延長できます。",
            field="until",
        )
