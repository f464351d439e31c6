from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.address.characters import fold_variants
from desktop.address.keys import name_key, number_key, phone_key, postal_key
from desktop.address.names import Outcome, compare_kana, compare_names, judge_names


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("架空 太郎", "架空太郎", "EQUAL"),
        ("架空　太郎", "架空 太郎", "EQUAL"),
        ("ｶｸｳ ﾀﾛｳ", "カクウ タロウ", "EQUAL"),
        ("髙橋 花子", "高橋 花子", "VARIANT"),
        ("山﨑 誠", "山崎 誠", "VARIANT"),
        ("渡邉 誠", "渡邊 誠", "VARIANT"),
        ("渡辺 誠", "渡邊 誠", "VARIANT"),
        ("齋藤 誠", "斎藤 誠", "VARIANT"),
        ("齊藤 誠", "斎藤 誠", "VARIANT"),
        ("濵田 誠", "浜田 誠", "VARIANT"),
        ("德田 誠", "徳田 誠", "VARIANT"),
        ("瀨戸 誠", "瀬戸 誠", "VARIANT"),
        ("\U00020bb7野 誠", "吉野 誠", "VARIANT"),
        ("葛\U000e0100城 誠", "葛城 誠", "EQUAL"),
        ("見本[例示]花子", "見本花子", "VARIANT"),
        ("見本（例示）花子", "見本花子", "VARIANT"),
        ("（例示）", "（見本）", "DIFFERENT"),
        ("架空 太郎", "架空 次郎", "DIFFERENT"),
        ("架空 太郎", "太郎 架空", "VARIANT"),
        ("架空 太郎", "太郎　架空", "VARIANT"),
        ("架空 太郎", "太郎架空", "VARIANT"),
        ("架空太郎", "太郎架空", "DIFFERENT"),
        ("KAKU TARO", "Kaku Taro", "EQUAL"),
        ("Taro Kaku", "KAKU TARO", "VARIANT"),
        ("髙城 誠", "髙 城誠", "EQUAL"),
        ("髙城 誠", "誠 高城", "VARIANT"),
        ("竹ノ内 誠", "竹之内 誠", "VARIANT"),
        ("見本 はな", "見本 ハナ", "VARIANT"),
        ("見本[例示]花子", "例示花子", "VARIANT"),
        ("見本（例示）花子", "例示 花子", "VARIANT"),
        ("見本 花子（旧姓 例示）", "例示 花子", "VARIANT"),
        ("見本 花子（旧氏：例示花子）", "例示花子", "VARIANT"),
        ("見本[例示]花子", "例示花", "DIFFERENT"),
        ("見本[例示]花子", "仮野花子", "DIFFERENT"),
        ("見本花子", "例示花子", "DIFFERENT"),
        ("坂本 誠", "阪本 誠", "DIFFERENT"),
        ("栗田 誠", "粟田 誠", "DIFFERENT"),
        ("太田 誠", "大田 誠", "DIFFERENT"),
        ("架空 太郎", "", "MISSING"),
        ("", "　", "MISSING"),
    ],
)
def test_names_are_compared_like_addresses(a: str, b: str, outcome: str):
    assert compare_names(a, b) is Outcome(outcome)
    assert compare_names(b, a) is Outcome(outcome)


def test_why_two_names_are_a_variant_is_told():
    assert judge_names("髙橋 花子", "高橋 花子").note == "旧字体・異体字 髙/高"
    assert judge_names("見本[例示]花子", "見本花子").note == "旧姓の併記"
    assert judge_names("見本[例示]花子", "例示花子").note == "旧姓で一致"
    assert judge_names("架空 太郎", "太郎 架空").note == "姓と名の順"
    assert judge_names("竹ノ内 誠", "竹之内 誠").note == "ノと之の違い"


