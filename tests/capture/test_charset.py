"""Look-alikes are put right by their neighbours, and by nothing else (CAPTURE §5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.capture.charset import allowed, fold, mend, mend_number
from desktop.domain.forms import Charset


@pytest.mark.parametrize(
    ("read", "paper"),
    [
        ("コ-ポ若葉", "コーポ若葉"),
        ("コ一ポ若葉", "コーポ若葉"),
        ("デー夕センター", "データセンター"),
        ("若葉町ニ丁目", "若葉町二丁目"),
        ("若葉町ー丁目", "若葉町一丁目"),
        ("14ー6", "14-6"),
        ("14一6", "14-6"),
        ("Ａ－１０１", "A-101"),
        ("户田市", "戸田市"),
        ("架空　 太郎", "架空 太郎"),
        ("メゾンエ力", "メゾンエカ"),
        ("青葉タワ一 801", "青葉タワー 801"),
    ],
)
def test_a_confused_shape_becomes_what_stands_on_paper(read: str, paper: str) -> None:
    assert mend(read) == paper


@pytest.mark.parametrize(
    "paper",
    ["佐原ロ2127", "上町A-12", "二十四軒二条二丁目3-3", "八街市八街は18番地", "夕張市", "力丸 一",
     "口田南", "工藤 八郎", "髙橋 邉", "千葉市", "Ⅲ番館", "四ツ谷", "三ケ島",
     "コーポ一番館", "メゾン-203", "メゾン二葉"],
)  # fmt: skip
def test_what_is_right_is_not_touched(paper: str) -> None:
    assert mend(paper) == paper


def test_strokes_between_digits_of_a_block_are_hyphens() -> None:
    assert mend_number("24ー2一2―3") == "24-2-2-3"
    assert mend_number("三丁目14番6号") == "三丁目14番6号"


@given(st.text(max_size=40))
def test_mending_never_fails_and_mending_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    mend(text)


def test_only_characters_of_the_field_are_allowed() -> None:
    known = ["1", "９", "ア", "ー", "愛", "爱", "髙", "Ⅳ", "Ж", "┼", "😀", "-", "年"]
    chosen = {
        charset: [c for c, yes in zip(known, allowed(charset, known), strict=True) if yes]
        for charset in (Charset.DIGITS, Charset.KANA, Charset.DATE, Charset.JAPANESE)
    }
    assert chosen[Charset.DIGITS] == ["1"]
    assert chosen[Charset.KANA] == ["ア", "ー"]
    assert chosen[Charset.DATE] == ["1", "-", "年"]
    assert chosen[Charset.JAPANESE] == ["1", "９", "ア", "ー", "愛", "爱", "髙", "Ⅳ", "-", "年"]
