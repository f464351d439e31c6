"""The 別紙 of a disclosure: every line with its source and 基準日 (DOMAIN §9)."""

from __future__ import annotations

from itertools import groupby

from desktop.domain.letters import LetterData
from desktop.domain.wareki import wareki
from desktop.letters.flow import BODY, CELL, SMALL, Flow, Style

_HEADS = ("項目", "内容", "出典", "基準日")
_WIDTHS = (40.0, 65.0, 31.0, 30.0)
_TITLE = Style("serif-700", 13, 8.5)


def draw_annex(flow: Flow, title: str, data: LetterData) -> None:
    """A table for each item, on as many pages as it takes."""
    flow.line(title, _TITLE, align="center")
    flow.skip(2)
    flow.paragraph(
        f"受付番号 {data.case_number}のご請求について開示する内容です。"
        "第三者および当社の従業員に関する記載は除いています。",
        SMALL,
    )
    for number, (item, rows) in enumerate(groupby(data.annex, key=lambda row: row.item), start=1):
        flow.skip(3)
        flow.need(3 * (CELL.leading + 4))
        flow.line(f"{number}　{item}", Style("sans-700", BODY.size, BODY.leading))
        flow.head_row(_HEADS, _WIDTHS)
        for row in rows:
            cells = (row.key, row.value, row.source, wareki(row.as_of))
            flow.row(cells, _WIDTHS, heads=_HEADS)
