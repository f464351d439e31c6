"""The stages of destruction, in words (TRUST §2). 復元不可能 stands last and only when proven."""

from __future__ import annotations

from typing import Final

from desktop.domain.retention import DisposalStage

STAGES: Final = ("消去済", "鍵破棄", "控えA", "控えB", "復元不可能")
_PROVEN: Final = {
    DisposalStage.PROPOSED: 0,
    DisposalStage.APPROVED: 0,
    DisposalStage.CONTENT_ERASED: 1,
    DisposalStage.KEYS_DESTROYED_LIVE: 2,
    DisposalStage.STICK_A: 3,
    DisposalStage.STICK_B: 4,
    DisposalStage.IRREVERSIBLE: 5,
}


def proven(stage: DisposalStage) -> int:
    """How many of STAGES are proven."""
    return _PROVEN[stage]
