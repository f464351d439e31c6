"""The one definition of a form: what it must say, and how a wrong one is told (DESIGN §3)."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desktop import paths
from desktop.domain.form_set import FormSet
from desktop.domain.forms import (
    FieldKind,
    FormDefinition,
    FormProblem,
    QrText,
    Rect,
    parse,
    parse_qr,
)
from desktop.domain.reading import PageKind
from desktop.domain.requests import Item, RequestType


def read(name: str) -> dict[str, Any]:
    path = paths.forms() / "requests" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def request_form() -> FormDefinition:
    return parse(read("F-01"), "F-01.toml")


@pytest.fixture(scope="module")
def slip() -> FormDefinition:
    return parse(read("SLIP"), "SLIP.toml")


def codes(form: FormDefinition, family: str) -> set[str]:
    return {field.code for field in form.family_fields(family)}


def test_the_request_form_offers_the_three_types_that_cost_a_fee(request_form):
    assert codes(request_form, "type") == {"PURPOSE", "DISCLOSE", "DISCLOSE_3P"}


def test_the_request_form_offers_the_eight_items(request_form):
    labels = {field.code: field.label for field in request_form.family_fields("item")}
    assert labels == {
        "K1": "契約者情報",
        "K2": "契約・供給地点",
        "K3": "料金・請求・入金",
        "K4": "月別使用量",
        "K5": "30分値",
        "K6": "問い合わせ履歴",
        "K7": "同意・配信設定",
        "K8": "第三者提供記録",
    }


def test_the_request_form_offers_paper_and_disc_and_three_ways_to_pay(request_form):
    assert codes(request_form, "method") == {"PAPER", "CDR"}
    assert codes(request_form, "fee") == {"STAMPS", "POSTAL_ORDER", "TRANSFER"}


def test_the_address_is_asked_in_the_parts_that_are_compared(request_form):
    keys = [field.key for field in request_form.section_fields("applicant")]
    parts = ["postal", "prefecture", "city", "town", "block", "building", "room"]
    assert [key for key in keys if key in parts] == parts


def test_furigana_has_a_box_for_the_family_name_and_one_for_the_given_name(request_form):
    for key in ("family_kana", "given_kana"):
        field = request_form.field(key)
        assert field is not None
        assert field.kind is FieldKind.KANA


def test_the_postal_code_is_seven_equal_cells_with_a_gap_after_the_third(request_form):
    field = request_form.field("postal")
    assert field is not None
    cells = field.cell_boxes()
    assert [cell.width for cell in cells] == [7.0] * 7
    assert cells[0].x == 50.0
    assert cells[2].right == 71.0
    assert cells[3].x == 75.0
    assert cells[6].right == 103.0


def test_a_field_without_cells_is_its_own_cell(request_form):
    name = request_form.field("name")
    assert name is not None
    assert name.cell_boxes() == (name.box,)


def test_no_field_touches_a_corner_mark_or_the_code(request_form, slip):
    for form in (request_form, slip):
        marks = [m.box.grown(2) for m in form.markers] + [c.box.grown(2) for c in form.codes]
        for field in form.fields:
            assert not any(field.box.overlaps(mark) for mark in marks), field.key


def test_no_printed_sentence_stands_where_the_customer_writes(request_form, slip):
    for form in (request_form, slip):
        for field in form.fields:
            hidden = [c.text for c in form.captions if c.box.overlaps(field.box)]
            assert hidden == [], field.key


def test_the_marks_stand_clockwise_from_the_top_left(request_form, slip):
    for form in (request_form, slip):
        places = {m.id: (m.box.x, m.box.y) for m in form.page_markers(1)}
        assert places[0][0] < places[1][0]
        assert places[1][1] < places[2][1]
        assert places[3][0] < places[2][0]
        assert all(m.box.width == m.box.height == 10 for m in form.markers)


def test_a_blank_form_names_no_case_and_a_slip_does(request_form, slip):
    assert request_form.qr_text(1, "26-0007") == "MDG1|F-01|1|1"
    assert slip.qr_text(1, "26-0007") == "MDG1|SLIP|1|1|26-0007"


def test_a_code_is_read_back(request_form, slip):
    assert parse_qr("MDG1|F-01|1|1") == QrText("F-01", 1, 1)
    assert parse_qr(slip.qr_text(1, "26-0007")) == QrText("SLIP", 1, 1, "26-0007")


@pytest.mark.parametrize(
    "text",
    ["", "26-0007", "MDG1|F-01|x|1", "MDG2|F-01|1|1", "MDG1|F-01|1", "MDG1|SLIP|1|1|26 0007;"],
)
def test_a_foreign_code_is_nobodys(text):
    assert parse_qr(text) is None


def test_boxes_that_only_touch_do_not_overlap():
    box = Rect(10, 10, 5, 5)
    assert not box.overlaps(Rect(15, 10, 5, 5))
    assert not box.overlaps(Rect(10, 15, 5, 5))
    assert box.overlaps(Rect(14.9, 14.9, 5, 5))


Spoil = Callable[[dict[str, Any]], None]


def spoil_unknown_key(form: dict[str, Any]) -> None:
    form["fields"][2]["lable"] = "x"


def spoil_box(form: dict[str, Any]) -> None:
    form["fields"][3]["box"] = [48, 60, 142]


def spoil_outside(form: dict[str, Any]) -> None:
    form["fields"][3]["box"] = [200, 60, 142, 14]


def spoil_kind(form: dict[str, Any]) -> None:
    form["fields"][3]["kind"] = "texture"


def spoil_charset(form: dict[str, Any]) -> None:
    del form["fields"][3]["charset"]


def spoil_section(form: dict[str, Any]) -> None:
    form["fields"][3]["section"] = "nowhere"


def spoil_twice(form: dict[str, Any]) -> None:
    form["fields"][3]["key"] = "phone"


def spoil_overlap(form: dict[str, Any]) -> None:
    form["fields"][3]["box"] = [48, 70, 142, 14]


def spoil_marker(form: dict[str, Any]) -> None:
    form["markers"].pop()


def spoil_code(form: dict[str, Any]) -> None:
    form["codes"] = []


def spoil_placeholder(form: dict[str, Any]) -> None:
    form["captions"][1]["text"] = "{somebody}　宛"


def spoil_page(form: dict[str, Any]) -> None:
    form["captions"][1]["page"] = 2


def spoil_cells(form: dict[str, Any]) -> None:
    form["fields"][3]["cells"] = 7


def spoil_day(form: dict[str, Any]) -> None:
    form["form"]["effective_from"] = "2026-04-01"


def spoil_version(form: dict[str, Any]) -> None:
    form["form"]["version"] = "1"


def spoil_align(form: dict[str, Any]) -> None:
    form["captions"][0]["align"] = "middle"


def spoil_fill(form: dict[str, Any]) -> None:
    form["panels"][0]["fill"] = "pink"


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (spoil_unknown_key, "fields[2].lable"),
        (spoil_box, "fields[3].box"),
        (spoil_outside, "fields[3].box"),
        (spoil_kind, "fields[3].kind"),
        (spoil_charset, "fields[3].charset"),
        (spoil_section, "fields[3].section"),
        (spoil_twice, "fields"),
        (spoil_overlap, "fields"),
        (spoil_marker, "markers"),
        (spoil_code, "codes"),
        (spoil_placeholder, "captions[1].text"),
        (spoil_page, "captions[1].page"),
        (spoil_cells, "fields[3].cells"),
        (spoil_day, "form.effective_from"),
        (spoil_version, "form.version"),
        (spoil_align, "captions[0].align"),
        (spoil_fill, "panels[0].fill"),
    ],
)
def test_a_wrong_definition_is_refused_by_file_and_key(spoil: Spoil, key: str):
    form = copy.deepcopy(read("F-01"))
    spoil(form)
    with pytest.raises(FormProblem) as caught:
        parse(form, "F-01.toml")
    assert "F-01.toml" in caught.value.sentence
    assert f" {key} " in caught.value.sentence


def test_the_correction_form_offers_the_three_types_of_article_34():
    form = parse(read("F-02"), "F-02.toml")
    assert codes(form, "type") == {"CORRECT", "ADD", "DELETE"}
    written = {field.key for field in form.section_fields("changes")}
    assert {"change1_what", "change1_now", "change1_right", "evidence"} <= written


def test_the_stop_form_offers_the_types_and_grounds_of_article_35():
    form = parse(read("F-03"), "F-03.toml")
    assert codes(form, "type") == {"STOP_USE", "ERASE", "STOP_3P"}
    assert codes(form, "ground") == {
        "PURPOSE",
        "IMPROPER",
        "UNLAWFUL",
        "THIRD_PARTY",
        "NEEDLESS",
        "LEAK",
        "HARM",
    }


def test_the_power_of_attorney_names_every_type_and_item_and_is_no_request():
    form = parse(read("F-04"), "F-04.toml")
    assert form.kind is PageKind.POWER
    assert codes(form, "type") == {kind.value for kind in RequestType}
    assert codes(form, "item") == {item.value for item in Item}


@pytest.mark.parametrize("name", ["F-01", "F-02", "F-03"])
def test_each_request_form_names_the_masking_guide(name):
    form = parse(read(name), name)
    assert form.kind is PageKind.FORM
    assert parse(read(form.guide), form.guide).fields == ()


def test_a_sheet_finds_its_own_version_and_the_desk_prints_the_newest(request_form):
    second = replace(request_form, version=2)
    forms = FormSet((second, request_form))
    assert forms.form("F-01", 1) is request_form
    assert forms.form("F-01", 2) is second
    assert forms.form("F-01") is second
    assert forms.form("F-01", 3) is None
    assert forms.newest == (second,)
