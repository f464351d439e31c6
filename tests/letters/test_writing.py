"""Names as they may be printed (CAPTURE §2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.fonts import FontMissing, load_fonts
from desktop.letters.writing import MissingGlyph, clean


def test_control_and_direction_marks_are_stripped():
    assert clean("架空\u202e太郎\u2066\u200f\u0007\ufeff").text == "架空太郎"


def test_a_variation_selector_stays_behind_the_letter_whose_shape_it_names():
    cleaned = clean("葛\U000e0101城 辻\ufe00")
    assert cleaned.text == "葛\U000e0101城 辻\ufe00"
    assert cleaned.notes == ()


def test_a_variation_selector_that_names_no_shape_goes():
    assert clean("\U000e0101葛\U000e0101\U000e0100城 \ufe00。\ufe0e").text == "葛\U000e0101城 。"


def test_marks_that_nobody_sees_are_told():
    assert clean("架空\u202e太郎\u2066").notes == (
        "目に見えない制御文字が2字あるため、取りのぞいて印字します。",
    )
    assert clean("\ufeff一行目\r\n二行目").notes == ()


def test_an_ordinary_name_is_left_alone():
    for name in ("髙﨑 𠮷子", "架空 太郎", "見本　花子", "ｶｸｳ"):
        assert clean(name).text == name
        assert clean(name).notes == ()


def test_a_loose_voiced_mark_is_joined_to_its_kana():
    assert clean("か\u3099").text == "が"


def test_a_compatibility_ideograph_keeps_its_shape():
    assert clean("\ufa10本 \ufa19谷").text == "\ufa10本 \ufa19谷"


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str):
    once = clean(text).text
    assert clean(once).text == once


def test_the_print_fonts_hold_the_characters_of_japanese_names(fonts_dir):
    fonts = load_fonts(fonts_dir)
    for face in ("sans-400", "sans-500", "sans-700", "serif-400", "serif-700"):
        fonts.require("髙﨑𠮷邉邊齋齊斎濵德瀨ヶ塚〒", face)


def test_an_unknown_character_is_named(fonts_dir):
    fonts = load_fonts(fonts_dir)
    with pytest.raises(MissingGlyph) as caught:
        fonts.require("架空\U00020000", "serif-400")
    assert caught.value.character == "\U00020000"
    assert "U+20000" in caught.value.sentence
    assert "架空" not in str(caught.value)


def test_a_gaiji_is_refused_and_never_passed_over(fonts_dir):
    assert clean("架空\ue000郎").text == "架空\ue000郎"
    with pytest.raises(MissingGlyph) as caught:
        load_fonts(fonts_dir).require(clean("架空\ue000郎").text, "serif-700")
    assert "U+E000" in caught.value.sentence


def test_a_missing_font_file_is_named_without_its_folder(tmp_path):
    with pytest.raises(FontMissing) as caught:
        load_fonts(tmp_path)
    assert "NotoSansJP_400Regular.ttf" in caught.value.sentence
    assert str(tmp_path) not in str(caught.value)
