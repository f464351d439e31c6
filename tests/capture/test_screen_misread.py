"""Numbers that were read badly, written downwards, or lie on a page with other papers."""

from __future__ import annotations

import pytest
from test_screen import DPI, hidden, kinds, line, screened

from desktop.capture.engine import Char
from desktop.capture.kinds import kind_of
from desktop.capture.layout import ReadLine
from desktop.capture.screen import Screened, screen
from desktop.domain.reading import Forbidden, MaskReason, PageKind


def doubtful(text: str, at: int, probability: float = 0.6) -> ReadLine:
    """A line in which one character was read with doubt."""
    one = line(text)
    chars = list(one.chars)
    chars[at] = Char(chars[at].text, probability, chars[at].at)
    return ReadLine(tuple(chars), one.box)


def downwards(text: str) -> list[ReadLine]:
    return [line(character, x=600, y=100 + 44 * n) for n, character in enumerate(text)]


def asked(result: Screened) -> bool:
    return kinds(result) == {Forbidden.MY_NUMBER_LIKE} and bool(result.masks)


def test_an_ungrouped_number_with_a_doubtful_digit_is_asked_about() -> None:
    """Its check digit is wrong because the sixth digit was misread."""
    assert asked(screen([doubtful("123459789018", 5)], PageKind.UNKNOWN, DPI))


def test_of_twelve_digits_a_little_doubt_about_one_is_enough() -> None:
    """A blot on the eighth, read as another digit with 0.92."""
    assert asked(screen([doubtful("710194404611", 7, 0.92)], PageKind.UNKNOWN, DPI))


def test_a_frame_read_for_a_thirteenth_digit_hides_no_number() -> None:
    """The side of a stamp's frame before the number, and behind it."""
    assert asked(screened("1123456789018"))
    assert asked(screened("1234567890181"))
    assert not asked(screened("1123456789019"))
    assert not asked(screened("法人番号 1123456789018"))


@pytest.mark.parametrize("text", ["4 5 6 9(31)0 6 2 3 7 5 3", "4 5 6 9(3)0 6 2 3 7 5 3"])
def test_a_stamp_read_as_brackets_hides_no_row_of_cells(text: str) -> None:
    """A round stamp over the fifth cell; below its label, and by itself."""
    assert asked(screened(text))
    below = screen([line("個人番号", y=60), line(text, y=110)], PageKind.UNKNOWN, DPI)
    assert asked(below)
    assert any(y <= 110 and y + height >= 150 for _, y, _, height in below.masks)


def test_of_thirteen_digits_a_little_doubt_about_one_is_enough() -> None:
    assert asked(screen([doubtful("1123456789019", 0, 0.92)], PageKind.UNKNOWN, DPI))


def test_a_number_surely_read_with_a_wrong_check_digit_is_proposed() -> None:
    result = screened("控え 123456789019")
    assert (result.forbidden, result.masks) == ((), ())
    ((x, _, width, _),) = [one.box for one in result.proposed]
    assert [one.reason for one in result.proposed] == [MaskReason.NUMBER]
    assert x <= 160
    assert x + width >= 400


@pytest.mark.parametrize(
    ("text", "at"),
    [("12345678901", 3), ("1234567890118", 3), ("1234S6789018", 4), ("1234 5678 9O18", 11)],
)
def test_a_lost_an_added_and_a_lookalike_digit_are_asked_about(text: str, at: int) -> None:
    assert asked(screen([doubtful(text, at)], PageKind.UNKNOWN, DPI))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("電話 090-0000-1234", 8),
        ("令和11年12月31日生まれの者", 3),
        ("03-0011-1234-5678-9018-0001", 9),
        ("12345678", 3),
    ],
)
def test_doubt_alone_makes_no_number(text: str, at: int) -> None:
    assert screen([doubtful(text, at)], PageKind.UNKNOWN, DPI).forbidden == ()


def test_a_number_written_downwards_is_one_number() -> None:
    result = screen(downwards("123456789018"), PageKind.UNKNOWN, DPI)
    assert asked(result)
    assert any(y <= 100 and y + height >= 624 for _, y, _, height in result.masks)
    assert screen(
        [line("個人番号", x=100), *downwards("123456789018")], PageKind.UNKNOWN, DPI
    ).blocked


