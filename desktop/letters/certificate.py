"""廃棄証明書 I-07: what was destroyed, by whom, and exactly how far (DOMAIN §10, TRUST §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from desktop.domain.disposal import (
    DISPOSAL_METHOD_LABELS,
    DISPOSAL_STAGE_LABELS,
    DisposalMethod,
    DisposalStage,
    is_irreversible,
)
from desktop.domain.errors import Refused
from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki
from desktop.letters.anchor_block import anchor_qr, grouped
from desktop.letters.flow import LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import qr
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import INK, RULE, SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_SIDE = 30.0  # of the code, in millimetres
_ORDER = tuple(DisposalStage)
_STEPS = _ORDER[_ORDER.index(DisposalStage.CONTENT_ERASED) :]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How much of one retention class went: units of record, sheets of paper, pictures."""

    label: str
    units: int
    paper: int
    pages: int


@dataclass(frozen=True, slots=True)
class CertificateData:
    """The batch as it was executed. Names are those of the office's own people.

    `method` is that of the paper; pictures and records go by destroying their keys in any case.
    `vendor` took the paper over, and `vendor_number` is on the vendor's own certificate.
    """

    number: str
    office: str
    issued_on: date
    stage: DisposalStage
    list_hash: str
    counts: tuple[ClassCount, ...]
    keys: int
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime
    executor: str
    witness: str
    executed_at: datetime
    method: DisposalMethod
    place: str
    anchor_size: int
    anchor_root: str
    storage_note: str = ""
    vendor: str = ""
    vendor_number: str = ""


def certificate(form: OfficeForm, data: CertificateData, fonts_dir: Path) -> bytes:
    """The certificate as a PDF. Refused before anything has been erased."""
    if _ORDER.index(data.stage) < _ORDER.index(DisposalStage.CONTENT_ERASED):
        raise Refused(
            "まだ廃棄を実施していないため、証明書を作成できません。",
            "廃棄の実施と立会いを済ませてください。",
        )
    total = _draw(form, data, fonts_dir, 0)[1]
    return _draw(form, data, fonts_dir, total)[0].finish()


def _draw(
    form: OfficeForm, data: CertificateData, fonts_dir: Path, total: int
) -> tuple[Sheet, int]:
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{data.number}）")

    def on_page(page: int) -> float:
        text = f"{form.code}　{form.title}　{_one(data.number)}　{page}／{total}"
        sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)
        return 22.0

    flow = Flow(sheet, on_page(1), on_page)
    _head(flow, form, data)
    _stage(flow, form.texts, data)
    _counts(flow, form, data)
    _record(flow, form.texts, data)
    _evidence(flow, form, data)
    return sheet, flow.page


def _head(flow: Flow, form: OfficeForm, data: CertificateData) -> None:
    number = f"{form.texts['number']}　{_one(data.number)}"
    for text in (number, wareki(data.issued_on), _one(data.office)):
        flow.line(text, _BODY, align="right")
    flow.skip(3)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(3)
    flow.paragraph(form.opening, _BODY, indent="　")
    flow.skip(3)


def _stage(flow: Flow, texts: Mapping[str, str], data: CertificateData) -> None:
    flow.line(texts["stages"], _HEADING)
    reached = _ORDER.index(data.stage)
    sheet, y = flow.sheet, flow.y + 5
    step = (RIGHT - LEFT) / len(_STEPS)
    centres = [LEFT + step * (index + 0.5) for index in range(len(_STEPS))]
    for left, right in pairwise(centres):
        sheet.line((left + 3, y), (right - 3, y), width=0.3, color=RULE)
    for stage, x in zip(_STEPS, centres, strict=True):
        done = _ORDER.index(stage) <= reached
        sheet.disc(x, y, 1.9, color=INK if done else SOFT, filled=done)
        if done:
            sheet.tick(x, y, 1.1)
        face, color = ("sans-700", INK) if done else ("sans-400", SOFT)
        sheet.text(x, y + 6.5, texts[stage], face=face, size=8.5, align="center", color=color)
        word = texts["done"] if done else texts["open"]
        sheet.text(x, y + 11, word, face=face, size=8, align="center", color=color)
    flow.skip(19)
    told = texts["stage"].format(DISPOSAL_STAGE_LABELS[data.stage])
    flow.paragraph(told, Style("sans-700", 9.5, 5.6))
    flow.paragraph(texts[f"{data.stage}_proves"], _BODY)
    if data.storage_note and not is_irreversible(data.stage):
        flow.paragraph(_one(data.storage_note), _BODY)
    flow.skip(3)


