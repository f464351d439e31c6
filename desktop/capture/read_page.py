"""One page's whole way inside the reading child: recognise, read, screen, black out, encode.

The unmasked pixels never leave this module; a page with a 個人番号 leaves nothing but its kind.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import cv2

from desktop.capture import encode
from desktop.capture.charset import mend
from desktop.capture.engine import Engine
from desktop.capture.forms_reader import read_fields
from desktop.capture.free_page import FreePage, read_free
from desktop.capture.identity_reader import read_identity
from desktop.capture.kinds import is_back, kind_of, plain
from desktop.capture.layout import ReadLine, covered
from desktop.capture.mask_places import padded
from desktop.capture.name_ends import name_to_its_end
from desktop.capture.number_side import lies_number_side_up
from desktop.capture.own_mail import case_of_letter, label_number
from desktop.capture.page_parts import kind_at, parts_of
from desktop.capture.pixels import Picture, Pixels
from desktop.capture.quality import faults
from desktop.capture.rectify import Sheet, find_sheet
from desktop.capture.screen import Screened, around, screen, screen_fields
from desktop.capture.separator import is_separator
from desktop.capture.stray import stray_writing
from desktop.capture.unread_columns import numbers_downwards
from desktop.capture.unread_rows import numbers_across
from desktop.capture.wider_look import numbers_around
from desktop.domain.form_versions import shipped_version
from desktop.domain.forms import FormDefinition, QrText
from desktop.domain.reading import (
    BlockedPage,
    Box,
    FieldReading,
    PageKind,
    PagePart,
    PageReading,
    Quality,
    ScreenedPage,
    SeparatorSheet,
    TextLine,
)

_ALL_MARKS = 4
_ALIKE = 0.6
_NAMES = ("name", "former_name")
_WITHOUT_FIELDS = (PageKind.STAMPS, PageKind.ENVELOPE, PageKind.BLANK, PageKind.UNKNOWN)
_OF_OUR_MAIL = (PageKind.ENVELOPE, PageKind.UNKNOWN)


def read_page(
    engine: Engine, page: Pixels, forms: Sequence[FormDefinition]
) -> ScreenedPage | BlockedPage | SeparatorSheet:
    """The page to keep, or that it must not be kept; or the sheet between two envelopes."""
    started = time.perf_counter()
    if is_separator(page):
        return SeparatorSheet(round(time.perf_counter() - started, 3))
    sheet = find_sheet(page, forms)
    form = None if sheet is None else _which_form(engine, sheet, forms)
    result = _other(engine, page) if sheet is None or form is None else _own(engine, sheet, form)
    if form is None and sheet is not None and sheet.qr is not None:
        result = _of_unknown_version(result, sheet.qr, forms)
    seconds = round(time.perf_counter() - started, 3)
    if isinstance(result, BlockedPage):
        return replace(result, seconds=seconds)
    return replace(result, reading=replace(result.reading, seconds=seconds))


def _of_unknown_version(
    result: ScreenedPage | BlockedPage, qr: QrText, forms: Sequence[FormDefinition]
) -> ScreenedPage | BlockedPage:
    """An own sheet in a version that no definition describes: told as such, read freely."""
    kind = next((form.kind for form in forms if form.code == qr.form), PageKind.FORM)
    if isinstance(result, BlockedPage):
        return replace(result, kind=kind)
    reading = replace(
        result.reading,
        kind=kind,
        fields=(),
        form=qr.form,
        form_version=qr.version,
        form_page=qr.page,
        case_number=qr.case_number,
    )
    return replace(result, reading=reading)


def _which_form(
    engine: Engine, sheet: Sheet, forms: Sequence[FormDefinition]
) -> FormDefinition | None:
    """By the QR; where it cannot be read, by the printed title."""
    if sheet.qr is not None:
        qr = sheet.qr
        version = shipped_version(qr.version)
        same = (f for f in forms if (f.code, f.version) == (qr.form, version))
        return next((f for f in same if 1 <= qr.page <= f.pages), None)
    best, likeness = None, _ALIKE
    for form in forms:
        title = max(form.captions, key=lambda caption: caption.size, default=None)
        if title is None:
            continue
        read = engine.read([sheet.crop(title.box)])[0]
        alike = SequenceMatcher(None, plain(read.text), plain(form.title)).ratio()
        if alike > likeness:
            best, likeness = form, alike
    return best


def _own(engine: Engine, sheet: Sheet, form: FormDefinition) -> ScreenedPage | BlockedPage:
    number = sheet.qr.page if sheet.qr is not None else 1
    kind = form.kind
    inside, fields = screen_fields(read_fields(engine, sheet, form, number))
    stray = stray_writing(engine, sheet, form, number)
    result = screen(stray.lines, kind, sheet.dpi)
    partly = [*stray.partly, *((box, False) for box in stray.downwards)]
    if partly:
        result = result.also(around(partly, kind))
    result = Screened(
        (*inside.forbidden, *result.forbidden),
        (*inside.masks, *result.masks),
        result.proposed,
    )
    if result.blocked:
        return BlockedPage(kind, result.forbidden)
    quality = faults(sheet.raw, sheet.level, sheet.dpi)
    if sheet.marks < _ALL_MARKS and Quality.CUT_CORNER not in quality:
        quality = (*quality, Quality.CUT_CORNER)
    reading = PageReading(
        kind,
        form=form.code,
        form_version=sheet.qr.version if sheet.qr is not None else form.version,
        form_page=number,
        case_number=sheet.qr.case_number if sheet.qr is not None else "",
        quality=quality,
        rotation=sheet.rotation,
    )
    return _kept(sheet.scan, sheet.dpi, reading, result, fields, stray.lines)


def _other(engine: Engine, page: Pixels) -> ScreenedPage | BlockedPage:
    free = read_free(engine, page)
    kind = kind_of(free.lines, free.columns, pictured=Quality.BLANK not in free.quality)
    if kind in _WITHOUT_FIELDS and lies_number_side_up(free.lines, free.dpi):
        kind = PageKind.MNC_BACK
    parts = parts_of(free.lines, free.dpi)
    codes = [(code.text, code.box) for code in free.codes]
    # Each paper for itself: of two beside each other the rows are no rows.
    looks = [(part.lines, part.kind) for part in parts] or [(free.lines, kind)]
    result = Screened((), ())
    for lines, what in looks:
        result = result.also(screen(lines, what, free.dpi, codes))
    unread = numbers_downwards(engine, free.flat, free.lines, free.dpi)
    unread += numbers_across(engine, free.flat, free.lines, free.dpi)
    partly = [*numbers_around(engine, free.flat, free.lines), *((box, False) for box in unread)]
    for box, licence in partly:
        result = result.also(around([(box, licence)], kind_at(parts, box, kind)))
    if result.blocked:
        return BlockedPage(kind, result.forbidden)
    seen = {id(line): covered(line, result.masks) for line in free.lines}
    fields: list[FieldReading] = []
    if not parts and kind not in _WITHOUT_FIELDS:
        fields = [*_named(engine, free, result, read_identity(tuple(seen.values())))]
    for number, part in enumerate(parts):
        own = read_identity(tuple(seen[id(line)] for line in part.lines))
        fields += [
            replace(one, key=_prefix(number) + one.key) for one in _named(engine, free, result, own)
        ]
    ours = "" if parts else case_of_letter(text for text, _box in codes)
    if ours and kind is not PageKind.ENVELOPE:
        kind, fields = PageKind.UNKNOWN, []  # a letter of ours may speak of any paper
    sealed = not parts and kind in _OF_OUR_MAIL
    reading = PageReading(
        parts[0].kind if parts else kind,
        case_number=ours,
        posted=label_number(free.flat) if sealed else "",
        quality=free.quality,
        rotation=free.rotation,
        parts=tuple(
            PagePart(part.kind, padded(part.box), part.back, _prefix(number))
            for number, part in enumerate(parts)
        ),
        back=not parts and is_back(kind, free.lines),
    )
    lines = tuple(seen.values())
    return _kept(free.picture, free.dpi, reading, result, fields, lines)


def _prefix(number: int) -> str:
    """What the keys of the part's fields begin with."""
    return f"{number + 1}." if number else ""


