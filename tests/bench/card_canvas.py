"""A paper being drawn in millimetres, with the place of every digit that must not be kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FACES = {
    "sans": "NotoSansJP_400Regular.ttf",
    "medium": "NotoSansJP_500Medium.ttf",
    "bold": "NotoSansJP_700Bold.ttf",
    "serif": "NotoSerifJP_400Regular.ttf",
    "hand": "KleeOne_600SemiBold.ttf",
}
Colour = tuple[int, int, int]
INK: Colour = (35, 35, 38)
GREY: Colour = (95, 98, 102)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character that must be gone: left, top, right, bottom in pixels of the drawing.

    `law`: of a number that the law forbids to keep, not of what policy blacks out.
    """

    text: str
    box: tuple[float, float, float, float]
    law: bool


@dataclass
class Canvas:
    """A white sheet of `width` × `height` mm at `dpi`; `secret` gathers the forbidden glyphs."""

    width: float
    height: float
    dpi: int
    fonts: Path
    paper: Colour = (252, 252, 252)
    secret: list[list[Glyph]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.px(self.width), self.px(self.height)), self.paper)
        self.pen = ImageDraw.Draw(self.image)

    def px(self, millimetres: float) -> int:
        return round(millimetres * self.dpi / 25.4)

    def font(self, face: str, size: float) -> ImageFont.FreeTypeFont:
        return _font(str(self.fonts / FACES[face]), self.px(size))

    def text(
        self, x: float, y: float, words: str, size: float = 3.0, face: str = "medium",
        colour: Colour = INK,
    ) -> float:  # fmt: skip
        """Words from x on, their middle at y; where they end."""
        font = self.font(face, size)
        self.pen.text((self.px(x), self.px(y)), words, font=font, fill=colour, anchor="lm")
        return x + font.getlength(words) * 25.4 / self.dpi

    def hidden(
        self, x: float, y: float, words: str, size: float = 3.0, face: str = "medium",
        colour: Colour = INK, *, down: bool = False, law: bool = True,
    ) -> float:  # fmt: skip
        """The same for a number that must not be kept, character by character."""
        font = self.font(face, size)
        glyphs = []
        law = law and re.sub(r"[-\s]", "", unicodedata.normalize("NFKC", words)).isdigit()
        at, level = float(self.px(x)), float(self.px(y))
        for character in words:
            self.pen.text((at, level), character, font=font, fill=colour, anchor="lm")
            if character.isalnum():
                box = font.getbbox(character, anchor="lm")
                place = (at + box[0], level + box[1], at + box[2], level + box[3])
                glyphs.append(Glyph(character, place, law))
            if down:
                level += font.size * 1.08
            else:
                at += font.getlength(character)
        self.secret.append(glyphs)
        return at * 25.4 / self.dpi

    def box(
        self, x: float, y: float, width: float, height: float, line: float = 0.2,
        fill: Colour | None = None, colour: Colour = GREY,
    ) -> None:  # fmt: skip
        corners = (self.px(x), self.px(y), self.px(x + width), self.px(y + height))
        stroke = max(1, self.px(line)) if line else 0
        self.pen.rectangle(corners, fill, colour if line else None, stroke)

    def portrait(self, x: float, y: float, width: float, height: float, shade: int) -> None:
        """A head before a wall; nobody's."""
        self.box(x, y, width, height, 0.15, (shade, shade, min(255, shade + 12)))
        head = [self.px(x + width * 0.28), self.px(y + height * 0.16)]
        head += [self.px(x + width * 0.72), self.px(y + height * 0.62)]
        self.pen.ellipse(tuple(head), (shade - 55, shade - 70, shade - 80))
        body = [self.px(x + width * 0.1), self.px(y + height * 0.66)]
        body += [self.px(x + width * 0.9), self.px(y + height * 1.3)]
        self.pen.pieslice(tuple(body), 180, 360, (70, 75, 90))

    def code(self, modules: np.ndarray, x: float, y: float, side: float, *, secret: bool) -> None:
        """A QR code from its modules (true is dark)."""
        cells = np.pad(modules, 3)
        small = Image.fromarray(np.where(cells, 25, 250).astype(np.uint8))
        size = self.px(side)
        shown = small.resize((size, size), Image.Resampling.NEAREST).convert("RGB")
        place = (self.px(x), self.px(y))
        self.image.paste(shown, place)
        if secret:
            inner = size * 0.12
            box = (place[0] + inner, place[1] + inner, place[0] + size - inner,
                   place[1] + size - inner)  # fmt: skip
            self.secret.append([Glyph("QR", box, True)])

    def ground(self, tint: Colour, rng: np.random.Generator) -> None:
        """A card's body with the wavy print of real ones."""
        self.box(0, 0, self.width, self.height, 0, tint)
        wide, tall = self.image.size
        line = tuple(max(0, c - int(rng.integers(6, 22))) for c in tint)
        step = self.px(float(rng.uniform(1.6, 3.0)))
        phase = float(rng.uniform(0, 6))
        xs = np.arange(0, wide, 6)
        for level in range(0, tall, max(4, step)):
            ys = level + np.sin(xs / 37 + phase + level / 90) * step * 0.6
            self.pen.line(list(zip(xs.tolist(), ys.tolist(), strict=True)), line, 1)


@lru_cache(maxsize=200)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)
