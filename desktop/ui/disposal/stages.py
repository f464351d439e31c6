"""The stages of destruction, in words (TRUST §2). 復元不可能 stands last and only when proven."""

from __future__ import annotations

from typing import Final

from desktop.domain.retention import DisposalStage, ItemState
from desktop.ui.tokens import Tone

STAGES: Final = ("消去済", "鍵破棄", "鍵媒体A", "鍵媒体B", "復元不可能")
_PROVEN: Final = {
    DisposalStage.PROPOSED: 0,
    DisposalStage.APPROVED: 0,
    DisposalStage.CONTENT_ERASED: 1,
    DisposalStage.KEYS_DESTROYED_LIVE: 2,
    DisposalStage.STICK_A: 3,
    DisposalStage.STICK_B: 4,
    DisposalStage.IRREVERSIBLE: 5,
}

_STATES: Final[dict[ItemState, tuple[str, Tone, str]]] = {
    ItemState.PROPOSED: ("承認待ち", "warn", "stamp"),
    ItemState.APPROVED: ("実施待ち", "accent", "clipboard-check"),
    ItemState.EXECUTED: ("実施済み", "ok", "check"),
    ItemState.CERTIFIED: ("証明済み", "ok", "shield-check"),
    ItemState.REJECTED: ("差戻し", "mute", "undo-2"),
}


def proven(stage: DisposalStage) -> int:
    """How many of STAGES are proven."""
    return _PROVEN[stage]


def state_words(state: ItemState, stage: DisposalStage) -> tuple[str, Tone, str]:
    """A batch's state as word, tone and icon."""
    if state is ItemState.EXECUTED and stage is DisposalStage.CONTENT_ERASED:
        return "鍵の破棄待ち", "bad", "triangle-alert"
    return _STATES[state]
