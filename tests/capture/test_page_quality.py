"""Faults of a picture are told on spoilt pages and on no good one; a bare page is told as blank."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn_pages import A4, DPI, SANS, font, licence, paper, pixels, write_on
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from desktop.capture.engine import Engine
from desktop.capture.quality import faults
from desktop.capture.read_page import read_page
from desktop.capture.tidy import dark_border, levelled
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import PageKind, Quality, ScreenedPage

Gray = NDArray[np.uint8]
MM = DPI / 25.4


def told(page: Gray) -> set[Quality]:
    return set(faults(page, levelled(page), DPI))


def grained(page: Gray, seed: int, spread: float = 3.0) -> Gray:
    """As a scanner gives it: a touch of blur, grain, and light that falls off by a tenth."""
    rng = np.random.default_rng(seed)
    values = cv2.GaussianBlur(page, (0, 0), 0.7).astype(np.float32)
    values += rng.normal(0, spread, page.shape)
    values *= np.linspace(1.0, 0.9, page.shape[1])
    return np.clip(values, 0, 255).astype(np.uint8)


def letter(lines: int = 20, shade: int = 40, tone: int = 250) -> Gray:
    page = Image.new("L", A4, tone)
    pen = ImageDraw.Draw(page)
    for number in range(lines):
        text = "個人情報の開示を請求しますので書類をご確認ください"
        pen.text((170, 200 + 60 * number), text, font=font(SANS, 4.2), fill=shade)
    return np.asarray(page)


def front_seen_through(depth: int, softness: float) -> Gray:
    """The bare back of thin paper: the other side's letters, mirrored, pale and soft."""
    front = cv2.GaussianBlur(letter()[:, ::-1], (0, 0), softness).astype(np.float32)
    return np.clip(250 - (250 - front) * depth / 210, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("tone", [252, 235, 215])
@pytest.mark.parametrize("lines", [1, 30])
def test_a_good_page_has_no_fault(lines: int, tone: int) -> None:
    assert told(grained(letter(lines, tone=tone), lines)) == set()


@pytest.mark.parametrize("spread", [1.0, 5.0])
def test_a_bare_sheet_is_blank_whatever_the_grain_and_light(spread: float) -> None:
    assert told(grained(np.full(A4[::-1], 248, np.uint8), 1, spread)) == {Quality.BLANK}


@pytest.mark.parametrize(("depth", "softness"), [(12, 1.8), (25, 2.0), (34, 2.5)])
def test_print_that_shows_through_thin_paper_is_blank(depth: int, softness: float) -> None:
    assert told(grained(front_seen_through(depth, softness), 2, 2.0)) == {Quality.BLANK}


def test_punched_holes_and_dust_are_nothing_written() -> None:
    page = np.full(A4[::-1], 250, np.uint8)
    for y in (108.5, 188.5):
        cv2.circle(page, (round(12 * MM), round(y * MM)), round(3 * MM), 30, -1)
    page[900:903, 700:703] = 60
    assert told(grained(page, 3)) == {Quality.BLANK}


@pytest.mark.parametrize("text", ["1", "7", "一", "レ"])
def test_one_written_sign_is_not_blank(text: str) -> None:
    page = np.asarray(write_on(paper(), 100, 150, text))
    assert Quality.BLANK not in told(grained(page, 4))


@pytest.mark.parametrize("contrast", [40, 70])
def test_a_single_pencil_line_is_not_blank(contrast: int) -> None:
    page = np.full(A4[::-1], 248, np.uint8)
    cv2.line(page, (400, 900), (900, 930), 248 - contrast, 3, cv2.LINE_AA)
    assert Quality.BLANK not in told(grained(page, 5))


def test_a_pencil_line_over_print_that_shows_through_is_not_blank() -> None:
    page = front_seen_through(20, 2.2)
    cv2.line(page, (400, 900), (900, 930), 190, 3, cv2.LINE_AA)
    assert Quality.BLANK not in told(grained(page, 6, 2.0))


def test_out_of_focus_is_told() -> None:
    assert Quality.BLURRED in told(grained(cv2.GaussianBlur(letter(), (0, 0), 5), 7))


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_moved_while_scanned_is_told_whichever_way(angle: int) -> None:
    kernel = np.zeros((31, 31), np.float32)
    kernel[15] = 1 / 31
    turn = cv2.getRotationMatrix2D((15, 15), angle, 1.0)
    moved = cv2.warpAffine(kernel, turn, (31, 31))
    page = cv2.filter2D(letter(), -1, moved / moved.sum())
    assert Quality.BLURRED in told(grained(page, 8))


def test_too_dark_is_told() -> None:
    assert Quality.DARK in told((letter() * 0.35).astype(np.uint8))


def test_too_light_is_told_and_not_taken_for_bare() -> None:
    page = np.clip(252 - (252 - letter().astype(np.float32)) * 0.18, 0, 255).astype(np.uint8)
    assert told(grained(page, 9, 1.5)) == {Quality.FAINT}


@pytest.mark.parametrize("lid", [25, 120, 190])
@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_a_folded_corner_is_told(corner: tuple[int, int], lid: int) -> None:
    page = letter().copy()
    x, y = corner[0] * (A4[0] - 1), corner[1] * (A4[1] - 1)
    across, down = (1 - 2 * corner[0]) * 240, (1 - 2 * corner[1]) * 180
    cv2.fillPoly(page, [np.array([(x, y), (x + across, y), (x, y + down)])], lid)
    assert Quality.CUT_CORNER in told(grained(page, 10))


@pytest.mark.parametrize("angle", [-1.0, 0.9])
def test_a_folded_corner_of_a_crooked_sheet_is_told_beside_the_lid(angle: float) -> None:
    """The lid shows beside the paper's edges, too, and joins the fold."""
    page = letter().copy()
    cv2.fillPoly(page, [np.array([(0, 0), (240, 0), (0, 180)])], 120)
    turn = cv2.getRotationMatrix2D((A4[0] / 2, A4[1] / 2), angle, 1.0)
    crooked = cv2.warpAffine(page, turn, A4, borderValue=120)
    assert Quality.CUT_CORNER in told(grained(crooked, 13))
    sound = cv2.warpAffine(letter(), turn, A4, borderValue=120)
    assert Quality.CUT_CORNER not in told(grained(sound, 13))


def test_a_crooked_sheet_on_a_dark_lid_has_its_corners() -> None:
    turn = cv2.getRotationMatrix2D((A4[0] / 2, A4[1] / 2), 2.0, 1.0)
    page = cv2.warpAffine(letter(), turn, A4, borderValue=20)
    assert Quality.CUT_CORNER not in told(grained(page, 11))


def test_a_photograph_in_the_corner_is_no_fold() -> None:
    page = letter().copy()
    page[:300, :240] = 110
    assert Quality.CUT_CORNER not in told(grained(page, 12))


def on_a_lid(page: Image.Image, shade: int) -> Image.Image:
    """A small paper under an open lid: darkness all round it."""
    glass = Image.new("L", A4, shade)
    glass.paste(page.crop((150, 200, 1300, 1000)), (220, 700))
    return glass


def test_the_darkness_of_an_open_lid_is_no_part_of_the_page(
    engine: Engine, forms: tuple[FormDefinition, ...]
) -> None:
    answer = read_page(engine, pixels(on_a_lid(licence(), 12)), forms)
    assert isinstance(answer, ScreenedPage)
    assert answer.reading.kind is PageKind.DL
    assert answer.reading.quality == ()
    assert {f.key: f.text for f in answer.reading.fields}["expires"] == "令和11年6月9日"


def test_a_bare_paper_under_an_open_lid_is_blank() -> None:
    gray = np.asarray(on_a_lid(paper(), 12))
    border = dark_border(gray, DPI)
    assert border is not None
    level = levelled(gray)
    level[border] = 245
    assert set(faults(gray, level, DPI, border)) == {Quality.BLANK}


def test_a_dark_place_with_writing_in_it_is_part_of_the_page() -> None:
    page = np.asarray(paper()).copy()
    page[:300] = 20
    shown = Image.fromarray(page)
    pen = ImageDraw.Draw(shown)
    for number in range(3):
        pen.text((100, 20 + 90 * number), "1234 5678 9018", font=font(SANS, 8), fill=245)
    assert dark_border(np.asarray(shown), DPI) is None


def test_an_ordinary_page_has_no_border() -> None:
    assert dark_border(letter(), DPI) is None
