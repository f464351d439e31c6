"""The back of a マイナンバーカード that does not say what it is, by what stands on it.

The card's back bears the number in three groups and, beside or under it, name and birth date of
the holder, and nothing else of a person: no address, no title of another paper. On a copy the small
label may be unreadable and the code cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.capture.kinds import plain
from desktop.capture.layout import ReadLine, Row, boxes, rows
from desktop.domain.numbers import is_my_number

_GROUPED = re.compile(r"(?<!\d)\d{4}\D{1,3}\d{4}\D{1,3}\d{4}(?!\d)")
_TWELVE = re.compile(r"(?<!\d)(?:\d[ \-ー－]{0,2}){11}\d(?!\d)")
_NAME = re.compile(r"^氏名")
_BORN = re.compile(r"(?:年\d{1,2}月\d{1,2}日|\d[./]\d{1,2}[./]\d{1,2})生|生年月日")
_OTHER_PAPER = re.compile(r"住所|住居地|有効|交付|記号|保険者|第\d{6,}|公安委員会|本籍")
_REACH_MM = 80.0  # a card is 54 mm high, copied at up to one and a half times its size


def lies_number_side_up(lines: Sequence[ReadLine], dpi: float) -> bool:
    """Whether a 個人番号, its holder's name and birth date stand together as on the card's back."""
    page = rows(lines)
    reach = _REACH_MM * dpi / 25.4
    for row in page:
        for level in _numbers(row, lines):
            near = "\n".join(
                plain(lines[i].text)
                for other in page
                for i in other.lines
                if abs(lines[i].middle - level) <= reach
            )
            named = any(_NAME.search(text) for text in near.split("\n"))
            if named and _BORN.search(near) and not _OTHER_PAPER.search(near):
                return True
    return False


def _numbers(row: Row, lines: Sequence[ReadLine]) -> list[float]:
    """The levels of twelve digits that are grouped as on the card or bear the check digit."""
    found = [match.span() for match in _GROUPED.finditer(row.text)]
    found += [
        match.span()
        for match in _TWELVE.finditer(row.text)
        if is_my_number(re.sub(r"\D", "", match[0]))
    ]
    return [
        lines[index].middle
        for start, end in found
        for index, _ in boxes(row, lines, start, end)[:1]
    ]
