"""`bench read --quality N`: which faults of a picture are told, and how often of a good page.

Pages as offices get them, drawn by a seed: own forms, printed and written letters, notes of a few
words, single lines and figures, copies of cards. Good ones come from ordinary scanners; each fault
is put on at a strength that makes a page hard to read, from there to hopeless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw
from reading_answers import answers
from reading_paper import Blank, Form, Gray, face

from desktop.capture.quality import faults
from desktop.capture.tidy import levelled
from desktop.domain.reading import Quality

Rng = np.random.Generator
DPI = 200
_MM = DPI / 25.4
_SIZE = (round(297 * _MM), round(210 * _MM))
_WORDS = (
    "個人情報の開示を請求します同封の書類をご確認くださいますようお願い申し上げます"
    "住所氏名電話番号令和年月日12345678"
)
_FACES = (
    "NotoSansJP_400Regular.ttf",
    "NotoSerifJP_400Regular.ttf",
    "KleeOne_600SemiBold.ttf",
)


def _paper(rng: Rng) -> Gray:
    tone = float(rng.choice([252, 248, 240, 228, 212], p=[0.4, 0.25, 0.15, 0.1, 0.1]))
    return np.full(_SIZE, round(tone), np.uint8)


def _line(
    page: Gray, rng: Rng, fonts: Path, x: float, y: float, count: int, size: float, shade: int
) -> None:
    picture = Image.fromarray(page)
    font = face(str(fonts / _FACES[int(rng.integers(3))]), round(size * _MM))
    text = "".join(_WORDS[int(i)] for i in rng.integers(0, len(_WORDS), count))
    ImageDraw.Draw(picture).text((x * _MM, y * _MM), text, font=font, fill=shade, anchor="lm")
    page[:] = np.asarray(picture)


def letter(rng: Rng, fonts: Path) -> Gray:
    page = _paper(rng)
    lines, size = int(rng.integers(8, 38)), float(rng.uniform(3.2, 5.0))
    shade = int(rng.integers(15, 100))
    for number in range(lines):
        _line(page, rng, fonts, 22, 25 + 7 * number, int(rng.integers(8, 160 / size)), size, shade)
    return page


def note(rng: Rng, fonts: Path) -> Gray:
    """A few words or a single figure, by pen or pencil."""
    page = _paper(rng)
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform((15, 20), (120, 270))
        count, size = int(rng.integers(1, 9)), float(rng.uniform(3.5, 8))
        _line(page, rng, fonts, float(x), float(y), count, size, int(rng.integers(20, 130)))
    return page


def copied_card(rng: Rng, fonts: Path) -> Gray:
    page = _paper(rng)
    left, top = (int(v * _MM) for v in rng.uniform((15, 20), (110, 220)))
    wide, tall = round(85.6 * _MM), round(54 * _MM)
    page[top : top + tall, left : left + wide] = int(rng.integers(190, 240))
    photo = rng.integers(40, 230, (12, 10)).astype(np.uint8)
    side = round(24 * _MM)
    page[top + 60 : top + 60 + side, left + wide - side - 30 : left + wide - 30] = cv2.resize(
        photo, (side, side)
    )
    for number in range(5):
        x, y = left / _MM + 4, top / _MM + 7 + 8 * number
        _line(page, rng, fonts, x, y, int(rng.integers(6, 14)), 3.2, int(rng.integers(25, 80)))
    return page


def filled_form(forms: list[tuple[Form, Blank]]) -> Callable[[Rng, Path], Gray]:
    def draw(rng: Rng, fonts: Path) -> Gray:
        form, blank = forms[int(rng.integers(len(forms)))]
        page = blank.picture()
        shade = int(rng.integers(20, 110))
        for place in form.places:
            if place.kind not in ("tick", "comb") and answers(form, rng)[place.key]:
                x, y, width, height = place.box
                count = max(1, int(min(width - 4, 50) / 5.0))
                _line(page, rng, fonts, x + 2, y + height / 2, count, 4.6, shade)
        return page

    return draw


def pencilled(rng: Rng) -> Gray:
    """One line drawn with a hard pencil."""
    page = _paper(rng)
    x, y = rng.uniform((20, 20), (120, 270)) * _MM
    reach = float(rng.uniform(15, 80)) * _MM
    end = (round(x + reach), round(y + reach * float(rng.normal(0, 0.1))))
    shade = round(float(page[0, 0]) - float(rng.uniform(38, 90)))
    cv2.line(page, (round(x), round(y)), end, shade, max(2, round(0.4 * _MM)), cv2.LINE_AA)
    return page


def as_scanned(page: Gray, rng: Rng) -> Gray:
    """An ordinary scanner: a little blur, grain, a slope of light, a shadow, a JPEG, a turn."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.8)), 1.0)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=int(page[0, 0]))
    page = cv2.GaussianBlur(page, (0, 0), float(rng.uniform(0.3, 0.9)))
    values = page.astype(np.float32) + rng.normal(0, float(rng.uniform(1, 5)), page.shape)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slopes = rng.uniform(-0.1, 0.1, 2)
    values *= 1 + slopes[0] * (x / width - 0.5) + slopes[1] * (y / height - 0.5)
    if rng.random() < 0.3:
        values *= 1 - float(rng.uniform(0.1, 0.4)) * np.exp(-x / (float(rng.uniform(5, 15)) * _MM))
    picture = np.clip(values, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 50])
        picture = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return picture


