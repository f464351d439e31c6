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

from desktop.capture.digit_places import (
    LIKE_DIGITS,
    MY_NUMBER_LENGTH,
    digit_runs,
    downwards,
    group_lost,
    is_numbering,
    lost_of,
    with_room,
)
from desktop.capture.engine import lowest
from desktop.capture.insurance_places import (
    INSURANCE_RUN,
    insurance_numbers,
    insurance_rows,
)
from desktop.capture.kinds import is_number_side, plain
from desktop.capture.layout import ReadLine, Row, boxes, columns, rows
from desktop.capture.mask_places import (
    MACHINE_ZONE,
    machine_lines,
    organ_areas,
    padded,
    proposals,
    sex_fields,
    unread_values,
    values_below,
)
from desktop.domain.numbers import is_my_number
from desktop.domain.reading import (
    Box,
    FieldReading,
    Forbidden,
    ForbiddenFound,
    MaskProposal,
    MaskReason,
    PageKind,
)

_MY_NUMBER_LABEL = re.compile(r"個人番号(?!カード)|マイナンバー(?!カード)")
_LICENCE_NUMBER = re.compile(r"第[ |]?\d[\d ]{8,}[ |]?号|(?<!\d)\d{12}[ |]?号")
_LICENCE_ROW = re.compile(r"番号[ |]?第|免許")
_FUZZY = re.compile(r"[\dOoQDIl〇○BSqg](?:[ \-ー－]{0,2}\S){7,16}")
_BESIDE_DIGITS = re.compile(r"[ \-ー－()（）|]")  # spaces, and what a stamp's frame is read as
_PHONE = re.compile(r"0\d{9,10}")
_INSURANCE_LABEL = re.compile(r"保険者番号|被保険者番号|記号|枝番")
_INSURED_PAGE = re.compile(r"保険者番号|枝番")
_HEALTH_PAGE = re.compile(r"保険者番号|被保険者|資格確認書|資格情報のお知らせ|健康保険")
_PENSION_LABEL = re.compile(r"基礎年金番号")
_PENSION = re.compile(r"(?<!\d)\d{4} ?[-ー－] ?\d{6}(?!\d)")
_CARD_NUMBERS = (
    re.compile(r"(?<![A-Z])[A-Z]{2} ?\d{8} ?[A-Z]{2}(?![A-Z])"),  # 在留カード
    re.compile(r"(?<![A-Z])[A-Z]{2} ?\d{7}(?!\d)"),  # 旅券
)
_CODE_LABEL = re.compile(r"住民票コ[ー一\-－―—]?[ドト]")
_CODE_VALUE = re.compile(r"[ |：:]*(?P<value>[\dOoQDIl〇○ \-ー－]{6,})")
_CODE_LENGTH = 11
_LABELLED = re.compile(r"(?:旅券番号|本籍|続柄|性別)[ |：:]*(?P<value>[^|]*)")
_NOTHING = re.compile(r"省略|記入なし|略|^[ \-ー－*＊]*$")
_HEALTH = (PageKind.HOK, PageKind.SKC, PageKind.SKO)
_CARD_NUMBER_LABEL = re.compile(r"番号[ |：:]*(?P<value>(?=[0-9 ]*[A-Z])[A-Z0-9 ]{7,})")
_RESIDENCE_CARDS = (PageKind.RC, PageKind.SPR, PageKind.SRC)
_LICENCES = (PageKind.DL, PageKind.DL_BACK, PageKind.DLH)
_IDENTITY = frozenset(PageKind) - {
    PageKind.FORM, PageKind.SLIP, PageKind.POWER, PageKind.STAMPS, PageKind.ENVELOPE,
    PageKind.BLANK, PageKind.UNKNOWN,
}  # fmt: skip
_MY_NUMBER_CARDS = (PageKind.MNC, PageKind.SRC)
_AS_PRINTED = re.compile(r"\d{4}\D{1,2}\d{4}\D{1,2}\d{4}")  # as cards and notices group it
# Eleven digits in three groups: of a digit that stands twice one is easily lost in reading.
_ONE_LOST = re.compile(r"(?!0)(?:\d{4}\D{1,2}\d{4}\D{1,2}\d{3}|\d{4}\D{1,2}\d{3}\D{1,2}\d{4})")
# Some digits beside the label, no date and no sum: the rest was not found.
_FEW_BESIDE = re.compile(r"\d[\d \-ー－]{2,9}\d?(?![\d年月日円条項枚通号歳/.])")
_ONE_BY_ONE = re.compile(r"(?<!\S)\d(?!\S)")
_ELEVEN = re.compile(r"[1-9]\d{10}")
_CELLS = 6
_UNSURE = 0.9
_OWN_NUMBERS = (PageKind.STAMPS, PageKind.ENVELOPE)  # 為替 and 書留 carry long numbers of theirs
_VERY_UNSURE = 0.7
_NEARLY_SURE = 0.97


