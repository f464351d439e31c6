"""What is asked for, as the clear codes that a case row keeps: {"DISCLOSE": ["K1", "K3"]}."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.errors import Refused
from desktop.domain.requests import ITEM_LABELS, REQUEST_LABELS, Item, RequestType

Wanted = Mapping[RequestType, tuple[Item, ...]]
METHODS = ("PAPER", "CDR")


@dataclass(frozen=True, slots=True)
class ItemNames:
    """What the office of the 到達日 calls its items, and which of them it offers (DESIGN §1)."""

    labels: Mapping[str, str] = field(default_factory=dict)
    offered: frozenset[str] = frozenset(Item)

    def word(self, item: Item) -> str:
        return self.labels.get(item.value, ITEM_LABELS[item])

    def offers(self, item: Item) -> bool:
        return item.value in self.offered


def write_wanted(wanted: Mapping[RequestType, Sequence[Item]]) -> str:
    """The codes in their own order, so that equal wishes are equal texts."""
    return json.dumps(
        {
            kind.value: [item.value for item in Item if item in wanted[kind]]
            for kind in RequestType
            if kind in wanted
        }
    )


def read_wanted(text: str) -> dict[RequestType, tuple[Item, ...]]:
    stored: dict[str, list[str]] = json.loads(text)
    return {
        RequestType(kind): tuple(Item(code) for code in items) for kind, items in stored.items()
    }


def types_label(wanted: Wanted) -> str:
    """「開示」, or 「開示 ほか1」 where several types are asked for at once."""
    labels = [REQUEST_LABELS[kind] for kind in wanted]
    if not labels:
        return "未確認"
    return labels[0] if len(labels) == 1 else f"{labels[0]} ほか{len(labels) - 1}"


def decidable(wanted: Wanted) -> tuple[tuple[RequestType, Item | None], ...]:
    """Every single thing to decide: each item of each type, or the type itself without items."""
    return tuple((kind, item) for kind, items in wanted.items() for item in (items or (None,)))


def item_label(
    kind: RequestType, item: Item | None, labels: Mapping[str, str] | None = None
) -> str:
    """The item in the office's words of the day; a type without items by its own name."""
    if item is None:
        return REQUEST_LABELS[kind]
    return (labels or {}).get(item.value, ITEM_LABELS[item])


def check_offered(wanted: Wanted, names: ItemNames) -> None:
    """Refuse an item that the office did not offer on the 到達日 (DESIGN §1)."""
    for items in wanted.values():
        for item in items:
            if not names.offers(item):
                raise Refused(
                    f"「{names.word(item)}」は、到達日の定めでは対象の情報にありません。",
                    "対象の情報を選び直してください。",
                    field="items",
                )


def check_wanted(wanted: Wanted) -> None:
    """Refuse a wish without a type, or 第三者提供記録 under another type (DOMAIN §2)."""
    if not wanted:
        raise Refused(
            "請求の種類が選ばれていません。", "請求の種類を一つ以上選んでください。", field="types"
        )
    for kind, items in wanted.items():
        if Item.K8 in items and kind is not RequestType.DISCLOSE_3P:
            raise Refused(
                "第三者提供記録は、第三者提供記録の開示でだけ選べます。",
                "請求の種類か対象の情報を直してください。",
                field="items",
            )


def check_method(method: str) -> None:
    """Refuse an answer by no way that the office offers (DOMAIN §1); nobody's choice is none."""
    if method not in METHODS:
        raise Refused(
            "回答の方法が選ばれていません。", "書面か CD-R を選んでください。", field="method"
        )
