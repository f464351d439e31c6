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
from desktop.letters.sheet import INK, RULE, SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_HEADING = Style("sans-700", 10.5, 6.5)
_TITLE = Style("serif-700", 17, 11)
_ORDER = tuple(DisposalStage)
_STEPS = (
    (DisposalStage.CONTENT_ERASED, "内容の消去"),
    (DisposalStage.KEYS_DESTROYED_LIVE, "鍵の破棄"),
    (DisposalStage.STICK_A, "鍵媒体A"),
    (DisposalStage.STICK_B, "鍵媒体B"),
    (DisposalStage.IRREVERSIBLE, "復元不可能の確認"),
)
_SENTENCES: Mapping[DisposalStage, str] = {
    DisposalStage.CONTENT_ERASED: "内容と、内容を開くための鍵の記録を消去しました。"
    "保管庫の鍵の更新が済んでいないため、復元不可能とは述べません。",
    DisposalStage.KEYS_DESTROYED_LIVE: "内容を消去し、稼働中の保管庫から鍵を破棄しました。"
    "鍵媒体A・Bの更新を確認していないため、復元不可能とは述べません。",
    DisposalStage.STICK_A: "内容を消去し、稼働中の保管庫と鍵媒体Aから鍵を破棄しました。"
    "鍵媒体Bの更新を確認していないため、復元不可能とは述べません。",
    DisposalStage.STICK_B: "内容を消去し、稼働中の保管庫と鍵媒体A・Bから鍵を破棄しました。"
    "すべての控えの確認が済んでいないため、復元不可能とは述べません。",
    DisposalStage.IRREVERSIBLE: "内容を消去し、稼働中の保管庫と鍵媒体A・Bのすべてで鍵の破棄を"
    "確認しました。この一覧の内容は復元不可能です。",
}
_NOT_COVERED = (
    "この証明は、廃棄より前に作られた複製、印刷物、書き出したファイルを対象に含みません。"
)


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


def certificate(data: CertificateData, fonts_dir: Path) -> bytes:
    """The certificate as a PDF. Refused before anything has been erased."""
    if _ORDER.index(data.stage) < _ORDER.index(DisposalStage.CONTENT_ERASED):
        raise Refused(
            "まだ廃棄を実施していないため、証明書を作成できません。",
            "廃棄の実施と立会いを済ませてください。",
        )
    total = _draw(data, fonts_dir, 0)[1]
    return _draw(data, fonts_dir, total)[0].finish()


def stage_sentence(stage: DisposalStage) -> str:
    """What the certificate says of the stage reached."""
    return _SENTENCES[stage]


def _draw(data: CertificateData, fonts_dir: Path, total: int) -> tuple[Sheet, int]:
    sheet = Sheet(load_fonts(fonts_dir), f"廃棄証明書（{data.number}）")

    def on_page(page: int) -> float:
        text = f"廃棄証明書 {_one(data.number)}　{page}／{total}"
        sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)
        return 22.0

    flow = Flow(sheet, on_page(1), on_page)
    _head(flow, data)
    _stage(flow, data)
    _counts(flow, data)
    _record(flow, data)
    _evidence(flow, data)
    return sheet, flow.page


def _head(flow: Flow, data: CertificateData) -> None:
    number = f"番号　{_one(data.number)}"
    for text in (number, wareki(data.issued_on), _one(data.office)):
        flow.line(text, _BODY, align="right")
    flow.skip(3)
    flow.line("廃棄証明書", _TITLE, align="center")
    flow.skip(3)
    flow.paragraph(
        "保存期限を過ぎた下記の記録を、承認された一覧のとおり廃棄したことを証明します。"
        "この証明は、下に示す段階までを述べるものです。",
        _BODY,
        indent="　",
    )
    flow.skip(3)


