from __future__ import annotations

from datetime import date

from printed_pages import page_count, plain, qr_texts, text_of

from desktop.letters.card import recovery_card

WORDS = tuple(f"ことば{number}" for number in "一二三四五六七八九十壱弐参肆伍陸漆捌玖拾百千万億")

DIGITS = "".join(f"{number:04}" for number in range(1, 25))


def make(fonts_dir):
    return recovery_card(
        WORDS, DIGITS, "A1B2 C3D4 E5F6 0718", "みどり野電力株式会社", date(2026, 11, 10), fonts_dir
    )


def test_both_copies_carry_all_words_in_their_order(fonts_dir):
    pdf = make(fonts_dir)
    assert page_count(pdf) == 2
    for page in (1, 2):
        printed = plain(text_of(pdf, page))
        for number, word in enumerate(WORDS, start=1):
            assert f"{number}{word}" in printed
        assert f"2枚のうち{page}枚目" in printed
        assert qr_texts(pdf, page) == [DIGITS]


def test_the_card_shows_its_fingerprint_and_its_day(fonts_dir):
    printed = text_of(make(fonts_dir))
    assert "A1B2 C3D4 E5F6 0718" in printed
    assert "令和8年11月10日" in printed
