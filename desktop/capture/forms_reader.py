"""The fields of an own form: each cropped where its definition says, read in its own characters."""

from __future__ import annotations

import re

import cv2
import numpy as np

from desktop.capture.charset import fold, mend, mend_number
from desktop.capture.engine import Engine, Line
from desktop.capture.pixels import Gray
from desktop.capture.rectify import Sheet
from desktop.capture.tidy import ink
from desktop.domain.forms import Charset, FieldKind, FormDefinition, FormField, Rect
from desktop.domain.reading import FieldReading

_FRAME = 0.6  # millimetres of a box that its printed frame may take
_LEAST_STROKE = 1.2  # millimetres: shorter marks are dust
_SURE = 0.95
_DUST = frozenset(" .,'`´:;|_-・。、　")
_TICKED, _EMPTY = 0.035, 0.012  # share of ink inside a tick box
_DATE = re.compile(r"(令和|平成|昭和|大正|明治)?(\d{1,4}|元)[年./-]\d{1,2}[月./-]\d{1,2}日?")
_SHAPES = {
    Charset.KANA: re.compile(r"[ァ-ヺー・ ]+"),
    Charset.PHONE: re.compile(r"(?:[-()]?\d){10,11}"),
    Charset.DATE: _DATE,
    Charset.NUMBER: re.compile(r".*[\dA-Za-z一二三四五六七八九十].*"),
}


def read_fields(
    engine: Engine, sheet: Sheet, form: FormDefinition, page: int
) -> tuple[FieldReading, ...]:
    """Every field of the page in the definition's order; empty ones read ""."""
    return tuple(_read(engine, sheet, field) for field in form.page_fields(page))


def _read(engine: Engine, sheet: Sheet, field: FormField) -> FieldReading:
    if field.kind is FieldKind.TICK:
        return _tick(sheet, field)
    if field.kind is FieldKind.COMB:
        line, text, whole = _comb(engine, sheet, field)
    else:
        crop = written(sheet, field.box)
        line = Line(()) if crop is None else _trimmed(engine.read([crop], field.charset)[0])
        text = _mended(line.text, field.charset)
        whole = _fits(text, field.charset)
    box = sheet.box(field.box)
    if not text:
        empty = not line.chars
        return FieldReading(field.key, "", 1.0 if empty else 0.0, empty and not field.required, box)
    sure = whole and line.confidence >= _SURE
    return FieldReading(field.key, text, round(line.confidence, 4), sure, box)


def _trimmed(line: Line) -> Line:
    """The line without the dots and strokes that dust leaves at its ends."""
    chars = list(line.chars)
    while chars and chars[-1].text in _DUST:
        chars.pop()
    while chars and chars[0].text in _DUST:
        chars.pop(0)
    return Line(tuple(chars))


def _mended(text: str, charset: Charset) -> str:
    match charset:
        case Charset.NUMBER:
            return mend_number(text)
        case Charset.PHONE:
            return re.sub(r"[ー−－]", "-", fold(text)).replace(" ", "")
        case Charset.DATE | Charset.DIGITS:
            return fold(text).replace(" ", "")
        case _:
            return mend(text)


def _fits(text: str, charset: Charset) -> bool:
    shape = _SHAPES.get(charset)
    return shape is None or shape.fullmatch(text) is not None


def _tick(sheet: Sheet, field: FormField) -> FieldReading:
    """A tick box reads "1" where ink lies inside its frame."""
    crop = sheet.crop(field.box.grown(-_FRAME))
    share = float((ink(crop, sheet.dpi, 0.2) > 0).mean()) if crop.size else 0.0
    ticked = share >= (_TICKED + _EMPTY) / 2
    sure = share >= _TICKED or share <= _EMPTY
    middle, half = (_TICKED + _EMPTY) / 2, (_TICKED - _EMPTY) / 2
    confidence = min(1.0, abs(share - middle) / half)
    return FieldReading(
        field.key, "1" if ticked else "", round(confidence, 4), sure, sheet.box(field.box)
    )


def _comb(engine: Engine, sheet: Sheet, field: FormField) -> tuple[Line, str, bool]:
    """Cells joined into one strip and read together; cell by cell where the count is wrong."""
    cells = [written(sheet, box) for box in field.cell_boxes()]
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return Line(()), "", False
    gap = round(1.2 * sheet.dpi / 25.4)
    tall = max(cell.shape[0] for cell in filled)
    parts = [_in_height(cell, tall, gap) for cell in filled]
    line = engine.read([np.concatenate(parts, axis=1)], field.charset)[0]
    if len(line.chars) != len(filled):
        singles = engine.read([_in_height(cell, tall, gap) for cell in filled], field.charset)
        line = Line(tuple(single.chars[0] for single in singles if single.chars))
    text = fold(line.text)
    return line, text, len(text) == len(filled) == field.cells


def _in_height(cell: Gray, tall: int, gap: int) -> Gray:
    above = (tall - cell.shape[0]) // 2
    below = tall - cell.shape[0] - above
    framed: Gray = cv2.copyMakeBorder(cell, above, below, gap, gap, cv2.BORDER_CONSTANT, value=250)
    return framed


def written(sheet: Sheet, rect: Rect) -> Gray | None:
    """The written part of a box with a margin round it; None where nothing is written."""
    crop = sheet.crop(rect.grown(-_FRAME))
    if crop.size == 0:
        return None
    mask = _without_rules(ink(crop, sheet.dpi), sheet.dpi)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    mm = sheet.dpi / 25.4
    if max(np.ptp(rows), np.ptp(columns)) < _LEAST_STROKE * mm:
        return None
    margin = round(0.8 * mm)
    top, bottom = max(0, rows[0] - margin), rows[-1] + 1 + margin
    left, right = max(0, columns[0] - margin), columns[-1] + 1 + margin
    clean = np.where(cv2.dilate(mask, np.ones((5, 5), np.uint8)) > 0, crop, np.uint8(250))
    return clean[top:bottom, left:right]


def _without_rules(mask: Gray, dpi: float) -> Gray:
    """The mask without what is left of printed frames: thin strips along the crop's edges."""
    thin = 0.7 * dpi / 25.4
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    keep = np.zeros(count, np.uint8)
    height, width = mask.shape
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        if not (at_edge and min(w, h) <= thin):
            keep[index] = 255
    kept: Gray = keep[labels]
    return kept
