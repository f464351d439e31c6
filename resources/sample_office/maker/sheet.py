"""A sheet of paper to draw on, measured in millimetres from its top left corner."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
INK: Colour = (34, 36, 42)
SOFT: Colour = (96, 100, 108)
WHITE: Colour = (255, 255, 255)
PENS: tuple[Colour, ...] = ((34, 42, 74), (30, 30, 34), (28, 46, 104))

_FILES = {
    "sans": "NotoSansJP_400Regular.ttf",
    "medium": "NotoSansJP_500Medium.ttf",
    "bold": "NotoSansJP_700Bold.ttf",
    "serif": "NotoSerifJP_400Regular.ttf",
    "serif-bold": "NotoSerifJP_700Bold.ttf",
    "hand": "KleeOne_600SemiBold.ttf",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A box in millimetres: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@lru_cache(maxsize=256)
def _font(folder: Path, face: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(folder / _FILES[face]), pixels)


class Sheet:
    """A4 in colour at a resolution; `fonts` is the folder of the shipped fonts."""

    def __init__(self, dpi: int, fonts: Path, tone: Colour = WHITE) -> None:
        self.dpi = dpi
        self._fonts = fonts
        self.image = Image.new("RGB", (self.px(210), self.px(297)), tone)
        self._draw = ImageDraw.Draw(self.image)

    @classmethod
    def printed(cls, image: Image.Image, dpi: int, fonts: Path) -> Sheet:
        """A sheet that already carries print."""
        sheet = cls(dpi, fonts)
        sheet.image.paste(image.resize(sheet.image.size))
        return sheet

    def px(self, mm: float) -> int:
        return round(mm * self.dpi / 25.4)

    def width_of(self, text: str, size: float, face: str = "sans") -> float:
        """How many millimetres the text takes at a height of `size` millimetres."""
        pixels = _font(self._fonts, face, self.px(size)).getlength(text)
        return float(pixels) * 25.4 / self.dpi

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        face: str = "sans",
        colour: Colour = INK,
        anchor: str = "la",
    ) -> None:
        """Printed text; `size` is the height of a character's square in millimetres."""
        font = _font(self._fonts, face, self.px(size))
        self._draw.text((self.px(x), self.px(y)), text, colour, font, anchor=anchor)

    def box(
        self,
        box: Box,
        line: float = 0.2,
        fill: Colour | None = None,
        colour: Colour = INK,
        radius: float = 0,
    ) -> None:
        corners = self._corners(box)
        width = max(1, self.px(line)) if line else 0
        outline = colour if line else None
        if radius:
            self._draw.rounded_rectangle(corners, self.px(radius), fill, outline, width)
        else:
            self._draw.rectangle(corners, fill, outline, width)

    def oval(
        self, box: Box, line: float = 0.2, fill: Colour | None = None, colour: Colour = INK
    ) -> None:
        width = max(1, self.px(line)) if line else 0
        self._draw.ellipse(self._corners(box), fill, colour if line else None, width)

    def line(
        self, points: list[tuple[float, float]], width: float = 0.2, colour: Colour = INK
    ) -> None:
        pixels = [(self.px(x), self.px(y)) for x, y in points]
        self._draw.line(pixels, colour, max(1, self.px(width)), joint="curve")

    def specimen(self, box: Box, colour: Colour, size: float = 13) -> None:
        """The word 見本 laid slantwise over a box, so that no copy passes for a real paper."""
        tile = Image.new("L", (self.px(box.width), self.px(box.height)), 0)
        font = _font(self._fonts, "bold", self.px(size))
        middle = (tile.width // 2, tile.height // 2)
        ImageDraw.Draw(tile).text(middle, "見　本", 255, font, anchor="mm")
        tile = tile.rotate(16, Image.Resampling.BICUBIC)
        self.image.paste(colour, (self.px(box.x), self.px(box.y)), tile)

    def hand(
        self,
        box: Box,
        text: str,
        rng: random.Random,
        pen: Colour,
        size: float = 0,
        indent: float = 2.5,
        centred: bool = False,
    ) -> None:
        """Handwriting in a box: each character a little turned, raised and sized by the dice."""
        size = size or min(box.height * 0.62, 8.5)
        wide = self.width_of(text, size, "hand") * 1.04
        room = box.width - (0 if centred else indent + 1)
        if wide > room:
            size *= room / wide
            wide = room
        x = box.x + ((box.width - wide) / 2 if centred else indent)
        y = box.y + box.height / 2 + rng.uniform(-0.03, 0.03) * box.height
        for character in text:
            x += self._letter(x, y, character, size, rng, pen)

    def tick(self, box: Box, rng: random.Random, pen: Colour) -> None:
        """A check mark in a tick box, its tail over the edge as people draw it."""

        def near(x: float, y: float) -> tuple[float, float]:
            return (
                box.x + (x + rng.uniform(-0.06, 0.06)) * box.width,
                box.y + (y + rng.uniform(-0.06, 0.06)) * box.height,
            )

        self.line([near(0.16, 0.52), near(0.42, 0.84), near(0.96, 0.1)], 0.55, pen)

    def _letter(
        self, x: float, y: float, character: str, size: float, rng: random.Random, pen: Colour
    ) -> float:
        own = size * rng.uniform(0.95, 1.05)
        font = _font(self._fonts, "hand", self.px(own))
        side = self.px(own * 1.7)
        tile = Image.new("L", (side, side), 0)
        ImageDraw.Draw(tile).text((side // 2, side // 2), character, 255, font, anchor="mm")
        tile = tile.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC)
        advance = self.width_of(character, own, "hand")
        left = self.px(x + advance / 2) - side // 2
        top = self.px(y + rng.uniform(-0.04, 0.04) * own) - side // 2
        self.image.paste(pen, (left, top), tile)
        return advance * rng.uniform(1.0, 1.06)

    def _corners(self, box: Box) -> tuple[int, int, int, int]:
        return (
            self.px(box.x),
            self.px(box.y),
            self.px(box.x + box.width),
            self.px(box.y + box.height),
        )
