"""Disposal: the states of an item, the stages of a batch, who may do what (DOMAIN §10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.retention_classes import RetentionClass


class ItemState(StrEnum):
    ACTIVE = "ACTIVE"
    RETAINED = "RETAINED"
    DUE = "DUE"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    EXECUTED = "EXECUTED"
    CERTIFIED = "CERTIFIED"
    REJECTED = "REJECTED"


ITEM_STATE_LABELS: Final[Mapping[ItemState, str]] = {
    ItemState.ACTIVE: "使用中",
    ItemState.RETAINED: "保存中",
    ItemState.DUE: "期限到来",
    ItemState.PROPOSED: "廃棄申請中",
    ItemState.APPROVED: "廃棄承認済",
    ItemState.EXECUTED: "廃棄実施済",
    ItemState.CERTIFIED: "廃棄証明済",
    ItemState.REJECTED: "廃棄却下",
}

_NEXT: Final[Mapping[ItemState, tuple[ItemState, ...]]] = {
    ItemState.ACTIVE: (ItemState.RETAINED,),
    # A re-opened case takes its items back into use.
    ItemState.RETAINED: (ItemState.DUE, ItemState.ACTIVE),
    ItemState.DUE: (ItemState.PROPOSED, ItemState.ACTIVE),
    ItemState.PROPOSED: (ItemState.APPROVED, ItemState.REJECTED),
    ItemState.APPROVED: (ItemState.EXECUTED,),
    ItemState.EXECUTED: (ItemState.CERTIFIED,),
    ItemState.CERTIFIED: (),
    ItemState.REJECTED: (ItemState.DUE,),
}

_BLOCKED_BY_HOLD: Final = frozenset(
    {ItemState.DUE, ItemState.PROPOSED, ItemState.APPROVED, ItemState.EXECUTED}
)


def next_states(state: ItemState) -> tuple[ItemState, ...]:
    """Where an item may go from here."""
    return _NEXT[state]


def move_item(
    state: ItemState,
    target: ItemState,
    *,
    today: date,
    due: date | None,
    held: bool = False,
) -> ItemState:
    """One step of an item's way; a legal hold stops every step after RETAINED."""
    if target not in _NEXT[state]:
        raise Refused(
            f"「{ITEM_STATE_LABELS[state]}」の文書を「{ITEM_STATE_LABELS[target]}」にはできません。",
            "一覧を開き直して、いまの状態を確かめてください。",
        )
    if held and target in _BLOCKED_BY_HOLD:
        raise Refused("保全中の文書です。", "保全の解除を責任者に申し出てください。")
    if target in _BLOCKED_BY_HOLD and (due is None or today < due):
        raise Refused("保存期限がまだ過ぎていません。", "期限の翌日から廃棄を申請できます。")
    return target


def after_hold(state: ItemState) -> ItemState:
    """Where a new hold puts an item: out of its list, its approval void. What is done stays."""
    if state in (ItemState.PROPOSED, ItemState.APPROVED, ItemState.REJECTED):
        return ItemState.DUE
    return state


HOLD_LABELS: Final[Mapping[str, str]] = {
    "LAWSUIT": "訴訟",
    "COMPLAINT": "苦情",
    "PPC": "個人情報保護委員会",
    "AUDIT": "監査",
    "NEW_REQUEST": "再請求",
    "LEAK": "漏えい調査",
}
"""Why papers are held, by code (DOMAIN §10)."""


class DisposalMethod(StrEnum):
    DISSOLUTION = "DISSOLUTION"
    SHREDDING = "SHREDDING"
    DESTRUCTION = "DESTRUCTION"
    KEY_ERASURE = "KEY_ERASURE"


DISPOSAL_METHOD_LABELS: Final[Mapping[DisposalMethod, str]] = {
    DisposalMethod.DISSOLUTION: "溶解",
    DisposalMethod.SHREDDING: "裁断",
    DisposalMethod.DESTRUCTION: "物理破壊",
    DisposalMethod.KEY_ERASURE: "消去（暗号鍵破棄）",
}


