"""The kept picture is small enough, and what is wrong with a page is told."""

from __future__ import annotations

import io

import numpy as np
import pytest
from drawn_pages import licence, paper, picture, pixels
from PIL import Image, ImageFilter

from desktop.capture.encode import keep, kept_scale, thumbnail
from desktop.capture.engine import Engine
from desktop.capture.pixels import Pixels
from desktop.capture.quality import faults
from desktop.capture.read_page import read_page
from desktop.capture.tidy import flatten, levelled
from desktop.domain.reading import Quality, ScreenedPage


def quality(page: Image.Image) -> tuple[Quality, ...]:
    gray = np.asarray(page)
    return faults(gray, levelled(gray), 200)


def test_even_pure_noise_fits_into_four_hundred_kilobytes() -> None:
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 255, (2339, 1654, 3), dtype=np.uint8)
    data, width, height = keep(noise)
    assert len(data) <= 400_000
    assert Image.open(io.BytesIO(data)).size == (width, height)


def test_a_page_is_kept_at_two_hundred_dots_at_most() -> None:
    assert kept_scale(300) == pytest.approx(2 / 3)
    assert kept_scale(150) == 1


def test_a_thumbnail_is_240_pixels_high() -> None:
    assert picture(thumbnail(np.full((2339, 1654), 200, np.uint8))).shape == (240, 170)


def test_colours_stay_what_they_were() -> None:
    red = np.zeros((64, 64, 3), np.uint8)
    red[..., 0] = 200
    data, _, _ = keep(red)
    assert Image.open(io.BytesIO(data)).getpixel((32, 32))[0] > 180


def test_boxes_of_a_300_dpi_page_are_told_in_the_kept_picture(engine: Engine) -> None:
    fine = licence().resize((2481, 3508), Image.Resampling.LANCZOS)
    answer = read_page(engine, pixels(fine, 300), ())
    assert isinstance(answer, ScreenedPage)
    assert (answer.width, answer.height) == (1654, 2339)
    name = answer.reading.field("name")
    assert name is not None
    assert name.box is not None
    x, y, width, height = name.box  # drawn from 45 mm on, its middle at 50 mm
    assert x <= 45 / 25.4 * 200 + 12 <= x + width
    assert y <= 50 / 25.4 * 200 <= y + height


def test_a_good_page_has_no_faults() -> None:
    assert quality(licence()) == ()


def test_a_faint_page_is_told() -> None:
    assert Quality.FAINT in quality(licence().point(lambda v: 215 + (v - 40) * 30 // 212))


def test_a_dark_page_is_told() -> None:
    assert Quality.DARK in quality(licence().point(lambda v: v // 3))


def test_a_blurred_page_is_told() -> None:
    assert Quality.BLURRED in quality(licence().filter(ImageFilter.GaussianBlur(7)))


def test_a_page_of_dust_is_blank() -> None:
    page = np.asarray(paper()).copy()
    rng = np.random.default_rng(2)
    for y, x in rng.integers(10, 1600, (40, 2)):
        page[y : y + 2, x : x + 2] = 30
    assert quality(Image.fromarray(page)) == (Quality.BLANK,)


def test_a_shadow_goes_and_a_printed_tint_stays() -> None:
    page = np.full((1200, 900), 250, np.uint8)
    page[400:700, 200:600] = 235  # a tinted label
    page[:, :150] = 170  # the shadow of the book's spine
    flat = flatten(page)
    assert int(flat[600, 60]) > 235
    assert abs(int(flat[550, 400]) - int(flat[410, 210])) <= 2
    assert int(flat[550, 400]) < int(flat[900, 400]) - 8


def test_pixels_tell_their_size_and_mode() -> None:
    page = Pixels(np.zeros((30, 20, 3), np.uint8), 200)
    assert (page.width, page.height, page.mode) == (20, 30, "RGB")
