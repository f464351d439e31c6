"""Places to black out that are found by their surroundings, not by a number (DOMAIN §5).

Where the text to hide was read, the screen burns it out at once. Here stand the marks about organ
donation, which are hardly text, and what only a person can judge: that is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.capture.layout import ReadLine, Row
from desktop.domain.reading import Box, MaskProposal, MaskReason, PageKind

MACHINE_ZONE = re.compile(r".*<<.*")
_FIRST_LINE = re.compile(r"^ ?P<")
_NUMBER_ALONE = re.compile(
    r"[(（]?(?:個人番号|マイナンバー|基礎年金番号|住民票コード|(?:被)?保険者番号)[)）]?[:：]?"
)
_INSURANCE_ALONE = re.compile(_NUMBER_ALONE.pattern + r"|[(（]?(?:記号|番号|枝番)[)）]?[:：]?")
_LABEL_OR_DIGIT = re.compile(r"[(（]?(?:\d|記号|番号|枝番|(?:被)?保険者番号)")
_DIGITS_ALONE = re.compile(r"[\d\s\-ー－|()（）OoQDIlBSqg〇○]{1,16}")
_CELLS_WIDE, _CELLS_DOWN, _CELLS_LEAST = 22, 2.6, 4  # line heights of the label
_ZONE_PITCH = 3.2  # line heights from the middle of one machine-readable line to the next
_ORGAN = re.compile(r"[臓臟]器提供(?:に関する)?(?:意思)?(?:表示)?欄?")
_ORGAN_WORDS = re.compile(r"[臓臟]器|脳死|心臓が停止|特記欄|自筆署名|署名年月日|家族署名")
_ORGAN_WIDE = 120.0  # millimetres: a card copied larger than it is
_ORGAN_HIGH = 14.0
_STATEMENT = 20  # characters: the sentence over the field, not a label with its mark
_LABELS = (
    (re.compile(r"本籍"), MaskReason.DOMICILE),
    (re.compile(r"続柄"), MaskReason.RELATION),
    (re.compile(r"性別"), MaskReason.SEX),
    (re.compile(r"障害名|障害等級|障害の程度|疾病名|病名|等級"), MaskReason.HEALTH),
)
_ALONE = re.compile(r"[ |：:（）()及びと・の世帯主筆頭者]*")
_FAMILY = re.compile(r"^(?:父|母|養父|養母|配偶者|従前戸籍|出生地|婚姻|離婚|認知|養子)")
_REGISTERS = (PageKind.KOS, PageKind.TOU)
_REST = 12  # line heights to the right of a label whose value was not read


def organ_areas(lines: Sequence[ReadLine], dpi: float) -> list[Box]:
    """The marks about organ donation: beside a short label, or the field under its statement."""
    mm = dpi / 25.4
    areas: list[Box] = []
    for line in lines:
        match = _ORGAN.search(line.text)
        if match is None:
            continue
        x, y, width, height = line.box
        if "欄" in line.text:
            wide = max(width, round(_ORGAN_WIDE * mm))
            areas.append((x, line.bottom, wide, round(_ORGAN_HIGH * mm)))
        elif len(line.chars) >= _STATEMENT:
            areas.append(_under_statement(line, lines))
        elif match.end() < len(line.chars):
            areas.append(padded(line.part(match.end(), len(line.chars)).box))
        else:
            areas.append((line.right, y - height // 3, round(1.5 * width), round(1.7 * height)))
    return areas


def _under_statement(title: ReadLine, lines: Sequence[ReadLine]) -> Box:
    """From under the statement to two lines below the last line that belongs to it."""
    x, _, _, height = title.box
    left, right = x - 2 * height, title.right + 2 * height
    last = title.bottom
    for line in sorted(lines, key=lambda one: one.middle):
        beside = line.right > left and line.box[0] < right
        near = 0 < line.box[1] - last + height < 5 * height
        if beside and near and _ORGAN_WORDS.search(line.text):
            last = max(last, line.bottom)
            right = max(right, line.right)
    return (max(0, left), title.bottom, right - max(0, left), last - title.bottom + 2 * height)


def machine_lines(page_rows: Iterable[Row], lines: Sequence[ReadLine]) -> list[Box]:
    """Beside a machine-readable line that was found alone, the place of the other one."""
    found = [row for row in page_rows if MACHINE_ZONE.search(row.text)]
    if len(found) != 1:
        return []
    members = [lines[index] for index in found[0].lines]
    left, right = min(one.box[0] for one in members), max(one.right for one in members)
    top, bottom = min(one.box[1] for one in members), max(one.bottom for one in members)
    reach = round(_ZONE_PITCH * max(one.box[3] for one in members))
    first = _FIRST_LINE.search(found[0].text) is not None
    return [(left, bottom if first else max(0, top - reach), right - left, reach)]


def unread_values(
    page_rows: Iterable[Row], lines: Sequence[ReadLine], *, health: bool
) -> list[Box]:
    """The room right of a forbidden number's label up to the next piece, if that is a number or a
    label again: a faint or covered number stands there none the less, or its first digits. Where
    words answer the label, nothing. On insurance papers their short labels count."""
    labels = _INSURANCE_ALONE if health else _NUMBER_ALONE
    titles = [line for line in lines if line.text.strip() in ("カード", "力ード")]
    found: list[Box] = []
    for row in page_rows:
        for index in row.lines:
            label = lines[index]
            x, y, width, height = label.box
            if labels.fullmatch(re.sub(r"\s", "", label.text)) is None or _any_below(label, titles):
                continue
            after = [lines[i] for i in row.lines if lines[i].box[0] >= label.right]
            room, beside = _REST * height, min(after, key=lambda one: one.box[0], default=None)
            if beside is not None and beside.box[0] - label.right <= room:
                if not _LABEL_OR_DIGIT.match(re.sub(r"\s", "", beside.text)):
                    continue
                room = beside.box[0] - label.right
            if room > 0:
                found.append((x + width, max(0, y - height // 3), room, round(1.7 * height)))
    return found


def values_below(lines: Sequence[ReadLine]) -> list[tuple[Box, str]]:
    """The room under a forbidden number's label that no words answer, as a form's row of cells lies
    there; each with the label if a digit was read in it: of twelve cells a reading may find four.
    """
    titles = [line for line in lines if line.text.strip() in ("カード", "力ード")]
    found: list[tuple[Box, str]] = []
    for label in lines:
        text = re.sub(r"\s", "", label.text)
        if _NUMBER_ALONE.fullmatch(text) is None or _any_below(label, titles):
            continue
        x, _, _, height = label.box
        left, right = max(0, x - height), x + _CELLS_WIDE * height
        top, bottom = label.bottom, label.bottom + round(_CELLS_DOWN * height)
        if any(_beside_in_words(label, one) for one in lines):
            continue
        under = [one for one in lines if top < one.middle < bottom and one.right > left]
        words = [one.box[0] for one in under if _DIGITS_ALONE.fullmatch(one.text) is None]
        end = min(words, default=None)
        digits = [
            one
            for one in under
            if _DIGITS_ALONE.fullmatch(one.text) is not None and (end is None or one.box[0] < end)
        ]
        right = max((right, *(one.right + height for one in digits)))
        right = right if end is None else min(right, end)
        if right < x + _CELLS_LEAST * height:
            continue
        bottom = max((bottom, *(one.bottom + one.box[3] // 4 for one in digits)))
        found.append(((left, top, right - left, bottom - top), text if digits else ""))
    return found


def _beside_in_words(label: ReadLine, other: ReadLine) -> bool:
    """Whether the label is answered in its own row."""
    room = 0 <= other.box[0] - label.right <= _REST * label.box[3]
    level = abs(other.middle - label.middle) < 0.5 * label.box[3]
    return room and level and _LABEL_OR_DIGIT.match(re.sub(r"\s", "", other.text)) is None


def _any_below(label: ReadLine, titles: Sequence[ReadLine]) -> bool:
    """Whether the title's second line stands right under the label: 個人番号 / カード."""
    return any(0 < one.middle - label.middle < 2.5 * label.box[3] for one in titles)


