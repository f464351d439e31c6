"""The outcomes of a comparison as icon, word and tone (visual language §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.verification import OUTCOME_LABELS, Outcome
from desktop.services.verification_views import RowView
from desktop.ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class OutcomeLook:
    icon: str
    word: str
    tone: Tone


OUTCOMES: Final[Mapping[Outcome, OutcomeLook]] = {
    Outcome.EQUAL: OutcomeLook("equal", OUTCOME_LABELS[Outcome.EQUAL], "ok"),
    Outcome.VARIANT: OutcomeLook("equal-approximately", OUTCOME_LABELS[Outcome.VARIANT], "warn"),
    Outcome.DIFFERENT: OutcomeLook("equal-not", OUTCOME_LABELS[Outcome.DIFFERENT], "bad"),
    Outcome.MISSING: OutcomeLook("circle-dashed", OUTCOME_LABELS[Outcome.MISSING], "mute"),
}


def look_of(row: RowView) -> OutcomeLook:
    """A difference that a proven move explains is no contradiction, and no plain agreement."""
    if row.by_former:
        return OutcomeLook("history", QCoreApplication.translate("Outcomes", "前住所一致"), "warn")
    return OUTCOMES[row.outcome]


def contradicts(row: RowView) -> bool:
    return row.outcome is Outcome.DIFFERENT and not row.by_former
