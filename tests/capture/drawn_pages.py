"""Pages drawn at known truth: own forms filled in by hand, and invented papers."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop import paths
from desktop.capture.pixels import Pixels
from desktop.domain.forms import FieldKind, FormDefinition, Rect
from desktop.domain.reading import ScreenedPage
from desktop.letters.blank import blank_form

FONTS = paths.resources() / "fonts"
HAND = "KleeOne_600SemiBold.ttf"
SANS = "NotoSansJP_500Medium.ttf"
SERIF = "NotoSerifJP_400Regular.ttf"
DPI = 200
A4 = (1654, 2339)

# What a customer wrote on F-01.
WRITTEN = {
    "request_date": "令和8年11月6日",
    "family_kana": "カクウ",
    "given_kana": "タロウ",
    "name": "架空太郎",
    "birth": "昭和60年4月5日",
    "phone": "0499-00-0142",
    "postal": "3509942",
    "prefecture": "埼玉県",
    "city": "みどり野市",
    "town": "若葉町2丁目",
    "block": "14-6",
    "building": "コーポ若葉",
    "room": "203",
    "type.DISCLOSE": "1",
    "item.K1": "1",
    "item.K3": "1",
    "method.PAPER": "1",
    "fee.STAMPS": "1",
    "enclosure.DL": "1",
}


def font(name: str, millimetres: float, dpi: int = DPI) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), round(millimetres * dpi / 25.4))


def blank(form: FormDefinition, case_number: str = "", dpi: int = DPI) -> Image.Image:
    document = pypdfium2.PdfDocument(blank_form(form, FONTS, case_number))
    return document[0].render(scale=dpi / 72).to_pil().convert("L")


def filled(
    form: FormDefinition,
    values: Mapping[str, str],
    case_number: str = "",
    dpi: int = DPI,
) -> Image.Image:
    """The blank with `values` written into its boxes; a tick's value is "1"."""
    page = blank(form, case_number, dpi)
    pen = ImageDraw.Draw(page)
    for field in form.fields:
        text = values.get(field.key, "")
        if not text:
            continue
        if field.kind is FieldKind.TICK:
            _tick(pen, field.box, dpi)
        elif field.kind is FieldKind.COMB:
            for cell, character in zip(field.cell_boxes(), text, strict=True):
                _write(pen, cell, character, 6.0, dpi, indent=1.6)
        else:
            _write(pen, field.box, text, 5.4, dpi)
    return page


def _write(
    pen: ImageDraw.ImageDraw, box: Rect, text: str, size: float, dpi: int, indent: float = 2.0
) -> None:
    scale = dpi / 25.4
    place = ((box.x + indent) * scale, (box.y + box.height / 2) * scale)
    pen.text(place, text, font=font(HAND, size, dpi), fill=45, anchor="lm")


def _tick(pen: ImageDraw.ImageDraw, box: Rect, dpi: int) -> None:
    scale = dpi / 25.4
    points = [(0.6, 2.6), (2.2, 4.2), (5.2, 0.4)]
    line = [((box.x + x) * scale, (box.y + y) * scale) for x, y in points]
    pen.line(line, fill=45, width=round(0.6 * scale))


def write_on(page: Image.Image, x: float, y: float, text: str, size: float = 5.0) -> Image.Image:
    """A line in handwriting at a place in millimetres."""
    place = (x * DPI / 25.4, y * DPI / 25.4)
    ImageDraw.Draw(page).text(place, text, font=font(HAND, size), fill=45, anchor="lm")
    return page


def paper(*lines: tuple[float, float, str, float], face: str = SANS) -> Image.Image:
    """White A4 with printed lines: x, y of the middle and height in millimetres."""
    page = Image.new("L", A4, 252)
    pen = ImageDraw.Draw(page)
    for x, y, text, size in lines:
        place = (x * DPI / 25.4, y * DPI / 25.4)
        pen.text(place, text, font=font(face, size), fill=40, anchor="lm")
    return page


def licence(
    name: str = "架空　太郎",
    address: str = "埼玉県川越市宮下町2丁目10番16号",
    number: str = "300512345680",
) -> Image.Image:
    """An invented 運転免許証; only the words are those of real cards."""
    return paper(
        (30, 40, "運転免許証", 4.5),
        (30, 50, "氏名", 3.2), (45, 50, name, 4.6),
        (30, 59, "生年月日", 3.2), (50, 59, "昭和60年4月5日生", 4.2),
        (30, 68, "住所", 3.2), (45, 68, address, 4.2),
        (30, 78, "交付", 3.2), (45, 78, "令和6年5月18日", 4.2),
        (30, 88, "令和11年6月9日まで有効", 5.0),
        (30, 98, "番号", 3.2), (45, 98, f"第　{number}　号", 4.4),
        (30, 108, "例示県公安委員会", 3.6),
    )  # fmt: skip


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=250)


def photocopied(page: Image.Image, seed: int = 3) -> Image.Image:
    """Shrunk to 94 %, harder, with dust and a shadow down one side."""
    rng = np.random.default_rng(seed)
    small = page.resize((round(page.width * 0.94), round(page.height * 0.94)))
    copy = Image.new("L", page.size, 250)
    copy.paste(small, (40, 60))
    gray = np.asarray(copy, dtype=np.float32)
    gray = (gray - 128) * 1.25 + 128 + rng.normal(0, 7, gray.shape)
    gray *= 1 - 0.35 * np.exp(-np.arange(page.width) / 120)
    for _ in range(150):
        y, x = rng.integers(0, page.height - 2), rng.integers(0, page.width - 2)
        gray[y : y + 2, x : x + 2] = 60
    return Image.fromarray(np.clip(gray, 0, 255).astype(np.uint8))


def pixels(page: Image.Image, dpi: float = DPI) -> Pixels:
    array: NDArray[np.uint8] = np.asarray(page.convert("L" if page.mode == "L" else "RGB"))
    return Pixels(array, dpi)


def picture(data: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"))


def is_black(answer: ScreenedPage) -> bool:
    """Every mask is black on the kept picture, but for the JPEG's rim."""
    image = picture(answer.image)
    return bool(answer.reading.masked) and all(
        image[y + 3 : y + height - 3, x + 3 : x + width - 3].max() < 25
        for x, y, width, height in answer.reading.masked
    )
