"""One definition of a paper form, in millimetres (DESIGN §3).

From it come the blank sheet the customer fills in, the crops the reader reads and the clerk's
entry fields; nothing states a field twice. Boxes are measured from the page's top left corner.
`parse` makes a definition out of a read `forms/requests/*.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.domain.errors import DeskError
from desktop.domain.form_checks import check_form
from desktop.domain.reading import PageKind
from desktop.domain.tables import Table, TableProblem

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0


class FormProblem(DeskError):
    """A form's definition is wrong; the sentence names the file and the key."""

    code = "form_problem"


class FieldKind(StrEnum):
    """How a field is written on, and so how it is read."""

    TEXT = "text"
    DIGITS = "digits"
    KANA = "kana"
    COMB = "comb"  # one character a cell
    DATE = "date"
    TICK = "tick"


class Charset(StrEnum):
    """What the reader may answer in a field (CAPTURE §5: field masks help)."""

    JAPANESE = "japanese"
    DIGITS = "digits"
    KANA = "kana"
    PHONE = "phone"  # digits, hyphens, brackets
    DATE = "date"  # digits, eras, 年月日, . / -
    NUMBER = "number"  # 番地: digits, hyphens, 番 番地 号 の, 丁目, letters
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Rect:
    """A box in millimetres: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def grown(self, by: float) -> Rect:
        """The box with `by` millimetres more on each side (fewer, where negative)."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: Rect) -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the form: the heading on paper, the group in the entry panel."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One place to write or tick.

    `box` is what the reader crops. `label` is what the clerk sees; `print_label` is what stands on
    the paper where that must be shorter. A tick's label stands to the right of its box, any other
    in `label_box`. `group` names ticks of which only one may be set.
    """

    key: str
    label: str
    box: Rect
    kind: FieldKind
    charset: Charset
    page: int
    section: str
    print_label: str = ""
    label_box: Rect | None = None
    cells: int = 1
    gap_after: int = 0
    gap: float = 0.0
    group: str = ""
    required: bool = False

    @property
    def code(self) -> str:
        """`PURPOSE` of `type.PURPOSE`; the whole key where there is no dot."""
        return self.key.rpartition(".")[2]

    @property
    def family(self) -> str:
        """`type` of `type.PURPOSE`; empty where there is no dot."""
        return self.key.rpartition(".")[0]

    def cell_boxes(self) -> tuple[Rect, ...]:
        """The cells of a comb, left to right; the box itself for any other field."""
        if self.cells == 1:
            return (self.box,)
        width = (self.box.width - (self.gap if self.gap_after else 0.0)) / self.cells
        return tuple(
            Rect(
                self.box.x + i * width + (self.gap if 0 < self.gap_after <= i else 0.0),
                self.box.y,
                width,
                self.box.height,
            )
            for i in range(self.cells)
        )


@dataclass(frozen=True, slots=True)
class Marker:
    """A corner mark of the ArUco dictionary 4X4_50 (CAPTURE §5)."""

    id: int
    page: int
    box: Rect


@dataclass(frozen=True, slots=True)
class Code:
    """Where a page's QR code stands."""

    page: int
    box: Rect


@dataclass(frozen=True, slots=True)
class Panel:
    """A printed frame or filled area. `line` is the rule's width in millimetres, 0 for none.

    `fill` is none, label, soft, or mask: the black of a masking guide.
    """

    page: int
    box: Rect
    line: float
    fill: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A printed sentence inside a box; one that is too long for it is printed smaller.

    `own` is what the sentence is called where an office may put it in its own words.
    """

    page: int
    box: Rect
    text: str
    size: float
    weight: int
    align: str
    tone: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form's paper, in one version.

    `{name}` in a caption is filled by the caller (the office's settings) or from `defaults`.
    `kind` is what paper its pages are to the desk; `guide` names the form printed behind it.
    """

    code: str
    version: int
    title: str
    effective_from: date
    pages: int
    sections: tuple[Section, ...]
    fields: tuple[FormField, ...]
    markers: tuple[Marker, ...]
    codes: tuple[Code, ...]
    panels: tuple[Panel, ...]
    captions: tuple[Caption, ...]
    defaults: Mapping[str, str]
    kind: PageKind = PageKind.FORM
    guide: str = ""

    @property
    def carries_case_number(self) -> bool:
        """Whether the QR names a case: the reply slip's does, a blank form's does not."""
        return self.kind is PageKind.SLIP

    def field(self, key: str) -> FormField | None:
        return next((f for f in self.fields if f.key == key), None)

    def page_fields(self, page: int) -> tuple[FormField, ...]:
        return tuple(f for f in self.fields if f.page == page)

    def section_fields(self, section: str) -> tuple[FormField, ...]:
        return tuple(f for f in self.fields if f.section == section)

    def family_fields(self, family: str) -> tuple[FormField, ...]:
        """The ticks of one family: `type`, `item`, `method`, `fee`, `enclosure`."""
        return tuple(f for f in self.fields if f.family == family)

    def page_markers(self, page: int) -> tuple[Marker, ...]:
        return tuple(m for m in self.markers if m.page == page)

    def qr_text(self, page: int, case_number: str = "") -> str:
        """What the page's QR says: `MDG1|F-01|1|1`, or with the 受付番号 behind it."""
        text = f"MDG1|{self.code}|{self.version}|{page}"
        return f"{text}|{case_number}" if self.carries_case_number else text

    def printed_areas(self, page: int) -> tuple[Rect, ...]:
        """Where the blank itself carries print: nothing the customer wrote is wholly inside."""
        return (
            *(m.box for m in self.markers if m.page == page),
            *(c.box for c in self.codes if c.page == page),
            *(c.box for c in self.captions if c.page == page),
            *(f.label_box for f in self.page_fields(page) if f.label_box is not None),
            *(p.box for p in self.panels if p.page == page and p.fill == "mask"),
        )


