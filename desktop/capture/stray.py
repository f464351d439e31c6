"""What is written on an own form outside its fields: a margin may hold a forbidden number.

The printed labels are known from the definition and painted out, so that the detector, the dear
part of reading a page, runs only when ink is left over.
"""

from __future__ import annotations

import numpy as np

from desktop.capture.engine import Engine, straight_crop
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.capture.rectify import Sheet
from desktop.capture.tidy import ink
from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH, FieldKind, FormDefinition, Rect

_SIDE = 960
_EDGE = 4.0  # millimetres of the sheet's rim that hold the scan's shadow
_RULE = 1.0
_PRINT = 1.0
_TICK_SPILL = 3.0  # a tick's stroke leaves its box
_LABEL_CHARACTER = 3.5
_LEAST_INK_MM2 = 6.0  # a written digit has about 2


def stray_lines(
    engine: Engine, sheet: Sheet, form: FormDefinition, page: int
) -> tuple[ReadLine, ...]:
    """Lines of writing outside the form's fields and its own print."""
    rest = sheet.flat.copy()
    for rect in _known(form, page):
        _paint(rest, sheet, rect)
    left = ink(rest, sheet.dpi, 0.8)
    if (left > 0).sum() < _LEAST_INK_MM2 * (sheet.dpi / 25.4) ** 2:
        return ()
    quads = engine.detect(rest, _SIDE)
    read = engine.read([straight_crop(rest, quad) for quad in quads])
    found = []
    for quad, line in zip(quads, read, strict=True):
        x, y = np.maximum(quad.min(axis=0), 0)
        right, bottom = quad.max(axis=0)
        if line.chars:
            box = (int(x), int(y), max(1, int(right - x)), max(1, int(bottom - y)))
            found.append(ReadLine(line.chars, box))
    return tuple(found)


def _known(form: FormDefinition, page: int) -> list[Rect]:
    known = [area.grown(_PRINT) for area in form.printed_areas(page)]
    for field in form.page_fields(page):
        if field.kind is FieldKind.TICK:
            known.append(field.box.grown(_TICK_SPILL))
            wide = _LABEL_CHARACTER * len(field.print_label or field.label) + 4
            known.append(Rect(field.box.right, field.box.y - 1, wide, field.box.height + 2))
        else:
            known.append(field.box.grown(_RULE))
    for panel in form.panels:
        if panel.page == page:
            known.extend(_outline(panel.box))
    known += [
        Rect(0, 0, PAGE_WIDTH, _EDGE),
        Rect(0, PAGE_HEIGHT - _EDGE, PAGE_WIDTH, _EDGE),
        Rect(0, 0, _EDGE, PAGE_HEIGHT),
        Rect(PAGE_WIDTH - _EDGE, 0, _EDGE, PAGE_HEIGHT),
    ]
    return known


def _outline(box: Rect) -> list[Rect]:
    return [
        Rect(box.x - _RULE, box.y - _RULE, box.width + 2 * _RULE, 2 * _RULE),
        Rect(box.x - _RULE, box.bottom - _RULE, box.width + 2 * _RULE, 2 * _RULE),
        Rect(box.x - _RULE, box.y - _RULE, 2 * _RULE, box.height + 2 * _RULE),
        Rect(box.right - _RULE, box.y - _RULE, 2 * _RULE, box.height + 2 * _RULE),
    ]


def _paint(picture: Gray, sheet: Sheet, rect: Rect) -> None:
    left, top, width, height = sheet.box(rect)
    picture[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)] = 250
