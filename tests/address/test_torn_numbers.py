"""Numbers that are torn by a blank, followed by 無番地 or 先, or of a 丁目 that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from japan import parse

from desktop.address.compare import Level, compare

BLANK = "番地の中の空白をつなぎと読みました"


@pytest.mark.parametrize(
    ("text", "chome", "block", "building", "room"),
    [
        # a bare 丁目 is no house: what follows belongs to it
        ("東京都新宿区西新宿1 2-3", "1", "2-3", "", ""),
        ("東京都江東区豊洲　4　2　27", "4", "2-27", "", ""),
        ("東京都江東区豊洲4 2番27号", "4", "2-27", "", ""),
        ("東京都江東区豊洲 4 2-27 305", "4", "2-27", "", "305"),
        ("東京都江東区豊洲4 2-27 見本ビル3階", "4", "2-27", "見本ビル", "3階"),
        # 丁目 and 番 want a 号
        ("東京都新宿区西新宿2-8 1", "2", "8-1", "", ""),
        ("東京都新宿区西新宿2丁目8 1 見本ビル", "2", "8-1", "見本ビル", ""),
        # no 丁目: a small number is a branch
        ("東京都千代田区紀尾井町1 3", "", "1-3", "", ""),
        ("埼玉県秩父市大滝1234 5", "", "1234-5", "", ""),
    ],
)
def test_a_blank_inside_of_a_number_is_read_as_a_hyphen_and_told(
    text, chome, block, building, room
):
    a = parse(text)
    assert (a.chome, a.block, a.building, a.room) == (chome, block, building, room)
    assert BLANK in a.notes
    assert a.confidence <= 0.8


@pytest.mark.parametrize(
    ("text", "block", "room"),
    [
        ("東京都新宿区西新宿2-8-1 405", "8-1", "405"),
        ("東京都新宿区西新宿2-8-1 5", "8-1", "5"),
        ("東京都新宿区西新宿2-8 101", "8", "101"),
        ("東京都新宿区西新宿2-8 5号室", "8", "5号室"),
        ("東京都新宿区西新宿2-8 3階", "8", "3階"),
        ("東京都千代田区紀尾井町1-3 5", "1-3", "5"),
        ("東京都千代田区紀尾井町12 305", "12", "305"),
    ],
)
def test_a_room_behind_a_blank_stays_a_room(text: str, block: str, room: str):
    a = parse(text)
    assert (a.block, a.room) == (block, room)
    assert BLANK not in a.notes


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 99), st.integers(1, 99), st.integers(1, 3))
def test_where_the_blank_stands_changes_no_key(chome: int, ban: int, number: int, gaps: int):
    first, second = ("- "[gaps & 1], "- "[gaps >> 1])
    whole = parse(f"東京都江東区豊洲{chome}-{ban}-{number}")
    assert parse(f"東京都江東区豊洲{chome}{first}{ban}{second}{number}").key == whole.key


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("埼玉県秩父市大滝12無番地", "12-無番地"),
        ("埼玉県秩父市大滝12-無番地", "12-無番地"),
        ("埼玉県秩父市大滝12番地無番地", "12-無番地"),
        ("埼玉県秩父市大滝12番地先", "12-先"),
        ("埼玉県秩父市大滝12地先", "12-先"),
        ("埼玉県秩父市大滝12番地先無番地", "12-先-無番地"),
    ],
)
def test_land_beside_a_number_is_not_the_number(text: str, block: str):
    a, plain = parse(text), parse("埼玉県秩父市大滝12番地")
    assert (a.block, a.building) == (block, "")
    assert any(note.startswith("番号のあとに") for note in a.notes)
    assert a.key != plain.key
    assert compare(a, plain).level not in (Level.EXACT, Level.NORMALIZED, Level.VARIANT)


def test_a_building_that_begins_like_the_land_beside_is_a_building():
    a = parse("東京都新宿区西新宿2-8-1先山ビル")
    assert (a.block, a.building) == ("8-1", "先山ビル")


def test_a_chome_that_the_town_does_not_have_is_told():
    a = parse("東京都新宿区西新宿9-1-2")  # 西新宿 ends with its eighth
    assert (a.town, a.chome, a.block) == ("西新宿", "", "9-1-2")
    assert "西新宿に9丁目は地名辞書にありません" in a.notes
    assert a.confidence <= 0.6


def test_an_unknown_town_gives_up_the_small_name_behind_its_ending():
    a = parse("愛知県田原市架空町アラコ12")
    assert (a.town, a.aza, a.block, a.known) == ("架空町アラコ", "アラコ", "12", False)


@pytest.mark.parametrize(
    ("text", "town", "chome", "block"),
    [
        ("東京都 台東区 根岸４ 丁目１ ７－１ ３", "根岸", "4", "17-13"),
        ("神奈川 県横浜 市都筑 区中川 中央１ 丁目１ ９－１ ９", "中川中央", "1", "19-19"),
    ],
)
def test_blanks_after_every_so_many_characters_mean_nothing(text, town, chome, block):
    a = parse(text)
    assert (a.town, a.chome, a.block, a.room) == (town, chome, block, "")
    assert "空白が文字の間に並んでいるので、つなげて読みました" in a.notes
    assert a.confidence <= 0.8


def test_words_of_one_length_keep_the_blanks_between_them():
    a = parse("東京都 新宿区 西新宿 2-8 101")
    assert (a.block, a.room) == ("8", "101")


def test_numbers_that_no_rule_joins_are_told():
    a = parse("東京都 日野市 落川１ １－１ ５")
    assert "番地の切れ目が確かではありません" in a.notes
    assert a.confidence <= 0.6


def test_a_long_mark_between_blanks_and_numbers_is_a_hyphen():
    assert parse("東京都江東区豊洲4丁目2 ー 27").block == "2-27"
    assert parse("東京都 世田谷 区弦巻 １丁目 ４７ー １９").block == "47-19"
