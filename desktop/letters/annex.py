"""The 別紙 of a disclosure: a table for each item, its source and 基準日 above it (DOMAIN §9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType

from desktop.domain.annex_layouts import PLAIN, ROOM, AnnexLayout, Shape
from desktop.domain.annex_tables import AnnexTable, TableRow, amount_text, bars_of, tables_of
from desktop.domain.forms import Rect
from desktop.domain.half_hours import HalfHours, half_hours_in
from desktop.domain.inquiries import last_four
from desktop.domain.letters import AnnexRow, LetterData, LetterProblem, MediumFile
from desktop.domain.wareki import wareki
from desktop.letters.annex_grid import Grid
from desktop.letters.bar_chart import draw_chart
from desktop.letters.flow import BODY, BOTTOM, LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.slot_pages import draw_half_hours

_TITLE = Style("serif-700", 13, 8.5)
_ITEM = Style("sans-700", BODY.size, BODY.leading)
_PAGE_BEGINS = 60.0  # below it, a page of an answer would be too small
_BEGINS = 34.0  # millimetres that a heading wants below it: its table's head and two rows
_FILE_WIDTHS = (50.0, 38.0, 16.0, 62.0)
_FILE_HEADS = ("ファイル名", "内容", "件数", "ハッシュ値（SHA-256）")
_EIGHT = 8


@dataclass(frozen=True, slots=True)
class _Origin:
    """What one department told of one item, as of one day."""

    item: str
    code: str
    source: str
    as_of: date


def draw_annex(
    flow: Flow,
    title: str,
    data: LetterData,
    layouts: Mapping[str, AnnexLayout] = MappingProxyType({}),
) -> None:
    """The items one after the other, then what came as pages, then the files of the medium."""
    flow.line(title, _TITLE, align="center")
    flow.skip(2)
    flow.paragraph(
        f"受付番号 {data.case_number}のご請求について開示する内容です。"
        "第三者および当社の従業員に関する記載は除いています。",
        SMALL,
    )
    number = 0
    for item, of_item in groupby(data.annex, key=lambda row: row.item):
        number += 1
        heading = f"{number}　{item}"
        begun = False
        for origin, rows in groupby(of_item, key=_origin):
            _Item(flow, heading, origin, data.media).draw(
                list(rows), layouts.get(origin.code, PLAIN), headed=not begun
            )
            begun = True
    _pages(flow, number + 1, data)
    if data.media:
        _media(flow, data.media)


def _origin(row: AnnexRow) -> _Origin:
    return _Origin(row.item, row.code, row.source, row.as_of)


class _Item:
    """The tables of one item, on as many pages as they take."""

    def __init__(
        self, flow: Flow, heading: str, origin: _Origin, media: Sequence[MediumFile]
    ) -> None:
        self._flow = flow
        self._heading = heading
        self._origin = origin
        self._media = media

    def draw(self, rows: Sequence[AnnexRow], layout: AnnexLayout, *, headed: bool) -> None:
        flow = self._flow
        for row in rows:
            _refuse_open_number(row)
        lines = [(row.key, row.value) for row in rows]
        flow.skip(3)
        flow.need((_ITEM.leading if headed else 0.0) + SMALL.leading + _BEGINS)
        if headed:
            flow.line(self._heading, _ITEM)
        self._caption()
        if layout.shape is Shape.SLOTS:
            told, lines = self._slots(layout, lines)
        else:
            told = None
        for at, table in enumerate(tables_of(layout, lines)):
            if at:
                flow.skip(2)
            Grid(flow, table, self._again).draw()
        if bars := bars_of(layout, lines) if layout.chart else ():
            flow.skip(3)
            unit = next(one.unit for one in layout.columns if one.head == layout.chart)
            draw_chart(flow, layout.chart_title, unit, bars)
        if told is not None and not self._file():
            flow.skip(2)
            draw_half_hours(flow, told, self._again)
        if layout.note:
            flow.skip(1.8)
            flow.paragraph(layout.note, SMALL)

    def _caption(self) -> None:
        words = f"出典 {self._origin.source}　基準日 {wareki(self._origin.as_of)}現在"
        self._flow.paragraph(words, SMALL)
        self._flow.skip(0.8)

    def _again(self) -> None:
        """The top of a further page of this item."""
        self._flow.next_page()
        self._flow.line(f"{self._heading}（つづき）", Style(_ITEM.face, 9.5, 5.6))
        self._caption()

    def _file(self) -> MediumFile | None:
        """The file on the medium that holds this item."""
        return next((one for one in self._media if one.code == self._origin.code), None)

    def _slots(
        self, layout: AnnexLayout, lines: list[tuple[str, str]]
    ) -> tuple[HalfHours | None, list[tuple[str, str]]]:
        """The summary of the values as a table, and what else was told."""
        told, others = half_hours_in(lines)
        if told is not None:
            facts = slot_facts(told)
            if (file := self._file()) is not None:
                facts += (
                    ("収録したファイル", f"{file.name}（文字コード {file.encoding}）"),
                    ("ハッシュ値（SHA-256）", in_eights(file.sha256)),
                )
            rows = tuple(TableRow(fact) for fact in facts)
            heads = (layout.key.head, layout.rest.head)
            widths = (layout.key.width, ROOM - layout.key.width)
            Grid(self._flow, AnnexTable(heads, widths, (False, False), rows), self._again).draw()
            if others:
                self._flow.skip(2)
        return told, list(others)


def slot_facts(told: HalfHours) -> tuple[tuple[str, str], ...]:
    """期間, 件数, 欠測 and 合計 of the half-hour values."""
    days = (told.last - told.first).days + 1
    return (
        ("期間", f"{wareki(told.first)}から{wareki(told.last)}まで（{days:,}日）"),
        ("値の件数", f"{told.count:,}件（1日48件）"),
        ("欠測（値のない30分）", f"{told.missing:,}件" if told.missing else "ありません"),
        ("使用量の合計", f"{amount_text(told.total)} kWh"),
    )


def in_eights(digest: str) -> str:
    """A hash as people compare it: eight signs at a time."""
    return " ".join(digest[at : at + _EIGHT] for at in range(0, len(digest), _EIGHT))


def _refuse_open_number(row: AnnexRow) -> None:
    """An account or card number shows its last four digits only (DOMAIN §9)."""
    if last_four(row.key, row.value)[1] or last_four(row.key, row.key)[1]:
        raise LetterProblem(
            f"「{row.item}」の回答に、口座かカードの番号が伏せられずに残っています。",
            "回答を開き、番号を下4桁のほか黒塗りしてから、もう一度作成してください。",
        )


def _pages(flow: Flow, first: int, data: LetterData) -> None:
    for number, (item, pages) in enumerate(
        groupby(data.annex_pages, key=lambda page: page.item), start=first
    ):
        for page in pages:
            if page.number > 1 or flow.y > _PAGE_BEGINS:
                flow.next_page()
            flow.line(f"{number}　{item}（{page.number}／{page.total}枚）", _ITEM)
            flow.line(f"出典 {page.source}　基準日 {wareki(page.as_of)}現在", SMALL)
            flow.skip(1)
            room = Rect(LEFT, flow.y, RIGHT - LEFT, BOTTOM - flow.y)
            flow.sheet.frame(flow.sheet.picture(room, page.image))
            flow.y = BOTTOM


def _media(flow: Flow, files: Sequence[MediumFile]) -> None:
    """What lies on the disc, so that its receiver can tell that nothing was changed."""
    heading = "媒体に収めたファイル"

    def again() -> None:
        flow.next_page()
        flow.line(f"{heading}（つづき）", Style(_ITEM.face, 9.5, 5.6))

    rows = tuple(
        TableRow((one.name, one.what, f"{one.records:,}", in_eights(one.sha256))) for one in files
    )
    flow.skip(4)
    flow.need(_ITEM.leading + _BEGINS)
    flow.line(heading, _ITEM)
    right = (False, False, True, False)
    Grid(flow, AnnexTable(_FILE_HEADS, _FILE_WIDTHS, right, rows), again).draw()
    flow.skip(1.8)
    flow.paragraph(
        "ファイルから計算したSHA-256の値が上の値と同じであれば、内容は作成した時のままです。", SMALL
    )
