"""Whether a tick box was marked: inside it, round it, or round its label.

People tick, cross, fill, and draw circles round the box or round the words beside it. A circle
round the words is taken for a mark, but the clerk is asked; so is a box blackened all over, which
may be a withdrawn mark.
"""

from __future__ import annotations

import cv2
import numpy as np

from desktop.capture.pixels import Gray
from desktop.capture.rectify import Sheet
from desktop.capture.tidy import ink, without_edge_strips
from desktop.domain.forms import FormField, Rect
from desktop.domain.reading import FieldReading

_INSET = 0.7  # millimetres of the box that its printed frame may take
_FRAME = 0.5  # millimetres: the frame of a sheet that lies a little aside
_TICKED, _EMPTY = 0.04, 0.015  # share of ink inside the box
_BLACKENED = 0.75
_LABEL_GAP, _LABEL_HEIGHT, _CHARACTER = 2.0, 3.3, 3.2  # millimetres: the printed words
_NEAR_BOX = (0.5, 2.4)  # millimetres outside the box in which a circle is looked for
_NEAR_LABEL = (0.6, 3.2)
_SECTORS = 12
_CIRCLED, _HALF_CIRCLED = 0.8, 0.6  # share of the directions in which ink lies
_RULE_LENGTH = 4.0  # millimetres: the least of a printed rule


def read_tick(sheet: Sheet, field: FormField) -> FieldReading:
    """A marked box reads "1"."""
    box = sheet.box(field.box)
    share = _inside(sheet, field.box)
    if share >= _EMPTY:
        ticked = share >= (_TICKED + _EMPTY) / 2
        sure = _TICKED <= share <= _BLACKENED
        half = (_TICKED - _EMPTY) / 2
        confidence = min(1.0, abs(share - (_TICKED + _EMPTY) / 2) / half)
        if ticked or not sure:
            return FieldReading(field.key, "1" if ticked else "", round(confidence, 4), sure, box)
    round_box = _circled(sheet, field.box, *_NEAR_BOX)
    if round_box >= _CIRCLED:
        return FieldReading(field.key, "1", round_box, sure=True, box=box)
    if _circled(sheet, _label(field), *_NEAR_LABEL) >= _HALF_CIRCLED:
        return FieldReading(field.key, "1", 0.5, sure=False, box=box)
    return FieldReading(field.key, "", round(1.0 - round_box, 4), round_box < _HALF_CIRCLED, box)


def _inside(sheet: Sheet, box: Rect) -> float:
    crop = sheet.crop(box.grown(-_INSET))
    if not crop.size:
        return 0.0
    mask = ink(crop, sheet.dpi, 0.2)
    return float((without_edge_strips(mask, sheet.dpi, _FRAME) > 0).mean())


def _leaving(mask: Gray) -> Gray:
    """The strokes of a mask that touch its edge."""
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    keep = np.zeros(count, np.uint8)
    keep[edge] = 255
    keep[0] = 0
    kept: Gray = keep[labels]
    return kept


def _label(field: FormField) -> Rect:
    """Where the words beside the box are printed."""
    width = _CHARACTER * len(field.print_label or field.label)
    middle = field.box.y + field.box.height / 2
    left = field.box.right + _LABEL_GAP
    return Rect(left, middle - _LABEL_HEIGHT / 2, width, _LABEL_HEIGHT)


def _circled(sheet: Sheet, inner: Rect, nearest: float, farthest: float) -> float:
    """In how many directions from `inner` ink lies close outside it, as a share of all."""
    outer = inner.grown(farthest)
    crop = sheet.crop(outer)
    left, top, width, height = sheet.box(outer)
    if crop.shape != (height, width):
        return 0.0  # at the sheet's edge
    mask = _without_rules(ink(crop, sheet.dpi, 0.3), sheet.dpi)
    x, y, w, h = sheet.box(inner.grown(nearest))
    mask[y - top : y - top + h, x - left : x - left + w] = 0
    rows, columns = np.nonzero(mask)
    if rows.size == 0:
        return 0.0
    across = (columns - width / 2) / width
    down = (rows - height / 2) / height
    turns = np.floor((np.arctan2(down, across) / (2 * np.pi) + 0.5) * _SECTORS).astype(int)
    counts = np.bincount(turns % _SECTORS, minlength=_SECTORS)
    least = (0.35 * sheet.dpi / 25.4) ** 2
    return float((counts >= least).mean())


def _without_rules(mask: Gray, dpi: float) -> Gray:
    """Without the straight strokes of printed frames, which go on beyond the picture."""
    length = round(_RULE_LENGTH * dpi / 25.4)
    thick = max(3, round(0.5 * dpi / 25.4))
    rest = mask.copy()
    for size in ((length, 1), (1, length)):
        if mask.shape[1] < size[0] or mask.shape[0] < size[1]:
            continue
        lines = _leaving(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8)))
        rest[cv2.dilate(lines, np.ones((thick, thick), np.uint8)) > 0] = 0
    return rest
