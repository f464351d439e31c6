"""Dates as Japanese papers print them."""

from __future__ import annotations

from datetime import date

_ERAS = (("令和", date(2019, 5, 1), 2018), ("平成", date(1989, 1, 8), 1988))


def wareki(day: date) -> str:
    """令和8年11月10日."""
    era, _, before = next((e for e in _ERAS if day >= e[1]), ("昭和", day, 1925))
    year = day.year - before
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def western(day: date) -> str:
    """2031年4月12日."""
    return f"{day.year}年{day.month}月{day.day}日"
