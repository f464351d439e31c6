"""The office's own blank forms, printed from their definition and filled in by hand."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pypdfium2
from PIL import Image

from desktop.domain.forms import FieldKind, FormDefinition, FormField, Rect, parse
from desktop.letters.blank import blank_form
from maker.sheet import Box, Colour, Sheet


class Blanks:
    """The blank forms as pictures; each is printed once a resolution."""

    def __init__(self, forms: Path, fonts: Path) -> None:
        self._forms = forms
        self._fonts = fonts
        self._definition = lru_cache(maxsize=None)(self._load)
        self._picture = lru_cache(maxsize=None)(self._print)

    def definition(self, code: str) -> FormDefinition:
        return self._definition(code)

    def filled(
        self,
        code: str,
        values: Mapping[str, str],
        dpi: int,
        rng: random.Random,
        pen: Colour,
        slip_number: str = "",
    ) -> Sheet:
        """A form written on: texts by field key, ticks where the value is "1"."""
        sheet = Sheet.printed(self._picture(code, dpi, slip_number), dpi, self._fonts)
        definition = self.definition(code)
        for key, value in values.items():
            field = definition.field(key)
            if field is None:
                raise KeyError(f"{code} has no field {key}")
            if value:
                _write(sheet, field, value, rng, pen)
        return sheet

    def _load(self, code: str) -> FormDefinition:
        name = f"{code}.toml"
        text = (self._forms / "requests" / name).read_text(encoding="utf-8")
        return parse(tomllib.loads(text), name)

    def _print(self, code: str, dpi: int, slip_number: str) -> Image.Image:
        pdf = blank_form(self.definition(code), self._fonts, slip_number)
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            return page.render(scale=dpi / 72).to_pil().convert("RGB")
        finally:
            document.close()


def _write(sheet: Sheet, field: FormField, value: str, rng: random.Random, pen: Colour) -> None:
    if field.kind is FieldKind.TICK:
        sheet.tick(_box(field.box), rng, pen)
    elif field.kind is FieldKind.COMB:
        for cell, character in zip(field.cell_boxes(), value, strict=True):
            sheet.hand(_box(cell), character, rng, pen, 5.6, centred=True)
    else:
        sheet.hand(_box(field.box), value, rng, pen)


def _box(rect: Rect) -> Box:
    return Box(rect.x, rect.y, rect.width, rect.height)
