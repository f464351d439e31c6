"""Dates in the Japanese calendar: stored as ISO, printed and read as 和暦 (DOMAIN §4)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

# Era, letter, first day. The year number is the western year less that of the first day, plus 1.
_ERAS: Final = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
)
_WEEKDAYS: Final = "月火水木金土日"

_SEPARATED = (
    r"(?P<y>元|[0-9]{1,4})(?:年|[./\-・])(?P<m>[0-9]{1,2})(?:月|[./\-・])(?P<d>[0-9]{1,2})日?"
)
_JAPANESE = re.compile(r"(?P<era>令和|平成|昭和|大正|令|平|昭|大|[RHST])\.?" + _SEPARATED)
_PACKED = re.compile(r"(?P<era>[RHST])(?P<y>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_WESTERN = re.compile(r"(?:西暦)?" + _SEPARATED)
_WESTERN_PACKED = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
# What papers print behind a date: the weekday, 生, まで有効, 交付.
_BEHIND = re.compile(r"(?:\([月火水木金土日]\)|生まれ|生|まで有効|まで|交付|発行)$")
_PASSPORT = re.compile(r"(?P<d>[0-9]{1,2})[ .]*(?P<name>[A-Z]{3})[ .]*(?P<y>[0-9]{4})")
_MONTHS: Final = tuple("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" "))  # noqa: SIM905
_FOUR_DIGITS = 1000
_LONGEST = 40


def wareki_year(day: date) -> str:
    """令和8年, 平成元年; before 大正 the western year."""
    for name, _, first in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年"
    return f"{day.year}年"


def wareki(day: date) -> str:
    """令和8年11月10日."""
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def weekday_ja(day: date) -> str:
    """One character: 火."""
    return _WEEKDAYS[day.weekday()]


def parse_wareki(text: str) -> date | None:
    """A date as people and papers write it, in either calendar; None where it is no date.

    A year past the end of its era is taken as written, since licences print 平成35年; a day
    before the era began is an error of writing and gives None, never a guess.
    """
    if len(text) > _LONGEST:
        return None
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    plain = re.sub("[\u2010-\u2015\u2212\u2500]", "-", plain)
    plain = _BEHIND.sub("", plain)
    japanese = _JAPANESE.fullmatch(plain) or _PACKED.fullmatch(plain)
    if japanese is not None:
        return _japanese_date(japanese)
    passport = _PASSPORT.fullmatch(plain)
    if passport is not None and passport["name"] in _MONTHS:
        month = str(_MONTHS.index(passport["name"]) + 1)
        return _day(int(passport["y"]), month, passport["d"])
    western = _WESTERN.fullmatch(plain) or _WESTERN_PACKED.fullmatch(plain)
    if western is None or western["y"] == "元" or int(western["y"]) < _FOUR_DIGITS:
        return None
    return _date(int(western["y"]), western)


def _japanese_date(match: re.Match[str]) -> date | None:
    era = match["era"]
    first = next(first for name, letter, first in _ERAS if era in (name, name[0], letter))
    year = 1 if match["y"] == "元" else int(match["y"])
    if year < 1 or year >= _FOUR_DIGITS:
        return None
    day = _date(first.year + year - 1, match)
    return day if day is not None and day >= first else None


def _date(year: int, match: re.Match[str]) -> date | None:
    return _day(year, match["m"], match["d"])


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
