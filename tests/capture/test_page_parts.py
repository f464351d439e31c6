"""Several papers on one page, and the side of a card that must not be kept, by their lines."""

from __future__ import annotations

import pytest
from drawn_pages import is_black, licence, paper, pixels
from PIL import Image
from test_screen import DPI, line

from desktop.capture.engine import Engine
from desktop.capture.layout import ReadLine
from desktop.capture.number_side import lies_number_side_up
from desktop.capture.page_parts import kind_at, parts_of
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import BlockedPage, PageKind, ScreenedPage

P = PageKind
LICENCE = ("氏名 架空 太郎", "住所 例示市一丁目2番3号", "2029年6月5日まで有効", "運転免許証")
RESIDENCE = ("在留カード", "氏名 見本 花子", "住居地 例示市一丁目2番3号")
ADDRESS_LIST = ("住居地記載欄", "届出年月日")
CARD_BACK = ("1234 5678 9018", "氏名 見本 花子", "平成8年2月20日生")


def laid(*texts: str, x: int = 100, y: int = 100) -> list[ReadLine]:
    return [line(text, x=x, y=y + 70 * n) for n, text in enumerate(texts)]


def found(lines: list[ReadLine]) -> list[tuple[PageKind, bool]]:
    return [(part.kind, part.back) for part in parts_of(lines, DPI)]


def test_a_card_above_another_is_a_part_of_its_own() -> None:
    parts = parts_of([*laid(*LICENCE), *laid(*RESIDENCE, y=700)], DPI)
    assert [(part.kind, part.back) for part in parts] == [(P.DL, False), (P.RC, False)]
    assert [part.box for part in parts] == [(100, 100, 260, 250), (100, 700, 280, 180)]
    assert [line.text for line in parts[1].lines] == list(RESIDENCE)


def test_a_card_beside_another_is_a_part_of_its_own() -> None:
    assert found([*laid(*LICENCE), *laid(*RESIDENCE, x=900)]) == [(P.DL, False), (P.RC, False)]


def test_both_sides_of_a_residence_card_are_told() -> None:
    lines = [*laid(*RESIDENCE), *laid(*ADDRESS_LIST, y=700)]
    assert found(lines) == [(P.RC, False), (P.RC, True)]


def test_two_cards_of_one_kind_are_two_where_both_name_a_holder() -> None:
    assert found([*laid(*RESIDENCE), *laid(*RESIDENCE, y=700)]) == [(P.RC, False), (P.RC, False)]


def test_a_number_on_a_sheet_of_two_is_judged_by_the_card_it_stands_on() -> None:
    """An insurance paper beside it does not keep a card's lost digits from being asked about."""
    parts = parts_of([*laid("資格確認書", "氏名 見本 花子"), *laid(*RESIDENCE, y=700)], DPI)
    whole = P.SKC
    assert kind_at(parts, (110, 160, 90, 30), whole) is P.SKC
    assert kind_at(parts, (110, 900, 90, 30), whole) is P.RC
    assert kind_at((), (110, 900, 90, 30), whole) is P.SKC


def test_three_cards_are_three_parts() -> None:
    lines = [*laid(*LICENCE), *laid(*RESIDENCE, y=700), *laid("印鑑登録証明書", "氏名 某", y=1300)]
    assert [kind for kind, _ in found(lines)] == [P.DL, P.RC, P.INK]


@pytest.mark.parametrize(
    "texts",
    [
        LICENCE,
        RESIDENCE,
        ("住民票", "氏名 見本 花子", "住民票コード", "省略"),
        ("同封したもの", "一、運転免許証の写しと", "二、在留カードの写しを一通ずつ"),
        ("日本国旅券", "旅券番号", "所持人記入欄", "氏名 見本 花子"),
    ],
)
def test_one_paper_has_no_parts(texts: tuple[str, ...]) -> None:
    half = len(texts) // 2
    assert found([*laid(*texts[:half]), *laid(*texts[half:], y=900)]) == []


@pytest.mark.parametrize(
    "number", ["1234 5678 9018", "1234-5678-9018", "123456789018", "9999 9999 9999"]
)
def test_a_number_side_is_known_without_its_label(number: str) -> None:
    """Grouped as on the card, though a digit was misread, or with the right check digit."""
    assert lies_number_side_up(laid(number, *CARD_BACK[1:]), DPI)


@pytest.mark.parametrize(
    "texts",
    [
        ("999999999999", *CARD_BACK[1:]),  # neither grouped nor a check digit
        (*CARD_BACK, "住所 例示市一丁目2番3号"),
        (*CARD_BACK, "2029年6月5日まで有効"),
        ("第123456789018号", *CARD_BACK[1:]),
        ("お客さま番号 1234 5678 9018", "いつもお世話になっております。"),
        ("1234 5678 9018", "氏名 見本 花子"),
    ],
)
def test_other_pages_with_twelve_digits_are_no_number_side(texts: tuple[str, ...]) -> None:
    assert not lies_number_side_up(laid(*texts), DPI)


def test_a_number_far_from_a_name_is_no_number_side() -> None:
    far = round(81 * DPI / 25.4)
    assert not lies_number_side_up([*laid(CARD_BACK[0]), *laid(*CARD_BACK[1:], y=far + 100)], DPI)


Forms = tuple[FormDefinition, ...]


def _both(upper: Image.Image, lower: Image.Image) -> Image.Image:
    """The upper third of two pages, one under the other."""
    sheet = upper.copy()
    third = upper.height // 2
    sheet.paste(lower.crop((0, 0, lower.width, lower.height - third)), (0, third))
    return sheet


def test_two_cards_on_one_sheet_are_read_each_for_itself(engine: Engine, forms: Forms) -> None:
    card = paper(
        (30, 40, "在留カード", 5),
        (30, 52, "氏名", 3.2), (50, 52, "仮野　次郎", 4.6),
        (30, 62, "住居地", 3.2), (50, 62, "東京都調布市多摩川7丁目11番26号", 4.2),
        (30, 90, "このカードは2031年6月15日まで有効です。", 4.2),
    )  # fmt: skip
    answer = read_page(engine, pixels(_both(licence(), card)), forms)
    assert isinstance(answer, ScreenedPage)
    reading = answer.reading
    assert [(part.kind, part.prefix) for part in reading.parts] == [(P.DL, ""), (P.RC, "2.")]
    upper, lower = (part.box for part in reading.parts)
    assert upper[1] + upper[3] < lower[1]
    texts = {one.key: one.text.replace(" ", "") for one in reading.fields}
    assert (texts["name"], texts["2.name"]) == ("架空太郎", "仮野次郎")
    assert (texts["expires"], texts["2.expires"]) == ("令和11年6月9日", "2031年6月15日")
    assert is_black(answer)


def test_a_number_side_without_label_or_code_is_blocked(engine: Engine, forms: Forms) -> None:
    page = paper(
        (60, 40, "1234 5678 9018", 6.5),
        (30, 55, "氏名", 3.2), (45, 55, "例示　誠", 4.4),
        (30, 65, "昭和55年6月5日生", 4.0),
    )  # fmt: skip
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, BlockedPage)
    assert answer.kind is P.MNC_BACK
    assert "5678" not in repr(answer)
