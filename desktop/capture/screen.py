"""The screen for numbers the law forbids to keep, and for what policy blacks out (DOMAIN §5, §6).

A 個人番号 blocks its page. Twelve digits that only may be one are blacked out, and a clerk is asked
to look at the paper: one number in ten bears the check digit by chance, and one misread digit hides
it. Insurance and pension numbers and the papers' own numbers are blacked out. No function here
returns a number: only kinds and places leave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.capture.kinds import is_number_side, plain
from desktop.capture.layout import ReadLine, Row, boxes, rows
from desktop.domain.numbers import is_my_number
from desktop.domain.reading import Box, FieldReading, Forbidden, ForbiddenFound, PageKind

_RUN = re.compile(r"\d(?:[ \-ー－―‐—・.·]{0,2}\d)*")
_MY_NUMBER_LABEL = re.compile(r"個人番号(?!カード)|マイナンバー(?!カード)")
_LICENCE_ROW = re.compile(r"第 ?\d[\d ]{8,}号|番号 ?第|免許")
_INSURANCE_LABEL = re.compile(r"保険者番号|被保険者番号|記号|枝番")
_PENSION_LABEL = re.compile(r"基礎年金番号")
_PENSION = re.compile(r"(?<!\d)\d{4} ?[-ー－] ?\d{6}(?!\d)")
_CARD_NUMBERS = (
    re.compile(r"(?<![A-Z])[A-Z]{2} ?\d{8} ?[A-Z]{2}(?![A-Z])"),  # 在留カード
    re.compile(r"(?<![A-Z])[A-Z]{2} ?\d{7}(?!\d)"),  # 旅券
    re.compile(r".*<<.*"),  # machine-readable zone
)
_LABELLED = re.compile(r"(?:住民票コード|旅券番号|本籍|続柄|性別)[ |：:]*(?P<value>[^|]*)")
_NOTHING = re.compile(r"省略|記入なし|略|^[ \-ー－*＊]*$")
_ORGAN = re.compile(r"臓器提供(?:に関する)?(?:意思)?(?:表示)?欄?")
_HEALTH = (PageKind.HOK, PageKind.SKC)
_LICENCES = (PageKind.DL, PageKind.DL_BACK, PageKind.DLH)
_IDENTITY = frozenset(PageKind) - {
    PageKind.FORM, PageKind.SLIP, PageKind.POWER, PageKind.STAMPS, PageKind.ENVELOPE,
    PageKind.BLANK, PageKind.UNKNOWN,
}  # fmt: skip
_MY_NUMBER_CARDS = (PageKind.MNC, PageKind.SRC)
_MY_NUMBER_LENGTH = 12
_AS_PRINTED = re.compile(r"\d{4}\D{1,2}\d{4}\D{1,2}\d{4}")  # as cards and notices group it
_ORGAN_WIDE = 120.0  # millimetres: a card copied larger than it is


@dataclass(frozen=True, slots=True)
class Screened:
    """What the screen found: forbidden kinds, and where the page is to be blacked out."""

    forbidden: tuple[ForbiddenFound, ...]
    masks: tuple[Box, ...]

    @property
    def blocked(self) -> bool:
        """Whether the page must not be kept at all (番号法20条)."""
        return any(found.kind is Forbidden.MY_NUMBER for found in self.forbidden)


def screen(
    lines: Sequence[ReadLine],
    kind: PageKind,
    dpi: float,
    codes: Iterable[tuple[str, Box]] = (),
) -> Screened:
    """Look through everything read on a page. `codes` are texts and places of its QR codes."""
    page_rows = rows(lines)
    known = list(codes)
    forbidden = [*_my_numbers(lines, page_rows, kind), *_numbers_in_codes(known)]
    masks = [_padded(one.box) for one in forbidden if _is_doubtful(one) and one.box is not None]
    for row in page_rows:
        for what, start, end in _to_cover(row, kind):
            places = [box for _, box in boxes(row, lines, start, end)]
            masks.extend(_padded(box) for box in places)
            if what is not None:
                forbidden.extend(ForbiddenFound(what, _padded(box)) for box in places)
    if kind in _IDENTITY:
        masks.extend(_padded(box) for _, box in known)
        masks.extend(_organ_areas(lines, dpi))
    return Screened(tuple(forbidden), tuple(masks))


def screen_fields(
    fields: Sequence[FieldReading],
) -> tuple[Screened, tuple[FieldReading, ...]]:
    """Look through the fields of an own form; a field with twelve doubtful digits is emptied."""
    forbidden: list[ForbiddenFound] = []
    kept: list[FieldReading] = []
    for field in fields:
        what = _number_in(field.text)
        if what is None:
            kept.append(field)
            continue
        forbidden.append(ForbiddenFound(what, field.box))
        kept.append(replace(field, text="", confidence=0.0, sure=False))
    masks = [_padded(one.box) for one in forbidden if _is_doubtful(one) and one.box is not None]
    return Screened(tuple(forbidden), tuple(masks)), tuple(kept)


def _number_in(text: str) -> Forbidden | None:
    runs = digit_runs(text)
    if _MY_NUMBER_LABEL.search(plain(text)) and any(len(run) in (11, 12, 13) for run, _, _ in runs):
        return Forbidden.MY_NUMBER
    if any(_may_be_one(run, text[start:end], told=False) for run, start, end in runs):
        return Forbidden.MY_NUMBER_LIKE
    return None


def digit_runs(text: str) -> list[tuple[str, int, int]]:
    """Every unbroken run of digits, whatever separates its groups: digits, start, end."""
    return [
        (re.sub(r"\D", "", match[0]), match.start(), match.end()) for match in _RUN.finditer(text)
    ]


def _my_numbers(
    lines: Sequence[ReadLine], page_rows: Sequence[Row], kind: PageKind
) -> list[ForbiddenFound]:
    page = "\n".join(plain(row.text) for row in page_rows)
    if kind is PageKind.MNC_BACK or (kind is PageKind.MNC and is_number_side(page)):
        return [ForbiddenFound(Forbidden.MY_NUMBER)]
    found: list[ForbiddenFound] = []
    told = _MY_NUMBER_LABEL.search(page) is not None
    for row in page_rows:
        labelled = _MY_NUMBER_LABEL.search(plain(row.text)) is not None
        licence = not told and (kind in _LICENCES or _LICENCE_ROW.search(row.text) is not None)
        for digits, start, end in digit_runs(row.text):
            misread = labelled and len(digits) in (11, 12, 13)
            if misread or (is_my_number(digits) and (told or kind in _MY_NUMBER_CARDS)):
                what = Forbidden.MY_NUMBER
            elif not licence and _may_be_one(digits, row.text[start:end], told=told):
                what = Forbidden.MY_NUMBER_LIKE
            else:
                continue
            found.extend(ForbiddenFound(what, box) for _, box in boxes(row, lines, start, end))
    return found


def _may_be_one(digits: str, as_written: str, *, told: bool) -> bool:
    """Whether twelve digits are to be asked about: by check digit, by grouping, by the page."""
    if len(digits) != _MY_NUMBER_LENGTH:
        return False
    return told or is_my_number(digits) or _AS_PRINTED.fullmatch(as_written) is not None


def _is_doubtful(found: ForbiddenFound) -> bool:
    return found.kind is Forbidden.MY_NUMBER_LIKE


def _numbers_in_codes(codes: Iterable[tuple[str, Box]]) -> list[ForbiddenFound]:
    return [
        ForbiddenFound(Forbidden.MY_NUMBER, box)
        for text, box in codes
        if any(is_my_number(digits) for digits, _, _ in digit_runs(text))
    ]


def _to_cover(row: Row, kind: PageKind) -> list[tuple[Forbidden | None, int, int]]:
    """Which characters of a row are blacked out, and the forbidden kind if they are one."""
    text = row.text
    cover: list[tuple[Forbidden | None, int, int]] = []
    label = _INSURANCE_LABEL.search(text)
    if kind in _HEALTH and label is not None:
        cover.append((Forbidden.INSURANCE, label.end(), len(text)))
    elif label is not None and "保険者番号" in text:
        runs = [(s, e) for _, s, e in digit_runs(text) if s >= label.end()]
        cover += [(Forbidden.INSURANCE, start, end) for start, end in runs]
    pension = _PENSION_LABEL.search(text)
    if pension is not None and re.search(r"\d", text[pension.end() :]):
        cover.append((Forbidden.PENSION, pension.end(), len(text)))
    elif kind is PageKind.PEN:
        cover += [(Forbidden.PENSION, m.start(), m.end()) for m in _PENSION.finditer(text)]
    if kind not in _IDENTITY:
        return [part for part in cover if part[1] < part[2]]
    if kind in _LICENCES or _LICENCE_ROW.search(text):
        cover += [(None, s, e) for digits, s, e in digit_runs(text) if len(digits) >= 10]
    for pattern in _CARD_NUMBERS:
        cover += [(None, match.start(), match.end()) for match in pattern.finditer(text)]
    for match in _LABELLED.finditer(text):
        if not _NOTHING.search(match["value"]):
            cover.append((None, match.start("value"), match.end("value")))
    return [part for part in cover if part[1] < part[2]]


def _organ_areas(lines: Sequence[ReadLine], dpi: float) -> list[Box]:
    """The marks about organ donation: the rest of a short line, the field under a title."""
    mm = dpi / 25.4
    areas: list[Box] = []
    for line in lines:
        match = _ORGAN.search(line.text)
        if match is None:
            continue
        if "欄" in line.text:
            x, _, width, _ = line.box
            areas.append((x, line.bottom, max(width, round(_ORGAN_WIDE * mm)), round(14 * mm)))
        elif match.end() < len(line.chars):
            areas.append(_padded(line.part(match.end(), len(line.chars)).box))
    return areas


def _padded(box: Box) -> Box:
    x, y, width, height = box
    pad = max(2, height // 8)
    return (max(0, x - pad), max(0, y - pad), width + 2 * pad, height + 2 * pad)