def test_a_stack_with_lost_and_joined_digits_is_covered_whole() -> None:
    """Of twelve digits two were read as one piece and one was not found."""
    found = downwards("123456")
    joined = line("78", x=600, y=100 + 44 * 6)
    joined = ReadLine(joined.chars, (600, joined.box[1], 24, 86))
    rest = [line(c, x=600, y=100 + 44 * (9 + n)) for n, c in enumerate("018")]
    ((x, y, width, height),) = screen([*found, joined, *rest], PageKind.UNKNOWN, DPI).masks
    assert x <= 600
    assert x + width >= 620
    assert y <= 100
    assert y + height >= 620


def test_a_number_of_a_licence_without_the_word_before_it_is_blacked_out() -> None:
    result = screened("在留カード", "番号 300512345680 号", kind=PageKind.RC)
    assert result.forbidden == ()
    assert len(result.masks) == 1


def test_insurance_numbers_beside_another_card_are_found() -> None:
    """A 在留カード above a 資格確認書 on one sheet: the page counts as the first."""
    result = screened(
        "在留カード", "資格確認書", "記号 7123 番号 456", "01130012", kind=PageKind.RC
    )
    assert kinds(result) == {Forbidden.INSURANCE}
    assert len(result.masks) == 2


def test_a_licence_number_beside_a_my_number_card_is_only_blacked_out() -> None:
    result = screened("個人番号カード", "第 123456789018 号", kind=PageKind.MNC)
    assert result.forbidden == ()
    assert len(result.masks) == 1


def test_machine_lines_and_the_resident_code_are_blacked_out_on_any_paper() -> None:
    assert "KAKU" not in hidden("P<JPNKAKU<<TARO<<<<<<<", PageKind.UNKNOWN)
    assert hidden("住民票コード 12345678901", PageKind.UNKNOWN) == "住民票コード ■■■■■■■■■■■"


@pytest.mark.parametrize(
    ("label", "reason"),
    [("本籍", MaskReason.DOMICILE), ("続柄", MaskReason.RELATION), ("性別", MaskReason.SEX)],
)
def test_a_label_without_a_value_read_is_proposed(label: str, reason: MaskReason) -> None:
    (one,) = screened(label, kind=PageKind.JUM).proposed
    assert one.reason is reason
    assert one.box[0] >= 140
    assert screened(label, kind=PageKind.UNKNOWN).proposed == ()


def test_what_a_family_register_says_of_others_is_proposed() -> None:
    result = screened("戸籍全部事項証明書", "父 架空 一郎", "氏名 架空 太郎", kind=PageKind.KOS)
    assert [one.reason for one in result.proposed] == [MaskReason.NOT_NEEDED]


def test_the_signature_under_the_organ_statement_is_blacked_out() -> None:
    lines = [
        line("以下の部分を使用して臓器提供に関する意思を表示することができます", 100, 400, 20),
        line("1．私は、脳死後及び心臓が停止した死後のいずれでも提供します。", 100, 440, 20),
        line("《自筆署名》", 100, 480, 20),
        line("架空太郎", 300, 478, 26),
    ]
    masks = screen(lines, PageKind.DL_BACK, DPI).masks
    assert any(x <= 300 and y <= 478 and x + w >= 380 and y + h >= 504 for x, y, w, h in masks)


def test_a_sentence_that_names_a_card_is_no_card() -> None:
    letter = [line("運転免許証の写しを同封しましたのでご確認ください")]
    assert kind_of(letter) is PageKind.UNKNOWN
    assert kind_of([line("通知カードをなくしたため同封できません")]) is PageKind.UNKNOWN
    assert kind_of([line("通知カード")]) is PageKind.MNC_BACK


def test_the_sex_field_of_a_my_number_card_is_burnt_though_its_character_was_not_read() -> None:
    result = screened("個人番号カード", "性別", kind=PageKind.MNC)
    assert result.proposed == ()
    ((x, y, width, height),) = result.masks
    assert x == 140  # beside the label of two characters
    assert y < 180
    assert width >= 100
    assert y + height > 220


def test_numbers_of_money_orders_and_envelopes_are_not_asked_about() -> None:
    assert screened("123456789019", kind=PageKind.STAMPS).proposed == ()
    assert screened("123456789019", kind=PageKind.ENVELOPE).proposed == ()
    assert kinds(screened("123456789018", kind=PageKind.STAMPS)) == {Forbidden.MY_NUMBER_LIKE}