def test_a_former_name_on_another_paper_explains_a_name_and_is_no_equality():
    assert judge_names("見本 花子", "例示 花子").outcome is Outcome.DIFFERENT
    for former in ("例示", "例示 花子", "旧姓 例示"):
        found = judge_names("見本 花子", "例示 花子", (former,))
        assert (found.outcome, found.note) == (Outcome.VARIANT, "旧姓で一致")
        back = judge_names("例示 花子", "見本 花子", (former,))
        assert back.outcome is Outcome.VARIANT
    assert judge_names("見本 花子", "例示 太郎", ("例示",)).outcome is Outcome.DIFFERENT
    assert judge_names("見本 花子", "仮野 花子", ("例示",)).outcome is Outcome.DIFFERENT


def test_a_name_that_was_misread_is_marked_and_stays_different():
    found = judge_names("太田 誠", "大田 誠")
    assert (found.outcome, found.explained_by_reading) == (Outcome.DIFFERENT, True)
    assert not judge_names("架空 太郎", "見本 花子").explained_by_reading


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("シヨウジ", "ショウジ", "VARIANT"),
        ("オオノ", "オーノ", "DIFFERENT"),
        ("コウジ", "コージ", "VARIANT"),
        ("ミツコ", "ミッコ", "VARIANT"),
        ("チヅル", "チズル", "VARIANT"),
        ("ｼｮｳｼﾞ", "ショウジ", "EQUAL"),
        ("ヒロコ", "ユウコ", "DIFFERENT"),
    ],
)
def test_kana_of_old_registers_are_a_variant(a: str, b: str, outcome: str):
    assert compare_kana(a, b) is Outcome(outcome)
    assert compare_kana(b, a) is Outcome(outcome)


def test_kana_may_be_hiragana_or_katakana():
    assert compare_kana("かくう たろう", "カクウタロウ") is Outcome.EQUAL
    assert compare_kana("かくう たろう", "カクウジロウ") is Outcome.DIFFERENT
    assert compare_kana("", "カクウ") is Outcome.MISSING


def test_the_everyday_shape_is_found_for_the_characters_nfkc_leaves():
    assert fold_variants("髙﨑邉邊齋齊濵德瀨\U00020bb7") == "高崎辺辺斎斎浜徳瀬吉"
    assert fold_variants("架空太郎") == "架空太郎"


def test_a_name_has_one_key_in_all_its_spellings():
    spellings = ("髙橋　花子", "高橋花子", "高橋 花子")
    assert len({name_key(spelling) for spelling in spellings}) == 1
    assert name_key("たかはし はなこ") == name_key("ﾀｶﾊｼﾊﾅｺ")


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("03-1234-5678", "0312345678"),
        ("０３（１２３４）５６７８", "0312345678"),
        ("090 1234 5678", "09012345678"),
        ("+81 90-1234-5678", "09012345678"),
        ("+81(0)90-1234-5678", "09012345678"),
        ("1234", ""),
        ("", ""),
        ("電話なし", ""),
        ("123456789012", ""),
    ],
)
def test_phone_numbers_have_one_key(phone: str, key: str):
    assert phone_key(phone) == key


@pytest.mark.parametrize(
    ("postal", "key"),
    [
        ("350-9942", "3509942"),
        ("〒３５０ー９９４２", "3509942"),
        ("3509942", "3509942"),
        ("350", ""),
        ("", ""),
    ],
)
def test_postal_codes_have_one_key(postal: str, key: str):
    assert postal_key(postal) == key


def test_customer_numbers_have_one_key():
    assert number_key("ｍｄ-０１２３ ４５") == "MD012345"
    assert number_key("03-0011-1122-2233-3344-4455") == "0300111122223333444455"
    assert number_key("番号なし") == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_makes_comparing_or_a_key_fail(a: str, b: str):
    assert compare_names(a, b) is compare_names(b, a)
    assert compare_names(a, a) in (Outcome.EQUAL, Outcome.MISSING)
    for key in (name_key, phone_key, postal_key, number_key):
        assert key(key(a)) == key(a)
