"""The fields of an own form: each cropped where its definition says, read in its own characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from desktop.capture.address_head import with_known_head, with_known_units
from desktop.capture.charset import fold, mend, mend_number
from desktop.capture.engine import Char, Engine, Line
from desktop.capture.line_parting import parted
from desktop.capture.pixels import Gray
from desktop.capture.rectify import Sheet
from desktop.capture.shaped import DateSoFar, KanaSoFar, Shape, WordSoFar, spelled
from desktop.capture.tick_reader import read_tick
from desktop.capture.tidy import ink, without_edge_strips
from desktop.capture.unread_ink import all_read, sizes_told
from desktop.domain.forms import Charset, FieldKind, FormDefinition, FormField, Rect
from desktop.domain.postal_areas import PREFECTURES, may_belong
from desktop.domain.reading import FieldReading

_FRAME = 0.6  # millimetres of a box that its printed frame may take
_RULE = 0.7  # millimetres: how thick what is left of it may be
_LEAST_STROKE = 1.2  # millimetres: shorter marks are dust
# How surely both readings must agree before no clerk looks: chosen on the pages of three seeds,
# so that at most 5 of 1,000 taken fields are wrong (`madoguchi bench read --forms`).
_SURE = {
    Charset.JAPANESE: 0.93,
    Charset.KANA: 0.95,
    Charset.DATE: 0.90,
    Charset.PHONE: 0.90,
    Charset.NUMBER: 0.95,
    Charset.DIGITS: 0.90,
}
_STRETCHES = ((1.0, 0.0), (1.18, 0.08), (0.9, 0.15), (1.35, 0.0))  # width, margin above and below
_LEAST_SHAPED = 0.002  # probability of each letter
_ENOUGH = 2  # readings that agree
_PALE, _LEAST_PALE = 218, 0.8  # darker is a pale stroke, if so many millimetres long
_LEAST_LEFT = 0.25  # of the ink: where less is left, the writing itself was red
_NEAR = 1.2  # millimetres: specks so close to a stroke belong to it, as a faded ゛ does
_DUST = frozenset(" .,'`´:;|_-・。、　")
_DATE = re.compile(r"(令和|平成|昭和|大正|明治)?(\d{1,4}|元)[年./-]\d{1,2}[月./-]\d{1,2}日?")
_DOTTED = re.compile(r"\d[.・,、。]\d")
_HALF_PARTED = re.compile(r"(?=(?:-?\d){10,11}$)\d+-\d+")  # a call number less a hyphen
_SHAPES = {
    Charset.KANA: re.compile(r"[ァ-ヺー・ ]+"),
    Charset.PHONE: re.compile(r"(?:[-()]?\d){10,11}"),
    Charset.DATE: _DATE,
    Charset.NUMBER: re.compile(r".*[\dA-Za-z一二三四五六七八九十].*"),
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What a field says, how surely, whether two readings agreed, and how much they show."""

    text: str
    confidence: float
    agreed: bool
    weight: float


_EMPTY = _Read("", 1.0, agreed=True, weight=0.0)


def read_fields(
    engine: Engine, sheet: Sheet, form: FormDefinition, page: int
) -> tuple[FieldReading, ...]:
    """Every field of the page in the definition's order; empty ones read ""."""
    return doubted(tuple(_read(engine, sheet, field) for field in form.page_fields(page)))


def doubted(fields: tuple[FieldReading, ...]) -> tuple[FieldReading, ...]:
    """Less sure where the form contradicts itself; what was read stays as it was read.

    A prefecture that is none, and a postal code of another prefecture, are for a clerk.
    """
    found = {field.key: field for field in fields}
    postal, prefecture = found.get("postal"), found.get("prefecture")
    doubtful: set[str] = set()
    if prefecture is not None and prefecture.text and prefecture.text not in PREFECTURES:
        doubtful.add("prefecture")
    elif (
        postal is not None
        and prefecture is not None
        and postal.text
        and prefecture.text
        and not may_belong(postal.text, prefecture.text)
    ):
        doubtful |= {"postal", "prefecture"}
    return tuple(replace(one, sure=one.sure and one.key not in doubtful) for one in fields)


