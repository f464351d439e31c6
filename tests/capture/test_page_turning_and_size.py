"""Other papers lie as they lie: each is set upright; what is kept of any page is small enough."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import pytest
from drawn_pages import A4, DPI, SANS, SERIF, font, pixels
from PIL import Image, ImageDraw

from desktop import paths
from desktop.capture.decode import pages
from desktop.capture.encode import keep, kept_scale
from desktop.capture.engine import Engine
from desktop.capture.free_page import read_free
from desktop.capture.read_page import read_page
from desktop.domain.reading import ScreenedPage

LETTER = (
    "拝啓　秋も深まってまいりました。", "このたび貴社がお持ちの私の個人情報につきまして、",
    "開示をお願いしたくお便りいたします。", "同封の書類をご確認のうえ、ご返送ください。",
    "なお日中は不在にしておりますので、", "ご連絡は書面にてお願いいたします。",
    "住所は川越市若葉町二丁目です。", "どうぞよろしくお願い申し上げます。敬具",
)  # fmt: skip
TURNS = [(0, 0), (90, 270), (180, 180), (270, 90)]


def across() -> Image.Image:
    page = Image.new("L", A4, 250)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(LETTER):
        pen.text((180, 260 + 110 * number), line, font=font(SERIF, 5.0), fill=40)
    return page


def downwards() -> Image.Image:
    """A letter written in columns from the right, one letter under another."""
    page = Image.new("L", A4, 250)
    pen = ImageDraw.Draw(page)
    step = round(6.2 * DPI / 25.4)
    for column, line in enumerate(LETTER):
        for row, letter in enumerate(line):
            x, y = A4[0] - 260 - 130 * column, 250 + step * row
            # A full stop of a column stands at the upper right of its square.
            x, y = (x + step // 2, y - step // 2) if letter in "。、" else (x, y)
            pen.text((x, y), letter, font=font(SANS, 5.4), fill=40, anchor="mm")
    return page


@pytest.mark.parametrize(("turned", "rotation"), TURNS)
def test_a_letter_is_set_upright_from_every_turn(
    engine: Engine, turned: int, rotation: int
) -> None:
    free = read_free(engine, pixels(across().rotate(-turned, expand=True)))
    assert free.rotation == rotation
    assert "個人情報" in "".join(line.text for line in free.lines)


@pytest.mark.parametrize(("turned", "rotation"), TURNS)
def test_a_letter_written_downwards_is_set_upright_from_every_turn(
    engine: Engine, turned: int, rotation: int
) -> None:
    free = read_free(engine, pixels(downwards().rotate(-turned, expand=True)))
    assert free.rotation == rotation


@pytest.mark.parametrize("degrees", [-4.0, 3.0])
def test_a_crooked_letter_is_laid_level(engine: Engine, degrees: float) -> None:
    crooked = across().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=250)
    free = read_free(engine, pixels(crooked))
    tall = [line.box[3] for line in free.lines if len(line.text) > 12]
    assert tall
    assert max(tall) < 12 * DPI / 25.4  # a crooked line's box is higher


def _sample_files() -> list[Path]:
    folder = paths.resources() / "sample_office" / "mail"
    return sorted(file for file in folder.iterdir() if file.suffix in (".tif", ".jpg", ".pdf"))


def test_every_page_of_the_sample_mail_is_kept_in_four_hundred_kilobytes() -> None:
    files = _sample_files()
    assert {file.suffix for file in files} == {".tif", ".jpg", ".pdf"}
    for file in files:
        for page in pages(file.read_bytes()):
            scale = kept_scale(page.dpi)
            small = cv2.resize(page.array, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            data, width, height = keep(small)
            assert len(data) <= 400_000
            # Nothing is given up of the 200 dots an inch: quality falls first.
            assert (height, width) == small.shape[:2]


def test_a_paper_with_pictures_keeps_its_colours(engine: Engine) -> None:
    page = across().convert("RGB")
    page.paste((200, 60, 50), (300, 1500, 700, 1900))
    answer = read_page(engine, pixels(page), ())
    assert isinstance(answer, ScreenedPage)
    kept = Image.open(io.BytesIO(answer.image))
    assert kept.mode == "RGB"
    red, _, blue = kept.getpixel((500, 1700))
    assert red - blue > 100