@dataclass(frozen=True, slots=True)
class Screened:
    """What the screen found: forbidden kinds, where the page is blacked out at once, and where a
    clerk is asked (decision 10)."""

    forbidden: tuple[ForbiddenFound, ...]
    masks: tuple[Box, ...]
    proposed: tuple[MaskProposal, ...] = ()

    def also(self, other: Screened) -> Screened:
        """What either of two looks at the page found."""
        return Screened(
            tuple(dict.fromkeys((*self.forbidden, *other.forbidden))),
            tuple(dict.fromkeys((*self.masks, *other.masks))),
            tuple(dict.fromkeys((*self.proposed, *other.proposed))),
        )

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
    across = rows(lines)
    page_rows = [*across, *columns(lines)]
    known = list(codes)
    forbidden = [*_my_numbers(lines, page_rows, kind), *_numbers_in_codes(known)]
    masks = [padded(one.box) for one in forbidden if _is_doubtful(one) and one.box is not None]
    health = kind in _HEALTH or _HEALTH_PAGE.search(_text(across)) is not None
    insured = kind in _HEALTH or (health and _INSURED_PAGE.search(_text(across)) is not None)
    code_told = _CODE_LABEL.search(_text(across)) is not None
    for row in page_rows:
        for what, start, end in _to_cover(
            row, kind, health=health, insured=insured, code_told=code_told
        ):
            spare = lost_of(row.text[start:end], 10) if what is Forbidden.PENSION else 0
            places = with_room(boxes(row, lines, start, end), MY_NUMBER_LENGTH - spare)
            masks.extend(padded(box) for box in places)
            if what is not None:
                forbidden.extend(ForbiddenFound(what, padded(box)) for box in places)
    masks.extend(unread_values(across, lines, health=health))
    for box, digits_of in values_below(lines):
        masks.append(box)
        if _MY_NUMBER_LABEL.search(digits_of) is not None:
            forbidden.append(ForbiddenFound(Forbidden.MY_NUMBER_LIKE, box))
    if insured:
        masks.extend(insurance_rows(across, lines))
    asked = [box for row in page_rows for box in _only_twelve(row, lines, kind, masks)]
    proposed = [MaskProposal(padded(box), MaskReason.NUMBER) for box in asked]
    if kind in _IDENTITY:
        masks.extend(padded(box) for _, box in known)
        masks.extend(machine_lines(across, lines))
        masks.extend(organ_areas(lines, dpi))
        if kind is PageKind.MNC:
            masks.extend(sex_fields(across, lines))
        proposed += proposals(across, lines, kind, masks)
    return Screened(tuple(forbidden), tuple(masks), tuple(proposed))


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
    masks = [padded(one.box) for one in forbidden if _is_doubtful(one) and one.box is not None]
    return Screened(tuple(forbidden), tuple(masks)), tuple(kept)


def _number_in(text: str) -> Forbidden | None:
    runs = digit_runs(text)
    if _MY_NUMBER_LABEL.search(plain(text)) and any(len(run) in (11, 12, 13) for run, _, _ in runs):
        return Forbidden.MY_NUMBER
    if any(_may_be_one(run, text[start:end], told=False) for run, start, end in runs):
        return Forbidden.MY_NUMBER_LIKE
    return None


def around(places: Iterable[tuple[Box, bool]], kind: PageKind) -> Screened:
    """What a wider look found: blacked out, and asked about but for a licence's own number."""
    if kind in _OWN_NUMBERS or kind in _HEALTH:
        return Screened((), ())
    seen = list(places)
    asked = (box for box, licence in seen if not licence and kind not in _LICENCES)
    found = tuple(ForbiddenFound(Forbidden.MY_NUMBER_LIKE, box) for box in asked)
    return Screened(found, tuple(padded(box) for box, _ in seen))


