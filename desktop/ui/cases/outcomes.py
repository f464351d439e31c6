"""The four outcomes of a comparison as icon, word and tone (visual language §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.verification import OUTCOME_LABELS, Outcome
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
