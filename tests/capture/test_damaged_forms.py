"""An own form is read after what happens to paper on its way: folds, stains, staples, stamps."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from drawn_pages import DPI, WRITTEN, filled, pixels
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from desktop.capture.engine import Engine
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import Quality, ScreenedPage

Forms = tuple[FormDefinition, ...]
MM = DPI / 25.4


def two_corners_lost(page: Image.Image) -> Image.Image:
    """One under the staple's fold, one torn off."""
    pen = ImageDraw.Draw(page)
    pen.polygon([(0, 0), (230, 0), (0, 260)], fill=120)
    pen.rectangle((1400, 2050, 1654, 2339), fill=250)
    return page


def stapled(page: Image.Image) -> Image.Image:
    pen = ImageDraw.Draw(page)
    pen.polygon([(1654, 0), (1654, 250), (1420, 0)], fill=90)
    pen.line((1440, 120, 1520, 200), fill=30, width=6)
    return page


def folded_in_three(page: Image.Image) -> Image.Image:
    values = np.asarray(page, dtype=np.float32).copy()
    for start, end, light in ((0, 780, 0.93), (780, 1560, 0.85), (1560, 2339, 0.98)):
        values[start:end] *= light
    for crease in (780, 1560):
        values[crease - 2 : crease + 2] *= 0.6
        values[crease + 2 : crease + 5] += 15
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def with_a_coffee_ring(page: Image.Image) -> Image.Image:
    """Brown, over the address fields: a ring with a paler inside."""
    colours: NDArray[np.uint8] = np.asarray(page.convert("RGB")).copy()
    cover = np.zeros(colours.shape[:2], np.float32)
    cv2.circle(cover, (900, 830), round(38 * MM), 0.25, -1)
    cv2.circle(cover, (900, 830), round(38 * MM), 0.75, round(3 * MM))
    cover = cv2.GaussianBlur(cover, (0, 0), 4)[..., np.newaxis]
    brown = np.array((150, 105, 60), np.float32)
    stained = colours * (1 - cover * (1 - brown / 255))
    return Image.fromarray(stained.astype(np.uint8))


def pale(page: Image.Image) -> Image.Image:
    return page.point(lambda v: 250 - (250 - v) * 30 // 100)


def printed_to_fit(page: Image.Image) -> Image.Image:
    small = page.resize((round(page.width * 0.95), round(page.height * 0.95)))
    sheet = Image.new("L", page.size, 250)
    sheet.paste(small, (30, 80))
    return sheet


def stamped(page: Image.Image) -> Image.Image:
    """An office's date stamp in red over the heading's corner mark and over the name."""
    ink = Image.new("RGB", page.size, (255, 255, 255))
    pen = ImageDraw.Draw(ink)
    for x, y in ((105, 110), (620, 530)):
        pen.ellipse((x - 70, y - 70, x + 70, y + 70), outline=(215, 50, 60), width=6)
        pen.line((x - 66, y - 18, x + 66, y - 18), fill=(215, 50, 60), width=4)
        pen.line((x - 66, y + 18, x + 66, y + 18), fill=(215, 50, 60), width=4)
    return ImageChops.multiply(page.convert("RGB"), ink)


def in_a_gray_copy(page: Image.Image) -> Image.Image:
    return Image.fromarray(
        np.clip(np.asarray(page).astype(np.float32) * 0.55 + 12, 0, 255).astype(np.uint8)
    )


@pytest.mark.parametrize(
    "damage",
    [
        two_corners_lost, stapled, folded_in_three, with_a_coffee_ring, pale, printed_to_fit,
        stamped, in_a_gray_copy,
    ],
    ids=lambda damage: damage.__name__,
)  # fmt: skip
def test_a_damaged_form_is_read(
    engine: Engine,
    request_form: FormDefinition,
    forms: Forms,
    damage: Callable[[Image.Image], Image.Image],
) -> None:
    answer = read_page(engine, pixels(damage(filled(request_form, WRITTEN))), forms)
    assert isinstance(answer, ScreenedPage)
    read = {f.key: f.text.replace(" ", "") for f in answer.reading.fields if f.text}
    assert answer.reading.form == "F-01"
    assert read == WRITTEN
    lost = damage in (two_corners_lost, stapled)
    assert (Quality.CUT_CORNER in answer.reading.quality) is lost


def test_what_is_kept_of_a_form_is_the_scan_itself(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    """Its stamp is red, its stain brown, its paper as dark as it was."""
    answer = read_page(engine, pixels(with_a_coffee_ring(filled(request_form, WRITTEN))), forms)
    assert isinstance(answer, ScreenedPage)
    data = cv2.imdecode(np.frombuffer(answer.image, np.uint8), cv2.IMREAD_COLOR)
    blue, _, red = data[830, 900 + round(38 * MM)].astype(int)
    assert red - blue > 40
    assert len(answer.image) <= 400_000
