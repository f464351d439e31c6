"""A paper for the office's own file: facts and tables under headings, declared in `forms/internal`.

I-01 to I-03, I-05, I-06, I-08 and I-10 are such papers. They name the office's own people, and are
not given away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.domain.annex_tables import Bar
from desktop.domain.wareki import wareki
from desktop.letters.anchor_block import SIDE, draw_anchor
from desktop.letters.bar_chart import draw_chart
from desktop.letters.bar_rows import draw_rows
from desktop.letters.flow import LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import FormColumn, OfficeForm
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_LABEL = 36.0
_LEAST = 30.0  # millimetres: a heading does not stand alone at the foot of a page


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and words, one under another: `label` is their width, `note` stands below."""

    heading: str
    rows: Sequence[tuple[str, str]] = field(repr=False)
    label: float = _LABEL
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under heads that are repeated on every page; `nothing` where there are none."""

    heading: str
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[str]] = field(repr=False)
    nothing: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The size and the root of the operation log, for whoever verifies it later (TRUST §3)."""

    heading: str
    size: int
    root: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Months:
    """A bar a month, for black and white."""

    heading: str
    unit: str
    bars: Sequence[Bar] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar a row, each with its number behind it."""

    heading: str
    unit: str
    rows: Sequence[tuple[str, int]] = field(repr=False)


Section = Facts | Grid | Proof | Months | Bars


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """`subject` is the number of what the sheet is about; it stands at the foot of each page."""

    office: str
    printed_at: datetime
    subject: str
    sections: Sequence[Section]


def office_sheet(form: OfficeForm, data: OfficeSheet, fonts_dir: Path) -> bytes:
    """The sheet as a PDF; the first pass counts the pages."""
    total = _draw(form, data, fonts_dir, 0)[1]
    return _draw(form, data, fonts_dir, total)[0].finish()


def by_at(name: str, at: datetime | None) -> str:
    """Who, and when; the name alone where no moment is known."""
    return f"{name}　{wareki(at.date())} {at:%H:%M}" if name and at else name


def in_eights(digest: str) -> str:
    """A hash in groups that are compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _draw(form: OfficeForm, data: OfficeSheet, fonts_dir: Path, total: int) -> tuple[Sheet, int]:
    subject = _one(data.subject)
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{subject}）")

    def on_page(page: int) -> float:
        text = f"{form.code}　{form.title}　{subject}　{page}／{total}"
        sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)
        return 22.0

    flow = Flow(sheet, on_page(1), on_page)
    for line in (wareki(data.printed_at.date()), _one(data.office)):
        flow.line(line, _BODY, align="right")
    flow.skip(2)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(2)
    flow.paragraph(form.opening, _BODY, indent="　")
    flow.skip(3)
    closing = len(flow.lines(form.closing, SMALL, RIGHT - LEFT)) * SMALL.leading
    for section in data.sections:
        if isinstance(section, Proof):  # the last words do not stand on a page of their own
            flow.need(_HEADING.leading + SIDE + 6 + closing)
        _section(flow, section)
        flow.skip(4)
    flow.paragraph(form.closing, SMALL)
    return sheet, flow.page


def _section(flow: Flow, section: Section) -> None:
    if isinstance(section, Months):
        draw_chart(flow, section.heading, section.unit, section.bars, whole=True)
        return
    if section.heading:
        flow.need(_LEAST)
        flow.line(section.heading, _HEADING)
    if isinstance(section, Facts):
        for label, words in section.rows:
            sides = (section.label, RIGHT - LEFT - section.label)
            flow.row((_one(label), _one(words)), sides)
        _note(flow, section.note)
        return
    if isinstance(section, Bars):
        draw_rows(flow, section.rows, section.unit)
        return
    if isinstance(section, Proof):
        draw_anchor(flow, section.size, section.root, section.meaning)
        return
    widths = tuple(column.width for column in section.columns)
    heads = tuple(column.head for column in section.columns)
    right = tuple(column.right for column in section.columns)
    if not section.rows:
        flow.row((section.nothing,), (RIGHT - LEFT,))
        return
    flow.head_row(heads, widths)
    for row in section.rows:
        cells = tuple(_one(cell) for cell in row)
        flow.row(cells, widths, heads=heads, right=right)
    _note(flow, section.note)


def _note(flow: Flow, text: str) -> None:
    if text:
        flow.skip(1)
        flow.paragraph(_one(text), SMALL)


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
