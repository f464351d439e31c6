"""An own form is read as it was filled in, however it was laid on the scanner."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn_pages import (
    DPI,
    HAND,
    WRITTEN,
    blank,
    filled,
    font,
    is_black,
    photocopied,
    picture,
    pixels,
    skewed,
    write_on,
)
from PIL import Image, ImageDraw

from desktop.capture.engine import Engine
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition, Rect
from desktop.domain.own_texts import OwnWords, form_in_own_words, form_places
from desktop.domain.reading import (
    BlockedPage,
    Forbidden,
    PageKind,
    PageReading,
    Quality,
    ScreenedPage,
)

Forms = tuple[FormDefinition, ...]


def kept(engine: Engine, page: Image.Image, forms: Forms) -> ScreenedPage:
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    return answer


def texts(reading: PageReading) -> dict[str, str]:
    """What was read, without blanks: the gap in a name is not always seen."""
    return {f.key: f.text.replace(" ", "") for f in reading.fields if f.text}


@pytest.fixture(scope="module")
def page(request_form: FormDefinition) -> Image.Image:
    return filled(request_form, WRITTEN)


def test_every_field_is_read_as_written(engine: Engine, page: Image.Image, forms: Forms) -> None:
    reading = kept(engine, page, forms).reading
    assert (reading.kind, reading.form, reading.form_version, reading.form_page) == (
        PageKind.FORM,
        "F-01",
        1,
        1,
    )
    assert texts(reading) == WRITTEN
    assert reading.quality == ()
    assert reading.masked == ()


@pytest.mark.parametrize(("turned", "rotation"), [(0, 0), (90, 270), (180, 180), (270, 90)])
def test_all_four_turns_are_set_upright(
    engine: Engine, page: Image.Image, forms: Forms, turned: int, rotation: int
) -> None:
    """`turned` is how far clockwise the sheet lay; `rotation` what sets it right."""
    answer = kept(engine, page.rotate(-turned, expand=True), forms)
    assert texts(answer.reading) == WRITTEN
    assert answer.reading.rotation == rotation
    assert answer.height > answer.width


@pytest.mark.parametrize("degrees", [-3.0, -1.2, 1.7, 3.0])
def test_a_skewed_sheet_is_read(
    engine: Engine, page: Image.Image, forms: Forms, degrees: float
) -> None:
    reading = kept(engine, skewed(page, degrees), forms).reading
    assert texts(reading) == WRITTEN
    assert reading.rotation == 0


def test_a_shrunk_and_shadowed_photocopy_is_read(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    answer = kept(engine, photocopied(page), forms)
    assert texts(answer.reading) == WRITTEN
    left_edge = picture(answer.image)[300:2000, 40:60]
    assert float(np.median(left_edge)) > 225  # the shadow is gone


def test_a_box_frames_its_field_on_the_kept_picture(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    answer = kept(engine, skewed(page, 2.0), forms)
    name = answer.reading.field("name")
    assert name is not None
    assert name.box is not None
    # name: box = [48, 60, 142, 14] mm on the form, kept at 200 dpi
    assert np.allclose(name.box, [378, 472, 1118, 110], atol=2)


def test_a_lost_corner_is_told_and_the_rest_is_read(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    torn = page.copy()
    ImageDraw.Draw(torn).rectangle((0, 2100, 260, 2339), fill=250)
    reading = kept(engine, torn, forms).reading
    assert Quality.CUT_CORNER in reading.quality
    assert texts(reading) == WRITTEN


def test_a_form_whose_code_is_spoilt_is_known_by_its_title(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    spoilt = page.copy()
    ImageDraw.Draw(spoilt).rectangle((1330, 160, 1500, 300), fill=30)
    reading = kept(engine, spoilt, forms).reading
    assert reading.form == "F-01"
    assert texts(reading) == WRITTEN


def test_a_form_of_a_version_without_a_definition_is_told_as_such(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    newer = filled(replace(request_form, version=2), WRITTEN)
    reading = kept(engine, newer, forms).reading
    assert (reading.kind, reading.form, reading.form_version) == (PageKind.FORM, "F-01", 2)
    assert reading.fields == ()
    assert "架空太郎" in "".join(line.text.replace(" ", "") for line in reading.lines)


def test_two_versions_of_a_form_are_each_read_by_their_own_definition(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    """The second version has its name where the first has none."""
    fields = tuple(f for f in request_form.fields if f.key not in ("name", "family_kana"))
    name = request_form.field("name")
    assert name is not None
    moved = replace(name, box=Rect(48, 50, 61, 14), label_box=None)
    second = replace(request_form, version=2, fields=(*fields, moved))
    both = (second, *forms)
    assert texts(kept(engine, filled(second, {"name": "見本花子"}), both).reading) == {
        "name": "見本花子"
    }
    assert texts(kept(engine, filled(request_form, WRITTEN), both).reading) == WRITTEN


def test_one_changed_digit_changes_the_reading(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    other = kept(engine, filled(request_form, {**WRITTEN, "room": "208"}), forms).reading
    assert texts(other) == {**WRITTEN, "room": "208"}


def test_an_empty_form_reads_empty_and_asks_for_what_is_required(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    reading = kept(engine, blank(request_form), forms).reading
    assert texts(reading) == {}
    name, building = reading.field("name"), reading.field("building")
    assert name is not None
    assert building is not None
    assert not name.sure
    assert building.sure


def test_a_missing_digit_of_the_postal_code_is_not_sure(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    short = filled(request_form, {**WRITTEN, "postal": "350 942"})
    postal = kept(engine, short, forms).reading.field("postal")
    assert postal is not None
    assert postal.text == "350942"
    assert not postal.sure


def test_a_reply_slip_names_its_case(engine: Engine, slip: FormDefinition, forms: Forms) -> None:
    page = filled(slip, {"name": "見本花子", "enclosure.JUM": "1"}, "26-0007")
    reading = kept(engine, page, forms).reading
    assert (reading.kind, reading.case_number) == (PageKind.SLIP, "26-0007")
    assert texts(reading) == {"name": "見本花子", "enclosure.JUM": "1"}


@pytest.mark.parametrize("number", ["1234 5678 9018", "123456789018", "1234-5678-9018"])
def test_twelve_digits_in_the_margin_are_blacked_out_and_asked_about(
    engine: Engine, page: Image.Image, forms: Forms, number: str
) -> None:
    answer = kept(engine, write_on(page.copy(), 110, 276, number), forms)
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.MY_NUMBER_LIKE}
    assert "5678" not in repr(answer.reading)
    assert is_black(answer)


@pytest.mark.parametrize(
    ("way", "shade"), [("across", 215), ("down", 60), ("down", 215), ("turned", 60)]
)
def test_pencilled_digits_and_digits_downwards_on_the_rim_are_blacked_out_and_asked_about(
    engine: Engine, page: Image.Image, forms: Forms, way: str, shade: int
) -> None:
    written, pen = page.copy(), Image.new("L", page.size, 255)
    draw, size, number = ImageDraw.Draw(pen), 4.5, "123456789018"
    hand, mm = font(HAND, size), DPI / 25.4
    if way == "down":
        for place, digit in enumerate(number):
            draw.text((200 * mm, (60 + 1.05 * size * place) * mm), digit, font=hand, fill=0)
    else:
        draw.text((20 * mm, 284 * mm), number, font=hand, fill=0)
    if way == "turned":
        strip = pen.crop((0, round(282 * mm), round(80 * mm), round(292 * mm)))
        pen.paste(255, (0, 0, *page.size))
        pen.paste(strip.rotate(90, expand=True), (round(5 * mm), round(150 * mm)))
    written.paste(shade, (0, 0, *page.size), pen.point(lambda value: 255 - value))
    answer = kept(engine, written, forms)
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.MY_NUMBER_LIKE}
    assert "5678" not in repr(answer.reading)
    assert is_black(answer)


def test_a_my_number_named_as_such_in_the_margin_blocks_the_form(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    written = write_on(page.copy(), 90, 276, "個人番号 123456789018")
    answer = read_page(engine, pixels(written), forms)
    assert isinstance(answer, BlockedPage)
    assert answer.kind is PageKind.FORM
    assert {found.kind for found in answer.forbidden} == {Forbidden.MY_NUMBER}
    assert "5678" not in repr(answer)


def test_twelve_digits_in_a_field_are_blacked_out_and_the_field_is_empty(
    engine: Engine, request_form: FormDefinition, forms: Forms
) -> None:
    page = filled(request_form, {**WRITTEN, "phone": "123456789018"})
    answer = kept(engine, page, forms)
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.MY_NUMBER_LIKE}
    assert "123456789018" not in repr(answer.reading)
    phone = answer.reading.field("phone")
    assert phone is not None
    assert (phone.text, phone.sure) == ("", False)
    assert is_black(answer)


def test_a_note_in_the_margin_is_read_and_blocks_nothing(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    noted = write_on(page.copy(), 110, 276, "日中は不在です")
    (line,) = kept(engine, noted, forms).reading.lines
    assert line.text == "日中は不在です"


def test_a_reading_never_uses_what_a_form_printed(
    engine: Engine, page: Image.Image, forms: Forms
) -> None:
    assert kept(engine, page, forms).reading.lines == ()


def test_a_photographed_sheet_is_read(engine: Engine, page: Image.Image, forms: Forms) -> None:
    """Taken from below: the upper edge is shorter than the lower one."""
    width, height = page.size
    seen = cv2.getPerspectiveTransform(
        np.float32([(0, 0), (width, 0), (width, height), (0, height)]),
        np.float32([(150, 90), (width - 190, 60), (width - 30, height - 20), (20, height - 40)]),
    )
    photo = cv2.warpPerspective(np.asarray(page), seen, (width, height), borderValue=120)
    assert texts(kept(engine, Image.fromarray(photo), forms).reading) == WRITTEN


def test_a_slip_in_the_office_s_own_words_is_read_like_the_shipped_one(
    engine: Engine, slip: FormDefinition, forms: Forms
) -> None:
    place = next(one for one in form_places(slip) if one.label == "前書き")
    own = form_in_own_words(slip, OwnWords(7, {place.place: "この票を一番上にしてください。"}))
    page = filled(own, {"name": WRITTEN["name"]}, case_number="26-0007")
    reading = kept(engine, page, forms).reading
    assert (reading.kind, reading.form, reading.form_version) == (PageKind.SLIP, "SLIP", 107)
    assert reading.case_number == "26-0007"
    assert texts(reading) == {"name": WRITTEN["name"]}
