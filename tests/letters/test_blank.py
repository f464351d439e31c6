"""The blank forms on paper: all that the definition says and all that a machine must find."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from printed_pages import corner_marks, drawn_boxes, page_count, plain, qr_texts, text_of

from desktop import paths
from desktop.domain.forms import FieldKind, FormProblem
from desktop.letters.blank import blank_form
from desktop.letters.marks import aruco
from desktop.services.stationery import blank_form as printed_form


def numbers(form):
    return "26-0007" if form.carries_case_number else ""


def test_every_form_prints(library, fonts_dir):
    assert {form.code for form in library.forms} >= {"F-01", "SLIP"}
    for form in library.forms:
        pdf = blank_form(form, fonts_dir, numbers(form))
        assert page_count(pdf) == form.pages
        printed = plain(text_of(pdf))
        assert plain(form.title) in printed
        for field in form.fields:
            assert plain(field.print_label or field.label) in printed, field.key


def test_the_code_and_the_four_corners_are_found_where_they_are_declared(library, fonts_dir):
    for form in library.forms:
        pdf = blank_form(form, fonts_dir, numbers(form))
        assert qr_texts(pdf) == [form.qr_text(1, numbers(form))]
        found = corner_marks(pdf)
        assert set(found) == {marker.id for marker in form.markers}
        for marker in form.markers:
            place = found[marker.id]
            assert place.x == pytest.approx(marker.box.x, abs=0.2)
            assert place.y == pytest.approx(marker.box.y, abs=0.2)
            assert place.right == pytest.approx(marker.box.right, abs=0.2)
            assert place.bottom == pytest.approx(marker.box.bottom, abs=0.2)


def test_the_corners_are_those_of_the_public_dictionary():
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for number in range(8):
        drawn = cv2.aruco.generateImageMarker(dictionary, number, 6)
        assert np.array_equal(np.array(aruco(number)), drawn == 0)


def test_every_tick_box_and_every_postal_cell_is_a_frame_on_the_paper(library, fonts_dir):
    form = library.form("F-01")
    frames = drawn_boxes(blank_form(form, fonts_dir))

    def framed(box):
        return any(
            frame.x == pytest.approx(box.x, abs=0.5)
            and frame.y == pytest.approx(box.y, abs=0.5)
            and frame.width == pytest.approx(box.width, abs=0.8)
            and frame.height == pytest.approx(box.height, abs=0.8)
            for frame in frames
        )

    ticks = [field for field in form.fields if field.kind is FieldKind.TICK]
    assert len(ticks) == 25
    assert all(framed(field.box) for field in ticks)
    postal = form.field("postal")
    assert postal is not None
    assert all(framed(cell) for cell in postal.cell_boxes())


def test_the_offices_name_and_fee_come_from_its_settings(library, fonts_dir):
    values = {"office": "架空電力株式会社", "desk": "お客様窓口", "unit": "330"}
    printed = text_of(blank_form(library.form("F-01"), fonts_dir, values=values))
    assert "架空電力株式会社　お客様窓口　宛" in printed
    assert "1項目につき330円" in printed
    assert "みどり野電力" not in printed


def test_the_same_form_gives_the_same_bytes(library, fonts_dir):
    form = library.form("F-01")
    assert blank_form(form, fonts_dir) == blank_form(form, fonts_dir)


def test_the_masking_guide_is_the_last_page_of_a_printed_request_form():
    for code, pages in (("F-01", 2), ("F-02", 2), ("F-03", 2), ("F-04", 1)):
        pdf = printed_form(code, paths.forms(), paths.resources())
        assert page_count(pdf) == pages
        assert ("同封書類の黒塗り例" in text_of(pdf, pages)) == (pages == 2)


def test_the_guide_to_a_request_says_where_to_what_and_how_much_and_shows_what_to_mask():
    """F-05 案内・マスキング例 (DOMAIN §9): the guide, and behind it the pictures."""
    pdf = printed_form("F-05", paths.forms(), paths.resources())
    assert page_count(pdf) == 2
    told, masks = plain(text_of(pdf, 1)), plain(text_of(pdf, 2))
    assert "みどり野市中央一丁目1番1号" in told
    assert "1項目につき220円" in told
    assert all(f"F-0{number}" in told for number in range(1, 5))
    for word in ("個人番号", "裏面", "保険者番号", "記号・番号・枝番", "本籍", "続柄", "臓器提供"):
        assert word in masks


def test_a_slip_without_a_case_is_refused(library, fonts_dir):
    with pytest.raises(FormProblem):
        blank_form(library.form("SLIP"), fonts_dir)


def test_a_slip_shows_its_case_number_to_the_customer(library, fonts_dir):
    assert "受付番号　26-0007" in text_of(blank_form(library.form("SLIP"), fonts_dir, "26-0007"))


def test_the_form_warns_of_the_numbers_that_may_not_be_kept(library, fonts_dir):
    printed = plain(text_of(blank_form(library.form("F-01"), fonts_dir)))
    assert "個人番号（マイナンバー）" in printed
    assert "基礎年金番号" in printed
    assert "現金を入れないでください" in printed