def _counts(flow: Flow, form: OfficeForm, data: CertificateData) -> None:
    flow.need(30)
    flow.line(form.texts["counts"], _HEADING)
    flow.head_row(form.heads, form.widths)
    sums = (
        form.texts["total"],
        sum(count.units for count in data.counts),
        sum(count.paper for count in data.counts),
        sum(count.pages for count in data.counts),
    )
    rows = [(count.label, count.units, count.paper, count.pages) for count in data.counts]
    for label, *numbers in (*rows, sums):
        cells = (_one(label), *(f"{number:,}" for number in numbers))
        flow.row(cells, form.widths, heads=form.heads, numbers=True)
    flow.skip(4)


def _record(flow: Flow, texts: Mapping[str, str], data: CertificateData) -> None:
    flow.line(texts["record"], _HEADING)
    by_keys = DISPOSAL_METHOD_LABELS[DisposalMethod.KEY_ERASURE]
    rows = [
        (texts["proposed"], f"{_one(data.proposed_by)}　{_moment(data.proposed_at)}"),
        (texts["approved"], f"{_one(data.approved_by)}　{_moment(data.approved_at)}"),
        (texts["executed"], f"{_one(data.executor)}　{_moment(data.executed_at)}"),
        (texts["witness"], _one(data.witness)),
        (texts["by_keys"], by_keys),
        (texts["place"], _one(data.place)),
        (texts["keys"], texts["keys_count"].format(data.keys)),
    ]
    if data.method is not DisposalMethod.KEY_ERASURE:
        rows.insert(4, (texts["how"], DISPOSAL_METHOD_LABELS[data.method]))
    if vendor := "　".join(one for one in (data.vendor, data.vendor_number) if one):
        rows.append((texts["vendor"], _one(vendor)))
    for cells in rows:
        flow.row(cells, (40.0, 126.0))
    flow.skip(4)


def _paper_sentence(texts: Mapping[str, str], data: CertificateData) -> str:
    paper = sum(count.paper for count in data.counts)
    if not paper:
        return ""
    if data.method is DisposalMethod.KEY_ERASURE:
        return texts["paper_apart"].format(paper)
    return texts["paper_vendor" if data.vendor else "paper_done"].format(paper)


def _evidence(flow: Flow, form: OfficeForm, data: CertificateData) -> None:
    texts = form.texts
    last = (texts["not_covered"] + _paper_sentence(texts, data), form.closing)
    small = sum(len(flow.lines(one, SMALL, RIGHT - LEFT)) for one in last) * SMALL.leading
    flow.need(_HEADING.leading + _SIDE + 3 + small)
    flow.line(texts["proof"], _HEADING)
    top = flow.y
    right = RIGHT - _SIDE - 6
    flow.paragraph(texts["list_hash"], SMALL, right=right)
    for text in grouped(data.list_hash):
        flow.paragraph(text, SMALL, left=LEFT + 4, right=right)
    flow.skip(1.5)
    flow.paragraph(texts["anchor"].format(data.anchor_size), SMALL, right=right)
    for text in grouped(data.anchor_root):
        flow.paragraph(text, SMALL, left=LEFT + 4, right=right)
    code = qr(anchor_qr(data.anchor_size, data.anchor_root))
    flow.sheet.cells(Rect(RIGHT - _SIDE, top, _SIDE, _SIDE), code)
    flow.y = max(flow.y, top + _SIDE) + 3
    for text in last:
        flow.paragraph(text, SMALL)


def _moment(at: datetime) -> str:
    return f"{wareki(at.date())} {at:%H:%M}"


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