def _named(
    engine: Engine, free: FreePage, result: Screened, fields: Sequence[FieldReading]
) -> tuple[FieldReading, ...]:
    """The fields, the name's end looked at once more."""
    return tuple(
        name_to_its_end(engine, free, result.masks, one) if one.key in _NAMES else one
        for one in fields
    )


def _kept(
    picture: Picture,
    dpi: float,
    reading: PageReading,
    result: Screened,
    fields: Sequence[FieldReading],
    lines: Sequence[ReadLine],
) -> ScreenedPage:
    """Masks are burnt in first; only then is anything shrunk, encoded and measured."""
    picture = picture.copy()
    for x, y, width, height in result.masks:
        picture[max(y, 0) : y + height, max(x, 0) : x + width] = 0
    scale = encode.kept_scale(dpi)
    if scale < 1.0:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    image, width, height = encode.keep(picture)
    scale *= width / picture.shape[1]
    hidden = [covered(line, result.masks) for line in lines]
    return ScreenedPage(
        image,
        encode.thumbnail(picture),
        width,
        height,
        replace(
            reading,
            fields=tuple(_scaled_field(field, scale) for field in fields),
            lines=tuple(
                TextLine(mend(line.text), round(line.confidence, 4), _scaled(line.box, scale))
                for line in hidden
            ),
            forbidden=tuple(
                replace(found, box=None if found.box is None else _scaled(found.box, scale))
                for found in result.forbidden
            ),
            masked=tuple(_scaled(box, scale) for box in result.masks),
            proposed=tuple(replace(one, box=_scaled(one.box, scale)) for one in result.proposed),
            parts=tuple(replace(one, box=_scaled(one.box, scale)) for one in reading.parts),
        ),
    )


def _scaled_field(field: FieldReading, scale: float) -> FieldReading:
    return field if field.box is None else replace(field, box=_scaled(field.box, scale))


def _scaled(box: Box, scale: float) -> Box:
    x, y, width, height = box
    left, top = round(x * scale), round(y * scale)
    right, bottom = round((x + width) * scale), round((y + height) * scale)
    return (left, top, max(1, right - left), max(1, bottom - top))
