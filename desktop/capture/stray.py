"""What is written on an own form outside its fields: a margin may hold a forbidden number.

The printed labels are known from the definition and painted out, so that the detector, the dear
part of reading a page, runs only when ink is left over.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from desktop.capture.engine import Engine, column_crop, straight_crop
from desktop.capture.layout import ReadLine
from desktop.capture.pixels import Gray
from desktop.capture.rectify import Sheet
from desktop.capture.tidy import INK, WHITE
from desktop.capture.unread_columns import are_digits, numbers_downwards
from desktop.capture.wider_look import numbers_around
from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH, FieldKind, FormDefinition, Rect
from desktop.domain.reading import Box

_SIDE = 960
_EDGE = 4.0  # millimetres of the sheet's rim that hold the scan's shadow
_RULE = 1.0
_PRINT = 1.0
_TICK_SPILL = 3.0  # a tick's stroke leaves its box
_LABEL_CHARACTER = 3.5
_LEAST_INK_MM2 = 6.0  # a written digit has about 2
_PALE, _BLACK, _MOST_GAIN = 226, 60, 6.0
_STROKE = (1.5, 40.0)  # millimetres of a digit, or of several that touch
_TALL = 2.5


@dataclass(frozen=True, slots=True)
class Stray:
    """Lines of writing outside the form's fields and its own print, and the places of digits that
    stand one under another or lie on their side."""

    lines: tuple[ReadLine, ...] = ()
    downwards: tuple[Box, ...] = ()
    partly: tuple[tuple[Box, bool], ...] = ()
    """Places of numbers of which only a part was found, each with whether it is a licence's."""


def stray_writing(engine: Engine, sheet: Sheet, form: FormDefinition, page: int) -> Stray:
    """What somebody wrote on an own form where nothing is asked, pencilled or in any direction."""
    rest = sheet.flat.copy()
    for rect in _known(form, page):
        _paint(rest, sheet, rect)
    rest = _darkened(rest, sheet.dpi)
    if (rest < INK).sum() < _LEAST_INK_MM2 * (sheet.dpi / 25.4) ** 2:
        return Stray()
    lines: list[ReadLine] = []
    tall: list[ReadLine] = []
    downwards: list[Box] = []
    for quad in engine.detect(rest, _SIDE):
        crop = straight_crop(rest, quad)
        x, y = np.maximum(quad.min(axis=0), 0)
        right, bottom = quad.max(axis=0)
        box = (int(x), int(y), max(1, int(right - x)), max(1, int(bottom - y)))
        if crop.shape[0] > _TALL * crop.shape[1]:
            tall.append(ReadLine((), box))
            ways = [np.rot90(crop), np.rot90(crop, 3), column_crop(rest, quad)]
            if any(map(are_digits, engine.read([np.ascontiguousarray(way) for way in ways]))):
                downwards.append(box)
            continue
        (line,) = engine.read([crop])
        if line.chars:
            lines.append(ReadLine(line.chars, box))
    downwards += numbers_downwards(engine, rest, [*lines, *tall], sheet.dpi)
    return Stray(tuple(lines), tuple(downwards), numbers_around(engine, rest, lines))


def _darkened(rest: Gray, dpi: float) -> Gray:
    """Strokes alone, on bare paper, each as dark as ink: a pencil's as well."""
    mm = dpi / 25.4
    mask = np.where(rest < _PALE, np.uint8(255), np.uint8(0))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = (long >= _STROKE[0] * mm) & (long <= _STROKE[1] * mm)
    keep[0] = False
    inked = keep[labels]
    darkest = np.full(count, WHITE, np.float32)
    np.minimum.at(darkest, labels[inked], rest[inked])
    gain = np.clip((WHITE - _BLACK) / np.maximum(WHITE - darkest, 1), 1, _MOST_GAIN)
    dark = np.full_like(rest, 250)
    stronger = WHITE - (WHITE - rest[inked].astype(np.float32)) * gain[labels[inked]]
    dark[inked] = np.clip(stronger, 0, 255).astype(np.uint8)
    return dark


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
