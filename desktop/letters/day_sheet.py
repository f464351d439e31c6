"""日計票: the day's opened mail, two names, and the anchor of the operation log (TRUST §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki, weekday_ja
from desktop.domain.workday import FATE_LABELS, Piles
from desktop.letters.anchor_block import draw_anchor
from desktop.letters.flow import RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import RULE, SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_WIDTHS = (96.0, 35.0, 35.0)
_WIDTHS_APART = (73.0, 31.0, 31.0, 31.0)
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


def day_sheet(data: DaySheetData, fonts_dir: Path) -> bytes:
    """The sheet as a PDF of one page."""
    sheet = Sheet(load_fonts(fonts_dir), f"日計票（{data.day.isoformat()}）")
    flow = Flow(sheet, 24.0, lambda _page: 24.0)
    flow.line(_one(data.office), _BODY, align="right")
    flow.skip(3)
    flow.line("日計票", _TITLE, align="center")
    flow.skip(2)
    flow.line(f"{wareki(data.day)}（{weekday_ja(data.day)}）", _HEADING, align="center")
    if data.first != data.day:
        since = f"{wareki(data.first)}からの休業日に開封した郵便物を含みます。"
        flow.line(since, SMALL, align="center")
    flow.skip(5)
    flow.line("開封した郵便物", _HEADING)
    paper = ("一人目（通）", "二人目（通）") if data.apart else ("紙で数えた数（通）",)
    heads = ("処置", *paper, "窓口の記録（通）")
    widths = _WIDTHS_APART if data.apart else _WIDTHS
    flow.head_row(heads, widths)
    for fate, number in data.piles.by_fate().items():
        cells = (FATE_LABELS[fate], *(f"{number:,}" for _ in heads[1:]))
        flow.row(cells, widths, heads=heads, numbers=True)
    total = (f"{data.piles.total:,}" for _ in heads[1:])
    flow.row(("合計（開封した封筒）", *total), widths, heads=heads, numbers=True)
    flow.skip(3)
    flow.paragraph(
        "二人が別々に数えた数と窓口の記録に違いはありません。"
        if data.apart
        else "紙で数えた数と窓口の記録に違いはありません。",
        _BODY,
    )
    if data.late:
        flow.paragraph(f"郵便のなかった日を後から締めました。理由：{data.late}。", _BODY)
    flow.skip(5)
    _people(flow, data)
    _anchor(flow, data)
    return sheet.finish()


def _people(flow: Flow, data: DaySheetData) -> None:
    flow.line("数えた人", _HEADING)
    moment = f"{wareki(data.closed_at.date())} {data.closed_at:%H:%M}"
    heads = ("一人目", "二人目") if data.apart else ("締めた人", "いっしょに数えた人")
    rows = list(zip(heads, (_one(data.closed_by), _one(data.second)), strict=True))
    rows.append(("締めた時刻", moment))
    if data.reopened:
        rows.append(("開き直し", f"この日は{data.reopened}回開き直され、締め直されました。"))
    for cells in rows:
        flow.row(cells, (46.0, 120.0))
    flow.skip(4)
    for index, word in enumerate(("印", "印")):
        left = RIGHT - (2 - index) * (_SEAL + 4) + 4
        flow.sheet.frame(Rect(left, flow.y, _SEAL, _SEAL), width=0.25, color=RULE)
        flow.sheet.text(
            left + _SEAL / 2,
            flow.y + _SEAL / 2 + 1,
            word,
            face="sans-400",
            size=9,
            align="center",
            color=SOFT,
        )
    flow.y += _SEAL + 8


def _anchor(flow: Flow, data: DaySheetData) -> None:
    flow.line("操作記録のアンカー", _HEADING)
    meaning = "この日までの操作記録が書き換えられていないことを、二つの値で後から確かめられます。"
    draw_anchor(flow, data.log_size, data.log_root, meaning)


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
