"""The screen for forbidden numbers, on lines as the recogniser would give them (DOMAIN §5, §6)."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.capture.engine import Char
from desktop.capture.layout import ReadLine, covered, rows
from desktop.capture.screen import Screened, screen
from desktop.domain.reading import Forbidden, PageKind

DPI = 200.0
MY_NUMBERS = ("123456789018", "987654321093", "000000000019", "111111111118", "023456789013")


def line(text: str, x: int = 100, y: int = 100, height: int = 40) -> ReadLine:
    """A line whose characters are evenly spread, twenty pixels each."""
    step = 1 / max(len(text), 1)
    chars = tuple(Char(c, 0.99, (i + 0.5) * step) for i, c in enumerate(text))
    return ReadLine(chars, (x, y, 20 * len(text), height))


def screened(*texts: str, kind: PageKind = PageKind.UNKNOWN) -> Screened:
    return screen([line(text, y=100 + 80 * i) for i, text in enumerate(texts)], kind, DPI)


def kinds(result: Screened) -> set[Forbidden]:
    return {found.kind for found in result.forbidden}


def hidden(text: str, kind: PageKind) -> str:
    """The line's text after blacking out."""
    one = line(text)
    return covered(one, screen([one], kind, DPI).masks).text


@pytest.mark.parametrize("number", MY_NUMBERS)
@pytest.mark.parametrize(
    "shape", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "番号{0}ー{1}－{2}です"]
)
def test_a_my_number_is_seen_however_it_is_grouped(number: str, shape: str) -> None:
    text = shape.format(number[:4], number[4:8], number[8:])
    assert screened("個人番号のお知らせ", text).blocked
    assert kinds(screened(text)) == {Forbidden.MY_NUMBER_LIKE}
    assert not any(digit in hidden(text, PageKind.UNKNOWN) for digit in number)


def test_groups_read_as_separate_pieces_are_one_number() -> None:
    pieces = [line("1234", 100), line("5678", 220), line("9018", 340)]
    assert screen([line("個人番号", y=20), *pieces], PageKind.UNKNOWN, DPI).blocked


def test_twelve_digits_without_a_label_are_blacked_out_and_asked_about() -> None:
    """One number in ten bears the check digit by chance: ask, don't accuse (DOMAIN §6)."""
    result = screened("お問い合わせ番号 123456789018")
    assert not result.blocked
    assert kinds(result) == {Forbidden.MY_NUMBER_LIKE}
    assert hidden("受付 123456789018 です", PageKind.UNKNOWN) == "受付 ■■■■■■■■■■■■ です"


@pytest.mark.parametrize("text", ["1234 5678 9019", "1234-5678-9019", "1234ー5678ー9019"])
def test_a_number_grouped_as_on_the_card_is_asked_about_though_one_digit_was_misread(
    text: str,
) -> None:
    assert kinds(screened(text)) == {Forbidden.MY_NUMBER_LIKE}
    assert "5678" not in hidden(text, PageKind.UNKNOWN)


def test_a_misread_number_below_its_label_is_asked_about() -> None:
    assert kinds(screened("個人番号", "123456789019")) == {Forbidden.MY_NUMBER_LIKE}


def test_a_number_on_the_front_of_a_my_number_card_blocks_it_without_a_label() -> None:
    assert screened("個人番号カード", "123456789018", kind=PageKind.MNC).blocked


def test_columns_far_apart_are_not_one_number() -> None:
    pieces = [line("1234", 100), line("5678", 600), line("9018", 1100)]
    assert screen(pieces, PageKind.UNKNOWN, DPI) == Screened((), ())


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_twelve_digits_are_asked_about_exactly_when_the_check_digit_is_right(number: str) -> None:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(w * int(d) for w, d in zip(weights, number[:11], strict=True)) % 11
    right = int(number[11]) == (0 if rest <= 1 else 11 - rest)
    assert bool(screened(f"控え {number}").forbidden) is right
    assert screened("個人番号", number).blocked is right


@given(st.sampled_from(MY_NUMBERS), st.from_regex(r"[0-9]{1,10}", fullmatch=True), st.booleans())
def test_a_number_inside_a_longer_run_is_none(number: str, more: str, before: bool) -> None:
    run = more + number if before else number + more
    assume(len(run) != 12)
    assert screened(f"供給地点特定番号 {run}") == Screened((), ())


def test_a_supply_point_number_is_kept() -> None:
    assert screened("03-0011-1234-5678-9018-0001") == Screened((), ())


def test_beside_its_label_a_misread_number_blocks_too() -> None:
    assert screened("個人番号 1234 5678 9019").blocked
    assert screened("個人番号 1234 5678 901").blocked


@pytest.mark.parametrize(
    "text", ["個人番号 （記載省略）", "個人番号カード", "個人番号 ***", "個人番号"]
)
def test_the_words_alone_block_nothing(text: str) -> None:
    assert not screened(text, kind=PageKind.JUM).blocked


def test_the_side_with_the_number_is_blocked_even_when_no_digit_was_read() -> None:
    assert screened("個人番号", kind=PageKind.MNC_BACK).blocked


def test_a_licence_number_with_a_lucky_check_digit_is_only_blacked_out() -> None:
    result = screened("運転免許証", "番号 第 123456789018 号", kind=PageKind.DL)
    assert not result.blocked
    assert len(result.masks) == 1
    assert hidden("第 123456789018 号", PageKind.DL) == "第 ■■■■■■■■■■■■ 号"


