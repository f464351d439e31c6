"""A field may hold two lines: each is read as a line, and what has a gap inside stays one."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_pages import DPI, HAND, filled, font, pixels
from PIL import Image, ImageDraw

from desktop.capture.engine import Engine
from desktop.capture.line_parting import parted
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition, Rect
from desktop.domain.reading import FieldReading, ScreenedPage

Forms = tuple[FormDefinition, ...]
MM = DPI / 25.4


def write(page: Image.Image, box: Rect, *lines: str, size: float = 3.9, lean: float = 0.0) -> None:
    """Lines one under another in a box; `lean` is how far the writing falls along its way."""
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        y = box.y + box.height * (2 * number + 1) / (2 * len(lines))
        x = box.x + 2
        for character in line:
            place = (x * MM, (y + lean * (x - box.x)) * MM)
            pen.text(place, character, font=font(HAND, size), fill=45, anchor="lm")
            x += size


def read(
    engine: Engine, forms: Forms, code: str, key: str, *lines: str, lean: float = 0.0
) -> FieldReading:
    form = next(form for form in forms if form.code == code)
    field = form.field(key)
    assert field is not None
    page = filled(form, {})
    write(page, field.box, *lines, lean=lean)
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    found = answer.reading.field(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "key", "lines"),
    [
        ("F-02", "change1_now", ("埼玉県川越市宮下町", "2丁目10番16号")),
        ("F-02", "change2_right", ("東京都中野区上高田", "3丁目サンライズ荘201")),
        ("F-02", "evidence", ("結婚により氏名が変わったため", "戸籍の写しを添えます")),
        ("F-03", "reason", ("引っ越しにより利用を", "終えたため")),
    ],
)
def test_both_lines_of_a_field_are_read(
    engine: Engine, forms: Forms, code: str, key: str, lines: tuple[str, str]
) -> None:
    assert read(engine, forms, code, key, *lines).text.replace(" ", "") == "".join(lines)


@pytest.mark.parametrize("lean", [0.03, -0.03])
def test_two_slanting_lines_are_two_lines(engine: Engine, forms: Forms, lean: float) -> None:
    lines = ("埼玉県川越市宮下町", "2丁目10番16号")
    found = read(engine, forms, "F-02", "change1_now", *lines, lean=lean)
    assert found.text.replace(" ", "") == "".join(lines)


@pytest.mark.parametrize("text", ["昌吉", "二三", "三二一", "昌 呂"])
def test_letters_with_a_gap_inside_are_one_line(engine: Engine, forms: Forms, text: str) -> None:
    form = next(form for form in forms if form.code == "F-01")
    field = form.field("name")
    assert field is not None
    page = filled(form, {})
    write(page, field.box, text, size=7.5)
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    name = answer.reading.field("name")
    assert name is not None
    assert name.text.replace(" ", "") == text.replace(" ", "")


def test_an_empty_crop_and_a_single_line_stay_whole() -> None:
    bare = np.full((100, 400), 250, np.uint8)
    assert parted(bare, DPI) == (bare,)
    page = Image.fromarray(bare)
    ImageDraw.Draw(page).text((20, 50), "川越市宮下町", font=font(HAND, 5.0), fill=45, anchor="lm")
    assert len(parted(np.asarray(page), DPI)) == 1
