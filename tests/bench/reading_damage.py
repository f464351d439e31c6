"""What happens to a filled-in sheet before it lies on the glass, and on the way through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from reading_paper import Gray

Rng = np.random.Generator
_PAPER = 252


@dataclass(frozen=True, slots=True)
class Scan:
    """`picture` is gray, or red-green-blue where a seal was put on it."""

    picture: Gray
    dpi: float


Damage = Callable[[Scan, Rng], Scan]


def clean(scan: Scan, _rng: Rng) -> Scan:
    return scan


def skewed(scan: Scan, rng: Rng) -> Scan:
    """Up to eight degrees; the glass is larger than the paper."""
    return Scan(_turned(scan.picture, float(rng.uniform(-8, 8))), scan.dpi)


def turned(scan: Scan, rng: Rng) -> Scan:
    quarters = int(rng.integers(1, 4))
    slightly = Scan(_turned(scan.picture, float(rng.uniform(-1.5, 1.5))), scan.dpi)
    return Scan(np.ascontiguousarray(np.rot90(slightly.picture, quarters)), scan.dpi)


def shrunk(scan: Scan, rng: Rng) -> Scan:
    """Printed "fit to page": 93 to 97 of a hundred, somewhere on the sheet."""
    return Scan(_made_smaller(scan.picture, float(rng.uniform(0.93, 0.97)), rng), scan.dpi)


def photocopied(scan: Scan, rng: Rng) -> Scan:
    """Twice: each time a little smaller, harder, unsharp, with specks and grain."""
    picture = scan.picture
    for _ in range(2):
        picture = _made_smaller(picture, float(rng.uniform(0.975, 0.995)), rng)
        picture = _turned(picture, float(rng.uniform(-0.7, 0.7)), grow=False)
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.8, 1.5)) * scan.dpi / 300)
        values = (picture.astype(np.float32) - 150) * float(rng.uniform(1.2, 1.9)) + 150
        values += _noise(picture.shape, 9, rng)
        picture = np.clip(values, 0, 255).astype(np.uint8)
        for _ in range(int(rng.integers(60, 250))):
            y, x = rng.integers(0, picture.shape[0] - 4), rng.integers(0, picture.shape[1] - 4)
            side = int(rng.integers(1, 4))
            picture[y : y + side, x : x + side] = rng.integers(20, 130)
    return Scan(picture, scan.dpi)


def stamped(scan: Scan, rng: Rng) -> Scan:
    """A red seal over the name and another over a corner mark or the QR code."""
    mm = scan.dpi / 25.4
    page = cv2.cvtColor(scan.picture, cv2.COLOR_GRAY2RGB)
    corner = [(13, 13), (197, 284), (13, 284), (178, 30)][int(rng.integers(4))]
    for x, y in (
        (float(rng.uniform(60, 180)), float(rng.uniform(62, 128))),
        (corner[0] + float(rng.normal(0, 3)), corner[1] + float(rng.normal(0, 3))),
    ):
        _seal(page, x * mm, y * mm, float(rng.uniform(5, 7.5)) * mm, rng)
    if rng.random() < 0.5:
        return Scan(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), scan.dpi)
    return Scan(page, scan.dpi)


def stapled(scan: Scan, rng: Rng) -> Scan:
    """A corner folded away with its mark, and a staple's dark wire with its shadow."""
    page = scan.picture.copy()
    height, width = page.shape
    fold = round(float(rng.uniform(24, 34)) * scan.dpi / 25.4)
    corners = [(0, 0), (width - 1, 0), (0, height - 1)]
    x, y = corners[int(rng.integers(len(corners)))]
    inward, down = (1 if x == 0 else -1), (1 if y == 0 else -1)
    triangle = np.array([(x, y), (x + inward * fold, y), (x, y + down * fold)])
    cv2.fillPoly(page, [triangle], int(rng.integers(60, 200)))
    start = np.array((x + inward * fold * 0.62, y + down * fold * 0.72)).astype(int)
    reach = np.array((inward * 12.0, down * 1.5)) * scan.dpi / 25.4
    end = (start + reach).astype(int)
    cv2.line(page, start.tolist(), end.tolist(), 130, round(scan.dpi / 25.4 * 1.6))
    cv2.line(page, start.tolist(), end.tolist(), 35, round(scan.dpi / 25.4 * 0.7))
    return Scan(page, scan.dpi)


def faint(scan: Scan, rng: Rng) -> Scan:
    values = 250 - (250 - scan.picture.astype(np.float32)) * float(rng.uniform(0.28, 0.5))
    return Scan(np.clip(values, 0, 255).astype(np.uint8), scan.dpi)


def dark(scan: Scan, rng: Rng) -> Scan:
    values = scan.picture.astype(np.float32) * float(rng.uniform(0.35, 0.55))
    return Scan(np.clip(values, 0, 255).astype(np.uint8), scan.dpi)


def pressed(scan: Scan, _rng: Rng) -> Scan:
    """A JPEG of quality 30."""
    _, data = cv2.imencode(".jpg", scan.picture, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return Scan(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), scan.dpi)


