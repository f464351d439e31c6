"""How long what is kept, and how it goes (DOMAIN §10; policy 5(4): 期限を定め廃棄)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import add_months, fiscal_year_end
from desktop.domain.page_kinds import IDENTITY_KINDS
from desktop.domain.reading import PageKind


class RetentionClass(StrEnum):
    """保存区分. C6 is the copy of the disclosed annex within class C."""

    A = "A"
    B = "B"
    C = "C"
    C6 = "C6"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    N = "N"
    U = "U"


RETENTION_LABELS: Final[Mapping[RetentionClass, str]] = {
    RetentionClass.A: "A 本人確認書類",
    RetentionClass.B: "B 請求書・封筒",
    RetentionClass.C: "C 決定・照合票",
    RetentionClass.C6: "C6 開示資料控",
    RetentionClass.D: "D 受付簿",
    RetentionClass.E: "E 第三者提供記録の写し",
    RetentionClass.F: "F 手数料受払",
    RetentionClass.G: "G 廃棄記録",
    RetentionClass.H: "H 操作記録",
    RetentionClass.N: "N 持てない番号",
    RetentionClass.U: "U 未登録の郵便",
}


class RecordKind(StrEnum):
    """What the desk itself makes or keeps beside scanned pages."""

    CORRECTION = "CORRECTION"  # what came back on a 補正依頼
    DECISION = "DECISION"
    LETTER = "LETTER"
    MATCH_SLIP = "MATCH_SLIP"  # I-01 三者照合票
    APPROVAL_SLIP = "APPROVAL_SLIP"  # I-02 決裁票
    ANNEX = "ANNEX"  # 開示資料控
    CASE_LEDGER = "CASE_LEDGER"
    THIRD_PARTY_RECORD = "THIRD_PARTY_RECORD"
    FEE_LEDGER = "FEE_LEDGER"
    DISPOSAL_RECORD = "DISPOSAL_RECORD"
    OPERATION_LOG = "OPERATION_LOG"
    FORBIDDEN_NUMBER = "FORBIDDEN_NUMBER"
    UNFILED = "UNFILED"


class Trigger(StrEnum):
    """The event a period is counted from."""

    COMPLETION = "COMPLETION"  # 完了日: entry into any end state
    FISCAL_YEAR_END = "FISCAL_YEAR_END"
    CREATION = "CREATION"
    EXECUTION = "EXECUTION"
    DETECTION = "DETECTION"
    ARRIVAL = "ARRIVAL"


class TriggerStyle(StrEnum):
    """Count from the event itself, or from the next 年度初日 (4/1)."""

    EVENT = "EVENT"
    NEXT_FISCAL_YEAR = "NEXT_FISCAL_YEAR"


@dataclass(frozen=True, slots=True)
class Rule:
    """A trigger and a period. Neither months nor days: 即日."""

    trigger: Trigger
    months: int = 0
    days: int = 0

    @property
    def at_once(self) -> bool:
        return self.months == 0 and self.days == 0


DEFAULT_RULES: Final[Mapping[RetentionClass, Rule]] = {
    RetentionClass.A: Rule(Trigger.COMPLETION, months=6),
    RetentionClass.B: Rule(Trigger.COMPLETION, months=24),
    RetentionClass.C: Rule(Trigger.COMPLETION, months=24),
    RetentionClass.C6: Rule(Trigger.COMPLETION, months=6),
    RetentionClass.D: Rule(Trigger.FISCAL_YEAR_END, months=60),
    RetentionClass.E: Rule(Trigger.CREATION, months=36),
    RetentionClass.F: Rule(Trigger.FISCAL_YEAR_END, months=84),
    RetentionClass.G: Rule(Trigger.EXECUTION, months=60),
    RetentionClass.H: Rule(Trigger.FISCAL_YEAR_END, months=60),
    RetentionClass.N: Rule(Trigger.DETECTION),
    RetentionClass.U: Rule(Trigger.ARRIVAL, days=30),
}
"""The company's defaults (C); a dated setting replaces them."""

_RECORD_CLASSES: Final[Mapping[RecordKind, RetentionClass]] = {
    RecordKind.CORRECTION: RetentionClass.B,
    RecordKind.DECISION: RetentionClass.C,
    RecordKind.LETTER: RetentionClass.C,
    RecordKind.MATCH_SLIP: RetentionClass.C,
    RecordKind.APPROVAL_SLIP: RetentionClass.C,
    RecordKind.ANNEX: RetentionClass.C6,
    RecordKind.CASE_LEDGER: RetentionClass.D,
    RecordKind.THIRD_PARTY_RECORD: RetentionClass.E,
    RecordKind.FEE_LEDGER: RetentionClass.F,
    RecordKind.DISPOSAL_RECORD: RetentionClass.G,
    RecordKind.OPERATION_LOG: RetentionClass.H,
    RecordKind.FORBIDDEN_NUMBER: RetentionClass.N,
    RecordKind.UNFILED: RetentionClass.U,
}


def class_of(kind: PageKind | RecordKind) -> RetentionClass:
    """The class of a filed page or of a record of the desk; every kind has one."""
    if isinstance(kind, RecordKind):
        return _RECORD_CLASSES[kind]
    if kind is PageKind.MNC_BACK:
        return RetentionClass.N
    if kind in IDENTITY_KINDS or kind is PageKind.POWER:
        return RetentionClass.A
    return RetentionClass.B


def counted_from(rule: Rule, ended_on: date, made_on: date) -> date:
    """From which day of a case's unit its period runs: the end of the case, or the day on which the
    unit was made (作成日, 検知日)."""
    if rule.trigger in (Trigger.CREATION, Trigger.DETECTION):
        return made_on
    return ended_on


def kept_until(
    retention_class: RetentionClass,
    trigger_day: date,
    style: TriggerStyle = TriggerStyle.EVENT,
    rules: Mapping[RetentionClass, Rule] = DEFAULT_RULES,
) -> date:
    """保存期限: the last day of the period (民法140・143条).

    A year that begins at midnight of 1 April counts its first day (民法140条ただし書), which is
    the same as counting from the eve, the end of the fiscal year.
    """
    rule = rules[retention_class]
    if rule.at_once:
        return trigger_day
    if not rule.months:
        return trigger_day + timedelta(days=rule.days)  # days run from the event, in either style
    start = trigger_day
    if rule.trigger is Trigger.FISCAL_YEAR_END or style is TriggerStyle.NEXT_FISCAL_YEAR:
        start = fiscal_year_end(trigger_day)
    return add_months(start, rule.months)


def due_on(
    retention_class: RetentionClass,
    trigger_day: date,
    style: TriggerStyle = TriggerStyle.EVENT,
    rules: Mapping[RetentionClass, Rule] = DEFAULT_RULES,
) -> date:
    """The first day on which the item is DUE: the morrow of the period; 即日 the day itself."""
    last = kept_until(retention_class, trigger_day, style, rules)
    return last if rules[retention_class].at_once else last + timedelta(days=1)
