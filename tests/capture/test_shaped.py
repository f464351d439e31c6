"""Dates are found as dates in what the network saw; nothing else is made one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop.capture.shaped import DateSoFar, KanaSoFar, WordSoFar, read_shaped
from desktop.capture.shaped import spelled as has_shape

CHARACTERS = list("0123456789元年月日令和平成昭大正明治RHSTM/.-")


def seen(text: str, doubts: dict[int, str] | None = None) -> NDArray[np.float32]:
    """A network's answer for `text`, a blank between letters. At a place in `doubts` it takes the
    letter for another one nine times of ten."""
    rows = []
    for place, letter in enumerate(text):
        row = np.full(len(CHARACTERS) + 1, 1e-9, np.float32)
        other = (doubts or {}).get(place)
        row[CHARACTERS.index(letter) + 1] = 0.1 if other else 0.99
        if other:
            row[CHARACTERS.index(other) + 1] = 0.9
        rest = np.full(len(CHARACTERS) + 1, 1e-9, np.float32)
        rest[0] = 1.0
        rows += [row, rest]
    return np.array(rows)


def spelled(text: str) -> DateSoFar | None:
    state: DateSoFar | None = DateSoFar()
    for letter in text:
        state = state.then(letter) if state is not None else None
    return state


@pytest.mark.parametrize(
    "text",
    [
        *("令和8年11月6日", "昭和60年4月5日", "平成元年1月8日", "2026年11月6日"),
        *("1985/4/5", "1985.04.05", "R8.11.6", "S60/4/5", "昭和64年1月7", "2026-11-06"),
    ],
)
def test_ways_to_write_a_date(text: str) -> None:
    state = spelled(text)
    assert state is not None
    assert state.whole


@pytest.mark.parametrize(
    "text",
    [
        *("令和8年13月6日", "昭和65年1月1日", "1985/4/32", "1985/0", "85年4月5日", "198/4/5"),
        *("令8年1月1日", "1985/4.5", "元年4月5日", "令和元1年4月5日", "1985/4/5日", "2126/1/1"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    state = spelled(text)
    assert state is None or not state.whole


def test_a_slash_taken_for_a_one_is_found_and_stays_unsure() -> None:
    found = read_shaped(seen("1985/4/5", {4: "1"}), CHARACTERS, DateSoFar())
    assert found is not None
    assert "".join(letter for letter, _ in found) == "1985/4/5"
    assert [round(sure, 2) for _, sure in found][4] == 0.1


def test_a_clear_date_keeps_its_certainty() -> None:
    found = read_shaped(seen("令和8年11月6日"), CHARACTERS, DateSoFar())
    assert found is not None
    assert "".join(letter for letter, _ in found) == "令和8年11月6日"
    assert min(sure for _, sure in found) > 0.98


def test_what_can_be_no_date_is_none() -> None:
    assert read_shaped(seen("0499000142"), CHARACTERS, DateSoFar()) is None
    assert read_shaped(seen("日月年"), CHARACTERS, DateSoFar()) is None


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 28), st.sampled_from("/.-"))
def test_every_day_is_read_as_itself(year: int, month: int, day: int, mark: str) -> None:
    text = f"{year}{mark}{month}{mark}{day}"
    found = read_shaped(seen(text), CHARACTERS, DateSoFar())
    assert found is not None
    assert "".join(letter for letter, _ in found) == text


KANA = [chr(code) for code in range(0x30A1, 0x30FB)] + ["ー", " "]


def seen_kana(text: str, doubts: dict[int, str]) -> NDArray[np.float32]:
    rows = []
    for place, letter in enumerate(text):
        row = np.full(len(KANA) + 1, 1e-9, np.float32)
        row[KANA.index(letter) + 1] = 0.1 if place in doubts else 0.99
        if place in doubts:
            row[KANA.index(doubts[place]) + 1] = 0.9
        rest = np.full(len(KANA) + 1, 1e-9, np.float32)
        rest[0] = 1.0
        rows += [row, rest]
    return np.array(rows)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "カクウ",
            "ソメヤ",
            "キッカワ",
            "ショウジ",
            "リョウコ",
            "ジュンイチ",
            "フォン",
            "ティエン",
        ),
        *("パーシー", "ペチュカ", "ヴァン", "カン ウ", "チェン", "ワッツ"),
    ],
)
def test_how_kana_are_spelled(text: str) -> None:
    assert has_shape(text, KanaSoFar())


@pytest.mark.parametrize("text", ["ンメヤ", "ーカ", "ッカ", "マュミ", "ァベ", "カッ", "カンー", ""])
def test_how_kana_are_never_spelled(text: str) -> None:
    assert not has_shape(text, KanaSoFar())


def test_a_so_taken_for_an_n_is_found_and_stays_unsure() -> None:
    found = read_shaped(seen_kana("ソメヤ", {0: "ン"}), KANA, KanaSoFar())
    assert found is not None
    assert "".join(letter for letter, _ in found) == "ソメヤ"
    assert round(found[0][1], 2) == 0.1


def test_one_of_a_few_words_is_read_as_that_word_and_no_other_text() -> None:
    words = WordSoFar(("タロウ", "ジロウ"))
    found = read_shaped(seen_kana("ジロウ", {0: "シ"}), KANA, words)
    assert found is not None
    assert "".join(letter for letter, _ in found) == "ジロウ"
    assert read_shaped(seen_kana("ハナコ", {}), KANA, words) is None
