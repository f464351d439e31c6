"""Identity papers and enclosures: kind, fields, and what is blacked out (DOMAIN §5)."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from drawn_pages import SERIF, is_black, licence, paper, pixels, skewed
from PIL import Image

from desktop.capture.engine import Engine
from desktop.capture.read_page import read_page
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import (
    BlockedPage,
    Forbidden,
    PageKind,
    PageReading,
    Quality,
    ScreenedPage,
)

Forms = tuple[FormDefinition, ...]


def kept(engine: Engine, page: Image.Image, forms: Forms) -> ScreenedPage:
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, ScreenedPage)
    return answer


def blocked(engine: Engine, page: Image.Image, forms: Forms) -> BlockedPage:
    answer = read_page(engine, pixels(page), forms)
    assert isinstance(answer, BlockedPage)
    return answer


def texts(reading: PageReading) -> dict[str, str]:
    return {field.key: field.text.replace(" ", "") for field in reading.fields}


LICENCE = {
    "name": "架空太郎",
    "address": "埼玉県川越市宮下町2丁目10番16号",
    "birth": "昭和60年4月5日",
    "expires": "令和11年6月9日",
    "issued": "令和6年5月18日",
}


def test_a_licence_is_read_and_its_number_is_gone(engine: Engine, forms: Forms) -> None:
    answer = kept(engine, licence(number="300512345680"), forms)
    assert answer.reading.kind is PageKind.DL
    assert texts(answer.reading) == LICENCE
    assert is_black(answer)
    assert "3005" not in repr(answer.reading)
    assert answer.reading.forbidden == ()


@pytest.mark.parametrize(("turned", "rotation"), [(90, 270), (180, 180), (270, 90)])
def test_a_copy_lying_wrong_is_set_upright(
    engine: Engine, forms: Forms, turned: int, rotation: int
) -> None:
    answer = kept(engine, licence().rotate(-turned, expand=True), forms)
    assert answer.reading.rotation == rotation
    assert texts(answer.reading) == LICENCE
    assert is_black(answer)


@pytest.mark.parametrize("degrees", [-3.0, 2.5])
def test_a_skewed_copy_is_laid_level(engine: Engine, forms: Forms, degrees: float) -> None:
    answer = kept(engine, skewed(licence(), degrees), forms)
    assert texts(answer.reading) == LICENCE
    name = answer.reading.field("name")
    assert name is not None
    assert name.box is not None
    assert name.box[3] < 70  # a level line of 4.6 mm, not a slanting one


def test_an_address_on_two_lines_is_one_address(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "在留カード", 5),
        (30, 52, "氏名", 3.2), (50, 52, "仮野　次郎", 4.6),
        (30, 62, "住居地", 3.2), (50, 62, "東京都調布市多摩川7丁目11番26号", 4.2),
        (50, 67.5, "サンライズ仮野808号室", 4.2),
        (30, 78, "在留資格", 3.2), (50, 78, "永住者", 4.2),
        (120, 40, "番号 AB12345678CD", 4.0),
        (30, 90, "このカードは2031年6月15日まで有効です。", 4.2),
    )  # fmt: skip
    answer = kept(engine, page, forms)
    assert answer.reading.kind is PageKind.RC
    assert texts(answer.reading) == {
        "name": "仮野次郎",
        "address": "東京都調布市多摩川7丁目11番26号サンライズ仮野808号室",
        "expires": "2031年6月15日",
    }
    assert "12345678" not in repr(answer.reading)
    assert is_black(answer)


def test_a_residence_certificate_gives_both_addresses(engine: Engine, forms: Forms) -> None:
    page = paper(
        (85, 30, "住　民　票", 8),
        (25, 48, "氏名", 4), (70, 48, "見本　花子", 4.4),
        (25, 60, "旧氏", 4), (70, 60, "例示", 4.4),
        (25, 72, "生年月日", 4), (70, 72, "平成8年2月20日", 4.4),
        (25, 84, "住所", 4), (70, 84, "埼玉県久喜市鷲宮三丁目10番23号", 4.4),
        (25, 98, "前住所", 4), (70, 98, "東京都大田区石川町二丁目24番27号", 4.4),
        (25, 112, "住所を定めた年月日", 4), (70, 112, "令和8年9月3日", 4.4),
        (25, 124, "本籍", 4), (70, 124, "埼玉県久喜市鷲宮一丁目1番地", 4.4),
        (25, 136, "個人番号", 4), (70, 136, "（記載省略）", 4.4),
        (30, 230, "この写しは、住民票の原本と相違ないことを証明する。", 4.2),
        (35, 242, "令和8年10月27日", 4.4),
        face=SERIF,
    )  # fmt: skip
    answer = kept(engine, page, forms)
    assert answer.reading.kind is PageKind.JUM
    assert texts(answer.reading) == {
        "name": "見本花子",
        "former_name": "例示",
        "address": "埼玉県久喜市鷲宮三丁目10番23号",
        "previous_address": "東京都大田区石川町二丁目24番27号",
        "birth": "平成8年2月20日",
        "issued": "令和8年10月27日",
    }
    assert is_black(answer)
    assert "一丁目1番地" not in repr(answer.reading)  # 本籍 is not needed


def test_the_number_on_a_residence_certificate_blocks_it(engine: Engine, forms: Forms) -> None:
    page = paper(
        (85, 30, "住　民　票", 8),
        (25, 60, "氏名", 4), (70, 60, "見本　花子", 4.4),
        (25, 72, "個人番号", 4), (70, 72, "1234 5678 9018", 4.4),
        face=SERIF,
    )  # fmt: skip
    answer = blocked(engine, page, forms)
    assert answer.kind is PageKind.JUM
    assert answer.forbidden[0].kind is Forbidden.MY_NUMBER
    assert "5678" not in repr(answer)


def test_the_front_of_a_my_number_card_is_kept(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "個人番号カード", 4.5),
        (70, 50, "氏名", 3.2), (85, 50, "例示　誠", 4.6),
        (70, 60, "住所", 3.2), (85, 60, "埼玉県蓮田市椿山4丁目20番7号", 4.2),
        (70, 72, "生年月日", 3.2), (90, 72, "昭和55年6月5日生", 4.2),
        (70, 82, "2031年6月5日まで有効", 4.4),
    )  # fmt: skip
    answer = kept(engine, page, forms)
    assert answer.reading.kind is PageKind.MNC
    assert texts(answer.reading)["name"] == "例示誠"
    assert answer.reading.forbidden == ()


def test_the_back_of_a_my_number_card_is_blocked(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "個人番号", 4), (60, 40, "1234 5678 9018", 6.5),
        (30, 55, "氏名", 3.2), (45, 55, "例示　誠", 4.4),
    )  # fmt: skip
    answer = blocked(engine, page, forms)
    assert answer.kind is PageKind.MNC_BACK
    assert "5678" not in repr(answer)


def test_both_sides_on_one_sheet_are_blocked(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "個人番号カード", 4.5),
        (70, 50, "氏名", 3.2), (85, 50, "例示　誠", 4.6),
        (70, 60, "住所", 3.2), (85, 60, "埼玉県蓮田市椿山4丁目20番7号", 4.2),
        (30, 140, "個人番号", 4), (60, 140, "1234 5678 9018", 6.5),
    )  # fmt: skip
    assert blocked(engine, page, forms).forbidden[0].kind is Forbidden.MY_NUMBER


def test_a_number_hidden_in_a_code_blocks_the_page(engine: Engine, forms: Forms) -> None:
    page = paper((30, 40, "添付資料", 5))
    code = zxingcpp.create_barcode("123456789018", zxingcpp.BarcodeFormat.QRCode)
    drawn = Image.fromarray(np.array(code.to_image(scale=8))).convert("L")
    page.paste(drawn, (400, 600))
    assert blocked(engine, page, forms).forbidden[0].kind is Forbidden.MY_NUMBER


@pytest.mark.parametrize(("title", "kind"), [
    ("健康保険被保険者証", PageKind.HOK),
    ("資格確認書", PageKind.SKC),
])  # fmt: skip
def test_insurance_numbers_are_blacked_out(
    engine: Engine, forms: Forms, title: str, kind: PageKind
) -> None:
    page = paper(
        (30, 40, title, 5),
        (30, 52, "記号", 3.4), (45, 52, "7123", 4.4), (70, 52, "番号", 3.4), (85, 52, "456", 4.4),
        (30, 62, "氏名", 3.4), (45, 62, "例示　誠", 4.6),
        (30, 72, "保険者番号", 3.4), (60, 72, "01130012", 4.6),
    )  # fmt: skip
    answer = kept(engine, page, forms)
    assert answer.reading.kind is kind
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.INSURANCE}
    assert is_black(answer)
    assert texts(answer.reading)["name"] == "例示誠"
    for number in ("7123", "456", "01130012"):
        assert number not in repr(answer.reading.lines)


def test_the_basic_pension_number_is_blacked_out(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "基礎年金番号通知書", 5),
        (30, 55, "基礎年金番号", 3.6), (70, 55, "1234-567890", 4.6),
        (30, 68, "氏名", 3.4), (45, 68, "見本　花子", 4.6),
    )  # fmt: skip
    answer = kept(engine, page, forms)
    assert answer.reading.kind is PageKind.PEN
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.PENSION}
    assert is_black(answer)
    assert "567890" not in repr(answer.reading)


@pytest.mark.parametrize(("lines", "kind"), [
    ([(85, 40, "委　任　状", 8), (25, 60, "次の者を代理人と定めます。", 4.4)], PageKind.POWER),
    ([(25, 30, "手数料（切手）貼付台紙", 6), (40, 70, "110", 8)], PageKind.STAMPS),
    ([(60, 30, "印鑑登録証明書", 8), (25, 60, "氏名　架空　太郎", 4.4)], PageKind.INK),
    ([(60, 30, "戸籍の附票", 8), (25, 60, "氏名　架空　太郎", 4.4)], PageKind.FUH),
    ([(60, 30, "登記事項証明書", 8), (25, 60, "氏名　架空　太郎", 4.4)], PageKind.TOU),
    ([(60, 30, "運転経歴証明書", 6), (25, 60, "氏名　架空　太郎", 4.4)], PageKind.DLH),
    ([(60, 30, "特別永住者証明書", 6), (25, 60, "氏名　架空　太郎", 4.4)], PageKind.SPR),
    ([(60, 60, "みどり野電力株式会社", 8), (60, 80, "個人情報お問い合わせ窓口　御中", 6)],
     PageKind.ENVELOPE),
    ([(30, 40, "〒350-9942 みどり野市若葉町2-14-6", 5), (30, 60, "前回の請求書を送ります。", 5),
      (30, 80, "控えを1部お返しください", 5), (120, 100, "架空 太郎", 5)], PageKind.UNKNOWN),
    ([(30, 40, "〒350-9942 みどり野市若葉町2-14-6", 6), (60, 80, "架空 太郎 様", 9),
      (30, 120, "親展", 7), (30, 140, "開封のうえご覧ください", 5)], PageKind.ENVELOPE),
    ([(60, 60, "ご近所の皆さまへ", 6), (60, 80, "夏祭りを開きます", 6)], PageKind.UNKNOWN),
])  # fmt: skip
def test_a_paper_is_known_by_its_title(
    engine: Engine, forms: Forms, lines: list[tuple[float, float, str, float]], kind: PageKind
) -> None:
    assert kept(engine, paper(*lines), forms).reading.kind is kind


def test_a_blank_sheet_is_told_and_kept(engine: Engine, forms: Forms) -> None:
    answer = kept(engine, paper(), forms)
    assert answer.reading.kind is PageKind.BLANK
    assert answer.reading.quality == (Quality.BLANK,)


def test_one_written_digit_is_not_blank(engine: Engine, forms: Forms) -> None:
    reading = kept(engine, paper((100, 150, "7", 5)), forms).reading
    assert Quality.BLANK not in reading.quality
    assert reading.kind is not PageKind.BLANK


def test_a_faint_my_number_is_seen(engine: Engine, forms: Forms) -> None:
    page = paper((30, 40, "控え", 5), (30, 60, "1234 5678 9018", 6))
    faint = page.point(lambda v: 205 + v * 45 // 255)
    answer = kept(engine, faint, forms)
    assert {found.kind for found in answer.reading.forbidden} == {Forbidden.MY_NUMBER_LIKE}
    assert is_black(answer)
    assert "5678" not in repr(answer.reading)


def test_a_letter_of_a_watermark_is_no_part_of_an_address(engine: Engine, forms: Forms) -> None:
    page = paper(
        (30, 40, "運転免許証", 4.5),
        (30, 68, "住所", 3.2), (45, 68, "埼玉県川越市宮下町2丁目10番16号", 4.2),
        (45, 73, "本", 4.2),
        (30, 88, "令和11年6月9日まで有効", 5.0),
    )  # fmt: skip
    assert texts(kept(engine, page, forms).reading)["address"] == LICENCE["address"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_passport_lying_wrong_is_set_upright(engine: Engine, forms: Forms, turned: int) -> None:
    """Latin letters and figures are read in one position only."""
    page = paper(
        (30, 40, "日本国旅券", 3.6), (70, 40, "JAPAN  PASSPORT", 3.4),
        (70, 50, "旅券番号/Passport No.", 3.0), (125, 50, "TR1234567", 4.0),
        (70, 60, "姓/Surname", 3.0), (125, 60, "KAKUU", 3.6),
        (70, 67, "生年月日/Date of birth", 3.0), (125, 67, "06 MAY 1980", 3.6),
        (70, 74, "有効期間満了日/Date of expiry", 3.0), (130, 74, "05 MAR 2031", 3.6),
        (20, 100, "P<JPNKAKUU<<TARO<<<<<<<<<<<<<<<<<<<<<<<<<<<<", 4.0),
        (20, 110, "TR12345677JPN8005069M3103058<<<<<<<<<<<<<<<<", 4.0),
    )  # fmt: skip
    answer = kept(engine, page.rotate(-turned, expand=True), forms)
    assert answer.reading.kind is PageKind.PP_NEW
    assert texts(answer.reading) == {"birth": "06MAY1980", "expires": "05MAR2031"}
    assert "1234567" not in repr(answer.reading)
    assert is_black(answer)
