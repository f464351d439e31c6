"""調査: which department is asked about which item, and what may be told of its answer (DESIGN §4).

An answer never shows third parties or the company's staff (DOMAIN §9): names that stand in a
declared column are taken out of every text of the line, and account numbers keep their last four.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.requests import Item, RequestType

DEPARTMENTS: Final[Mapping[Item, str]] = {
    Item.K1: "契約管理課",
    Item.K2: "契約管理課",
    Item.K3: "料金課",
    Item.K4: "需給管理課",
    Item.K5: "需給管理課",
    Item.K6: "お客さま相談課",
    Item.K7: "契約管理課",
    Item.K8: "個人情報管理課",
}
"""(C): the office's own table is a dated setting."""

DISCLOSING: Final = frozenset({RequestType.DISCLOSE, RequestType.DISCLOSE_3P})
"""For these the item itself is told, so that its answer has to be there."""

NOTHING_HELD: Final = "該当なし"
"""In the column of the heading: the department holds nothing; an answer of its own (R_NI)."""

BLACK: Final = "■■■"
_USUAL_MONTHS: Final = 13  # as DOMAIN §9 counts the half-hour values
_SHORTEST_NAME: Final = 2
_SHORTEST_WHOLE: Final = 3
_PARTED = re.compile(r"[、,，;；/／\n]+")
_ACCOUNT = re.compile(r"口座|カード|クレジット")
_DAY = r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![-0-9])"
_YEN = r"[0-9０-９][0-9０-９,，]*\s?円"
_LONG_NUMBER = re.compile(
    rf"(?P<kept>{_DAY}|{_YEN})|[0-9０-９](?:[0-9０-９]|[-\s－ー](?!{_DAY}|{_YEN})[0-9０-９]){{5,}}"
)
"""A number that may be an account's; `kept`: a day or a sum, which is none."""
_KEPT_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when the departments look."""

    since: date
    until: date


def usual_period(arrived_on: date) -> Period:
    """Where the request names no time: from the first of the month thirteen months earlier."""
    year, month0 = divmod(arrived_on.year * 12 + arrived_on.month - 1 - _USUAL_MONTHS, 12)
    return Period(date(year, month0 + 1, 1), arrived_on)


def check_period(period: Period, today: date) -> None:
    if period.since > period.until:
        raise Refused(
            "調べる期間の終わりが、始まりより前です。", "期間を直してください。", field="until"
        )
    if period.until > today:
        raise Refused(
            "調べる期間の終わりが、今日より後です。",
            "今日までの日を入れてください。",
            field="until",
        )


def to_ask(wanted: Mapping[RequestType, Iterable[Item]]) -> tuple[Item, ...]:
    """Every item to look into, once, in order: a correction's as well (34条2項); a purpose is
    known without looking."""
    asked = {
        item for kind, items in wanted.items() if kind is not RequestType.PURPOSE for item in items
    }
    return tuple(item for item in Item if item in asked)


def by_department(
    items: Iterable[Item], departments: Mapping[str, str]
) -> dict[str, tuple[Item, ...]]:
    """The items of each department, in the order of the items."""
    found: dict[str, list[Item]] = {}
    for item in items:
        name = departments.get(item.value, "").strip()
        if not name:
            raise Refused(
                f"項目{item.value}を調べる部署が決まっていません。",
                "管理者に、設定で部署を登録してもらってください。",
            )
        found.setdefault(name, []).append(item)
    return {name: tuple(listed) for name, listed in found.items()}


def names_in(cells: Iterable[str]) -> tuple[str, ...]:
    """The names of the declared columns, longest first, as written and in NFKC, each also without
    its blanks."""
    found: set[str] = set()
    for cell in cells:
        for part in _PARTED.split(f"{cell}\n{unicodedata.normalize('NFKC', cell)}"):
            name = " ".join(part.split())
            found.update(
                one
                for one in (name, re.sub(r"\s+", "", name), *name.split())
                if len(one) >= _SHORTEST_NAME
            )
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def whole_names_in(cells: Iterable[str]) -> tuple[str, ...]:
    """The names of the declared columns as a whole, longest first: for lines of other items, where
    a part of one, a common family name, would be too much."""
    found: set[str] = set()
    for cell in cells:
        for part in _PARTED.split(f"{cell}\n{unicodedata.normalize('NFKC', cell)}"):
            name = " ".join(part.split())
            if len(name) >= _SHORTEST_WHOLE:
                found |= {name, re.sub(r"\s+", "", name)}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def masked(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with those names black, and how many were. Half width (ｶｸｳ) is the same name."""
    listed = tuple(names)
    shown, count = _black(text, listed)
    plain, more = _black(unicodedata.normalize("NFKC", shown), listed)
    return (plain, count + more) if more else (shown, count)


def _black(text: str, names: Iterable[str]) -> tuple[str, int]:
    shown, count = text, 0
    for name in names:
        pattern = r"\s*".join(re.escape(letter) for letter in name if not letter.isspace())
        shown, number = re.subn(pattern, BLACK, shown)
        count += number
    return shown, count


def last_four(label: str, text: str) -> tuple[str, int]:
    """Of an account or card number only the last four digits (DOMAIN §9), whichever of the two
    says what it is."""
    if not _ACCOUNT.search(label) and not _ACCOUNT.search(text):
        return text, 0
    count = sum(found["kept"] is None for found in _LONG_NUMBER.finditer(text))
    return _LONG_NUMBER.sub(_keep_four, text), count


def _keep_four(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found[0]
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", found[0]))
    return "*" * (len(digits) - _KEPT_DIGITS) + digits[-_KEPT_DIGITS:]
