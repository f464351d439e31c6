"""別紙 on paper and as files: heads again, sums with their rows, charts, half hours, hashes."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from printed_pages import character_boxes, drawn_boxes, page_count, picture, plain, text_of

from desktop.domain.half_hours import SLOTS, day_line
from desktop.domain.letters import AnnexPage, AnnexRow, CsvEncoding, LetterProblem
from desktop.letters.annex_files import medium_files
from desktop.letters.bar_chart import scale
from desktop.letters.render import render_letter

DAY = date(2026, 11, 10)


def row(code: str, key: str, value: str, item: str = "") -> AnnexRow:
    names = {"K1": "契約者情報", "K3": "料金・請求・入金", "K4": "月別使用量", "K5": "30分値"}
    return AnnexRow(item or names.get(code, "ほか"), key, value, "需給管理課", DAY, code)


def half_hours(days: int, value: str = "0.25") -> tuple[AnnexRow, ...]:
    first = date(2025, 10, 1)
    told = [day_line(first + timedelta(days=n), [value] * SLOTS) for n in range(days)]
    return tuple(row("K5", *one) for one in told)


@pytest.fixture(scope="module")
def disclosed(library, fonts_dir):
    """Print D-05 with this annex; the pages of the annex as text."""
    definition = library.latest_letter("D-05")

    def make(*rows: AnnexRow, **changes) -> tuple[bytes, list[str]]:
        data = replace(definition.sample, annex=rows, **changes)
        pdf = render_letter(definition, data, fonts_dir)
        return pdf, [text_of(pdf, page) for page in range(2, page_count(pdf) + 1)]

    return make


def test_each_item_says_its_source_and_day_once_above_its_table(disclosed):
    _pdf, (page,) = disclosed(
        row("K1", "契約者氏名", "架空 太郎"), row("K1", "電話番号", "000"), row("K4", "x", "y")
    )
    assert page.count("出典 需給管理課　基準日 令和8年11月10日現在") == 2
    assert "1　契約者情報" in page
    assert "2　月別使用量" in page


def test_a_long_table_says_on_each_page_what_it_is_and_leaves_no_row_alone(disclosed):
    for count in (70, 71):
        rows = [row("K1", f"事項{n:03}", f"内容{n:03}") for n in range(count)]
        pdf, pages = disclosed(*rows)
        assert len(pages) > 1
        for page in pages[1:]:
            assert "1　契約者情報（つづき）" in page
            assert "出典 需給管理課" in page
            assert len({n for n in range(count) if f"内容{n:03}" in page}) >= 2
        text = "".join(pages)
        assert all(f"内容{n:03}" in text for n in range(count))
        for number in range(2, page_count(pdf) + 1):
            assert max(box.bottom for box in drawn_boxes(pdf, number)) <= 277


def test_a_row_of_a_whole_page_below_a_long_source_goes_on_over_pages(disclosed):
    """Fifty lines fit below a source of one line, and not below one of two or three."""
    for source in ("需給管理課", "需給管理課" * 14, "需給管理課" * 28):
        for lines in range(47, 54):
            text = "".join(f"第{number:02}行{'字' * 31}\n" for number in range(lines)).strip()
            pdf, pages = disclosed(replace(row("K1", "経緯", text), source=source))
            assert len(pages) <= 3
            assert all(f"第{number:02}行" in "".join(pages) for number in range(lines))
            last = range(2, page_count(pdf) + 1)
            assert max(b.bottom for n in last for b in drawn_boxes(pdf, n)) <= 277


def test_a_sum_never_stands_without_the_month_above_it(disclosed):
    """Sixty months and their sums, pushed down by more and more lines above them."""
    months = [(2022 + n // 12, n % 12 + 1) for n in range(48)]
    use = [row("K4", f"{year}年{month}月 使用量", f"{month}kWh") for year, month in months]
    for above in (20, 22, 24, 26):
        facts = [row("K1", f"事項{n}", "内容") for n in range(above)]
        _pdf, pages = disclosed(*facts, *use)
        for page in pages:
            for year in range(4, 8):
                if f"令和{year}年の計" in page:
                    assert f"令和{year}年12月" in page
            if "合計" in page:
                assert "令和7年の計" in page


def test_the_chart_shows_amounts_gaps_and_months_in_black_and_white(disclosed):
    use = [row("K4", f"2026年{month}月 使用量", f"{month * 100}kWh") for month in (1, 2, 3, 5)]
    pdf, (page,) = disclosed(*use)
    words = plain(page)
    assert "月別使用量のグラフ（単位kWh）" in words
    assert words.count("500") >= 2  # in the table and on its bar
    assert "記録なし" in words
    # Where April is missing no bar stands: the same height is drawn on for May alone.
    shown = picture(pdf, 2, 100)
    assert (shown < 128).any()
    with_zero = disclosed(*use, row("K4", "2026年4月 使用量", "0kWh"))[1][0]
    assert "記録なし" not in plain(with_zero)


def test_thirty_months_share_one_scale_on_two_charts(disclosed):
    months = [(2024 + n // 12, n % 12 + 1) for n in range(30)]
    use = [row("K4", f"{year}-{month:02} 使用量", f"{month * 10}kWh") for year, month in months]
    _pdf, pages = disclosed(*use)
    words = plain("".join(pages))
    assert "（1／2）" in words
    assert "（2／2）" in words


@pytest.mark.parametrize(
    ("most", "step", "top"),
    [("387", "100", "400"), ("1000", "200", "1000"), ("0.9", "0.2", "1.0"), ("0", "1", "1")],
)
def test_the_lines_of_a_chart_are_round(most: str, step: str, top: str):
    assert scale(Decimal(most)) == (Decimal(step), Decimal(top))


def test_half_hours_on_paper_are_all_there(disclosed):
    rows = (*half_hours(40), row("K5", "2025-12-01", " ".join(["9.87", *["-"] * 47])))
    pdf, pages = disclosed(*rows)
    words = plain("".join(pages))
    assert "令和7年10月1日から令和7年12月1日まで（62日）" in words
    assert "値の件数1,921件" in words
    assert "欠測（値のない30分）1,055件" in words
    assert "使用量の合計489.87kWh" in words
    assert words.count("0.25") == 40 * 48
    assert "9.87" in words
    assert "令和7年" in words
    assert "11月20日（木）" in words  # a day that nobody told has its row of dashes
    for number in range(2, page_count(pdf) + 1):
        assert max(box.right for box in character_boxes(pdf, number)) <= 189


def test_half_hours_on_a_medium_are_told_by_file_and_hash_and_not_printed(disclosed):
    rows = half_hours(30)
    files = medium_files("26-0003", rows, (), CsvEncoding.UTF8)
    ((file, data),) = files
    _pdf, (page,) = disclosed(*rows, media=(file,))
    words = plain(page)
    assert file.name == "26-0003_K5.csv"
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert words.count(file.sha256) == 2  # with the item and in the list of the medium
    assert words.count("26-0003_K5.csv") == 2
    assert "0.25" not in words


def cells(data: bytes, codec: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(codec), newline="")))


@pytest.mark.parametrize(
    ("encoding", "codec", "mark"),
    [(CsvEncoding.UTF8, "utf-8-sig", b"\xef\xbb\xbf"), (CsvEncoding.CP932, "cp932", b"")],
)
def test_a_file_of_half_hours_has_a_line_for_each_and_says_what_is_missing(encoding, codec, mark):
    values = ["0.5"] * SLOTS
    values[2] = ""
    ((file, data),) = medium_files("26-0003", [row("K5", *day_line(DAY, values))], (), encoding)
    assert data.startswith(mark + "年月日".encode(codec.removesuffix("-sig")))
    heads, *lines = cells(data, codec)
    assert heads == ["年月日", "開始時刻", "終了時刻", "使用量（kWh）", "備考"]
    assert (len(lines), file.records) == (48, 47)
    assert lines[2] == ["2026/11/10", "01:00", "01:30", "", "欠測"]
    assert lines[47] == ["2026/11/10", "23:30", "24:00", "0.5", ""]


def test_a_day_that_is_told_twice_is_in_a_file_as_well():
    rows = (*half_hours(1), row("K5", *day_line(date(2025, 10, 1), ["9.75"] * SLOTS)))
    ((first, data), (more, other)) = medium_files("26-0003", rows, (), CsvEncoding.UTF8)
    assert (first.records, more.records) == (48, 1)
    assert (b"0.25" in data, b"9.75" in data, b"9.75" in other) == (True, False, True)


@pytest.mark.parametrize("value", ["=1+1", "+81 90", "-5", "@SUM(A1)", "＝1", "\t=1"])
def test_no_cell_of_a_file_is_a_formula(value: str):
    ((_file, data),) = medium_files("26-0003", [row("K1", value, value)], (), CsvEncoding.UTF8)
    _heads, line = cells(data, "utf-8-sig")
    assert line[1:3] == [f"'{value}", f"'{value}"]


def test_a_sign_that_shift_jis_lacks_is_named():
    with pytest.raises(LetterProblem, match=r"「𠮷」（U\+20BB7）.*Shift_JIS") as refused:
        medium_files("26-0003", [row("K1", "契約者氏名", "𠮷川")], (), CsvEncoding.CP932)
    assert "UTF-8" in refused.value.next_step
    assert medium_files("26-0003", [row("K1", "契約者氏名", "髙﨑")], (), CsvEncoding.CP932)


def test_pages_and_words_beside_half_hours_have_files_of_their_own():
    page = AnnexPage("問い合わせ履歴", 1, 2, b"picture", "お客さま相談課", DAY, "K6")
    rows = (*half_hours(1), row("K5", "計器番号", "12345"))
    files = dict(medium_files("26-0003", rows, (page,), CsvEncoding.UTF8))
    names = [one.name for one in files]
    assert names == ["26-0003_K5.csv", "26-0003_K5_other.csv", "26-0003_K6_01.jpg"]
    assert [one.what for one in files][2] == "問い合わせ履歴（1／2枚）"


@pytest.mark.parametrize(
    ("key", "value"),
    [("口座番号", "1234567"), ("支払方法", "口座振替 普通 1234567"), ("口座 1234567", "あり")],
)
def test_an_account_number_in_clear_is_not_printed(disclosed, key: str, value: str):
    with pytest.raises(LetterProblem, match="口座かカード") as refused:
        disclosed(row("K3", key, value))
    assert "1234567" not in refused.value.sentence
    _pdf, (page,) = disclosed(row("K3", key.replace("123456", "******"), "***4567"))
    assert "4567" in page
