"""A letter that the network passes over leaves ink behind, and the field is not taken unseen."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_pages import DPI, HAND, font
from PIL import Image, ImageDraw

from desktop.capture.engine import Char, Engine
from desktop.capture.pixels import Gray
from desktop.capture.unread_ink import all_read, sizes_told
from desktop.domain.forms import Charset

MM = DPI / 25.4
TALL = 5.0  # millimetres


def line(text: str, *, small: str = "") -> Gray:
    """The text as the reader gets it: its ink with a margin. `small` is written at 6/10."""
    page = Image.new("L", (round((len(text) + 2) * TALL * MM), round(2 * TALL * MM)), 250)
    pen, x = ImageDraw.Draw(page), TALL * MM / 2
    for letter in text:
        size = TALL * 0.6 if letter in small else TALL
        pen.text((x, 1.5 * TALL * MM), letter, font=font(HAND, size), fill=40, anchor="ls")
        x += pen.textlength(letter, font=font(HAND, size)) + 0.2 * MM
    picture = np.asarray(page)
    down, across = np.nonzero(picture < 200)
    edge = round(0.8 * MM)
    return picture[down.min() - edge : down.max() + edge, across.min() - edge : across.max() + edge]


def read(engine: Engine, crop: Gray, charset: Charset, text: str) -> tuple[Char, ...]:
    chars = engine.read([crop], charset)[0].chars
    assert "".join(char.text for char in chars).replace(" ", "") == text
    return tuple(char for char in chars if not char.text.isspace())


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("緑が丘", Charset.JAPANESE),
        ("架空みどり", Charset.JAPANESE),
        ("埼玉県川越市宮下町3丁目21番8号", Charset.JAPANESE),
        ("サンライズ荘201", Charset.JAPANESE),
        ("12-7", Charset.NUMBER),
        ("カクウ", Charset.KANA),
        ("049-212-4710", Charset.PHONE),
        ("令和8年1月17日", Charset.DATE),
    ],
)
def test_a_line_read_to_its_ends_leaves_no_ink_and_a_letter_dropped_at_an_end_does(
    engine: Engine, text: str, charset: Charset
) -> None:
    crop = line(text)
    chars = read(engine, crop, charset, text)
    assert all_read(crop, chars, charset)
    if not chars[0].text.isascii():
        assert not all_read(crop, chars[1:], charset)
    if not chars[-1].text.isascii():
        assert not all_read(crop, chars[:-1], charset)


@pytest.mark.parametrize("text", ["緑が丘町", "架空みどり", "群馬県高崎市"])
def test_a_letter_dropped_inside_a_line_leaves_ink(engine: Engine, text: str) -> None:
    crop = line(text)
    chars = read(engine, crop, Charset.JAPANESE, text)
    for gone in range(1, len(chars) - 1):
        assert not all_read(crop, chars[:gone] + chars[gone + 1 :], Charset.JAPANESE)


@pytest.mark.parametrize(
    ("text", "small", "said", "told"),
    [
        ("リョウタ", "ョ", "リョウタ", True),
        ("リヨウタ", "", "リヨウタ", True),
        ("タメシヤマ", "", "タメシャマ", False),  # written large, read small
        ("キヨウコ", "ヨ", "キヨウコ", False),  # written small, read large
    ],
)
def test_a_small_kana_is_as_small_as_it_is_said_to_be(
    engine: Engine, text: str, small: str, said: str, told: bool
) -> None:
    crop = line(text, small=small)
    places = engine.read([crop], Charset.KANA)[0].chars
    assert len(places) == len(said)
    chars = tuple(Char(a, 0.99, one.at) for a, one in zip(said, places, strict=True))
    assert sizes_told(crop, chars) is told
