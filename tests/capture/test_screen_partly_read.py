"""Forbidden numbers of which only a part was read, or nothing but the label (DOMAIN §5, §6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_pages import DPI as DRAWN_DPI
from drawn_pages import paper, pixels
from PIL import Image, ImageDraw
from test_screen import DPI, hidden, kinds, line, screened

from desktop.capture.engine import Engine
from desktop.capture.free_page import read_free
from desktop.capture.kinds import kind_of
from desktop.capture.layout import ReadLine
from desktop.capture.name_ends import name_to_its_end
from desktop.capture.screen import around, screen
from desktop.capture.unread_columns import numbers_downwards
from desktop.capture.unread_rows import numbers_across
from desktop.capture.wider_look import numbers_around
from desktop.domain.reading import Box, FieldReading, Forbidden, PageKind

LIKE = {Forbidden.MY_NUMBER_LIKE}
P = PageKind


def covers(mask: Box, box: Box) -> bool:
    right, bottom = mask[0] + mask[2], mask[1] + mask[3]
    inside = mask[0] <= box[0] and mask[1] <= box[1]
    return inside and right >= box[0] + box[2] and bottom >= box[1] + box[3]


@pytest.mark.parametrize("text", ["1234 5678 901", "1234-567-8901"])
def test_a_grouped_number_of_which_a_digit_was_lost_is_asked_about(text: str) -> None:
    assert kinds(screened(text)) == LIKE
    assert "567" not in hidden(text, PageKind.UNKNOWN)


@pytest.mark.parametrize("text", ["0800-123-4567", "090-1234-5678", "03-1234-5678", "350-9942"])
def test_a_telephone_number_or_a_postal_code_is_no_part_of_one(text: str) -> None:
    assert screened(text).forbidden == ()
    assert screened(text).masks == ()


@pytest.mark.parametrize("text", ["q35934758349", "g3593475834", "B3593475834"])
def test_a_number_that_begins_with_a_misread_digit_is_covered_whole(text: str) -> None:
    one = line(text, x=300)
    doubt = replace(one.chars[0], probability=0.5)
    one = ReadLine((doubt, *one.chars[1:]), one.box)
    result = screen([one], PageKind.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    left = min(x for x, *_ in result.masks)
    right = max(x + width for x, _, width, _ in result.masks)
    lost = 12 - len(text)
    assert left <= 300 - 20 * lost
    assert right >= 300 + 20 * 12


def test_digits_in_cells_are_asked_about_though_two_were_not_found() -> None:
    """Ten of twelve, each in its cell, read without any doubt; the first was lost."""
    result = screen([line("6 5 7 7 6 4 4 3 3 4", x=400)], PageKind.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert min(x for x, *_ in result.masks) <= 400 - 2 * 38
    assert max(x + width for x, _, width, _ in result.masks) >= 400 + 12 * 38


def test_digits_in_cells_are_no_telephone_number_though_one_was_not_found() -> None:
    """0739 1184 0445 without its 3, every digit a piece of its own."""
    places = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11)
    cells = [line(c, x=300 + 80 * n) for n, c in zip(places, "07911840445", strict=True)]
    result = screen(cells, PageKind.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (300, 100, 80 * 11 + 20, 40)) for mask in result.masks)


@pytest.mark.parametrize("text", ["マイナンバーは04088579", "個人番号 0408"])
def test_some_digits_beside_the_label_are_asked_about_with_room_for_the_rest(text: str) -> None:
    result = screened(text)
    assert kinds(result) == LIKE
    digits = sum(c.isdigit() for c in text)
    wanted = 100 + 20 * (len(text) + 12 - digits)
    assert max(x + width for x, _, width, _ in result.masks) >= wanted


def test_a_pension_number_is_covered_to_the_digit_that_was_not_read() -> None:
    """3342-409152, its last digit under a stamp: the line ends before it."""
    lines = [line("基礎年金番号", 100), line("3342-40915", 300)]
    digit = 20
    masks = screen(lines, PageKind.PEN, DPI).masks
    assert any(x <= 300 and x + width >= 300 + 11 * digit for x, y, width, _ in masks if y < 140)


def test_between_two_groups_a_third_under_a_stamp_is_covered() -> None:
    result = screen([line("0770", 100), line("1589", 360)], P.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (100, 105, 340, 30)) for mask in result.masks)
    assert screen([line("2024", 100), line("2025", 360)], P.UNKNOWN, DPI).masks == ()
    assert screen([line("0770", 100), line("1589", 900)], P.UNKNOWN, DPI).masks == ()


@pytest.mark.parametrize("text", ["個人番号 2016年1月", "マイナンバー 1000円", "個人番号 3枚"])
def test_a_date_or_a_sum_beside_the_label_is_no_number(text: str) -> None:
    assert screened(text).forbidden == ()


def test_eleven_digits_by_themselves_are_asked_about() -> None:
    """157183445312 with a blot on its eighth digit, read as if it were not there."""
    assert kinds(screened("15718345312")) == LIKE
    assert screened("09012345678").forbidden == ()
    assert screened("書留 15718345312").forbidden == ()


def tall(text: str, y: int) -> ReadLine:
    """Four digits written downwards and read as one piece of 40 pixels a digit."""
    one = line(text, x=600, y=y)
    return ReadLine(one.chars, (600, y, 30, 40 * len(text)))


def test_three_tall_groups_under_one_another_are_one_number() -> None:
    result = screen([tall("7007", 100), tall("1130", 300), tall("3997", 500)], P.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (600, 100, 30, 560)) for mask in result.masks)


def test_six_digits_downwards_with_a_whole_group_among_them_are_asked_about() -> None:
    """4447 17583570 of which a stamp left 5, 8 and the last group."""
    single = [line("5", x=600, y=420), line("8", x=600, y=460)]
    ones = [ReadLine(one.chars, (602, one.box[1], 26, 40)) for one in single]
    result = screen([*ones, tall("3570", 540)], P.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (600, 60, 30, 640)) for mask in result.masks)
    assert screen([tall("3570", 540)], P.UNKNOWN, DPI).masks == ()


def test_the_numbering_of_a_list_is_no_number_written_downwards() -> None:
    numbers = [line(str(n), x=600, y=100 + 80 * n) for n in range(1, 9)]
    assert screen(numbers, P.UNKNOWN, DPI).masks == ()


def test_of_two_short_numbers_in_a_row_the_one_not_read_is_covered_too() -> None:
    """記号 ＿ 番号 092368: what stands between the labels was not found."""
    lines = [line("記号", 100), line("番号", 300), line("092368", 360)]
    masks = screen(lines, P.HOK, DPI).masks
    assert any(covers(mask, (150, 100, 140, 40)) for mask in masks)


def test_beside_the_numbers_of_an_insurance_paper_the_rest_of_the_row_goes() -> None:
    """記号 82219707 番号 232429 （枝番） 00, the last two under a stamp; the row below reaches
    820, and 枝番 may stand beyond it."""
    lines = [
        line("記号", 100), line("82219707", 180), line("番号", 400), line("232429", 480),
        line("有効期限令和10年7月16日", 540, 300),
    ]  # fmt: skip
    masks = screen(lines, P.SKC, DPI).masks
    assert any(covers(mask, (600, 100, 240, 40)) for mask in masks)
    assert not any(mask[0] < 140 for mask in masks)  # 記号 itself stays
    assert not any(mask[1] < 330 and mask[1] + mask[3] > 310 for mask in masks)


def test_before_a_number_that_is_not_the_first_of_its_row_the_room_goes_too() -> None:
    """記号 85 番号 99831, of which the first two were not found; 氏名 begins at 100."""
    lines = [line("番号", 400), line("99831", 480), line("氏名架空太郎", 100, 200)]
    masks = screen(lines, P.SKC, DPI).masks
    assert any(covers(mask, (60, 100, 330, 40)) for mask in masks)
    titled = [line("資格確認書", 100), line("番号", 400), line("99831", 480)]
    assert not any(mask[0] < 300 for mask in screen(titled, P.SKC, DPI).masks)


def test_a_letter_that_names_an_insurance_paper_keeps_its_numbers_of_other_things() -> None:
    texts = ("健康保険証のコピーを同封しました", "お客様番号 40012", "文書番号 12")
    assert screened(*texts).masks == ()


def test_a_residence_card_number_of_which_a_letter_was_lost_is_blacked_out() -> None:
    """VV read as W."""
    assert "04194280" not in hidden("番号 W04194280PY", P.RC)


def test_beside_two_groups_there_is_room_for_the_lost_third_under_the_mask() -> None:
    """Nine characters of twenty pixels from x = 400; a group with its gap takes 100."""
    result = screen([line("9274 5355", x=400, height=40)], PageKind.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    (mask,) = result.masks
    assert covers(mask, (300, 100, 380, 40))
    assert screened("9274 5355", kind=PageKind.ENVELOPE).forbidden == ()


def test_of_a_stack_with_lost_ends_twelve_places_are_covered() -> None:
    """The digits four to eleven of twelve, 44 pixels apart, the first at y = 100."""
    found = [line(c, x=600, y=100 + 44 * n) for n, c in enumerate("81168992", 3)]
    result = screen(found, PageKind.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (600, 100, 20, 44 * 12)) for mask in result.masks)


@pytest.mark.parametrize("label", ["個人番号", "マイナンバー：", "基礎年金番号", "住民票コード"])
def test_beside_and_below_a_label_whose_number_was_not_read_the_room_is_blacked_out(
    label: str,
) -> None:
    wide = 20 * len(label)
    beside, below = screened(label).masks
    assert covers(beside, (100 + wide, 100, 300, 40))
    assert beside[0] >= 100 + wide - 10  # the label itself stays
    assert covers(below, (100, 145, 600, 60))
    assert below[1] >= 140


def test_of_a_row_of_cells_under_its_label_all_are_covered_though_four_digits_were_read() -> None:
    """Twelve cells of 80 pixels from x = 110; the first and the last two were found, the last one
    up to 1010."""
    cells = [line("2", 110, 160), line("7", 190, 160), line("7", 910, 160), line("2", 990, 160)]
    result = screen([line("個人番号", 100), *cells], P.UNKNOWN, DPI)
    assert kinds(result) == LIKE
    assert any(covers(mask, (100, 160, 920, 40)) for mask in result.masks)


def test_words_under_a_label_or_beside_it_answer_it() -> None:
    under = [line("個人番号", 100), line("（省略）", 100, 160)]
    assert not any(mask[1] > 130 for mask in screen(under, P.JUM, DPI).masks)
    beside = [line("個人番号", 100), line("（省略）", 300), line("12", 100, 160)]
    assert screen(beside, P.JUM, DPI).masks == ()


def test_the_short_labels_count_on_insurance_papers_only() -> None:
    texts = ("資格確認書", "（枝番）")
    masks = screened(*texts, kind=PageKind.SKC).masks
    assert any(covers(mask, (180, 180, 200, 40)) for mask in masks)
    assert screened(*texts[1:]).masks == ()


def test_the_title_of_a_card_is_no_label_and_a_label_with_words_beside_it_is_answered() -> None:
    title = [line("個人番号", 100, 100, 40), line("カード", 100, 150, 40)]
    assert screen(title, PageKind.MNC, DPI).masks == ()
    told = [line("個人番号", 100), line("（省略）", 300)]
    assert screen(told, PageKind.JUM, DPI).masks == ()


def test_the_other_machine_readable_line_is_covered_where_it_was_not_found() -> None:
    second = line("TK89540987JPN9592571M2260524<<<<", 100, 500, 30)
    masks = screen([second], PageKind.PP_NEW, DPI).masks
    assert any(covers(mask, (100, 410, 640, 60)) for mask in masks)
    first = line("P<JPNKAKUU<<TARO<<<<<<<<<<<<<<<<", 100, 500, 30)
    masks = screen([first], PageKind.PP_NEW, DPI).masks
    assert any(covers(mask, (100, 540, 640, 60)) for mask in masks)


@pytest.mark.parametrize(
    "texts",
    [
        ("住民票コード 12345678901",),
        ("住民票コ一ド 1234567890",),  # ー read as 一, and a digit lost
        ("住民票コード", "12345678901"),
    ],
)
@pytest.mark.parametrize("kind", [PageKind.JUM, PageKind.UNKNOWN])
def test_the_resident_code_is_found_as_what_it_is(texts: tuple[str, ...], kind: PageKind) -> None:
    result = screened(*texts, kind=kind)
    assert kinds(result) == {Forbidden.RESIDENT_CODE}
    assert not result.blocked
    assert result.masks


def test_a_resident_code_left_out_or_another_number_is_none() -> None:
    assert screened("住民票コード （省略）", kind=PageKind.JUM).forbidden == ()
    assert screened("住民票コード 省略", "電話 09012345678", kind=PageKind.JUM).forbidden == ()
    assert screened("書留 12345678901").forbidden == ()


def test_a_katakana_read_as_the_kanji_like_it_does_not_hide_a_title() -> None:
    assert kind_of([line("住民基本台帳力ード")]) is PageKind.JKI
    assert kind_of([line("戸籍膳本")]) is PageKind.KOS


def test_a_wider_look_finds_the_groups_beside_the_one_that_was_found(engine: Engine) -> None:
    page = paper((60, 60, "1966 9274 5355", 5.0))
    flat = read_free(engine, pixels(page)).flat
    scale = DRAWN_DPI / 25.4
    middle = line("9274", round(74 * scale), round(57 * scale), round(6 * scale))
    middle = ReadLine(middle.chars, (*middle.box[:2], round(12 * scale), middle.box[3]))
    ((box, licence),) = numbers_around(engine, flat, [middle])
    assert not licence
    assert covers(box, (round(60 * scale), round(59 * scale), round(40 * scale), 10))
    assert kinds(around([(box, licence)], PageKind.UNKNOWN)) == LIKE
    assert around([(box, True)], PageKind.UNKNOWN).forbidden == ()
    assert around([(box, True)], PageKind.UNKNOWN).masks
    assert kinds(around([(box, False)], PageKind.DL)) == set()


def test_a_column_of_digits_that_was_not_found_is_found_by_its_ink(engine: Engine) -> None:
    digits = [(100.0, 60 + 6.0 * n, c, 5.0) for n, c in enumerate("283269724724")]
    flat = read_free(engine, pixels(paper((30, 40, "個人番号", 4.0), *digits))).flat
    scale = DRAWN_DPI / 25.4
    ((x, y, width, height),) = numbers_downwards(engine, flat, (), DRAWN_DPI)
    assert covers((x - 2, y - 2, width + 4, height + 4),
                  (round(100.5 * scale), round(59 * scale), 10, round(6 * 11 * scale)))  # fmt: skip
    read = [line("283269724724", x, y, height)]
    read = [ReadLine(read[0].chars, (x, y, width, height))]
    assert numbers_downwards(engine, flat, read, DRAWN_DPI) == ()


def cells(text: str, stamped: bool = False) -> Image.Image:
    """Each character in a cell of 7 mm; a pale stamp lies over the fourth and fifth."""
    scale = DRAWN_DPI / 25.4
    page = paper(*((61.5 + 7.0 * n, 62.0, c, 4.0) for n, c in enumerate(text)))
    pen = ImageDraw.Draw(page)
    for n in range(len(text)):
        corners = (60 + 7.0 * n, 60.0, 67 + 7.0 * n, 68.0)
        pen.rectangle([round(c * scale) for c in corners], outline=60, width=3)
    if stamped:
        pen.rectangle([round(c * scale) for c in (83.0, 57.0, 97.0, 71.0)], outline=190, width=8)
    return page


@pytest.mark.parametrize("stamped", [False, True])
def test_a_row_of_cells_that_was_not_found_is_found_by_its_ink(
    engine: Engine, stamped: bool
) -> None:
    flat = read_free(engine, pixels(cells("172972414390", stamped))).flat
    scale = DRAWN_DPI / 25.4
    ((x, y, width, height),) = numbers_across(engine, flat, (), DRAWN_DPI)
    ink = (round(62 * scale), round(61.5 * scale), round(78 * scale), round(1.5 * scale))
    assert covers((x - 3, y - 3, width + 6, height + 6), ink)
    read = ReadLine(line("172972414390").chars, (x, y, width, height))
    assert numbers_across(engine, flat, [read], DRAWN_DPI) == ()


def test_cells_with_words_or_without_ink_are_no_number(engine: Engine) -> None:
    for text in ("個人情報の開示について", " " * 12, "2745"):
        flat = read_free(engine, pixels(cells(text))).flat
        assert numbers_across(engine, flat, (), DRAWN_DPI) == ()


def test_a_rule_or_a_column_of_words_is_no_number(engine: Engine) -> None:
    words = [(100.0, 60 + 6.0 * n, c, 5.0) for n, c in enumerate("個人情報の開示について")]
    page = paper(*words)
    ImageDraw.Draw(page).line([(300, 300), (300, 1200)], 40, 6)
    flat = read_free(engine, pixels(page)).flat
    assert numbers_downwards(engine, flat, (), DRAWN_DPI) == ()


def test_digits_that_stand_alone_are_no_number(engine: Engine) -> None:
    page = paper((60, 60, "2745", 5.0), (120, 60, "様", 5.0))
    free = read_free(engine, pixels(page))
    assert numbers_around(engine, free.flat, free.lines) == ()


def test_a_thin_stroke_at_the_end_of_a_name_is_found(engine: Engine) -> None:
    free = read_free(engine, pixels(paper((30, 60, "氏名", 4.0), (60, 60, "架空　　一", 4.6))))
    lines = tuple(one for one in free.lines if "一" not in one.text)  # as the detector loses it
    free = replace(free, lines=lines)
    scale = DRAWN_DPI / 25.4
    box = (round(59 * scale), round(57 * scale), round(11 * scale), round(6 * scale))
    half = FieldReading("name", "架空", 0.99, sure=True, box=box)
    found = name_to_its_end(engine, free, (), half)
    assert found.text.replace(" ", "") == "架空一"
    assert not found.sure
    covered = name_to_its_end(engine, free, [(box[0] + box[2], box[1], 200, box[3])], half)
    assert covered == half  # what lies under a mask is read by nobody