def _read(engine: Engine, sheet: Sheet, field: FormField) -> FieldReading:
    if field.kind is FieldKind.TICK:
        return read_tick(sheet, field)
    if field.kind is FieldKind.COMB:
        line, text, whole = _comb(engine, sheet, field)
        confidence = line.confidence if line.chars else 1.0
    else:
        crop = written(sheet, field.box)
        read = _EMPTY if crop is None else _text(engine, crop, field, sheet.dpi)
        text, confidence = read.text, read.confidence
        whole = read.agreed and _fits(text, field.charset)
    box = sheet.box(field.box)
    if not text:
        empty = confidence == 1.0
        return FieldReading(field.key, "", 1.0 if empty else 0.0, empty and not field.required, box)
    sure = whole and confidence >= _SURE[field.charset]
    return FieldReading(field.key, text, round(confidence, 4), sure, box)


def _text(engine: Engine, crop: Gray, field: FormField, dpi: float) -> _Read:
    """What stands in a field, on one line or on two.

    A gap across the field may also lie inside its letters (昌, 吉): the lines are believed only
    where they show more than the field read as a whole.
    """
    lines = parted(crop, dpi) if field.charset is Charset.JAPANESE else (crop,)
    whole = _line(engine, crop, field)
    if len(lines) == 1:
        return whole
    read = [_line(engine, line, field) for line in lines]
    weight = sum(line.weight for line in read)
    if weight <= whole.weight:
        return whole
    return _Read(
        "".join(line.text for line in read),
        min(line.confidence for line in read),
        all(line.agreed for line in read),
        weight,
    )


def _line(engine: Engine, crop: Gray, field: FormField) -> _Read:
    """What a line says, how surely, and whether it said so twice.

    The line is read as it is and stretched: a letter that only one of the two readings shows is
    no sure letter. Where they differ, a third reading may side with one of them.
    """
    votes: list[tuple[str, Line]] = []
    for stretch in _STRETCHES:
        line = _in_shape(engine, _stretched(crop, *stretch), field)
        votes.append((_mended(line.text, field.charset), line))
        same = [own for text, own in votes if text == votes[-1][0]]
        if len(same) == _ENOUGH:
            confidence = sum(one.confidence for one in same) / _ENOUGH
            sound = len(votes) == _ENOUGH and _stands(crop, same, field.charset)
            return _Read(votes[-1][0], confidence, sound, _weight(line))
    text, line = max(votes, key=lambda vote: _weight(vote[1]))
    return _Read(text, line.confidence, False, _weight(line))


def _stands(crop: Gray, readings: Sequence[Line], charset: Charset) -> bool:
    """Whether the ink bears out what two readings agree on; both may drop the same letter."""
    placed = [line.chars for line in readings if line.placed]
    return all(all_read(crop, chars, charset) for chars in placed) and (
        charset is not Charset.KANA or all(sizes_told(crop, chars) for chars in placed)
    )


def _in_shape(engine: Engine, crop: Gray, field: FormField) -> Line:
    """What the crop says; where that has not the field's shape, the likeliest text that has.

    Only what the network itself saw as possible is taken: no shape is pressed on a strange text.
    """
    line = _trimmed(engine.read([crop], field.charset)[0])
    if field.charset is Charset.JAPANESE and "name" not in field.key:
        head = with_known_head(line.chars, whole=field.key == "city")
        line = replace(line, chars=with_known_units(head))
    shape = _shape(field)
    if shape is None or not line.chars or spelled(_mended(line.text, field.charset), shape):
        return line
    shaped = engine.read_shaped(crop, field.charset, shape)
    least = 0.0 if field.charset is Charset.DATE else _LEAST_SHAPED
    return shaped if shaped.chars and shaped.confidence >= least else line


def _shape(field: FormField) -> Shape | None:
    if field.key == "prefecture":
        return WordSoFar(tuple(sorted(PREFECTURES)))
    match field.charset:
        case Charset.DATE:
            return DateSoFar()
        case Charset.KANA:
            return KanaSoFar()
        case _:
            return None


def _weight(line: Line) -> float:
    """How much a reading shows: a letter more likely right than wrong speaks for it."""
    return sum(char.probability - 0.5 for char in line.chars)


def _stretched(crop: Gray, across: float, border: float) -> Gray:
    """The crop `across` times as wide, with `border` times its height above and below."""
    if across == 1.0 and not border:
        return crop
    wide = cv2.resize(crop, None, fx=across, fy=1.0, interpolation=cv2.INTER_LINEAR)
    edge = round(border * crop.shape[0])
    framed: Gray = cv2.copyMakeBorder(wide, edge, edge, 0, 0, cv2.BORDER_CONSTANT, value=250)
    return framed


