"""The files of a disclosure on a medium: CSV that a spreadsheet of the office opens (DOMAIN §9)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from desktop.domain.half_hours import HalfHours, half_hours_in, slot_times
from desktop.domain.letters import AnnexPage, AnnexRow, CsvEncoding, LetterProblem, MediumFile
from desktop.domain.requests import Item
from desktop.letters.spreadsheets import safe_cell

_CODECS: Final = {CsvEncoding.UTF8: "utf-8-sig", CsvEncoding.CP932: "cp932"}
"""With the mark at the beginning a spreadsheet takes UTF-8 for what it is."""

_HALF_HEADS: Final = ("年月日", "開始時刻", "終了時刻", "使用量（kWh）", "備考")
_LINE_HEADS: Final = ("項目", "見出し", "内容", "出典", "基準日")
_LACKING: Final = "欠測"
_HALF_WORDS: Final = "30分ごとの使用量"


def half_hours_csv(told: HalfHours, encoding: CsvEncoding) -> bytes:
    """A line for every half hour from the first to the last day; a missing value is empty and
    said to be."""
    times = [slot_times(slot) for slot in range(48)]
    lines = [",".join(_HALF_HEADS)]
    for day, values in told.every_day():
        name = f"{day.year}/{day.month:02d}/{day.day:02d}"
        lines += [
            f"{name},{begins},{ends},{value},{'' if value else _LACKING}"
            for (begins, ends), value in zip(times, values, strict=True)
        ]
    return _encoded("\r\n".join([*lines, ""]), encoding)


def lines_csv(rows: Iterable[AnnexRow], encoding: CsvEncoding) -> bytes:
    """The lines of one item as they stand in the annex; no cell is a formula."""
    return _written(
        [
            _LINE_HEADS,
            *((row.item, row.key, row.value, row.source, row.as_of.isoformat()) for row in rows),
        ],
        encoding,
    )


def _written(rows: Sequence[Sequence[str]], encoding: CsvEncoding) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return _encoded(out.getvalue(), encoding)


def _encoded(text: str, encoding: CsvEncoding) -> bytes:
    try:
        return text.encode(_CODECS[encoding])
    except UnicodeEncodeError as problem:
        sign = text[problem.start]
        raise LetterProblem(
            f"文字「{sign}」（U+{ord(sign):04X}）は、{encoding.value}では表せません。",
            "起案に戻り、媒体の文字コードをUTF-8にしてください。",
        ) from None


def medium_files(
    case_number: str,
    annex: Sequence[AnnexRow],
    pages: Sequence[AnnexPage],
    encoding: CsvEncoding,
) -> tuple[tuple[MediumFile, bytes], ...]:
    """Everything that the annex tells, as files: lines and half hours as CSV, pages as pictures.

    The names hold the case and the item, nothing about a person.
    """
    found: list[tuple[MediumFile, bytes]] = []

    def add(name: str, code: str, what: str, records: int, data: bytes, charset: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        found.append(
            (MediumFile(f"{case_number}_{name}", code, what, records, digest, charset), data)
        )

    for code, of_item in groupby(annex, key=lambda row: row.code):
        rows = list(of_item)
        told, others = None, rows
        if code == Item.K5:
            told, left = half_hours_in([(row.key, row.value) for row in rows])
            others = [row for row in rows if (row.key, row.value) in left]
        if told is not None:
            data = half_hours_csv(told, encoding)
            what = f"{rows[0].item}（{_HALF_WORDS}）"
            add(f"{code}.csv", code, what, told.count, data, encoding.value)
        if others:
            name = f"{code}_other.csv" if told is not None else f"{code}.csv"
            data = lines_csv(others, encoding)
            add(name, code if told is None else "", rows[0].item, len(others), data, encoding.value)
    for page in pages:
        name = f"{page.code}_{page.number:02d}.jpg"
        what = f"{page.item}（{page.number}／{page.total}枚）"
        add(name, page.code, what, 1, page.image, "")
    return tuple(found)
