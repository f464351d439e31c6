"""Words of the office's own on paper: letters, reasons, reply slips and blank forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed_pages import drawn_boxes, page_count, plain, qr_texts, text_of, text_within

from desktop.domain.form_set import FormSet
from desktop.domain.form_versions import printed_version, shipped_version, version_words
from desktop.domain.forms import Rect
from desktop.domain.letter_samples import conditions_of, refusing, sample_of
from desktop.domain.letters import Condition, LetterProblem, conditions, fill
from desktop.domain.own_texts import (
    OwnWords,
    form_in_own_words,
    form_places,
    letter_places,
    read_words,
    reason_places,
    with_own_texts,
)
from desktop.domain.requests import Reason
from desktop.letters.blank import blank_form
from desktop.letters.render import render_letter
from desktop.letters.window_page import window_page

CODES = tuple(f"D-{number:02d}" for number in range(1, 15))


def test_every_sentence_of_every_letter_may_be_the_office_s(library, fonts_dir):
    """Each text is replaced by a mark of its own; the page then shows marks and no shipped one."""
    for code in CODES:
        letter = library.latest_letter(code)
        places = letter_places(letter)
        marks = {one.place: f"置換{number}号" for number, one in enumerate(places)}
        own = with_own_texts(letter, marks, {}, {})
        seen = plain(text_of(render_letter(own, own.sample, fonts_dir)))
        found = conditions(own.sample)
        for paragraph in (*letter.opening, *letter.closing):
            if paragraph.holds(found):
                assert plain(fill(paragraph.text, letter.sample)) not in seen, code
        for number, one in enumerate(places):
            kind = one.place.split("/")[2]
            if kind in ("opening", "closing") and not one.when:
                assert f"置換{number}号" in seen, one.place


def test_a_sample_can_be_turned_to_every_case_that_a_letter_tells_apart(library, fonts_dir):
    said: set[Condition] = set()
    for code in CODES:
        letter = library.latest_letter(code)
        for condition in conditions_of(letter):
            data = sample_of(letter, condition)
            assert condition in conditions(data), (code, condition)
            said.add(condition)
            if code in ("D-03", "D-05", "D-09", "D-14"):
                assert page_count(render_letter(letter, data, fonts_dir)) >= 1
    assert {Condition.PARTIAL, Condition.REFUSED_ALL, Condition.FEE_SHORT, Condition.HEIRS} <= said


def test_the_sample_of_the_refusal_shows_any_reason(library, fonts_dir):
    letter = library.latest_letter("D-06")
    own = with_own_texts(letter, {}, {"X_KEEP": "保存の義務があるため"}, {})
    turned = refusing(own, Reason.X_KEEP)
    seen = plain(text_of(render_letter(turned, turned.sample, fonts_dir)))
    assert "保存の義務があるため" in seen
    assert len(reason_places(letter.reasons)) == 2 * len(Reason)


def test_a_form_in_other_words_is_another_version_with_the_same_geometry(library, fonts_dir):
    form = library.form("F-01")
    place = next(one for one in form_places(form) if one.shipped.startswith("・普通郵便に"))
    text = "・現金は現金書留でお送りください。"
    own = form_in_own_words(form, OwnWords(3, {place.place: text}))
    pdf = blank_form(own, fonts_dir)
    printed = plain(text_of(pdf))
    assert plain(text) in printed
    assert plain(place.shipped) not in printed
    assert "第1-3版" in printed
    assert qr_texts(pdf) == ["MDG1|F-01|103|1"]
    assert (own.fields, own.markers, own.codes) == (form.fields, form.markers, form.codes)
    assert FormSet(library.forms).form("F-01", 103) == form


def test_a_form_in_the_shipped_words_keeps_its_version(library):
    form = library.form("F-01")
    assert form_in_own_words(form, OwnWords(4, {})) == form
    other = {"F-01/2/captions/18": "・別の版の文です。"}
    assert form_in_own_words(form, OwnWords(4, other)) == form


def test_what_a_form_counts_on_is_not_the_office_s(library):
    """Its title, by which a sheet without a readable code is known, and its own version."""
    for form in library.forms:
        open_texts = {one.shipped for one in form_places(form)}
        title = max(form.captions, key=lambda caption: caption.size)
        assert title.text not in open_texts
        assert not any("{version}" in text for text in open_texts)
        number = int(form_places(form)[0].place.rpartition("/")[2])
        assert form.captions[number].text == form_places(form)[0].shipped
        words = OwnWords(1, {f"{form.code}/{form.version}/captions/0": "別の表題"})
        assert form_in_own_words(form, words).captions == form.captions


@pytest.mark.parametrize(
    ("shipped", "wording", "printed", "words"),
    [(1, 0, 1, "1"), (1, 3, 103, "1-3"), (12, 99, 1299, "12-99"), (99, 1, 9901, "99-1")],
)
def test_a_printed_version_tells_the_shipped_one_and_the_wording(shipped, wording, printed, words):
    assert printed_version(shipped, wording) == printed
    assert shipped_version(printed) == shipped
    assert version_words(printed) == words


def test_a_sentence_too_long_for_its_box_is_printed_smaller_and_stays_inside(library, fonts_dir):
    form = library.form("F-01")
    place = next(one for one in form_places(form) if one.label == "宛先")
    long = "{office}　個人情報に関するご請求を承る窓口の担当者　様方　気付　宛"
    own = form_in_own_words(form, OwnWords(1, {place.place: long}))
    pdf = blank_form(own, fonts_dir)
    box = own.captions[int(place.place.rpartition("/")[2])].box
    inside = Rect(box.x - 0.5, box.y - 1, box.width + 1, box.height + 2)
    assert plain(text_within(pdf, inside)).endswith("気付宛")


def test_a_reply_slip_carries_the_office_s_words_and_its_version(library, fonts_dir):
    letter = library.latest_letter("D-02")
    assert letter.slip is not None
    place = next(one for one in form_places(letter.slip) if one.label == "前書き")
    text = "この票を一番上にして、{address}へお送りください。"
    slip = form_in_own_words(letter.slip, OwnWords(2, {place.place: text}))
    pdf = render_letter(replace(letter, slip=slip), letter.sample, fonts_dir)
    last = page_count(pdf)
    assert letter.sample.sender.address.replace(" ", "") in plain(text_of(pdf, last))
    assert qr_texts(pdf, last) == [f"MDG1|SLIP|102|1|{letter.sample.case_number}"]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"number": 1},
        {"number": 0, "texts": {}},
        {"number": 100, "texts": {}},
        {"number": True, "texts": {}},
        {"number": 1, "texts": {"D-06/1/title/0": " "}},
        {"number": 1, "texts": {"D-06/1/corrections/OTHER": ""}},
        {"number": 1, "texts": {"D-06/1/opening/0": "あ" * 1001}},
        {"number": 1, "texts": {"D-05/1/opening/0": "別の文書の文"}},
        {"number": 1, "texts": {"D-06/1/opening/0": "{unknown}"}},
        {"number": 1, "texts": {"nowhere": "文"}},
        {"number": 1, "texts": {}, "more": 1},
    ],
)
def test_what_is_no_wording_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        read_words("D-06", value)


def test_the_page_for_the_envelope_has_the_window_s_frame_where_it_is_set(fonts_dir):
    for window in (Rect(22, 15, 83, 35), Rect(15, 12, 95, 45)):
        pdf = window_page(window, fonts_dir)
        frames = drawn_boxes(pdf)
        assert any(
            abs(one.x - window.x) < 0.5
            and abs(one.y - window.y) < 0.5
            and abs(one.width - window.width) < 1.0
            and abs(one.height - window.height) < 1.0
            for one in frames
        )
        assert "架空太郎" in plain(text_within(pdf, window))
        assert f"左端から{window.x:g}mm" in plain(text_of(pdf))
    with pytest.raises(LetterProblem):
        window_page(Rect(60, 15, 100, 35), fonts_dir)


def test_a_paragraph_that_is_left_out_is_a_wording():
    for code, place in (("D-06", "D-06/1/opening/0"), ("I-01", "I-01/1/closing/0")):
        value = {"number": 1, "texts": {place: " "}}
        assert read_words(code, value) == {"number": 1, "texts": {place: ""}}
