"""調査依頼 as a PDF and the blank 回答ファイル beside it (DESIGN §4): no name, no address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desktop.domain.requests import ITEM_LABELS, Item
from desktop.domain.wareki import wareki
from desktop.letters.flow import CELL, LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.text_book import text_book
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10.5, 6.2)
_TITLE = Style("serif-700", 16, 10)
_STRONG = Style("sans-700", 10, 6.2)
_WIDTHS = (46.0, 120.0)


@dataclass(frozen=True, slots=True)
class InquiryData:
    """What a department has to know to look: numbers, items and days, no name."""

    number: str
    case_number: str
    office: str
    desk: str
    phone: str
    department: str
    customer_no: str
    supply_point_no: str
    items: tuple[Item, ...]
    since: date
    until: date
    asked_on: date
    due_on: date
    reminders: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    """What the office calls its items, by their codes."""


def answer_file_name(case_number: str, item: Item) -> str:
    """As it is printed on the sheet: the case, not the customer."""
    return f"{case_number}_{item.value}.xlsx"


def inquiry_pdf(form: OfficeForm, data: InquiryData, fonts_dir: Path) -> bytes:
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{data.number}）")

    def on_page(_page: int) -> float:
        foot = f"{form.title}　{data.number}"
        sheet.text(105, 289, foot, face="serif-400", size=9, align="center", color=SOFT)
        return 24.0

    flow = Flow(sheet, on_page(1), on_page)
    words = form.texts
    flow.line(f"{_one(data.department)}　御中", Style("serif-400", 12, 7))
    flow.line(_one(data.office), _BODY, align="right")
    flow.line(_one(data.desk), _BODY, align="right")
    flow.line(f"電話　{_one(data.phone)}", SMALL, align="right")
    flow.skip(6)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(4)
    if data.reminders:
        flow.paragraph(words["reminder"], _STRONG)
        flow.skip(1)
    flow.paragraph(form.opening, _BODY, indent="　")
    flow.skip(4)
    facts = (
        (words["number"], data.number),
        (words["customer"], data.customer_no),
        (words["supply_point"], _grouped(data.supply_point_no)),
        (words["period"], f"{wareki(data.since)}から{wareki(data.until)}まで"),
        (words["asked"], wareki(data.asked_on)),
        (words["due"], wareki(data.due_on)),
    )
    for fact in facts:
        flow.row(fact, _WIDTHS, Style(CELL.face, 9.5, 5.4))
    flow.skip(5)
    flow.head_row(form.heads, form.widths)
    for item in data.items:
        cells = (
            item.value,
            _one(data.labels.get(item.value, ITEM_LABELS[item])),
            words[item.value],
            answer_file_name(data.case_number, item),
        )
        flow.row(cells, form.widths, heads=form.heads)
    flow.skip(4)
    flow.paragraph(form.closing, SMALL, left=LEFT, right=RIGHT)
    return sheet.finish()


def answer_template(form: OfficeForm, data: InquiryData, item: Item) -> bytes:
    """The blank file of one item: the numbers and the first headings are there already."""
    columns = [column.key for column in (*form.columns, *form.more)]
    rows = [columns]
    for heading in form.texts[item.value].split("、"):
        known = {
            "customer_no": data.customer_no,
            "supply_point_no": data.supply_point_no,
            "item": item.value,
            "label": heading,
            "source": data.department,
        }
        rows.append([clean(known.get(column, "")).text for column in columns])
    return text_book(item.value, rows, data.asked_on)


def _grouped(number: str) -> str:
    """供給地点特定番号 as 2-4-4-4-4-4 (DOMAIN §6)."""
    rest = [number[2 + step : 6 + step] for step in range(0, max(0, len(number) - 2), 4)]
    return "-".join([number[:2], *rest]) if number else "―"


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
