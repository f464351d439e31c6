"""Pages with pictures: what was read stands drawn where it was read."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from mail_bag import ICHIRO, Customer
from PIL import Image, ImageDraw, ImageFont

from desktop import paths
from desktop.domain.reading import Box, FieldReading, PageKind, PageReading, ScreenedPage

TARO = replace(
    ICHIRO,
    name="架空 太郎",
    family_kana="カクウ",
    given_kana="タロウ",
    block="14-6",
    building="コーポ若葉",
    room="203",
)
_SIZE = (1240, 1754)
_PER_MM = 1240 / 210

FORM_BOXES: Mapping[str, tuple[float, float, float, float]] = {
    "family_kana": (58, 50, 61, 10),
    "given_kana": (129, 50, 61, 10),
    "name": (48, 60, 142, 14),
    "birth": (48, 74, 57, 11),
    "phone": (133, 74, 57, 11),
    "postal": (50, 86.5, 53, 9),
    "prefecture": (133, 85, 57, 12),
    "city": (48, 97, 57, 12),
    "town": (133, 97, 57, 12),
    "block": (48, 109, 57, 12),
    "building": (133, 109, 57, 12),
    "room": (48, 121, 57, 12),
    "type.DISCLOSE": (26, 147, 5, 5),
    "type.PURPOSE": (62, 147, 5, 5),
    "type.DISCLOSE_3P": (114, 147, 5, 5),
    "item.K1": (26, 168.5, 5, 5),
    "item.K2": (80, 168.5, 5, 5),
    "item.K3": (134, 168.5, 5, 5),
    "method.PAPER": (54, 209.5, 5, 5),
    "fee.STAMPS": (54, 219.5, 5, 5),
}


def form(
    customer: Customer = TARO,
    *,
    ticks: Sequence[str] = (
        "type.DISCLOSE",
        "item.K1",
        "item.K3",
        "method.PAPER",
        "fee.STAMPS",
    ),
    unsure: Sequence[str] = (),
) -> ScreenedPage:
    fields = {**customer.fields(), **dict.fromkeys(ticks, "1")}
    placed = {key: (text, _pixels(FORM_BOXES[key])) for key, text in fields.items()}
    return _page(
        PageKind.FORM, "個人情報 開示等請求書", placed, unsure, form="F-01", form_version=1
    )


def licence(customer: Customer = TARO, **changes: str) -> ScreenedPage:
    fields = {
        "name": customer.name,
        "address": customer.address,
        "birth": customer.birth,
        "expires": "2029-06-06",
        **changes,
    }
    placed = {
        key: (text, (150, 320 + 100 * n, 900 if key == "address" else 420, 46))
        for n, (key, text) in enumerate(fields.items())
    }
    return _page(PageKind.DL, "運転免許証", placed, (), masked=((150, 900, 500, 60),))


def stamps() -> ScreenedPage:
    return _page(PageKind.STAMPS, "切手 220円 220円", {}, ())


def envelope() -> ScreenedPage:
    return _page(PageKind.ENVELOPE, "みどり野電力株式会社 御中", {}, ())


def _page(
    kind: PageKind,
    title: str,
    placed: Mapping[str, tuple[str, Box]],
    unsure: Sequence[str],
    **more: object,
) -> ScreenedPage:
    masked = more.get("masked", ())
    framed = kind is PageKind.FORM
    large, small = _drawn(title, tuple(placed.values()), framed, masked)  # type: ignore[arg-type]
    readings = tuple(
        FieldReading(key, text, 0.6 if key in unsure else 0.99, key not in unsure, box)
        for key, (text, box) in placed.items()
    )
    reading = PageReading(kind, fields=readings, **more)  # type: ignore[arg-type]
    return ScreenedPage(large, small, *_SIZE, reading)


@cache
def _drawn(
    title: str, placed: Sequence[tuple[str, Box]], framed: bool, masked: Sequence[Box]
) -> tuple[bytes, bytes]:
    """The picture and its thumbnail; most tests draw the same pages."""
    picture = Image.new("RGB", _SIZE, (253, 252, 249))
    pen = ImageDraw.Draw(picture)
    font = str(paths.resources() / "fonts" / "NotoSansJP_400Regular.ttf")
    pen.text((_SIZE[0] / 2, 130), title, (20, 24, 30), ImageFont.truetype(font, 46), anchor="mm")
    for text, (left, top, width, height) in placed:
        if text == "1":
            pen.rectangle((left, top, left + width, top + height), outline=(90, 96, 104), width=2)
            pen.line((left + 4, top + 14, left + 12, top + 24), (30, 40, 90), 4)
            pen.line((left + 12, top + 24, left + 30, top - 6), (30, 40, 90), 4)
            continue
        size = min(height - 14, 34)
        pen.text(
            (left + 12, top + height / 2),
            text,
            (30, 40, 90),
            ImageFont.truetype(font, size),
            anchor="lm",
        )
        if framed:
            pen.rectangle((left, top, left + width, top + height), outline=(90, 96, 104), width=2)
    for left, top, width, height in masked:
        pen.rectangle((left, top, left + width, top + height), fill=(0, 0, 0))
    return _jpeg(picture), _jpeg(picture.resize((248, 351)))


def _pixels(box: tuple[float, float, float, float]) -> Box:
    left, top, width, height = (round(value * _PER_MM) for value in box)
    return left, top, width, height


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
