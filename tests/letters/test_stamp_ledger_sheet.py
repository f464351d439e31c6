"""I-09 on paper: days in the Japanese calendar, each on one line, and numbers to the right."""

from __future__ import annotations

from printed_pages import characters, plain, text_of

from desktop import paths
from desktop.letters.office_forms import load_office_form
from desktop.letters.stamp_ledger import StampLedgerData, stamp_ledger_csv, stamp_ledger_pdf

FORM = load_office_form(paths.forms(), "I-09")


def line(no: int, came: int, left_yen: int) -> dict[str, str | int]:
    return {
        "no": no,
        "day": "2026-12-28",
        "number": "26-0001",
        "what": "回付先へ引渡し",
        "means": "定額小為替",
        "face": 1000,
        "came": came,
        "went": "",
        "left": came,
        "left_yen": left_yen,
        "by": "見本 花子",
        "witness": "仮野 次郎",
        "issued_on": "2026-11-02",
        "yen": left_yen,
        "note": "",
    }


LINES = [line(1, 2, 2000), line(10, 12, 14000)]
DATA = StampLedgerData(
    "みどり野電力株式会社",
    "令和8年12月",
    LINES,
    [("令和8年12月28日", "見本 花子", "仮野 次郎", "-110", "1枚足りませんでした。")],
)


def test_days_are_in_the_japanese_calendar_on_paper_and_iso_in_a_spreadsheet(fonts_dir):
    printed = text_of(stamp_ledger_pdf(FORM, DATA, fonts_dir))
    assert printed.count("令和8年12月28日") == 3  # each whole on a line of its own
    assert printed.count("回付先へ引渡し") == 2
    assert "2026-12-28" not in printed
    assert "2026-12-28" in stamp_ledger_csv(FORM, LINES).decode("utf-8-sig")


def test_numbers_stand_to_the_right_of_their_columns(fonts_dir):
    found = characters(stamp_ledger_pdf(FORM, DATA, fonts_dir))
    text = "".join(shown for shown, _box in found)
    ends = {
        value: found[text.index(value) + len(value) - 1][1].right for value in ("2,000", "14,000")
    }
    assert abs(ends["2,000"] - ends["14,000"]) < 0.3
    # The edge of 残高: the widths of the columns before it, from the left margin.
    edge = 22 + sum(one.width for one in FORM.columns[:10])
    assert edge - 3 < ends["14,000"] < edge


def test_it_says_what_its_file_says(fonts_dir):
    printed = plain(text_of(stamp_ledger_pdf(FORM, DATA, fonts_dir)))
    heads = [one.head for one in (*FORM.columns, *FORM.tables["counts"])]
    for words in (FORM.title, FORM.opening, FORM.closing, FORM.texts["counts"], *heads):
        assert plain(words) in printed