class DisposalStage(StrEnum):
    """How far a batch has come; the certificate states the stage reached, never more."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    CONTENT_ERASED = "CONTENT_ERASED"
    KEYS_DESTROYED_LIVE = "KEYS_DESTROYED_LIVE"
    STICK_A = "STICK_A"
    STICK_B = "STICK_B"
    IRREVERSIBLE = "IRREVERSIBLE"


DISPOSAL_STAGE_LABELS: Final[Mapping[DisposalStage, str]] = {
    DisposalStage.PROPOSED: "申請",
    DisposalStage.APPROVED: "承認",
    DisposalStage.CONTENT_ERASED: "内容の消去",
    DisposalStage.KEYS_DESTROYED_LIVE: "稼働中の鍵の破棄",
    DisposalStage.STICK_A: "鍵媒体Aの更新",
    DisposalStage.STICK_B: "鍵媒体Bの更新",
    DisposalStage.IRREVERSIBLE: "復元不可能",
}


def next_stage(stage: DisposalStage) -> DisposalStage | None:
    """The stage after this one; None after the last. No stage may be left out."""
    order = tuple(DisposalStage)
    index = order.index(stage) + 1
    return order[index] if index < len(order) else None


def advance(stage: DisposalStage, target: DisposalStage) -> DisposalStage:
    """One stage further; the same stage again is allowed, since every step may be repeated."""
    if target not in (stage, next_stage(stage)):
        raise Refused(
            f"「{DISPOSAL_STAGE_LABELS[stage]}」から「{DISPOSAL_STAGE_LABELS[target]}」へは進めません。",
            "途中の段階を先に済ませてください。",
        )
    return target


def proven_stage(
    gone_at: int | None,
    *,
    slot: int,
    stick_a: int | None,
    stick_b: int | None,
    in_place: bool,
) -> DisposalStage:
    """How far the disks prove a disposal (TRUST §2).

    `gone_at` is the last epoch whose key opened the content; slot and sticks prove nothing until
    they were read back at a later one, nor does a disk that keeps what was written over.
    """
    if gone_at is None or slot <= gone_at:
        return DisposalStage.CONTENT_ERASED
    if stick_a is None or stick_a <= gone_at:
        return DisposalStage.KEYS_DESTROYED_LIVE
    if stick_b is None or stick_b <= gone_at:
        return DisposalStage.STICK_A
    return DisposalStage.IRREVERSIBLE if in_place else DisposalStage.STICK_B


def is_irreversible(stage: DisposalStage) -> bool:
    """Whether the certificate may say 復元不可能: slot and both sticks verified (TRUST §2)."""
    return stage is DisposalStage.IRREVERSIBLE


def check_approver(proposer: str, approver: str) -> None:
    """申請者 ≠ 承認者."""
    if proposer == approver:
        raise SamePerson(
            "廃棄を申請した本人は承認できません。", "別の責任者に承認を依頼してください。"
        )


def check_witness(executor: str, witness: str) -> None:
    """実施者 ≠ 立会者."""
    if executor == witness:
        raise SamePerson(
            "廃棄を実施する本人は立ち会えません。", "別の人に立会いを依頼してください。"
        )


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One line of a disposal list: what the approver reviews and the hash covers."""

    item_id: str
    case_number: str
    retention_class: RetentionClass
    due_on: date
    paper: bool = False
    pages: int = 0


def list_hash(items: Iterable[ListedItem]) -> str:
    """SHA-256 over the canonical text of the list; the order of the lines does not matter."""
    lines = sorted(
        json.dumps(
            [
                item.item_id,
                item.case_number,
                item.retention_class.value,
                item.due_on.isoformat(),
                item.paper,
                item.pages,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for item in items
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def check_list(approved_hash: str, items: Iterable[ListedItem]) -> None:
    """Refuse to execute a list that is not the one approved."""
    if list_hash(items) != approved_hash:
        raise Refused(
            "承認のあとで廃棄の一覧が変わりました。",
            "もう一度申請し、承認を受けてください。",
        )
