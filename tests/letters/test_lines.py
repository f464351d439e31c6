from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.lines import break_lines


def ten_a_character(text: str) -> float:
    return sum(10.0 if ord(character) > 0xFF else 5.0 for character in text)


def lines(text: str, width: float = 100) -> tuple[str, ...]:
    return break_lines(text, width, ten_a_character)


def test_a_line_is_filled_before_the_next_begins():
    assert lines("一二三四五六七八九十壱弐") == ("一二三四五六七八九十", "壱弐")


def test_the_end_of_a_sentence_does_not_stand_alone_below_a_long_line():
    full = "本人確認書類が見当たりませんでした写しをお送りくださ"
    assert lines(f"{full}い。", 10 * len(full)) == (full[:-2], "ださい。")
    assert lines(f"{full}い。", 10 * len(full) + 20) == (f"{full}い。",)
    assert lines("一二三四五六七八九十い。") == ("一二三四五六七八九十", "い。")


def test_what_moves_down_to_a_short_line_does_not_begin_with_a_full_stop():
    full = "本人確認書類が見当たりませんでした写しをお送り。りき"
    assert lines(f"{full}い。", 10 * len(full)) == (full[:-2], "りきい。")
    full = "本人確認書類が見当たりませんでした写しをお送り物。き"
    assert lines(f"{full}い。", 10 * len(full)) == (full[:-3], "物。きい。")


def test_no_line_begins_with_a_full_stop():
    assert lines("一二三四五六七八九十。次") == ("一二三四五六七八九", "十。次")


def test_no_line_ends_with_an_opening_bracket():
    assert lines("一二三四五六七八九（中）") == ("一二三四五六七八九", "（中）")


def test_a_number_is_not_torn():
    assert lines("一二三四五六七八0570-000-000") == ("一二三四五六七八", "0570-000-000")


def test_a_word_longer_than_the_line_is_cut():
    assert lines("A" * 45) == ("A" * 20, "A" * 20, "A" * 5)


def test_a_line_end_in_the_text_is_kept():
    assert lines("一\n二") == ("一", "二")


def test_a_new_line_does_not_begin_with_the_blank_it_was_broken_at():
    assert lines("一二三四五六七八九十　様") == ("一二三四五六七八九十", "様")
    assert lines("　一二") == ("　一二",)


def test_an_empty_text_is_one_empty_line():
    assert lines("") == ("",)


@given(st.text(alphabet="一二三。、（）「」ーっA1 -", max_size=60))
def test_breaking_loses_nothing_but_blanks(text: str):
    assert "".join(lines(text)).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="一二三。、（）「」ーっA1 -", max_size=60))
def test_every_line_fits_unless_it_is_forbidden_to_break(text: str):
    for line in lines(text):
        assert ten_a_character(line) <= 100 or all(c in "。、（）「」ーっ " for c in line[1:])


def test_a_number_in_wide_digits_is_not_torn():
    assert lines("一二三四五六七八９９９") == ("一二三四五六七八", "９９９")


def test_a_foreign_name_is_not_torn_at_an_accent():
    assert lines("一二三四五六七Gonzále") == ("一二三四五六七", "Gonzále")
    assert lines("一二三四五六七Gonza\u0301le") == ("一二三四五六七", "Gonza\u0301le")


def test_a_selector_stays_with_its_character():
    assert lines("一二三四五六七八九葛\U000e0100城") == ("一二三四五六七八九", "葛\U000e0100城")


def test_the_last_characters_stay_together_where_it_is_asked():
    name = "一二三四五六七八九十　様"
    assert break_lines(name, 100, ten_a_character, 4) == ("一二三四五六七八", "九十　様")
    assert break_lines("一二三四五六七八九 十　様", 100, ten_a_character, 4) == (
        "一二三四五六七八九",
        "十　様",
    )


WORDS = st.lists(
    st.sampled_from(
        [
            "一二",
            "三、",
            "四。",
            "「五六",
            "七」",
            "（八）",
            "ページ",
            "一ヵ月",
            "９９",
            "A-1",
            "佐々木",
        ]
    ),
    max_size=40,
)


@given(WORDS)
def test_no_line_begins_or_ends_with_what_it_must_not(words: list[str]):
    text = "".join(words)
    for number, line in enumerate(lines(text)):
        assert number == 0 or not line.startswith(tuple("、。」）ーヵ々"))
        assert not line.endswith(("「", "（"))
