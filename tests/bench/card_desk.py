"""What every drawing of a paper needs: its holder, its dice, its resolution, its fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from card_canvas import GREY, Canvas, Colour
from card_people import Holder

CARD = (85.6, 54.0)
_TINTS: tuple[Colour, ...] = ((228, 236, 231), (240, 235, 246), (244, 236, 228), (232, 240, 248),
                              (250, 248, 240), (246, 246, 246))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn paper: what it is, what is legible on it, whether nothing of it may be kept."""

    kind: str
    canvas: Canvas
    fields: Mapping[str, str] = field(default_factory=dict)
    blocked: bool = False
    note: str = ""  # how a number was put down


@dataclass(frozen=True, slots=True)
class Desk:
    """What a drawing needs: its holder, its dice, its resolution and the fonts."""

    who: Holder
    rng: np.random.Generator
    dpi: int
    fonts: Path

    def card(self) -> Canvas:
        made = Canvas(*CARD, self.dpi, self.fonts)
        made.ground(_TINTS[int(self.rng.integers(len(_TINTS)))], self.rng)
        made.box(0, 0, CARD[0], CARD[1], 0.25)
        return made

    def sheet(self, height: float = 150) -> Canvas:
        return Canvas(190, height, self.dpi, self.fonts)

    def near(self, value: float, by: float = 0.6) -> float:
        return value + float(self.rng.uniform(-by, by))

    def groups(self, number: str) -> str:
        joint = ("", " ", "  ", "-")[int(self.rng.integers(4))]
        return joint.join(number[i : i + 4] for i in range(0, 12, 4))


def fields_of(desk: Desk, day: Callable[..., str]) -> dict[str, str]:
    who = desk.who
    return {
        "name": who.name,
        "address": who.address + who.house,
        "birth": day(who.birth),
        "issued": day(who.issued),
        "expires": day(who.expires),
    }


def placed(
    card: Canvas, desk: Desk, x: float, y: float, label_: str, small: float, at: float,
    size: float, width: float,
) -> None:  # fmt: skip
    """Label and address, on two lines where it does not fit one."""
    card.text(x, y, label_, small, colour=GREY)
    words, house = desk.who.address, desk.who.house
    room = int(width / size)
    if len(words + house) <= room:
        card.text(at, y, words + house, size)
        return
    first = words if len(words) <= room else words[:room]
    card.text(at, y, first, size)
    card.text(at, y + size * 1.35, words[len(first) :] + house, size)