def _stage(flow: Flow, data: CertificateData) -> None:
    flow.line("到達した段階", _HEADING)
    reached = _ORDER.index(data.stage)
    sheet, y = flow.sheet, flow.y + 5
    step = (RIGHT - LEFT) / len(_STEPS)
    centres = [LEFT + step * (index + 0.5) for index in range(len(_STEPS))]
    for left, right in pairwise(centres):
        sheet.line((left + 3, y), (right - 3, y), width=0.3, color=RULE)
    for (stage, label), x in zip(_STEPS, centres, strict=True):
        done = _ORDER.index(stage) <= reached
        sheet.disc(x, y, 1.9, color=INK if done else SOFT, filled=done)
        if done:
            sheet.tick(x, y, 1.1)
        face, color = ("sans-700", INK) if done else ("sans-400", SOFT)
        sheet.text(x, y + 6.5, label, face=face, size=8.5, align="center", color=color)
        word = "済" if done else "未了"
        sheet.text(x, y + 11, word, face=face, size=8, align="center", color=color)
    flow.skip(19)
    flow.paragraph(f"段階：{DISPOSAL_STAGE_LABELS[data.stage]}", Style("sans-700", 9.5, 5.6))
    flow.paragraph(stage_sentence(data.stage), _BODY)
    if data.storage_note and not is_irreversible(data.stage):
        flow.paragraph(_one(data.storage_note), _BODY)
    flow.skip(3)


def _counts(flow: Flow, data: CertificateData) -> None:
    flow.need(30)
    flow.line("廃棄した記録", _HEADING)
    widths = (76.0, 30.0, 30.0, 30.0)
    heads = ("保存区分", "記録（件）", "紙（枚）", "画像（枚）")
    flow.head_row(heads, widths)
    for count in data.counts:
        cells = (_one(count.label), f"{count.units:,}", f"{count.paper:,}", f"{count.pages:,}")
        flow.row(cells, widths, heads=heads, numbers=True)
    sums = (
        sum(count.units for count in data.counts),
        sum(count.paper for count in data.counts),
        sum(count.pages for count in data.counts),
    )
    flow.row(("合計", *(f"{number:,}" for number in sums)), widths, heads=heads, numbers=True)
    flow.skip(4)


def _record(flow: Flow, data: CertificateData) -> None:
    flow.line("申請・承認・実施", _HEADING)
    vendor = "　".join(part for part in (data.vendor, data.vendor_number) if part)
    rows = (
        ("申請", f"{_one(data.proposed_by)}　{_moment(data.proposed_at)}"),
        ("承認", f"{_one(data.approved_by)}　{_moment(data.approved_at)}"),
        ("実施", f"{_one(data.executor)}　{_moment(data.executed_at)}"),
        ("立会", _one(data.witness)),
        *_methods(data),
        ("場所", _one(data.place)),
        ("破棄した鍵", f"{data.keys:,}個"),
        *((("委託先・証明番号", _one(vendor)),) if vendor else ()),
    )
    for cells in rows:
        flow.row(cells, (40.0, 126.0))
    flow.skip(4)


def _methods(data: CertificateData) -> tuple[tuple[str, str], ...]:
    by_keys = ("画像・記録の方法", DISPOSAL_METHOD_LABELS[DisposalMethod.KEY_ERASURE])
    if data.method is DisposalMethod.KEY_ERASURE:
        return (by_keys,)
    return (("紙の方法", DISPOSAL_METHOD_LABELS[data.method]), by_keys)


def _paper_sentence(data: CertificateData) -> str:
    paper = sum(count.paper for count in data.counts)
    if not paper:
        return ""
    if data.method is DisposalMethod.KEY_ERASURE:
        return f"紙{paper:,}枚の廃棄は、この証明に含みません。"
    return f"紙{paper:,}枚の廃棄は、上記の方法と場所で、実施者と立会者の2名で行いました。"


def _evidence(flow: Flow, data: CertificateData) -> None:
    flow.need(52)
    flow.line("照合のための値", _HEADING)
    top = flow.y
    side = 30.0
    right = RIGHT - side - 6
    flow.paragraph("承認された一覧のハッシュ値（SHA-256）", SMALL, right=right)
    for text in grouped(data.list_hash):
        flow.paragraph(text, SMALL, left=LEFT + 4, right=right)
    flow.skip(1.5)
    flow.paragraph(f"操作記録のアンカー　記録数 {data.anchor_size}　ルート値", SMALL, right=right)
    for text in grouped(data.anchor_root):
        flow.paragraph(text, SMALL, left=LEFT + 4, right=right)
    code = qr(anchor_qr(data.anchor_size, data.anchor_root))
    flow.sheet.cells(Rect(RIGHT - side, top, side, side), code)
    flow.y = max(flow.y, top + side) + 3
    flow.paragraph(_NOT_COVERED + _paper_sentence(data), SMALL)


def _moment(at: datetime) -> str:
    return f"{wareki(at.date())} {at:%H:%M}"


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
