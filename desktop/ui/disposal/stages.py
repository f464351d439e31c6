"""The stages of destruction, in words (TRUST §2). 復元不可能 stands last and only when proven."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.retention import DisposalStage, ItemState
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone

STAGES: Final = (
    QT_TRANSLATE_NOOP("Stages", "消去済"),
    QT_TRANSLATE_NOOP("Stages", "鍵破棄"),
    QT_TRANSLATE_NOOP("Stages", "鍵媒体A"),
    QT_TRANSLATE_NOOP("Stages", "鍵媒体B"),
    QT_TRANSLATE_NOOP("Stages", "復元不可能"),
)
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
    ItemState.PROPOSED: (QT_TRANSLATE_NOOP("Stages", "承認待ち"), "warn", "stamp"),
    ItemState.APPROVED: (QT_TRANSLATE_NOOP("Stages", "実施待ち"), "accent", "clipboard-check"),
    ItemState.EXECUTED: (QT_TRANSLATE_NOOP("Stages", "実施済み"), "ok", "check"),
    ItemState.CERTIFIED: (QT_TRANSLATE_NOOP("Stages", "証明済み"), "ok", "shield-check"),
    ItemState.REJECTED: (QT_TRANSLATE_NOOP("Stages", "差戻し"), "mute", "undo-2"),
}


def stage_words() -> tuple[str, ...]:
    """The stages, as they are shown."""
    return tuple(map(_tr, STAGES))


def proven(stage: DisposalStage) -> int:
    """How many of STAGES are proven."""
    return _PROVEN[stage]


def state_words(state: ItemState, stage: DisposalStage) -> tuple[str, Tone, str]:
    """A batch's state as word, tone and icon."""
    if state is ItemState.EXECUTED and stage is DisposalStage.CONTENT_ERASED:
        return _tr("鍵の破棄待ち"), "bad", "triangle-alert"
    words, tone, icon = _STATES[state]
    return _tr(words), tone, icon


def _tr(text: str) -> str:
    return QCoreApplication.translate("Stages", text)
