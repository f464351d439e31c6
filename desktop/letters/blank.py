"""The blank forms, drawn from their definition and nothing else (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.domain.form_versions import version_words
from desktop.domain.forms import FieldKind, FormDefinition, FormField, FormProblem, Rect
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import aruco, qr
from desktop.letters.sheet import FILLS, INK, RULE, SOFT, Sheet
from desktop.letters.writing import clean

_LABEL_SIZE = 9.0
_TICK_GAP = 2.0  # between a tick box and its label


def blank_form(
    definition: FormDefinition,
    fonts_dir: Path,
    slip_number: str = "",
    values: Mapping[str, str] | None = None,
    guide: FormDefinition | None = None,
) -> bytes:
    """The form as a PDF. `values` replace the definition's defaults, such as the office's name.

    `slip_number` is the 受付番号 a reply slip carries in its QR and its text; `guide` is printed
    behind the form.
    """
    sheet = Sheet(load_fonts(fonts_dir), definition.title)
    pages = [(definition, page) for page in range(1, definition.pages + 1)]
    if guide is not None:
        pages += [(guide, page) for page in range(1, guide.pages + 1)]
    for number, (form, page) in enumerate(pages):
        if number:
            sheet.next_page()
        draw_form_page(sheet, form, page, slip_number, values)
    return sheet.finish()


def draw_form_page(
    sheet: Sheet,
    definition: FormDefinition,
    page: int,
    slip_number: str = "",
    values: Mapping[str, str] | None = None,
) -> None:
    """One page of the form on a sheet, so that a letter can carry its reply slip."""
    texts = {**definition.defaults, **(values or {})}
    texts["version"] = version_words(definition.version)
    if definition.carries_case_number:
        if not slip_number:
            raise FormProblem(
                f"{definition.title}に印字する受付番号がありません。",
                "案件を選んでから印刷してください。",
            )
        texts["case_number"] = slip_number
    for panel in (p for p in definition.panels if p.page == page):
        if panel.fill in FILLS:
            sheet.fill(panel.box, FILLS[panel.fill])
    for field in definition.page_fields(page):
        _draw_field(sheet, field)
    for panel in (p for p in definition.panels if p.page == page):
        if panel.line:
            sheet.frame(panel.box, panel.line)
    for caption in (c for c in definition.captions if c.page == page):
        text = clean(caption.text.format_map(texts)).text
        face = f"sans-{caption.weight}"
        color = INK if caption.tone == "ink" else SOFT
        wide = sheet.width(text, face, caption.size)
        size = caption.size * min(1.0, caption.box.width / wide) if wide else caption.size
        sheet.text_in(caption.box, text, face=face, size=size, color=color, align=caption.align)
    for marker in definition.page_markers(page):
        sheet.cells(marker.box, aruco(marker.id))
    for code in (c for c in definition.codes if c.page == page):
        sheet.cells(code.box, qr(definition.qr_text(page, slip_number)))


def _draw_field(sheet: Sheet, field: FormField) -> None:
    label = field.print_label or field.label
    if field.kind is FieldKind.TICK:
        sheet.frame(field.box, 0.35, INK)
        beside = Rect(field.box.right + _TICK_GAP, field.box.y, 1, field.box.height)
        sheet.text_in(beside, label, size=_LABEL_SIZE)
        return
    if field.label_box is not None:
        sheet.fill(field.label_box, FILLS["label"])
        sheet.frame(field.label_box)
        sheet.text_in(field.label_box, label, face="sans-500", size=_LABEL_SIZE, align="center")
    cells = field.cell_boxes()
    for cell in cells:
        sheet.frame(cell, 0.2)
    if field.gap_after:
        left, right = cells[field.gap_after - 1], cells[field.gap_after]
        middle = left.y + left.height / 2
        sheet.line((left.right + 1.2, middle), (right.x - 1.2, middle), width=0.3, color=RULE)
