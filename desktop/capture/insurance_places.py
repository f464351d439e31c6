"""Where 記号, 番号, 枝番 and 保険者番号 stand on an insurance paper (DOMAIN §5).

They are short, two figures may be one of them, and a stamp or a misread label leaves nothing beside
them that tells what they are. So the whole room of their row goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.capture.layout import ReadLine, Row
from desktop.domain.reading import Box

INSURANCE_RUN = re.compile(r"(?<![\d年月/.-])\d{6,8}(?![\d年月日/.-])")
_LABEL = re.compile(r"保険者番号|記号|枝番|(?<!電話)(?<!郵便)番号")
# Whatever short word stands for a misread label.
_NUMBER = re.compile(
    r"(?:^|[| ])[(（]?[一-龠]{1,2}[)）]?[ |：:]{0,2}(?P<value>[\dOoQDIlBSqg]{2,8}|\d)(?=$|[| ])"
)
_ALONE = re.compile(r"(?:^|\|)(?P<value>\d{2,8})(?=$|\|)")
_OTHER_ROW = re.compile(r"[年月日都道府県市区町村]|丁目")
_NOT_OF_A_DATE = re.compile(r"(?<![\d年月/.-])\d+(?![\d年月日/.-])")
_WORDS = re.compile(r"[^\d\s()（）:：|]{3,}|[年月日]")
_FIRST = re.compile(r"[(（]?(?:被?保険者番号|記号)")
_BEHIND = 6  # line heights behind the last piece that was found: （枝番） 00
_BEYOND = 2  # line heights beside the outermost writing of the paper


def insurance_numbers(text: str) -> list[tuple[int, int]]:
    """Start and end of the numbers in a row's text: all that follows a label, and what stands
    before the first one that was read; without any, what a misread label leaves."""
    label = _LABEL.search(text)
    if label is not None:
        value = label.end() + len(text[label.end() :]) - len(text[label.end() :].lstrip())
        before = [match.span() for match in _NOT_OF_A_DATE.finditer(text, 0, label.start())]
        return [*before, (value, len(text))]
    found = {match.span() for match in INSURANCE_RUN.finditer(text)}
    if _OTHER_ROW.search(text) is None:
        found |= {
            match.span("value") for match in (*_NUMBER.finditer(text), *_ALONE.finditer(text))
        }
    return sorted(found)


def insurance_rows(page_rows: Sequence[Row], lines: Sequence[ReadLine]) -> list[Box]:
    """Beside every row with such a number the room where others of them may stand unread: behind
    its last piece, and before its first one where that is not what such rows begin with."""
    if not lines:
        return []
    left, right = min(one.box[0] for one in lines), max(one.right for one in lines)
    found: list[Box] = []
    for row in page_rows:
        spans = insurance_numbers(row.text)
        if not spans:
            continue
        members = [lines[index] for index in row.lines]
        height = max(one.box[3] for one in members)
        top = max(0, min(one.box[1] for one in members) - height // 4)
        tall = max(one.bottom for one in members) + height // 4 - top
        last = max(one.right for one in members)
        end = max(right + _BEYOND * height, last + _BEHIND * height)
        found.append((last, top, end - last, tall))
        if _FIRST.match(row.text) is None and _WORDS.search(row.text[: spans[0][0]]) is None:
            start = max(0, left - _BEYOND * height)
            found.append((start, top, members[0].box[0] - start, tall))
    return [box for box in found if box[2] > 0]
