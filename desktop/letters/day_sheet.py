"""日計票: the day's opened mail, two names, and the anchor of the operation log (TRUST §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki, weekday_ja
from desktop.domain.workday import FATE_LABELS, Piles
from desktop.letters.anchor_block import draw_anchor
from desktop.letters.flow import RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import RULE, SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_SEAL = 26.0


@dataclass(frozen=True, slots=True)
class DaySheetData:
    """A closed day. Names are those of the office's own people; `reopened` counts how often.

    `apart`: each of the two counted alone. `late`: why a day without mail was closed later.
    """

    office: str
    day: date
    first: date
    piles: Piles
    closed_by: str
    second: str
    closed_at: datetime
    log_size: int
    log_root: str
    reopened: int = 0
    apart: bool = False
    late: str = ""


def day_sheet(form: OfficeForm, data: DaySheetData, fonts_dir: Path) -> bytes:
    """The sheet as a PDF of one page."""
    texts = form.texts
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{data.day.isoformat()}）")
    flow = Flow(sheet, 24.0, lambda _page: 24.0)
    flow.line(_one(data.office), _BODY, align="right")
    flow.skip(3)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(2)
    flow.line(f"{wareki(data.day)}（{weekday_ja(data.day)}）", _HEADING, align="center")
    if data.first != data.day:
        flow.line(texts["since"].format(wareki(data.first)), SMALL, align="center")
    flow.skip(2)
    flow.paragraph(form.opening, _BODY, indent="　")
    flow.skip(3)
    flow.line(texts["mail"], _HEADING)
    columns = form.tables["apart"] if data.apart else form.columns
    heads = tuple(column.head for column in columns)
    widths = tuple(column.width for column in columns)
    flow.head_row(heads, widths)
    piles = [(FATE_LABELS[fate], number) for fate, number in data.piles.by_fate().items()]
    for label, number in (*piles, (texts["total"], data.piles.total)):
        cells = (label, *(f"{number:,}" for _ in heads[1:]))
        flow.row(cells, widths, heads=heads, numbers=True)
    flow.skip(3)
    flow.paragraph(texts["same_apart" if data.apart else "same"], _BODY)
    if data.late:
        flow.paragraph(texts["late"].format(data.late), _BODY)
    flow.skip(5)
    _people(flow, texts, data)
    flow.line(texts["anchor"], _HEADING)
    draw_anchor(flow, data.log_size, data.log_root, texts["meaning"])
    flow.paragraph(form.closing, SMALL)
    return sheet.finish()


def _people(flow: Flow, texts: Mapping[str, str], data: DaySheetData) -> None:
    flow.line(texts["people"], _HEADING)
    moment = f"{wareki(data.closed_at.date())} {data.closed_at:%H:%M}"
    keys = ("first", "second") if data.apart else ("closed", "together")
    heads = tuple(texts[key] for key in keys)
    rows = list(zip(heads, (_one(data.closed_by), _one(data.second)), strict=True))
    rows.append((texts["at"], moment))
    if data.reopened:
        rows.append((texts["reopened"], texts["reopened_times"].format(data.reopened)))
    for cells in rows:
        flow.row(cells, (46.0, 120.0))
    flow.skip(4)
    for index in range(2):
        left = RIGHT - (2 - index) * (_SEAL + 4) + 4
        flow.sheet.frame(Rect(left, flow.y, _SEAL, _SEAL), width=0.25, color=RULE)
        flow.sheet.text(
            left + _SEAL / 2,
            flow.y + _SEAL / 2 + 1,
            texts["seal"],
            face="sans-400",
            size=9,
            align="center",
            color=SOFT,
        )
    flow.y += _SEAL + 8


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
