from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.wareki import parse_wareki, wareki, wareki_year, weekday_ja


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 10), "令和8年11月10日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "1912年7月29日"),
    ],
)
def test_dates_are_printed_in_the_era_of_the_day(day: date, text: str):
    assert wareki(day) == text


def test_the_year_alone_is_printed_for_headings():
    assert wareki_year(date(2019, 12, 31)) == "令和元年"


def test_the_weekday_is_one_character():
    assert weekday_ja(date(2026, 11, 10)) == "火"
    assert weekday_ja(date(2026, 11, 15)) == "日"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年11月10日", date(2026, 11, 10)),
        ("令和 8 年 11 月 10 日", date(2026, 11, 10)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和８年１１月１０日", date(2026, 11, 10)),
        ("R8.11.10", date(2026, 11, 10)),
        ("r08/11/10", date(2026, 11, 10)),
        ("R081110", date(2026, 11, 10)),
        ("H1-1-8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("T元.7.30", date(1912, 7, 30)),
        ("平成35年6月1日", date(2023, 6, 1)),  # licences were printed so before the change
        ("2026-11-10", date(2026, 11, 10)),
        ("2026/11/10", date(2026, 11, 10)),
        ("2026年11月10日", date(2026, 11, 10)),
        ("2026年11月10日(火)", date(2026, 11, 10)),
        ("20261110", date(2026, 11, 10)),
        ("昭和55年1月1日生", date(1980, 1, 1)),
        ("令和12年09月17日まで有効", date(2030, 9, 17)),
        ("西暦2026年11月10日", date(2026, 11, 10)),
        ("2026−11−10", date(2026, 11, 10)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date):
    assert parse_wareki(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "令和",
        "令和元年4月30日",  # still 平成
        "昭和元年1月1日",  # still 大正
        "令和8年2月29日",
        "令和0年1月1日",
        "8年11月10日",
        "明治45年1月1日",
        "2026年13月1日",
        "令和8年11月10日生まれのはず",
        "9" * 5000,
    ],
)
def test_what_is_no_date_gives_none(text: str):
    assert parse_wareki(text) is None


@given(st.dates(min_value=date(1912, 7, 30), max_value=date(2100, 12, 31)))
def test_every_printed_date_is_read_back(day: date):
    assert parse_wareki(wareki(day)) == day
    assert parse_wareki(day.isoformat()) == day


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text: str):
    parse_wareki(text)