def coarse(scan: Scan, _rng: Rng) -> Scan:
    """Scanned at 200 dots an inch."""
    scale = 200 / scan.dpi
    small = cv2.resize(scan.picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Scan(small, 200.0)


def shadowed(scan: Scan, rng: Rng) -> Scan:
    """Uneven light, and the shadow of a lifted edge."""
    height, width = scan.picture.shape
    y, x = np.mgrid[0:height:8, 0:width:8].astype(np.float32)
    slope = float(rng.uniform(-0.25, 0.25)) * (x / width - 0.5)
    slope += float(rng.uniform(-0.25, 0.25)) * (y / height - 0.5)
    edge = float(rng.uniform(0.2, 0.55)) * np.exp(-x / (float(rng.uniform(0.03, 0.12)) * width))
    if rng.random() < 0.5:
        edge = edge[:, ::-1]
    light = cv2.resize((0.92 + slope) * (1 - edge), (width, height))
    return Scan(np.clip(scan.picture * light, 0, 255).astype(np.uint8), scan.dpi)


def folded(scan: Scan, rng: Rng) -> Scan:
    """Folded in three for its envelope: creases, each third with a light of its own."""
    values = scan.picture.astype(np.float32)
    height = values.shape[0]
    creases = sorted(round(height * at + float(rng.normal(0, 20))) for at in (1 / 3, 2 / 3))
    top = 0
    for bottom in (*creases, height):
        rows = np.linspace(float(rng.uniform(0.8, 1)), float(rng.uniform(0.8, 1)), bottom - top)
        values[top:bottom] *= rows[:, None]
        top = bottom
    for crease in creases:
        wave = crease + 3 * np.sin(np.arange(values.shape[1]) / 300 + float(rng.uniform(0, 6)))
        for x, y in enumerate(wave.astype(int)):
            values[y - 1 : y + 2, x] *= 0.72
            values[y + 2 : y + 4, x] += 12
    return Scan(np.clip(values, 0, 255).astype(np.uint8), scan.dpi)


DAMAGES: dict[str, Damage] = {
    "clean": clean,
    "skew": skewed,
    "turn": turned,
    "shrunk": shrunk,
    "copied twice": photocopied,
    "stamped": stamped,
    "stapled": stapled,
    "faint": faint,
    "dark": dark,
    "jpeg 30": pressed,
    "200 dpi": coarse,
    "shadow": shadowed,
}
UNSEEN: dict[str, Damage] = {"folded": folded}  # never used while the reader was made


def scanned(scan: Scan, rng: Rng) -> Scan:
    """What every scanner adds: a touch of blur and grain."""
    picture = cv2.GaussianBlur(scan.picture, (0, 0), 0.6 * scan.dpi / 300)
    values = picture.astype(np.float32) + _noise(picture.shape, 4, rng)
    return Scan(np.clip(values, 0, 255).astype(np.uint8), scan.dpi)


def _noise(shape: tuple[int, ...], spread: float, rng: Rng) -> np.ndarray:
    """Grain, cheaply: a tile of it, moved about."""
    tile = rng.normal(0, spread, (512, 512)).astype(np.float32)
    rows, columns = -(-shape[0] // 512), -(-shape[1] // 512)
    field = np.tile(tile, (rows, columns))[: shape[0], : shape[1]]
    return field if len(shape) == 2 else field[..., None]


def _turned(picture: Gray, degrees: float, *, grow: bool = True) -> Gray:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    size = (width, height)
    if grow:
        cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
        size = (
            round(height * sine + width * cosine),
            round(height * cosine + width * sine),
        )
        turn[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    return cv2.warpAffine(
        picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
        borderValue=_PAPER,
    )  # fmt: skip


def _made_smaller(picture: Gray, scale: float, rng: Rng) -> Gray:
    height, width = picture.shape[:2]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    page = np.full_like(picture, _PAPER)
    top = int(rng.integers(0, height - small.shape[0] + 1))
    left = int(rng.integers(0, width - small.shape[1] + 1))
    page[top : top + small.shape[0], left : left + small.shape[1]] = small
    return page


def _seal(page: Gray, x: float, y: float, radius: float, rng: Rng) -> None:
    """A round seal: a ring and strokes inside, the ink not quite covering."""
    ink = np.zeros(page.shape[:2], np.float32)
    middle = (round(x), round(y))
    cv2.circle(ink, middle, round(radius), 1.0, max(2, round(radius * 0.13)), cv2.LINE_AA)
    for _ in range(9):
        points = rng.uniform(-0.65, 0.65, (3, 2)) * radius + (x, y)
        thick = max(2, round(radius * 0.1))
        cv2.polylines(ink, [points.astype(np.int32)], False, 1.0, thick, cv2.LINE_AA)
    ink *= float(rng.uniform(0.6, 0.85))
    red = np.array((205, 45, 50), np.float32)
    tint = 1 - ink[..., None] * (1 - red / 255)
    page[:] = (page * tint).astype(np.uint8)
