"""別紙: months with sums, days in rows, and not one word of an answer lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import paths
from desktop.domain.annex_layouts import ROOM, parse_annex
from desktop.domain.annex_tables import bars_of, tables_of
from desktop.domain.letters import LetterProblem
from desktop.domain.requests import Item
from desktop.letters.library import load_annex

LAYOUTS = load_annex(paths.forms())
USE = [(f"2026年{month}月分 使用量", f"{month * 100:,}kWh") for month in (1, 2, 4)]


def rows(code: str, *lines: tuple[str, str]) -> list[tuple[str, ...]]:
    (table,) = tables_of(LAYOUTS[code], lines)
    return [row.cells for row in table.rows]


def test_every_item_has_its_layout():
    assert set(LAYOUTS) == {item.value for item in Item}


def test_months_of_two_years_have_a_sum_each_and_one_of_all():
    table = rows(
        "K3",
        ("2026年1月分 請求額", "12,805円"),
        ("2025年12月分 請求額", "9,000円"),
        ("2025年12月分 入金", "9,000円 入金済"),
        ("2026年1月分 入金", "未入金"),
    )
    assert table == [
        ("令和7年12月", "9,000", "9,000", "入金済"),
        ("令和7年の計", "9,000", "9,000", ""),
        ("令和8年1月", "12,805", "未入金", ""),
        ("令和8年の計", "12,805", "", ""),
        ("合計", "21,805", "9,000", ""),
    ]


def test_amounts_stand_right_under_a_head_with_their_unit():
    (table,) = tables_of(LAYOUTS["K3"], [("2026年1月分 請求額", "12,805円")])
    assert table.heads == ("年月", "請求額（円）")
    assert table.right == (False, True)
    assert sum(table.widths) == pytest.approx(ROOM)


def test_a_month_between_two_others_is_said_to_be_missing():
    assert rows("K4", *USE)[2] == ("令和8年3月", "―", "記録なし")
    bars = bars_of(LAYOUTS["K4"], USE)
    assert [(bar.month, bar.amount) for bar in bars] == [
        (date(2026, 1, 1), Decimal(100)),
        (date(2026, 2, 1), Decimal(200)),
        (date(2026, 3, 1), None),
        (date(2026, 4, 1), Decimal(400)),
    ]


def test_two_bills_of_one_month_stand_in_two_rows_and_are_both_added():
    table = rows("K3", ("2026-01 請求額", "1,000円"), ("2026-01 請求額", "▲200円"))
    assert table == [("令和8年1月", "1,000"), ("令和8年1月", "▲200"), ("合計", "800")]


def test_what_is_no_amount_of_the_column_is_not_added():
    """12月5日 is no 12 yen, and 100 Wh are no kWh."""
    table = rows("K3", ("2026年1月 入金", "12月5日"), ("2026年2月 入金", "500円"))
    assert table[-1] == ("合計", "500")
    assert table[0] == ("令和8年1月", "12月5日")
    assert rows("K4", ("2026年1月 使用量", "100Wh"))[0] == ("令和8年1月", "100Wh")


def test_the_change_of_era_parts_the_year():
    table = rows("K4", ("2019年4月 使用量", "1kWh"), ("2019年5月 使用量", "2kWh"))
    assert [row[0] for row in table] == [
        "平成31年4月",
        "平成31年の計",
        "令和元年5月",
        "令和元年の計",
        "合計",
    ]


def test_what_has_no_month_follows_in_a_table_of_its_own():
    first, second = tables_of(LAYOUTS["K4"], [*USE, ("計器番号", "12345")])
    assert len(first.rows) == 5
    assert [row.cells for row in second.rows] == [("計器番号", "12345")]


def test_days_are_in_their_order_with_their_columns():
    table = rows(
        "K6",
        ("2026年9月19日", "使用量の照会"),
        ("2026-09-18 方法", "電話"),
        ("2026-09-18", "請求内容の照会"),
    )
    assert table == [
        ("令和8年9月18日", "電話", "請求内容の照会"),
        ("令和8年9月19日", "", "使用量の照会"),
    ]


def test_two_inquiries_of_one_day_stay_two():
    table = rows("K6", ("2026-09-18", "一つ目"), ("2026-09-18", "二つ目"))
    assert [row[1] for row in table] == ["一つ目", "二つ目"]


def test_a_record_of_provision_tells_to_whom_and_what():
    (table,) = tables_of(
        LAYOUTS["K8"],
        [
            ("2026-04-01 提供先", "架空配送"),
            ("2026-04-01 提供した項目", "住所"),
            ("2026-04-01", "同意"),
        ],
    )
    assert table.heads == ("提供年月日", "提供先", "提供した項目", "根拠・経緯など")
    assert [row.cells for row in table.rows] == [("令和8年4月1日", "架空配送", "住所", "同意")]


def test_a_day_alone_is_printed_in_the_japanese_calendar():
    assert rows("K1", ("契約開始日", "2023-02-08")) == [("契約開始日", "令和5年2月8日")]
    assert rows("K1", ("備考", "2023-02-08から")) == [("備考", "2023-02-08から")]


def test_a_supply_point_is_printed_in_its_groups():
    told = rows("K2", ("供給地点特定番号", "0309393959446964974428"), ("備考", "1" * 22))
    assert told == [("供給地点特定番号", "03-0939-3959-4469-6497-4428"), ("備考", "1" * 22)]


def test_a_chart_needs_two_months_and_nothing_below_zero():
    assert bars_of(LAYOUTS["K4"], USE[:1]) == ()
    assert bars_of(LAYOUTS["K4"], [*USE, ("2026年5月 使用量", "▲5kWh")]) == ()


def test_a_layout_that_is_too_wide_or_draws_no_column_is_named():
    known = {"code": "K1", "shape": "facts", "key": {"head": "事項"}, "rest": {"head": "内容"}}
    with pytest.raises(LetterProblem, match=r"x\.toml の columns"):
        parse_annex({**known, "columns": [{"head": "a", "width": 167}]}, "x.toml")
    with pytest.raises(LetterProblem, match=r"x\.toml の chart"):
        parse_annex({**known, "chart": "使用量"}, "x.toml")


headings = st.sampled_from(
    ["", "使用量", "請求額", "入金", "方法", "件名", "提供先", "口座振替日", "そのほか"]
)
labels = st.one_of(
    st.builds(
        "{}年{}月{}".format,
        st.integers(2018, 2027),
        st.integers(1, 12),
        headings.map(lambda one: f"分 {one}"),
    ),
    st.builds("{} {}".format, st.dates(date(2018, 1, 1), date(2027, 1, 1)), headings),
    st.sampled_from(["計器番号", "20xx", "2026年13月", "2026-02-30 件名", "13月5日"]),
)
marks = st.integers(100_000, 999_999)


@given(st.sampled_from(sorted(LAYOUTS)), st.lists(st.tuples(labels, marks), max_size=12))
def test_no_line_of_an_answer_is_lost(code: str, told):
    """Each value has a mark of its own; amounts may get separators and lose their unit."""
    lines = [(label, f"{mark}円 x{number}") for number, (label, mark) in enumerate(told)]
    printed = "\n".join(
        cell
        for table in tables_of(LAYOUTS[code], lines)
        for row in table.rows
        for cell in row.cells
    )
    plain = printed.replace(",", "")
    for number, (_label, mark) in enumerate(told):
        assert re.search(rf"(?<!\d){mark}(?!\d)", plain), (code, number)
        assert re.search(rf"x{number}(?!\d)", plain), (code, number)