def sex_fields(page_rows: Iterable[Row], lines: Sequence[ReadLine]) -> list[Box]:
    """Beside the label 性別 of a マイナンバーカード whose one character was not read."""
    found: list[Box] = []
    for row in page_rows:
        for index in row.lines:
            label = lines[index]
            following = [lines[i] for i in row.lines if lines[i].box[0] >= label.right]
            if label.text.strip() == "性別" and not following:
                _, y, _, height = label.box
                found.append((label.right, y - height // 3, 4 * height, round(1.7 * height)))
    return found


def proposals(
    page_rows: Iterable[Row], lines: Sequence[ReadLine], kind: PageKind, masks: Sequence[Box]
) -> list[MaskProposal]:
    """Labels whose value was not read beside them, and 不要部分 of a 戸籍."""
    found: list[MaskProposal] = []
    for row in page_rows:
        for index in row.lines:
            line = lines[index]
            for label, reason in _LABELS:
                match = label.match(line.text.strip())
                if match and _ALONE.fullmatch(line.text.strip()[match.end() :]):
                    found += _beside(row, lines, line, reason, masks)
            if kind in _REGISTERS and _FAMILY.match(line.text.strip()):
                found.append(MaskProposal(_row_box(row, lines), MaskReason.NOT_NEEDED))
    return found


def _beside(
    row: Row, lines: Sequence[ReadLine], label: ReadLine, reason: MaskReason, masks: Sequence[Box]
) -> list[MaskProposal]:
    """The room right of a label up to the next piece of its row; nothing where that is covered
    already or has words of its own: the screen has judged those."""
    following = [lines[i] for i in row.lines if lines[i].box[0] >= label.right]
    if following:
        return []
    _, y, _, height = label.box
    room = (label.right, y - height // 4, _REST * height, round(1.5 * height))
    covered = any(_meet(room, mask) for mask in masks)
    return [] if covered else [MaskProposal(room, reason)]


def _row_box(row: Row, lines: Sequence[ReadLine]) -> Box:
    members = [lines[i] for i in row.lines]
    left, top = min(one.box[0] for one in members), min(one.box[1] for one in members)
    right, bottom = max(one.right for one in members), max(one.bottom for one in members)
    return padded((left, top, right - left, bottom - top))


def _meet(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) > max(one[0], other[0])
    return across and min(one[1] + one[3], other[1] + other[3]) > max(one[1], other[1])


def padded(box: Box) -> Box:
    """A little more than the box: recognised boxes lie close."""
    x, y, width, height = box
    pad = max(2, min(width, height) // 8)
    return (max(0, x - pad), max(0, y - pad), width + 2 * pad, height + 2 * pad)
