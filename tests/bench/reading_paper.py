"""Blank forms drawn from their TOML alone, as another printer would: nothing of the desk draws.

The reader is measured on these sheets, so they must not share its code: the corner marks come from
OpenCV, the QR code from zxing, the letters from Pillow.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Gray = NDArray[np.uint8]
Box = tuple[float, float, float, float]
WHITE = 253
_INK, _SOFT, _RULE = 28, 100, 78
_FILLS = {"label": 239, "soft": 246, "mask": 20}
_FACES = {400: "NotoSansJP_400Regular.ttf", 500: "NotoSansJP_500Medium.ttf"}
_BOLD = "NotoSansJP_700Bold.ttf"


@dataclass(frozen=True, slots=True)
class Place:
    """One field of one page: where to write, and what kind of writing it takes."""

    key: str
    kind: str
    charset: str
    box: Box
    cells: tuple[Box, ...]
    group: str
    letters: int  # of the printed label


@dataclass(frozen=True, slots=True)
class Form:
    code: str
    version: int
    table: Mapping[str, Any]
    page: int

    @property
    def places(self) -> tuple[Place, ...]:
        rows = [row for row in self.table["fields"] if row.get("page", 1) == self.page]
        return tuple(_place(row) for row in rows)


def load_forms(folder: Path) -> tuple[Form, ...]:
    """Every page that has something to fill in, in the order of the files' names."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        table = tomllib.loads(file.read_text("utf-8"))
        head = table["form"]
        for page in range(1, head["pages"] + 1):
            form = Form(head["code"], head["version"], table, page)
            if form.places:
                found.append(form)
    return tuple(found)


def _place(row: Mapping[str, Any]) -> Place:
    x, y, width, height = row["box"]
    count, after, gap = row.get("cells", 1), row.get("gap_after", 0), row.get("gap", 0.0)
    one = (width - (gap if after else 0.0)) / count
    cells = tuple(
        (x + i * one + (gap if after and i >= after else 0.0), y, one, height) for i in range(count)
    )
    charset = row.get("charset", "tick")
    return Place(
        row["key"],
        row["kind"],
        charset,
        (x, y, width, height),
        cells,
        row.get("group", ""),
        len(row.get("print", row["label"])),
    )


@lru_cache(maxsize=128)
def face(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


class Blank:
    """The printed page at a resolution; `picture` is a fresh copy to write on."""

    def __init__(self, form: Form, fonts: Path, dpi: int, case_number: str = "26-0001") -> None:
        self._fonts = fonts
        self._dpi = dpi
        self._mm = dpi / 25.4
        self._form = form
        size = (round(210 * self._mm), round(297 * self._mm))
        self._image = Image.new("L", size, WHITE)
        self._pen = ImageDraw.Draw(self._image)
        self._draw(case_number)
        self._array: Gray = np.asarray(self._image)

    def picture(self) -> Gray:
        return self._array.copy()

    def _rows(self, part: str) -> list[Mapping[str, Any]]:
        rows = self._form.table.get(part, [])
        return [row for row in rows if row.get("page", 1) == self._form.page]

    def _draw(self, case_number: str) -> None:
        for panel in self._rows("panels"):
            if panel.get("fill", "none") in _FILLS:
                self._pen.rectangle(self._corners(panel["box"]), fill=_FILLS[panel["fill"]])
        for row in self._rows("fields"):
            self._field(row)
        for panel in self._rows("panels"):
            if panel.get("line", 0.2):
                self._frame(panel["box"], panel.get("line", 0.2))
        texts = {**self._form.table.get("defaults", {}), "case_number": case_number}
        for row in self._rows("captions"):
            weight, tone = row.get("weight", 400), row.get("tone", "ink")
            text = row["text"].format_map(texts)
            shade = _SOFT if tone == "soft" else WHITE if tone == "paper" else _INK
            self._text(row["box"], text, row.get("size", 9.0), weight, row.get("align"), shade)
        words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
        for marker in self._rows("markers"):
            cells = cv2.aruco.generateImageMarker(words, marker["id"], 6)
            self._paste(marker["box"], cells)
        head = self._form.table["form"]
        text = f"MDG1|{head['code']}|{head['version']}|{self._form.page}"
        if head["code"] == "SLIP":
            text += f"|{case_number}"
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        cells = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
        for row in self._rows("codes"):
            self._paste(row["box"], cells)

    def _field(self, row: Mapping[str, Any]) -> None:
        label = row.get("print", row["label"])
        place = _place(row)
        if place.kind == "tick":
            self._frame(place.box, 0.35)
            x, y, width, height = place.box
            self._text((x + width + 2, y, 1, height), label, 9.0, 400, "left", _INK)
            return
        if "label_box" in row:
            self._pen.rectangle(self._corners(row["label_box"]), fill=_FILLS["label"])
            self._frame(row["label_box"], 0.2)
            self._text(row["label_box"], label, 9.0, 500, "center", _INK)
        for cell in place.cells:
            self._frame(cell, 0.2)

    def _corners(self, box: Box) -> tuple[int, int, int, int]:
        x, y, width, height = box
        return (
            round(x * self._mm),
            round(y * self._mm),
            round((x + width) * self._mm),
            round((y + height) * self._mm),
        )

    def _frame(self, box: Box, line: float) -> None:
        self._pen.rectangle(self._corners(box), outline=_RULE, width=max(1, round(line * self._mm)))

    def _paste(self, box: Box, cells: Gray) -> None:
        left, top, right, bottom = self._corners(box)
        grown = cv2.resize(cells, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        self._image.paste(Image.fromarray(np.minimum(grown, WHITE).astype(np.uint8)), (left, top))

    def _text(
        self, box: Box, text: str, points: float, weight: int, align: str | None, shade: int
    ) -> None:
        name = _FACES.get(weight, _BOLD)
        font = face(str(self._fonts / name), max(4, round(points / 72 * self._dpi)))
        x, y, width, height = box
        across = {"center": x + width / 2, "right": x + width}.get(align or "left", x)
        anchor = {"center": "mm", "right": "rm"}.get(align or "left", "lm")
        place = (across * self._mm, (y + height / 2) * self._mm)
        self._pen.text(place, text, font=font, fill=shade, anchor=anchor)
