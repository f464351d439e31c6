"""住所三者照合票 I-01: proposed and confirmed, component by component (DOMAIN §7, §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.domain.wareki import wareki
from desktop.letters.flow import LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_LABEL = 36.0


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One component. `looked`: answered with a key of its own, seen, or neither."""

    label: str
    outcome: str
    evidence: str
    looked: str


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """Of a paper only its kind and its days (DOMAIN §5: no numbers)."""

    label: str
    issued: str
    expires: str


@dataclass(frozen=True, slots=True)
class MatchSlip:
    """A check as it was kept. Names are the applicant's and those of the office's own people."""

    office: str
    printed_at: datetime
    case_number: str
    facts: Sequence[tuple[str, str]] = field(repr=False)
    papers: Sequence[SlipPaper]
    finding: str
    rows: Sequence[SlipRow]


def match_slip(form: OfficeForm, slip: MatchSlip, fonts_dir: Path) -> bytes:
    """The slip as a PDF; the first pass counts the pages."""
    total = _draw(form, slip, fonts_dir, 0)[1]
    return _draw(form, slip, fonts_dir, total)[0].finish()


def _draw(form: OfficeForm, slip: MatchSlip, fonts_dir: Path, total: int) -> tuple[Sheet, int]:
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{slip.case_number}）")

    def on_page(page: int) -> float:
        text = f"{form.code}　{form.title}　{_one(slip.case_number)}　{page}／{total}"
        sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)
        return 22.0

    flow = Flow(sheet, on_page(1), on_page)
    texts = form.texts
    for line in (wareki(slip.printed_at.date()), _one(slip.office)):
        flow.line(line, _BODY, align="right")
    flow.skip(2)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(2)
    flow.paragraph(form.opening, _BODY, indent="　")
    flow.skip(3)
    flow.line(texts["result"], _HEADING)
    for label, words in slip.facts:
        flow.row((label, _one(words)), (_LABEL, RIGHT - LEFT - _LABEL))
    flow.skip(4)
    flow.line(texts["rows"], _HEADING)
    flow.head_row(form.heads, form.widths)
    for row in slip.rows:
        cells = {
            "label": row.label,
            "outcome": row.outcome,
            "evidence": row.evidence,
            "looked": row.looked,
        }
        shown = tuple(_one(cells[column.key]) for column in form.columns)
        flow.row(shown, form.widths, heads=form.heads)
    flow.skip(4)
    _papers(flow, form, slip)
    flow.skip(3)
    flow.paragraph(form.closing, SMALL)
    return sheet, flow.page


def _papers(flow: Flow, form: OfficeForm, slip: MatchSlip) -> None:
    flow.need(30)
    texts = form.texts
    flow.line(texts["papers"], _HEADING)
    heads, widths = (texts["paper"], texts["issued"], texts["expires"]), (86.0, 40.0, 40.0)
    if slip.papers:
        flow.head_row(heads, widths)
        for paper in slip.papers:
            flow.row((_one(paper.label), paper.issued, paper.expires), widths, heads=heads)
    flow.row((texts["finding"], _one(slip.finding)), (_LABEL, RIGHT - LEFT - _LABEL))


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
