"""I-04 as a spreadsheet opens it and as it lies on paper (DOMAIN §9, TRUST §6)."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from printed_pages import page_count, plain, text_of

from desktop import paths
from desktop.letters.ledger import LedgerData, ledger_csv, ledger_pdf, ledger_xlsx
from desktop.letters.office_forms import OfficeForm, load_office_form
from desktop.letters.spreadsheets import Facts, safe_cell

JST = timezone(timedelta(hours=9))
ROOT = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
HEADS = [
    *("受付番号", "到達日", "受付日", "請求の種類", "項目数", "手数料", "受領額", "状態"),
    *("結果", "回答日", "日数", "完了日"),
]


@pytest.fixture(scope="module")
def form() -> OfficeForm:
    return load_office_form(paths.forms(), "I-04")


def line(number: int = 1, outcome: str = "開示") -> Facts:
    return {
        "number": f"26-{number:04d}",
        "arrived": "2026-11-09",
        "registered": "2026-11-10",
        "types": "開示・第三者提供記録の開示",
        "items": 5,
        "fee_due": 1100,
        "fee_received": 440,
        "state": "発送済",
        "outcome": outcome,
        "answered": "2026-11-13",
        "days": 3,
        "completed": "",
    }


def data(*lines: Facts) -> LedgerData:
    return LedgerData(
        office="みどり野電力株式会社",
        period="2026年度（2026-04-01から2027-03-31まで）",
        made_at=datetime(2026, 11, 24, 10, 5, tzinfo=JST),
        log_size=1234,
        log_root=ROOT,
        lines=lines,
    )


def rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_sees_utf8_heads_and_values(form: OfficeForm):
    raw = ledger_csv(form, data(line()))
    assert raw.startswith(b"\xef\xbb\xbf")
    heads, first = rows(raw)
    assert heads == HEADS
    assert first == [
        *("26-0001", "2026-11-09", "2026-11-10", "開示・第三者提供記録の開示", "5", "1100", "440"),
        *("発送済", "開示", "2026-11-13", "3", ""),
    ]


def test_an_empty_ledger_has_its_heads_and_says_on_paper_that_nothing_came(
    form: OfficeForm, fonts_dir: Path
):
    assert rows(ledger_csv(form, data())) == [HEADS]
    paper = plain(text_of(ledger_pdf(form, data(), fonts_dir)))
    assert "この期間に受け付けた求めはありません。" in paper


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x", "\tx", "\rx", "＝1+1", "　＝cmd", "  =1", "＠x"],
)
def test_what_could_be_a_formula_is_made_text(text: str, form: OfficeForm):
    assert safe_cell(text) == f"'{text}"
    assert rows(ledger_csv(form, data(line(outcome=text))))[1][8] == f"'{text}"


@pytest.mark.parametrize("text", ["開示", "26-0001", "一部不開示", "", "1+1"])
def test_an_ordinary_text_is_left_alone(text: str):
    assert safe_cell(text) == text


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text: str):
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "|", "%"))


def test_a_workbook_holds_texts_alone_and_names_nobody_as_its_author(form: OfficeForm):
    raw = ledger_xlsx(form, data(line(), line(2, "=1+1")))
    book = load_workbook(io.BytesIO(raw))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    words = [str(cell.value) for cell in cells]
    assert words[0] == "開示等請求受付簿"
    assert words.count("=1+1") == 1
    at = words.index("受付番号")
    assert words[at : at + 12] == HEADS
    assert ROOT in "".join(words[:at])
    assert book.properties.creator == "Madoguchi"
    with ZipFile(io.BytesIO(raw)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())


def test_the_paper_lies_across_and_repeats_its_heads_on_numbered_pages(
    form: OfficeForm, fonts_dir: Path
):
    pdf = ledger_pdf(form, data(*map(line, range(1, 61))), fonts_dir)
    total = page_count(pdf)
    assert total >= 2
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    pages = [plain(text_of(pdf, page)) for page in range(1, total + 1)]
    for number, text in enumerate(pages, 1):
        assert f"{number}／{total}" in text
    assert all("受付番号到達日受付日請求の種類" in text for text in pages[:-1])
    whole = "".join(pages)
    assert all(f"26-{number:04d}" in whole for number in range(1, 61))
    assert "みどり野電力株式会社" in pages[0]
    assert "件数：60件" in pages[0]
    assert "作成：令和8年11月24日10:05" in pages[0]
    assert ROOT in pages[-1]
    assert "1,100" in pages[0]
    assert text_of(pdf, 1).count("令和8年11月10日") >= 20  # each on one line
    assert "2026-11-10" not in whole


def test_no_line_runs_off_the_paper(form: OfficeForm, fonts_dir: Path):
    long = {**line(), "types": "・".join(["第三者提供記録の開示"] * 9), "state": "回答なしで終了"}
    pdf = ledger_pdf(form, data(long), fonts_dir)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height
