"""Which papers are drawn, and how often."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from card_desk import Desk, Paper
from card_kinds import (
    entitlement,
    health,
    history,
    insurance,
    licence,
    licence_back,
    my_number_back,
    my_number_front,
    notice_card,
    old_passport,
    passport,
    residence,
    residence_back,
    resident_card,
    special_back,
    special_permanent,
    special_residence,
)
from card_letters import letter
from card_people import holder
from card_sheets import certificate, pension, plain_certificate
from card_wear import sealed

Drawing = Callable[[Desk], Paper]

KINDS: tuple[tuple[Drawing, int], ...] = (
    (licence, 12), (licence_back, 5), (history, 4), (my_number_front, 9), (my_number_back, 12),
    (notice_card, 3), (special_back, 4), (residence, 6), (residence_back, 3),
    (special_permanent, 4), (special_residence, 4), (passport, 4), (old_passport, 3),
    (health, 7), (insurance, 6), (entitlement, 3), (resident_card, 3), (pension, 6),
    (certificate, 8), (plain_certificate, 7), (letter, 12),
)  # fmt: skip
PAIRS: tuple[tuple[Drawing, Drawing], ...] = (
    (licence, licence_back), (residence, residence_back), (licence, my_number_front),
    (my_number_front, my_number_back), (special_residence, special_back),
    (special_permanent, residence_back), (licence, health), (residence, insurance),
)  # fmt: skip
_SEALED = 0.15
_TOGETHER = 0.07  # copied with its other side, or with a second card of the same person
_BESIDE = 0.06  # with anything else


def papers(rng: np.random.Generator, fonts: Path) -> list[Paper]:
    """The papers of one page; more of the kinds that carry numbers."""
    dpi = (200, 240, 300)[int(rng.integers(3))]
    desk = Desk(holder(rng), rng, dpi, fonts)
    chance = rng.random()
    if chance < _TOGETHER:
        drawn = [draw(desk) for draw in PAIRS[int(rng.integers(len(PAIRS)))]]
    else:
        drawn = [_any(rng)(desk)]
        if chance < _TOGETHER + _BESIDE:
            other = Desk(holder(rng), rng, dpi, fonts)
            beside = _any(rng)(other)
            while beside.canvas.width > 100:
                beside = _any(rng)(other)
            drawn.append(beside)
    for one in drawn:
        if rng.random() < _SEALED:
            sealed(one.canvas, rng)
    return drawn


def _any(rng: np.random.Generator) -> Drawing:
    weights = np.array([weight for _, weight in KINDS], float)
    return KINDS[int(rng.choice(len(KINDS), p=weights / weights.sum()))][0]