@dataclass(frozen=True, slots=True)
class QrText:
    """What an own page's QR says of itself."""

    form: str
    version: int
    page: int
    case_number: str = ""


_QR = re.compile(r"MDG1\|([A-Z0-9-]{1,8})\|(\d{1,4})\|(\d{1,3})(?:\|([0-9A-Za-z-]{1,20}))?")


def parse_qr(text: str) -> QrText | None:
    """The parts of an own QR text; None for any other code on the paper."""
    match = _QR.fullmatch(text.strip())
    if match is None:
        return None
    form, version, page, case_number = match.groups()
    return QrText(form, int(version), int(page), case_number or "")


def parse(mapping: Mapping[str, object], source: str = "") -> FormDefinition:
    """The definition in a read TOML file; `source` is the file's name, told in a `FormProblem`."""
    try:
        return _definition(Table(mapping))
    except TableProblem as problem:
        raise FormProblem(
            f"様式の定義 {source or '(名称なし)'} の {problem.key} に誤りがあります"
            f"（{problem.why}）。",
            "定義ファイルの該当箇所を直してください。",
        ) from problem


def _definition(table: Table) -> FormDefinition:
    table.only("form", "defaults", "sections", "markers", "codes", "panels", "captions", "fields")
    form = table.table("form")
    form.only("code", "version", "title", "effective_from", "pages", "kind", "guide")
    defaults = table.table("defaults", optional=True)
    definition = FormDefinition(
        code=form.text("code"),
        version=form.whole("version"),
        title=form.text("title"),
        effective_from=form.day("effective_from"),
        pages=form.whole("pages"),
        sections=tuple(Section(s.text("key"), s.text("title")) for s in table.rows("sections")),
        fields=tuple(_field(f) for f in table.rows("fields")),
        markers=tuple(Marker(m.whole("id"), m.page(), _rect(m)) for m in table.rows("markers")),
        codes=tuple(Code(c.page(), _rect(c)) for c in table.rows("codes")),
        panels=tuple(_panel(p) for p in table.rows("panels")),
        captions=tuple(_caption(c) for c in table.rows("captions")),
        defaults={key: defaults.text(key) for key in defaults.names()},
        kind=form.choice("kind", PageKind) if form.has("kind") else PageKind.FORM,
        guide=form.text("guide", default=""),
    )
    check_form(definition)
    return definition


def _rect(row: Table, key: str = "box") -> Rect:
    numbers = row.numbers(key, 4)
    rect = Rect(*numbers)
    inside = rect.x >= 0 and rect.y >= 0 and rect.right <= PAGE_WIDTH and rect.bottom <= PAGE_HEIGHT
    if not inside or rect.width <= 0 or rect.height <= 0:
        raise row.problem(key, "用紙の外にはみ出しています")
    return rect


def _field(row: Table) -> FormField:
    row.only(
        *("key", "label", "print", "box", "label_box", "kind", "charset", "page", "section"),
        *("cells", "gap_after", "gap", "group", "required"),
    )
    kind = row.choice("kind", FieldKind)
    cells = row.whole("cells", default=1)
    if (kind is FieldKind.COMB) != (cells > 1):
        raise row.problem("cells", "升目の数は comb の欄にだけ書きます")
    charset = Charset.TICK if kind is FieldKind.TICK else row.choice("charset", Charset)
    return FormField(
        key=row.text("key"),
        label=row.text("label"),
        box=_rect(row),
        kind=kind,
        charset=charset,
        page=row.page(),
        section=row.text("section"),
        print_label=row.text("print", default=""),
        label_box=_rect(row, "label_box") if row.has("label_box") else None,
        cells=cells,
        gap_after=row.whole("gap_after", default=0),
        gap=row.number("gap", default=0.0),
        group=row.text("group", default=""),
        required=row.flag("required"),
    )


def _panel(row: Table) -> Panel:
    row.only("page", "box", "line", "fill")
    fill = row.text("fill", default="none")
    if fill not in {"none", "label", "soft", "mask"}:
        raise row.problem("fill", "none, label, soft, mask のいずれかです")
    return Panel(row.page(), _rect(row), row.number("line", default=0.2), fill)


def _caption(row: Table) -> Caption:
    row.only("page", "box", "text", "size", "weight", "align", "tone", "own")
    align = row.text("align", default="left")
    tone = row.text("tone", default="ink")
    weight = row.whole("weight", default=400)
    if align not in {"left", "center", "right"}:
        raise row.problem("align", "left, center, right のいずれかです")
    if tone not in {"ink", "soft"}:
        raise row.problem("tone", "ink, soft のいずれかです")
    if weight not in {400, 500, 700}:
        raise row.problem("weight", "400, 500, 700 のいずれかです")
    return Caption(
        *(row.page(), _rect(row), row.text("text"), row.number("size", 9.0), weight, align, tone),
        own=row.text("own", default=""),
    )
