"""Where a form contradicts itself a clerk looks; what was read stays as it was read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from drawn_pages import DPI, filled, pixels
from PIL import Image, ImageDraw

from desktop.capture.engine import Engine
from desktop.capture.forms_reader import doubted
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition
from desktop.domain.postal_areas import PREFECTURES, may_belong
from desktop.domain.reading import FieldReading, ScreenedPage


def after(postal: str, prefecture: str) -> dict[str, FieldReading]:
    read = (
        FieldReading("postal", postal, 0.99, sure=True),
        FieldReading("prefecture", prefecture, 0.99, sure=True),
        FieldReading("city", "川越市", 0.99, sure=True),
    )
    return {field.key: field for field in doubted(read)}


def test_a_code_of_the_same_prefecture_raises_no_doubt() -> None:
    assert all(field.sure for field in after("3500001", "埼玉県").values())


def test_a_code_of_another_prefecture_makes_both_unsure_and_changes_neither() -> None:
    found = after("1640001", "埼玉県")
    assert {key for key, field in found.items() if not field.sure} == {"postal", "prefecture"}
    assert (found["postal"].text, found["prefecture"].text) == ("1640001", "埼玉県")


def test_a_prefecture_that_is_none_is_unsure_and_not_put_right() -> None:
    found = after("3700001", "群馬果")
    assert {key for key, field in found.items() if not field.sure} == {"prefecture"}
    assert found["prefecture"].text == "群馬果"


@pytest.mark.parametrize(("postal", "prefecture"), [("", "埼玉県"), ("3500001", "")])
def test_an_empty_field_contradicts_nothing(postal: str, prefecture: str) -> None:
    assert all(field.sure for field in after(postal, prefecture).values())


def test_there_are_47_prefectures_and_codes_of_known_towns_are_theirs() -> None:
    assert len(PREFECTURES) == 47
    towns = (
        *(("1000001", "東京都"), ("0600001", "北海道"), ("5300001", "大阪府")),
        *(("9000001", "沖縄県"), ("4980001", "愛知県"), ("4980801", "三重県")),
        *(
            ("8170001", "長崎県"),
            ("8110001", "福岡県"),
            ("6180001", "大阪府"),
            ("3500001", "東京都"),
        ),
    )
    known = [may_belong(postal, prefecture) for postal, prefecture in towns]
    assert known == [True] * 9 + [False]


def test_a_red_seal_over_the_name_does_not_hide_it(
    engine: Engine, request_form: FormDefinition, forms: tuple[FormDefinition, ...]
) -> None:
    page = filled(request_form, {"name": "架空太郎"}).convert("RGB")
    seal(page, 64, 67)
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    name = answer.reading.field("name")
    assert name is not None
    assert name.text == "架空太郎"


def test_a_name_written_in_red_is_read(
    engine: Engine, request_form: FormDefinition, forms: tuple[FormDefinition, ...]
) -> None:
    plain = filled(request_form, {})
    written = filled(request_form, {"name": "架空太郎"})
    red = Image.new("RGB", plain.size, (200, 30, 40))
    page = plain.convert("RGB")
    mask = Image.fromarray(255 - np.asarray(written))
    left, top, right, bottom = (round(v * DPI / 25.4) for v in (49, 61, 189, 73))
    box = (left, top, right, bottom)
    page.paste(red.crop(box), box, mask.crop(box))
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    name = answer.reading.field("name")
    assert name is not None
    assert name.text == "架空太郎"


def test_a_letter_read_as_nothing_and_a_dot_for_a_hyphen_are_for_a_clerk(
    engine: Engine, forms: tuple[FormDefinition, ...]
) -> None:
    form = next(form for form in forms if form.code == "F-02")
    values = {
        "change3_now": "03-12345678",
        "change3_right": "03-1234-5678",
        "change1_now": "上高田19.28-2",
        "change1_right": "上高田19-28-2",
        "change2_now": "光が丘",
        "change2_right": "光が丘",
    }
    page, scale = filled(form, values), DPI / 25.4
    blotted = form.field("change2_right")
    assert blotted is not None
    x, y = (blotted.box.x + 1.5) * scale, (blotted.box.y + blotted.box.height / 2) * scale
    blot = (x, y - 2.4 * scale, x + 5 * scale, y + 2.6 * scale)
    ImageDraw.Draw(page).rectangle(blot, fill=45)
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    found = {field.key: (field.text, field.sure) for field in answer.reading.fields}
    assert {key: found[key] for key in values} == {
        "change3_now": ("03-12345678", False),  # a hyphen less than a call number has
        "change3_right": ("03-1234-5678", True),
        "change1_now": ("上高田19.28-2", False),
        "change1_right": ("上高田19-28-2", True),
        "change2_now": ("光が丘", True),
        "change2_right": ("が丘", False),
    }


def seal(page: Image.Image, x: float, y: float) -> None:
    """A round seal of 13 mm with a few strokes, over a place in millimetres."""
    scale = DPI / 25.4
    pen = ImageDraw.Draw(page, "RGBA")
    colour = (205, 40, 50, 190)
    x, y, radius = x * scale, y * scale, 6.5 * scale
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=7)
    for turn in range(6):
        across, down = math.cos(turn) * radius * 0.7, math.sin(turn) * radius * 0.7
        pen.line((x - across, y - down, x + across, y + down), fill=colour, width=5)
