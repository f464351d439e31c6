"""Fees: what is owed, what was enclosed, and what to do about the difference (DOMAIN §2; 38条)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import add_months
from desktop.domain.errors import Refused
from desktop.domain.requests import FeeMeans, Item, RequestType

FEE_TYPES: Final = frozenset({RequestType.PURPOSE, RequestType.DISCLOSE, RequestType.DISCLOSE_3P})

POSTAL_ORDER_VALUES: Final = (50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000)
_POSTAL_ORDER_STEP: Final = 50
_POSTAL_ORDER_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of one item, tax inside, from a date on (policy 5(3): 1項目220円（税込）)."""

    effective_from: date
    unit: int
    tax: int


class SettlementKind(StrEnum):
    EXACT = "EXACT"
    SHORT = "SHORT"  # → AWAITING_FEE and D-03
    EXCESS = "EXCESS"  # the difference goes back
    RETURN = "RETURN"  # all of it goes back (D-13)
    NONE_DUE = "NONE_DUE"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the money enclosed means. `difference` is the yen missing or going back."""

    kind: SettlementKind
    difference: int
    sentence: str

    @property
    def settled(self) -> bool:
        """Whether the case may go on: nothing more is to come from the customer."""
        return self.kind in (
            SettlementKind.EXACT,
            SettlementKind.EXCESS,
            SettlementKind.NONE_DUE,
        )


def tariff_on(tariffs: Iterable[Tariff], day: date) -> Tariff:
    """The tariff in force on the day; a case uses that of its 到達日 (DESIGN §1)."""
    in_force = [t for t in tariffs if t.effective_from <= day]
    if not in_force:
        raise Refused(
            "到達日に適用する手数料の単価が設定されていません。",
            "設定で単価と適用開始日を登録してください。",
        )
    return max(in_force, key=lambda t: t.effective_from)


def fee_items(wanted: Mapping[RequestType, Collection[Item]]) -> int:
    """n of DOMAIN §2: the items ticked under each fee-bearing type, at least one a type."""
    for kind, items in wanted.items():
        if Item.K8 in items and kind is not RequestType.DISCLOSE_3P:
            raise Refused(
                "第三者提供記録は、第三者提供記録の開示でだけ選べます。",
                "請求の種類か対象の情報を直してください。",
                field="items",
            )
    return sum(max(1, len(set(items))) for kind, items in wanted.items() if kind in FEE_TYPES)


def fee(wanted: Mapping[RequestType, Collection[Item]], tariff: Tariff) -> int:
    """The fee in yen, tax inside; 0 for correction, stopping and the like (38条)."""
    return fee_items(wanted) * tariff.unit


def fee_tax(wanted: Mapping[RequestType, Collection[Item]], tariff: Tariff) -> int:
    """The consumption tax inside the fee."""
    return fee_items(wanted) * tariff.tax


def postal_orders_exact(amount: int) -> tuple[int, ...]:
    """The fewest 定額小為替 that pay the amount exactly, largest first; () if none do."""
    if amount <= 0 or amount % _POSTAL_ORDER_STEP:
        return ()
    largest = POSTAL_ORDER_VALUES[-1]
    thousands = max(0, amount // largest - 1)
    rest = amount - thousands * largest
    best: dict[int, tuple[int, ...]] = {0: ()}
    for total in range(_POSTAL_ORDER_STEP, rest + 1, _POSTAL_ORDER_STEP):
        ways = [
            tuple(sorted((*best[total - value], value), reverse=True))
            for value in POSTAL_ORDER_VALUES
            if value <= total
        ]
        best[total] = min(ways, key=lambda way: (len(way), tuple(-v for v in way)))
    return (largest,) * thousands + best[rest]


def postal_order_valid(issued: date, on: date) -> bool:
    """Whether a 定額小為替 can still be cashed: six months from its issue."""
    return issued <= on <= add_months(issued, _POSTAL_ORDER_MONTHS)


def settle(due: int, received: int, means: FeeMeans) -> Settlement:
    """Compare the money enclosed with the fee (DOMAIN §2)."""
    if due < 0 or received < 0:
        raise Refused(
            "金額が0円より少なくなっています。", "0円以上で入れてください。", field="received"
        )
    if received and means is FeeMeans.NONE:
        raise Refused(
            "納付方法が選ばれていません。", "切手・為替などを選んでください。", field="means"
        )
    if means is FeeMeans.POSTAL_ORDER and received % _POSTAL_ORDER_STEP:
        raise Refused(
            f"定額小為替では{received:,}円になりません。",
            "証書の額面を確かめて、入れ直してください。",
            field="received",
        )
    if received and means is FeeMeans.CASH:
        return Settlement(
            SettlementKind.RETURN,
            received,
            f"現金{received:,}円は普通郵便で受け取れません。記録して現金書留で返します。",
        )
    if due == 0 and received:
        return Settlement(
            SettlementKind.RETURN,
            received,
            f"手数料のかからない請求です。同封の{received:,}円を返します。",
        )
    if due == 0:
        return Settlement(SettlementKind.NONE_DUE, 0, "手数料はかかりません。")
    if received < due:
        missing = due - received
        return Settlement(
            SettlementKind.SHORT, missing, f"手数料{due:,}円に{missing:,}円足りません。"
        )
    if received > due:
        excess = received - due
        return Settlement(
            SettlementKind.EXCESS,
            excess,
            f"手数料{due:,}円より{excess:,}円多く届きました。差額を返します。",
        )
    return Settlement(SettlementKind.EXACT, 0, f"手数料{due:,}円ちょうどです。")
