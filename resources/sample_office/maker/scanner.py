"""What an office scanner makes of a sheet: a little crooked, shaded at the edge, grainy."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Flaws:
    """How badly one sheet went through the scanner."""

    skew: float  # degrees
    grain: float  # standard deviation of the noise, grey levels
    shadow: float  # how dark the shaded edge gets, grey levels
    edge: int  # which edge: 0 left, 1 right, 2 top, 3 bottom
    specks: int
    blur: float
    paper: int  # the white of the paper

    @classmethod
    def thrown(cls, rng: random.Random) -> Flaws:
        return cls(
            skew=round(rng.uniform(-2, 2), 2),
            grain=rng.uniform(1.0, 2.2),
            shadow=rng.uniform(6, 34),
            edge=rng.randrange(4),
            specks=rng.randrange(10, 60),
            blur=rng.uniform(0.25, 0.6),
            paper=rng.randrange(244, 254),
        )


def scan(sheet: Image.Image, dpi: int, flaws: Flaws, seed: int, *, colour: bool) -> Image.Image:
    """The sheet as the scanner leaves it: in colour, or in grey levels for plain paper."""
    dice = np.random.default_rng(seed)
    mode = "RGB" if colour else "L"
    pixels: Pixels = np.asarray(sheet.convert(mode))
    pixels = _crooked(pixels, flaws.skew, dice)
    pixels = cv2.GaussianBlur(pixels, (0, 0), flaws.blur * dpi / 200)
    _speckle(pixels, flaws.specks, dpi, dice)
    light = _light(pixels.shape[0], pixels.shape[1], flaws)
    grain = _grain(pixels.shape[0], pixels.shape[1], flaws.grain, dice)
    if colour:
        light, grain = light[..., None], grain[..., None]
    levels = pixels.astype(np.float32) * (light / 255) + grain
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8), mode=None)


def _crooked(pixels: Pixels, skew: float, dice: np.random.Generator) -> Pixels:
    """Turned by the skew and drawn by the rollers; beyond the paper lies the scanner's lid."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 0.985)
    shift = dice.uniform(-0.004, 0.004, 2) * width
    turn[:, 2] += shift
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turned = (np.c_[corners, np.ones(4)] @ turn.T).astype(np.float32)
    pulled = turned + dice.uniform(-0.002, 0.002, (4, 2)).astype(np.float32) * width
    matrix = cv2.getPerspectiveTransform(corners, pulled)
    lid = int(dice.integers(222, 240))
    return cv2.warpPerspective(
        pixels,
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(lid, lid, lid),
    )


def _light(height: int, width: int, flaws: Flaws) -> NDArray[np.float32]:
    """The lamp: the paper's white, falling off towards one edge."""
    along = width if flaws.edge < 2 else height
    ramp = np.exp(-np.arange(along, dtype=np.float32) / (along * 0.09)) * flaws.shadow
    if flaws.edge in (1, 3):
        ramp = ramp[::-1]
    lamp = np.full((height, width), flaws.paper, np.float32)
    lamp -= ramp[None, :] if flaws.edge < 2 else ramp[:, None]
    wave = np.sin(np.linspace(0, math.pi * 1.5, height, dtype=np.float32)) * 1.5
    return lamp + wave[:, None]


def _grain(
    height: int, width: int, strength: float, dice: np.random.Generator
) -> NDArray[np.float32]:
    """Noise as coarse as a sensor's behind its lens: it survives the scanner's own compression."""
    fine = dice.standard_normal((height, width), np.float32)
    coarse = cv2.GaussianBlur(fine, (0, 0), 0.9)
    return np.asarray(coarse * (strength / float(coarse.std())), np.float32)


def _speckle(pixels: Pixels, count: int, dpi: int, dice: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    for _ in range(count):
        x, y = int(dice.integers(0, width)), int(dice.integers(0, height))
        radius = max(1, round(float(dice.uniform(0.03, 0.11)) * dpi / 25.4))
        tone = int(dice.integers(90, 200))
        cv2.circle(pixels, (x, y), radius, (tone, tone, tone), -1, cv2.LINE_AA)