def _my_numbers(
    lines: Sequence[ReadLine], page_rows: Sequence[Row], kind: PageKind
) -> list[ForbiddenFound]:
    page = _text(page_rows)
    if kind is PageKind.MNC_BACK or (kind in _MY_NUMBER_CARDS and is_number_side(page)):
        return [ForbiddenFound(Forbidden.MY_NUMBER)]
    found: list[ForbiddenFound] = []
    told = _MY_NUMBER_LABEL.search(page) is not None
    for row in page_rows:
        labelled = _MY_NUMBER_LABEL.search(plain(row.text)) is not None
        licence = _is_licence(row, kind, told=told and not labelled) and not labelled
        runs = digit_runs(row.text)
        for digits, start, end in runs:
            text = row.text[start:end]
            misread = labelled and len(digits) in (11, 12, 13)
            # Eleven by themselves: a lost digit, or a 住民票コード; a parcel's number has its word.
            alone = plain(row.text) == digits and _CODE_LABEL.search(page) is None
            eleven = alone and _ELEVEN.fullmatch(digits) is not None
            few = labelled and _FEW_BESIDE.match(row.text[start:]) is not None
            sure = is_my_number(digits) and (told or kind in _MY_NUMBER_CARDS)
            if misread or (sure and not licence):
                what = Forbidden.MY_NUMBER
            elif few or eleven or (not licence and _may_be_one(digits, text, told=told)):
                what = Forbidden.MY_NUMBER_LIKE
            else:
                continue
            places = with_room(boxes(row, lines, start, end), len(digits))
            found.extend(ForbiddenFound(what, box) for box in places)
        if not licence:
            found.extend(_misread_ones(row, lines, runs))
    like = downwards(lines)
    if kind not in _OWN_NUMBERS:
        like += [box for row in page_rows for box in group_lost(row, lines)]
    found.extend(ForbiddenFound(Forbidden.MY_NUMBER_LIKE, box) for box in like)
    return found


def _is_licence(row: Row, kind: PageKind, *, told: bool) -> bool:
    """Whether twelve digits of this row are a 免許証番号: written as one, or on a licence that
    says nothing of a 個人番号."""
    if _LICENCE_NUMBER.search(row.text) is not None:
        return True
    return not told and (kind in _LICENCES or _LICENCE_ROW.search(row.text) is not None)


def _misread_ones(
    row: Row, lines: Sequence[ReadLine], runs: Sequence[tuple[str, int, int]]
) -> list[ForbiddenFound]:
    """Rows of digits with a doubtful character among them: a letter read for a digit, a digit
    that may be another, one lost or one too many. Together they may be a 個人番号."""
    found: list[ForbiddenFound] = []
    for match in _FUZZY.finditer(row.text):
        start, end = match.start(), match.end()
        while end > start and not row.text[end - 1].translate(LIKE_DIGITS).isdigit():
            end -= 1
        written = _BESIDE_DIGITS.sub("", row.text[start:end])
        digits = re.sub(r"\D", "", written.translate(LIKE_DIGITS))
        cells = _in_cells(row, start, end)
        if not (8 if cells else 9) <= len(written) <= 13 or len(digits) < len(written) - 2:
            continue
        if re.search("[年月日/]", written) or is_numbering(digits):
            continue
        if _inside_longer(runs, start, end) or (_PHONE.fullmatch(digits) and not cells):
            continue
        # Where several digits were lost, the rest was read with more than a little doubt.
        least = _UNSURE if len(written) > 10 else _VERY_UNSURE
        if len(written) >= MY_NUMBER_LENGTH:  # nothing is lacking but one digit's certainty
            least = _NEARLY_SURE
        framed = plain(row.text) == digits and _one_too_many(digits)
        if cells or framed or _doubt(row, lines, start, end) < least:
            places = with_room(boxes(row, lines, start, end), len(written))
            found.extend(ForbiddenFound(Forbidden.MY_NUMBER_LIKE, box) for box in places)
    return found


def _one_too_many(digits: str) -> bool:
    """Whether a line beside a 個人番号, such as a stamp's frame, may have been read for a digit."""
    return len(digits) == MY_NUMBER_LENGTH + 1 and any(
        is_my_number(rest) for rest in (digits[1:], digits[:-1])
    )


def _in_cells(row: Row, start: int, end: int) -> bool:
    """Whether the digits stand one by one, as in the cells of a form, where some are easily not
    found: a telephone number is not written so."""
    if len(_ONE_BY_ONE.findall(row.text[start:end])) >= _CELLS:
        return True
    return len({piece.line for piece in row.pieces[start:end] if piece.line >= 0}) >= _CELLS


def _inside_longer(runs: Sequence[tuple[str, int, int]], start: int, end: int) -> bool:
    """Whether the piece is part of a run of more digits than such a number has."""
    return any(len(run) > 13 and s < end and start < e for run, s, e in runs)


