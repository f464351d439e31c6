"""The 別紙 of a disclosure: every line with its source and 基準日 (DOMAIN §9)."""

from __future__ import annotations

from itertools import groupby

from desktop.domain.forms import Rect
from desktop.domain.letters import LetterData
from desktop.domain.wareki import wareki
from desktop.letters.flow import BODY, BOTTOM, CELL, LEFT, RIGHT, SMALL, Flow, Style

_HEADS = ("項目", "内容", "出典", "基準日")
_WIDTHS = (40.0, 65.0, 31.0, 30.0)
_TITLE = Style("serif-700", 13, 8.5)
_PAGE_BEGINS = 60.0  # below it, a page of an answer would be too small


def draw_annex(flow: Flow, title: str, data: LetterData) -> None:
    """A table for each item, on as many pages as it takes; then what came as pages."""
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
    first = 1 + len({row.item for row in data.annex})
    for number, (item, pages) in enumerate(
        groupby(data.annex_pages, key=lambda page: page.item), start=first
    ):
        for page in pages:
            if page.number > 1 or flow.y > _PAGE_BEGINS:
                flow.next_page()
            title = f"{number}　{item}（{page.number}／{page.total}枚）"
            flow.line(title, Style("sans-700", BODY.size, BODY.leading))
            flow.line(f"出典 {page.source}　基準日 {wareki(page.as_of)}", SMALL)
            flow.skip(1)
            room = Rect(LEFT, flow.y, RIGHT - LEFT, BOTTOM - flow.y)
            flow.sheet.frame(flow.sheet.picture(room, page.image))
            flow.y = BOTTOM