def blurred(page: Gray, rng: Rng) -> Gray:
    """Out of focus, or moved while it was taken."""
    if rng.random() < 0.5:
        return cv2.GaussianBlur(page, (0, 0), float(rng.uniform(4, 8)))
    length = int(rng.integers(18, 40))
    kernel = np.zeros((length, length), np.float32)
    angle = float(rng.uniform(0, np.pi))
    middle, reach = length / 2, (length - 1) / 2
    across, down = reach * np.cos(angle), reach * np.sin(angle)
    ends = [(round(middle + s * across), round(middle + s * down)) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return cv2.filter2D(page, -1, kernel / kernel.sum())


def darkened(page: Gray, rng: Rng) -> Gray:
    return np.clip(page * float(rng.uniform(0.15, 0.38)), 0, 255).astype(np.uint8)


def lightened(page: Gray, rng: Rng) -> Gray:
    """Too much light, or a toner that runs out."""
    left = float(rng.uniform(0.12, 0.22))
    return np.clip(252 - (252 - page.astype(np.float32)) * left, 0, 255).astype(np.uint8)


def corner_gone(page: Gray, rng: Rng) -> Gray:
    """A corner folded over or torn off: the scanner's lid shows, with the edge's shadow."""
    page = page.copy()
    height, width = page.shape
    across, down = rng.uniform(18, 45, 2) * _MM
    x = 0 if rng.random() < 0.5 else width - 1
    y = 0 if rng.random() < 0.5 else height - 1
    a = (round(x + (across if x == 0 else -across)), y)
    b = (x, round(y + (down if y == 0 else -down)))
    lid = int(page[0, 0] * float(rng.choice([0.1, 0.35, 0.6, 0.8])))
    cv2.fillPoly(page, [np.array([(x, y), a, b])], lid)
    cv2.line(page, a, b, max(0, lid - 60), max(1, round(0.4 * _MM)))
    return page


def shown_through(rng: Rng, fonts: Path) -> Gray:
    """The bare back of thin paper: the other side's print, mirrored, soft and pale."""
    front = np.full(_SIZE, 252, np.uint8)
    size = float(rng.uniform(3.2, 5.0))
    for number in range(int(rng.integers(8, 36))):
        count = int(rng.integers(8, 160 / size))
        _line(front, rng, fonts, 22, 25 + 7 * number, count, size, 20)
    soft = cv2.GaussianBlur(front[:, ::-1], (0, 0), float(rng.uniform(1.6, 3.2)))
    depth = float(rng.uniform(6, 34)) / 232
    tone = float(_paper(rng)[0, 0])
    return np.clip(tone - (252 - soft.astype(np.float32)) * depth, 0, 255).astype(np.uint8)


def dusted(page: Gray, rng: Rng) -> Gray:
    page = page.copy()
    for y, x in rng.integers(8, (_SIZE[0] - 8, _SIZE[1] - 8), (int(rng.integers(0, 40)), 2)):
        page[y : y + 2, x : x + 2] = int(rng.integers(30, 200))
    if rng.random() < 0.3:
        for y in (108.5, 188.5):
            middle = (round(12 * _MM), round(y * _MM))
            cv2.circle(page, middle, round(3 * _MM), int(rng.choice([25, 205])), -1)
    return page


_WANTED = {
    "blurred": Quality.BLURRED,
    "darkened": Quality.DARK,
    "lightened": Quality.FAINT,
    "corner": Quality.CUT_CORNER,
    "bare": Quality.BLANK,
    "shown through": Quality.BLANK,
}


def pages(
    count: int, seed: int, forms: tuple[Form, ...], fonts: Path
) -> Iterator[tuple[str, int, Gray]]:
    """What was done to a page, its number, and its picture; good pages have the drawing's name."""
    blanks = [(form, Blank(form, fonts, DPI)) for form in forms]
    makers: dict[str, Callable[[Rng, Path], Gray]] = {
        "letter": letter,
        "note": note,
        "card": copied_card,
        "form": filled_form(blanks),
    }
    spoilt: dict[str, Callable[[Gray, Rng], Gray]] = {
        "blurred": blurred,
        "darkened": darkened,
        "lightened": lightened,
        "corner": corner_gone,
    }
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        for name, make in makers.items():
            yield name, number, as_scanned(make(rng, fonts), rng)
        yield "pencil line", number, as_scanned(pencilled(rng), rng)
        drawn = list(makers.values())[number % len(makers)](rng, fonts)
        for name, spoil in spoilt.items():
            yield name, number, as_scanned(spoil(drawn, rng), rng)
        yield "bare", number, as_scanned(dusted(_paper(rng), rng), rng)
        yield "shown through", number, as_scanned(shown_through(rng, fonts), rng)


def run(count: int, seed: int, forms: tuple[Form, ...], fonts: Path) -> None:
    """`count` pages of each, and how each was told."""
    told: dict[str, Counter[str]] = {}
    for name, _, picture in pages(count, seed, forms, fonts):
        found = faults(picture, levelled(picture), DPI)
        told.setdefault(name, Counter()).update([fault.value for fault in found] or ["none"])
    print(f"{count} pages of each, seed {seed}")
    for name, counter in told.items():
        wanted = _WANTED[name].value if name in _WANTED else "none"
        share = 100 * counter[wanted] / count
        print(f"  {name:<14} told {wanted:<10} {share:6.2f} %  {dict(counter)}")