def _doubt(row: Row, lines: Sequence[ReadLine], start: int, end: int) -> float:
    """The lowest probability among the characters."""
    pieces = [piece for piece in row.pieces[start:end] if piece.line >= 0]
    chars = (lines[piece.line].chars[piece.char] for piece in pieces)
    return lowest(tuple(chars))


def _only_twelve(
    row: Row, lines: Sequence[ReadLine], kind: PageKind, masks: Sequence[Box]
) -> list[Box]:
    """Places of twelve digits that nothing says to be a 個人番号, not even their check digit: a
    clerk decides, for a digit may have been misread with full confidence."""
    if kind in _OWN_NUMBERS or _is_licence(row, kind, told=False):
        return []
    places = [
        box
        for digits, start, end in digit_runs(row.text)
        if len(digits) == MY_NUMBER_LENGTH
        for _, box in boxes(row, lines, start, end)
    ]
    return [box for box in places if padded(box) not in masks]


def _text(page_rows: Sequence[Row]) -> str:
    return "\n".join(plain(row.text) for row in page_rows)


def _may_be_one(digits: str, as_written: str, *, told: bool) -> bool:
    """Whether twelve digits are to be asked about: by check digit, by grouping, by the page."""
    if _ONE_LOST.fullmatch(as_written) is not None:
        return True
    if len(digits) != MY_NUMBER_LENGTH:
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


def _after(text: str, start: int) -> int:
    """Where the next written character stands."""
    return start + len(text[start:]) - len(text[start:].lstrip())


def _resident_codes(text: str, *, told: bool) -> list[tuple[Forbidden | None, int, int]]:
    """住民票コード: whatever digits follow the label, and eleven of them anywhere on its page."""
    code = Forbidden.RESIDENT_CODE
    label = _CODE_LABEL.search(text)
    value = _CODE_VALUE.match(text, label.end()) if label is not None else None
    if value is not None and re.search(r"\d", value["value"]):
        return [(code, _after(text, value.start("value")), value.end("value"))]
    runs = digit_runs(text) if told else []
    return [
        (code, start, end)
        for run, start, end in runs
        if len(run) == _CODE_LENGTH and not _PHONE.fullmatch(run)
    ]


def _to_cover(
    row: Row, kind: PageKind, *, health: bool, insured: bool, code_told: bool
) -> list[tuple[Forbidden | None, int, int]]:
    """Which characters of a row are blacked out, and the forbidden kind if they are one."""
    text = row.text
    cover: list[tuple[Forbidden | None, int, int]] = []
    label = _INSURANCE_LABEL.search(text)
    if insured:
        cover += [(Forbidden.INSURANCE, start, end) for start, end in insurance_numbers(text)]
    elif health and label is not None:
        cover.append((Forbidden.INSURANCE, _after(text, label.end()), len(text)))
    elif health:
        runs_ = INSURANCE_RUN.finditer(text)
        cover += [(Forbidden.INSURANCE, m.start(), m.end()) for m in runs_]
    elif label is not None and "保険者番号" in text:
        runs = [(s, e) for _, s, e in digit_runs(text) if s >= label.end()]
        cover += [(Forbidden.INSURANCE, start, end) for start, end in runs]
    pension = _PENSION_LABEL.search(text)
    if pension is not None and re.search(r"\d", text[pension.end() :]):
        cover.append((Forbidden.PENSION, pension.end(), len(text)))
    elif kind is PageKind.PEN:
        cover += [(Forbidden.PENSION, m.start(), m.end()) for m in _PENSION.finditer(text)]
    cover += [(None, match.start(), match.end()) for match in MACHINE_ZONE.finditer(text)]
    cover += _resident_codes(text, told=code_told)
    if kind not in _IDENTITY:
        return [part for part in cover if part[1] < part[2]]
    if kind in _LICENCES or _LICENCE_ROW.search(text) or _LICENCE_NUMBER.search(text):
        cover += [(None, s, e) for digits, s, e in digit_runs(text) if len(digits) >= 10]
    number = _CARD_NUMBER_LABEL.search(text) if kind in _RESIDENCE_CARDS else None
    if number is not None:
        cover.append((None, number.start("value"), number.end("value")))
    for pattern in _CARD_NUMBERS:
        cover += [(None, match.start(), match.end()) for match in pattern.finditer(text)]
    for match in _LABELLED.finditer(text):
        if not _NOTHING.search(match["value"]):
            cover.append((None, match.start("value"), match.end("value")))
    return [part for part in cover if part[1] < part[2]]