def _trimmed(line: Line) -> Line:
    """The line without the dots and strokes that dust leaves at its ends."""
    chars = list(line.chars)
    while chars and chars[-1].text in _DUST:
        chars.pop()
    while chars and chars[0].text in _DUST:
        chars.pop(0)
    return replace(line, chars=tuple(chars))


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
    # A dot between figures is a hyphen, more often than not: 19.28-2 is no house number.
    if charset is not Charset.DATE and _DOTTED.search(text):
        return False
    if charset is Charset.JAPANESE and _HALF_PARTED.fullmatch(text):
        return False
    shape = _SHAPES.get(charset)
    return shape is None or shape.fullmatch(text) is not None


def _comb(engine: Engine, sheet: Sheet, field: FormField) -> tuple[Line, str, bool]:
    """Cells joined into one strip and read twice; cell by cell too where the readings differ."""
    cells = [written(sheet, box) for box in field.cell_boxes()]
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return Line(()), "", False
    gap = round(1.2 * sheet.dpi / 25.4)
    tall = max(cell.shape[0] for cell in filled)
    parts = [_in_height(cell, tall, gap) for cell in filled]
    strip = np.concatenate(parts, axis=1)
    lines = [
        engine.read([_stretched(strip, *stretch)], field.charset)[0]
        for stretch in (_STRETCHES[0], _STRETCHES[1])
    ]
    fitting = [line for line in lines if len(line.chars) == len(filled)]
    if len(fitting) == _ENOUGH and fitting[0].text == fitting[1].text:
        line, agreed = fitting[0], True
    else:
        single = [line.chars[:1] for line in engine.read(parts, field.charset)]
        line, agreed = _by_cell([*(line.chars for line in fitting), sum(single, ())]), False
    text = fold(line.text)
    return line, text, agreed and len(text) == len(filled) == field.cells


def _by_cell(readings: Sequence[Sequence[Char]]) -> Line:
    """Of readings that differ, in each cell the figure they show most surely together."""
    most = max(len(reading) for reading in readings)
    whole = [reading for reading in readings if len(reading) == most]
    chosen = []
    for cell in zip(*whole, strict=True):
        shown: dict[str, float] = {}
        for char in cell:
            shown[char.text] = shown.get(char.text, 0.0) + char.probability / len(whole)
        text, sure = max(shown.items(), key=lambda item: item[1])
        chosen.append(replace(cell[0], text=text, probability=sure))
    return Line(tuple(chosen))


def _in_height(cell: Gray, tall: int, gap: int) -> Gray:
    above = (tall - cell.shape[0]) // 2
    below = tall - cell.shape[0] - above
    framed: Gray = cv2.copyMakeBorder(cell, above, below, gap, gap, cv2.BORDER_CONSTANT, value=250)
    return framed


def written(sheet: Sheet, rect: Rect) -> Gray | None:
    """The written part of a box with a margin round it; None where nothing is written."""
    crop = _unsealed(sheet, rect.grown(-_FRAME))
    if crop.size == 0:
        return None
    mask = without_edge_strips(ink(crop, sheet.dpi) | _weak(crop, sheet.dpi), sheet.dpi, _RULE)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    mm = sheet.dpi / 25.4
    if max(np.ptp(rows), np.ptp(columns)) < _LEAST_STROKE * mm:
        return None
    margin = round(0.8 * mm)
    top, bottom = max(0, rows[0] - margin), rows[-1] + 1 + margin
    left, right = max(0, columns[0] - margin), columns[-1] + 1 + margin
    near = np.ones((round(_NEAR * mm), round(_NEAR * mm)), np.uint8)
    clean = np.where(cv2.dilate(mask, near) > 0, crop, np.uint8(250))
    return clean[top:bottom, left:right]


def _weak(crop: Gray, dpi: float) -> Gray:
    """Pale strokes, larger than grain: hair lines of a faded print are writing like the others."""
    mask = np.where(crop < _PALE, np.uint8(255), np.uint8(0))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    long = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = np.where(long >= _LEAST_PALE * dpi / 25.4, 255, 0).astype(np.uint8)[:count]
    keep[0] = 0
    kept: Gray = keep[labels]
    return kept


def _unsealed(sheet: Sheet, rect: Rect) -> Gray:
    """The box without the red of a seal, unless red is what the box was written in."""
    crop, dropped = sheet.crop(rect), sheet.crop_without_red(rect)
    if dropped is None or not crop.size:
        return crop
    seen, left = (ink(one, sheet.dpi) > 0 for one in (crop, dropped))
    return dropped if left.sum() >= _LEAST_LEFT * seen.sum() else crop
