"""Paper for a feeder: sheets of the sample office's mail, and what else lies in a day's stack.

Every sheet is the JPEG that a scanner at 200 dpi gives of it.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageSequence

from desktop import paths
from desktop.services.stationery import blank_form

_OFFICE = paths.resources() / "sample_office"
_DPI = 200
_WIDTH, _HEIGHT = 1654, 2339  # A4
_PAPER = 250

LETTER = (
    "みどり野電力株式会社",
    "個人情報お問い合わせ窓口　御中",
    "",
    "拝啓　時下ますますご清栄のこととお喜び申し上げます。",
    "私の電気の契約について、御社が持っている個人情報を",
    "見せていただきたく、この手紙を書いています。",
    "様式が手元になく、手紙でのお願いになりました。",
    "契約の内容と、これまでのお支払いの記録を希望します。",
    "写しは郵送で、下の住所へお送りください。",
    "足りない書類があれば、電話でご連絡ください。",
    "どうぞよろしくお願いいたします。",
    "敬具",
    "令和8年11月6日",
    "〒350-9942",
    "埼玉県みどり野市若葉町2丁目14番6号",
    "氏名　架空 太郎",
    "生年月日　昭和55年5月6日",
    "電話　090-0000-1234",
)


@cache
def truth() -> Mapping[str, Any]:
    """The envelopes of the sample office by their id, as they were written."""
    told = json.loads((_OFFICE / "truth" / "truth.json").read_text("utf-8"))
    return {envelope["id"]: envelope for envelope in told["envelopes"]}


@cache
def envelope(stem: str) -> tuple[bytes, ...]:
    """The sheets of an envelope of the sample office."""
    return tuple(
        jpeg(picture)
        for name in truth()[stem]["files"]
        for picture in _pictures((_OFFICE / "mail" / name).read_bytes(), name)
    )


@cache
def separator() -> bytes:
    """The sheet between two envelopes, printed by the product."""
    pdf = blank_form("SEPARATOR", paths.forms(), paths.resources())
    return jpeg(next(iter(_pictures(pdf, ".pdf"))))


@cache
def blank() -> bytes:
    return jpeg(Image.new("L", (_WIDTH, _HEIGHT), _PAPER))


@cache
def written(*lines: str, covered: int | None = None) -> bytes:
    """A sheet of plain paper with these lines; one of them may be covered with black."""
    image = Image.new("L", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(paths.resources() / "fonts" / "NotoSansJP_400Regular.ttf"), 44)
    for number, line in enumerate(lines):
        top = 200 + 105 * number
        pen.text((160, top), line, fill=40, font=face)
        if number == covered:
            pen.rectangle((150, top - 12, 1500, top + 76), fill=0)
    return jpeg(image)


@cache
def slip(number: str, stem: str) -> bytes:
    """返信票 of this case, filled in by who sent an envelope of the sample office."""
    if str(_OFFICE) not in sys.path:
        sys.path.insert(0, str(_OFFICE))
    from maker.desk_papers import Papers
    from maker.filling import Blanks
    from maker.office import plan_office
    from maker.scanner import Flaws, scan

    fonts = paths.resources() / "fonts"
    _register, plans = plan_office(1, _OFFICE, paths.forms(), fonts)
    customer = next(plan.customer for plan in plans if plan.stem == stem)
    assert customer is not None
    dice = random.Random(f"slip {number}")
    papers = Papers(dice, Blanks(paths.forms(), fonts), fonts)
    page = papers.slip(customer.person, number, date(2026, 11, 9), "JUM")
    drawn = page.draw(_DPI, dice).image
    return jpeg(scan(drawn, _DPI, Flaws.thrown(dice), dice.getrandbits(48), colour=page.colour))


def turned(sheet: bytes, degrees: int) -> bytes:
    """The sheet as it comes when it was laid in turned."""
    return jpeg(Image.open(io.BytesIO(sheet)).rotate(degrees, expand=True))


def jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=72, dpi=(_DPI, _DPI))
    return stream.getvalue()


def _pictures(data: bytes, name: str) -> list[Image.Image]:
    if not name.endswith(".pdf"):
        return [one.convert(_mode(one)) for one in ImageSequence.Iterator(_opened(data))]
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=_DPI / 72).to_pil() for page in document]
    finally:
        document.close()


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _mode(picture: Image.Image) -> str:
    return "L" if picture.mode == "L" else "RGB"