def test_a_my_number_written_on_a_licence_copy_blocks_it() -> None:
    assert screened("運転免許証", "マイナンバー 123456789018", kind=PageKind.DL).blocked


@pytest.mark.parametrize("text", ["番号 AB12345678CD", "AB12345678CD"])
def test_a_residence_card_number_is_blacked_out(text: str) -> None:
    assert "12345678" not in hidden(text, PageKind.RC)


def test_a_passport_number_and_its_machine_lines_are_blacked_out() -> None:
    assert "1234567" not in hidden("旅券番号 TR1234567", PageKind.PP_NEW)
    assert "KAKU" not in hidden("P<JPNKAKU<<TARO<<<<<<<", PageKind.PP_NEW)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("記号 7123 番号 456", "7123"),
        ("記号 7123 番号 456", "456"),
        ("保険者番号 01130012", "01130012"),
        ("枝番 00", "00"),
    ],
)
@pytest.mark.parametrize("kind", [PageKind.HOK, PageKind.SKC])
def test_insurance_numbers_are_found_and_blacked_out(text: str, gone: str, kind: PageKind) -> None:
    assert kinds(screened(text, kind=kind)) == {Forbidden.INSURANCE}
    assert gone not in hidden(text, kind)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("记号 85|番号 99831 (枝番)01", "记号 ■■|番号 ■■■■■■■■■■■■"),  # 記号 was misread
        ("85|番号 99831", "■■|番号 ■■■■■"),
        ("配号 85", "配号 ■■"),
        ("配号 8S", "配号 ■■"),
        ("99831|（校番） 01", "■■■■■|（校番） ■■"),
        ("令和7年6月23日 記号 85", "令和7年6月23日 記号 ■■"),
        ("番号 456", "番号 ■■■"),
    ],
)
def test_short_insurance_numbers_are_blacked_out_whatever_their_label_was_read_as(
    text: str, kept: str
) -> None:
    assert re.sub("[ ■]", "■", hidden(text, PageKind.SKC)) == re.sub("[ ■]", "■", kept)


@pytest.mark.parametrize(
    "text",
    [
        "住所 みどり野市若葉町2丁目14-6 305",
        "生年月日 昭和54年6月23日",
        "電話番号 03-0000-0000",
        "若葉ハイツ 203",
    ],
)
def test_other_digits_of_an_insurance_paper_stay(text: str) -> None:
    assert hidden(text, PageKind.SKC) == text


def test_an_insurers_number_on_any_paper_is_blacked_out() -> None:
    assert kinds(screened("保険者番号 01130012")) == {Forbidden.INSURANCE}
    assert hidden("保険者番号 01130012", PageKind.UNKNOWN) == "保険者番号 ■■■■■■■■"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("基礎年金番号 1234-567890", PageKind.UNKNOWN),
        ("基礎年金番号 1234 567890", PageKind.PEN),
        ("1234-567890", PageKind.PEN),
    ],
)
def test_a_basic_pension_number_is_found_and_blacked_out(text: str, kind: PageKind) -> None:
    assert kinds(screened(text, kind=kind)) == {Forbidden.PENSION}
    assert "567890" not in hidden(text, kind)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("本籍 埼玉県川越市一丁目", "本籍 ■■■■■■■■■"),
        ("続柄 長男", "続柄 ■■"),
        ("住民票コード 12345678901", "住民票コード ■■■■■■■■■■■"),
        ("本籍 （記載省略）", "本籍 （記載省略）"),
    ],
)
def test_what_the_policy_masks_on_a_certificate_is_blacked_out(text: str, left: str) -> None:
    assert hidden(text, PageKind.JUM) == left


def test_a_telephone_number_is_left_alone() -> None:
    assert screened("電話 0499-00-0142") == Screened((), ())


def test_a_mask_lies_on_the_number_and_not_on_the_words_before_it() -> None:
    one = line("番号 第 300512345680 号")  # twenty pixels a character, from x = 100
    ((x, _, width, _),) = screen([one], PageKind.DL, DPI).masks
    assert 165 <= x <= 205
    assert 430 <= x + width <= 475


def test_the_field_for_organ_donation_is_blacked_out_below_its_title() -> None:
    title = line("臓器提供に関する意思表示欄", 100, 400)
    ((_, top, _, height),) = screen([title], PageKind.DL_BACK, DPI).masks
    assert top >= 440
    assert height >= 100


@given(st.lists(st.text(alphabet="0123456789 -ー第号個人番AB<本籍", max_size=20), max_size=5))
def test_no_result_ever_carries_digits_of_what_was_read(texts: list[str]) -> None:
    lines = [line(text, y=100 + 80 * i) for i, text in enumerate(texts) if text]
    for kind in (PageKind.DL, PageKind.JUM, PageKind.SKC, PageKind.UNKNOWN):
        for found in screen(lines, kind, DPI).forbidden:
            assert isinstance(found.kind, Forbidden)
            assert found.box is None or all(isinstance(n, int) for n in found.box)


def test_lines_side_by_side_form_one_row() -> None:
    texts = [row.text for row in rows([line("氏名", 100, 100), line("架空 太郎", 200, 104)])]
    assert texts == ["氏名 架空 太郎"]
