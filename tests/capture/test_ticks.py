"""How people mark a box, and what is no mark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from drawn_pages import DPI, blank, pixels
from PIL import Image, ImageDraw

from desktop.capture.rectify import find_sheet
from desktop.capture.tick_reader import read_tick
from desktop.domain.forms import FormDefinition, Rect
from desktop.domain.reading import FieldReading

Draw = Callable[[ImageDraw.ImageDraw, Rect], None]
_MM = DPI / 25.4
INK, PEN = 45, round(0.5 * _MM)


def line(pen: ImageDraw.ImageDraw, box: Rect, *points: tuple[float, float]) -> None:
    """Through points given in box widths and heights from its top left corner."""
    places = [((box.x + x * box.width) * _MM, (box.y + y * box.height) * _MM) for x, y in points]
    pen.line(places, fill=INK, width=PEN)


def check(pen: ImageDraw.ImageDraw, box: Rect) -> None:
    line(pen, box, (0.1, 0.5), (0.4, 0.85), (1.0, 0.05))


def out_of_the_box(pen: ImageDraw.ImageDraw, box: Rect) -> None:
    line(pen, box, (0.0, 0.3), (0.4, 0.95), (1.7, -0.5))


def cross(pen: ImageDraw.ImageDraw, box: Rect) -> None:
    line(pen, box, (0.1, 0.1), (0.9, 0.9))
    line(pen, box, (0.9, 0.1), (0.1, 0.9))


def round_the_box(pen: ImageDraw.ImageDraw, box: Rect) -> None:
    ellipse(pen, box.grown(1.5))


def ellipse(pen: ImageDraw.ImageDraw, box: Rect) -> None:
    corners = (box.x * _MM, box.y * _MM, box.right * _MM, box.bottom * _MM)
    pen.ellipse(corners, outline=INK, width=PEN)


def marked(form: FormDefinition, key: str, draw: Draw, read: str = "") -> FieldReading:
    """The reading of field `read` (else of `key`) after something was drawn at `key`'s box."""
    page = blank(form)
    field, other = form.field(key), form.field(read or key)
    assert field is not None
    assert other is not None
    draw(ImageDraw.Draw(page), field.box)
    sheet = find_sheet(pixels(page), (form,))
    assert sheet is not None
    return read_tick(sheet, other)


@pytest.mark.parametrize("draw", [check, out_of_the_box, cross, round_the_box])
@pytest.mark.parametrize("key", ["type.DISCLOSE", "item.K5", "enclosure.JUM", "method.CDR"])
def test_every_way_to_mark_a_box_is_a_mark(
    request_form: FormDefinition, key: str, draw: Draw
) -> None:
    reading = marked(request_form, key, draw)
    assert (reading.text, reading.sure) == ("1", True)


@pytest.mark.parametrize("key", ["type.DISCLOSE", "type.PURPOSE", "item.K3", "enclosure.MNC"])
def test_a_circle_round_the_words_is_a_mark_that_a_clerk_looks_at(
    request_form: FormDefinition, key: str
) -> None:
    field = request_form.field(key)
    assert field is not None
    wide = 3.2 * len(field.print_label or field.label)

    def circled(pen: ImageDraw.ImageDraw, box: Rect) -> None:
        ellipse(pen, Rect(box.right + 0.8, box.y - 0.8, wide + 2.4, box.height + 1.6))

    reading = marked(request_form, key, circled)
    assert (reading.text, reading.sure) == ("1", False)


def test_a_box_blackened_all_over_may_be_a_withdrawn_mark(request_form: FormDefinition) -> None:
    def black(pen: ImageDraw.ImageDraw, box: Rect) -> None:
        corners = (box.x * _MM, box.y * _MM, box.right * _MM, box.bottom * _MM)
        pen.rectangle(corners, fill=INK)

    reading = marked(request_form, "item.K5", black)
    assert (reading.text, reading.sure) == ("1", False)


@pytest.mark.parametrize("draw", [check, out_of_the_box, cross, round_the_box])
def test_a_mark_is_not_taken_for_its_neighbours(request_form: FormDefinition, draw: Draw) -> None:
    for other in ("item.K1", "item.K2", "item.K4", "item.K6", "item.K8"):
        reading = marked(request_form, "item.K5", draw, other)
        assert (reading.text, reading.sure) == ("", True), other


def test_no_empty_box_of_any_form_is_marked_or_doubted(forms: tuple[FormDefinition, ...]) -> None:
    for form in forms:
        page = blank(form, "26-0007" if form.carries_case_number else "")
        sheet = find_sheet(pixels(page), forms)
        assert sheet is not None
        for field in form.fields:
            if field.kind == "tick":
                reading = read_tick(sheet, field)
                assert (reading.text, reading.sure) == ("", True), (form.code, field.key)


def test_dust_in_a_box_is_no_mark(request_form: FormDefinition) -> None:
    def dust(pen: ImageDraw.ImageDraw, box: Rect) -> None:
        for x, y in ((1.2, 1.4), (2.5, 3.4), (3.6, 1.8)):
            place = ((box.x + x) * _MM, (box.y + y) * _MM)
            pen.rectangle((*place, place[0] + 1, place[1] + 1), fill=60)

    reading = marked(request_form, "item.K5", dust)
    assert reading.text == ""


def test_a_photocopied_mark_stays_a_mark(request_form: FormDefinition) -> None:
    """A hard copy of 90 percent: strokes thin, the frame is broken."""
    page = blank(request_form)
    field = request_form.field("item.K5")
    assert field is not None
    check(ImageDraw.Draw(page), field.box)
    copy = Image.new("L", page.size, 250)
    small = page.resize((round(page.width * 0.9), round(page.height * 0.9)))
    copy.paste(small.point(lambda v: 0 if v < 90 else 250), (70, 90))
    sheet = find_sheet(pixels(copy), (request_form,))
    assert sheet is not None
    assert read_tick(sheet, field).text == "1"
